//! After an outage everything that fell due meanwhile is found: more than one round of the timer.

use super::{breaches, with};
use domain::Role;
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

/// More than the timer writes in one transaction.
const MANY: usize = 1_100;
const CHAIN: &str = "\n[[policy.clock.warn]]\nafter = { minutes = 0 }\nto = ['supervisor']\n";

both_databases! {
    async fn all_that_fell_due_is_found_each_with_its_instant_and_one_letter_told(database: TestDatabase) {
        let desk = TestDesk::with(database, &with(CHAIN)).await;
        let olga = desk.person("Olga", Role::Supervisor).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let mut last = String::new();
        for some in (0..MANY).collect::<Vec<_>>().chunks(100) {
            let asked = some.iter().map(|n| {
                let silent = message(&format!("c{n}@client.example"), "Q", "?").by("api");
                let sighting = silent.with(|message| message.wishes.silent = true).sighting(&desk);
                let desk = desk.desk.clone();
                tokio::spawn(async move { channel::Intake::accept(&desk, sighting).await })
            });
            for asked in asked.collect::<Vec<_>>() {
                last = asked.await.unwrap().unwrap().ticket.unwrap().public_id;
            }
        }
        desk.clock.set("2026-04-14T16:00:00+03:00");
        assert_eq!(desk.desk.fire_due().await.unwrap(), MANY);
        assert_eq!(desk.desk.warn_due().await.unwrap(), MANY);
        assert_eq!(desk.desk.fire_due().await.unwrap() + desk.desk.warn_due().await.unwrap(), 0);
        assert_eq!(breaches(&desk, &last).await, 1);
        desk.clock.set("2026-04-14T16:01:00+03:00");
        desk.settle().await;
        desk.clock.set("2026-04-14T16:10:00+03:00");
        desk.settle().await;
        let letters: Vec<_> = desk.sink.taken().into_iter().filter(|letter| letter.to.value == "olga@desk.example").collect();
        assert_eq!(letters.len(), 1);
        let reader = desk.desk.read(&olga).unwrap();
        let told = reader.notices(desk.now()).await.unwrap();
        assert!(told.iter().all(|notice| notice.due == moment("2026-04-14T12:00:00+03:00")), "breaches keep their own instant");
    }
}
