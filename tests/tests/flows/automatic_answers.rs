//! Answers that a program gives by itself: answers of automation, counted apart, and where a channel has them the
//! acknowledgement waits for one (`definitions.md` §5, §11).

use channel::ThreadHint;
use desk::DeskError;
use desk::read::{ClockView, Who};
use desk::ticket::Reply;
use domain::clock::{ClockKind, Verdict};
use domain::ticket::{Speaker, State};
use domain::{Permission, Principal, Role, TokenId};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, message, moment};

/// The desk of the worked examples with automatic answers by mail.
fn held() -> String {
    DESK_TOML.replacen(
        "acknowledges = true",
        "acknowledges = true\nautomatic_answers = true",
        1,
    )
}

fn program() -> Principal {
    Principal::Integration {
        id: TokenId(0),
        may: vec![Permission::TicketsRead, Permission::TicketsWrite],
    }
}

fn answer(text: &str) -> Reply {
    Reply {
        text: text.into(),
        automatic: true,
        ..Reply::default()
    }
}

async fn asks(desk: &TestDesk, who: &str) -> String {
    let question = message(
        &format!("{who}@client.example"),
        "Вопрос",
        "Здравствуйте, где выписка?",
    )
    .named("Анна");
    let taken = desk.take(question).await;
    desk.settle().await;
    taken.ticket.unwrap().public_id
}

/// Texts that went out, without no-break spaces.
fn sent(desk: &TestDesk) -> Vec<String> {
    let sent = desk.sink.taken();
    sent.into_iter()
        .map(|letter| letter.text.replace('\u{a0}', " "))
        .collect()
}

async fn clock(desk: &TestDesk, ticket: &str, kind: ClockKind) -> ClockView {
    let clocks = desk.ticket(ticket).await.clocks;
    clocks.into_iter().find(|clock| clock.kind == kind).unwrap()
}

const FACTS: [&str; 4] = [
    "Ваше обращение № 2026-000001 зарегистрировано 14 апреля 2026 года в 9:30",
    "Ответим не позднее 18:00 среды, 15 апреля, по московскому времени",
    "Обращением занимается служба поддержки. Ответ придёт письмом на этот адрес.",
    "https://desk.example/t/",
];

both_databases! {
    async fn a_program_answers_and_the_response_is_met_by_automation(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let id = asks(&desk, "anna").await;
        desk.desk.reply(&program(), &id, answer("It is in your account.")).await.unwrap();
        let view = desk.ticket(&id).await;
        let first = clock(&desk, &id, ClockKind::FirstResponse).await;
        assert_eq!((first.verdict, first.steps.last().unwrap().reason.as_str()), (Verdict::Met, "answered_automatically"));
        assert_eq!((view.last_speaker, view.state), (Speaker::System, State::Open));
        let line = view.timeline.entries.last().unwrap();
        assert!(matches!(line.who, Who::Integration { .. }), "credited to automation, never to an operator: {:?}", line.who);
        assert_eq!(line.params["automatic"], true);
        desk.settle().await;
        assert!(desk.sink.last().automatic, "no machine is to answer it");
        let (vera, other) = (desk.person("Vera", Role::Operator).await, asks(&desk, "boris").await);
        let by_hand = Reply { text: "By hand".into(), ..Reply::default() };
        desk.desk.reply(&vera, &other, by_hand).await.unwrap();
        desk.clock.advance(1);
        let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
        let report = reader.clock_report(moment("2026-04-14T00:00:00+03:00"), desk.now(), desk.now()).await.unwrap();
        let counted = report.kinds.iter().find(|counts| counts.kind == ClockKind::FirstResponse).unwrap();
        assert_eq!((counted.met, counted.met_automatically), (2, 1));
    }

    async fn one_of_ours_answers_in_their_own_name(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (vera, id) = (desk.person("Vera", Role::Operator).await, asks(&desk, "anna").await);
        let refused = desk.desk.reply(&vera, &id, answer("I am no robot")).await;
        assert!(matches!(refused, Err(DeskError::Invalid(_))), "{refused:?}");
    }

    async fn a_policy_may_say_that_it_does_not_count(database: TestDatabase) {
        let clock_of = "kind = \"first_response\"\ntarget = { minutes = 120 }\n";
        let toml = DESK_TOML.replacen(clock_of, &format!("{clock_of}automatic_answers = 'ignored'\n"), 1);
        let desk = TestDesk::with(database, &toml).await;
        let (vera, id) = (desk.person("Vera", Role::Operator).await, asks(&desk, "anna").await);
        desk.desk.reply(&program(), &id, answer("It is in your account.")).await.unwrap();
        assert!(clock(&desk, &id, ClockKind::FirstResponse).await.open);
        assert_eq!(desk.ticket(&id).await.state, State::New, "nobody has answered yet");
        let by_hand = Reply { text: "By hand".into(), ..Reply::default() };
        desk.desk.reply(&vera, &id, by_hand).await.unwrap();
        assert_eq!(clock(&desk, &id, ClockKind::FirstResponse).await.verdict, Verdict::Met);
        let wrong = DESK_TOML.replacen("kind = \"resolution\"\n", "kind = \"resolution\"\nautomatic_answers = 'ignored'\n", 1);
        assert!(desk.desk.apply_setup(domain::Actor::System, &wrong).await.is_err(), "no answer ends it");
    }

    async fn the_acknowledgement_waits_a_minute_for_an_automatic_answer_that_says_the_same(database: TestDatabase) {
        let desk = TestDesk::with(database, &held()).await;
        let id = asks(&desk, "anna").await;
        assert_eq!(sent(&desk), Vec::<String>::new(), "it is held");
        desk.clock.advance(59_000_000);
        let mut said = answer("Выписка в личном кабинете.");
        said.key = Some("one".into());
        desk.desk.reply(&program(), &id, said.clone()).await.unwrap();
        desk.desk.reply(&program(), &id, said).await.unwrap();
        desk.clock.advance(5_000_000);
        desk.settle().await;
        let [text] = sent(&desk).try_into().unwrap();
        assert!(text.contains("Выписка в личном кабинете."), "{text}");
        for fact in FACTS {
            assert!(text.contains(fact), "{fact}\nis not in\n{text}");
        }
        assert_eq!(desk.ticket(&id).await.told_due, Some(moment("2026-04-15T18:00:00+03:00")));
        // A later one says only what it has to say.
        let more = message("anna@client.example", "Q", "Ещё вопрос").hint(ThreadHint::Ticket(id.clone()));
        desk.take(more).await;
        desk.desk.reply(&program(), &id, answer("Ещё ответ.")).await.unwrap();
        desk.settle().await;
        let texts = sent(&desk);
        assert!(texts.len() == 2 && !texts[1].contains("зарегистрировано"), "{texts:?}");
    }

    async fn after_a_minute_the_acknowledgement_goes_by_itself(database: TestDatabase) {
        let desk = TestDesk::with(database, &held()).await;
        let id = asks(&desk, "anna").await;
        desk.clock.advance(60_000_000);
        desk.settle().await;
        let [text] = sent(&desk).try_into().unwrap();
        for fact in FACTS {
            assert!(text.contains(fact), "{fact}\nis not in\n{text}");
        }
        desk.desk.reply(&program(), &id, answer("Выписка в личном кабинете.")).await.unwrap();
        desk.settle().await;
        assert!(!sent(&desk)[1].contains("зарегистрировано"), "told once");
    }
}
