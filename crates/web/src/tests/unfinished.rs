//! What is in the middle of being said: drafts, an answer taken back, a response set aside.

use super::site::Site;
use domain::Permission::{TicketsRead, TicketsWrite};
use domain::{Actor, Role};
use serde_json::{Value, json};
use testkit::{DESK_TOML, TestDatabase, both_databases, message};

const NONE: Value = Value::Null;

/// A site whose people may undo an answer for ten seconds, with one ticket.
async fn site(database: TestDatabase) -> (Site, String) {
    let site = Site::new(database).await;
    let toml = DESK_TOML.replace("undo_seconds = 0", "undo_seconds = 10");
    site.desk.desk.apply_setup(Actor::System, &toml).await.unwrap();
    let taken = site
        .desk
        .take(message("maria@client.example", "Справка", "Где?"))
        .await;
    (site, taken.ticket.unwrap().public_id)
}

both_databases! {
    async fn an_answer_is_taken_back_by_its_button_and_is_a_draft_again(database: TestDatabase) {
        let (site, id) = site(database).await;
        site.log_in("vera", Role::Operator).await;
        let path = format!("/tickets/{id}");
        let csrf = site.get(&path).await.field("csrf");
        let fields = [("csrf", csrf.clone()), ("text", "It is ready.".to_owned()), ("idempotency_key", "one".to_owned())];
        let sent = site.post_multipart(&format!("{path}/replies"), &fields, None).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let page = site.get(&path).await;
        assert!(page.body.contains("You can undo it for 10"), "{}", page.body);
        let (_, form) = page.body.split_once("id=\"held\"").unwrap();
        let (_, action) = form.split_once("action=\"").unwrap();
        let action = action.split('"').next().unwrap().to_owned();
        let undone = site.post(&action, &[("csrf", csrf.clone())]).await;
        assert_eq!(undone.status, 303, "{}", undone.body);
        let page = site.get(&path).await;
        assert!(page.body.contains(">It is ready.</textarea>") && !page.body.contains("id=\"held\""), "{}", page.body);
        let again = site.post(&action, &[("csrf", csrf)]).await;
        assert_eq!(again.status, 409);
        assert!(again.body.contains("already left"), "{}", again.body);
    }

    async fn a_draft_is_kept_in_the_background_and_by_its_button_with_files(database: TestDatabase) {
        let (site, id) = site(database).await;
        site.log_in("vera", Role::Operator).await;
        let path = format!("/tickets/{id}");
        let csrf = site.get(&path).await.field("csrf");
        let keep = |quiet: &str, text: &str| [("csrf", csrf.clone()), ("text", text.to_owned()), ("quiet", quiet.to_owned())];
        let drafts = format!("{path}/drafts/reply");
        let quietly = site.post_multipart(&drafts, &keep("1", "Dear"), None).await;
        assert_eq!(quietly.status, 204, "{}", quietly.body);
        let loudly = site.post_multipart(&drafts, &keep("", "Dear Maria"), Some(("plan.txt", "bytes"))).await;
        assert_eq!(loudly.status, 303, "{}", loudly.body);
        let page = site.get(&path).await.body;
        assert!(page.contains(">Dear Maria</textarea>") && page.contains("plan.txt"), "{page}");
        let (_, removal) = page.split_once("formaction=\"/tickets/").unwrap();
        let removal = format!("/tickets/{}", removal.split('"').next().unwrap());
        let removed = site.post_multipart(&removal, &keep("", "Dear Maria,"), None).await;
        assert_eq!(removed.status, 303, "{}", removed.body);
        let page = site.get(&path).await.body;
        assert!(page.contains(">Dear Maria,</textarea>") && !page.contains("plan.txt"), "{page}");
        let forged = site.post_multipart(&drafts, &[("csrf", "no".into()), ("text", "x".into())], None).await;
        assert_eq!(forged.status, 403);
        assert_eq!(site.post_multipart(&format!("{path}/drafts/poem"), &keep("", "x"), None).await.status, 404);
        site.forget_cookies();
        site.log_in("boris", Role::Operator).await;
        let his = site.get(&path).await.body;
        assert!(!his.contains("Dear Maria") && his.contains("vera is writing"), "{his}");
    }

    async fn a_program_undoes_what_it_asked_to_hold(database: TestDatabase) {
        let (site, id) = site(database).await;
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        let path = format!("/api/v1/tickets/{id}");
        let body = json!({"text": "Ready", "undo_seconds": 30});
        let sent = site.call("POST", &format!("{path}/replies"), &token, &body, &[]).await;
        let entry = sent.json()["entry"].as_str().unwrap().to_owned();
        let undo = format!("{path}/replies/{entry}");
        let undone = site.call("DELETE", &undo, &token, &NONE, &[]).await;
        assert_eq!((undone.status, undone.json()["text"].as_str()), (200, Some("Ready")), "{}", undone.body);
        let late = site.call("DELETE", &undo, &token, &NONE, &[]).await;
        assert_eq!((late.status, late.json()["code"].as_str()), (409, Some("too_late_to_undo")));
        let long = site.call("POST", &format!("{path}/replies"), &token, &json!({"text": "x", "undo_seconds": 900}), &[]).await;
        assert_eq!(long.status, 422, "{}", long.body);
    }

    async fn resolving_in_silence_asks_how_it_ended(database: TestDatabase) {
        let (site, id) = site(database).await;
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        let path = format!("/api/v1/tickets/{id}");
        let silent = site.call("PUT", &format!("{path}/closure"), &token, &json!({}), &[]).await;
        assert_eq!((silent.status, silent.json()["code"].as_str()), (409, Some("outcome_required")), "{}", silent.body);
        let set_aside = site.call("PUT", &format!("{path}/dismissal"), &token, &NONE, &[]).await;
        assert_eq!(set_aside.status, 200, "{}", set_aside.body);
        let clocks = site.call("GET", &path, &token, &NONE, &[]).await.json()["clocks"].clone();
        assert_eq!((clocks[0]["kind"].as_str(), clocks[0]["verdict"].as_str()), (Some("first_response"), Some("cancelled")));
        let nothing = site.call("PUT", &format!("{path}/dismissal"), &token, &NONE, &[]).await;
        assert_eq!(nothing.status, 422);
        let closed = site.call("PUT", &format!("{path}/closure"), &token, &json!({}), &[]).await;
        assert_eq!(closed.status, 200, "{}", closed.body);
        assert_eq!(site.call("GET", &path, &token, &NONE, &[]).await.json()["outcome"], "solved");
    }
}
