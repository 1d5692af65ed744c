//! A client's word for a person is counted at every door, reaches a person, and is answered by one: no program counts.

use channel::ThreadHint;
use desk::read::{NoticeLine, TicketView};
use desk::ticket::{LoggedCall, Reply};
use domain::act::{Call, CallOutcome, Direction};
use domain::clock::ClockKind;
use domain::entry::EntryKind;
use domain::notice::Told;
use domain::{Permission, Principal, Role, TokenId};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, message, moment};

/// The desk of the worked examples with a deadline for a person, and a telephone.
fn with_clock() -> String {
    let clock = "\n[[policy.clock]]\nkind = \"handoff\"\ntarget = { minutes = 15 }\n";
    format!(
        "{DESK_TOML}{clock}\n[[channel]]\nname = 'line'\nkind = 'phone'\nbrand = 'Север'\nteam = 'Поддержка'\n"
    )
}

fn program() -> Principal {
    Principal::Integration {
        id: TokenId(0),
        may: vec![Permission::TicketsRead, Permission::TicketsWrite],
    }
}

async fn says(desk: &TestDesk, ticket: Option<&str>, words: &str) -> String {
    let mut said = message("anna@client.example", "Q", words);
    if let Some(ticket) = ticket {
        said = said.hint(ThreadHint::Ticket(ticket.to_owned()));
    }
    let taken = desk.take(said).await;
    desk.settle().await;
    taken.ticket.unwrap().public_id
}

/// What the client was told about the person they asked for, without no-break spaces.
fn told(desk: &TestDesk) -> Vec<String> {
    let sent = desk.sink.taken();
    let about = |text: &String| text.contains("ответа специалиста") || text.contains("asked for a person");
    let texts = sent.into_iter().map(|letter| letter.text.replace('\u{a0}', " "));
    texts.filter(about).collect()
}

fn lines(view: &TicketView, code: &str) -> usize {
    let entries = view.timeline.entries.iter();
    entries.filter(|entry| entry.code == code).count()
}

async fn notices(desk: &TestDesk, who: &Principal) -> Vec<NoticeLine> {
    let reader = desk.desk.read(who).unwrap();
    reader.notices(desk.now()).await.unwrap()
}

async fn answers(desk: &TestDesk, who: &Principal, ticket: &str) {
    let reply = Reply {
        text: "answer".into(),
        ..Reply::default()
    };
    desk.desk.reply(who, ticket, reply).await.unwrap();
}

/// Whether the wait for a person goes on.
fn waits(view: &TicketView) -> bool {
    let mut of_it = view
        .clocks
        .iter()
        .filter(|clock| clock.kind == ClockKind::Handoff);
    of_it.any(|clock| clock.stopped_at.is_none())
}

/// A call of now that was picked up, as an exchange tells of it or somebody logs it.
fn call(desk: &TestDesk, ticket: &str, by: &str, key: &str) -> LoggedCall {
    let now = desk.now();
    LoggedCall {
        call: Call {
            direction: Direction::In,
            outcome: CallOutcome::Connected,
            rang_at: now,
            connected_at: Some(now),
            ended_at: None,
            recording: String::new(),
            number: "+79123456789".into(),
        },
        channel: desk.channel("line"),
        name: String::new(),
        by: by.into(),
        ticket: Some(ticket.into()),
        client: None,
        text: String::new(),
        reason: String::new(),
        on_merits: false,
        clock_said: None,
        key: key.into(),
        trace: String::new(),
    }
}

async fn picked_up(desk: &TestDesk, ticket: &str, by: &str, key: &str) {
    let told = call(desk, ticket, by, key);
    desk.desk.log_exchange_call(told).await.unwrap();
}

both_databases! {
    async fn words_for_a_person_are_counted_by_door_and_by_the_desks_own_list(database: TestDatabase) {
        let own = DESK_TOML.replacen("[desk]", "[desk]\nhandoff_words = ['специалист', 'оператор']", 1);
        let desk = TestDesk::with(database, &own).await;
        let from = desk.now();
        let open = desk.take(message("anna@client.example", "Q", "Позовите специалиста!")).await.ticket.unwrap().public_id;
        desk.take(message("anna@client.example", "Re: Q", "ОПЕРАТОРА").hint(channel::ThreadHint::Ticket(open))).await;
        desk.take(message("boris@client.example", "Q", "Соедините с оператором").by("api")).await;
        desk.take(message("vlad@client.example", "Q", "сотрудник")).await;
        desk.take(message("gleb@client.example", "Q", "Где мой перевод?")).await;
        desk.clock.advance(1);
        let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
        let counted = reader.handoffs(from, desk.now()).await.unwrap();
        let named: Vec<_> = counted.iter().map(|(door, count)| (door.name.as_str(), *count)).collect();
        assert_eq!(named, [("mail", 2), ("api", 1)], "a word that is not in this desk's list is none");
        assert!(reader.handoffs(desk.now(), desk.now()).await.unwrap().is_empty());
        assert_eq!(desk.desk.handoffs_today().await.unwrap(), 3);
    }

    async fn outside_working_time_the_client_is_told_once_when_a_person_will_be_there(database: TestDatabase) {
        let desk = TestDesk::with(database, &with_clock()).await;
        let vera = desk.person("Vera", Role::Operator).await;
        desk.clock.set("2026-04-14T19:30:00+03:00");
        let first = message("anna@client.example", "Вопрос", "Где моя выписка за март?")
            .with(|m| m.wishes.zone = Some("Asia/Vladivostok".into()));
        let id = desk.take(first).await.ticket.unwrap().public_id;
        desk.clock.set("2026-04-14T19:40:00+03:00");
        for words in ["Оператор!", "Позовите оператора", "ОПЕРАТОР"] {
            says(&desk, Some(&id), words).await;
            desk.clock.advance(1_000_000);
        }
        let [text] = told(&desk).try_into().unwrap();
        assert!(text.contains("снова будем на связи в среду, 15 апреля, с 9:00 по московскому времени (16:00 по владивостокскому)"), "{text}");
        assert!(text.contains("Специалист ответит вам не позднее 16:15 среды, 15 апреля, по владивостокскому времени"), "{text}");
        let view = desk.ticket(&id).await;
        assert_eq!(lines(&view, "person_asked"), 1);
        assert!(waits(&view), "what a machine writes is no answer");
        desk.clock.set("2026-04-14T20:10:00+03:00");
        answers(&desk, &vera, &id).await;
        assert!(!waits(&desk.ticket(&id).await));
        desk.clock.set("2026-04-14T20:30:00+03:00");
        says(&desk, Some(&id), "оператор").await;
        assert_eq!(told(&desk).len(), 2, "somebody was there: it is another handoff");
    }

    async fn in_working_time_nobody_is_told_when_and_without_a_deadline_the_opening_is_named(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let id = says(&desk, None, "I want to talk to a human").await;
        assert!(told(&desk).is_empty(), "somebody is there");
        assert_eq!(lines(&desk.ticket(&id).await, "person_asked"), 1);
        desk.clock.set("2026-04-17T18:00:00+03:00");
        let other = desk.take(message("john@client.example", "Statement", "Agent, please")).await.ticket.unwrap().public_id;
        desk.settle().await;
        let [text] = told(&desk).try_into().unwrap();
        assert!(text.contains("20 April") && text.contains("9:00"), "{text}");
        assert_eq!(lines(&desk.ticket(&other).await, "person_expected"), 1);
    }

    async fn what_a_newer_version_left_is_left_to_it_and_told_plainly(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let olga = desk.person("Olga", Role::Supervisor).await;
        says(&desk, None, "сотрудник").await;
        let other = desk.another_store();
        let run = async |statement: &'static str| {
            let write = other.write::<_, store::StoreError, _>(domain::Actor::System, move |tx| {
                tx.run_as_another_version(statement)
            });
            write.await.unwrap()
        };
        assert!(run("UPDATE notice SET kind = 'of_tomorrow'").await > 0);
        let [one] = notices(&desk, &olga).await.try_into().unwrap();
        assert_eq!((one.about, one.about.code()), (Told::Other, "other"));
        // By mail too.
        desk.clock.advance(60_000_000);
        desk.settle().await;
        assert!(desk.sink.taken().iter().any(|letter| letter.text.contains("Есть новости")), "{:?}", desk.sink.last().text);
        let sent = desk.sink.taken().len();
        desk.take(message("boris@client.example", "Card", "Where?")).await;
        assert_eq!(run("UPDATE job SET kind = 'of_tomorrow' WHERE kind = 'acknowledge'").await, 1);
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), sent, "nobody here knows it");
        let next = other.read::<_, store::StoreError, _>(|reader| reader.next_job()).await.unwrap();
        assert!(next > desk.now(), "and nobody is kept awake by it");
        assert_eq!(run("UPDATE job SET kind = 'acknowledge' WHERE kind = 'of_tomorrow'").await, 1);
        desk.settle().await;
        assert_eq!(desk.sink.last().to.value, "boris@client.example", "it waited");
    }

    async fn without_a_deadline_the_word_reaches_the_team_or_whoever_is_responsible(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (vera, olga) = (desk.person("Vera", Role::Operator).await, desk.person("Olga", Role::Supervisor).await);
        let id = says(&desk, None, "сотрудник").await;
        let [one] = notices(&desk, &olga).await.try_into().unwrap();
        assert!(one.about == Told::Person && one.due == domain::time::NEVER, "{one:?}");
        assert_eq!(notices(&desk, &vera).await, [], "nobody is in the team: the supervisors are told");
        says(&desk, Some(&id), "Сотрудника!").await;
        assert_eq!(notices(&desk, &olga).await.len(), 1, "and once");
        answers(&desk, &vera, &id).await;
        says(&desk, Some(&id), "Сотрудника!").await;
        assert_eq!(notices(&desk, &olga).await.len(), 2);
        desk.clock.advance(60_000_000);
        desk.settle().await;
        let sent = desk.sink.taken();
        let letters: Vec<_> = sent.iter().filter(|letter| letter.to.value == "olga@desk.example").collect();
        assert!(letters.iter().any(|letter| letter.text.contains("Клиент просит оператора")), "{letters:?}");
    }

    async fn no_program_is_a_person(database: TestDatabase) {
        let desk = TestDesk::with(database, &with_clock()).await;
        desk.person("Vera", Role::Operator).await;
        let id = says(&desk, None, "оператор").await;
        answers(&desk, &program(), &id).await;
        assert!(waits(&desk.ticket(&id).await), "a program's message");
        picked_up(&desk, &id, "", "call:1").await;
        let view = desk.ticket(&id).await;
        assert!(waits(&view), "the robot of the telephone");
        let first = view.clocks.iter().find(|clock| clock.kind == ClockKind::FirstResponse).unwrap();
        assert_eq!(first.stopped_at, Some(moment("2026-04-14T09:30:00+03:00")));
        desk.clock.advance(1_000_000);
        picked_up(&desk, &id, "vera@desk.example", "call:2").await;
        let view = desk.ticket(&id).await;
        assert!(!waits(&view), "a pick-up by one of ours");
        let call = view.timeline.entries.iter().rfind(|entry| entry.kind == EntryKind::MessageIn).unwrap();
        assert!(call.params.get("call").is_some());
    }

    async fn whoever_logs_the_call_that_the_exchange_told_of_says_that_a_person_spoke(database: TestDatabase) {
        let desk = TestDesk::with(database, &with_clock()).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = says(&desk, None, "оператор").await;
        picked_up(&desk, &id, "", "call:1").await;
        let logged = LoggedCall {
            text: "The client wants an operator".into(),
            ..call(&desk, &id, "", "call:1")
        };
        desk.desk.log_call(&vera, logged).await.unwrap();
        assert!(!waits(&desk.ticket(&id).await));
    }
}
