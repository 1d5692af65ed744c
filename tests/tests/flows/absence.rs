//! Somebody is away: they stay responsible, no clock moves, and what needs work is seen by the deputy, else in the queue of
//! the team (`definitions.md` §8).

use channel::ThreadHint;
use desk::DeskError;
use desk::people::NewAbsence;
use desk::read::{InboxQuery, View};
use desk::ticket::Change;
use domain::{Actor, Principal, Role};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, message, moment};

async fn public_id(desk: &TestDesk, who: &Principal) -> String {
    let Principal::Operator { id, .. } = who else {
        panic!("an operator")
    };
    let people = desk.desk.operators(&TestDesk::supervisor(), false).await.unwrap();
    people.iter().find(|one| one.id == *id).unwrap().public_id.clone()
}

/// A ticket that lies with somebody, opened at an instant.
async fn of(desk: &TestDesk, who: &Principal, client: &str, at: &str) -> String {
    desk.clock.set(at);
    let letter = message(&format!("{client}@client.example"), client, "Where is my card?");
    let id = desk.take(letter).await.ticket.unwrap().public_id;
    let assignee = Some(Some(public_id(desk, who).await));
    let change = Change {
        assignee,
        ..Change::default()
    };
    desk.desk.change(who, &id, change).await.unwrap();
    id
}

async fn away(
    desk: &TestDesk,
    by: &Principal,
    who: &Principal,
    deputy: Option<&Principal>,
) -> Result<(), DeskError> {
    let deputy = match deputy {
        Some(deputy) => Some(public_id(desk, deputy).await),
        None => None,
    };
    let absence = NewAbsence {
        from: moment("2026-04-14T12:00:00+03:00"),
        until: moment("2026-04-20T09:00:00+03:00"),
        deputy,
    };
    desk.desk
        .state_absence(by, &public_id(desk, who).await, absence)
        .await
}

/// What somebody sees in a view, and how many it counts.
async fn sees(desk: &TestDesk, who: &Principal, view: View) -> Vec<String> {
    let reader = desk.desk.read(who).unwrap();
    let page = reader.inbox(InboxQuery::of(view, desk.now())).await.unwrap();
    let counted = reader.counts(&[view], desk.now()).await.unwrap();
    assert_eq!(
        counted[0].1,
        i64::try_from(page.rows.len()).unwrap(),
        "counted as listed"
    );
    page.rows.into_iter().map(|row| row.public_id).collect()
}

async fn writes_again(desk: &TestDesk, client: &str, ticket: &str) {
    let more = message(&format!("{client}@client.example"), "Re", "And?")
        .hint(ThreadHint::Ticket(ticket.to_owned()));
    desk.take(more).await;
}

both_databases! {
    async fn the_deputy_sees_what_has_news_or_falls_due_before_the_return(database: TestDatabase) {
        // Nothing else of these tickets falls due before the return.
        let long = DESK_TOML.replace("target = { minutes = 120 }", "target = { days = 20, until = 'close' }")
            .replace("target = { days = 1, until = \"close\" }", "target = { days = 30, until = 'close' }");
        let desk = TestDesk::with(database, &long).await;
        let (vera, boris) = (desk.person("Vera", Role::Operator).await, desk.person("Boris", Role::Operator).await);
        let quiet = of(&desk, &vera, "anna", "2026-04-14T10:00:00+03:00").await;
        let news = of(&desk, &vera, "clara", "2026-04-14T10:01:00+03:00").await;
        let urgent = of(&desk, &vera, "dmitri", "2026-04-14T10:02:00+03:00").await;
        let own = of(&desk, &boris, "elena", "2026-04-14T10:03:00+03:00").await;
        away(&desk, &vera, &vera, Some(&boris)).await.unwrap();
        assert_eq!(sees(&desk, &boris, View::Mine).await, [own.as_str()], "she is still there");
        desk.clock.set("2026-04-14T13:00:00+03:00");
        let priority = Some(domain::ticket::Priority::Urgent);
        desk.desk.change(&boris, &urgent, Change { priority, ..Change::default() }).await.unwrap();
        writes_again(&desk, "clara", &news).await;
        let before = desk.ticket(&news).await;
        let mine = sees(&desk, &boris, View::Mine).await;
        assert!(mine.contains(&own) && mine.contains(&news) && mine.contains(&urgent) && !mine.contains(&quiet), "{mine:?}");
        assert_eq!(mine[0], urgent, "in the order of their dues");
        assert_eq!(sees(&desk, &vera, View::Mine).await.len(), 3, "hers are hers");
        assert!(sees(&desk, &boris, View::Unassigned).await.is_empty());
        let view = desk.ticket(&news).await;
        assert_eq!(view.assignee.unwrap().name, "Vera", "only a person changes who is responsible");
        let told = view.away.unwrap();
        assert_eq!((told.until, told.deputy.unwrap().name.as_str()), (moment("2026-04-20T09:00:00+03:00"), "Boris"));
        let dues = |view: &desk::read::TicketView| view.clocks.iter().map(|clock| clock.due).collect::<Vec<_>>();
        assert_eq!(dues(&desk.ticket(&news).await), dues(&before), "no clock moves");
        desk.clock.set("2026-04-20T09:00:00+03:00");
        assert_eq!(sees(&desk, &boris, View::Mine).await, [own.as_str()], "she is back");
        assert!(desk.ticket(&news).await.away.is_none());
    }

    async fn without_a_deputy_it_lies_in_the_queue(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (vera, boris) = (desk.person("Vera", Role::Operator).await, desk.person("Boris", Role::Operator).await);
        let id = of(&desk, &vera, "anna", "2026-04-14T10:00:00+03:00").await;
        away(&desk, &vera, &vera, None).await.unwrap();
        desk.clock.set("2026-04-14T12:00:00+03:00");
        assert_eq!(sees(&desk, &boris, View::Unassigned).await, [id.as_str()]);
        // A deputy who is away, too, works for nobody.
        away(&desk, &vera, &vera, Some(&boris)).await.unwrap();
        assert!(sees(&desk, &boris, View::Unassigned).await.is_empty());
        away(&desk, &boris, &boris, None).await.unwrap();
        assert_eq!(sees(&desk, &boris, View::Unassigned).await, [id.as_str()]);
        desk.desk.end_absence(&vera, &public_id(&desk, &vera).await).await.unwrap();
        assert!(sees(&desk, &boris, View::Unassigned).await.is_empty(), "she is there after all");
    }

    async fn what_one_does_for_others_is_read_from_indexes(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (vera, boris) = (desk.person("Vera", Role::Operator).await, desk.person("Boris", Role::Operator).await);
        of(&desk, &vera, "anna", "2026-04-14T10:00:00+03:00").await;
        // Of a deputy's own list, and of the queue where there is none.
        for (deputy, view, own) in [(Some(&boris), View::Mine, "ticket_open_assignee"), (None, View::Unassigned, "ticket_open_nobody")] {
            away(&desk, &vera, &vera, deputy).await.unwrap();
            desk.clock.set("2026-04-14T12:00:00+03:00");
            let reader = desk.desk.read(&boris).unwrap();
            assert!(!sees(&desk, &boris, view).await.is_empty(), "the lists are merged");
            let first = InboxQuery::of(view, desk.now());
            let later = InboxQuery { after: Some("d1.1".parse().unwrap()), ..first.clone() };
            for query in [first, later] {
                let text = reader.inbox_plan(query).await.unwrap().join("\n");
                for index in [own, "ticket_open_assignee"] {
                    assert!(text.split([' ', '\n']).any(|word| word == index), "{view}: {index} is not used:\n{text}");
                }
                // Each list is a page in its order; the pages together may be sorted.
                for slow in ["SCAN ticket\n", "Seq Scan on ticket\n"] {
                    assert!(!format!("{text}\n").contains(slow), "{view}: {slow}:\n{text}");
                }
            }
        }
    }

    async fn one_states_ones_own_and_a_supervisor_anybodys(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (vera, boris) = (desk.person("Vera", Role::Operator).await, desk.person("Boris", Role::Operator).await);
        let olga = desk.person("Olga", Role::Supervisor).await;
        assert!(matches!(away(&desk, &boris, &vera, None).await, Err(DeskError::Forbidden(_))));
        assert!(matches!(away(&desk, &vera, &vera, Some(&vera)).await, Err(DeskError::Invalid(_))), "nobody is their own deputy");
        away(&desk, &olga, &vera, Some(&boris)).await.unwrap();
        desk.clock.set("2026-04-20T09:00:00+03:00");
        assert!(matches!(away(&desk, &vera, &vera, None).await, Err(DeskError::Invalid(_))), "it is over");
    }

    async fn warnings_go_to_the_deputy_else_to_the_team(database: TestDatabase) {
        let clock = "kind = \"first_response\"\ntarget = { minutes = 120 }\n";
        let chain = format!("{clock}[[policy.clock.warn]]\npercent = 90\nto = ['operator']\n");
        let team = "public_name = { ru = \"служба поддержки\"";
        let desk = TestDesk::with(database, &DESK_TOML.replacen(clock, &chain, 1)).await;
        let (vera, boris) = (desk.person("Vera", Role::Operator).await, desk.person("Boris", Role::Operator).await);
        let mate = desk.person("Mate", Role::Operator).await;
        let mates = format!("[[team]]\nname = 'Поддержка'\n{team}, en = 'the support team' }}\nmembers = ['vera@desk.example', 'mate@desk.example']\n");
        desk.desk.apply_setup(Actor::System, &mates).await.unwrap();
        let told = |who: Principal| {
            let desk = &desk;
            async move { desk.desk.read(&who).unwrap().notices(desk.now()).await.unwrap().len() }
        };
        of(&desk, &vera, "anna", "2026-04-14T11:00:00+03:00").await;
        away(&desk, &vera, &vera, Some(&boris)).await.unwrap();
        desk.clock.set("2026-04-14T12:50:00+03:00");
        desk.settle().await;
        assert_eq!((told(vera.clone()).await, told(boris.clone()).await, told(mate.clone()).await), (0, 1, 0));
        of(&desk, &vera, "clara", "2026-04-15T11:00:00+03:00").await;
        away(&desk, &vera, &vera, None).await.unwrap();
        desk.clock.set("2026-04-15T12:50:00+03:00");
        desk.settle().await;
        assert_eq!((told(vera).await, told(boris).await, told(mate).await), (0, 1, 1));
    }
}
