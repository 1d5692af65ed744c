//! A desk filled with made-up work is a desk like any other: it adds up, is found, read and worked on, and goes on.

use desk::fill::{Filling, Mark, Phrase, Step, fill};
use desk::read::{Filter, InboxQuery, View};
use desk::ticket::Reply;
use domain::Role;
use domain::time::HOUR;
use std::collections::BTreeSet;
use store::DatabaseUrl;
use testkit::{TestDatabase, TestDesk, both_databases, message};

const TICKETS: u64 = 2_500;

fn filling(desk: &TestDesk, operator: domain::OperatorId) -> Filling {
    let phrase = |title: &str, text: &str| Phrase {
        title: title.into(),
        text: text.into(),
    };
    Filling {
        tickets: TICKETS,
        messages: 3,
        open: 40,
        recent: 24 * HOUR,
        operators: vec![operator],
        teams: desk.desk.setup().teams.iter().map(|team| team.id).collect(),
        phrases: vec![
            phrase("Нет картриджа", "Когда привезут картридж?"),
            phrase("Invoice", "Where is the invoice?"),
        ],
        answers: vec![phrase("", "Привезём завтра."), phrase("", "It is attached.")],
        mark: Some(Mark {
            key: "filled".into(),
            value: "yes".into(),
        }),
        seed: 7,
    }
}

async fn filled(url: DatabaseUrl, desk: &TestDesk, filling: Filling) -> Vec<u64> {
    let channel = desk
        .desk
        .setup()
        .channels
        .iter()
        .find(|channel| channel.kind == "email")
        .cloned()
        .unwrap();
    let (setup, now) = (desk.desk.setup(), desk.now());
    let filling = tokio::task::spawn_blocking(move || {
        let mut steps = Vec::new();
        fill(&url, setup, channel, now, filling, &mut |step| {
            if let Step::Tickets(done) = step {
                steps.push(done);
            }
        })
        .unwrap();
        steps
    });
    filling.await.unwrap()
}

both_databases! {
    async fn a_filled_desk_is_a_desk(database: TestDatabase) {
        let url = database.url.clone();
        let mut desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let domain::Principal::Operator { id, .. } = vera else { unreachable!() };
        let before = desk.take(message("a@client.example", "Before", "before")).await.ticket.unwrap().public_id;
        let steps = filled(url, &desk, filling(&desk, id)).await;
        assert!(steps.is_sorted() && steps.last() == Some(&TICKETS), "{steps:?}");
        desk.reopen().await;

        let balance = desk.desk.ledger_balance().await.unwrap().total;
        assert!(balance.adds_up() && balance.opened == i64::try_from(TICKETS).unwrap() + 1, "{balance:?}");
        let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
        let mut seen = BTreeSet::new();
        let mut query = InboxQuery::of(View::Everything, desk.now());
        loop {
            let page = reader.inbox(query.clone()).await.unwrap();
            seen.extend(page.rows.iter().map(|row| (row.public_id.clone(), row.number.clone())));
            let Some(next) = page.next else { break };
            query.after = Some(next);
        }
        let (ids, numbers): (BTreeSet<_>, BTreeSet<_>) = seen.into_iter().unzip();
        assert!(ids.len() == 2_501 && numbers.len() == 2_501 && ids.contains(&before), "none missing, none twice");
        for view in [View::All, View::WaitingClient, View::Closed, View::Resolved] {
            assert!(!reader.inbox(InboxQuery::of(view, desk.now())).await.unwrap().rows.is_empty(), "{view}");
        }
        let found = InboxQuery::with(Filter { text: Some("картридж".into()), ..Filter::of(View::Closed) }, desk.now());
        let found = reader.inbox(found).await.unwrap().rows;
        let old = found.last().unwrap();
        let view = desk.ticket(&old.public_id).await;
        assert_eq!(view.timeline.entries.len(), 3);
        assert!(view.clocks.iter().all(|clock| clock.stopped_at.is_some()), "{:?}", view.clocks);

        let open = reader.inbox(InboxQuery::of(View::All, desk.now())).await.unwrap().rows;
        desk.settle().await;
        let answer = Reply { text: "Done.".into(), ..Reply::default() };
        desk.desk.reply(&vera, &open[0].public_id, answer).await.unwrap();
        let next = desk.take(message("new@client.example", "After", "after")).await.ticket.unwrap();
        assert!(next.number.ends_with("002502"), "numbers go on: {}", next.number);
        assert!(desk.desk.ledger_balance().await.unwrap().total.adds_up());
        for (word, is_of) in [("before", &before), ("after", &next.public_id)] {
            let asked = Filter { text: Some(word.into()), ..Filter::of(View::Everything) };
            let found = reader.inbox(InboxQuery::with(asked, desk.now())).await.unwrap().rows;
            assert_eq!(found.iter().map(|row| &row.public_id).collect::<Vec<_>>(), [is_of], "{word}: words of before and after");
        }
    }
}
