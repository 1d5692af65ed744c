//! What other systems push, over HTTP: who holds the secret is taken once, whoever does not is turned away unread, and
//! what cannot be read or is too large is told so to its sender.

use super::site::{Answer, Site};
use channel::Tally as _;
use channel::webhook::sign;
use domain::time::MINUTE;
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases};

pub(super) const SECRET: &str = "a-secret-of-the-other-side-long-enough";
const DOORS: &str = r#"
[[channel]]
name = "crm"
kind = "webhook"
brand = "Север"
team = "Поддержка"
acknowledges = false
[channel.settings]
path = "crm"
secret_env = "SECRET"
[[channel]]
name = "bot"
kind = "telegram"
brand = "Север"
team = "Поддержка"
acknowledges = false
[channel.settings]
token_env = "TOKEN"
receive = "webhook"
path = "bot"
secret_env = "SECRET"
api = "http://127.0.0.1:9"
"#;
/// More than anybody may send at once.
const TOO_MUCH: usize = 26 << 20;

pub(super) async fn site(database: TestDatabase) -> Site {
    let site = Site::new(database).await;
    super::form::apply(&site, DOORS).await;
    site
}

pub(super) fn secret(name: &str) -> Option<String> {
    match name {
        "TOKEN" => Some("123456:AAE-token".to_owned()),
        _ => Some(SECRET.to_owned()),
    }
}

pub(super) fn said(id: &str, text: &str) -> Value {
    json!({ "type": "message", "id": id, "text": text, "from": { "id": "c1", "name": "Анна" } })
}

/// Pushes as the other side does, signed with a secret, now.
pub(super) async fn push(site: &Site, with: &str, body: &[u8]) -> Answer {
    let seconds = site.desk.now().as_micros() / 1_000_000;
    let signature = sign(with, "evt-1", seconds, body).unwrap();
    let seconds = seconds.to_string();
    let headers = [
        ("content-type", "application/json"),
        ("webhook-id", "evt-1"),
        ("webhook-timestamp", seconds.as_str()),
        ("webhook-signature", signature.as_str()),
    ];
    site.send("POST", "/hooks/webhook/crm", &headers, body).await
}

/// Calls as Telegram does.
async fn call(site: &Site, with: &str, body: &[u8]) -> Answer {
    let headers = [
        ("content-type", "application/json"),
        ("x-telegram-bot-api-secret-token", with),
    ];
    site.send("POST", "/hooks/telegram/bot", &headers, body).await
}

fn update(text: &str) -> Value {
    json!({ "update_id": 7, "message": { "message_id": 1, "date": 1_776_148_200, "text": text,
        "chat": { "id": 42, "type": "private" }, "from": { "id": 42, "is_bot": false, "first_name": "Анна" } } })
}

/// What is told of the only message that was taken.
pub(super) fn taken(answer: &Answer) -> (String, String) {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let told = answer.json()["taken"][0].clone();
    let of = |name: &str| told[name].as_str().unwrap().to_owned();
    (of("fate"), of("ticket"))
}

both_databases! {
    async fn a_custom_door_takes_what_is_signed_and_takes_it_once(database: TestDatabase) {
        let site = site(database).await;
        let (_, counts) = site.desk.open_custom_door("crm", secret);
        let body = said("m1", "Где моя карта?").to_string();
        for forged in [push(&site, "another secret altogether, as long", body.as_bytes()).await,
            site.send("POST", "/hooks/webhook/crm", &[("content-type", "application/json")], body.as_bytes()).await] {
            assert_eq!((forged.status, forged.json()["code"].as_str().map(str::to_owned)), (401, Some("unauthenticated".into())), "{}", forged.body);
        }
        assert_eq!(counts.sightings().seen, 0, "the intake never heard of it");
        let (fate, ticket) = taken(&push(&site, SECRET, body.as_bytes()).await);
        assert_eq!(fate, "opened");
        assert_eq!(taken(&push(&site, SECRET, body.as_bytes()).await), ("duplicate".into(), ticket.clone()), "replayed");
        let view = site.desk.ticket(&ticket).await;
        assert_eq!(view.client.name, "Анна");
        assert_eq!(site.desk.inbox(desk::read::View::All).await, [ticket.as_str()]);

        // What was recorded on the way is no key.
        let seconds = site.desk.now().as_micros() / 1_000_000;
        let signature = sign(SECRET, "evt-1", seconds, body.as_bytes()).unwrap();
        site.desk.clock.advance(6 * MINUTE);
        let seconds = seconds.to_string();
        let headers = [("webhook-id", "evt-1"), ("webhook-timestamp", seconds.as_str()), ("webhook-signature", signature.as_str())];
        assert_eq!(site.send("POST", "/hooks/webhook/crm", &headers, body.as_bytes()).await.status, 401);
    }

    async fn garbage_is_told_to_its_sender_and_too_much_is_not_read(database: TestDatabase) {
        let site = site(database).await;
        site.desk.open_custom_door("crm", secret);
        site.desk.open_bot("bot", secret);
        for (body, told) in [("{", ""), ("[]", ""), (r#"{"type":"shout"}"#, "shout"), (r#"{"type":"message","id":"","from":{"id":"c"}}"#, "id"), (r#"{"type":"message","id":"m","from":{"id":"c"},"colour":1}"#, "colour"), ("\u{0}\u{ff}", "")] {
            let answer = push(&site, SECRET, body.as_bytes()).await;
            assert_eq!(answer.status, 422, "{body}: {}", answer.body);
            assert!(answer.body.contains(told), "{body}: {}", answer.body);
        }
        for body in ["{", "[]", "7"] {
            assert_eq!(call(&site, SECRET, body.as_bytes()).await.status, 422, "{body}");
        }
        // An update of a kind that nobody asked for is no fault of the vendor's.
        let other = call(&site, SECRET, br#"{"update_id":8,"poll":{"id":"1"}}"#).await;
        assert_eq!((other.status, &other.json()["taken"]), (200, &json!([])), "{}", other.body);
        let large = vec![b' '; TOO_MUCH];
        assert_eq!(push(&site, SECRET, &large).await.status, 413);
        assert_eq!(call(&site, SECRET, &large).await.status, 413);
        assert!(site.desk.inbox(desk::read::View::All).await.is_empty());
    }

    async fn a_bot_is_pushed_to_by_whoever_repeats_its_secret(database: TestDatabase) {
        let site = site(database).await;
        let (_, counts) = site.desk.open_bot("bot", secret);
        let body = update("Где моя карта?").to_string();
        for wrong in ["", "another", "a-secret-of-the-other-side-long-enougH"] {
            assert_eq!(call(&site, wrong, body.as_bytes()).await.status, 401, "{wrong}");
        }
        assert_eq!(counts.sightings().seen, 0);
        let (fate, ticket) = taken(&call(&site, SECRET, body.as_bytes()).await);
        assert_eq!(fate, "opened");
        assert_eq!(taken(&call(&site, SECRET, body.as_bytes()).await), ("duplicate".into(), ticket.clone()));
        assert_eq!(site.desk.inbox(desk::read::View::All).await, [ticket.as_str()]);
    }

    async fn what_is_not_open_is_not_there(database: TestDatabase) {
        let site = site(database).await;
        let body = said("m1", "Где моя карта?").to_string();
        assert_eq!(push(&site, SECRET, body.as_bytes()).await.status, 404, "nothing was opened yet");
        site.desk.open_custom_door("crm", secret);
        for path in ["/hooks/webhook/other", "/hooks/telegram/crm", "/hooks/unheard/crm", "/hooks/webhook/bot"] {
            assert_eq!(site.send("POST", path, &[], body.as_bytes()).await.status, 404, "{path}");
        }
        super::form::apply(&site, &DOORS.replacen("acknowledges", "enabled = false\nacknowledges", 1)).await;
        assert_eq!(push(&site, SECRET, body.as_bytes()).await.status, 404, "switched off");
    }
}
