//! What a visitor's page does beside talking: files, marks of reading and typing, older talks, and settings that change.

use super::chat::{ANNA, BORIS, Stream, bearer, only_ticket, operator, reply, say, site};
use super::site::{Answer, Site};
use crate::app::{Extras, WebOptions};
use desk::read::View;
use domain::Role;
use domain::time::DAY;
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases};

/// A message with a file, as the script sends it.
async fn send_file(site: &Site, id: &str, name: &str, bytes: &str) -> Answer {
    let field = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body = format!(
        "{}{}--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n{bytes}\r\n--b--\r\n",
        field("id", id),
        field("text", "Скан")
    );
    let anna = bearer(ANNA);
    let headers = [
        ("content-type", "multipart/form-data; boundary=b"),
        ("authorization", anna.as_str()),
    ];
    site.send("POST", "/chat/help/messages", &headers, body.as_bytes())
        .await
}

async fn older(site: &Site, secret: &str, before: &Value) -> Value {
    let bearer = bearer(secret);
    let path = format!("/chat/help/history?before={}", before.as_str().unwrap());
    site.send("GET", &path, &[("authorization", bearer.as_str())], b"")
        .await
        .json()
}

fn texts(lines: &Value) -> Vec<String> {
    let lines = lines.as_array().unwrap().iter();
    lines
        .map(|line| line["text"].as_str().unwrap().to_owned())
        .collect()
}

both_databases! {
    async fn files_come_along_unless_they_are_dangerous_or_too_large(database: TestDatabase) {
        let options = WebOptions { max_upload: 40_000, ..WebOptions::default() };
        let site = Site::with(database, options, Extras::default()).await;
        super::form::apply(&site, super::chat::CHAT).await;
        site.desk.open_chat("Чат");
        let taken = send_file(&site, "m-000001", "scan.txt", "a letter").await;
        assert_eq!(taken.status, 200, "{}", taken.body);
        let again = send_file(&site, "m-000001", "scan.txt", "a letter").await.json();
        assert_eq!(again["fate"], "duplicate");
        let refused = send_file(&site, "m-000002", "card.EXE", "MZ").await;
        assert_eq!((refused.status, &refused.json()["fields"][0]["field"]), (422, &json!("files")));
        let large = send_file(&site, "m-000003", "scan.txt", &"x".repeat(60_000)).await;
        assert_eq!((large.status, large.json()["code"].as_str()), (413, Some("too_large")), "{}", large.body);
        let whole = Stream::open(&site, ANNA).await.hear("talk").await;
        let lines = whole["lines"].as_array().unwrap();
        assert_eq!((lines.len(), &lines[0]["files"][0]["name"]), (1, &json!("scan.txt")));
    }

    async fn a_note_being_written_is_not_seen_by_the_visitor(database: TestDatabase) {
        let site = site(database).await;
        say(&site, ANNA, &[("id", "m-000001"), ("text", "Где моя карта?")]).await;
        let ticket = only_ticket(&site).await;
        let mut visitor = Stream::open(&site, ANNA).await;
        visitor.hear("talk").await;
        site.log_in("olga", Role::Operator).await;
        let page = site.get(&format!("/tickets/{ticket}")).await;
        visitor.hear("read").await;
        for kind in ["note", "reply"] {
            let fields = [("csrf", page.field("csrf")), ("text", "Добрый".to_owned()), ("quiet", "1".to_owned())];
            let kept = site.post_multipart(&format!("/tickets/{ticket}/drafts/{kind}"), &fields, None).await;
            assert!(kept.status < 400, "{}", kept.body);
        }
        // Both are told in their order: of the first the visitor hears nothing.
        visitor.hear("typing").await;
        let vera = operator(&site).await;
        reply(&site, &vera, &ticket, "Добрый день").await;
        visitor.hear_before("talk", "typing").await;
    }

    async fn older_talks_are_read_page_by_page_and_by_nobody_else(database: TestDatabase) {
        let site = site(database).await;
        let vera = operator(&site).await;
        let email = ("email", "anna@client.example");
        for (id, text) in [("m-000001", "Первый"), ("m-000002", "Второй"), ("m-000003", "Третий")] {
            say(&site, ANNA, &[("id", id), ("text", text), email]).await;
            let mut open = site.desk.inbox(View::All).await;
            open.retain(|one| one.starts_with("tkt_"));
            for ticket in open {
                let done = desk::ticket::Reply {
                    text: format!("Ответ: {text}"),
                    then: Some(domain::ticket::State::Resolved),
                    ..desk::ticket::Reply::default()
                };
                site.desk.desk.reply(&vera, &ticket, done).await.ok();
            }
            site.desk.clock.advance(40 * DAY);
            site.desk.settle().await;
        }
        let whole = Stream::open(&site, ANNA).await.hear("talk").await;
        assert_eq!(texts(&whole["lines"]), ["Третий", "Ответ: Третий"]);
        let page = older(&site, ANNA, &whole["earlier"]).await;
        assert_eq!(texts(&page["lines"]), ["Первый", "Ответ: Первый", "Второй", "Ответ: Второй"]);
        assert_eq!(page["earlier"], Value::Null);
        assert_eq!(texts(&older(&site, BORIS, &whole["earlier"]).await["lines"]), [""; 0]);
        let first = Stream::open(&site, BORIS).await.hear("talk").await;
        assert_eq!(first["earlier"], Value::Null);
    }

    async fn changed_settings_reach_a_page_when_it_connects_again(database: TestDatabase) {
        let site = site(database).await;
        let settings = site.send("GET", "/chat/help/settings?lang=en", &[], b"").await.json();
        let heard = Stream::open(&site, ANNA).await.hear("talk").await;
        assert_eq!(heard["settings"], settings["version"]);
        assert_eq!(settings["words"]["queue"], "Your place in the queue: $. We will answer right here.");
        super::form::apply(&site, &super::chat::CHAT.replace("Hello!", "Good day!")).await;
        let heard = Stream::open(&site, ANNA).await.hear("talk").await;
        assert_ne!(heard["settings"], settings["version"]);
        let anew = site.send("GET", "/chat/help/settings?lang=en", &[], b"").await.json();
        assert_eq!((&anew["version"], &anew["greeting"]), (&heard["settings"], &json!("Good day!")));
    }
}
