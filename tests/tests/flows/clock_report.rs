//! What became of deadlines, counted by span: promises, what is apart from met and missed, and excuses.

use desk::DeskError;
use desk::read::ClockReport;
use desk::ticket::{By, Change, NewPromise, Reply};
use domain::clock::{ClockKind, Promised};
use domain::ticket::{Outcome, State};
use domain::{Permission, Principal, Role, TokenId};
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

async fn came(desk: &TestDesk, who: &str) -> String {
    desk.clock.set("2026-04-16T10:00:00+03:00");
    let letter = message(&format!("{who}@client.example"), who, "Where?");
    desk.take(letter).await.ticket.unwrap().public_id
}

async fn promised(desk: &TestDesk, by: &Principal, id: &str, at: &str, due: Option<&str>) {
    desk.clock.set(at);
    let promise = due.map(|due| NewPromise {
        what: Promised::Answer,
        by: By::At(moment(due)),
    });
    let reply = Reply {
        text: "An answer.".into(),
        promise,
        ..Reply::default()
    };
    desk.desk.reply(by, id, reply).await.unwrap();
}

async fn resolve(desk: &TestDesk, by: &Principal, id: &str, at: &str) {
    desk.clock.set(at);
    let change = Change {
        state: Some(State::Resolved),
        outcome: Some(Outcome::SOLVED),
        ..Change::default()
    };
    desk.desk.change(by, id, change).await.unwrap();
}

async fn counted(desk: &TestDesk, from: &str, to: &str) -> ClockReport {
    let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
    let (from, to) = (moment(from), moment(to));
    reader.clock_report(from, to, desk.now()).await.unwrap()
}

both_databases! {
    async fn deadlines_of_a_span_are_counted_by_what_became_of_them(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (vera, oleg) = (desk.person("Vera", Role::Operator).await, desk.person("Oleg", Role::Supervisor).await);
        let mut ids = Vec::new();
        for who in ["anna", "boris", "clara", "dmitri", "elena"] {
            ids.push(came(&desk, who).await);
        }
        // Clara needs no answer, Dmitri is let go in time, Elena too late.
        desk.clock.set("2026-04-16T10:20:00+03:00");
        desk.desk.answer_not_needed(&vera, &ids[2], None).await.unwrap();
        resolve(&desk, &vera, &ids[3], "2026-04-16T10:30:00+03:00").await;
        promised(&desk, &vera, &ids[1], "2026-04-16T11:00:00+03:00", Some("2026-04-17T12:00:00+03:00")).await;
        promised(&desk, &vera, &ids[0], "2026-04-16T12:00:00+03:00", Some("2026-04-21T15:00:00+03:00")).await;
        resolve(&desk, &vera, &ids[4], "2026-04-16T14:30:00+03:00").await;
        // Boris's promise is broken, Anna's is moved and then kept.
        desk.clock.set("2026-04-17T12:00:01+03:00");
        let day = ("2026-04-17T00:00:00+03:00", "2026-04-18T00:00:00+03:00");
        let found = counted(&desk, day.0, day.1).await;
        assert_eq!(found.promises().unwrap().missed, 1, "though the timer has not written it down yet");
        desk.settle().await;
        assert_eq!(counted(&desk, day.0, day.1).await.promises(), found.promises(), "nor twice when it has");
        let broken = desk.ticket(&ids[1]).await.clocks.into_iter().find(|clock| clock.kind == ClockKind::Promise).unwrap();
        desk.desk.explain_miss(&oleg, &ids[1], broken.id, "The bank was closed", true).await.unwrap();
        promised(&desk, &vera, &ids[0], "2026-04-20T16:00:00+03:00", Some("2026-04-23T15:00:00+03:00")).await;
        promised(&desk, &vera, &ids[0], "2026-04-23T14:00:00+03:00", None).await;

        let april = counted(&desk, "2026-04-01T00:00:00+03:00", "2026-05-01T00:00:00+03:00").await;
        let promises = april.promises().unwrap();
        assert_eq!((promises.met, promises.missed, promises.excused), (1, 1, 1));
        assert_eq!((promises.moved, promises.moved_tickets), (1, 1));
        let first = april.kinds.iter().find(|counts| counts.kind == ClockKind::FirstResponse).unwrap();
        assert_eq!((first.met, first.missed), (2, 1), "Anna and Boris were answered, Elena was not");
        assert_eq!((april.sum(|counts| counts.not_needed), april.sum(|counts| counts.closed_without_answer)), (1, 2));
        assert_eq!(counted(&desk, day.0, day.1).await.sum(|counts| counts.not_needed), 0, "that was the day before");
    }

    async fn who_may_not_supervise_is_told_nothing(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let reads = Principal::Integration { id: TokenId(1), may: vec![Permission::TicketsRead] };
        let reader = desk.desk.read(&reads).unwrap();
        let now = desk.now();
        assert!(matches!(reader.clock_report(now, now, now).await, Err(DeskError::Forbidden(_))));
    }

    async fn counting_walks_indexes_alone(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
        let plan = reader.clock_report_plan(moment("2026-04-01T00:00:00+03:00"), moment("2026-05-01T00:00:00+03:00")).await.unwrap().join("\n");
        for index in ["clock_stopped", "clock_missed_at", "clock_step_called_off", "ticket_resolved", "entry_timeline"] {
            assert!(plan.contains(index), "{index}: {plan}");
        }
        // Of an empty table either index of running clocks is as near.
        assert!(plan.contains("clock_next") || plan.contains("clock_runs"), "{plan}");
    }
}
