//! Requests of clients that come by the API: taken in once, however often they are sent.

use super::site::Site;
use base64::Engine as _;
use domain::Permission::{IntakeBackdate, IntakeWrite, TicketsRead};
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases};

fn request() -> Value {
    json!({
        "client": {"email": "Maria@Client.Example", "name": "Мария"},
        "title": "Справка",
        "text": "Где моя справка?",
        "kind": "complaint",
        "priority": "urgent",
        "tags": ["налоги"],
        "lang": "ru",
        "attachments": [{"name": "скан.txt", "media_type": "text/plain", "content": base64::engine::general_purpose::STANDARD.encode("скан")}],
    })
}

both_databases! {
    async fn a_request_opens_a_ticket_and_tells_number_link_and_deadline(database: TestDatabase) {
        let site = Site::new(database).await;
        let token = site.token(&[IntakeWrite, TicketsRead]).await;
        let answer = site.call("POST", "/api/v1/tickets", &token, &request(), &[]).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        let told = answer.json();
        assert_eq!(answer.header("location"), format!("/api/v1/tickets/{}", told["id"].as_str().unwrap()));
        // Urgent: within 60 business minutes of Tuesday 9:30.
        assert_eq!(told["due"], "2026-04-14T07:30:00Z", "{told}");
        let ticket = site.call("GET", answer.header("location"), &token, &Value::Null, &[]).await.json();
        assert_eq!(ticket["number"], told["number"]);
        assert_eq!((&ticket["kind"], &ticket["priority"]), (&json!("complaint"), &json!("urgent")));
        assert_eq!(ticket["client"]["identities"][0]["value"], "maria@client.example");
        let link = told["link"].as_str().unwrap();
        let page = site.get(link.split_once("8080").unwrap().1).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("Где моя справка?") && page.body.contains("скан.txt"), "{}", page.body);
    }

    async fn the_same_key_opens_one_ticket_and_gets_one_answer(database: TestDatabase) {
        let site = Site::new(database).await;
        let token = site.token(&[IntakeWrite]).await;
        let key = [("idempotency-key", "order-17")];
        let first = site.call("POST", "/api/v1/tickets", &token, &request(), &key).await;
        let again = site.call("POST", "/api/v1/tickets", &token, &request(), &key).await;
        assert_eq!((first.status, again.status), (201, 201));
        assert_eq!(first.body, again.body);
        assert_eq!(first.header("location"), again.header("location"));
        let mut other = request();
        other["text"] = json!("Совсем другое");
        let reused = site.call("POST", "/api/v1/tickets", &token, &other, &key).await;
        assert_eq!((reused.status, reused.json()["code"].as_str()), (422, Some("idempotency_key_reused")));
        let stranger = site.token(&[IntakeWrite]).await;
        let theirs = site.call("POST", "/api/v1/tickets", &stranger, &other, &key).await;
        assert_eq!(theirs.status, 201, "keys of two programs have nothing to do with each other");
        let race = [("idempotency-key", "race")];
        let body = request();
        let calls = (0..8).map(|_| site.call("POST", "/api/v1/tickets", &token, &body, &race));
        let answers = futures_util::future::join_all(calls).await;
        let ids: std::collections::BTreeSet<String> = answers.iter().map(|answer| answer.json()["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids.len(), 1, "eight at the same time");
        let balance = site.desk.desk.ledger_balance().await.unwrap();
        assert!(balance.total.adds_up(), "{balance:?}");
        assert_eq!(balance.total.opened, 3);
    }

    async fn a_client_says_more_on_the_same_ticket(database: TestDatabase) {
        let site = Site::new(database).await;
        let token = site.token(&[IntakeWrite]).await;
        let first = site.call("POST", "/api/v1/tickets", &token, &request(), &[]).await.json();
        let path = format!("/api/v1/tickets/{}/messages", first["id"].as_str().unwrap());
        let more = site.call("POST", &path, &token, &json!({"text": "И ещё одно"}), &[]).await;
        assert_eq!(more.status, 201, "{}", more.body);
        assert_eq!((&more.json()["id"], &more.json()["fate"]), (&first["id"], &json!("appended")));
        let nowhere = site.call("POST", "/api/v1/tickets/tkt_nothing/messages", &token, &json!({"text": "x"}), &[]).await;
        assert_eq!(nowhere.status, 404);
    }

    async fn what_is_wrong_is_said_field_by_field(database: TestDatabase) {
        let site = Site::new(database).await;
        let token = site.token(&[IntakeWrite]).await;
        let backdates = site.token(&[IntakeWrite, IntakeBackdate]).await;
        let with = |field: &str, value: Value| {
            let mut body = request();
            body[field] = value;
            body
        };
        let wrong = [
            (with("client", json!({"name": "Мария"})), 422, "validation"),
            (with("client", json!({"email": "nonsense"})), 422, "validation"),
            (with("client", json!({"phone": "12"})), 422, "validation"),
            (with("kind", json!("order")), 422, "validation"),
            (with("colour", json!("red")), 422, "validation"),
            (with("channel", json!("nowhere")), 422, "validation"),
            (with("attachments", json!([{"name": "a", "content": "***"}])), 422, "validation"),
            (with("occurred_at", json!("2026-04-14T09:00:00+03:00")), 403, "scope_missing"),
            (json!({"client": {"email": "a@b.example"}, "text": "  "}), 422, "empty_message"),
        ];
        for (body, status, code) in wrong {
            let answer = site.call("POST", "/api/v1/tickets", &token, &body, &[]).await;
            assert_eq!((answer.status, answer.json()["code"].as_str()), (status, Some(code)), "{body}: {}", answer.body);
        }
        let ahead = with("occurred_at", json!("2026-04-15T09:00:00+03:00"));
        let answer = site.call("POST", "/api/v1/tickets", &backdates, &ahead, &[]).await;
        assert_eq!(answer.json()["code"], "occurred_in_future");
        let earlier = with("occurred_at", json!("2026-04-14T09:00:00+03:00"));
        let answer = site.call("POST", "/api/v1/tickets", &backdates, &earlier, &[]).await;
        assert_eq!(answer.json()["due"], "2026-04-14T07:00:00Z", "the clock starts when it happened: {}", answer.body);
        let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
        let broken = site.send("POST", "/api/v1/tickets", &headers, b"{\"client\": ").await;
        assert_eq!((broken.status, broken.json()["code"].as_str()), (400, Some("bad_json")));
        let headers = [("authorization", token.as_str()), ("content-type", "text/plain")];
        let plain = site.send("POST", "/api/v1/tickets", &headers, b"{}").await;
        assert_eq!(plain.status, 415);
    }
}
