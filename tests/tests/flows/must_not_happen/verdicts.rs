//! In time or late: by the instant of the thing, never by when somebody looked.

use super::{breaches, clock, opened, reply};
use domain::clock::{ClockKind, Verdict};
use domain::ticket::State;
use domain::{Moment, Role};
use testkit::{TestDatabase, TestDesk, both_databases, moment};

both_databases! {
    async fn one_second_late_is_late_however_seldom_somebody_looks(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let answered = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        let resolved = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        // The timer has not run in between.
        reply(&desk, &vera, &answered, "2026-04-14T12:00:01+03:00", None).await;
        assert_eq!(clock(&desk, &answered, ClockKind::FirstResponse).await.verdict, Verdict::Missed);
        reply(&desk, &vera, &resolved, "2026-04-15T18:00:01+03:00", Some(State::Resolved)).await;
        let late = clock(&desk, &resolved, ClockKind::Resolution).await;
        assert_eq!((late.verdict, late.due), (Verdict::Missed, moment("2026-04-15T18:00:00+03:00")));
        // Each missed deadline is told once, by whoever came to it first: the answer to it, or the timer.
        assert_eq!(breaches(&desk, &answered).await, 1, "the first response");
        assert_eq!(breaches(&desk, &resolved).await, 2, "the first response and the resolution");
        desk.settle().await;
        assert_eq!(breaches(&desk, &resolved).await, 2);
    }

    async fn one_microsecond_apart(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        for (answered, verdict) in [
            ("2026-04-14T11:59:59.999999+03:00", Verdict::Met),
            ("2026-04-14T12:00:00+03:00", Verdict::Met),
            ("2026-04-14T12:00:00.000001+03:00", Verdict::Missed),
        ] {
            let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
            reply(&desk, &vera, &id, answered, None).await;
            // Whoever looks long after finds the same.
            desk.clock.set("2026-04-14T12:30:00+03:00");
            desk.settle().await;
            assert_eq!(clock(&desk, &id, ClockKind::FirstResponse).await.verdict, verdict, "{answered}");
            assert_eq!(breaches(&desk, &id).await, usize::from(verdict == Verdict::Missed), "{answered}");
        }
    }

    async fn a_wall_clock_that_is_set_changes_no_verdict_by_itself(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let (answered, forgotten) = (opened(&desk, "2026-04-14T10:00:00+03:00").await, opened(&desk, "2026-04-14T10:00:00+03:00").await);
        // An hour too far, found and mended: what was recorded is recorded once, and an answer counts when it is given.
        desk.clock.set("2026-04-14T12:30:00+03:00");
        desk.settle().await;
        let missed = clock(&desk, &answered, ClockKind::FirstResponse).await;
        assert_eq!((missed.verdict, missed.due), (Verdict::Missed, moment("2026-04-14T12:00:00+03:00")));
        reply(&desk, &vera, &answered, "2026-04-14T11:30:00+03:00", None).await;
        let met = clock(&desk, &answered, ClockKind::FirstResponse).await;
        assert_eq!((met.verdict, met.stopped_at), (Verdict::Met, Some(moment("2026-04-14T11:30:00+03:00"))));
        desk.clock.set("2026-04-14T12:30:00+03:00");
        desk.settle().await;
        assert_eq!(clock(&desk, &forgotten, ClockKind::FirstResponse).await.verdict, Verdict::Missed);
        assert_eq!(breaches(&desk, &forgotten).await, 1, "not once more");
    }

    async fn a_restart_exactly_at_the_deadline(database: TestDatabase) {
        let mut desk = TestDesk::new(database).await;
        let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        desk.clock.set("2026-04-14T12:00:00+03:00");
        desk.reopen().await;
        desk.settle().await;
        assert_eq!(breaches(&desk, &id).await, 0, "by 12:00 includes 12:00");
        desk.clock.set("2026-04-14T12:00:00.000001+03:00");
        desk.reopen().await;
        desk.settle().await;
        desk.reopen().await;
        desk.settle().await;
        assert_eq!(breaches(&desk, &id).await, 1, "once, whoever is there");
        let view = desk.ticket(&id).await;
        let line = view.timeline.entries.iter().find(|entry| entry.code == "clock_breached").unwrap();
        let due: Moment = moment("2026-04-14T12:00:00+03:00");
        assert_eq!(line.occurred_at, due);
    }
}
