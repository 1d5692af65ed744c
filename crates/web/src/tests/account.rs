//! The client's account: what a token of the host opens, and what it does not; the app's whole way with a request.

use super::site::{Answer, Site};
use desk::ticket::{By, NewPromise, Reply};
use domain::clock::{ClockKind, Promised};
use domain::ticket::State;
use domain::time::{HOUR, MINUTE};
use domain::{Now as _, Permission, Principal, Role};
use serde_json::{Value, json};
use testkit::vendor::Vendor;
use testkit::{TestDatabase, both_databases, message};
use tokio::io::AsyncReadExt as _;

pub const OLD: &str = "the old secret of the host, 32 bytes and more";
pub const NEW: &str = "the new secret of the host, 32 bytes and more";

const ACCOUNT: &str = r#"
[[channel]]
name = "Кабинет"
kind = "inapp"
brand = "Север"
team = "Поддержка"
acknowledges = false
[channel.settings]
path = "bank"
audience = "okno"
keys = [{ id = "old", algorithm = "HS256", secret_env = "APP_OLD" }, { id = "new", algorithm = "HS256", secret_env = "APP_NEW" }]
origins = ["https://www.bank.example"]
messages_of_client = 8
push_url = "PUSH"
push_secret_env = "APP_NEW"
[[policy]]
name = "standard"
[[policy.clock]]
kind = "first_response"
target = { minutes = 120 }
[[policy.clock]]
kind = "callback"
target = { minutes = 60 }
[[policy.clock]]
kind = "resolution"
target = { days = 1, until = "close" }
[[channel]]
name = "Чат"
kind = "chat"
brand = "Север"
[channel.settings]
path = "help"
email_when_closed = "required"
account = "bank"
"#;

pub async fn site(database: TestDatabase) -> (Site, Vendor) {
    let (site, host) = (Site::new(database).await, Vendor::start().await);
    let push = format!("{}/open/push", host.api());
    super::form::apply(&site, &ACCOUNT.replace("PUSH", &push)).await;
    site.desk.open_account("Кабинет", |_| Some(NEW.to_owned()));
    (site, host)
}

/// What a client's app shows.
pub fn token(site: &Site, sub: &str, change: Value) -> String {
    let now = site.desk.clock.now().as_micros() / 1_000_000;
    let mut claims = json!({ "sub": sub, "aud": "okno", "iat": now, "exp": now + 600, "name": "Анна" });
    for (name, value) in change.as_object().unwrap() {
        claims[name] = value.clone();
    }
    testkit::host_token("new", NEW, &claims)
}

pub async fn ask(site: &Site, method: &str, path: &str, token: &str, key: &str, body: &Value) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("content-type", "application/json"),
        ("authorization", bearer.as_str()),
        ("origin", "https://www.bank.example"),
        ("sec-fetch-site", "cross-site"),
        ("idempotency-key", key),
    ];
    let headers: Vec<_> = headers
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    site.send(method, &format!("/account/bank{path}"), &headers, body.as_bytes())
        .await
}

pub async fn open(site: &Site, token: &str, key: &str, text: &str) -> Value {
    let answer = ask(site, "POST", "/tickets", token, key, &json!({ "text": text })).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.json()
}

async fn reply(site: &Site, ticket: &str, text: &str) -> Principal {
    let vera = site.desk.person("Vera", Role::Operator).await;
    let reply = Reply {
        text: text.into(),
        ..Reply::default()
    };
    site.desk.desk.reply(&vera, ticket, reply).await.unwrap();
    site.desk.settle().await;
    vera
}

async fn fates(site: &Site, ticket: &str) -> Vec<String> {
    let ticket = site.desk.ticket(ticket).await;
    let deliveries = ticket.timeline.entries.iter().flat_map(|entry| &entry.deliveries);
    deliveries.map(|one| one.fate.to_string()).collect()
}

both_databases! {
    async fn an_app_opens_reads_answers_and_marks_as_solved(database: TestDatabase) {
        let (site, host) = site(database).await;
        let anna = token(&site, "42", json!({ "email": "anna@client.example", "zone": "Asia/Omsk" }));
        let opened = open(&site, &anna, "message-1", "Где моя карта?").await;
        assert_eq!(opened["fate"], "opened");
        let again = open(&site, &anna, "message-1", "Где моя карта?").await;
        assert_eq!((&again["fate"], &again["ticket"]), (&json!("duplicate"), &opened["ticket"]));
        let id = opened["ticket"].as_str().unwrap();
        let second = open(&site, &anna, "message-2", "И ещё вопрос").await;
        assert_ne!(second["ticket"], opened["ticket"], "another request is another ticket");
        reply(&site, id, "Карта в пути.").await;
        // The host is told that there is something, and not what.
        let told = host.requests();
        assert_eq!(told.len(), 1);
        let note: Value = serde_json::from_slice(&told[0].body).unwrap();
        assert_eq!((&note["account"], &note["number"]), (&json!("42"), &opened["number"]));
        assert!(!String::from_utf8_lossy(&told[0].body).contains("Карта"));
        let pushed = channel::webhook::Pushed {
            id: told[0].header("webhook-id"),
            timestamp: told[0].header("webhook-timestamp"),
            signature: told[0].header("webhook-signature"),
            body: &told[0].body,
        };
        channel::webhook::verify(NEW, &pushed, site.desk.now()).unwrap();
        let talk = ask(&site, "GET", &format!("/tickets/{id}"), &anna, "", &Value::Null).await;
        assert_eq!(talk.header("access-control-allow-origin"), "https://www.bank.example");
        let talk = talk.json();
        let said: Vec<_> = talk["messages"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap()).collect();
        assert_eq!(said, ["Где моя карта?", "Карта в пути."]);
        assert_eq!(fates(&site, id).await, ["sent"]);
        let seen = json!({ "messages": [talk["messages"][1]["id"]] });
        assert_eq!(ask(&site, "POST", "/seen", &anna, "", &seen).await.status, 204);
        assert_eq!(fates(&site, id).await, ["delivered"]);
        let path = format!("/tickets/{id}/messages");
        let more = ask(&site, "POST", &path, &anna, "message-3", &json!({ "text": "Спасибо" })).await.json();
        assert_eq!((&more["fate"], &more["ticket"]), (&json!("appended"), &opened["ticket"]));
        let path = format!("/tickets/{id}/solution");
        assert_eq!(ask(&site, "PUT", &path, &anna, "", &Value::Null).await.status, 204);
        let list = ask(&site, "GET", "/tickets", &anna, "", &Value::Null).await.json();
        let states: Vec<_> = list["tickets"].as_array().unwrap().iter().map(|one| (&one["number"], &one["state"])).collect();
        assert_eq!(states, [(&second["number"], &json!("ours")), (&opened["number"], &json!("resolved"))]);
        let path = format!("/tickets/{id}/rating");
        let rate = async |body: Value| ask(&site, "PUT", &path, &anna, "", &body).await.status;
        for wrong in [json!({ "score": 0 }), json!({ "score": 6 }), json!({ "score": 5, "text": "x".repeat(2_001) })] {
            assert_eq!(rate(wrong).await, 422);
        }
        assert_eq!(rate(json!({ "score": "good" })).await, 422);
        let low = json!({ "score": 2, "text": "Долго", "call": true });
        for _ in 0..2 {
            assert_eq!(rate(low.clone()).await, 204);
        }
        let view = site.desk.ticket(id).await;
        let told = view.timeline.entries.iter().filter(|line| line.code == "ticket_rated_why").count();
        let callback = view.clocks.iter().find(|clock| clock.kind == ClockKind::Callback).unwrap();
        assert_eq!((told, callback.about.as_str(), view.state), (1, "low_score", State::Open), "somebody calls");
        assert_eq!(rate(json!({ "score": 5 })).await, 204);
        let talk = ask(&site, "GET", &format!("/tickets/{id}"), &anna, "", &Value::Null).await.json();
        assert_eq!(talk["rating"], json!({ "score": 5, "text": "", "call": false }));
        let numbers = site.get("/metrics").await.body;
        assert!(numbers.contains("okno_door_sightings{door=\"inapp\",answer=\"accepted\"} 5"), "{numbers}");
    }

    async fn what_an_answer_promises_and_asks_is_read_in_the_account_and_on_the_page(database: TestDatabase) {
        let (site, _host) = site(database).await;
        let anna = token(&site, "42", json!({ "zone": "Asia/Vladivostok" }));
        let opened = open(&site, &anna, "message-1", "Где моя карта?").await;
        let id = opened["ticket"].as_str().unwrap();
        let vera = site.desk.person("Vera", Role::Operator).await;
        let answer = Reply {
            text: "Уточняем.".into(),
            then: Some(State::WaitingClient),
            promise: Some(NewPromise { what: Promised::Call, by: By::At(site.desk.now().saturating_add(26 * HOUR)) }),
            ..Reply::default()
        };
        site.desk.desk.reply(&vera, id, answer).await.unwrap();
        site.desk.settle().await;
        let talk = ask(&site, "GET", &format!("/tickets/{id}"), &anna, "", &Value::Null).await.json();
        let text = talk["messages"][1]["text"].as_str().unwrap();
        assert!(text.starts_with("Уточняем.\n\nПерезвоним не позднее "), "{text}");
        assert!(text.contains("по владивостокскому"), "in the zone that the account told: {text}");
        assert!(text.ends_with("\n\nЖдём вашего ответа: пока его нет, срок по обращению приостановлен."), "{text}");
        let page = site.get(&format!("/t/{}", talk["page"].as_str().unwrap().rsplit('/').next().unwrap())).await.body;
        for line in text.split("\n\n") {
            assert!(page.contains(line), "{line}: {page}");
        }
    }

    async fn what_is_not_theirs_is_not_there(database: TestDatabase) {
        let (site, _host) = site(database).await;
        let (anna, boris) = (token(&site, "42", json!({})), token(&site, "43", json!({})));
        let opened = open(&site, &anna, "message-1", "Где моя карта?").await;
        let id = opened["ticket"].as_str().unwrap();
        let by_mail = site.desk.take(message("maria@client.example", "Q", "Где?")).await.ticket.unwrap().public_id;
        for ticket in [id, by_mail.as_str()] {
            for (method, path) in [("GET", ""), ("PUT", "/solution"), ("PUT", "/withdrawal"), ("GET", "/files/att_1"), ("POST", "/messages")] {
                let path = format!("/tickets/{ticket}{path}");
                let answer = ask(&site, method, &path, &boris, "message-9", &json!({ "text": "Я Анна" })).await;
                assert_eq!(answer.status, 404, "{method} {path}: {}", answer.body);
            }
        }
        for ticket in [id, by_mail.as_str()] {
            let answer = ask(&site, "PUT", &format!("/tickets/{ticket}/rating"), &boris, "", &json!({ "score": 1 })).await;
            assert_eq!(answer.status, 404);
        }
        // Nor can he use her key, nor confirm what was brought to her.
        let own = open(&site, &boris, "message-1", "Где моя карта?").await;
        assert_eq!(own["fate"], "opened");
        reply(&site, id, "Карта в пути.").await;
        let entry = site.desk.ticket(id).await.timeline.entries.last().unwrap().public_id.clone();
        ask(&site, "POST", "/seen", &boris, "", &json!({ "messages": [entry] })).await;
        assert_eq!(fates(&site, id).await, ["sent"]);
        let list = ask(&site, "GET", "/tickets", &boris, "", &Value::Null).await.json();
        assert_eq!(list["tickets"].as_array().unwrap().len(), 1);
    }

    async fn a_token_that_is_forged_or_expired_opens_nothing(database: TestDatabase) {
        let (site, _host) = site(database).await;
        let good = token(&site, "42", json!({}));
        let now = site.desk.clock.now().as_micros() / 1_000_000;
        let claims = json!({ "sub": "42", "aud": "okno", "iat": now, "exp": now + 600 });
        let forged = testkit::host_token("new", OLD, &claims);
        let rotated = testkit::host_token("old", OLD, &claims);
        let expired = token(&site, "42", json!({ "exp": now - 60 }));
        for wrong in [forged, expired, String::new(), format!("{good}x")] {
            for (method, path) in [("GET", "/tickets"), ("GET", "/events"), ("POST", "/tickets")] {
                let answer = ask(&site, method, path, &wrong, "message-1", &json!({ "text": "Hi" })).await;
                assert_eq!(answer.status, 401, "{method} {path}: {}", answer.body);
            }
        }
        assert_eq!(ask(&site, "GET", "/tickets", &rotated, "", &Value::Null).await.status, 200);
        assert_eq!(ask(&site, "GET", "/tickets", &good, "", &Value::Null).await.status, 200);
        site.desk.clock.advance(11 * MINUTE);
        assert_eq!(ask(&site, "GET", "/tickets", &good, "", &Value::Null).await.status, 401);
        let good = token(&site, "42", json!({}));
        let missing = ask(&site, "POST", "/tickets", &good, "", &json!({ "text": "Hi" })).await;
        assert_eq!(missing.json()["code"], "idempotency_key_missing");
        for n in 0..9 {
            let answer = ask(&site, "POST", "/tickets", &good, &format!("flood-{n:03}"), &json!({ "text": "Hi" })).await;
            let expected = if n < 7 { 201 } else { 429 };
            assert_eq!(answer.status, expected, "{n}: {}", answer.body);
        }
        let bearer = format!("Bearer {good}");
        let evil = [("authorization", bearer.as_str()), ("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")];
        assert_eq!(site.send("GET", "/account/bank/tickets", &evil, b"").await.status, 403);
    }

    async fn an_answer_not_seen_goes_on_by_mail(database: TestDatabase) {
        let (site, _host) = site(database).await;
        let anna = token(&site, "42", json!({ "email": "anna@client.example" }));
        let opened = open(&site, &anna, "message-1", "Где моя карта?").await;
        let id = opened["ticket"].as_str().unwrap();
        reply(&site, id, "Карта в пути.").await;
        site.desk.clock.advance(HOUR + MINUTE);
        site.desk.settle().await;
        let sent = site.desk.sink.taken();
        assert_eq!(sent.last().unwrap().to.value, "anna@client.example");
        assert!(sent.last().unwrap().text.contains("Карта в пути."));
    }

    async fn files_of_an_account_come_along_unless_they_are_dangerous(database: TestDatabase) {
        let (site, _host) = site(database).await;
        let anna = token(&site, "42", json!({}));
        let bearer = format!("Bearer {anna}");
        let send = async |key: &str, name: &str| {
            let headers = [("content-type", "multipart/form-data; boundary=b"), ("authorization", bearer.as_str()), ("idempotency-key", key)];
            let body = format!("--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nСкан\r\n--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\na letter\r\n--b--\r\n");
            site.send("POST", "/account/bank/tickets", &headers, body.as_bytes()).await
        };
        let taken = send("message-1", "scan.txt").await;
        assert_eq!(taken.status, 201, "{}", taken.body);
        let id = taken.json()["ticket"].as_str().unwrap().to_owned();
        let talk = ask(&site, "GET", &format!("/tickets/{id}"), &anna, "", &Value::Null).await.json();
        assert_eq!(talk["messages"][0]["files"][0]["name"], "scan.txt", "{talk}");
        let refused = send("message-2", "card.exe").await;
        assert_eq!((refused.status, &refused.json()["fields"][0]["field"]), (422, &json!("files")), "{}", refused.body);
        let long = json!({ "text": "x".repeat(50_000 + 1) });
        let long = ask(&site, "POST", "/tickets", &anna, "message-3", &long).await;
        assert_eq!((long.status, &long.json()["fields"][0]["code"]), (422, &json!("too_long")), "{}", long.body);
    }

    async fn of_a_call_its_client_sees_that_it_was_and_not_what_was_noted(database: TestDatabase) {
        let (site, _host) = site(database).await;
        let line = "[[channel]]\nname = \"Линия\"\nkind = \"phone\"\nbrand = \"Север\"\n";
        super::form::apply(&site, line).await;
        let phone = site.token(&[Permission::TicketsRead, Permission::TicketsWrite, Permission::IntakeBackdate]).await;
        let anna = token(&site, "42", json!({}));
        let bearer = format!("Bearer {anna}");
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("authorization", bearer.as_str())];
        site.send("POST", "/chat/help/messages", &headers, b"id=m-000001&text=Hi&lang=en").await;
        let list = ask(&site, "GET", "/tickets", &anna, "", &Value::Null).await.json();
        let id = list["tickets"][0]["id"].as_str().unwrap().to_owned();
        let spoke = json!({ "connected_at": "2026-04-14T09:00:20+03:00", "ended_at": "2026-04-14T09:04:20+03:00" });
        for (way, outcome, spoke) in [("in", "connected", &spoke), ("in", "missed", &json!({})), ("out", "no_answer", &json!({}))] {
            let mut call = json!({ "direction": way, "outcome": outcome, "number": "+79123456789", "ticket": id,
                "rang_at": "2026-04-14T09:00:00+03:00", "text": "SHOUTS, wants the boss" });
            call.as_object_mut().unwrap().extend(spoke.as_object().unwrap().clone());
            let key = format!("{way} {outcome}");
            let logged = site.call("POST", "/api/v1/calls", &phone, &call, &[("idempotency-key", key.as_str())]).await;
            assert_eq!((logged.status, logged.json()["ticket"].as_str()), (201, Some(id.as_str())), "{}", logged.body);
        }
        let talk = ask(&site, "GET", &format!("/tickets/{id}"), &anna, "", &Value::Null).await;
        assert!(!talk.body.contains("SHOUTS"), "{}", talk.body);
        let talk = talk.json();
        let calls: Vec<_> = talk["messages"].as_array().unwrap().iter().filter(|line| !line["call"].is_null()).collect();
        let told: Vec<_> = calls.iter().map(|line| (line["ours"].clone(), line["call"].clone(), line["text"].clone())).collect();
        assert_eq!(told, [
            (json!(false), json!({ "connected": true, "seconds": 240 }), json!("")),
            (json!(false), json!({ "connected": false, "seconds": null }), json!("")),
            (json!(true), json!({ "connected": false, "seconds": null }), json!("")),
        ]);
        let page = talk["page"].as_str().unwrap().split_once("/t/").unwrap().1.to_owned();
        for (lang, words) in [
            ("en", ["You called us: 4", "You called us, and we did not pick up", "We called you and did not get through"]),
            ("ru", ["Вы звонили нам: 4", "Вы звонили нам, но мы не взяли трубку", "Мы звонили вам, но не дозвонились"]),
        ] {
            let shown = site.get(&format!("/t/{page}?lang={lang}")).await.body;
            assert!(words.iter().all(|words| shown.contains(words)), "{shown}");
            assert!(!shown.contains("SHOUTS"), "{shown}");
        }
        let mut stream = site.open("GET", "/chat/help/events", &[("authorization", bearer.as_str())], b"").await;
        let (mut heard, mut bytes) = (String::new(), [0; 16_384]);
        while !heard.contains("did not get through") {
            let read = stream.read(&mut bytes).await.unwrap();
            assert!(read > 0, "the stream ended: {heard}");
            heard.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
        assert!(!heard.contains("SHOUTS") && !heard.contains("\"unseen\":true"), "nothing waits to be seen: {heard}");
    }
}
