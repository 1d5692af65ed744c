//! Ten megabytes of words in one message: bounded at every door, and nobody else's talk is the slower for it.

use super::{account, chat, hooks};
use domain::entry::EntryKind;
use serde_json::json;
use testkit::{TestDatabase, both_databases};

fn ten_megabytes() -> String {
    "word ".repeat(10_000_000 / 5)
}

both_databases! {
    async fn programs_and_custom_doors_are_bounded(database: TestDatabase) {
        let site = hooks::site(database).await;
        site.desk.open_custom_door("crm", hooks::secret);
        let words = ten_megabytes();
        let (_, ticket) = hooks::taken(&hooks::push(&site, hooks::SECRET, hooks::said("m-long", &words).to_string().as_bytes()).await);
        let view = site.desk.ticket(&ticket).await;
        let message = view.timeline.entries.iter().find(|entry| entry.kind == EntryKind::MessageIn).unwrap();
        let kept = message.body.as_ref().unwrap().text.len();
        assert!(kept <= 1 << 20 && kept > 1_000_000, "what a person can read; the whole stays in the raw copy: {kept}");
        assert!(message.has_raw, "the whole stays");

        // Programs send words alone: what would not be kept is refused.
        let token = site.token(&[domain::Permission::IntakeWrite]).await;
        let body = |text: &str, html: &str| json!({ "channel": "api", "client": { "email": "a@client.example" }, "title": "Q", "text": text, "html": html });
        let words = &words[..=1 << 20];
        for (field, body) in [("text", body(words, "")), ("html", body("", words))] {
            let answer = site.call("POST", "/api/v1/tickets", &token, &body, &[]).await;
            assert_eq!((answer.status, &answer.json()["fields"][0]["field"]), (422, &json!(field)), "{}", answer.body);
            let answer = site.call("POST", &format!("/api/v1/tickets/{ticket}/messages"), &token, &json!({ "text": body["text"], "html": body["html"] }), &[]).await;
            assert_eq!((answer.status, &answer.json()["fields"][0]["field"]), (422, &json!(field)), "{}", answer.body);
        }
        assert_eq!(site.desk.inbox(desk::read::View::All).await.len(), 1);
    }

    async fn a_visitor_is_told_that_it_is_too_much(database: TestDatabase) {
        let site = chat::site(database).await;
        let words = ten_megabytes();
        let answer = chat::say(&site, chat::ANNA, &[("id", "m-000001"), ("text", &words)]).await;
        assert_eq!((answer.status, answer.json()["code"].as_str()), (413, Some("too_large")), "{}", answer.body);
        let long = "слово ".repeat(5_000);
        let answer = chat::say(&site, chat::ANNA, &[("id", "m-000002"), ("text", &long)]).await;
        assert_eq!((answer.status, &answer.json()["fields"][0]["field"]), (422, &json!("text")), "{}", answer.body);
        assert!(site.desk.inbox(desk::read::View::Everything).await.is_empty());
        // The talk goes on with what is of a size that somebody reads.
        assert_eq!(chat::say(&site, chat::ANNA, &[("id", "m-000003"), ("text", "Коротко: где карта?")]).await.status, 200);
    }

    async fn an_app_is_told_that_it_is_too_much(database: TestDatabase) {
        let (site, _host) = account::site(database).await;
        let anna = account::token(&site, "42", json!({}));
        for (key, words) in [("message-1", ten_megabytes()), ("message-2", "word ".repeat(20_000))] {
            let answer = account::ask(&site, "POST", "/tickets", &anna, key, &json!({ "text": words })).await;
            assert_eq!((answer.status, &answer.json()["fields"][0]["field"]), (422, &json!("text")), "{key}: {}", answer.body);
        }
        assert!(site.desk.inbox(desk::read::View::Everything).await.is_empty());
    }
}
