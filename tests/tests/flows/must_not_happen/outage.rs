//! After an outage everything that fell due meanwhile is found: more than one round of the timer.

use super::{breaches, with};
use domain::clock::ClockKind;
use domain::{Now, Role};
use std::sync::Arc;
use testkit::{TestClock, TestDatabase, TestDesk, both_databases, many_tickets, moment};

/// Ten rounds of the timer.
const MANY: usize = 10_000;
const CHAIN: &str = "\n[[policy.clock.warn]]\nafter = { minutes = 0 }\nto = ['supervisor']\n";

both_databases! {
    async fn all_that_fell_due_is_found_each_with_its_instant_and_one_letter_told(database: TestDatabase) {
        let store = database.open(Arc::new(TestClock::at("2026-04-14T10:00:00+03:00")) as Arc<dyn Now>);
        let desk = TestDesk::with(database, &with(CHAIN)).await;
        let olga = desk.person("Olga", Role::Supervisor).await;
        // One deadline each, that of the standard policy.
        let mut setup = (*desk.desk.setup()).clone();
        setup.policies.retain(|policy| policy.name == "standard");
        for policy in &mut setup.policies {
            policy.clocks.retain(|clock| clock.kind == ClockKind::FirstResponse);
        }
        let door = setup.channels.iter().find(|channel| channel.kind == "api").unwrap().clone();
        let begun = moment("2026-04-14T10:00:00+03:00");
        let last = many_tickets(&store, Arc::new(setup), door, begun, MANY).await.pop().unwrap();
        drop(store);
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
        assert_eq!(letters.len(), 1, "one digest, not ten thousand letters");
        let reader = desk.desk.read(&olga).unwrap();
        let told = reader.notices(desk.now()).await.unwrap();
        assert!(told.iter().all(|notice| notice.due == moment("2026-04-14T12:00:00+03:00")), "breaches keep their own instant");
    }
}
