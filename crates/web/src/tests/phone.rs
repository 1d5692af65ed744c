//! Calls: worked example 17, an exchange that signs what it tells, and one that does not.

use super::site::{Answer, Site};
use channel::webhook::sign;
use domain::Role;
use domain::clock::{ClockKind, Verdict};
use domain::{Now as _, Permission};
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, message};

pub const SECRET: &str = "a secret of the exchange, long enough";

pub const PHONE: &str = r#"
[[channel]]
name = "Линия"
kind = "phone"
brand = "Север"
team = "Поддержка"
[channel.settings]
path = "exchange"
secret_env = "EXCHANGE_SECRET"
[[policy]]
name = "standard"
[[policy.clock]]
kind = "first_response"
target = { minutes = 120 }
[[policy.clock]]
kind = "callback"
target = { minutes = 30 }
[[policy.clock]]
kind = "resolution"
target = { days = 1, until = "close" }
"#;

pub async fn site(database: TestDatabase) -> (Site, String) {
    let site = Site::new(database).await;
    super::form::apply(&site, PHONE).await;
    let token = site
        .token(&[
            Permission::TicketsRead,
            Permission::TicketsWrite,
            Permission::IntakeBackdate,
        ])
        .await;
    (site, token)
}

pub async fn log(site: &Site, token: &str, call: Value) -> Value {
    let answer = site.call("POST", "/api/v1/calls", token, &call, &[]).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.json()
}

/// What became of the clock of a kind: verdict, due and stop.
pub async fn clock(site: &Site, ticket: &Value, kind: ClockKind) -> (Verdict, String, String) {
    let view = site.desk.ticket(ticket.as_str().unwrap()).await;
    let clock = view.clocks.into_iter().find(|clock| clock.kind == kind).unwrap();
    let stopped = clock.stopped_at.map(|at| at.to_string()).unwrap_or_default();
    (clock.verdict, clock.due.to_string(), stopped)
}

pub async fn tell(site: &Site, id: &str, secret: &str, event: &Value) -> Answer {
    let body = event.to_string();
    let seconds = site.desk.clock.now().as_micros() / 1_000_000;
    let signature = sign(secret, id, seconds, body.as_bytes()).unwrap();
    let timestamp = seconds.to_string();
    let headers = [
        ("content-type", "application/json"),
        ("webhook-id", id),
        ("webhook-timestamp", timestamp.as_str()),
        ("webhook-signature", signature.as_str()),
    ];
    site.send("POST", "/hooks/phone/exchange", &headers, body.as_bytes())
        .await
}

both_databases! {
    async fn a_call_that_was_picked_up_is_answered_at_the_pick_up(database: TestDatabase) {
        let (site, token) = site(database).await;
        site.desk.clock.set("2026-04-14T12:10:00+03:00");
        let logged = log(&site, &token, json!({
            "direction": "in", "outcome": "connected", "number": "8 912 345-67-89", "name": "Анна",
            "rang_at": "2026-04-14T11:40:00+03:00", "connected_at": "2026-04-14T11:40:20+03:00", "text": "Спрашивала о карте",
        })).await;
        let (verdict, _, stopped) = clock(&site, &logged["ticket"], ClockKind::FirstResponse).await;
        assert_eq!((verdict, stopped.as_str()), (Verdict::Met, "2026-04-14T08:40:20Z"));
        let (verdict, due, _) = clock(&site, &logged["ticket"], ClockKind::Resolution).await;
        assert_eq!((verdict, due.as_str()), (Verdict::Running, "2026-04-15T15:00:00Z"));
        let view = site.desk.ticket(logged["ticket"].as_str().unwrap()).await;
        assert_eq!(view.timeline.entries[0].params["call"]["outcome"], "connected");
    }

    async fn until_the_deadline_was_read_aloud_the_ticket_says_that_the_client_was_not_told(database: TestDatabase) {
        let (site, token) = site(database).await;
        site.desk.clock.set("2026-04-14T11:41:00+03:00");
        let logged = log(&site, &token, json!({
            "direction": "in", "outcome": "connected", "number": "8 912 345-67-89", "name": "Анна",
            "rang_at": "2026-04-14T11:40:00+03:00", "connected_at": "2026-04-14T11:40:20+03:00",
        })).await;
        site.desk.settle().await;
        let id = logged["ticket"].as_str().unwrap().to_owned();
        let ticket = async || site.call("GET", &format!("/api/v1/tickets/{id}"), &token, &Value::Null, &[]).await.json();
        let before = ticket().await;
        assert_eq!((&before["untold"], &before["told_due"]), (&json!(true), &Value::Null));
        site.log_in("vera", Role::Operator).await;
        let page = site.get(&format!("/tickets/{id}")).await;
        let plain = page.body.replace('\u{a0}', " ");
        for read in ["The client has not been told the deadline yet", "request No. 2026-000001", "by 18:00", "+79123456789"] {
            assert!(plain.contains(read), "{read}: {plain}");
        }
        let mark = "The client has not been told a deadline";
        assert!(site.get("/inbox?view=all").await.body.contains(mark));
        let sent = [("csrf", page.field("csrf")), ("version", before["version"].to_string())];
        let done = site.post(&format!("/tickets/{id}/told"), &sent).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let after = ticket().await;
        assert_eq!((&after["untold"], &after["told_due"]), (&json!(false), &json!("2026-04-15T15:00:00Z")));
        assert!(!site.get(&format!("/tickets/{id}")).await.body.contains("has not been told"));
        assert!(!site.get("/inbox?view=all").await.body.contains(mark));
        let view = site.desk.ticket(&id).await;
        assert_eq!(view.timeline.entries.iter().filter(|line| line.code == "told_by_voice").count(), 1);
        // It is counted like any deadline that was told.
        let (from, to) = (testkit::moment("2026-04-15T00:00:00+03:00"), testkit::moment("2026-04-16T00:00:00+03:00"));
        let chief = testkit::TestDesk::supervisor();
        let counts = site.desk.desk.read(&chief).unwrap().told_and_kept(from, to, site.desk.now()).await.unwrap();
        assert_eq!((counts.open, counts.kept, counts.broken), (1, 0, 0));
        let again = site.call("POST", &format!("/api/v1/tickets/{id}/told"), &token, &Value::Null, &[]).await;
        assert_eq!(again.status, 422, "{}", again.body);
    }

    async fn the_api_confirms_that_the_deadline_was_read(database: TestDatabase) {
        let (site, token) = site(database).await;
        site.desk.clock.set("2026-04-14T11:41:00+03:00");
        let logged = log(&site, &token, json!({
            "direction": "in", "outcome": "connected", "number": "8 912 345-67-89",
            "rang_at": "2026-04-14T11:40:00+03:00", "connected_at": "2026-04-14T11:40:20+03:00",
        })).await;
        let id = logged["ticket"].as_str().unwrap();
        let told = site.call("POST", &format!("/api/v1/tickets/{id}/told"), &token, &Value::Null, &[]).await;
        assert_eq!(told.status, 201, "{}", told.body);
        let reader = site.token(&[Permission::TicketsRead]).await;
        let refused = site.call("POST", &format!("/api/v1/tickets/{id}/told"), &reader, &Value::Null, &[]).await;
        assert_eq!(refused.status, 403);
        // A deadline that has passed is nothing to read aloud.
        site.desk.clock.set("2026-04-14T11:42:00+03:00");
        let late = log(&site, &token, json!({
            "direction": "in", "outcome": "connected", "number": "8 912 345-67-80",
            "rang_at": "2026-04-14T11:41:00+03:00", "connected_at": "2026-04-14T11:41:20+03:00",
        })).await;
        site.desk.clock.set("2026-04-20T11:42:00+03:00");
        let late = late["ticket"].as_str().unwrap();
        let passed = site.call("POST", &format!("/api/v1/tickets/{late}/told"), &token, &Value::Null, &[]).await;
        assert_eq!(passed.status, 422, "{}", passed.body);
        assert_eq!(site.desk.ticket(late).await.to_tell, None);
    }

    async fn ten_spellings_are_one_client_and_answered_may_come_before_ringing(database: TestDatabase) {
        let (site, _token) = site(database).await;
        site.desk.clock.set("2026-04-14T12:10:00+03:00");
        let mut clients = std::collections::BTreeSet::new();
        let spellings = [
            "+79123456789", "+7 912 345-67-89", "8 (912) 345-67-89", "89123456789", "79123456789", "9123456789",
            "007 912 345 67 89", "tel:+7-912-345-67-89", "+7 (912) 345.67.89 доб. 12", "8\u{a0}912\u{a0}345\u{2011}67\u{2011}89",
        ];
        for (n, number) in spellings.iter().enumerate() {
            let event = json!({ "type": "call.answered", "call": format!("s{n}"), "number": number,
                "rang_at": "2026-04-14T12:05:00+03:00", "answered_at": "2026-04-14T12:05:20+03:00" });
            let told = tell(&site, &format!("s{n}"), SECRET, &event).await.json();
            assert_eq!(told["fate"], if n == 0 { "opened" } else { "appended" }, "{number}: {told}");
            clients.insert(site.desk.ticket(told["ticket"].as_str().unwrap()).await.client.public_id);
            // What rang is told after it was answered: nothing is undone, and nothing opened.
            let mut ringing = event.clone();
            ringing["type"] = "call.ringing".into();
            assert_eq!(tell(&site, &format!("r{n}"), SECRET, &ringing).await.json()["fate"], "noted");
        }
        assert_eq!(clients.len(), 1);
        let all = site.desk.inbox(desk::read::View::All).await;
        assert_eq!(all.len(), 1, "{all:?}");
        assert_eq!(clock(&site, &all[0].clone().into(), ClockKind::FirstResponse).await.0, Verdict::Met);
    }

    async fn a_later_end_adds_length_and_recording(database: TestDatabase) {
        let (site, _token) = site(database).await;
        site.desk.clock.set("2026-04-14T19:10:00+03:00");
        let mut event = json!({ "type": "call.answered", "call": "c7", "number": "+7 912 345-67-89",
            "rang_at": "2026-04-14T19:05:00+03:00", "answered_at": "2026-04-14T19:05:20+03:00" });
        let told = tell(&site, "e1", SECRET, &event).await.json();
        event["type"] = "call.ended".into();
        event["ended_at"] = "2026-04-14T19:09:32+03:00".into();
        event["recording"] = "https://calls.example/7".into();
        assert_eq!(tell(&site, "e2", SECRET, &event).await.json()["fate"], "duplicate");
        event["ended_at"] = "2026-04-14T19:09:59+03:00".into();
        tell(&site, "e3", SECRET, &event).await;
        let view = site.desk.ticket(told["ticket"].as_str().unwrap()).await;
        let call = &view.timeline.entries[0].params["call"];
        let lasted = call["ended_at"].as_i64().unwrap() - call["connected_at"].as_i64().unwrap();
        assert_eq!((lasted, call["recording"].as_str()), (252_000_000, Some("https://calls.example/7")));
        // An end that comes alone tells the whole call.
        event["call"] = "c8".into();
        assert_eq!(tell(&site, "e4", SECRET, &event).await.json()["fate"], "appended");
        // What the telephone counted by itself is what the ledger holds.
        let numbers = site.get("/metrics").await.body;
        for line in ["okno_door_sightings{door=\"phone\",answer=\"seen\"} 4", "okno_door_sightings{door=\"phone\",answer=\"accepted\"} 4", "okno_intake_seen 4"] {
            assert!(numbers.contains(line), "{line}: {numbers}");
        }
        event["recording"] = "javascript:alert(1)".into();
        assert_eq!(tell(&site, "e5", SECRET, &event).await.status, 422);
    }

    async fn a_call_logged_late_changes_the_verdict(database: TestDatabase) {
        let (site, token) = site(database).await;
        site.desk.clock.set("2026-04-14T10:00:00+03:00");
        let ticket = site.desk.take(message("anna@client.example", "Карта", "Где она?")).await.ticket.unwrap().public_id;
        let id = json!(ticket);
        site.desk.clock.set("2026-04-14T12:40:00+03:00");
        site.desk.settle().await;
        assert_eq!(clock(&site, &id, ClockKind::FirstResponse).await.0, Verdict::Missed);
        log(&site, &token, json!({ "ticket": ticket, "direction": "out", "outcome": "connected", "number": "+79123456789",
            "rang_at": "2026-04-14T11:49:50+03:00", "connected_at": "2026-04-14T11:50:00+03:00" })).await;
        let (verdict, _, stopped) = clock(&site, &id, ClockKind::FirstResponse).await;
        assert_eq!((verdict, stopped.as_str()), (Verdict::Met, "2026-04-14T08:50:00Z"));
        let lines = site.desk.ticket(&ticket).await.timeline.entries;
        let flipped: Vec<_> = lines.iter().filter(|line| line.code == "clock_verdict_changed").collect();
        assert_eq!(flipped.len(), 1, "the ticket does not end with the breach");
        assert_eq!((flipped[0].params["from"].as_str(), flipped[0].params["to"].as_str(), flipped[0].params["late"].as_i64()), (Some("missed"), Some("met"), Some(50 * domain::time::MINUTE)));
        site.log_in("vera", domain::Role::Operator).await;
        let page = site.get(&format!("/tickets/{ticket}")).await.body;
        assert!(page.contains("logged 50\u{a0}min late"), "{page}");
        site.desk.settle().await;
        let again = site.desk.ticket(&ticket).await.timeline.entries;
        assert_eq!(again.iter().filter(|line| line.code == "clock_breached" && line.params["clock"] == "first_response").count(), 1, "and is not told again");
    }

    async fn what_cannot_have_been_or_is_not_signed_is_refused(database: TestDatabase) {
        let (site, token) = site(database).await;
        let plain = site.token(&[Permission::TicketsRead, Permission::TicketsWrite]).await;
        let call = json!({ "direction": "in", "outcome": "missed", "number": "+79123456789", "rang_at": "2026-04-14T09:00:00+03:00" });
        let with = |name: &str, value: &str| {
            let mut call = call.clone();
            call[name] = value.into();
            call
        };
        for (who, call) in [
            (&token, with("rang_at", "2026-04-14T09:32:00+03:00")),
            (&plain, with("rang_at", "2026-04-12T09:00:00+03:00")),
            (&token, with("number", "anna")),
            (&token, with("outcome", "connected")),
            (&token, with("direction", "out")),
            (&token, with("recording", "javascript:alert(1)")),
        ] {
            let answer = site.call("POST", "/api/v1/calls", who, &call, &[]).await;
            assert_eq!(answer.status, 422, "{call}: {}", answer.body);
        }
        let event = json!({ "type": "call.missed", "call": "c1", "number": "+79123456789", "rang_at": "2026-04-14T09:00:00+03:00" });
        assert_eq!(tell(&site, "e1", "another secret, as long as that one", &event).await.status, 401);
        assert_eq!(site.send("POST", "/hooks/phone/exchange", &[], b"{}").await.status, 401);
        assert_eq!(tell(&site, "e1", SECRET, &json!({ "type": "call.eaten" })).await.status, 422);
        assert!(site.desk.inbox(desk::read::View::Everything).await.is_empty());
    }
}
