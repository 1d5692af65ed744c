//! The chat from its visitor's side and from ours: one talk, however the line breaks; nobody else's; and by mail where the
//! visitor has gone.

use super::site::{Answer, Site};
use desk::ticket::{By, NewPromise, Reply};
use domain::clock::Promised;
use domain::ticket::State;
use domain::time::{DAY, SECOND};
use domain::{Permission, Principal, Role};
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, message};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

pub(super) const CHAT: &str = r##"
[[channel]]
name = "Чат"
kind = "chat"
brand = "Север"
team = "Поддержка"
[channel.settings]
path = "help"
greeting = { ru = "Здравствуйте!", en = "Hello!" }
origins = ["https://www.bank.example"]
colour = "#ffdd2d"
messages_of_visitor = 5
"##;

pub(super) const ANNA: &str = "annaannaannaannaannaannaanna";
pub(super) const BORIS: &str = "borisborisborisborisborisboris";

pub(super) async fn site(database: TestDatabase) -> Site {
    let site = Site::new(database).await;
    super::form::apply(&site, CHAT).await;
    site.desk.open_chat("Чат");
    site
}

pub(super) fn bearer(secret: &str) -> String {
    format!("Bearer {secret}")
}

/// What the script sends: fields of a form.
pub(super) async fn say(site: &Site, secret: &str, fields: &[(&str, &str)]) -> Answer {
    let body: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", crate::console::page::escape(value)))
        .collect();
    let bearer = bearer(secret);
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("authorization", bearer.as_str()),
        ("origin", "https://www.bank.example"),
        ("sec-fetch-site", "cross-site"),
    ];
    site.send("POST", "/chat/help/messages", &headers, body.join("&").as_bytes())
        .await
}

/// A visitor's stream, read event by event.
pub(super) struct Stream(TcpStream, String);

impl Stream {
    pub(super) async fn open(site: &Site, secret: &str) -> Self {
        let headers = [("authorization", bearer(secret))];
        let headers: Vec<(&str, &str)> = headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        Self(
            site.open("GET", "/chat/help/events", &headers, b"").await,
            String::new(),
        )
    }

    /// The next event of that name, before which there is none of another.
    pub(super) async fn hear_before(&mut self, name: &str, other: &str) -> Value {
        let mut before = String::new();
        let start = format!("event: {name}\ndata: ");
        while !self.1.contains(&start) {
            let mut bytes = [0; 16_384];
            let read = self.0.read(&mut bytes).await.unwrap();
            assert!(read > 0, "the stream ended: {}", self.1);
            self.1.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
        before.push_str(self.1.split_once(&start).unwrap().0);
        assert!(!before.contains(&format!("event: {other}")), "{before}");
        self.hear(name).await
    }

    /// The next event of that name.
    pub(super) async fn hear(&mut self, name: &str) -> Value {
        let start = format!("event: {name}\ndata: ");
        loop {
            if let Some((_, rest)) = self.1.split_once(&start)
                && let Some((data, rest)) = rest.split_once("\n\n")
            {
                let data = serde_json::from_str(data).unwrap();
                self.1 = rest.to_owned();
                return data;
            }
            let mut bytes = [0; 16_384];
            let read = self.0.read(&mut bytes).await.unwrap();
            assert!(read > 0, "the stream ended: {}", self.1);
            self.1.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
    }
}

pub(super) async fn operator(site: &Site) -> Principal {
    site.desk.person("Vera", Role::Operator).await
}

pub(super) async fn reply(site: &Site, who: &Principal, ticket: &str, text: &str) {
    let reply = Reply {
        text: text.into(),
        // Chats have no window of undoing: the visitor is there.
        hold: Some(30_000_000),
        ..Reply::default()
    };
    site.desk.desk.reply(who, ticket, reply).await.unwrap();
    site.desk.settle().await;
}

pub(super) async fn only_ticket(site: &Site) -> String {
    let all = site.desk.inbox(desk::read::View::All).await;
    assert_eq!(all.len(), 1, "{all:?}");
    all[0].clone()
}

async fn fates(site: &Site, ticket: &str) -> Vec<String> {
    let ticket = site.desk.ticket(ticket).await;
    let deliveries = ticket.timeline.entries.iter().flat_map(|entry| &entry.deliveries);
    deliveries.map(|one| one.fate.to_string()).collect()
}

both_databases! {
    async fn what_is_said_twice_is_one_message_of_one_talk(database: TestDatabase) {
        let site = site(database).await;
        let first = [("id", "m-000001"), ("text", "Где моя карта?"), ("lang", "ru")];
        let answer = say(&site, ANNA, &first).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(answer.header("access-control-allow-origin"), "https://www.bank.example");
        let again = say(&site, ANNA, &first).await.json();
        assert_eq!((&again["fate"], &again["number"]), (&json!("duplicate"), &answer.json()["number"]));
        let more = say(&site, ANNA, &[("id", "m-000002"), ("text", "Жду.")]).await.json();
        assert_eq!((&more["fate"], &more["number"]), (&json!("appended"), &answer.json()["number"]));
        let ticket = site.desk.ticket(&only_ticket(&site).await).await;
        let said: Vec<&str> = ticket
            .timeline
            .entries
            .iter()
            .filter_map(|entry| entry.body.as_ref().map(|body| body.text.as_str()))
            .collect();
        assert_eq!(said, ["Где моя карта?", "Жду."]);
    }

    async fn an_answer_is_heard_at_once_and_confirmed_by_who_it_is_for(database: TestDatabase) {
        let site = site(database).await;
        let vera = operator(&site).await;
        let mut stream = Stream::open(&site, ANNA).await;
        assert_eq!(stream.hear("talk").await["talk"], Value::Null);
        say(&site, ANNA, &[("id", "m-000001"), ("text", "Где моя карта?")]).await;
        let heard = stream.hear("talk").await;
        assert_eq!(heard["lines"][0]["mine"], "m-000001");
        let ticket = only_ticket(&site).await;
        reply(&site, &vera, &ticket, "Карта в пути.").await;
        let heard = stream.hear("talk").await;
        let line = heard["lines"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&line["text"], &line["unseen"]), (&json!("Карта в пути."), &json!(true)));
        // A page that connects again hears all of it, under the same ids.
        let whole = Stream::open(&site, ANNA).await.hear("talk").await;
        assert_eq!(whole["lines"][1]["id"], line["id"]);

        let seen = json!({ "entries": [line["id"]] });
        let confirm = async |secret: &str| site.call("POST", "/chat/help/seen", &bearer(secret), &seen, &[]).await.status;
        assert_eq!(confirm(BORIS).await, 204);
        assert_eq!(fates(&site, &ticket).await, ["sent"], "another visitor confirms nothing");
        assert_eq!(confirm(ANNA).await, 204);
        assert_eq!(fates(&site, &ticket).await, ["delivered"]);
        assert_eq!(stream.hear("talk").await["lines"][0]["unseen"], false);
        site.desk.clock.advance(300 * SECOND);
        site.desk.settle().await;
        assert_eq!(site.desk.sink.taken().len(), 0, "what was seen goes nowhere else");
    }

    async fn what_an_answer_promises_and_asks_is_read_in_the_chat(database: TestDatabase) {
        let site = site(database).await;
        let vera = operator(&site).await;
        say(&site, ANNA, &[("id", "m-000001"), ("text", "Где моя карта?"), ("lang", "ru")]).await;
        let ticket = only_ticket(&site).await;
        let answer = Reply {
            text: "Проверяем.".into(),
            then: Some(State::WaitingClient),
            promise: Some(NewPromise { what: Promised::Answer, by: By::At(site.desk.now().saturating_add(3 * DAY)) }),
            ..Reply::default()
        };
        site.desk.desk.reply(&vera, &ticket, answer).await.unwrap();
        site.desk.settle().await;
        let whole = Stream::open(&site, ANNA).await.hear("talk").await;
        let text = whole["lines"][1]["text"].as_str().unwrap();
        assert!(text.starts_with("Проверяем.\n\nОтветим не позднее "), "{text}");
        assert!(text.ends_with(".\n\nЖдём вашего ответа: пока его нет, срок по обращению приостановлен."), "{text}");
        // Ours stays what was typed.
        let view = site.desk.ticket(&ticket).await;
        assert_eq!(view.timeline.entries.iter().rev().find_map(|entry| entry.body.as_ref()).unwrap().text, "Проверяем.");
    }

    async fn a_visitor_who_has_gone_is_answered_by_mail_on_the_same_ticket(database: TestDatabase) {
        let site = site(database).await;
        let vera = operator(&site).await;
        let fields = [("id", "m-000001"), ("text", "Где моя карта?"), ("email", "anna@client.example"), ("name", "Анна")];
        say(&site, ANNA, &fields).await;
        let ticket = only_ticket(&site).await;
        reply(&site, &vera, &ticket, "Карта в пути.").await;
        assert_eq!(site.desk.sink.taken().len(), 0);
        site.desk.clock.advance(121 * SECOND);
        site.desk.settle().await;
        let mail = site.desk.sink.last();
        assert_eq!(mail.to.value, "anna@client.example");
        assert!(mail.text.contains("Карта в пути."));
        let back = message("anna@client.example", "Re: карта", "Спасибо, жду").answers(&mail.external_id);
        let receipt = site.desk.take(back).await;
        assert_eq!(receipt.ticket.unwrap().public_id, ticket);
        // From here on the talk goes on where its client is.
        reply(&site, &vera, &ticket, "Будет завтра.").await;
        site.desk.clock.advance(31 * SECOND);
        site.desk.settle().await;
        assert!(site.desk.sink.last().text.contains("Будет завтра."));
        // And whoever comes back to the chat reads all of it there.
        let whole = Stream::open(&site, ANNA).await.hear("talk").await;
        assert_eq!(whole["lines"].as_array().unwrap().len(), 4);
    }

    async fn an_answer_that_nobody_came_back_for_did_not_get_through(database: TestDatabase) {
        let site = site(database).await;
        let vera = operator(&site).await;
        say(&site, ANNA, &[("id", "m-000001"), ("text", "Где моя карта?")]).await;
        let ticket = only_ticket(&site).await;
        reply(&site, &vera, &ticket, "Карта в пути.").await;
        for _ in 0..26 {
            site.desk.clock.advance(3_600 * SECOND);
            site.desk.settle().await;
        }
        assert_eq!(fates(&site, &ticket).await, ["failed"]);
        let view = site.desk.ticket(&ticket).await;
        assert!(view.timeline.entries.iter().any(|entry| entry.code == "failed"));
    }

    async fn a_closed_talk_is_followed_by_a_new_one(database: TestDatabase) {
        let site = site(database).await;
        let vera = operator(&site).await;
        let first = say(&site, ANNA, &[("id", "m-000001"), ("text", "Где моя карта?")]).await.json();
        let reply = Reply {
            text: "Карта у вас.".into(),
            then: Some(domain::ticket::State::Resolved),
            ..Reply::default()
        };
        let ticket = only_ticket(&site).await;
        site.desk.desk.reply(&vera, &ticket, reply).await.unwrap();
        site.desk.clock.advance(40 * DAY);
        site.desk.settle().await;
        let email = ("email", "anna@client.example");
        let next = say(&site, ANNA, &[("id", "m-000002"), ("text", "Новый вопрос"), email]).await.json();
        let more = say(&site, ANNA, &[("id", "m-000003"), ("text", "И ещё")]).await.json();
        assert_ne!(first["number"], next["number"]);
        assert_eq!((&more["number"], &more["fate"]), (&next["number"], &json!("appended")));
    }

    async fn nobody_reads_or_speaks_for_another(database: TestDatabase) {
        let site = site(database).await;
        let fields = [("id", "m-000001".to_owned()), ("text", "Скан".to_owned())];
        let body = format!(
            "{}--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"scan.txt\"\r\n\r\nsecret\r\n--b--\r\n",
            fields
                .iter()
                .map(|(name, value)| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"))
                .collect::<String>()
        );
        let anna = bearer(ANNA);
        let headers = [("content-type", "multipart/form-data; boundary=b"), ("authorization", anna.as_str())];
        let sent = site.send("POST", "/chat/help/messages", &headers, body.as_bytes()).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
        let talk = Stream::open(&site, ANNA).await.hear("talk").await;
        let file = format!("/chat/help/files/{}", talk["lines"][0]["files"][0]["id"].as_str().unwrap());
        let get = async |secret: &str| {
            let bearer = bearer(secret);
            site.send("GET", &file, &[("authorization", bearer.as_str())], b"").await
        };
        assert_eq!(get(ANNA).await.body, "secret");
        assert_eq!(get(BORIS).await.status, 404);
        say(&site, BORIS, &[("id", "m-000001"), ("text", "Я Борис")]).await;
        assert_eq!(get(BORIS).await.status, 404, "a talk of one's own opens nobody else's");
        assert_eq!(get("short").await.status, 401);
        assert_eq!(Stream::open(&site, BORIS).await.hear("talk").await["lines"].as_array().unwrap().len(), 1);
    }

    async fn other_sites_floods_and_dangerous_files_are_refused(database: TestDatabase) {
        let site = site(database).await;
        let anna = bearer(ANNA);
        let ask = async |method: &str, origin: &str| {
            let headers = [("origin", origin), ("sec-fetch-site", "cross-site"), ("authorization", anna.as_str())];
            site.send(method, "/chat/help/settings?lang=en", &headers, b"").await
        };
        let evil = ask("GET", "https://evil.example").await;
        assert_eq!((evil.status, evil.header("access-control-allow-origin")), (403, ""));
        let before = ask("OPTIONS", "https://www.bank.example").await;
        assert_eq!(before.status, 204);
        assert!(before.header("access-control-allow-headers").contains("authorization"));
        let settings = ask("GET", "https://www.bank.example").await.json();
        assert_eq!(settings["on_colour"], "#000000");
        assert!(settings["expected"].as_str().unwrap().contains("We will reply by"), "{settings}");
        assert_eq!(settings["words"]["send"], "Send");

        let odd = say(&site, ANNA, &[("id", "m-000001"), ("text", " ")]).await;
        assert_eq!((odd.status, &odd.json()["fields"][0]["field"]), (422, &json!("text")));
        for id in ["m-000002", "m-000003", "m-000004", "m-000005"] {
            assert_eq!(say(&site, ANNA, &[("id", id), ("text", "!")]).await.status, 200);
        }
        let flood = say(&site, ANNA, &[("id", "m-000006"), ("text", "!")]).await;
        assert_eq!((flood.status, flood.json()["code"].as_str()), (429, Some("too_many_requests")));
        assert_eq!(say(&site, BORIS, &[("id", "m-000001"), ("text", "!")]).await.status, 200);
    }

    async fn while_the_desk_is_closed_an_address_is_taken(database: TestDatabase) {
        let site = site(database).await;
        // A Saturday.
        site.desk.clock.set("2026-04-18T12:00:00+03:00");
        let settings = site.send("GET", "/chat/help/settings?lang=en", &[], b"").await.json();
        assert_eq!(settings["email"], "required");
        assert!(!settings["closed"].as_str().unwrap().is_empty());
        let refused = say(&site, ANNA, &[("id", "m-000001"), ("text", "Есть кто?")]).await;
        assert_eq!((refused.status, &refused.json()["fields"][0]["field"]), (422, &json!("email")));
        let taken = [("id", "m-000001"), ("text", "Есть кто?"), ("email", "anna@client.example")];
        assert_eq!(say(&site, ANNA, &taken).await.status, 200);
        assert_eq!(say(&site, ANNA, &[("id", "m-000002"), ("text", "Жду")]).await.status, 200);
    }

    async fn both_see_each_other_typing_and_reading(database: TestDatabase) {
        let site = site(database).await;
        say(&site, ANNA, &[("id", "m-000001"), ("text", "Где моя карта?")]).await;
        let ticket = only_ticket(&site).await;
        let mut visitor = Stream::open(&site, ANNA).await;
        visitor.hear("talk").await;
        site.log_in("vera", Role::Operator).await;
        let mut ours = Stream(site.open("GET", "/events", &[], b"").await, String::new());
        while !ours.1.contains("hello") {
            let mut bytes = [0; 4_096];
            let read = ours.0.read(&mut bytes).await.unwrap();
            ours.1.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
        let typing = site.call("POST", "/chat/help/typing", &bearer(ANNA), &Value::Null, &[]).await;
        assert_eq!(typing.status, 204);
        assert_eq!(ours.hear("typing").await["ticket"], ticket.as_str());
        site.get(&format!("/tickets/{ticket}")).await;
        visitor.hear("read").await;
        let page = site.get(&format!("/tickets/{ticket}")).await;
        let fields = [("csrf", page.field("csrf")), ("text", "Добрый".to_owned()), ("quiet", "1".to_owned())];
        let kept = site.post_multipart(&format!("/tickets/{ticket}/drafts/reply"), &fields, None).await;
        assert!(kept.status < 400, "{}", kept.body);
        visitor.hear("typing").await;
    }

    async fn the_ledger_counts_what_the_chat_saw(database: TestDatabase) {
        let site = site(database).await;
        for id in ["m-000001", "m-000001", "m-000002"] {
            say(&site, ANNA, &[("id", id), ("text", "Где моя карта?")]).await;
        }
        let token = site.token(&[Permission::TicketsRead, Permission::Supervise]).await;
        let ledger = site.call("GET", "/api/v1/ledger", &token, &Value::Null, &[]).await.json();
        let balance = &ledger["total"]["counts"];
        assert_eq!((&balance["seen"], &balance["duplicate"]), (&json!(3), &json!(1)), "{ledger}");
    }
}
