//! One ticket, opened: head, client, clocks, and the timeline page by page.

use super::{answer, change, open, public_id};
use desk::DeskError;
use desk::read::{PieceState, Relation, TicketView, Who};
use desk::ticket::{Change, Note};
use domain::clock::{ClockKind, StepKind, Verdict};
use domain::delivery::DeliveryFate;
use domain::entry::EntryKind;
use domain::ticket::{Priority, State};
use domain::{Principal, Role};
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

async fn note(desk: &TestDesk, by: &Principal, ticket: &str, text: &str) {
    let note = Note {
        text: text.into(),
        ..Note::default()
    };
    desk.desk.note(by, ticket, note).await.expect("the note is kept");
}

fn clock(ticket: &TicketView, kind: ClockKind) -> &desk::read::ClockView {
    ticket
        .clocks
        .iter()
        .find(|clock| clock.kind == kind)
        .expect("the clock is there")
}

both_databases! {
    async fn the_head_tells_all_that_is_known(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        let first = open(&desk, message("ivan@client.example", "Older", "text").named("Иван")).await;
        let id = open(&desk, message("ivan@client.example", "Card", "text").cc("wife@client.example")).await;
        let assignee = Some(Some(public_id(&desk, &anna).await));
        let tags_add = vec!["b".into(), "a".into()];
        let wanted = Change { assignee, tags_add, priority: Some(Priority::High), ..Change::default() };
        change(&desk.desk, &anna, &id, wanted).await;
        let ticket = desk.ticket(&id).await;
        assert_eq!((ticket.title.as_str(), ticket.priority, ticket.state), ("Card", Priority::High, State::New));
        assert_eq!(ticket.tags, ["a", "b"]);
        assert_eq!(ticket.assignee.as_ref().unwrap().name, "Anna");
        assert_eq!((ticket.brand.as_str(), ticket.team.as_ref().unwrap().name.as_str()), ("Север", "Поддержка"));
        assert_eq!(ticket.client.name, "Иван");
        let addresses: Vec<_> = ticket.client.identities.iter().map(|i| (i.handle.value.as_str(), i.current)).collect();
        assert_eq!(addresses, [("ivan@client.example", true)]);
        let others: Vec<_> = ticket.others.iter().map(|other| other.public_id.as_str()).collect();
        assert_eq!(others, [first.as_str()]);
        assert_eq!(ticket.number.to_string(), "2026-000002");
        let reader = desk.desk.read(&anna).unwrap();
        let missing = reader.ticket("tkt_none", None, desk.now()).await;
        assert!(matches!(missing, Err(DeskError::NotFound("ticket"))));
    }

    async fn the_timeline_names_everybody_and_says_what_became_of_answers(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        let quoted = "Thanks, and the fee?\n\nOn Tue, Anna wrote:\n> We block it.\n";
        let id = open(&desk, message("ivan@client.example", "Card", quoted).named("Иван")).await;
        note(&desk, &anna, &id, "He called, too.").await;
        answer(&desk.desk, &anna, &id, "No fee.", None).await;
        desk.settle().await;
        let ticket = desk.ticket(&id).await;
        let entries = ticket.timeline.entries;
        let kinds: Vec<_> = entries.iter().map(|entry| entry.kind).collect();
        assert!(kinds.contains(&EntryKind::Note), "{kinds:?}");
        let mut places: Vec<_> = entries.iter().map(|entry| entry.occurred_at).collect();
        let read = places.clone();
        places.sort();
        assert_eq!(places, read);
        let asked = entries.iter().find(|entry| entry.kind == EntryKind::MessageIn).unwrap();
        assert_eq!(asked.who, Who::Client { name: "Иван".into() });
        let body = asked.body.as_ref().unwrap();
        assert_eq!(body.said().trim(), "Thanks, and the fee?");
        assert!(body.tail().contains("We block it."));
        assert_eq!(format!("{}{}", body.said(), body.tail()), body.text);
        let answered = entries.iter().find(|e| e.kind == EntryKind::MessageOut && e.code.is_empty()).unwrap();
        assert!(matches!(&answered.who, Who::Operator(person) if person.name == "Anna"), "{:?}", answered.who);
        let delivery = &answered.deliveries[0];
        assert_eq!((delivery.fate, delivery.attempts), (DeliveryFate::Sent, 1));
        assert_eq!(delivery.to.value, "ivan@client.example");
        assert!(!answered.trace.is_empty() || answered.deliveries.len() == 1);
    }

    async fn a_long_timeline_is_read_from_its_end(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        let id = open(&desk, message("ivan@client.example", "Card", "0").by("api")).await;
        // At one instant: only their order of arrival tells them apart.
        for number in 1..=205 {
            note(&desk, &anna, &id, &number.to_string()).await;
        }
        let reader = desk.desk.read(&anna).unwrap();
        let (mut before, mut words, mut sizes, mut costs) = (None, Vec::new(), Vec::new(), Vec::new());
        loop {
            let start = desk.desk.statements();
            let page = reader.ticket(&id, before, desk.now()).await.unwrap().timeline;
            costs.push(desk.desk.statements() - start);
            let mut said: Vec<String> = page.entries.iter().filter_map(|e| e.body.as_ref()).map(|b| b.text.clone()).collect();
            sizes.push((page.entries.len(), page.earlier));
            said.append(&mut words);
            words = said;
            before = page.before;
            if before.is_none() {
                break;
            }
        }
        let expected: Vec<String> = (0..=205).map(|number| number.to_string()).collect();
        assert_eq!(words, expected);
        assert_eq!(sizes.first(), Some(&(100, 106)));
        assert_eq!(sizes.last(), Some(&(6, 0)));
        assert!(costs.iter().all(|cost| *cost <= 10), "{costs:?} statements");
        let other = "d1.1".parse().unwrap();
        assert!(matches!(reader.ticket(&id, Some(other), desk.now()).await, Err(DeskError::Invalid(_))));
    }

    async fn a_page_costs_the_same_however_much_hangs_on_it(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        let id = open(&desk, message("ivan@client.example", "Card", "0")).await;
        note(&desk, &anna, &id, "first").await;
        answer(&desk.desk, &anna, &id, "first", None).await;
        desk.settle().await;
        let reader = desk.desk.read(&anna).unwrap();
        let cost = || async {
            let start = desk.desk.statements();
            reader.ticket(&id, None, desk.now()).await.unwrap();
            desk.desk.statements() - start
        };
        let few = cost().await;
        for number in 0..20 {
            let author = desk.person(&format!("N{number}"), Role::Operator).await;
            note(&desk, &author, &id, "more").await;
            answer(&desk.desk, &author, &id, "more", None).await;
        }
        desk.settle().await;
        assert_eq!(cost().await, few);
    }

    async fn a_clock_is_explained_piece_by_piece(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        // Example 10: received Monday 11:00, question to the client 15:00, their answer Wednesday 10:00.
        desk.clock.set("2026-04-13T11:00:00+03:00");
        let id = open(&desk, message("ivan@client.example", "Card", "text")).await;
        desk.clock.set("2026-04-13T15:00:00+03:00");
        answer(&desk.desk, &anna, &id, "Which one?", Some(State::WaitingClient)).await;
        let paused = desk.ticket(&id).await;
        assert_eq!(clock(&paused, ClockKind::Resolution).verdict, Verdict::Paused);
        desk.clock.set("2026-04-15T10:00:00+03:00");
        desk.settle().await;
        let out = desk.sink.last().external_id;
        desk.take(message("ivan@client.example", "Re: Card", "The blue one.").answers(&out)).await;
        let ticket = desk.ticket(&id).await;
        let resolution = clock(&ticket, ClockKind::Resolution);
        assert_eq!(resolution.due, moment("2026-04-16T13:00:00+03:00"));
        assert_eq!((resolution.verdict, resolution.open, resolution.stopped_by_answer), (Verdict::Running, true, false));
        let steps: Vec<_> = resolution.steps.iter().map(|step| (step.kind, step.at)).collect();
        let (asked, told) = (moment("2026-04-13T15:00:00+03:00"), moment("2026-04-15T10:00:00+03:00"));
        assert_eq!(steps, [(StepKind::Pause, asked), (StepKind::Resume, told)]);
        assert!(resolution.steps.iter().all(|step| step.entry.is_some()), "the messages behind it are named");
        // Monday 11–13 and 14–15 it ran, between them was the break.
        assert_eq!(resolution.sums.ran.micros, 3 * 3_600_000_000);
        let first = &resolution.pieces[0];
        assert_eq!((first.from, first.state.clone()), (moment("2026-04-13T11:00:00+03:00"), PieceState::Ran));
        let last = resolution.pieces.last().unwrap();
        assert_eq!((last.from, last.to), (asked, told));
        assert!(matches!(last.state, PieceState::Paused(_)));
        assert!(resolution.pieces.windows(2).all(|pair| pair[0].to == pair[1].from), "without a gap");
        let response = clock(&ticket, ClockKind::FirstResponse);
        assert_eq!((response.verdict, response.stopped_at), (Verdict::Missed, Some(asked)));
        let next = clock(&ticket, ClockKind::NextResponse);
        assert!(next.open && next.stopped_by_answer);
    }

    async fn relatives_are_named_with_how_they_stand(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        let first = open(&desk, message("ivan@client.example", "Card", "text")).await;
        answer(&desk.desk, &anna, &first, "Done.", Some(State::Resolved)).await;
        desk.settle().await;
        let out = desk.sink.last().external_id;
        // Long after it was closed: the reply opens a new, related one.
        desk.clock.set("2026-06-01T10:00:00+03:00");
        desk.settle().await;
        let second = open(&desk, message("ivan@client.example", "Re: Card", "Again.").answers(&out)).await;
        assert_ne!(first, second);
        let old = desk.ticket(&first).await;
        let (relation, ticket) = &old.related[0];
        assert_eq!((*relation, ticket.public_id.as_str()), (Relation::GaveRise, second.as_str()));
        let new = desk.ticket(&second).await;
        assert_eq!((new.related[0].0, new.related[0].1.state), (Relation::CameFrom, State::Closed));
    }
}
