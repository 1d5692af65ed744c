//! A ticket that became part of another one has no deadlines of its own.

use super::{breaches, opened, with};
use domain::Role;
use testkit::{TestDatabase, TestDesk, both_databases};

const CHAIN: &str = "\n[[policy.clock.warn]]\npercent = 75\nto = ['supervisor']\n[[policy.clock.warn]]\nafter = { hours = 1 }\nto = ['supervisor']\n";

both_databases! {
    async fn a_merged_ticket_escalates_no_more(database: TestDatabase) {
        let desk = TestDesk::with(database, &with(CHAIN)).await;
        let (vera, olga) = (desk.person("Vera", Role::Operator).await, desk.person("Olga", Role::Supervisor).await);
        let first = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        let second = opened(&desk, "2026-04-14T10:10:00+03:00").await;
        desk.clock.set("2026-04-14T10:30:00+03:00");
        desk.desk.merge(&vera, &second, &first, None).await.unwrap();
        desk.clock.set("2026-04-14T17:00:00+03:00");
        desk.settle().await;
        let reader = desk.desk.read(&olga).unwrap();
        let told = reader.notices(desk.now()).await.unwrap();
        assert_eq!(told.len(), 1, "the survivor's latest step");
        assert!(told.iter().all(|notice| notice.ticket == first), "none about the one that is gone");
        assert_eq!((breaches(&desk, &first).await, breaches(&desk, &second).await), (1, 0));
    }
}
