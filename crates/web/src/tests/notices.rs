//! Notices by the API: read and marked in a person's session.

use super::site::Site;
use domain::Permission::TicketsRead;
use domain::Role;
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, message};

const CHAIN: &str = "[[escalation]]\nclock = 'promise'\n[[escalation.warn]]\nafter = { minutes = 0 }\nto = ['supervisor']\nurgent = true\n";

both_databases! {
    async fn a_supervisor_reads_notices_and_marks_them(database: TestDatabase) {
        use desk::ticket::{By, NewPromise};
        let site = Site::new(database).await;
        let desk = &site.desk;
        desk.desk.apply_setup(domain::Actor::System, CHAIN).await.unwrap();
        site.log_in("olga", Role::Supervisor).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = desk.take(message("maria@client.example", "Справка", "Где?")).await.ticket.unwrap().public_id;
        let due = desk.now().saturating_add(domain::time::MINUTE);
        let promise = NewPromise { what: domain::clock::Promised::Answer, by: By::At(due) };
        desk.desk.promise(&vera, &id, promise, None).await.unwrap();
        desk.clock.set(&desk.now().saturating_add(2 * domain::time::MINUTE).to_string());
        desk.settle().await;
        let read = site.get("/api/v1/notices").await;
        assert_eq!(read.status, 200, "{}", read.body);
        let told = read.json();
        assert_eq!((told["unseen"].as_i64(), told["notices"][0]["ticket"].as_str()), (Some(1), Some(id.as_str())), "{told}");
        assert_eq!((told["notices"][0]["clock"].as_str(), told["notices"][0]["seen"].as_bool()), (Some("promise"), Some(false)));
        let csrf = site.get("/notices").await.field("csrf");
        let mark = |csrf: String, body: Value| {
            let site = &site;
            async move {
                let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin"), ("x-csrf-token", csrf.as_str())];
                site.send("PUT", "/api/v1/notices/seen", &headers, body.to_string().as_bytes()).await.status
            }
        };
        assert_eq!(mark(csrf.clone(), json!({"up_to": "soon"})).await, 422);
        assert_eq!(mark("wrong".into(), json!({"up_to": told["notices"][0]["shown_from"]})).await, 403);
        assert_eq!(mark(csrf, json!({"up_to": told["notices"][0]["shown_from"]})).await, 204);
        assert_eq!(site.get("/api/v1/notices").await.json()["unseen"], 0);
        site.forget_cookies();
        let token = site.token(&[TicketsRead]).await;
        let none = site.call("GET", "/api/v1/notices", &token, &Value::Null, &[]).await.json();
        assert_eq!(none, json!({"notices": [], "unseen": 0}), "a program is told nothing");
        let refused = site.call("PUT", "/api/v1/notices/seen", &token, &json!({"up_to": "2026-05-08T15:00:00+03:00"}), &[]).await;
        assert_eq!(refused.status, 403);
    }
}
