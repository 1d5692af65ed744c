//! Clients who were one are parted: what was opened meanwhile goes with whoever opened it, whoever spoke on it since.

use channel::ThreadHint;
use desk::ticket::Conversation;
use domain::{Handle, Role};
use testkit::{TestDatabase, TestDesk, both_databases, message};

async fn client_of(desk: &TestDesk, ticket: &str) -> String {
    desk.ticket(ticket).await.client.public_id
}

both_databases! {
    async fn a_ticket_opened_while_two_were_one_goes_with_whoever_opened_it(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let home = desk.take(message("home@client.example", "Карта", "Вопрос")).await.ticket.unwrap().public_id;
        let work = desk.take(message("work@client.example", "Счёт", "Вопрос")).await.ticket.unwrap().public_id;
        let (one, other) = (client_of(&desk, &home).await, client_of(&desk, &work).await);
        desk.desk.merge_clients(&vera, &other, &one).await.unwrap();
        let mut opened = Vec::new();
        for (opens, goes_on, whose) in [("work", "home", &other), ("home", "work", &one)] {
            let ticket = desk.take(message(&format!("{opens}@client.example"), "Вклад", "Вопрос")).await.ticket.unwrap().public_id;
            let more = message(&format!("{goes_on}@client.example"), "Re: Вклад", "Ещё вопрос");
            assert_eq!(desk.take(more.hint(ThreadHint::Ticket(ticket.clone()))).await.ticket.unwrap().public_id, ticket);
            opened.push((ticket, format!("{opens}@client.example"), whose));
        }
        // Where we spoke first, it is theirs to whom we wrote.
        let begun = Conversation { to: Handle::email("work@client.example", ""), title: "Карта готова".into(), text: "Заберите.".into(), channel: None, files: Vec::new(), lang: None, then: None, take: false, key: None };
        let begun = desk.desk.begin_conversation(&vera, begun).await.unwrap().ticket;
        let more = message("home@client.example", "Re: Карта готова", "Спасибо");
        assert_eq!(desk.take(more.hint(ThreadHint::Ticket(begun.clone()))).await.ticket.unwrap().public_id, begun);
        opened.push((begun, "work@client.example".into(), &other));
        desk.desk.unmerge_clients(&vera, &other).await.unwrap();
        for (ticket, address, whose) in opened {
            let view = desk.ticket(&ticket).await;
            assert_eq!(&view.client.public_id, whose, "{address}");
            let goes_to = view.client.identities.into_iter().find(|address| address.current).unwrap();
            assert_eq!(goes_to.handle.value, address, "and with the address by which it was opened");
        }
    }
}
