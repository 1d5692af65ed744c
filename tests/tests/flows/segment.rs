//! The client's segment decides which policy holds; and a missed deadline may be explained.

use desk::DeskError;
use desk::client::ClientPatch;
use domain::clock::{ClockKind, Verdict};
use domain::intake::Automatic;
use domain::{Actor, HandleKind, Moment, Role};
use std::collections::BTreeMap;
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

const VIP: &str = "
[[segment]]
key = 'vip'
name = { ru = 'Важный', en = 'VIP' }
[[policy]]
name = 'vip'
when = { segments = ['vip'] }
[[policy.clock]]
kind = 'first_response'
target = { minutes = 5 }
calendar = 'line'
";

const CALLED: &str = "
[[policy.clock]]
kind = 'callback'
target = { minutes = 5 }
calendar = 'line'
at_once = true
";

/// When the callback is due, and why somebody calls.
async fn callback(desk: &TestDesk, ticket: &str) -> Option<(Moment, String)> {
    let view = desk.ticket(ticket).await;
    let found = view
        .clocks
        .into_iter()
        .find(|clock| clock.kind == ClockKind::Callback);
    found.map(|clock| (clock.due, clock.about))
}

async fn first(desk: &TestDesk, ticket: &str) -> desk::read::ClockView {
    let view = desk.ticket(ticket).await;
    let found = view
        .clocks
        .into_iter()
        .find(|clock| clock.kind == ClockKind::FirstResponse);
    found.unwrap()
}

fn segment(name: &str) -> ClientPatch {
    ClientPatch {
        segment: Some(name.into()),
        ..ClientPatch::default()
    }
}

both_databases! {
    async fn a_vip_is_answered_within_minutes_from_now_on(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.desk.apply_setup(Actor::System, VIP).await.unwrap();
        let vera = desk.person("Vera", Role::Operator).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let ask = || message("anna@client.example", "Q", "Вопрос");
        let id = desk.take(ask()).await.ticket.unwrap().public_id;
        assert_eq!(first(&desk, &id).await.due, moment("2026-04-14T12:00:00+03:00"));
        let client = desk.ticket(&id).await.client.public_id;
        desk.clock.set("2026-04-14T11:00:00+03:00");
        desk.desk.change_client(&vera, &client, segment("vip")).await.unwrap();
        assert_eq!(first(&desk, &id).await.due, moment("2026-04-14T11:05:00+03:00"), "tightened, not into the past");
        assert_eq!(desk.ticket(&id).await.client.segment, "vip");
        // Example 18: a question late on a Saturday.
        desk.clock.set("2026-01-17T21:58:00+03:00");
        let late = desk.take(ask()).await.ticket.unwrap().public_id;
        assert_eq!(first(&desk, &late).await.due, moment("2026-01-18T08:03:00+03:00"));
        desk.desk.change_client(&vera, &client, segment("vip")).await.unwrap();
        let long = desk.desk.change_client(&vera, &client, segment(&"x".repeat(41))).await;
        assert!(matches!(long, Err(DeskError::Invalid(_))));
        assert!(matches!(desk.desk.change_client(&vera, "cli_nobody", segment("vip")).await, Err(DeskError::NotFound(_))));
    }

    async fn a_vip_is_called_within_five_minutes_unless_they_prefer_writing(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.desk.apply_setup(Actor::System, &format!("{VIP}{CALLED}")).await.unwrap();
        let vera = desk.person("Vera", Role::Operator).await;
        desk.clock.set("2026-01-17T10:00:00+03:00");
        let ask = || message("anna@client.example", "Q", "Вопрос");
        let first_one = desk.take(ask()).await.ticket.unwrap().public_id;
        assert_eq!(callback(&desk, &first_one).await, None, "of another segment");
        let client = desk.ticket(&first_one).await.client.public_id;
        let change = async |patch: ClientPatch| desk.desk.change_client(&vera, &client, patch).await.unwrap();
        change(segment("vip")).await;
        // Example 18: a question late on a Saturday.
        desk.clock.set("2026-01-17T21:58:00+03:00");
        let asked = async || {
            let id = desk.take(ask()).await.ticket.unwrap().public_id;
            assert_eq!(first(&desk, &id).await.due, moment("2026-01-18T08:03:00+03:00"), "in writing in the same five minutes");
            callback(&desk, &id).await
        };
        let due = Some((moment("2026-01-18T08:03:00+03:00"), "policy".to_owned()));
        assert_eq!(asked().await, due);
        let prefers = |kind| ClientPatch { wishes: Some(BTreeMap::from([(String::new(), kind)])), ..ClientPatch::default() };
        change(prefers(HandleKind::Email)).await;
        assert_eq!(asked().await, None, "who prefers writing is not called");
        change(prefers(HandleKind::Phone)).await;
        assert_eq!(asked().await, due);
        change(ClientPatch { call_hours: Some("10:00-19:00".into()), ..ClientPatch::default() }).await;
        assert_eq!(asked().await.unwrap().0, moment("2026-01-18T10:05:00+03:00"), "when calls are welcome");
        change(ClientPatch { no_calls: Some(true), ..ClientPatch::default() }).await;
        assert_eq!(asked().await, None, "who wants no calls gets none");
    }

    async fn automatic_mail_is_nobody_to_call(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let everybody = format!("{VIP}{CALLED}").replace("when = { segments = ['vip'] }\n", "");
        desk.desk.apply_setup(Actor::System, &everybody).await.unwrap();
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let bulk = message("list@client.example", "News", "Новости").with(|message| message.automatic = Automatic::Bulk);
        let id = desk.take(bulk).await.ticket.unwrap().public_id;
        assert_eq!(callback(&desk, &id).await, None);
        let id = desk.take(message("anna@client.example", "Q", "Вопрос")).await.ticket.unwrap().public_id;
        assert_eq!(callback(&desk, &id).await.unwrap().1, "policy");
    }

    async fn a_missed_deadline_is_explained_and_stays_missed(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (vera, oleg) = (desk.person("Vera", Role::Operator).await, desk.person("Oleg", Role::Supervisor).await);
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let id = desk.take(message("anna@client.example", "Q", "Вопрос")).await.ticket.unwrap().public_id;
        let clock = first(&desk, &id).await.id;
        assert!(desk.desk.explain_miss(&vera, &id, clock, "рано", false).await.is_err(), "it is not missed");
        desk.clock.set("2026-04-14T13:00:00+03:00");
        desk.settle().await;
        assert!(matches!(desk.desk.explain_miss(&vera, &id, clock, "авария", true).await, Err(DeskError::Forbidden(_))));
        desk.desk.explain_miss(&vera, &id, clock, "авария у провайдера", false).await.unwrap();
        desk.desk.explain_miss(&oleg, &id, clock, "авария у провайдера", true).await.unwrap();
        let missed = first(&desk, &id).await;
        assert_eq!((missed.verdict, missed.excused, missed.excuse.as_str()), (Verdict::Missed, true, "авария у провайдера"));
        assert_eq!(desk.desk.fire_due().await.unwrap(), 0, "and is told only once");
    }

    async fn what_breaches_next_comes_by_the_working_time_left(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.clock.set("2026-04-14T17:30:00+03:00");
        for client in ["anna", "boris"] {
            desk.take(message(&format!("{client}@client.example"), "Q", "Вопрос")).await;
        }
        let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
        let near = reader.forecast(desk.now(), 4 * domain::time::HOUR).await.unwrap();
        assert!(near.next.is_empty(), "nothing is due tonight");
        let board = reader.forecast(desk.now(), 48 * domain::time::HOUR).await.unwrap();
        let left: Vec<i64> = board.next.iter().map(|due| due.left / domain::time::MINUTE).collect();
        assert_eq!(left, [120, 120, 510, 510], "of working time, not of the night");
    }

    async fn a_condition_on_what_does_not_exist_is_refused_before_anything_changes(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let policies = desk.desk.setup().policies.len();
        let policy = |when: &str| format!("[[policy]]\nname = 'x'\nwhen = {{ {when} }}\n[[policy.clock]]\nkind = 'resolution'\ntarget = {{ days = 1 }}\n");
        for (when, place) in [
            ("segments = ['gold']", "policy[1].when.segments"), ("topics = ['nowhere']", "policy[1].when.topics"),
            ("langs = ['xx']", "policy[1].when.langs"), ("channels = ['pigeon']", "policy[1].when.channels"), ("teams = ['ghosts']", "policy[1].when.teams"),
        ] {
            let refused = desk.desk.apply_setup(Actor::System, &policy(when)).await;
            let Err(DeskError::Invalid(faults)) = refused else { panic!("{when}") };
            assert_eq!(faults[0].field, place);
            assert!(faults[0].reason.contains("line 1"), "{}", faults[0].reason);
        }
        assert_eq!(desk.desk.setup().policies.len(), policies);
        let named = "[[segment]]\nkey = 'gold'\nname = { en = 'Gold' }\n".to_owned() + &policy("segments = ['gold']");
        desk.desk.apply_setup(Actor::System, &named).await.unwrap();
        desk.desk.apply_setup(Actor::System, &policy("segments = ['gold'], kinds = ['claim']")).await.unwrap();
        // A client is put into a segment that there is.
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let id = desk.take(message("anna@client.example", "Q", "Вопрос")).await.ticket.unwrap().public_id;
        let client = desk.ticket(&id).await.client.public_id;
        let vera = desk.person("Vera", Role::Operator).await;
        assert!(matches!(desk.desk.change_client(&vera, &client, segment("silver")).await, Err(DeskError::Invalid(_))));
        desk.desk.change_client(&vera, &client, segment("gold")).await.unwrap();
        desk.desk.change_client(&vera, &client, segment("")).await.unwrap();
    }
}
