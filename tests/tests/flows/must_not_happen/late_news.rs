//! What becomes known late, and answers that fail while others stand: an open ticket never lies without a clock that runs, and
//! nobody is called late for what was answered.

use super::{breaches, clock, opened, reply, with};
use desk::ticket::{By, Change, LoggedCall, NewPromise};
use domain::act::{Call, CallOutcome, Direction};
use domain::clock::{ClockKind, Promised, Verdict};
use domain::delivery::DeliveryFate;
use domain::entry::EntryKind;
use domain::intake::Happened;
use domain::ticket::{Priority, State};
use domain::{Actor, Principal, Role};
use testkit::{DESK_TOML, MessageBuilder, TestDatabase, TestDesk, both_databases, bounce, message, moment};

const PHONE: &str = "\n[[channel]]\nname = 'phone'\nkind = 'phone'\nbrand = 'Север'\nteam = 'Поддержка'\n";

async fn waits(desk: &TestDesk, by: &Principal, id: &str, at: &str) {
    desk.clock.set(at);
    let change = Change {
        state: Some(State::WaitingClient),
        ..Change::default()
    };
    desk.desk.change(by, id, change).await.unwrap();
}

/// More of the client's, which happened before it reached us.
fn more(thread: &str, happened: &str) -> MessageBuilder {
    let at = Happened::Reported(moment(happened));
    message("anna@client.example", "Re: Q", "More.")
        .answers(thread)
        .with(|message| message.happened = at)
}

/// Logs a call with the client on a ticket: when it rang, and connected a minute later.
async fn called(desk: &TestDesk, by: &Principal, id: &str, rang: &str) {
    let rang_at = moment(rang);
    let call = LoggedCall {
        call: Call {
            direction: Direction::Out,
            outcome: CallOutcome::Connected,
            rang_at,
            connected_at: Some(rang_at.saturating_add(domain::time::MINUTE)),
            ended_at: None,
            recording: String::new(),
            number: "+79123456789".into(),
        },
        channel: desk.channel("phone"),
        name: String::new(),
        by: String::new(),
        ticket: Some(id.to_owned()),
        client: None,
        text: "Said.".into(),
        reason: String::new(),
        on_merits: false,
        clock_said: None,
        key: format!("call:{rang}"),
        trace: "t".into(),
    };
    desk.desk.log_call(by, call).await.unwrap();
}

/// The last message that went out does not arrive.
async fn bounces(desk: &TestDesk, external_id: &str) {
    let report = bounce(desk, external_id, "anna@client.example");
    desk.accept(report).await.unwrap();
}

async fn sent(desk: &TestDesk) -> String {
    desk.settle().await;
    desk.sink.last().external_id
}

both_databases! {
    async fn a_word_of_before_the_wait_leaves_nothing_paused(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-13T11:00:00+03:00").await;
        reply(&desk, &vera, &id, "2026-04-13T12:00:00+03:00", None).await;
        let thread = sent(&desk).await;
        waits(&desk, &vera, &id, "2026-04-13T15:00:00+03:00").await;
        desk.clock.set("2026-04-13T15:10:00+03:00");
        desk.take(more(&thread, "2026-04-13T14:40:00+03:00")).await;
        let resolution = clock(&desk, &id, ClockKind::Resolution).await;
        assert_eq!(desk.ticket(&id).await.state, State::Open);
        assert_eq!((resolution.verdict, resolution.due), (Verdict::Running, moment("2026-04-14T18:00:00+03:00")), "no pause at all");
        let next = clock(&desk, &id, ClockKind::NextResponse).await;
        assert_eq!(next.started_at, moment("2026-04-13T14:40:00+03:00"), "the client waits since then");
    }

    async fn a_word_of_before_it_was_resolved_sets_the_clock_going(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-13T11:00:00+03:00").await;
        reply(&desk, &vera, &id, "2026-04-13T17:00:00+03:00", Some(State::Resolved)).await;
        let thread = sent(&desk).await;
        desk.clock.set("2026-04-13T17:05:00+03:00");
        desk.take(more(&thread, "2026-04-13T16:55:00+03:00")).await;
        let resolution = clock(&desk, &id, ClockKind::Resolution).await;
        assert_eq!((desk.ticket(&id).await.state, resolution.verdict), (State::Open, Verdict::Running));
    }

    async fn an_answer_after_it_answers_what_becomes_known_late(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-13T11:00:00+03:00").await;
        reply(&desk, &vera, &id, "2026-04-13T12:00:00+03:00", None).await;
        let thread = sent(&desk).await;
        reply(&desk, &vera, &id, "2026-04-13T15:10:00+03:00", None).await;
        desk.clock.set("2026-04-13T15:20:00+03:00");
        desk.take(more(&thread, "2026-04-13T15:05:00+03:00")).await;
        let view = desk.ticket(&id).await;
        assert!(!view.clocks.iter().any(|clock| clock.kind == ClockKind::NextResponse), "the two crossed");
    }

    async fn a_wait_after_the_deadline_ends_with_the_clients_word(database: TestDatabase) {
        let low = "[[policy]]\nname = 'low'\nwhen = { priorities = ['low'] }\n\n[[policy.clock]]\nkind = 'resolution'\ntarget = { days = 9 }\n\n";
        let urgent = "[[policy]]\nname = \"urgent\"";
        let desk = TestDesk::with(database, &DESK_TOML.replacen(urgent, &format!("{low}{urgent}"), 1)).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-13T11:00:00+03:00").await;
        reply(&desk, &vera, &id, "2026-04-13T12:00:00+03:00", None).await;
        let thread = sent(&desk).await;
        waits(&desk, &vera, &id, "2026-04-15T10:00:00+03:00").await;
        desk.settle().await;
        // Looser would have been in time; what was missed stays missed.
        let change = Change { priority: Some(Priority::Low), ..Change::default() };
        desk.desk.change(&vera, &id, change).await.unwrap();
        let resolution = clock(&desk, &id, ClockKind::Resolution).await;
        assert_eq!((resolution.verdict, resolution.due), (Verdict::Missed, moment("2026-04-14T18:00:00+03:00")));
        assert_eq!(breaches(&desk, &id).await, 1);
        desk.clock.set("2026-04-16T10:00:00+03:00");
        desk.take(message("anna@client.example", "Re: Q", "Here.").answers(&thread)).await;
        reply(&desk, &vera, &id, "2026-04-17T15:00:00+03:00", Some(State::Resolved)).await;
        let resolution = clock(&desk, &id, ClockKind::Resolution).await;
        assert_eq!((resolution.verdict, resolution.stopped_at), (Verdict::Missed, Some(moment("2026-04-17T15:00:00+03:00"))));
    }

    async fn a_second_answer_still_stands_when_the_first_one_fails(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        let promise = NewPromise { what: Promised::Answer, by: By::At(moment("2026-04-14T12:00:00+03:00")) };
        desk.desk.promise(&vera, &id, promise, None).await.unwrap();
        reply(&desk, &vera, &id, "2026-04-14T11:30:00+03:00", None).await;
        let first = sent(&desk).await;
        reply(&desk, &vera, &id, "2026-04-14T11:40:00+03:00", None).await;
        let second = sent(&desk).await;
        desk.clock.set("2026-04-14T11:45:00+03:00");
        bounces(&desk, &first).await;
        for kind in [ClockKind::FirstResponse, ClockKind::Promise] {
            let one = clock(&desk, &id, kind).await;
            assert_eq!((one.verdict, one.stopped_at), (Verdict::Met, Some(moment("2026-04-14T11:40:00+03:00"))), "{kind:?}");
        }
        desk.clock.set("2026-04-14T15:30:00+03:00");
        bounces(&desk, &second).await;
        // 10:00 to 11:30 ran; half an hour is left.
        let response = clock(&desk, &id, ClockKind::FirstResponse).await;
        assert_eq!((response.verdict, response.due), (Verdict::Running, moment("2026-04-14T16:00:00+03:00")));
        assert_eq!(clock(&desk, &id, ClockKind::Promise).await.verdict, Verdict::Missed, "as if never sent");
    }

    async fn what_is_sent_again_keeps_what_it_kept(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        let promise = NewPromise { what: Promised::Answer, by: By::At(moment("2026-04-14T17:00:00+03:00")) };
        desk.desk.promise(&vera, &id, promise, None).await.unwrap();
        reply(&desk, &vera, &id, "2026-04-14T11:00:00+03:00", None).await;
        let first = sent(&desk).await;
        desk.clock.set("2026-04-14T11:30:00+03:00");
        bounces(&desk, &first).await;
        assert_eq!(clock(&desk, &id, ClockKind::Promise).await.verdict, Verdict::Running);
        desk.clock.set("2026-04-14T12:00:00+03:00");
        let view = desk.ticket(&id).await;
        let failed = view.timeline.entries.iter().rfind(|entry| entry.deliveries.iter().any(|one| one.fate == DeliveryFate::Bounced));
        desk.desk.send_again(&vera, &id, &failed.unwrap().public_id, None).await.unwrap();
        for kind in [ClockKind::FirstResponse, ClockKind::Promise] {
            let one = clock(&desk, &id, kind).await;
            assert_eq!((one.verdict, one.stopped_at), (Verdict::Met, Some(moment("2026-04-14T12:00:00+03:00"))), "{kind:?}");
        }
    }

    async fn a_question_that_nobody_heard_waits_for_nobody(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-13T11:00:00+03:00").await;
        reply(&desk, &vera, &id, "2026-04-13T12:00:00+03:00", None).await;
        desk.settle().await;
        reply(&desk, &vera, &id, "2026-04-13T15:00:00+03:00", Some(State::WaitingClient)).await;
        let question = sent(&desk).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        bounces(&desk, &question).await;
        assert_eq!(desk.ticket(&id).await.state, State::Open);
        let resolution = clock(&desk, &id, ClockKind::Resolution).await;
        // 15:00 to 18:00 and 9:00 to 10:00 stood still.
        assert_eq!((resolution.verdict, resolution.due), (Verdict::Running, moment("2026-04-15T13:00:00+03:00")));
        // Weeks later nobody was reminded, and nothing was resolved in silence.
        desk.clock.set("2026-05-14T10:00:00+03:00");
        desk.settle().await;
        let view = desk.ticket(&id).await;
        let notices = view.timeline.entries.iter().filter(|line| line.kind == EntryKind::MessageOut && !line.code.is_empty());
        assert_eq!((view.state, notices.filter(|line| line.code == "reminder").count()), (State::Open, 0));
    }

    async fn a_question_that_was_asked_again_still_waits(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-13T11:00:00+03:00").await;
        reply(&desk, &vera, &id, "2026-04-13T15:00:00+03:00", Some(State::WaitingClient)).await;
        let first = sent(&desk).await;
        reply(&desk, &vera, &id, "2026-04-13T15:30:00+03:00", Some(State::WaitingClient)).await;
        desk.settle().await;
        desk.clock.set("2026-04-13T16:00:00+03:00");
        bounces(&desk, &first).await;
        let view = desk.ticket(&id).await;
        assert_eq!(view.state, State::WaitingClient);
        assert_eq!(clock(&desk, &id, ClockKind::Resolution).await.verdict, Verdict::Paused);
    }

    async fn another_team_moves_nothing(database: TestDatabase) {
        let line = "\n[[team]]\nname = 'Линия'\npublic_name = { ru = 'линия', en = 'the line' }\ncalendar = 'line'\n";
        let desk = TestDesk::with(database, &format!("{DESK_TOML}{line}")).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        let dues = |view: desk::read::TicketView| view.clocks.iter().map(|clock| (clock.kind, clock.due, clock.verdict)).collect::<Vec<_>>();
        let before = dues(desk.ticket(&id).await);
        let team = desk.desk.setup().teams.iter().find(|team| team.name == "Линия").unwrap().public_id.clone();
        let change = Change { team: Some(Some(team)), ..Change::default() };
        desk.desk.change(&vera, &id, change).await.unwrap();
        assert_eq!(dues(desk.ticket(&id).await), before);
    }

    async fn a_call_is_an_answer_after_which_an_update_is_due(database: TestDatabase) {
        let update = "\n[[policy.clock]]\nkind = 'periodic_update'\ntarget = { minutes = 30 }\n";
        let desk = TestDesk::with(database, &with(update)).await;
        desk.desk.apply_setup(Actor::System, PHONE).await.unwrap();
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        desk.clock.set("2026-04-14T10:20:00+03:00");
        called(&desk, &vera, &id, "2026-04-14T10:09:00+03:00").await;
        let update = clock(&desk, &id, ClockKind::PeriodicUpdate).await;
        assert_eq!((update.started_at, update.due), (moment("2026-04-14T10:10:00+03:00"), moment("2026-04-14T10:40:00+03:00")));
        reply(&desk, &vera, &id, "2026-04-14T10:30:00+03:00", None).await;
        // Known later, it was before the answer: that one's update stands alone.
        called(&desk, &vera, &id, "2026-04-14T10:24:00+03:00").await;
        let view = desk.ticket(&id).await;
        let open: Vec<_> = view.clocks.iter().filter(|one| one.kind == ClockKind::PeriodicUpdate && one.open).map(|one| one.due).collect();
        assert_eq!(open, [moment("2026-04-14T11:00:00+03:00")]);
    }

    async fn a_call_of_before_the_promise_keeps_it_not(database: TestDatabase) {
        let desk = TestDesk::with(database, &format!("{DESK_TOML}{PHONE}")).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        desk.clock.set("2026-04-14T12:00:00+03:00");
        let promise = NewPromise { what: Promised::Call, by: By::At(moment("2026-04-14T17:00:00+03:00")) };
        desk.desk.promise(&vera, &id, promise, None).await.unwrap();
        desk.clock.set("2026-04-14T12:30:00+03:00");
        called(&desk, &vera, &id, "2026-04-14T11:00:00+03:00").await;
        assert_eq!(clock(&desk, &id, ClockKind::Promise).await.verdict, Verdict::Running);
        called(&desk, &vera, &id, "2026-04-14T12:10:00+03:00").await;
        assert_eq!(clock(&desk, &id, ClockKind::Promise).await.verdict, Verdict::Met);
    }

    async fn whether_it_had_closed_is_decided_by_when_it_happened(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-13T11:00:00+03:00").await;
        reply(&desk, &vera, &id, "2026-04-13T12:00:00+03:00", Some(State::Resolved)).await;
        let thread = sent(&desk).await;
        // Five working days later it closes, at 18:00; nothing was at work there.
        desk.clock.set("2026-04-20T18:00:01+03:00");
        let late = desk.take(message("anna@client.example", "Re: Q", "Again.").answers(&thread)).await.ticket.unwrap();
        assert_ne!(late.public_id, id, "a second after closing it is another one");
        desk.settle().await;
        assert_eq!(desk.ticket(&id).await.state, State::Closed);
        let early = desk.take(more(&thread, "2026-04-20T17:50:00+03:00")).await.ticket.unwrap();
        assert_eq!(early.public_id, id, "ten minutes before it is this one, known late or not");
        assert_eq!(desk.ticket(&id).await.state, State::Open);
        assert_eq!(clock(&desk, &id, ClockKind::Resolution).await.verdict, Verdict::Running);
    }
}
