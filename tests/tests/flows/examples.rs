//! Worked examples of `definitions.md` §14 that are told on tickets and are not told elsewhere. Where the others are:
//!
//! | example | test |
//! |---|---|
//! | 1–6 | `worktime`: the cases of §15 and `examples.rs` |
//! | 5, 6 | `statutory` |
//! | 7 | `clocks`, `domain::clock::tests`, `web::tests::examples` |
//! | 8 | `answers`, `domain::clock::tests`, `web::tests::examples` |
//! | 9, 10, 15 | `clocks`, `told`, `domain::clock::tests`, `domain::clock::warned` |
//! | 11, 17 | `domain::act::examples` |
//! | 12 | `worktime::examples`, `waiting`, `web::tests::examples` |
//! | 13, 14 | here |
//! | 16 | `recount` |
//! | 18 | `segment` |
//! | 19 | `promises`, `web::tests::examples` |
//! | 20 | `acknowledgement`, `worktime::examples`, `web::tests::examples` |

use desk::read::{ClockView, Holder, Who};
use desk::ticket::{Change, Reply};
use domain::clock::{ClockKind, Verdict};
use domain::entry::EntryKind;
use domain::time::MINUTE;
use domain::{Principal, Role};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, message, moment};

/// Mail: first response in one business day. The other door: in 15 business minutes.
fn two_doors() -> String {
    let chat = "[[policy]]\nname = \"chat\"\nwhen = { channels = [\"api\"] }\n\n[[policy.clock]]\nkind = \"first_response\"\ntarget = { minutes = 15 }\n\n[[policy.clock]]\nkind = \"next_response\"\ntarget = { minutes = 15 }\n\n";
    DESK_TOML
        .replacen(
            "[[policy]]\nname = \"urgent\"",
            &format!("{chat}[[policy]]\nname = \"urgent\""),
            1,
        )
        .replacen(
            "name = \"standard\"\n\n[[policy.clock]]\nkind = \"first_response\"\ntarget = { minutes = 120 }",
            "name = \"standard\"\n\n[[policy.clock]]\nkind = \"first_response\"\ntarget = { days = 1 }",
            1,
        )
}

async fn came(desk: &TestDesk, door: &str, at: &str) -> String {
    desk.clock.set(at);
    let taken = desk
        .take(message("anna@client.example", "Card", "Where?").by(door))
        .await;
    taken.ticket.unwrap().public_id
}

async fn reply(desk: &TestDesk, by: &Principal, id: &str, at: &str) {
    desk.clock.set(at);
    let answer = Reply {
        text: "An answer.".into(),
        ..Reply::default()
    };
    desk.desk.reply(by, id, answer).await.unwrap();
}

async fn clocks(desk: &TestDesk, id: &str, kind: ClockKind) -> Vec<ClockView> {
    let view = desk.ticket(id).await;
    view.clocks
        .into_iter()
        .filter(|clock| clock.kind == kind)
        .collect()
}

fn name(holder: &Holder) -> &str {
    match holder {
        Holder::Person(person) => &person.name,
        Holder::Team(team) => &team.name,
        Holder::Nobody => "",
    }
}

both_databases! {
    async fn example_13_merged_while_both_wait(database: TestDatabase) {
        let desk = TestDesk::with(database, &two_doors()).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let a = came(&desk, "mail", "2026-04-13T10:00:00+03:00").await;
        assert_eq!(clocks(&desk, &a, ClockKind::FirstResponse).await[0].due, moment("2026-04-14T18:00:00+03:00"));
        let b = came(&desk, "api", "2026-04-13T16:00:00+03:00").await;
        assert_eq!(clocks(&desk, &b, ClockKind::FirstResponse).await[0].due, moment("2026-04-13T16:15:00+03:00"));
        desk.clock.set("2026-04-13T16:10:00+03:00");
        desk.desk.merge(&vera, &b, &a, None).await.unwrap();
        let first = clocks(&desk, &a, ClockKind::FirstResponse).await;
        assert_eq!(first.len(), 1, "one first-response clock");
        assert_eq!((first[0].started_at, first[0].due), (moment("2026-04-13T10:00:00+03:00"), moment("2026-04-13T16:15:00+03:00")));
        desk.clock.set("2026-04-13T16:16:00+03:00");
        desk.settle().await;
        reply(&desk, &vera, &a, "2026-04-13T16:20:00+03:00").await;
        assert_eq!(clocks(&desk, &a, ClockKind::FirstResponse).await[0].verdict, Verdict::Missed, "one miss, A's");
        let theirs = clocks(&desk, &b, ClockKind::FirstResponse).await;
        assert_eq!((theirs[0].verdict, theirs[0].steps.last().unwrap().reason.as_str()), (Verdict::Cancelled, "merged"));
    }

    async fn example_13_merged_when_one_was_answered(database: TestDatabase) {
        let desk = TestDesk::with(database, &two_doors()).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let a = came(&desk, "mail", "2026-04-13T10:00:00+03:00").await;
        reply(&desk, &vera, &a, "2026-04-13T12:00:00+03:00").await;
        let b = came(&desk, "api", "2026-04-13T16:00:00+03:00").await;
        desk.clock.set("2026-04-13T16:10:00+03:00");
        desk.desk.merge(&vera, &b, &a, None).await.unwrap();
        assert_eq!(clocks(&desk, &a, ClockKind::FirstResponse).await[0].verdict, Verdict::Met);
        let next = clocks(&desk, &a, ClockKind::NextResponse).await;
        assert_eq!((next[0].started_at, next[0].due), (moment("2026-04-13T16:00:00+03:00"), moment("2026-04-13T16:15:00+03:00")));
    }

    async fn example_14_reassigned(database: TestDatabase) {
        let day = DESK_TOML.replacen("target = { minutes = 120 }", "target = { days = 1 }", 1);
        let desk = TestDesk::with(database, &day).await;
        let (anna, boris) = (desk.person("Anna", Role::Operator).await, desk.person("Boris", Role::Operator).await);
        let vera = desk.person("Vera", Role::Operator).await;
        let id = came(&desk, "mail", "2026-04-13T11:00:00+03:00").await;
        let due = moment("2026-04-14T18:00:00+03:00");
        for (who, name, at) in [(&anna, "Anna", "2026-04-13T11:10:00+03:00"), (&boris, "Boris", "2026-04-14T17:50:00+03:00")] {
            desk.clock.set(at);
            let people = desk.desk.operators(who, false).await.unwrap();
            let id_of = people.into_iter().find(|one| one.name == name).unwrap().public_id;
            desk.desk.change(who, &id, Change { assignee: Some(Some(id_of)), ..Change::default() }).await.unwrap();
            assert_eq!(clocks(&desk, &id, ClockKind::FirstResponse).await[0].due, due, "the due does not move");
        }
        desk.clock.set("2026-04-14T18:01:00+03:00");
        desk.settle().await;
        reply(&desk, &vera, &id, "2026-04-15T09:05:00+03:00").await;
        let first = clocks(&desk, &id, ClockKind::FirstResponse).await.remove(0);
        assert_eq!((first.verdict, first.due), (Verdict::Missed, due));
        let stopped = first.stopped_at.unwrap();
        let office = desk.desk.setup().calendar.unwrap();
        let office = desk.desk.setup().calendars[&office].clone();
        assert_eq!((office.between(due, stopped), stopped - due), (5 * MINUTE, (15 * 60 + 5) * MINUTE));
        assert_eq!(first.late.map(|late| (late.worked, late.elapsed)), Some((5 * MINUTE, (15 * 60 + 5) * MINUTE)), "and so the ticket says");
        let held: Vec<_> = first.held.iter().map(|held| (name(&held.by), (held.to - held.from) / MINUTE)).collect();
        assert_eq!(held, [("Поддержка", 10), ("Anna", 30 * 60 + 40), ("Boris", 10)], "the miss is Boris's, who held it for ten minutes; before him Anna");
        assert_eq!(first.held.last().unwrap().to, due);
        let view = desk.ticket(&id).await;
        let answer = view.timeline.entries.iter().find(|entry| entry.kind == EntryKind::MessageOut && entry.code.is_empty()).unwrap();
        assert!(matches!(&answer.who, Who::Operator(person) if person.name == "Vera"), "the answer is Vera's");
    }
}
