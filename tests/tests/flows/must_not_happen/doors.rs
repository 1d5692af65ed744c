//! One talk by several doors, seen from several zones.

use super::{clock, opened, reply};
use channel::ThreadHint;
use domain::Role;
use domain::clock::ClockKind;
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

both_databases! {
    async fn an_answer_by_another_door_restarts_the_clock(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        reply(&desk, &vera, &id, "2026-04-14T11:00:00+03:00", None).await;
        desk.clock.set("2026-04-14T15:00:00+03:00");
        desk.take(message("anna@client.example", "", "And now?").by("api").hint(ThreadHint::Ticket(id.clone()))).await;
        let next = clock(&desk, &id, ClockKind::NextResponse).await;
        assert_eq!((next.started_at, next.due), (moment("2026-04-14T15:00:00+03:00"), moment("2026-04-14T16:00:00+03:00")));
    }

    async fn a_viewer_in_another_zone_sees_the_same_instant(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        // 23:30 in Vladivostok is 16:30 in Moscow: the office decides, whoever asks from where.
        let id = opened(&desk, "2026-04-14T23:30:00+10:00").await;
        let first = clock(&desk, &id, ClockKind::FirstResponse).await;
        assert_eq!((first.due, first.zone.as_str()), (moment("2026-04-15T09:30:00+03:00"), "Europe/Moscow"));
        let resolution = clock(&desk, &id, ClockKind::Resolution).await;
        assert_eq!(resolution.due, moment("2026-04-16T01:00:00+10:00"));
    }
}
