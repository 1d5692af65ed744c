//! Answers on paper (`definitions.md` §5): written they answer nothing, dispatched they do; one that comes back voids nothing and
//! asks for work.

use super::letters::{desk, letter};
use channel::ThreadHint;
use desk::DeskError;
use desk::read::{LetterLine, TicketView};
use desk::ticket::{By, LetterNews, NewPromise, ReceivedLetter, Reply};
use domain::clock::{ClockKind, Promised, Verdict};
use domain::delivery::DeliveryFate;
use domain::ticket::State;
use domain::{Actor, Permission, Principal, Role, TokenId};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, message, moment};

/// A claim on paper, registered on Monday 20 April.
async fn claim(desk: &TestDesk, who: &Principal) -> String {
    desk.clock.set("2026-04-20T09:40:00+03:00");
    let new = ReceivedLetter {
        their_number: "45-К".into(),
        their_date: Some("2026-04-13".parse().unwrap()),
        ..letter("2026-04-17")
    };
    desk.desk.register_letter(who, new).await.unwrap().ticket
}

/// Another one, of somebody else.
async fn claim_of(desk: &TestDesk, who: &Principal, name: &str) -> String {
    desk.clock.set("2026-04-20T09:40:00+03:00");
    let new = ReceivedLetter {
        name: format!("Анна {name}"),
        address: format!("170000, г. Тверь, ул. Победы, {}", &name[8..]),
        key: name.into(),
        ..letter("2026-04-17")
    };
    desk.desk.register_letter(who, new).await.unwrap().ticket
}

async fn answer(desk: &TestDesk, who: &Principal, ticket: &str) -> LetterLine {
    let reply = Reply {
        text: "Деньги возвращены.".into(),
        then: Some(State::Resolved),
        ..Reply::default()
    };
    desk.desk.reply(who, ticket, reply).await.unwrap();
    desk.settle().await;
    waiting(desk, who).await.pop().unwrap()
}

async fn waiting(desk: &TestDesk, who: &Principal) -> Vec<LetterLine> {
    desk.desk
        .read(who)
        .unwrap()
        .letters("out", None, "")
        .await
        .unwrap()
        .lines
}

async fn tell(
    desk: &TestDesk,
    who: &Principal,
    line: &LetterLine,
    news: LetterNews,
) -> Result<(), DeskError> {
    desk.desk.letter_news(who, &line.letter.public_id, news).await
}

fn dispatched(on: Option<&str>) -> LetterNews {
    LetterNews::Dispatched {
        on: on.map(|on| on.parse().unwrap()),
        tracking: "RA1".into(),
    }
}

fn verdict(view: &TicketView, kind: ClockKind) -> (Verdict, bool) {
    let clock = view.clocks.iter().rev().find(|clock| clock.kind == kind).unwrap();
    (clock.verdict, clock.open)
}

both_databases! {
    async fn a_register_of_many_is_read_to_its_end(database: TestDatabase) {
        let (desk, vera, _) = desk(database).await;
        for number in 0..501 {
            claim_of(&desk, &vera, &format!("letter-{number:03}")).await;
        }
        let reader = desk.desk.read(&vera).unwrap();
        let day = Some("2026-04-20".parse().unwrap());
        let first = reader.letters("in", day, "").await.unwrap();
        let next = first.next.clone().unwrap();
        assert_eq!((first.lines.len(), &next), (500, &first.lines[499].letter.public_id));
        let second = reader.letters("in", day, &next).await.unwrap();
        assert_eq!((second.lines.len(), second.next), (1, None));
        assert!(first.lines.iter().all(|line| line.letter.number != second.lines[0].letter.number));
        assert!(reader.letters("in", day, "ltr_unknown").await.is_err());
    }

    async fn a_letter_that_left_is_printed_again_as_it_left(database: TestDatabase) {
        let (desk, vera, _) = desk(database).await;
        let root = desk.person("Root", Role::Administrator).await;
        let ticket = claim(&desk, &vera).await;
        desk.clock.set("2026-05-13T17:00:00+03:00");
        let line = answer(&desk, &vera, &ticket).await;
        let printed = async || {
            let reader = desk.desk.read(&vera).unwrap();
            reader.letter_sheet(&line.letter.public_id).await.unwrap().1
        };
        let door = desk.desk.setup().channels.iter().find(|door| door.name == "post").unwrap().public_id.clone();
        let look = async |head: &str| {
            let mut layout = desk.desk.letter_layout(&root, &door).await.unwrap();
            layout.layout["letterhead"] = head.into();
            desk.desk.change_letter_layout(&root, layout).await.unwrap();
            desk.open_post("post");
        };
        let first = printed().await;
        look("Банк «Юг»").await;
        let second = printed().await;
        assert_ne!(first, second, "until it leaves it follows the settings");
        tell(&desk, &vera, &line, dispatched(None)).await.unwrap();
        look("Банк «Запад»").await;
        assert_eq!(printed().await, second, "it is what was sent");
        tell(&desk, &vera, &line, LetterNews::Delivered).await.unwrap();
        desk.clock.set("2027-05-13T17:00:00+03:00");
        desk.desk.tidy(1).await.unwrap();
        assert_eq!(printed().await, second, "and is kept as long as the letter");
    }

    async fn a_letter_that_a_program_wrote_is_no_person(database: TestDatabase) {
        let (desk, vera, _) = desk(database).await;
        let clock = "\n[[policy.clock]]\nkind = \"handoff\"\ntarget = { minutes = 15 }\n";
        desk.desk.apply_setup(Actor::System, &format!("{DESK_TOML}{clock}")).await.unwrap();
        let program = Principal::Integration {
            id: TokenId(0),
            may: vec![Permission::TicketsRead, Permission::TicketsWrite],
        };
        for (who, name, answered) in [(&program, "letter-1", false), (&vera, "letter-2", true)] {
            let ticket = claim_of(&desk, &vera, name).await;
            let asks = message("anna@client.example", "Q", "оператор").hint(ThreadHint::Ticket(ticket.clone()));
            desk.take(asks).await;
            let reply = Reply { text: "Деньги возвращены.".into(), ..Reply::default() };
            desk.desk.reply(who, &ticket, reply).await.unwrap();
            desk.settle().await;
            let line = waiting(&desk, &vera).await.pop().unwrap();
            tell(&desk, &vera, &line, dispatched(None)).await.unwrap();
            let view = desk.ticket(&ticket).await;
            assert_eq!(verdict(&view, ClockKind::Handoff).1, !answered, "{name}: a person must write");
            assert!(!verdict(&view, ClockKind::FirstResponse).1, "{name}: an answer it is");
        }
    }

    async fn an_extension_on_paper_holds_once_its_letter_left_in_time(database: TestDatabase) {
        let (desk, vera, oleg) = desk(database).await;
        let due = |view: &TicketView| view.clocks.iter().find(|one| one.kind == ClockKind::Statutory).unwrap().due;
        let (old, new) = (moment("2026-05-13T23:59:59.999999+03:00"), moment("2026-05-27T23:59:59.999999+03:00"));
        for (left, holds) in [("2026-05-13", true), ("2026-05-14", false)] {
            let ticket = claim_of(&desk, &vera, left).await;
            desk.clock.set("2026-05-13T17:00:00+03:00");
            desk.desk.extend_term(&oleg, &ticket, 10, "ждём банк", None).await.unwrap();
            desk.settle().await;
            let view = desk.ticket(&ticket).await;
            assert_eq!(due(&view), old, "written is not sent");
            assert!(view.timeline.entries.iter().any(|line| line.code == "term_extension_written"));
            let line = waiting(&desk, &vera).await.pop().unwrap();
            desk.clock.set("2026-05-14T10:00:00+03:00");
            tell(&desk, &vera, &line, dispatched(Some(left))).await.unwrap();
            let view = desk.ticket(&ticket).await;
            assert_eq!(due(&view), if holds { new } else { old }, "{left}");
            assert_eq!(view.timeline.entries.iter().any(|line| line.code == "term_extension_too_late"), !holds);
            assert_eq!(verdict(&view, ClockKind::FirstResponse), (Verdict::Missed, true), "a notice answers nothing");
        }
    }

    async fn a_letter_is_an_answer_when_it_leaves(database: TestDatabase) {
        let (desk, vera, _) = desk(database).await;
        let ticket = claim(&desk, &vera).await;
        desk.clock.set("2026-05-13T17:00:00+03:00");
        let line = answer(&desk, &vera, &ticket).await;
        let view = desk.ticket(&ticket).await;
        assert_eq!(verdict(&view, ClockKind::Statutory), (Verdict::Running, true), "printed is not dispatched");
        assert_eq!(view.state, State::Open);
        assert_eq!((line.letter.number.as_str(), line.letter.state.as_str()), ("Исх-1/2026", "prepared"));
        assert_eq!(line.letter.address, "170000, г. Тверь, ул. Победы, д. 5, кв. 12", "as it was written");
        let sheet: serde_json::Value = serde_json::from_str(&line.letter.sheet).unwrap();
        let of = |name: &str| sheet[name].to_string().replace('\u{a0}', " ");
        assert!(of("number").contains("Исх-1/2026 от 13") && of("answers").contains("На № 45-К от 13"), "{sheet}");
        assert!(of("text").contains("Деньги возвращены") && of("sender").contains("Банк «Север»"), "{sheet}");
        let (_, pdf) = desk.desk.read(&vera).unwrap().letter_sheet(&line.letter.public_id).await.unwrap();
        assert!(pdf.starts_with(b"%PDF-"));
        // After the office closed, before midnight.
        desk.clock.set("2026-05-13T20:15:00+03:00");
        tell(&desk, &vera, &line, dispatched(None)).await.unwrap();
        let view = desk.ticket(&ticket).await;
        assert_eq!(verdict(&view, ClockKind::Statutory), (Verdict::Met, false));
        assert!(!verdict(&view, ClockKind::FirstResponse).1);
        assert_eq!(view.state, State::Resolved);
        let sent = view.timeline.entries.iter().find(|entry| !entry.deliveries.is_empty()).unwrap();
        let delivery = &sent.deliveries[0];
        assert_eq!(delivery.fate, DeliveryFate::Sent);
        let paper = delivery.letter.as_ref().unwrap();
        assert_eq!((paper.state.as_str(), paper.day.as_str(), paper.tracking.as_str()), ("dispatched", "2026-05-13", "RA1"));
        assert!(waiting(&desk, &vera).await.is_empty());
        let day = desk.desk.read(&vera).unwrap().letters("out", Some("2026-05-13".parse().unwrap()), "").await.unwrap().lines;
        assert_eq!(day.len(), 1, "it stands in the register of its day");
        assert!(tell(&desk, &vera, &line, dispatched(None)).await.is_err(), "once");
    }

    async fn a_letter_tells_what_it_promises_and_asks(database: TestDatabase) {
        let (desk, vera, _) = desk(database).await;
        let ticket = claim(&desk, &vera).await;
        let reply = Reply {
            text: "Проверяем. Пришлите копию чека.".into(),
            then: Some(State::WaitingClient),
            promise: Some(NewPromise { what: Promised::Answer, by: By::At(moment("2026-04-28T15:00:00+03:00")) }),
            ..Reply::default()
        };
        desk.desk.reply(&vera, &ticket, reply).await.unwrap();
        desk.settle().await;
        let line = waiting(&desk, &vera).await.pop().unwrap();
        let sheet: serde_json::Value = serde_json::from_str(&line.letter.sheet).unwrap();
        let text = sheet["text"].as_str().unwrap().replace('\u{a0}', " ");
        let promise = "Ответим не позднее 15:00 вторника, 28 апреля, по московскому времени.";
        let asks = "Ждём вашего ответа: пока его нет, срок по обращению приостановлен.";
        assert_eq!(text, format!("Проверяем. Пришлите копию чека.\n\n{promise}\n\n{asks}"));
        let (_, pdf) = desk.desk.read(&vera).unwrap().letter_sheet(&line.letter.public_id).await.unwrap();
        assert!(pdf.starts_with(b"%PDF-"), "it prints");
    }

    async fn the_date_in_the_register_decides(database: TestDatabase) {
        let (desk, vera, _) = desk(database).await;
        let ticket = claim(&desk, &vera).await;
        desk.clock.set("2026-05-13T17:00:00+03:00");
        let line = answer(&desk, &vera, &ticket).await;
        desk.clock.set("2026-05-14T09:30:00+03:00");
        desk.settle().await;
        assert_eq!(verdict(&desk.ticket(&ticket).await, ClockKind::Statutory).0, Verdict::Missed);
        for (on, code) in [("2026-05-15", "occurred_in_future"), ("2026-05-12", "invalid")] {
            match tell(&desk, &vera, &line, dispatched(Some(on))).await {
                Err(DeskError::Invalid(fields)) => assert_eq!(fields[0].code, code, "{on}"),
                other => panic!("{on}: {other:?}"),
            }
        }
        tell(&desk, &vera, &line, dispatched(Some("2026-05-13"))).await.unwrap();
        let view = desk.ticket(&ticket).await;
        assert_eq!(verdict(&view, ClockKind::Statutory).0, Verdict::Met, "known late, done in time");
        let changed = view.timeline.entries.iter().find(|line| line.code == "clock_verdict_changed").unwrap();
        assert_eq!((&changed.params["clock"], &changed.params["from"], &changed.params["to"]), (&"statutory".into(), &"missed".into(), &"met".into()));
    }

    async fn one_that_comes_back_asks_for_work_and_voids_nothing(database: TestDatabase) {
        let (desk, vera, _) = desk(database).await;
        let ticket = claim(&desk, &vera).await;
        desk.clock.set("2026-04-21T10:00:00+03:00");
        let line = answer(&desk, &vera, &ticket).await;
        assert!(tell(&desk, &vera, &line, LetterNews::Delivered).await.is_err(), "it has not left");
        tell(&desk, &vera, &line, dispatched(None)).await.unwrap();
        desk.clock.set("2026-04-24T10:00:00+03:00");
        tell(&desk, &vera, &line, LetterNews::Returned { reason: "адресат выбыл".into() }).await.unwrap();
        let view = desk.ticket(&ticket).await;
        assert_eq!(verdict(&view, ClockKind::Statutory), (Verdict::Met, false), "the answer stays given");
        assert_eq!(view.state, State::Open, "somebody has to see to it");
        let delivery = view.timeline.entries.iter().rev().find_map(|entry| entry.deliveries.last()).unwrap();
        assert_eq!((delivery.fate, delivery.reason.as_str()), (DeliveryFate::Bounced, "адресат выбыл"));
        assert!(view.timeline.entries.iter().any(|entry| entry.code == "letter_returned"));
    }

    async fn an_answer_undone_gets_no_number(database: TestDatabase) {
        let (desk, vera, _) = desk(database).await;
        let ticket = claim(&desk, &vera).await;
        let reply = Reply { text: "Рано.".into(), hold: Some(20_000_000), ..Reply::default() };
        let sent = desk.desk.reply(&vera, &ticket, reply).await.unwrap();
        desk.settle().await;
        assert!(waiting(&desk, &vera).await.is_empty(), "it may still be undone");
        desk.desk.undo_answer(&vera, &ticket, &sent.entry.unwrap()).await.unwrap();
        desk.clock.set("2026-04-20T11:00:00+03:00");
        let line = answer(&desk, &vera, &ticket).await;
        assert_eq!(line.letter.number, "Исх-1/2026");
    }
}
