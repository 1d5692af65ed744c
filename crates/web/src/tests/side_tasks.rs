//! Side tasks by buttons, by the private page of whoever is asked, and by programs.

use super::site::Site;
use domain::Permission::{TicketsRead, TicketsWrite};
use domain::Role;
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, message};

const NONE: Value = Value::Null;

both_databases! {
    async fn a_party_without_an_account_answers_on_its_page(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("vera", Role::Operator).await;
        let ticket = site.desk.take(message("maria@client.example", "Комиссия", "Верните")).await.ticket.unwrap().public_id;
        let path = format!("/tickets/{ticket}");
        let csrf = site.get(&path).await.field("csrf");
        let wrong = site.post(&format!("{path}/side-tasks"), &[("csrf", csrf.clone()), ("to", "Law".into()), ("question", "May we?".into()), ("hours", "soon".into())]).await;
        assert_eq!(wrong.status, 422, "{}", wrong.body);
        let asked = site.post(&format!("{path}/side-tasks"), &[("csrf", csrf.clone()), ("to", "Law".into()), ("question", "May we <b>refund</b>?".into()), ("hours", "0,5".into())]).await;
        assert_eq!(asked.status, 303, "{}", asked.body);
        let page = site.get(&path).await.body;
        let link = page.split("/a/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        assert!(page.contains("May we &#60;b&#62;refund") || page.contains("May we &lt;b&gt;refund"), "{page}");
        site.forget_cookies();
        let theirs = site.get(&format!("/a/{link}")).await;
        assert_eq!(theirs.status, 200, "{}", theirs.body);
        assert!(theirs.body.contains("refund") && !theirs.body.contains("maria@client.example"));
        assert_eq!(theirs.header("referrer-policy"), "no-referrer");
        let token = theirs.field("csrf");
        let empty = site.post(&format!("/a/{link}"), &[("csrf", token.clone()), ("text", " ".into())]).await;
        assert_eq!(empty.status, 422, "{}", empty.body);
        let forged = site.post(&format!("/a/{link}"), &[("csrf", "x".into()), ("text", "Yes".into())]).await;
        assert_eq!(forged.status, 403);
        let sent = site.post(&format!("/a/{link}"), &[("csrf", token), ("text", "Yes, by 5.2".into())]).await;
        assert_eq!((sent.status, sent.header("location")), (303, format!("/a/{link}?done=1").as_str()));
        assert!(site.get(&format!("/a/{link}?done=1")).await.body.contains("Yes, by 5.2"));
        assert_eq!(site.get("/a/nosuchsecret").await.status, 404);
        let view = site.desk.ticket(&ticket).await;
        assert_eq!(view.side_tasks[0].answer, "Yes, by 5.2");
    }

    async fn whoever_asks_is_told_before_that_the_answer_would_come_after_the_clients_deadline(database: TestDatabase) {
        let site = Site::new(database).await;
        // As in example 11: two hours are left of the client's term, and three for the department.
        site.desk.clock.set("2026-04-14T15:00:00+03:00");
        let ticket = site.desk.take(message("maria@client.example", "Комиссия", "Верните")).await.ticket.unwrap().public_id;
        let path = format!("/tickets/{ticket}");
        site.desk.clock.set("2026-04-15T16:00:00+03:00");
        site.log_in("vera", Role::Operator).await;
        let csrf = site.get(&path).await.field("csrf");
        let ask = async |hours: &str, anyway: &str| {
            let fields = [("csrf", csrf.clone()), ("to", "Law".into()), ("question", "May we refund?".into()), ("hours", hours.to_owned()), ("anyway", anyway.to_owned())];
            site.post(&format!("{path}/side-tasks"), &fields).await
        };
        let in_time = ask("1", "").await;
        assert_eq!(in_time.status, 303, "{}", in_time.body);
        let late = ask("3", "").await;
        assert_eq!(late.status, 422, "{}", late.body);
        assert!(late.body.contains("after the client’s deadline"), "{}", late.body);
        assert!(late.body.contains("May we refund?</textarea>") && late.body.contains("name=\"anyway\" value=\"1\""), "{}", late.body);
        assert_eq!(site.desk.ticket(&ticket).await.side_tasks.len(), 1, "not asked yet");
        assert_eq!(ask("3", "1").await.status, 303, "meant");
        assert_eq!(site.desk.ticket(&ticket).await.side_tasks.len(), 2);
    }

    async fn a_program_is_told_what_ends_after_the_clients_deadline(database: TestDatabase) {
        let site = Site::new(database).await;
        site.desk.clock.set("2026-04-14T15:00:00+03:00");
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        let ticket = site.desk.take(message("maria@client.example", "Комиссия", "Верните")).await.ticket.unwrap().public_id;
        site.desk.clock.set("2026-04-15T16:00:00+03:00");
        let post = async |what: &str, body: Value| {
            let answer = site.call("POST", &format!("/api/v1/tickets/{ticket}/{what}"), &token, &body, &[]).await;
            assert_eq!(answer.status, 201, "{}", answer.body);
            answer.json()["after_client_deadline"].clone()
        };
        let due = json!("2026-04-15T15:00:00Z");
        assert_eq!(post("side-tasks", json!({"to": "Law", "question": "May we?", "within_minutes": 60})).await, NONE);
        assert_eq!(post("side-tasks", json!({"to": "Law", "question": "May we?", "within_minutes": 180})).await, due);
        assert_eq!(post("replies", json!({"text": "We check."})).await, NONE);
        let promise = |by: &str| json!({"what": "solution", "by": by});
        assert_eq!(post("promises", promise("2026-04-15T16:30:00+03:00")).await, NONE);
        assert_eq!(post("promises", promise("2026-04-16T12:00:00+03:00")).await, due);
        let answer = json!({"text": "By noon.", "promise": {"what": "answer", "by": "2026-04-16T12:00:00+03:00"}});
        assert_eq!(post("replies", answer).await, due);
    }

    async fn a_program_asks_reads_and_takes_back(database: TestDatabase) {
        let site = Site::new(database).await;
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        let ticket = site.desk.take(message("maria@client.example", "Комиссия", "Верните")).await.ticket.unwrap().public_id;
        let path = format!("/api/v1/tickets/{ticket}/side-tasks");
        let body = json!({"to": "Law", "question": "May we?", "within_minutes": 300});
        let key = [("idempotency-key", "ask-1")];
        let asked = site.call("POST", &path, &token, &body, &key).await;
        assert_eq!(asked.status, 201, "{}", asked.body);
        let again = site.call("POST", &path, &token, &body, &key).await;
        assert_eq!(again.json()["id"], asked.json()["id"], "once");
        let id = asked.json()["id"].as_str().unwrap().to_owned();
        assert!(asked.json()["link"].as_str().unwrap().contains("/a/"));
        let listed = site.call("GET", &path, &token, &NONE, &[]).await;
        assert_eq!((listed.json().as_array().unwrap().len(), listed.json()[0]["state"].as_str()), (1, Some("asked")), "{}", listed.body);
        let answered = site.call("PUT", &format!("{path}/{id}/answer"), &token, &json!({"text": "Yes"}), &[]).await;
        assert_eq!(answered.status, 204, "{}", answered.body);
        let late = site.call("DELETE", &format!("{path}/{id}"), &token, &NONE, &[]).await;
        assert_eq!(late.status, 422, "{}", late.body);
        let reads = site.token(&[TicketsRead]).await;
        assert_eq!(site.call("POST", &path, &reads, &body, &[]).await.status, 403);
    }
}
