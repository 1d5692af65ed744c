//! The queue of a chat: whoever waits sees their place and what moves it; ours see the order; silence and leaving end talks, and
//! all of it is counted.

use super::chat::{ANNA, BORIS, Stream, only_ticket, operator, reply, say, site};
use crate::tests::site::Site;
use desk::read::View;
use desk::ticket::Change;
use domain::Permission;
use domain::event::{Event, EventType};
use domain::ticket::{Outcome, State};
use domain::time::{MINUTE, SECOND};
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::{TestDatabase, both_databases};
use tokio::sync::broadcast::Receiver;

async fn begins(site: &Site, secret: &str, id: &str) -> String {
    say(
        site,
        secret,
        &[("id", id), ("text", "Где моя карта?"), ("lang", "ru")],
    )
    .await;
    let mut all = site.desk.inbox(View::All).await;
    all.sort();
    all.pop().unwrap()
}

/// Waits for so many moves of the queues.
async fn moved(news: &mut Receiver<Arc<Vec<Event>>>, times: usize) {
    let mut seen = 0;
    while seen < times {
        let events = news.recv().await.unwrap();
        seen += events
            .iter()
            .filter(|event| event.kind == EventType::QueueMoved)
            .count();
    }
}

async fn codes(site: &Site, ticket: &str) -> Vec<String> {
    let ticket = site.desk.ticket(ticket).await;
    let lines = ticket.timeline.entries.into_iter();
    lines
        .map(|line| line.code)
        .filter(|code| code.starts_with("talk_"))
        .collect()
}

async fn report(site: &Site) -> Value {
    let token = site
        .token(&[Permission::TicketsRead, Permission::Supervise])
        .await;
    let span = "from=2020-01-01T00:00:00Z&to=2040-01-01T00:00:00Z";
    let path = format!("/api/v1/reports/talks?{span}");
    site.call("GET", &path, &token, &Value::Null, &[]).await.json()[0].clone()
}

both_databases! {
    async fn whoever_waits_sees_their_place_and_it_moves(database: TestDatabase) {
        let site = site(database).await;
        let vera = operator(&site).await;
        let mut anna = Stream::open(&site, ANNA).await;
        anna.hear("talk").await;
        say(&site, ANNA, &[("id", "m-000001"), ("text", "Где моя карта?")]).await;
        assert_eq!(anna.hear("queue").await["place"], 1);
        let annas = only_ticket(&site).await;
        let mut boris = Stream::open(&site, BORIS).await;
        boris.hear("talk").await;
        say(&site, BORIS, &[("id", "m-000002"), ("text", "А моя?")]).await;
        assert_eq!(boris.hear("queue").await["place"], 2);

        site.log_in("olga", domain::Role::Supervisor).await;
        let list = site.get("/inbox?view=all").await;
        assert!(list.body.contains("In the chat’s queue: 1") && list.body.contains("In the chat’s queue: 2"), "{}", list.body);
        site.desk.clock.advance(SECOND);
        reply(&site, &vera, &annas, "В пути.").await;
        assert_eq!(boris.hear("queue").await["place"], 1);
        assert_eq!(anna.hear("queue").await["place"], Value::Null);
        let counted = report(&site).await;
        assert_eq!((&counted["begun"], &counted["answered"], &counted["waiting"]), (&json!(2), &json!(1), &json!(1)), "{counted}");
        let board = site.get("/supervisor").await;
        assert!(board.body.contains("Chat within 30 days"), "{}", board.body);
        let metrics = site.get("/metrics").await;
        assert!(metrics.body.contains("okno_chat_queue 1") && metrics.body.contains("okno_chat_talks_day{outcome=\"begun\"} 2"), "{}", metrics.body);
    }

    async fn who_leaves_the_queue_is_counted_and_answered_all_the_same(database: TestDatabase) {
        let site = site(database).await;
        let vera = operator(&site).await;
        let fields = [("id", "m-000001"), ("text", "Где моя карта?"), ("email", "anna@client.example")];
        say(&site, ANNA, &fields).await;
        let ticket = only_ticket(&site).await;
        // No page of theirs ever said that it is there.
        site.desk.clock.advance(120 * SECOND);
        site.desk.settle().await;
        assert_eq!(codes(&site, &ticket).await, [""; 0]);
        site.desk.clock.advance(1);
        site.desk.settle().await;
        assert_eq!(codes(&site, &ticket).await, ["talk_abandoned"]);
        let counted = report(&site).await;
        assert_eq!((&counted["abandoned"], &counted["waiting"]), (&json!(1), &json!(0)), "{counted}");
        reply(&site, &vera, &ticket, "Карта в пути.").await;
        site.desk.clock.advance(121 * SECOND);
        site.desk.settle().await;
        assert_eq!(site.desk.sink.last().to.value, "anna@client.example");
    }

    async fn whoever_is_there_stays_in_the_queue(database: TestDatabase) {
        let site = site(database).await;
        let mut anna = Stream::open(&site, ANNA).await;
        anna.hear("talk").await;
        let mut news = site.desk.desk.tail().follow();
        let ticket = begins(&site, ANNA, "m-000001").await;
        assert_eq!(anna.hear("queue").await["place"], 1);
        // Came, and said that a page is open.
        moved(&mut news, 2).await;
        site.desk.clock.advance(30 * MINUTE);
        site.desk.settle().await;
        assert_eq!(codes(&site, &ticket).await, [""; 0]);
        // One page of theirs is closed; another one hears of it and says that it is there.
        let id = site.desk.ticket(&ticket).await.id;
        site.desk.desk.visitor_is_here(id, false).await.unwrap();
        moved(&mut news, 2).await;
        site.desk.clock.advance(10 * MINUTE);
        site.desk.settle().await;
        assert_eq!(codes(&site, &ticket).await, [""; 0]);
    }

    async fn whoever_closes_the_page_is_away_at_once(database: TestDatabase) {
        let site = site(database).await;
        let mut anna = Stream::open(&site, ANNA).await;
        anna.hear("talk").await;
        let mut news = site.desk.desk.tail().follow();
        let ticket = begins(&site, ANNA, "m-000001").await;
        assert_eq!(anna.hear("queue").await["place"], 1);
        moved(&mut news, 2).await;
        let id = site.desk.ticket(&ticket).await.id;
        drop(anna);
        // Nothing is written to the stream meanwhile: the first beat comes after 20 s.
        let told = tokio::time::timeout(std::time::Duration::from_secs(10), moved(&mut news, 1)).await;
        assert!(told.is_ok(), "nobody noticed before the next beat");
        assert!(site.desk.desk.chat_queue().await.unwrap().places[&id].away);
        // Two minutes later they have left the queue.
        site.desk.clock.advance(121 * SECOND);
        site.desk.settle().await;
        assert_eq!(codes(&site, &ticket).await, ["talk_abandoned"]);
    }

    async fn who_comes_back_in_time_has_not_left(database: TestDatabase) {
        let site = site(database).await;
        let ticket = begins(&site, ANNA, "m-000001").await;
        let id = site.desk.ticket(&ticket).await.id;
        site.desk.clock.advance(MINUTE);
        site.desk.desk.visitor_is_here(id, true).await.unwrap();
        site.desk.clock.advance(10 * MINUTE);
        site.desk.settle().await;
        assert_eq!(codes(&site, &ticket).await, [""; 0]);
        site.desk.desk.visitor_is_here(id, false).await.unwrap();
        site.desk.clock.advance(121 * SECOND);
        site.desk.settle().await;
        assert_eq!(codes(&site, &ticket).await, ["talk_abandoned"]);
    }

    async fn a_process_that_begins_asks_who_is_there(database: TestDatabase) {
        let site = site(database).await;
        let ticket = begins(&site, ANNA, "m-000001").await;
        let id = site.desk.ticket(&ticket).await.id;
        site.desk.desk.visitor_is_here(id, true).await.unwrap();
        site.desk.desk.doubt_visitors().await.unwrap();
        site.desk.clock.advance(121 * SECOND);
        site.desk.settle().await;
        assert_eq!(codes(&site, &ticket).await, ["talk_abandoned"]);
    }

    async fn what_is_dealt_with_leaves_the_queue(database: TestDatabase) {
        let site = site(database).await;
        let vera = operator(&site).await;
        let ticket = begins(&site, ANNA, "m-000001").await;
        let boris = begins(&site, BORIS, "m-000002").await;
        let absorb = if ticket == boris { only_ticket(&site).await } else { ticket };
        let change = Change { state: Some(State::Resolved), outcome: Some(Outcome::SOLVED), ..Change::default() };
        site.desk.desk.change(&vera, &absorb, change).await.unwrap();
        let queue = site.desk.desk.chat_queue().await.unwrap();
        assert_eq!(queue.places.values().map(|place| place.place).collect::<Vec<_>>(), [1]);
    }

    async fn silence_after_our_answer_is_reminded_of_and_ends_the_talk(database: TestDatabase) {
        let site = site(database).await;
        let vera = operator(&site).await;
        let ticket = begins(&site, ANNA, "m-000001").await;
        reply(&site, &vera, &ticket, "Карта в пути.").await;
        let mut stream = Stream::open(&site, ANNA).await;
        let seen = json!({ "entries": [stream.hear("talk").await["lines"][1]["id"]] });
        site.call("POST", "/chat/help/seen", &super::chat::bearer(ANNA), &seen, &[]).await;
        site.desk.clock.advance(5 * MINUTE);
        site.desk.settle().await;
        assert_eq!(codes(&site, &ticket).await, [""; 0], "by includes the instant");
        site.desk.clock.advance(SECOND);
        site.desk.settle().await;
        site.desk.clock.advance(5 * MINUTE);
        site.desk.settle().await;
        assert_eq!(codes(&site, &ticket).await, ["talk_reminder", "talk_ended"]);
        let whole = Stream::open(&site, ANNA).await.hear("talk").await;
        let lines: Vec<_> = whole["lines"].as_array().unwrap().iter().map(|line| (line["text"].as_str().unwrap().to_owned(), line["automatic"].as_bool().unwrap(), line["unseen"].as_bool().unwrap())).collect();
        assert!(lines[2].0.starts_with("Вы ещё здесь?") && lines[2].1 && !lines[2].2, "{lines:?}");
        assert!(lines[3].0.starts_with("Разговор завершён"), "{lines:?}");
        assert_eq!(report(&site).await["idle"], 1);
        // No answer, and nothing that leaves the chat.
        assert_eq!(site.desk.sink.taken().len(), 0);
        // What is said next is another talk, in the queue again.
        say(&site, ANNA, &[("id", "m-000002"), ("text", "И ещё")]).await;
        assert_eq!(report(&site).await["waiting"], 1);
    }

    async fn who_goes_on_talking_is_not_reminded(database: TestDatabase) {
        let site = site(database).await;
        let vera = operator(&site).await;
        let ticket = begins(&site, ANNA, "m-000001").await;
        reply(&site, &vera, &ticket, "Карта в пути.").await;
        site.desk.clock.advance(4 * MINUTE);
        say(&site, ANNA, &[("id", "m-000002"), ("text", "Спасибо")]).await;
        site.desk.clock.advance(30 * MINUTE);
        site.desk.settle().await;
        assert_eq!(codes(&site, &ticket).await, [""; 0]);
        assert_eq!(report(&site).await["idle"], 0);
    }
}
