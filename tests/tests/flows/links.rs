//! Tickets that have to do with one another, and a problem that concerns many: one answer, each by their own way.

use desk::DeskError;
use desk::ticket::Change;
use domain::act::LinkKind;
use domain::ticket::{Outcome, State};
use domain::{Handle, HandleKind, Principal, Role};
use testkit::{TestDatabase, TestDesk, both_databases, message};

async fn ticket(desk: &TestDesk, who: &str) -> String {
    desk.take(message(
        &format!("{who}@client.example"),
        "Не работает вход",
        "Белая страница",
    ))
    .await
    .ticket
    .unwrap()
    .public_id
}

async fn seen(desk: &TestDesk, who: &Principal, ticket: &str) -> Vec<(LinkKind, bool, String, State)> {
    let links = desk.desk.read(who).unwrap().links(ticket, "").await.unwrap();
    links
        .links
        .into_iter()
        .map(|link| (link.kind, link.outgoing, link.other.public_id, link.other.state))
        .collect()
}

both_databases! {
    async fn a_problem_is_answered_once_for_all_whom_it_concerns(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let (problem, anna, boris, done) = (ticket(&desk, "admin").await, ticket(&desk, "anna").await, ticket(&desk, "boris").await, ticket(&desk, "done").await);
        for one in [&anna, &boris, &done] {
            desk.desk.link(&vera, one, &problem, LinkKind::CausedBy).await.unwrap();
        }
        let resolved = Change { state: Some(State::Resolved), outcome: Some(Outcome::SOLVED), ..Change::default() };
        desk.desk.change(&vera, &done, resolved).await.unwrap();
        assert_eq!(seen(&desk, &vera, &problem).await.len(), 3);
        let before = desk.sink.taken().len();
        for press in ["first", "again"] {
            let begun = desk.desk.answer_all(&vera, &problem, "Исправили: обновите страницу.", Some(State::Resolved), "key").await.unwrap();
            assert_eq!((begun.total, begun.refused), (2, 0), "{press}");
            desk.settle().await;
        }
        let far = desk.desk.read(&vera).unwrap().answering_all(&problem).await.unwrap().unwrap();
        assert_eq!((far.total, far.answered, far.refused, far.waiting), (2, 2, 0, 0));
        let mut told: Vec<String> = desk.sink.taken()[before..].iter().filter(|mail| mail.text.contains("Исправили")).map(|mail| mail.to.value.clone()).collect();
        told.sort();
        assert_eq!(told, ["anna@client.example", "boris@client.example"], "each once, by their own address");
        assert!(seen(&desk, &vera, &problem).await.iter().all(|link| link.3 == State::Resolved), "the state of each is seen");
    }

    async fn links_are_paged_and_whom_it_concerns_is_counted_behind_them(database: TestDatabase) {
        const RELATED: usize = 203;
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let problem = ticket(&desk, "admin").await;
        let mut others = Vec::new();
        for number in 0..RELATED {
            let one = ticket(&desk, &format!("r{number}")).await;
            desk.desk.link(&vera, &one, &problem, LinkKind::Related).await.unwrap();
            others.push(one);
        }
        for number in 0..2 {
            let one = ticket(&desk, &format!("c{number}")).await;
            desk.desk.link(&vera, &one, &problem, LinkKind::CausedBy).await.unwrap();
            others.push(one);
        }
        let reader = desk.desk.read(&vera).unwrap();
        let view = desk.ticket(&problem).await;
        assert_eq!(view.links.len(), 200);
        assert_eq!(view.more_links.as_deref(), Some(others[199].as_str()));
        // None of the first 200 says so, and yet it concerns two.
        assert_eq!(view.problem.concerned, 2);
        let next = reader.links(&problem, &others[199]).await.unwrap();
        let seen: Vec<_> = next.links.iter().map(|link| link.other.public_id.as_str()).collect();
        let expected: Vec<_> = [200, 201, 202, 203, 204].map(|at: usize| others[at].as_str()).into();
        assert_eq!((seen, next.next), (expected, None));
        assert!(matches!(reader.links("tkt_nobody", "").await, Err(DeskError::NotFound(_))));
    }

    async fn however_many_it_concerns_all_are_answered_in_portions(database: TestDatabase) {
        const MANY: i64 = 405;
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let problem = ticket(&desk, "admin").await;
        for number in 0..MANY {
            let one = ticket(&desk, &format!("client{number}")).await;
            desk.desk.link(&vera, &one, &problem, LinkKind::CausedBy).await.unwrap();
        }
        // One of them by a door that leads nowhere.
        let gone = message("x", "", "Не работает вход").with(|m| m.from = Handle::new(HandleKind::External, "42", "Анна"));
        let gone = desk.take(gone).await.ticket.unwrap().public_id;
        desk.desk.link(&vera, &gone, &problem, LinkKind::CausedBy).await.unwrap();
        desk.settle().await;
        assert_eq!(desk.ticket(&problem).await.problem.concerned, MANY + 1);
        let before = desk.sink.taken().len();
        let statements = desk.desk.statements();
        let begun = desk.desk.answer_all(&vera, &problem, "Исправили.", None, "key").await.unwrap();
        assert_eq!((begun.total, begun.waiting), (MANY + 1, MANY + 1));
        let spent = desk.desk.statements() - statements;
        assert!(spent < 500, "nobody is answered while somebody waits for the page: {spent}");
        assert_eq!(desk.sink.taken().len(), before);
        desk.settle().await;
        desk.clock.advance(60_000_000);
        desk.settle().await;
        let far = desk.desk.read(&vera).unwrap().answering_all(&problem).await.unwrap().unwrap();
        assert_eq!((far.answered, far.refused, far.waiting), (MANY, 1, 0));
        assert_eq!(far.refusals[0].ticket, gone);
        assert!(!far.refusals[0].reason.is_empty());
        let mut told: Vec<String> = desk.sink.taken()[before..].iter().filter(|mail| mail.text.contains("Исправили")).map(|mail| mail.to.value.clone()).collect();
        told.sort();
        told.dedup();
        assert_eq!(i64::try_from(told.len()).unwrap(), MANY, "each by their own address");
        // Pressed again, nobody hears it twice.
        let count = desk.sink.taken().len();
        desk.desk.answer_all(&vera, &problem, "Исправили.", None, "key").await.unwrap();
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), count);
    }

    async fn a_link_is_seen_from_both_ends_and_taken_away(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let (one, other) = (ticket(&desk, "anna").await, ticket(&desk, "boris").await);
        let number = desk.ticket(&other).await.number;
        desk.desk.link(&vera, &one, &number, LinkKind::DuplicateOf).await.unwrap();
        assert_eq!(seen(&desk, &vera, &one).await, [(LinkKind::DuplicateOf, true, other.clone(), State::New)]);
        assert_eq!(seen(&desk, &vera, &other).await, [(LinkKind::DuplicateOf, false, one.clone(), State::New)]);
        let lines = desk.ticket(&other).await.timeline.entries;
        assert!(lines.iter().any(|line| line.code == "ticket_linked" && line.params["kind"] == "duplicated_by"), "{lines:?}");
        assert!(matches!(desk.desk.link(&vera, &one, &one, LinkKind::Related).await, Err(DeskError::Invalid(_))));
        desk.desk.link(&vera, &other, &one, LinkKind::Related).await.unwrap();
        assert_eq!(seen(&desk, &vera, &one).await.len(), 1, "one link between two");
        desk.desk.unlink(&vera, &one, &other).await.unwrap();
        assert!(seen(&desk, &vera, &other).await.is_empty());
        assert!(matches!(desk.desk.unlink(&vera, &one, &other).await, Err(DeskError::NotFound(_))));
    }
}
