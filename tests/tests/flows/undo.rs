//! An answer undone within its window never happened (`definitions.md` §5).

use desk::DeskError;
use desk::ticket::{Change, Reply};
use domain::clock::{ClockKind, Verdict};
use domain::entry::EntryKind;
use domain::ticket::{Speaker, State};
use domain::{Actor, Principal, Role};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, message, moment};

/// The desk of the worked examples with a window of ten seconds.
async fn desk(database: TestDatabase) -> TestDesk {
    TestDesk::with(
        database,
        &DESK_TOML.replace("undo_seconds = 0", "undo_seconds = 10"),
    )
    .await
}

fn reply(text: &str, then: Option<State>) -> Reply {
    Reply {
        text: text.into(),
        then,
        ..Reply::default()
    }
}

async fn asked(desk: &TestDesk) -> (String, Principal) {
    desk.clock.set("2026-04-14T10:00:00+03:00");
    let id = desk
        .take(message("anna@client.example", "Q", "question"))
        .await
        .ticket
        .unwrap()
        .public_id;
    (id, desk.person("Vera", Role::Operator).await)
}

/// Sends an answer and tells the id of its line.
async fn send(desk: &TestDesk, by: &Principal, id: &str, text: &str, then: Option<State>) -> String {
    desk.desk
        .reply(by, id, reply(text, then))
        .await
        .unwrap()
        .entry
        .unwrap()
}

fn conflict(error: &DeskError) -> &'static str {
    match error {
        DeskError::Conflict { code, .. } => code,
        other => panic!("{other}"),
    }
}

both_databases! {
    async fn nothing_of_it_stays_but_the_draft(database: TestDatabase) {
        let desk = desk(database).await;
        let (id, vera) = asked(&desk).await;
        let before = desk.ticket(&id).await;
        desk.clock.set("2026-04-14T11:00:00+03:00");
        let entry = send(&desk, &vera, &id, "Here it is.", Some(State::Resolved)).await;
        let sent = desk.ticket(&id).await;
        assert_eq!((sent.state, sent.clocks[0].verdict), (State::Resolved, Verdict::Met));
        desk.clock.set("2026-04-14T11:00:09+03:00");
        desk.settle().await;
        let undone = desk.desk.undo_answer(&vera, &id, &entry).await.unwrap();
        assert_eq!(undone.text, "Here it is.");
        let after = desk.ticket(&id).await;
        assert_eq!(undone.changed.version, after.version);
        assert_eq!((after.state, after.outcome.clone(), after.closes_at), (State::New, None, None));
        assert_eq!((after.last_words.as_str(), after.last_speaker), ("question", Speaker::Client));
        let how = |view: &desk::read::TicketView| -> Vec<_> {
            view.clocks.iter().map(|clock| (clock.kind, clock.due, clock.verdict, clock.steps.len())).collect()
        };
        assert_eq!(how(&after), how(&before), "clocks are as if it had not been sent");
        assert!(after.timeline.entries.iter().all(|entry| entry.kind != EntryKind::MessageOut || !entry.code.is_empty()));
        let mine = desk.desk.read(&vera).unwrap().ticket(&id, None, desk.now()).await.unwrap();
        assert_eq!(mine.unfinished.reply.text, "Here it is.");
        assert!(mine.unfinished.held.is_empty());
        desk.clock.set("2026-04-14T12:00:01+03:00");
        desk.settle().await;
        assert!(desk.sink.taken().iter().all(|sent| sent.automatic), "only the acknowledgement went out");
        assert_eq!(desk.ticket(&id).await.clocks[0].verdict, Verdict::Missed);
    }

    async fn it_leaves_when_the_window_ends_and_not_before(database: TestDatabase) {
        let desk = desk(database).await;
        let (id, vera) = asked(&desk).await;
        desk.settle().await;
        let entry = send(&desk, &vera, &id, "Here it is.", None).await;
        desk.clock.advance(9_999_999);
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), 1, "the acknowledgement alone");
        desk.clock.advance(1);
        desk.settle().await;
        assert!(desk.sink.last().text.contains("Here it is."));
        let late = desk.desk.undo_answer(&vera, &id, &entry).await.unwrap_err();
        assert_eq!(conflict(&late), "too_late_to_undo");
        assert_eq!(desk.ticket(&id).await.clocks[0].verdict, Verdict::Met);
        // Nobody sent it yet, but its time is over.
        let entry = send(&desk, &vera, &id, "And this.", None).await;
        desk.clock.advance(10_000_001);
        let late = desk.desk.undo_answer(&vera, &id, &entry).await.unwrap_err();
        assert_eq!(conflict(&late), "too_late_to_undo");
    }

    async fn what_the_client_wrote_meanwhile_stays_and_starts_nothing(database: TestDatabase) {
        let desk = desk(database).await;
        let (id, vera) = asked(&desk).await;
        let link = desk.take(message("anna@client.example", "Q2", "other")).await.ticket.unwrap();
        drop(link);
        let entry = send(&desk, &vera, &id, "Which one?", Some(State::WaitingClient)).await;
        desk.clock.advance(3_000_000);
        let more = message("anna@client.example", "Re: Q", "the blue one").with(|m| m.hints.push(channel::ThreadHint::Ticket(id.clone())));
        desk.take(more).await;
        assert!(desk.ticket(&id).await.clocks.iter().any(|clock| clock.kind == ClockKind::NextResponse));
        desk.desk.undo_answer(&vera, &id, &entry).await.unwrap();
        let view = desk.ticket(&id).await;
        let open: Vec<_> = view.clocks.iter().filter(|clock| clock.open).map(|clock| (clock.kind, clock.verdict)).collect();
        // While the first response is open, more messages start nothing.
        assert_eq!(open, [(ClockKind::FirstResponse, Verdict::Running), (ClockKind::Resolution, Verdict::Running)]);
        assert_eq!((view.state, view.last_words.as_str()), (State::New, "the blue one"));
        assert_eq!(view.clocks[0].due, moment("2026-04-14T12:00:00+03:00"));
    }

    async fn the_acknowledgement_waits_to_see_whether_a_person_answered_first(database: TestDatabase) {
        let desk = desk(database).await;
        let (id, vera) = asked(&desk).await;
        let entry = send(&desk, &vera, &id, "At once.", None).await;
        desk.settle().await;
        assert!(desk.sink.taken().is_empty());
        desk.desk.undo_answer(&vera, &id, &entry).await.unwrap();
        desk.clock.advance(11_000_000);
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), 1);
        assert!(desk.sink.last().automatic, "the client is told after all");
    }

    async fn only_its_author_or_a_supervisor_undoes(database: TestDatabase) {
        let desk = desk(database).await;
        let (id, vera) = asked(&desk).await;
        let boris = desk.person("Boris", Role::Operator).await;
        let chief = desk.person("Chief", Role::Supervisor).await;
        let entry = send(&desk, &vera, &id, "Mine.", None).await;
        let refused = desk.desk.undo_answer(&boris, &id, &entry).await;
        assert!(matches!(refused, Err(DeskError::Forbidden(_))));
        assert!(desk.desk.read(&boris).unwrap().ticket(&id, None, desk.now()).await.unwrap().unfinished.held.is_empty());
        desk.desk.undo_answer(&chief, &id, &entry).await.unwrap();
        let hers = desk.desk.read(&vera).unwrap().ticket(&id, None, desk.now()).await.unwrap();
        assert_eq!(hers.unfinished.reply.text, "Mine.", "it goes back to whoever wrote it");
        let again = desk.desk.undo_answer(&vera, &id, &entry).await.unwrap_err();
        assert_eq!(conflict(&again), "too_late_to_undo");
    }

    async fn undone_and_sent_again_it_counts_from_the_second_press(database: TestDatabase) {
        let desk = desk(database).await;
        let (id, vera) = asked(&desk).await;
        let key = || Reply { key: Some("press".into()), ..reply("Here.", None) };
        let first = desk.desk.reply(&vera, &id, key()).await.unwrap();
        desk.desk.undo_answer(&vera, &id, first.entry.as_ref().unwrap()).await.unwrap();
        desk.clock.set("2026-04-14T12:00:00.000001+03:00");
        let second = desk.desk.reply(&vera, &id, key()).await.unwrap();
        assert_ne!(first.entry, second.entry);
        assert_eq!(desk.ticket(&id).await.clocks[0].verdict, Verdict::Missed);
        desk.clock.advance(11_000_000);
        desk.settle().await;
        assert_eq!(desk.sink.taken().iter().filter(|sent| !sent.automatic).count(), 1);
        let mine = desk.desk.read(&vera).unwrap().ticket(&id, None, desk.now()).await.unwrap();
        assert_eq!(mine.unfinished.reply.text, "", "what was sent is no draft");
    }

    async fn a_program_waits_only_if_it_asks_to(database: TestDatabase) {
        let desk = desk(database).await;
        let (id, _) = asked(&desk).await;
        let token = desk.desk.create_token(Actor::System, "bot", &[domain::Permission::TicketsWrite], None).await.unwrap();
        let bot = desk.desk.token(token.secret.expose()).await.unwrap();
        desk.desk.reply(&bot, &id, reply("At once.", None)).await.unwrap();
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), 1);
        let held = Reply { hold: Some(5_000_000), ..reply("Later.", None) };
        let entry = desk.desk.reply(&bot, &id, held).await.unwrap().entry.unwrap();
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), 1);
        assert_eq!(desk.desk.undo_answer(&bot, &id, &entry).await.unwrap().text, "Later.");
        let long = Reply { hold: Some(121_000_000), ..reply("Never.", None) };
        assert!(matches!(desk.desk.reply(&bot, &id, long).await, Err(DeskError::Invalid(_))));
    }

    async fn a_ticket_with_a_client_waiting_is_not_resolved_without_a_word(database: TestDatabase) {
        let desk = desk(database).await;
        let (id, vera) = asked(&desk).await;
        let resolve = |outcome: Option<&str>| Change {
            state: Some(State::Resolved),
            outcome: outcome.map(|code| domain::ticket::Outcome::parse(code).unwrap()),
            ..Change::default()
        };
        let silent = desk.desk.change(&vera, &id, resolve(None)).await.unwrap_err();
        assert_eq!(conflict(&silent), "outcome_required");
        let unknown = desk.desk.change(&vera, &id, resolve(Some("wrong_shop"))).await;
        assert!(matches!(unknown, Err(DeskError::Invalid(_))), "not on the desk's list");
        let list = "[[outcome]]\ncode = \"solved\"\n[[outcome]]\ncode = \"wrong_shop\"\nname = { ru = \"Не наш магазин\", en = \"Another shop\" }\n";
        desk.desk.apply_setup(Actor::System, list).await.unwrap();
        assert!(desk.desk.change(&vera, &id, resolve(Some("refused"))).await.is_err(), "the list is the desk's own now");
        desk.desk.change(&vera, &id, resolve(Some("wrong_shop"))).await.unwrap();
        let view = desk.ticket(&id).await;
        assert_eq!(view.outcome.unwrap().code(), "wrong_shop");
        assert_eq!(view.clocks[0].verdict, Verdict::Cancelled);
        assert!(desk.desk.apply_setup(Actor::System, "[[outcome]]\ncode = \"own\"\n").await.is_err(), "a code of one's own needs a name");
    }

    async fn until_it_leaves_the_client_sees_nothing_of_it(database: TestDatabase) {
        let desk = desk(database).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let ticket = desk.take(message("anna@client.example", "Q", "question")).await.ticket.unwrap();
        let (id, secret) = (ticket.public_id, ticket.link_secret);
        let vera = desk.person("Vera", Role::Operator).await;
        let file = desk::ticket::NewFile { name: "draft.txt".into(), bytes: b"4000".to_vec(), media_type: "text/plain".into() };
        let page = || async { desk.desk.ticket_by_link(&secret).await.unwrap() };
        let before = page().await;
        let question = Reply { text: "WHICH ONE?".into(), then: Some(State::WaitingClient), files: vec![file], ..Reply::default() };
        let first = desk.desk.reply(&vera, &id, question).await.unwrap().entry.unwrap();
        desk.clock.advance(1_000_000);
        send(&desk, &vera, &id, "NEVER MIND", Some(State::Resolved)).await;
        let during = page().await;
        let told = |page: &desk::read::FollowUp| format!("{:?} {:?} {:?}", page.turn, page.deadline, page.history);
        assert_eq!(told(&during), told(&before), "state, deadline and talk are as if nothing had been sent");
        let view = desk.ticket(&id).await;
        let sent = view.timeline.entries.iter().find(|entry| entry.public_id == first).unwrap();
        let file = sent.files[0].public_id.clone();
        assert!(matches!(desk.desk.attachment_by_link(&secret, &file).await, Err(DeskError::NotFound(_))));
        desk.clock.advance(9_000_001);
        let one_left = page().await;
        assert_eq!(one_left.turn, desk::read::Turn::Yours, "the first has left, the second may still be undone");
        assert!(one_left.deadline.unwrap().paused);
        assert!(desk.desk.attachment_by_link(&secret, &file).await.is_ok());
        desk.clock.advance(1_000_001);
        let after = page().await;
        assert_eq!(after.turn, desk::read::Turn::Resolved);
        assert!(format!("{:?}", after.history).contains("NEVER MIND"));
    }
}
