//! The account as it changes: streams of an app, and the chat of whoever is signed in.

use super::account::{ask, open, site, token};
use desk::ticket::Reply;
use domain::time::MINUTE;
use domain::{HandleKind, Role};
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, message};
use tokio::io::AsyncReadExt as _;

both_databases! {
    async fn a_stream_tells_of_each_change_to_its_own_client(database: TestDatabase) {
        let (site, _host) = site(database).await;
        let anna = token(&site, "42", json!({}));
        let opened = open(&site, &anna, "message-1", "Где моя карта?").await;
        let bearer = format!("Bearer {anna}");
        let mut stream = site.open("GET", "/account/bank/events", &[("authorization", bearer.as_str())], b"").await;
        let mut heard = String::new();
        let mut wait_for = async |what: &str| {
            while !heard.contains(what) {
                let mut bytes = [0; 16_384];
                let read = stream.read(&mut bytes).await.unwrap();
                assert!(read > 0, "the stream ended: {heard}");
                heard.push_str(&String::from_utf8_lossy(&bytes[..read]));
            }
            std::mem::take(&mut heard)
        };
        wait_for("event: tickets").await;
        open(&site, &token(&site, "43", json!({})), "message-1", "Чужое").await;
        let own = open(&site, &anna, "message-2", "Ещё вопрос").await;
        let news = wait_for(own["ticket"].as_str().unwrap()).await;
        assert!(!news.contains("Чужое"), "{news}");
        let path = format!("/tickets/{}/solution", opened["ticket"].as_str().unwrap());
        ask(&site, "PUT", &path, &anna, "", &Value::Null).await;
        wait_for("\"state\":\"resolved\"").await;
    }

    async fn the_chat_on_the_hosts_page_knows_who_is_signed_in(database: TestDatabase) {
        let (site, _host) = site(database).await;
        // In the evening strangers are asked for an address; whoever is signed in is known.
        site.desk.clock.set("2026-04-14T22:30:00+03:00");
        let anna = token(&site, "42", json!({ "email": "anna@client.example" }));
        let say = async |token: &str, id: &str| {
            let bearer = format!("Bearer {token}");
            let headers = [("content-type", "application/x-www-form-urlencoded"), ("authorization", bearer.as_str())];
            site.send("POST", "/chat/help/messages", &headers, format!("id={id}&text=Hi&lang=ru").as_bytes()).await
        };
        let said = say(&anna, "m-000001").await;
        assert_eq!(said.status, 200, "{}", said.body);
        let list = ask(&site, "GET", "/tickets", &anna, "", &Value::Null).await.json();
        assert_eq!(list["tickets"][0]["number"], said.json()["number"]);
        let ticket = site.desk.ticket(list["tickets"][0]["id"].as_str().unwrap()).await;
        assert!(ticket.client.identities.iter().any(|one| one.handle.kind == HandleKind::Account && one.handle.value == "42"));
        assert!(ticket.client.identities.iter().any(|one| one.handle.value == "anna@client.example"));
        let forged = format!("{anna}x");
        assert_eq!(say(&forged, "m-000002").await.status, 401);
        let stranger = say("annaannaannaannaannaannaanna", "m-000003").await;
        assert_eq!(stranger.status, 422, "{}", stranger.body);
    }

    async fn whoever_is_signed_in_at_the_chat_reads_an_answer_at_once(database: TestDatabase) {
        let (site, host) = site(database).await;
        site.desk.open_chat("Чат");
        let anna = token(&site, "42", json!({}));
        let said = json!({ "id": "m-000001", "text": "Где моя карта?" });
        let body: Vec<String> = said.as_object().unwrap().iter().map(|(name, value)| format!("{name}={}", value.as_str().unwrap())).collect();
        let bearer = format!("Bearer {anna}");
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("authorization", bearer.as_str())];
        let sent = site.send("POST", "/chat/help/messages", &headers, body.join("&").as_bytes()).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
        let ticket = site.desk.inbox(desk::read::View::All).await.remove(0);
        let vera = site.desk.person("Vera", Role::Operator).await;
        let answer = Reply { text: "Карта в пути.".into(), hold: Some(30_000_000), ..Reply::default() };
        site.desk.desk.reply(&vera, &ticket, answer).await.unwrap();
        // Neither the window of undoing nor the word to the host stands between.
        assert_eq!(host.requests().len(), 0);
        let mut stream = site.open("GET", "/chat/help/events", &headers, b"").await;
        let mut heard = String::new();
        while !heard.contains("\n\n") || !heard.contains("data:") {
            let mut bytes = [0; 4_096];
            let read = stream.read(&mut bytes).await.unwrap();
            heard.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
        assert!(heard.contains("Карта в пути."), "{heard}");
    }

    async fn a_stream_ends_with_its_token(database: TestDatabase) {
        let (site, _host) = site(database).await;
        let anna = token(&site, "42", json!({}));
        open(&site, &anna, "message-1", "Где моя карта?").await;
        let bearer = format!("Bearer {anna}");
        let mut stream = site.open("GET", "/account/bank/events", &[("authorization", bearer.as_str())], b"").await;
        let mut heard = String::new();
        while !heard.contains("event: tickets") {
            let mut bytes = [0; 4_096];
            let read = stream.read(&mut bytes).await.unwrap();
            heard.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
        // The token has run out; what is said next is not told any more, and the stream is over.
        site.desk.clock.advance(11 * MINUTE);
        open(&site, &token(&site, "42", json!({})), "message-2", "И ещё").await;
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await.unwrap();
        assert!(!String::from_utf8_lossy(&rest).contains("event: ticket"), "{}", String::from_utf8_lossy(&rest));
    }

    async fn an_address_typed_by_whoever_is_signed_in_hands_over_nobodys_requests(database: TestDatabase) {
        let (site, _host) = site(database).await;
        let eva = token(&site, "43", json!({}));
        let bearer = format!("Bearer {eva}");
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("authorization", bearer.as_str())];
        for id in ["m-000001", "m-000002"] {
            let body = format!("id={id}&text=Hi&lang=ru&email=victim%40client.example");
            let said = site.send("POST", "/chat/help/messages", &headers, body.as_bytes()).await;
            assert_eq!(said.status, 200, "{}", said.body);
        }
        let mail = site.desk.take(message("victim@client.example", "Счёт", "Мой счёт 40817")).await.ticket.unwrap();
        let list = ask(&site, "GET", "/tickets", &eva, "", &Value::Null).await.json();
        assert_eq!(list["tickets"].as_array().unwrap().len(), 1, "{list}");
        let path = format!("/tickets/{}", mail.public_id);
        assert_eq!(ask(&site, "GET", &path, &eva, "", &Value::Null).await.status, 404);
        let own = site.desk.ticket(list["tickets"][0]["id"].as_str().unwrap()).await;
        assert_eq!(own.client.identities.len(), 1, "nothing that was typed is theirs");
    }
}
