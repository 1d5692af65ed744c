//! One person by five doors: it is one ticket, one timeline and one client, with the clocks right at each step, and an answer goes
//! out by each way.

use super::messengers::{Messenger, messenger, update};
use channel::{DeliveryReport, Happened, Inbound, ReportedFate, Sighting, What};
use channel_messenger::Telegram;
use desk::read::TicketView;
use desk::ticket::{By, Change, LetterNews, LoggedCall, NewPromise, ReceivedLetter, Reply};
use domain::act::{Call, CallOutcome, Direction};
use domain::clock::{ClockKind, Promised, Verdict};
use domain::delivery::DeliveryFate;
use domain::entry::EntryKind;
use domain::ticket::Kind;
use domain::{Actor, Handle, HandleKind, Moment};
use serde_json::json;
use std::sync::Arc;
use testkit::{TestDatabase, both_databases, message, moment};

const DOORS: &str = "
[[term]]
name = 'Жалобы'
preset = 'ru-financial'
calendar = 'office'

[[channel]]
name = 'chat'
kind = 'chat'
brand = 'Север'
team = 'Поддержка'
acknowledges = false
[channel.settings]
path = 'help'

[[channel]]
name = 'line'
kind = 'phone'
brand = 'Север'
team = 'Поддержка'

[[channel]]
name = 'post'
kind = 'letter'
brand = 'Север'
team = 'Поддержка'
registers = false
acknowledges = false
[channel.settings]
sender = '''Банк «Север»
101000, Москва, а/я 5'''
";

fn clock(view: &TicketView, kind: ClockKind) -> Option<(Verdict, Moment, Option<Moment>)> {
    let found = view.clocks.iter().rev().find(|clock| clock.kind == kind)?;
    Some((found.verdict, found.due, found.stopped_at))
}

fn to(kind: HandleKind, value: &str, text: &str) -> Reply {
    Reply {
        text: text.into(),
        to: Some((kind, value.into())),
        ..Reply::default()
    }
}

/// The visitor's page says that an answer was seen.
fn seen(m: &Messenger, visitor: Handle, about: String) -> Sighting {
    let report = DeliveryReport {
        key: format!("seen-{about}"),
        about: vec![about],
        recipient: Some(visitor),
        fate: ReportedFate::Delivered,
        status: String::new(),
        reason: String::new(),
        title: String::new(),
        happened: Happened::Now,
        raw: None,
    };
    Sighting {
        channel: m.desk.channel("chat"),
        size: 1,
        what: What::Understood(Inbound::Report(Box::new(report))),
        trace: "t".into(),
    }
}

both_databases! {
    async fn chat_call_letter_mail_and_telegram_are_one_conversation(database: TestDatabase) {
        let m = messenger(database, Arc::new(Telegram)).await;
        let (desk, vera) = (&m.desk, &m.vera);
        desk.desk.apply_setup(Actor::System, DOORS).await.unwrap();
        desk.open_chat("chat");
        desk.open_post("post");

        // By the chat, on Tuesday at 10:00: an answer is due in two hours.
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let visitor = Handle::new(HandleKind::Visitor, "v1sitor", "Анна Королёва");
        let from = visitor.clone();
        let asked = message("nobody@client.example", "", "Где моя карта?").by("chat").with(|message| message.from = from);
        let ticket = desk.take(asked).await.ticket.unwrap().public_id;
        let view = desk.ticket(&ticket).await;
        let client = view.client.public_id.clone();
        let (verdict, due, _) = clock(&view, ClockKind::FirstResponse).unwrap();
        assert_eq!((verdict, due), (Verdict::Running, moment("2026-04-14T12:00:00+03:00")));
        desk.clock.set("2026-04-14T10:05:00+03:00");
        desk.desk.reply(vera, &ticket, Reply { text: "Проверяем.".into(), ..Reply::default() }).await.unwrap();
        desk.settle().await;
        let view = desk.ticket(&ticket).await;
        let (verdict, _, stopped) = clock(&view, ClockKind::FirstResponse).unwrap();
        assert_eq!((verdict, stopped), (Verdict::Met, Some(moment("2026-04-14T10:05:00+03:00"))));
        let answer = view.timeline.entries.iter().find(|line| line.kind == EntryKind::MessageOut).unwrap().public_id.clone();
        let waits = desk.desk.unconfirmed(&visitor, vec![answer]).await.unwrap();
        desk.accept(seen(&m, visitor, waits[0].1.clone())).await.unwrap();

        // She calls on the next day; whoever picks up finds the ticket, and promises.
        desk.clock.set("2026-04-15T11:06:00+03:00");
        let call = LoggedCall {
            call: Call {
                direction: Direction::In,
                outcome: CallOutcome::Connected,
                rang_at: moment("2026-04-15T11:00:00+03:00"),
                connected_at: Some(moment("2026-04-15T11:00:20+03:00")),
                ended_at: Some(moment("2026-04-15T11:05:00+03:00")),
                recording: String::new(),
                number: "+79123456789".into(),
            },
            channel: desk.channel("line"),
            name: "Анна".into(),
            by: String::new(),
            ticket: Some(ticket.clone()),
            client: None,
            text: "Карты всё нет".into(),
            reason: String::new(),
            on_merits: false,
            clock_said: None,
            key: "call:1".into(),
            trace: "t".into(),
        };
        let logged = desk.desk.log_call(vera, call).await.unwrap();
        assert_eq!(logged.ticket, ticket);
        // The number is nobody's yet: whoever spoke with her says whose it is.
        let callers = desk.desk.read(vera).unwrap().callers("8 912 345", &[domain::client::Dialling::default()]).await.unwrap();
        desk.desk.merge_clients(vera, &callers[0].public_id, &client).await.unwrap();
        let promise = NewPromise { what: Promised::Solution, by: By::At(moment("2026-04-22T15:00:00+03:00")) };
        desk.desk.promise(vera, &ticket, promise, None).await.unwrap();

        // Her letter, received on Friday and registered on Monday, makes it a complaint, with a term of its own beside.
        desk.clock.set("2026-04-20T09:40:00+03:00");
        let letter = ReceivedLetter {
            ticket: Some(ticket.clone()),
            client: Some(client.clone()),
            kind: Some(Kind::Complaint),
            ..super::letters::letter("2026-04-17")
        };
        assert_eq!(desk.desk.register_letter(vera, letter).await.unwrap().ticket, ticket);
        let complaint = Change { kind: Some(Kind::Complaint), ..Change::default() };
        desk.desk.change(vera, &ticket, complaint).await.unwrap();

        // Her mail comes without a hint: one record, and one ticket, are made of two.
        desk.clock.set("2026-04-20T12:00:00+03:00");
        let mail = message("anna@client.example", "Карта", "Когда же?").named("Анна Королёва");
        let second = desk.take(mail).await.ticket.unwrap().public_id;
        let other = desk.ticket(&second).await.client.public_id;
        desk.desk.merge_clients(vera, &other, &client).await.unwrap();
        desk.desk.merge(vera, &second, &ticket, None).await.unwrap();
        let view = desk.ticket(&ticket).await;
        let next = clock(&view, ClockKind::NextResponse).unwrap();
        let since_the_letter = moment("2026-04-17T10:00:00+03:00");
        assert_eq!(next, (Verdict::Missed, since_the_letter, None), "an answer is due for what was said first");
        let term = clock(&view, ClockKind::Statutory).unwrap();
        assert_eq!((term.0, term.1), (Verdict::Running, moment("2026-05-06T23:59:59.999999+03:00")), "since the chat, where the complaint began");

        // And by Telegram.
        desk.clock.set("2026-04-20T12:31:00+03:00");
        m.vendor.push(update(1, json!({ "text": "Жду ответа", "date": 1_776_677_400 })));
        m.fetch(1).await;
        let third = desk.inbox(desk::read::View::All).await.into_iter().find(|one| *one != ticket).unwrap();
        let other = desk.ticket(&third).await.client.public_id;
        desk.desk.merge_clients(vera, &other, &client).await.unwrap();
        desk.desk.merge(vera, &third, &ticket, None).await.unwrap();
        assert_eq!(m.only_ticket().await, ticket, "one ticket");

        // One client with an address of each kind, one timeline of all that was said.
        let view = desk.ticket(&ticket).await;
        let mut kinds: Vec<_> = view.client.identities.iter().map(|one| one.handle.kind.code()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ["email", "phone", "postal", "telegram", "visitor"]);
        let said: Vec<_> = view.timeline.entries.iter().filter(|line| line.kind == EntryKind::MessageIn).collect();
        assert_eq!(said.len(), 5, "{said:?}");
        let mut places: Vec<_> = view.timeline.entries.iter().map(|line| line.occurred_at).collect();
        let shown = places.clone();
        places.sort();
        assert_eq!(shown, places, "in the order in which it happened");

        // An answer by each way; the paper counts when it leaves.
        desk.clock.set("2026-04-20T12:45:00+03:00");
        let telegram = view.client.identities.iter().find(|one| one.handle.kind == HandleKind::Telegram).unwrap().handle.value.clone();
        let postal = view.client.identities.iter().find(|one| one.handle.kind == HandleKind::Postal).unwrap().handle.value.clone();
        desk.desk.reply(vera, &ticket, to(HandleKind::Telegram, &telegram, "Карта в пути.")).await.unwrap();
        desk.settle().await;
        assert!(m.vendor.sent().iter().any(|sent| sent.text.contains("Карта в пути.")));
        desk.desk.reply(vera, &ticket, to(HandleKind::Email, "anna@client.example", "Номер отправления: 1.")).await.unwrap();
        desk.settle().await;
        assert_eq!(desk.sink.last().to.value, "anna@client.example");
        let view = desk.ticket(&ticket).await;
        let (verdict, _, stopped) = clock(&view, ClockKind::NextResponse).unwrap();
        assert_eq!((verdict, stopped), (Verdict::Missed, Some(moment("2026-04-20T12:45:00+03:00"))));
        desk.desk.reply(vera, &ticket, Reply { on_merits: true, ..to(HandleKind::Postal, &postal, "Карта выпущена заново.") }).await.unwrap();
        desk.settle().await;
        let term = |view: &TicketView| clock(view, ClockKind::Statutory).unwrap().0;
        assert_eq!(term(&desk.ticket(&ticket).await), Verdict::Running, "printed is not sent");
        desk.clock.set("2026-04-21T16:00:00+03:00");
        let line = desk.desk.read(vera).unwrap().letters("out", None, "").await.unwrap().lines.pop().unwrap();
        let news = LetterNews::Dispatched { on: None, tracking: "RA1".into() };
        desk.desk.letter_news(vera, &line.letter.public_id, news).await.unwrap();
        let view = desk.ticket(&ticket).await;
        assert_eq!(term(&view), Verdict::Met);
        let out = view.timeline.entries.iter().filter(|line| line.kind == EntryKind::MessageOut && !line.deliveries.is_empty());
        let fates: Vec<_> = out.map(|line| line.deliveries[0].fate).collect();
        assert_eq!(fates.len(), 4, "each has its fate");
        assert!(!fates.contains(&DeliveryFate::Failed), "{fates:?}");
        let promise = clock(&view, ClockKind::Promise).unwrap();
        assert_eq!((promise.0, promise.1), (Verdict::Running, moment("2026-04-22T15:00:00+03:00")));

        // What arrived is known to have, and the database is as sound as before.
        let broken = desk.desk.broken_promises().await.unwrap();
        let broken: Vec<_> = broken.iter().filter(|one| !one.starts_with("what the doors saw")).collect();
        assert!(broken.is_empty(), "{broken:?}");
    }
}
