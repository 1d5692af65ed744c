//! Statutory terms (`definitions.md` §9, examples 5 and 6): beside the desk's own deadlines, until the end of the day.

use channel::Happened;
use desk::DeskError;
use desk::client::ClientPatch;
use desk::ticket::{Change, LoggedCall, Reply};
use domain::act::{Call, CallOutcome, Direction};
use domain::clock::{ClockKind, Verdict};
use domain::intake::{AnswerBy, AnswerWish};
use domain::ticket::{Kind, State};
use domain::{Actor, HandleKind, Principal, Role};
use testkit::{TestDatabase, TestDesk, both_databases, bounce, message, moment};

const TERM: &str = "
[[term]]
name = 'Жалобы'
preset = 'ru-financial'
calendar = 'office'
";

/// A desk with the term and a door for paper, which a person registers.
async fn desk(database: TestDatabase) -> TestDesk {
    let desk = TestDesk::new(database).await;
    desk.desk.apply_setup(Actor::System, TERM).await.unwrap();
    let paper = "[[channel]]\nname = 'paper'\nkind = 'api'\nbrand = 'Север'\nregisters = false\nacknowledges = false\n";
    desk.desk.apply_setup(Actor::System, paper).await.unwrap();
    desk
}

async fn complaint(desk: &TestDesk, door: &str, at: &str) -> String {
    desk.clock.set(at);
    let letter = message("anna@client.example", "Жалоба", "Верните деньги.")
        .by(door)
        .with(|message| {
            message.wishes.kind = Some(Kind::Complaint);
            message.happened = Happened::Now;
        });
    desk.take(letter).await.ticket.unwrap().public_id
}

async fn clock(desk: &TestDesk, ticket: &str, kind: ClockKind) -> Option<desk::read::ClockView> {
    let view = desk.ticket(ticket).await;
    view.clocks.into_iter().rev().find(|clock| clock.kind == kind)
}

async fn people(desk: &TestDesk) -> (Principal, Principal) {
    (
        desk.person("Vera", Role::Operator).await,
        desk.person("Oleg", Role::Supervisor).await,
    )
}

both_databases! {
    async fn a_letter_is_registered_and_its_term_ends_with_the_day(database: TestDatabase) {
        let desk = desk(database).await;
        let id = complaint(&desk, "paper", "2026-04-17T00:00:00+03:00").await;
        let (vera, _) = people(&desk).await;
        let registration = clock(&desk, &id, ClockKind::Registration).await.unwrap();
        assert_eq!(registration.due, moment("2026-04-20T23:59:59.999999+03:00"));
        assert!(clock(&desk, &id, ClockKind::Statutory).await.is_none(), "it begins with the registration");
        desk.clock.set("2026-04-20T09:40:00+03:00");
        desk.desk.register(&vera, &id, None, None).await.unwrap();
        assert_eq!(clock(&desk, &id, ClockKind::Registration).await.unwrap().verdict, Verdict::Met);
        let term = clock(&desk, &id, ClockKind::Statutory).await.unwrap();
        assert_eq!(term.due, moment("2026-05-13T23:59:59.999999+03:00"));
        assert!(desk.desk.register(&vera, &id, None, None).await.is_err(), "once");
        desk.clock.set("2026-05-13T20:15:00+03:00");
        let answer = Reply { text: "Деньги возвращены.".into(), on_merits: true, ..Reply::default() };
        desk.desk.reply(&vera, &id, answer).await.unwrap();
        assert_eq!(clock(&desk, &id, ClockKind::Statutory).await.unwrap().verdict, Verdict::Met, "after closing, before midnight");
    }

    async fn a_mail_on_a_weekend_is_registered_when_it_is_accepted(database: TestDatabase) {
        let desk = desk(database).await;
        for (at, due) in [
            ("2026-04-18T12:00:00+03:00", "2026-05-12T23:59:59.999999+03:00"),
            ("2026-12-09T10:00:00+03:00", "2026-12-30T23:59:59.999999+03:00"),
            ("2026-12-10T10:00:00+03:00", "2027-01-11T23:59:59.999999+03:00"),
        ] {
            let id = complaint(&desk, "mail", at).await;
            assert_eq!(clock(&desk, &id, ClockKind::Statutory).await.unwrap().due, moment(due), "{at}");
            assert!(clock(&desk, &id, ClockKind::Registration).await.is_none());
            assert!(clock(&desk, &id, ClockKind::Resolution).await.unwrap().open, "beside the desk's own");
        }
    }

    async fn extended_once_by_a_supervisor_with_a_notice(database: TestDatabase) {
        let desk = desk(database).await;
        let id = complaint(&desk, "mail", "2026-04-20T09:40:00+03:00").await;
        let (vera, oleg) = people(&desk).await;
        desk.clock.set("2026-05-13T17:00:00+03:00");
        desk.settle().await;
        let refused = desk.desk.extend_term(&vera, &id, 10, "ждём банк", None).await;
        assert!(matches!(refused, Err(DeskError::Forbidden(_))), "{refused:?}");
        for (days, reason) in [(11, "долго"), (0, "долго"), (10, " ")] {
            assert!(desk.desk.extend_term(&oleg, &id, days, reason, None).await.is_err(), "{days} {reason:?}");
        }
        desk.desk.extend_term(&oleg, &id, 10, "ждём ответа банка-корреспондента", None).await.unwrap();
        desk.settle().await;
        let term = clock(&desk, &id, ClockKind::Statutory).await.unwrap();
        assert_eq!(term.due, moment("2026-05-27T23:59:59.999999+03:00"));
        let notice = desk.sink.last();
        assert!(notice.text.contains("до конца дня среды, 27\u{a0}мая") && notice.text.contains("банка-корреспондента"), "{}", notice.text);
        assert!(desk.desk.extend_term(&oleg, &id, 1, "ещё", None).await.is_err(), "once");
        // The notice comes back: the client was never told, and the term is what it was.
        let report = bounce(&desk, &notice.external_id, "anna@client.example");
        desk.accept(report).await.unwrap();
        let term = clock(&desk, &id, ClockKind::Statutory).await.unwrap();
        assert_eq!(term.due, moment("2026-05-13T23:59:59.999999+03:00"));
    }

    async fn a_notice_after_the_term_is_refused_and_the_term_is_missed(database: TestDatabase) {
        let desk = desk(database).await;
        let id = complaint(&desk, "mail", "2026-04-20T09:40:00+03:00").await;
        let (_, oleg) = people(&desk).await;
        desk.clock.set("2026-05-14T09:00:00+03:00");
        desk.settle().await;
        let sent = desk.sink.taken().len();
        assert!(desk.desk.extend_term(&oleg, &id, 10, "поздно", None).await.is_err());
        desk.settle().await;
        assert_eq!((clock(&desk, &id, ClockKind::Statutory).await.unwrap().verdict, desk.sink.taken().len()), (Verdict::Missed, sent));
    }

    async fn neither_a_holding_reply_nor_waiting_nor_resolving_by_hand_fulfils_it(database: TestDatabase) {
        let desk = desk(database).await;
        let id = complaint(&desk, "mail", "2026-04-20T09:40:00+03:00").await;
        let (vera, _) = people(&desk).await;
        desk.desk.reply(&vera, &id, Reply { text: "Смотрим.".into(), then: Some(State::WaitingClient), ..Reply::default() }).await.unwrap();
        desk.desk.change(&vera, &id, Change { state: Some(State::Resolved), outcome: Some(domain::ticket::Outcome::EXPLAINED), ..Change::default() }).await.unwrap();
        let term = clock(&desk, &id, ClockKind::Statutory).await.unwrap();
        assert_eq!((term.verdict, term.due), (Verdict::Running, moment("2026-05-13T23:59:59.999999+03:00")));
        let solved = Reply { text: "Готово.".into(), then: Some(State::Resolved), ..Reply::default() };
        desk.desk.reply(&vera, &id, solved).await.unwrap();
        assert_eq!(clock(&desk, &id, ClockKind::Statutory).await.unwrap().verdict, Verdict::Met);
    }

    async fn the_kind_of_request_decides_whether_the_law_applies(database: TestDatabase) {
        let desk = desk(database).await;
        let id = complaint(&desk, "mail", "2026-04-20T09:40:00+03:00").await;
        let (vera, _) = people(&desk).await;
        let to = |kind| Change { kind: Some(kind), ..Change::default() };
        desk.desk.change(&vera, &id, to(Kind::Question)).await.unwrap();
        assert_eq!(clock(&desk, &id, ClockKind::Statutory).await.unwrap().verdict, Verdict::Cancelled);
        desk.desk.change(&vera, &id, to(Kind::Claim)).await.unwrap();
        let term = clock(&desk, &id, ClockKind::Statutory).await.unwrap();
        assert_eq!((term.verdict, term.due), (Verdict::Running, moment("2026-05-13T23:59:59.999999+03:00")));
    }

    async fn a_promise_beyond_the_term_needs_a_supervisor(database: TestDatabase) {
        let desk = desk(database).await;
        let id = complaint(&desk, "mail", "2026-04-20T09:40:00+03:00").await;
        let (vera, oleg) = people(&desk).await;
        let late = desk::ticket::NewPromise { what: domain::clock::Promised::Solution, by: desk::ticket::By::At(moment("2026-05-14T12:00:00+03:00")) };
        assert!(matches!(desk.desk.promise(&vera, &id, late, None).await, Err(DeskError::Forbidden(_))));
        desk.desk.promise(&oleg, &id, late, None).await.unwrap();
    }

    async fn a_term_may_start_on_the_day_of_receipt(database: TestDatabase) {
        let desk = desk(database).await;
        let term = format!("{}starts_on = 'receipt'\n", TERM.trim_start());
        desk.desk.apply_setup(Actor::System, &term).await.unwrap();
        // Example 5: received on Friday 17 April, registered on Monday.
        let id = complaint(&desk, "paper", "2026-04-17T00:00:00+03:00").await;
        let (vera, _) = people(&desk).await;
        desk.clock.set("2026-04-20T09:40:00+03:00");
        desk.desk.register(&vera, &id, None, None).await.unwrap();
        let term = clock(&desk, &id, ClockKind::Statutory).await.unwrap();
        assert_eq!(term.due, moment("2026-05-12T23:59:59.999999+03:00"));
        assert_eq!(clock(&desk, &id, ClockKind::Registration).await.unwrap().verdict, Verdict::Met, "which has its own clock all the same");
    }

    async fn bad_terms_are_refused_with_their_place(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        for (toml, place) in [
            ("[[term]]\nname = 'T'\ncalendar = 'office'\nwhen = { kinds = ['complaint'] }", "term[1].days"),
            ("[[term]]\nname = 'T'\ncalendar = 'nowhere'\npreset = 'ru-financial'", "term[1].calendar"),
            ("[[term]]\nname = 'T'\ncalendar = 'office'\npreset = 'martian'", "term[1].preset"),
            ("[[term]]\nname = 'T'\ncalendar = 'office'\ndays = 0\nwhen = { kinds = ['complaint'] }", "term[1].days"),
            ("[[term]]\nname = 'T'\ncalendar = 'office'\ndays = 15", "term[1].when.kinds"),
            ("[[term]]\nname = 'standard'\ncalendar = 'office'\npreset = 'ru-financial'", "term[1].name"),
        ] {
            let Err(DeskError::Invalid(fields)) = desk.desk.apply_setup(Actor::System, toml).await else {
                panic!("taken: {toml}");
            };
            assert!(fields.iter().any(|field| field.field == place), "{toml}: {fields:?}");
            assert!(desk.desk.setup().terms.is_empty());
        }
    }

    async fn a_term_is_fulfilled_only_by_the_way_the_client_asked_for(database: TestDatabase) {
        let desk = desk(database).await;
        let (vera, _) = people(&desk).await;
        // Wishes of a form, told at another door.
        desk.clock.set("2026-04-20T09:40:00+03:00");
        let mut ids = Vec::new();
        for (who, by) in [("anna", AnswerBy::Phone), ("boris", AnswerBy::Email), ("clara", AnswerBy::Phone)] {
            let letter = message(&format!("{who}@client.example"), "Жалоба", "Верните деньги.").with(|message| {
                message.wishes.kind = Some(Kind::Complaint);
                message.wishes.answer = Some(AnswerWish { by, phone: "+79123456789".into() });
            });
            ids.push(desk.take(letter).await.ticket.unwrap().public_id);
        }
        assert_eq!(desk.ticket(&ids[0]).await.asked_way, Some(HandleKind::Phone));
        let answer = Reply { text: "Деньги возвращены.".into(), on_merits: true, ..Reply::default() };
        for (id, reply) in [
            (&ids[0], answer.clone()),
            (&ids[1], answer.clone()),
            (&ids[2], Reply { agreed_way: true, ..answer.clone() }),
        ] {
            desk.desk.reply(&vera, id, reply).await.unwrap();
        }
        let mut verdicts = Vec::new();
        for id in &ids {
            verdicts.push(clock(&desk, id, ClockKind::Statutory).await.unwrap().verdict);
        }
        assert_eq!(verdicts, [Verdict::Running, Verdict::Met, Verdict::Met]);
        let view = desk.ticket(&ids[0]).await;
        let told: Vec<_> = view.timeline.entries.iter().filter(|line| line.code == "term_not_fulfilled").collect();
        assert_eq!(told.len(), 1, "the ticket says why it goes on");
        assert_eq!(clock(&desk, &ids[0], ClockKind::FirstResponse).await.unwrap().verdict, Verdict::Met, "it is an answer all the same");
        // The one that resolves is no other.
        let resolves = Reply { text: "Всё.".into(), then: Some(State::Resolved), ..Reply::default() };
        desk.desk.reply(&vera, &ids[0], resolves).await.unwrap();
        assert!(clock(&desk, &ids[0], ClockKind::Statutory).await.unwrap().open);
    }

    async fn a_final_answer_by_telephone_fulfils_a_term_where_a_call_was_asked_for(database: TestDatabase) {
        let desk = desk(database).await;
        let line = "[[channel]]\nname = 'line'\nkind = 'phone'\nbrand = 'Север'\nteam = 'Поддержка'\n";
        desk.desk.apply_setup(Actor::System, line).await.unwrap();
        let (vera, _) = people(&desk).await;
        let logged = |ticket: &str, key: &str, on_merits: bool, direction: Direction, number: &str| LoggedCall {
            call: Call {
                direction,
                outcome: CallOutcome::Connected,
                rang_at: moment("2026-04-20T11:00:00+03:00"),
                connected_at: Some(moment("2026-04-20T11:00:10+03:00")),
                ended_at: None,
                recording: String::new(),
                number: number.into(),
            },
            channel: desk.channel("line"),
            name: String::new(),
            by: String::new(),
            ticket: Some(ticket.to_owned()),
            client: None,
            text: "Деньги возвращены.".into(),
            on_merits,
            reason: String::new(),
            clock_said: None,
            key: key.into(),
            trace: "t".into(),
        };
        // Asked to be called, or not at all; asked for a letter by mail; not told on the merits.
        let cases = [
            ("anna", Some(AnswerBy::Phone), true, Direction::Out, Verdict::Met),
            ("boris", None, true, Direction::Out, Verdict::Met),
            ("clara", Some(AnswerBy::Email), true, Direction::Out, Verdict::Running),
            ("dina", Some(AnswerBy::Phone), false, Direction::Out, Verdict::Running),
            ("elena", Some(AnswerBy::Phone), true, Direction::In, Verdict::Met),
        ];
        for (number, (who, by, on_merits, direction, verdict)) in cases.into_iter().enumerate() {
            desk.clock.set("2026-04-20T09:40:00+03:00");
            let letter = message(&format!("{who}@client.example"), "Жалоба", "Верните деньги.").with(|message| {
                message.wishes.kind = Some(Kind::Complaint);
                message.wishes.answer = by.map(|by| AnswerWish { by, phone: "+79123456789".into() });
            });
            let id = desk.take(letter).await.ticket.unwrap().public_id;
            desk.clock.set("2026-04-20T12:00:00+03:00");
            let phone = format!("+791234567{number:02}");
            desk.desk.log_call(&vera, logged(&id, who, on_merits, direction, &phone)).await.unwrap();
            let term = clock(&desk, &id, ClockKind::Statutory).await.unwrap();
            assert_eq!(term.verdict, verdict, "{who}");
            if verdict == Verdict::Met {
                assert_eq!(term.stopped_at, Some(moment("2026-04-20T11:00:10+03:00")), "at the connection");
            }
            let told = desk.ticket(&id).await.timeline.entries.iter().filter(|line| line.code == "term_not_fulfilled").count();
            assert_eq!(told == 1, by == Some(AnswerBy::Email), "{who}: the ticket says why it goes on");
        }
        // The exchange was quicker: what it could not know is said by whoever spoke.
        for direction in [Direction::Out, Direction::In] {
            let who = format!("fedor-{}", direction.code());
            desk.clock.set("2026-04-20T09:40:00+03:00");
            let letter = message(&format!("{who}@client.example"), "Жалоба", "Верните деньги.").with(|m| m.wishes.kind = Some(Kind::Complaint));
            let id = desk.take(letter).await.ticket.unwrap().public_id;
            desk.clock.set("2026-04-20T12:00:00+03:00");
            desk.desk.log_exchange_call(logged(&id, &who, false, direction, "+79123456799")).await.unwrap();
            assert_eq!(clock(&desk, &id, ClockKind::Statutory).await.unwrap().verdict, Verdict::Running);
            desk.desk.log_call(&vera, logged(&id, &who, true, direction, "+79123456799")).await.unwrap();
            assert_eq!(clock(&desk, &id, ClockKind::Statutory).await.unwrap().verdict, Verdict::Met, "{who}");
        }
    }

    async fn a_final_answer_that_goes_on_by_another_way_fulfils_no_term(database: TestDatabase) {
        let desk = desk(database).await;
        let texts = "[[channel]]\nname = 'texts'\nkind = 'api'\nbrand = 'Север'\nacknowledges = false\n";
        desk.desk.apply_setup(Actor::System, texts).await.unwrap();
        desk.desk.set_sink(desk.channel("texts"), &[HandleKind::Phone], std::sync::Arc::clone(&desk.sink) as _);
        let (vera, _) = people(&desk).await;
        for merged in [false, true] {
            let who = if merged { "boris" } else { "anna" };
            desk.clock.set("2026-04-20T09:40:00+03:00");
            let letter = message(&format!("{who}@client.example"), "Жалоба", "Верните деньги.").with(|message| {
                message.wishes.kind = Some(Kind::Complaint);
                message.wishes.answer = Some(AnswerWish { by: AnswerBy::Email, phone: String::new() });
                // The telephone is where the ladder goes on.
                message.wishes.vouched = vec![domain::Handle::new(HandleKind::Phone, if merged { "+79120000002" } else { "+79120000001" }, "")];
            });
            let id = desk.take(letter).await.ticket.unwrap().public_id;
            let answer = Reply { text: "Деньги возвращены.".into(), on_merits: true, hold: Some(0), ..Reply::default() };
            desk.desk.reply(&vera, &id, answer).await.unwrap();
            desk.settle().await;
            assert_eq!(clock(&desk, &id, ClockKind::Statutory).await.unwrap().verdict, Verdict::Met);
            let sent = desk.sink.last();
            assert_eq!(sent.to.kind, HandleKind::Email);
            let mut holder = id.clone();
            if merged {
                let other = desk.take(message("boris@client.example", "Ещё", "И ещё вопрос")).await.ticket.unwrap().public_id;
                desk.desk.merge(&vera, &id, &other, None).await.unwrap();
                holder = other;
            }
            desk.accept(bounce(&desk, &sent.external_id, &sent.to.value)).await.unwrap();
            desk.settle().await;
            assert_eq!(desk.sink.last().to.kind, HandleKind::Phone, "it went on");
            let term = clock(&desk, &holder, ClockKind::Statutory).await.unwrap();
            assert!(term.open && term.verdict == Verdict::Running, "merged {merged}: {:?}", term.verdict);
            let view = desk.ticket(&holder).await;
            assert!(view.timeline.entries.iter().any(|line| line.code == "term_not_fulfilled"), "the ticket says so");
            let first = desk.ticket(&id).await.clocks.into_iter().find(|clock| clock.kind == ClockKind::FirstResponse);
            assert!(merged || first.unwrap().verdict == Verdict::Met, "an answer it stays");
        }
    }

    async fn what_the_clients_card_says_about_the_topic_is_asked_for_too(database: TestDatabase) {
        let desk = desk(database).await;
        let (vera, _) = people(&desk).await;
        let id = complaint(&desk, "mail", "2026-04-20T09:40:00+03:00").await;
        let client = desk.ticket(&id).await.client.public_id;
        let patch = ClientPatch { wishes: Some([(String::new(), HandleKind::Telegram)].into()), ..ClientPatch::default() };
        desk.desk.change_client(&vera, &client, patch).await.unwrap();
        let answer = Reply { text: "Деньги возвращены.".into(), on_merits: true, ..Reply::default() };
        desk.desk.reply(&vera, &id, answer.clone()).await.unwrap();
        assert!(clock(&desk, &id, ClockKind::Statutory).await.unwrap().open);
        desk.desk.reply(&vera, &id, Reply { agreed_way: true, ..answer }).await.unwrap();
        assert_eq!(clock(&desk, &id, ClockKind::Statutory).await.unwrap().verdict, Verdict::Met);
    }
}
