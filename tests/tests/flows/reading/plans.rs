//! How the databases find a page: by an index that has its order, so that a list of a hundred thousand opens as fast
//! as a list of ten.

use desk::read::{InboxQuery, View};
use domain::Role;
use testkit::{TestDatabase, TestDesk, both_databases, message};

/// The index behind each list.
const INDEXES: [(View, &str); 9] = [
    (View::Mine, "ticket_open_assignee"),
    (View::Team, "ticket_open_team"),
    (View::Unassigned, "ticket_open_nobody"),
    (View::DueSoon, "ticket_open"),
    (View::Overdue, "ticket_open"),
    (View::WaitingClient, "ticket_open_state"),
    (View::All, "ticket_open"),
    (View::Resolved, "ticket_done"),
    (View::Everything, "ticket_updated"),
];

both_databases! {
    async fn every_list_is_read_in_order_from_its_index(database: TestDatabase) {
        let toml = format!(
            "{}\n[[team]]\nname = \"Letters\"\n[[operator]]\nlogin = \"vera@desk.example\"\nname = \"Vera\"\n\
             role = \"operator\"\nteams = [\"Letters\", \"Поддержка\"]\n",
            testkit::DESK_TOML
        );
        let desk = TestDesk::with(database, &toml).await;
        let people = desk.desk.operators(&TestDesk::supervisor(), false).await.unwrap();
        let vera = domain::Principal::Operator { id: people[0].id, role: Role::Operator };
        desk.take(message("a@client.example", "t", "text")).await;
        let reader = desk.desk.read(&vera).unwrap();
        for (view, index) in INDEXES {
            let first = InboxQuery::of(view, desk.now());
            let order = if matches!(view, View::Resolved | View::Everything) { 'u' } else { 'd' };
            let later = InboxQuery { after: Some(format!("{order}1.1").parse().unwrap()), ..first.clone() };
            for query in [first, later] {
                let plan = reader.inbox_plan(query).await.unwrap();
                let text = plan.join("\n");
                assert!(text.split([' ', '\n']).any(|word| word == index), "{view}: {index} is not used:\n{text}");
                for slow in ["SCAN ticket\n", "TEMP B-TREE", "Seq Scan", "Sort"] {
                    // The merged lists of several teams are a page each: those may be sorted.
                    let merged = view == View::Team && matches!(slow, "TEMP B-TREE" | "Sort");
                    assert!(merged || !format!("{text}\n").contains(slow), "{view}: {slow}:\n{text}");
                }
            }
        }
    }
}
