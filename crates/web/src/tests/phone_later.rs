//! Calls that are logged long after they rang, and deadlines told by voice that have moved since.

use super::phone::site;
use desk::ticket::Change;
use domain::Role;
use domain::ticket::State;
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases};

both_databases! {
    async fn a_call_of_days_ago_is_a_supervisors_to_log_who_says_why(database: TestDatabase) {
        let (site, token) = site(database).await;
        site.desk.clock.set("2026-04-16T12:00:00+03:00");
        let form = async |reason: &str| {
            let page = site.get("/calls/new").await;
            let sent = [
                ("csrf", page.field("csrf")), ("idempotency_key", page.field("idempotency_key")), ("number", "8 912 345-67-89".into()),
                ("direction", "in".into()), ("outcome", "connected".into()), ("rang_at", "2026-04-14T11:40:00".into()),
                ("name", "Anna".into()), ("text", "Asked where it is".into()), ("reason", reason.to_owned()),
            ];
            (page.body, site.post("/calls", &sent).await)
        };
        site.log_in("vera", Role::Operator).await;
        let (page, refused) = form("I forgot").await;
        assert!(!page.contains("more than 24 hours"), "nothing is asked that would not be taken");
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.body.contains("ask a supervisor"), "{}", refused.body);

        site.log_in("oleg", Role::Supervisor).await;
        let (page, refused) = form(" ").await;
        assert!(page.contains("Why you log it after more than 24 hours"));
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.body.contains("Asked where it is"), "what was typed stays");
        let (_, logged) = form("Found in Vera's notebook").await;
        assert_eq!(logged.status, 303, "{}", logged.body);
        let ticket = site.get(logged.header("location")).await.body.replace('\u{a0}', " ");
        assert!(ticket.contains("Why it was logged later: Found in Vera&#39;s notebook"), "{ticket}");
        assert!(ticket.contains("11:40"), "and both times stay visible");

        // A program says why as well; within 24 hours nobody does.
        let call = |rang: &str, reason: &str| json!({ "direction": "in", "outcome": "connected", "number": "8 912 345-67-80", "rang_at": rang, "connected_at": rang, "reason": reason });
        let log = async |call: Value| site.call("POST", "/api/v1/calls", &token, &call, &[]).await;
        let refused = log(call("2026-04-15T11:59:59+03:00", "")).await;
        assert_eq!((refused.status, refused.json()["fields"][0]["field"].as_str()), (422, Some("reason")), "{}", refused.body);
        assert_eq!(log(call("2026-04-15T11:59:59+03:00", "Imported")).await.status, 201);
        assert_eq!(log(call("2026-04-15T12:00:00+03:00", "")).await.status, 201);
    }

    async fn a_client_who_was_told_by_voice_is_to_be_told_again_when_the_deadline_moves(database: TestDatabase) {
        let (site, token) = site(database).await;
        let vera = site.desk.person("Vera", Role::Operator).await;
        site.desk.clock.set("2026-04-14T11:41:00+03:00");
        let call = json!({
            "direction": "in", "outcome": "connected", "number": "8 912 345-67-89", "name": "Анна",
            "rang_at": "2026-04-14T11:40:00+03:00", "connected_at": "2026-04-14T11:40:20+03:00",
        });
        let logged = site.call("POST", "/api/v1/calls", &token, &call, &[]).await.json();
        let id = logged["ticket"].as_str().unwrap().to_owned();
        let told = async || {
            let ticket = site.call("GET", &format!("/api/v1/tickets/{id}"), &token, &Value::Null, &[]).await.json();
            (ticket["untold"].as_bool().unwrap(), ticket["told_due"].as_str().map(str::to_owned))
        };
        let tell = async || site.call("POST", &format!("/api/v1/tickets/{id}/told"), &token, &Value::Null, &[]).await.status;
        assert_eq!(tell().await, 201);
        let wednesday = Some("2026-04-15T15:00:00Z".to_owned());
        assert_eq!(told().await, (false, wednesday.clone()));
        let turn = async |at: &str, state: State| {
            site.desk.clock.set(at);
            let change = Change { state: Some(state), ..Change::default() };
            site.desk.desk.change(&vera, &id, change).await.unwrap();
            site.desk.settle().await;
        };
        // Twenty minutes of waiting move it by too little to speak of.
        turn("2026-04-14T12:00:00+03:00", State::WaitingClient).await;
        turn("2026-04-14T12:20:00+03:00", State::Open).await;
        assert_eq!(told().await, (false, wednesday.clone()));
        turn("2026-04-14T14:00:00+03:00", State::WaitingClient).await;
        turn("2026-04-14T16:00:00+03:00", State::Open).await;
        assert_eq!(told().await, (true, wednesday), "until then what was told stands");
        site.log_in("anna", Role::Operator).await;
        let page = site.get(&format!("/tickets/{id}")).await.body.replace('\u{a0}', " ");
        for read in ["The deadline has moved, and the client has not been told the new one", "by 18:00", "Thursday"] {
            assert!(page.contains(read), "{read}: {page}");
        }
        assert_eq!(tell().await, 201);
        assert_eq!(told().await, (false, Some("2026-04-16T15:00:00Z".to_owned())));
        assert_eq!(tell().await, 422, "once");
    }
}
