//! What goes out: an answer has a fate, a failure is loud, a press of Send counts once.

use channel::DeliveryError;
use desk::DeskError;
use desk::ticket::{Change, Note, Reply};
use domain::clock::{ClockKind, Verdict};
use domain::delivery::DeliveryFate;
use domain::entry::EntryKind;
use domain::ticket::State;
use domain::{Actor, Principal, Role};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, bounce, message, moment};

async fn ticket(desk: &TestDesk) -> (String, Principal) {
    let name = desk
        .take(message("anna@client.example", "Q", "question"))
        .await
        .ticket
        .unwrap();
    (name.public_id, desk.person("Vera", Role::Operator).await)
}

fn reply(text: &str) -> Reply {
    Reply {
        text: text.into(),
        ..Reply::default()
    }
}

/// How the ways out are doing: state, why, since.
async fn ways_out(desk: &TestDesk, galina: &Principal) -> Vec<(String, String, domain::Moment)> {
    let states = desk.desk.read(galina).unwrap().door_states().await.unwrap();
    states
        .into_iter()
        .map(|state| (state.state, state.words, state.since))
        .collect()
}

/// The fate of the last operator's message.
async fn fate(desk: &TestDesk, ticket: &str) -> DeliveryFate {
    let view = desk.ticket(ticket).await;
    let message = view
        .timeline
        .entries
        .iter()
        .rev()
        .find(|entry| entry.kind == EntryKind::MessageOut && entry.code.is_empty());
    message.unwrap().deliveries[0].fate
}

both_databases! {
    async fn a_brand_signs_in_the_language_of_whoever_reads_it(database: TestDatabase) {
        let site = "site = \"https://desk.example\"\n";
        let signed = |signatures: &str| DESK_TOML.replacen(site, &format!("{site}signature = \"Служба заботы\"\n{signatures}\n"), 1);
        let desk = TestDesk::with(database, &signed("signatures = { en = \"Customer care\" }")).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let mut tickets = Vec::new();
        for (who, lang) in [("anna", "ru"), ("john", "en")] {
            let asks = message(&format!("{who}@client.example"), "Q", "question").with(|message| message.wishes.lang = Some(lang.into()));
            let id = desk.take(asks).await.ticket.unwrap().public_id;
            desk.desk.reply(&vera, &id, reply("2026")).await.unwrap();
            tickets.push(id);
        }
        desk.settle().await;
        let ends = |who: &str, signature: &str| {
            let sent = desk.sink.taken().into_iter().filter(|mail| mail.to.value.starts_with(who));
            let sent: Vec<String> = sent.map(|mail| mail.text).collect();
            assert!(!sent.is_empty() && sent.iter().all(|text| text.contains(&format!("-- \n{signature}\n"))), "{sent:?}");
        };
        ends("anna", "Служба заботы");
        ends("john", "Customer care");
        // As it was written before there was one for each language, it is for all of them.
        desk.desk.apply_setup(Actor::System, &signed("")).await.unwrap();
        desk.desk.reply(&vera, &tickets[1], reply("2027")).await.unwrap();
        desk.settle().await;
        assert!(desk.sink.last().text.contains("-- \nСлужба заботы\n"), "{}", desk.sink.last().text);
        let faults = desk.desk.apply_setup(Actor::System, &signed("signatures = { de = \"Ihr Team\" }")).await.unwrap_err();
        assert!(format!("{faults:?}").contains("signatures.de"), "{faults:?}");
    }

    async fn an_answer_goes_out_in_the_thread_and_stops_the_first_response(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let question = message("anna@client.example", "Q", "question").with(|m| m.external_ids = vec!["q1@client.example".into()]);
        let id = desk.take(question).await.ticket.unwrap().public_id;
        let vera = desk.person("Vera", Role::Operator).await;
        desk.settle().await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        desk.desk.reply(&vera, &id, reply("Here it is.")).await.unwrap();
        assert_eq!(fate(&desk, &id).await, DeliveryFate::Queued);
        desk.settle().await;
        assert_eq!(fate(&desk, &id).await, DeliveryFate::Sent);
        let sent = desk.sink.last();
        assert_eq!(sent.to.value, "anna@client.example");
        assert_eq!(sent.from.value, "support@desk.example");
        assert!(sent.thread.contains(&"q1@client.example".to_owned()), "{:?}", sent.thread);
        assert!(sent.text.contains("Here it is.") && !sent.automatic);
        let view = desk.ticket(&id).await;
        let first = view.clocks.iter().find(|clock| clock.kind == ClockKind::FirstResponse).unwrap();
        assert_eq!((first.verdict, first.stopped_at), (Verdict::Met, Some(moment("2026-04-14T10:00:00+03:00"))));
        assert_eq!(view.state, State::Open);
    }

    async fn a_refused_answer_is_void_and_stays_loud(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (id, vera) = ticket(&desk).await;
        desk.settle().await;
        desk.sink.fail_with([DeliveryError::Permanent { status: "5.1.1".into(), reason: "no such user".into() }]);
        let resolved = Reply { then: Some(State::Resolved), ..reply("Done.") };
        desk.desk.reply(&vera, &id, resolved).await.unwrap();
        assert_eq!(desk.ticket(&id).await.state, State::Resolved);
        desk.settle().await;
        let view = desk.ticket(&id).await;
        assert_eq!(fate(&desk, &id).await, DeliveryFate::Failed);
        assert_eq!(view.state, State::Open, "a ticket resolved by an answer that did not arrive reopens");
        assert!(view.timeline.entries.iter().any(|entry| entry.kind == EntryKind::Delivery && entry.code == "failed"));
        let resolution = view.clocks.iter().find(|clock| clock.kind == ClockKind::Resolution).unwrap();
        assert_eq!(resolution.verdict, Verdict::Running);
    }

    async fn a_bounce_voids_the_answer_by_the_rule(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let (id, vera) = ticket(&desk).await;
        desk.clock.set("2026-04-14T11:30:00+03:00");
        desk.desk.reply(&vera, &id, reply("Hm.")).await.unwrap();
        desk.settle().await;
        desk.clock.set("2026-04-14T16:00:00+03:00");
        let report = bounce(&desk, &desk.sink.last().external_id, "anna@client.example");
        desk.accept(report).await.unwrap();
        let view = desk.ticket(&id).await;
        let first = view.clocks.iter().find(|clock| clock.kind == ClockKind::FirstResponse).unwrap();
        assert_eq!((first.verdict, first.due), (Verdict::Running, moment("2026-04-14T16:30:00+03:00")));
        assert_eq!(fate(&desk, &id).await, DeliveryFate::Bounced);
    }

    async fn a_line_that_is_down_is_tried_again_under_the_same_id(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (id, vera) = ticket(&desk).await;
        let galina = desk.person("Galina", Role::Supervisor).await;
        desk.settle().await;
        let (before, broke) = (desk.sink.taken().len(), desk.desk.now());
        desk.sink.fail_with([
            DeliveryError::Temporary { reason: "greylisted".into(), retry_after: None },
            DeliveryError::Unknown { reason: "connection lost after DATA".into() },
        ]);
        desk.desk.reply(&vera, &id, reply("Again.")).await.unwrap();
        desk.settle().await;
        assert_eq!((fate(&desk, &id).await, desk.sink.taken().len()), (DeliveryFate::Queued, before));
        assert_eq!(ways_out(&desk, &galina).await, [("troubled".into(), "greylisted".into(), broke)]);
        desk.clock.advance(60_000_000);
        desk.settle().await;
        assert_eq!(fate(&desk, &id).await, DeliveryFate::Unknown);
        let lost = "connection lost after DATA".into();
        assert_eq!(ways_out(&desk, &galina).await, [("troubled".into(), lost, broke)], "since the first of them");
        desk.clock.advance(120_000_000);
        desk.settle().await;
        assert_eq!((fate(&desk, &id).await, desk.sink.taken().len()), (DeliveryFate::Sent, before + 1));
        assert_eq!(ways_out(&desk, &galina).await, [("running".into(), String::new(), desk.desk.now())]);
    }

    async fn a_double_press_sends_once(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (id, vera) = ticket(&desk).await;
        desk.settle().await;
        let before = desk.sink.taken().len();
        let pressed = || Reply { key: Some("k1".into()), based_on: Some(1), ..reply("Once.") };
        let first = desk.desk.reply(&vera, &id, pressed()).await.unwrap();
        let second = desk.desk.reply(&vera, &id, pressed()).await.unwrap();
        assert_eq!(first.entry, second.entry);
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), before + 1);
    }

    async fn a_stale_answer_is_refused_and_incoming_messages_make_none_stale(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (id, vera) = ticket(&desk).await;
        let seen = desk.ticket(&id).await.version;
        let name = desk.take(message("anna@client.example", "Q", "more")).await;
        assert!(name.ticket.is_some());
        desk.desk.note(&vera, &id, Note { text: "looking".into(), based_on: Some(seen) }).await.unwrap();
        let stale = desk.desk.reply(&vera, &id, Reply { based_on: Some(seen), ..reply("late") }).await;
        assert!(matches!(stale, Err(DeskError::Stale { current, based_on }) if current == seen + 1 && based_on == seen));
    }

    async fn notes_and_assigning_stop_no_clock_and_reach_nobody(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (id, vera) = ticket(&desk).await;
        desk.settle().await;
        let before = (desk.sink.taken().len(), desk.ticket(&id).await.clocks.iter().filter(|c| c.open).count());
        desk.desk.note(&vera, &id, Note { text: "internal".into(), based_on: None }).await.unwrap();
        desk.desk.change(&vera, &id, Change { tags_add: vec!["vip".into()], ..Change::default() }).await.unwrap();
        desk.settle().await;
        let after = (desk.sink.taken().len(), desk.ticket(&id).await.clocks.iter().filter(|c| c.open).count());
        assert_eq!(before, after);
    }

    async fn who_may_not_is_refused_in_the_desk(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (id, _) = ticket(&desk).await;
        let reader = Principal::Integration { id: domain::TokenId(1), may: vec![domain::Permission::TicketsRead] };
        assert!(matches!(desk.desk.reply(&reader, &id, reply("x")).await, Err(DeskError::Forbidden(_))));
        assert!(matches!(desk.desk.reply(&TestDesk::supervisor(), "tkt_nothing", reply("x")).await, Err(DeskError::NotFound(_))));
        assert!(matches!(desk.desk.reply(&TestDesk::supervisor(), &id, reply("  ")).await, Err(DeskError::Invalid(_))));
    }
}
