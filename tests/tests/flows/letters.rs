//! Paper (`definitions.md` §1, §9, example 5): three dates, a number a year, a term that counts from the registration.

use desk::DeskError;
use desk::ticket::{Change, NewFile, ReceivedLetter, RegisteredLetter};
use domain::clock::{ClockKind, Verdict};
use domain::ledger::Fate;
use domain::ticket::Kind;
use domain::{Actor, HandleKind, Principal, Role};
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

pub const POST: &str = "
[[term]]
name = 'Жалобы'
preset = 'ru-financial'
calendar = 'office'

[[channel]]
name = 'post'
kind = 'letter'
brand = 'Север'
team = 'Поддержка'
registers = false
acknowledges = false
[channel.settings]
incoming = 'ВХ-{serial}/{year:2}'
sender = '''Банк «Север»
101000, Москва, а/я 5'''
";

pub async fn desk(database: TestDatabase) -> (TestDesk, Principal, Principal) {
    let desk = TestDesk::new(database).await;
    desk.desk.apply_setup(Actor::System, POST).await.unwrap();
    desk.open_post("post");
    let vera = desk.person("Vera", Role::Operator).await;
    let oleg = desk.person("Oleg", Role::Supervisor).await;
    (desk, vera, oleg)
}

pub fn letter(received: &str) -> ReceivedLetter {
    ReceivedLetter {
        channel: None,
        paper: None,
        ticket: None,
        client: None,
        name: "Анна Королёва".into(),
        address: "170000, г. Тверь, ул. Победы, д. 5, кв. 12".into(),
        title: "Верните комиссию".into(),
        text: String::new(),
        kind: Some(Kind::Complaint),
        topic: None,
        scan: vec![NewFile {
            name: "scan.pdf".into(),
            media_type: "application/pdf".into(),
            bytes: b"%PDF-1.7 scan".to_vec(),
        }],
        received: received.parse().unwrap(),
        postmark: None,
        their_number: String::new(),
        their_date: None,
        registered_at: None,
        reason: String::new(),
        key: format!("key {received}"),
        trace: "t".into(),
    }
}

async fn take(desk: &TestDesk, who: &Principal, letter: ReceivedLetter) -> RegisteredLetter {
    desk.desk.register_letter(who, letter).await.unwrap()
}

fn refused(result: Result<RegisteredLetter, DeskError>) -> (String, &'static str) {
    match result {
        Err(DeskError::Invalid(fields)) => (fields[0].field.to_string(), fields[0].code),
        other => panic!("{other:?}"),
    }
}

both_databases! {
    async fn the_term_of_a_letter_counts_from_its_registration(database: TestDatabase) {
        let (desk, vera, _) = desk(database).await;
        desk.clock.set("2026-04-20T09:40:00+03:00");
        let new = ReceivedLetter {
            postmark: Some("2026-04-14".parse().unwrap()),
            their_number: "45-К".into(),
            their_date: Some("2026-04-13".parse().unwrap()),
            ..letter("2026-04-17")
        };
        let done = take(&desk, &vera, new.clone()).await;
        assert_eq!((done.fate, done.number.as_str()), (Fate::Opened, "ВХ-1/26"));
        let view = desk.ticket(&done.ticket).await;
        assert_eq!(view.occurred_at, moment("2026-04-17T00:00:00+03:00"), "the midnight of the receipt");
        let clock = |kind| view.clocks.iter().find(|clock| clock.kind == kind).unwrap();
        assert_eq!(clock(ClockKind::Registration).verdict, Verdict::Met);
        assert_eq!(clock(ClockKind::Statutory).due, moment("2026-05-13T23:59:59.999999+03:00"));
        let entry = &view.timeline.entries[0];
        let facts = &entry.params["letter"];
        assert_eq!((facts["received"].as_str(), facts["postmark"].as_str(), facts["their_number"].as_str()), (Some("2026-04-17"), Some("2026-04-14"), Some("45-К")));
        assert_eq!((facts["number"].as_str(), facts["late"].as_bool()), (Some("ВХ-1/26"), Some(false)));
        assert_eq!((entry.files.len(), entry.files[0].media_type.as_str()), (1, "application/pdf"));
        let address = &view.client.identities[0].handle;
        assert_eq!((address.kind, address.value.as_str()), (HandleKind::Postal, "170000, Тверь, Победы, 5, 12"));
        let again = take(&desk, &vera, new).await;
        assert_eq!((again.fate, again.number, again.ticket), (Fate::Duplicate, done.number, done.ticket), "entered twice is one letter");
    }

    async fn a_letter_that_turns_out_to_be_a_complaint_counts_from_its_registration_too(database: TestDatabase) {
        let (desk, vera, _) = desk(database).await;
        desk.clock.set("2026-04-20T09:40:00+03:00");
        let done = take(&desk, &vera, ReceivedLetter { kind: Some(Kind::Question), ..letter("2026-04-17") }).await;
        let statutory = |view: desk::read::TicketView| view.clocks.into_iter().find(|clock| clock.kind == ClockKind::Statutory);
        assert!(statutory(desk.ticket(&done.ticket).await).is_none());
        desk.clock.set("2026-04-21T10:00:00+03:00");
        let complaint = Change { kind: Some(Kind::Complaint), ..Change::default() };
        desk.desk.change(&vera, &done.ticket, complaint).await.unwrap();
        let term = statutory(desk.ticket(&done.ticket).await).unwrap();
        assert_eq!(term.due, moment("2026-05-13T23:59:59.999999+03:00"));
    }

    async fn paper_waits_for_a_person_to_register_it_unless_the_desk_says_otherwise(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let without = POST.replace("registers = false\n", "");
        desk.desk.apply_setup(Actor::System, &without).await.unwrap();
        let registers = |name: &str| desk.desk.setup().channels.iter().find(|channel| channel.name == name).unwrap().registers;
        assert!(!registers("post") && registers("mail"));
    }

    async fn a_registration_that_comes_too_late_is_seen(database: TestDatabase) {
        let (desk, vera, _) = desk(database).await;
        desk.clock.set("2026-04-22T09:00:00+03:00");
        let done = take(&desk, &vera, letter("2026-04-17")).await;
        let view = desk.ticket(&done.ticket).await;
        let registration = view.clocks.iter().find(|clock| clock.kind == ClockKind::Registration).unwrap();
        assert_eq!(registration.verdict, Verdict::Missed, "due by the end of Monday");
        assert_eq!(view.timeline.entries[0].params["letter"]["late"], true);
    }

    async fn dates_that_cannot_be_are_refused(database: TestDatabase) {
        let (desk, vera, oleg) = desk(database).await;
        desk.clock.set("2026-04-20T09:40:00+03:00");
        let ahead = desk.desk.register_letter(&vera, letter("2026-04-21")).await;
        assert_eq!(refused(ahead), ("received".into(), "occurred_in_future"));
        let stamp = ReceivedLetter { postmark: Some("2026-04-18".parse().unwrap()), ..letter("2026-04-17") };
        assert_eq!(refused(desk.desk.register_letter(&vera, stamp).await), ("postmark".into(), "invalid"));
        let later = ReceivedLetter { registered_at: Some(moment("2026-04-20T09:40:01+03:00")), ..letter("2026-04-17") };
        assert_eq!(refused(desk.desk.register_letter(&vera, later).await), ("registered_at".into(), "occurred_in_future"));
        let before = ReceivedLetter { registered_at: Some(moment("2026-04-16T23:00:00+03:00")), ..letter("2026-04-17") };
        assert_eq!(refused(desk.desk.register_letter(&vera, before).await).0, "registration");
        // Five working days back is Monday 13 April.
        assert_eq!(refused(desk.desk.register_letter(&vera, letter("2026-04-12")).await), ("received".into(), "too_far_back"));
        assert_eq!(refused(desk.desk.register_letter(&oleg, letter("2026-04-12")).await), ("reason".into(), "required"));
        let why = ReceivedLetter { reason: "лежало не в том ящике".into(), ..letter("2026-04-12") };
        assert_eq!(take(&desk, &oleg, why).await.fate, Fate::Opened);
        assert_eq!(take(&desk, &vera, letter("2026-04-13")).await.fate, Fate::Opened);
    }

    async fn numbers_begin_anew_every_year(database: TestDatabase) {
        let (desk, vera, _) = desk(database).await;
        desk.clock.set("2026-12-30T10:00:00+03:00");
        let mut numbers = Vec::new();
        for key in ["a", "b"] {
            let new = ReceivedLetter { key: key.into(), ..letter("2026-12-30") };
            numbers.push(take(&desk, &vera, new).await.number);
        }
        desk.clock.set("2027-01-11T10:00:00+03:00");
        numbers.push(take(&desk, &vera, letter("2027-01-11")).await.number);
        assert_eq!(numbers, ["ВХ-1/26", "ВХ-2/26", "ВХ-1/27"]);
    }

    async fn a_letter_goes_to_the_ticket_and_the_client_that_are_named(database: TestDatabase) {
        let (desk, vera, _) = desk(database).await;
        let ticket = desk.take(message("anna@client.example", "Комиссия", "Верните")).await.ticket.unwrap().public_id;
        let client = desk.ticket(&ticket).await.client.public_id;
        desk.clock.set("2026-04-20T09:40:00+03:00");
        let on = ReceivedLetter { ticket: Some(ticket.clone()), ..letter("2026-04-20") };
        let done = take(&desk, &vera, on).await;
        assert_eq!((done.fate, &done.ticket), (Fate::Appended, &ticket));
        let view = desk.ticket(&ticket).await;
        let kinds: Vec<HandleKind> = view.client.identities.iter().map(|one| one.handle.kind).collect();
        assert_eq!((view.client.public_id.as_str(), kinds), (client.as_str(), vec![HandleKind::Email, HandleKind::Postal]));
        // Somebody else in the same house.
        let boris = desk.take(message("boris@client.example", "Карта", "Где она?")).await.ticket.unwrap().public_id;
        let boris = desk.ticket(&boris).await.client.public_id;
        let new = ReceivedLetter { client: Some(boris.clone()), name: "Борис Королёв".into(), key: "b".into(), ..letter("2026-04-20") };
        let his = desk.ticket(&take(&desk, &vera, new.clone()).await.ticket).await;
        assert_eq!(his.client.public_id, boris);
        let next = ReceivedLetter { key: "c".into(), ..new };
        assert_eq!(desk.ticket(&take(&desk, &vera, next).await.ticket).await.client.public_id, boris, "and again");
        let hers = ReceivedLetter { key: "d".into(), ..letter("2026-04-20") };
        assert_eq!(desk.ticket(&take(&desk, &vera, hers).await.ticket).await.client.public_id, client, "found by the address");
        let nobody = ReceivedLetter { client: Some("cli_none".into()), key: "e".into(), ..letter("2026-04-20") };
        assert!(matches!(desk.desk.register_letter(&vera, nobody).await, Err(DeskError::NotFound(_))));
    }

    async fn who_wrote_is_found_by_name_and_any_address(database: TestDatabase) {
        let (desk, vera, _) = desk(database).await;
        desk.take(message("anna@client.example", "Комиссия", "Верните").with(|message| message.from.name = "Анна Королёва".into())).await;
        desk.clock.set("2026-04-20T09:40:00+03:00");
        let his = ReceivedLetter { name: "Борис Мельник".into(), address: "Псков, Мира 7".into(), ..letter("2026-04-20") };
        take(&desk, &vera, his).await;
        let reader = desk.desk.read(&vera).unwrap();
        for (typed, name) in [
            ("Королева Анна", "Анна Королёва"),
            ("ANNA@client.example", "Анна Королёва"),
            ("г. Псков, ул. Мира, д. 7", "Борис Мельник"),
            ("мельник", "Борис Мельник"),
        ] {
            let found = reader.find_clients(typed, &[domain::client::Dialling::default()]).await.unwrap();
            assert_eq!(found.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), [name], "{typed}");
        }
        assert!(reader.find_clients("никого такого", &[]).await.unwrap().is_empty());
    }
}
