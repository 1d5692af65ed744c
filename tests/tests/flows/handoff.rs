//! A client's word for a person is counted at every door, by the desk's own list.

use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, message};

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
}
