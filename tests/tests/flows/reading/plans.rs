//! How the databases find a page: by an index that has its order, so that a list of a hundred thousand opens as fast
//! as a list of ten.

use desk::read::{Filter, InboxQuery, View};
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

    async fn every_filter_is_answered_from_an_index(database: TestDatabase) {
        let toml = format!("{}\n[[field]]\nkey = \"contract\"\nname = {{ en = \"Contract\" }}\ntype = \"text\"\n", testkit::DESK_TOML);
        let desk = TestDesk::with(database, &toml).await;
        let ticket = desk.take(message("a@client.example", "t", "text")).await.ticket.unwrap();
        let client = desk.ticket(&ticket.public_id).await.client.public_id;
        let team = desk.desk.setup().teams[0].public_id.clone();
        let by_client = format!("client={client}");
        let by_team = format!("team={team}&state=open");
        let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
        // What is in order already, and what is few and may be sorted.
        let asked = [
            ("state=open", "ticket_open_state", false),
            (by_team.as_str(), "ticket_open_team_state", false),
            ("assignee=nobody", "ticket_open_nobody", false),
            ("priority=urgent", "ticket_open_priority", false),
            ("kind=claim", "ticket_open_kind", false),
            ("topic=cards", "ticket_open_topic", false),
            ("channel=mail", "ticket_open_channel", false),
            ("order=created", "ticket_open_created", false),
            ("order=oldest", "ticket_open_created", false),
            ("view=everything&order=created", "ticket_created", false),
            ("created_from=2026-04-01&created_to=2026-04-30", "ticket_open_created", false),
            ("view=everything&updated_from=2026-04-01", "ticket_updated", false),
            (by_client.as_str(), "ticket_client", true),
            ("company=Daisy", "client_company", true),
            ("view=everything&company=Daisy&state=open", "client_company", true),
            ("tag=vip", "ticket_tag_tag", true),
            ("field.contract=7", "ticket_field_value", true),
        ];
        for (query, index, sorted) in asked {
            let filter = Filter::read(query, &desk.desk.setup()).unwrap();
            let plan = reader.inbox_plan(InboxQuery::with(filter, desk.now())).await.unwrap();
            let text = plan.join("\n");
            assert!(text.split([' ', '\n']).any(|word| word == index), "{query}: {index} is not used:\n{text}");
            for slow in ["SCAN ticket\n", "Seq Scan on ticket\n", "TEMP B-TREE", "Sort"] {
                let few = sorted && matches!(slow, "TEMP B-TREE" | "Sort");
                assert!(few || !format!("{text}\n").contains(slow), "{query}: {slow}:\n{text}");
            }
        }
    }
}
