//! Requests at awkward instants.

use super::{clock, opened};
use domain::clock::{ClockKind, Verdict};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, moment};

both_databases! {
    async fn at_lunch_and_one_second_before_closing(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        for (came, due) in [
            ("2026-04-14T13:20:00+03:00", "2026-04-14T16:00:00+03:00"),
            ("2026-04-14T17:59:59+03:00", "2026-04-15T10:59:59+03:00"),
            ("2026-04-14T18:00:00+03:00", "2026-04-15T11:00:00+03:00"),
        ] {
            let id = opened(&desk, came).await;
            assert_eq!(clock(&desk, &id, ClockKind::FirstResponse).await.due, moment(due), "{came}");
        }
    }

    async fn around_the_clock_and_across_midnight(database: TestDatabase) {
        let toml = DESK_TOML
            .replacen("builtin = \"ru-line\"", "builtin = \"always\"\nzone = \"Europe/Moscow\"", 1)
            .replacen("target = { minutes = 120 }", "target = { minutes = 20 }\ncalendar = \"line\"", 1);
        let desk = TestDesk::with(database, &toml).await;
        for (came, due) in [
            // From Saturday to Sunday, into a holiday, and into another year.
            ("2026-04-18T23:50:00+03:00", "2026-04-19T00:10:00+03:00"),
            ("2026-04-30T23:59:59+03:00", "2026-05-01T00:19:59+03:00"),
            ("2026-12-31T23:45:00+03:00", "2027-01-01T00:05:00+03:00"),
        ] {
            let id = opened(&desk, came).await;
            assert_eq!(clock(&desk, &id, ClockKind::FirstResponse).await.due, moment(due), "{came}");
            desk.clock.set(due);
            desk.settle().await;
            assert_eq!(clock(&desk, &id, ClockKind::FirstResponse).await.verdict, Verdict::Running, "{due} is in time");
            desk.clock.advance(1);
            desk.settle().await;
            assert_eq!(clock(&desk, &id, ClockKind::FirstResponse).await.verdict, Verdict::Missed, "{due}");
        }
    }

    async fn in_the_hour_that_is_skipped_and_in_the_one_that_comes_twice(database: TestDatabase) {
        let toml = DESK_TOML
            .replacen("builtin = \"ru-line\"", "builtin = \"always\"\nzone = \"Europe/Berlin\"", 1)
            .replacen("target = { minutes = 120 }", "target = { minutes = 120 }\ncalendar = \"line\"", 1);
        let desk = TestDesk::with(database, &toml).await;
        for (came, due) in [
            // 29 March 2026: after 02:00 comes 03:00. Two hours are two hours.
            ("2026-03-29T01:30:00+01:00", "2026-03-29T04:30:00+02:00"),
            // 25 October 2026: 02:30 comes twice.
            ("2026-10-25T02:30:00+02:00", "2026-10-25T03:30:00+01:00"),
            ("2026-10-25T02:30:00+01:00", "2026-10-25T04:30:00+01:00"),
        ] {
            let id = opened(&desk, came).await;
            assert_eq!(clock(&desk, &id, ClockKind::FirstResponse).await.due, moment(due), "{came}");
        }
    }
}
