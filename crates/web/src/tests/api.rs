//! The JSON API, as programs call it.

use super::site::Site;
use domain::Permission::{IntakeWrite, Supervise, TicketsRead, TicketsWrite};
use domain::Role;
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, message};

const NONE: Value = Value::Null;

both_databases! {
    async fn a_ticket_is_read_changed_and_closed(database: TestDatabase) {
        let site = Site::new(database).await;
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        let id = site.desk.take(message("maria@client.example", "Справка", "Где?")).await.ticket.unwrap().public_id;
        let path = format!("/api/v1/tickets/{id}");
        let read = site.call("GET", &path, &token, &NONE, &[]).await;
        assert_eq!(read.status, 200);
        let tag = read.header("etag").to_owned();
        assert_eq!(read.json()["clocks"][0]["kind"], "first_response");
        let changed = site.call("PATCH", &path, &token, &json!({"priority": "high", "tags_add": ["vip"]}), &[("if-match", &tag)]).await;
        assert_eq!(changed.status, 200, "{}", changed.body);
        assert_ne!(changed.header("etag"), tag);
        let late = site.call("PATCH", &path, &token, &json!({"priority": "low"}), &[("if-match", &tag)]).await;
        assert_eq!((late.status, late.json()["code"].as_str()), (409, Some("stale_version")));
        let told = late.json()["changes"].to_string();
        assert!(told.contains("priority_changed") && told.contains("tags_added"), "{told}");
        assert_eq!(late.header("content-type"), "application/problem+json");
        let reply = site.call("POST", &format!("{path}/replies"), &token, &json!({"text": "Готова", "then": "waiting_client"}), &[]).await;
        assert_eq!(reply.status, 201, "{}", reply.body);
        let closed = site.call("PUT", &format!("{path}/closure"), &token, &json!({"outcome": "explained"}), &[]).await;
        assert_eq!(closed.status, 200, "{}", closed.body);
        assert_eq!(site.call("GET", &path, &token, &NONE, &[]).await.json()["state"], "resolved");
        let opened = site.call("DELETE", &format!("{path}/closure"), &token, &NONE, &[]).await;
        assert_eq!(opened.status, 200, "{}", opened.body);
        let timeline = site.call("GET", &format!("{path}/timeline"), &token, &NONE, &[]).await.json();
        let kinds: Vec<_> = timeline["entries"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
        assert!(kinds.contains(&"message_in") && kinds.contains(&"message_out"), "{kinds:?}");
        let emptied = site.call("PATCH", &path, &token, &json!({"assignee": null}), &[]).await;
        assert_eq!(emptied.status, 200, "{}", emptied.body);
    }

    async fn lists_come_in_pages(database: TestDatabase) {
        let site = Site::new(database).await;
        let token = site.token(&[TicketsRead]).await;
        for n in 0..5 {
            site.desk.take(message(&format!("c{n}@client.example"), &format!("Вопрос {n}"), "Где?")).await;
        }
        let mut seen = Vec::new();
        let mut path = "/api/v1/tickets?limit=2".to_owned();
        loop {
            let page = site.call("GET", &path, &token, &NONE, &[]).await.json();
            seen.extend(page["tickets"].as_array().unwrap().iter().map(|t| t["id"].as_str().unwrap().to_owned()));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/api/v1/tickets?limit=2&after={next}");
        }
        assert_eq!(seen.len(), 5);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 5, "none twice");
        for (query, code) in [("after=zzz", "cursor_invalid"), ("view=nonsense", "validation"), ("limit=many", "bad_query"), ("colour=red", "bad_query")] {
            let answer = site.call("GET", &format!("/api/v1/tickets?{query}"), &token, &NONE, &[]).await;
            assert_eq!(answer.json()["code"], code, "{query}: {}", answer.body);
        }
    }

    async fn a_token_does_what_its_scopes_say_and_no_more(database: TestDatabase) {
        let site = Site::new(database).await;
        let (reads, takes) = (site.token(&[TicketsRead]).await, site.token(&[IntakeWrite]).await);
        let id = site.desk.take(message("maria@client.example", "Справка", "Где?")).await.ticket.unwrap().public_id;
        let path = format!("/api/v1/tickets/{id}");
        let refused = [
            ("PATCH", path.clone(), &reads, json!({"priority": "high"})),
            ("POST", format!("{path}/replies"), &reads, json!({"text": "x"})),
            ("POST", "/api/v1/tickets".to_owned(), &reads, json!({"client": {"email": "a@b.example"}, "text": "x"})),
            ("GET", path.clone(), &takes, NONE),
            ("GET", "/api/v1/ledger".to_owned(), &takes, NONE),
            ("GET", "/api/v1/board".to_owned(), &reads, NONE),
        ];
        for (method, path, token, body) in refused {
            let answer = site.call(method, &path, token, &body, &[]).await;
            assert_eq!((answer.status, answer.json()["code"].as_str()), (403, Some("scope_missing")), "{method} {path}");
        }
        for token in ["", "Bearer okno_nonsense", "Basic YTpi"] {
            let answer = site.call("GET", &path, token, &NONE, &[]).await;
            assert_eq!(answer.status, 401);
            assert!(answer.header("www-authenticate").starts_with("Bearer"));
        }
        let supervises = site.token(&[Supervise, TicketsRead]).await;
        assert_eq!(site.call("GET", "/api/v1/ledger", &supervises, &NONE, &[]).await.json()["total"]["adds_up"], true);
        assert_eq!(site.call("GET", "/api/v1/board", &supervises, &NONE, &[]).await.status, 200);
        for path in ["operators", "teams", "channels"] {
            assert_eq!(site.call("GET", &format!("/api/v1/{path}"), &reads, &NONE, &[]).await.status, 200, "{path}");
        }
    }

    async fn a_session_changes_nothing_by_the_api_without_its_token(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("anna", Role::Operator).await;
        let csrf = site.get("/inbox").await.field("csrf");
        let id = site.desk.take(message("maria@client.example", "Справка", "Где?")).await.ticket.unwrap().public_id;
        let path = format!("/api/v1/tickets/{id}");
        assert_eq!(site.call("GET", &path, "", &NONE, &[]).await.status, 200);
        let body = json!({"priority": "high"});
        let forged = site.call("PATCH", &path, "", &body, &[]).await;
        assert_eq!((forged.status, forged.json()["code"].as_str()), (403, Some("csrf")));
        let ours = site.call("PATCH", &path, "", &body, &[("x-csrf-token", &csrf), ("sec-fetch-site", "same-origin")]).await;
        assert_eq!(ours.status, 200, "{}", ours.body);
    }
}

#[test]
fn every_operation_is_described() {
    let doc = crate::openapi::doc();
    assert!(
        serde_json::to_value(doc).unwrap()["openapi"]
            .as_str()
            .unwrap()
            .starts_with("3.1")
    );
    let mut count = 0;
    for (path, item) in &doc.paths.paths {
        for (method, operation) in crate::openapi::operations(item) {
            count += 1;
            let name = format!("{method} {path}");
            assert!(
                operation
                    .summary
                    .as_deref()
                    .is_some_and(|words| !words.is_empty()),
                "{name} has no summary"
            );
            assert!(
                operation.tags.as_ref().is_some_and(|tags| !tags.is_empty()),
                "{name} has no tag"
            );
            let statuses: Vec<&String> = operation.responses.responses.keys().collect();
            assert!(
                statuses.iter().any(|status| status.starts_with('2')),
                "{name}: {statuses:?}"
            );
            assert!(
                statuses.iter().any(|status| status.starts_with('4')),
                "{name}: {statuses:?}"
            );
            for parameter in operation.parameters.iter().flatten() {
                assert!(
                    parameter.description.is_some(),
                    "{name}: {} is not described",
                    parameter.name
                );
            }
            let named = path.matches('{').count();
            let in_path = operation
                .parameters
                .iter()
                .flatten()
                .filter(|p| path.contains(&format!("{{{}}}", p.name)))
                .count();
            assert_eq!(
                named, in_path,
                "{name}: its path's parameters are not all described"
            );
        }
    }
    assert!(count >= 15, "{count} operations");
}
