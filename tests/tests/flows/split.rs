//! A message that stands for itself (`definitions.md` §8): the new ticket happened when the message did.

use channel::ThreadHint;
use desk::ticket::Reply;
use domain::Role;
use domain::clock::{ClockKind, Verdict};
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

both_databases! {
    async fn a_message_keeps_its_time_and_gets_clocks_of_its_own(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let first = desk.take(message("anna@client.example", "Комиссия", "Верните")).await.ticket.unwrap();
        desk.clock.set("2026-04-14T09:40:00+03:00");
        desk.desk.reply(&vera, &first.public_id, Reply { text: "Проверяем".into(), ..Reply::default() }).await.unwrap();
        desk.settle().await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        desk.take(message("anna@client.example", "Re: Комиссия", "А ещё не пришла карта").hint(ThreadHint::Number(first.number.clone()))).await;
        desk.clock.set("2026-04-14T10:10:00+03:00");
        desk.take(message("anna@client.example", "Re: Комиссия", "Так что с комиссией?").hint(ThreadHint::Number(first.number.clone()))).await;
        let view = desk.ticket(&first.public_id).await;
        let asked: Vec<_> = view.timeline.entries.iter().filter(|entry| entry.kind == domain::entry::EntryKind::MessageIn).collect();
        assert_eq!(asked.len(), 3);
        desk.clock.set("2026-04-14T10:30:00+03:00");
        let done = desk.desk.split(&vera, &first.public_id, &asked[1].public_id, "Не пришла карта", None).await.unwrap();
        let new = desk.ticket(&done.ticket).await;
        assert_eq!((new.occurred_at, new.title.as_str()), (moment("2026-04-14T10:00:00+03:00"), "Не пришла карта"));
        let response = new.clocks.iter().find(|clock| clock.kind == ClockKind::FirstResponse).unwrap();
        assert_eq!((response.verdict, response.due), (Verdict::Running, moment("2026-04-14T12:00:00+03:00")), "from the message, not from now");
        let words = new.timeline.entries[0].body.as_ref().unwrap();
        assert!(words.text.contains("не пришла карта"));
        assert_eq!(new.client.public_id, view.client.public_id);
        let old = desk.ticket(&first.public_id).await;
        let next: Vec<_> = old.clocks.iter().filter(|clock| clock.kind == ClockKind::NextResponse).collect();
        assert_eq!(next.len(), 2);
        assert_eq!(next[0].verdict, Verdict::Cancelled, "its message is asked elsewhere");
        assert_eq!((next[1].verdict, next[1].due), (Verdict::Running, moment("2026-04-14T11:10:00+03:00")), "what was asked beside it goes on");
        assert!(desk.desk.split(&vera, &first.public_id, &asked[1].public_id, "", None).await.is_err(), "once");
        assert!(desk.desk.split(&vera, &first.public_id, &asked[0].public_id, "", None).await.is_err(), "the first stays");
        assert_eq!(old.related.len(), 1);
        // An answer on the new ticket stops the new ticket's clock and nothing of the old one.
        desk.desk.reply(&vera, &done.ticket, Reply { text: "Карта в пути".into(), ..Reply::default() }).await.unwrap();
        let new = desk.ticket(&done.ticket).await;
        assert_eq!(new.clocks.iter().find(|clock| clock.kind == ClockKind::FirstResponse).unwrap().verdict, Verdict::Met);
        assert!(desk.ticket(&first.public_id).await.clocks.iter().any(|clock| clock.kind == ClockKind::NextResponse && clock.open));
    }
}
