//! Calls: worked example 17, an exchange that signs what it tells, and one that does not.

use super::live::hear;
use super::site::{Answer, Site};
use channel::webhook::sign;
use domain::Role;
use domain::clock::{ClockKind, Verdict};
use domain::{Now as _, Permission};
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, message};

pub const SECRET: &str = "a secret of the exchange, long enough";

const PHONE: &str = r#"
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

async fn log(site: &Site, token: &str, call: Value) -> Value {
    let answer = site.call("POST", "/api/v1/calls", token, &call, &[]).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.json()
}

/// What became of the clock of a kind: verdict, due and stop.
async fn clock(site: &Site, ticket: &Value, kind: ClockKind) -> (Verdict, String, String) {
    let view = site.desk.ticket(ticket.as_str().unwrap()).await;
    let clock = view.clocks.into_iter().find(|clock| clock.kind == kind).unwrap();
    let stopped = clock.stopped_at.map(|at| at.to_string()).unwrap_or_default();
    (clock.verdict, clock.due.to_string(), stopped)
}

async fn tell(site: &Site, id: &str, secret: &str, event: &Value) -> Answer {
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

    async fn who_is_on_the_line_is_not_called_because_of_a_policy(database: TestDatabase) {
        let (site, token) = site(database).await;
        let at_once = PHONE.replace("target = { minutes = 30 }", "target = { minutes = 30 }\nat_once = true");
        super::form::apply(&site, &at_once[at_once.find("[[policy]]").unwrap()..]).await;
        site.desk.clock.set("2026-04-14T12:10:00+03:00");
        let logged = log(&site, &token, json!({
            "direction": "in", "outcome": "connected", "number": "8 912 345-67-89",
            "rang_at": "2026-04-14T11:40:00+03:00", "connected_at": "2026-04-14T11:40:20+03:00",
        })).await;
        let clocks = site.desk.ticket(logged["ticket"].as_str().unwrap()).await.clocks;
        assert!(clocks.iter().all(|clock| clock.kind != ClockKind::Callback), "{clocks:?}");
        let missed = log(&site, &token, json!({
            "direction": "in", "outcome": "missed", "number": "8 912 345-67-80", "rang_at": "2026-04-14T11:50:00+03:00",
        })).await;
        let clocks = site.desk.ticket(missed["ticket"].as_str().unwrap()).await.clocks;
        let callback = clocks.iter().find(|clock| clock.kind == ClockKind::Callback).unwrap();
        assert_eq!(callback.about, "missed_call");
    }

    async fn a_missed_call_is_called_back(database: TestDatabase) {
        let (site, token) = site(database).await;
        site.desk.clock.set("2026-04-14T19:06:00+03:00");
        let missed = json!({ "type": "call.missed", "call": "c1", "number": "+7 912 345-67-89", "rang_at": "2026-04-14T19:05:00+03:00" });
        let told = tell(&site, "e1", SECRET, &missed).await;
        assert_eq!(told.status, 200, "{}", told.body);
        let ticket = told.json()["ticket"].clone();
        let (verdict, due, _) = clock(&site, &ticket, ClockKind::Callback).await;
        assert_eq!((verdict, due.as_str()), (Verdict::Running, "2026-04-15T06:30:00Z"));
        // Told again, and out of order: it is one call.
        assert_eq!(tell(&site, "e1", SECRET, &missed).await.json()["fate"], "duplicate");
        let mut ringing = missed.clone();
        ringing["type"] = "call.ringing".into();
        assert_eq!(tell(&site, "e0", SECRET, &ringing).await.json()["fate"], "noted");
        site.desk.clock.set("2026-04-15T09:30:00+03:00");
        let out = |outcome: &str, rang: &str, connected: Option<&str>| json!({
            "ticket": ticket, "direction": "out", "outcome": outcome, "number": "89123456789", "rang_at": rang, "connected_at": connected,
        });
        log(&site, &token, out("no_answer", "2026-04-15T09:10:00+03:00", None)).await;
        assert_eq!(clock(&site, &ticket, ClockKind::Callback).await.0, Verdict::Running);
        log(&site, &token, out("connected", "2026-04-15T09:24:40+03:00", Some("2026-04-15T09:25:00+03:00"))).await;
        let (verdict, _, stopped) = clock(&site, &ticket, ClockKind::Callback).await;
        assert_eq!((verdict, stopped.as_str()), (Verdict::Met, "2026-04-15T06:25:00Z"));
    }

    async fn a_wait_for_a_call_follows_what_the_client_says_about_calls(database: TestDatabase) {
        let (site, token) = site(database).await;
        site.desk.clock.set("2026-04-14T19:06:00+03:00");
        let missed = json!({ "type": "call.missed", "call": "c1", "number": "+79123456789", "rang_at": "2026-04-14T19:05:00+03:00" });
        let ticket = tell(&site, "e1", SECRET, &missed).await.json()["ticket"].clone();
        assert_eq!(clock(&site, &ticket, ClockKind::Callback).await.1, "2026-04-15T06:30:00Z");
        let client = site.desk.ticket(ticket.as_str().unwrap()).await.client.public_id;
        let path = format!("/api/v1/clients/{client}");
        let say = async |card: Value| {
            assert_eq!(site.call("PATCH", &path, &token, &card, &[]).await.status, 204);
            clock(&site, &ticket, ClockKind::Callback).await
        };
        // In the afternoon only, then in the morning too: earlier again, but never into the past.
        assert_eq!(say(json!({ "call_hours": "14:00-18:00" })).await.1, "2026-04-15T11:30:00Z");
        let lines = site.desk.ticket(ticket.as_str().unwrap()).await.timeline.entries;
        assert_eq!(lines.iter().filter(|line| line.code == "clock_moved").count(), 1, "the ticket says that it moved");
        site.desk.clock.set("2026-04-15T10:00:00+03:00");
        assert_eq!(say(json!({ "call_hours": "" })).await.1, "2026-04-15T11:30:00Z");
        assert_eq!(say(json!({ "call_hours": "11:00-18:00" })).await.1, "2026-04-15T08:30:00Z");
        let (verdict, _, _) = say(json!({ "no_calls": true })).await;
        assert_eq!(verdict, Verdict::Cancelled, "who wants no calls waits for none");
        site.desk.clock.set("2026-04-15T19:00:00+03:00");
        site.desk.settle().await;
        let lines = site.desk.ticket(ticket.as_str().unwrap()).await.timeline.entries;
        assert!(!lines.iter().any(|line| line.code == "clock_breached" && line.params["clock"] == "callback"));
    }

    async fn a_callback_runs_where_working_hours_meet_the_clients_own_and_none_for_who_wants_no_calls(database: TestDatabase) {
        let (site, token) = site(database).await;
        site.desk.clock.set("2026-04-14T12:00:00+03:00");
        let first = log(&site, &token, json!({
            "direction": "in", "outcome": "connected", "number": "8 912 345-67-89", "name": "Анна",
            "rang_at": "2026-04-14T11:40:00+03:00", "connected_at": "2026-04-14T11:40:20+03:00", "text": "О карте",
        })).await["ticket"].clone();
        let client = site.desk.ticket(first.as_str().unwrap()).await.client.public_id;
        // Until 09:20 in Moscow.
        let card = json!({ "zone": "Asia/Vladivostok", "call_hours": "10:00-16:20" });
        let path = format!("/api/v1/clients/{client}");
        assert_eq!(site.call("PATCH", &path, &token, &card, &[]).await.status, 204);
        site.desk.clock.set("2026-04-14T19:06:00+03:00");
        let missed = |call: &str, rang: &str| json!({ "type": "call.missed", "call": call, "number": "+79123456789", "rang_at": rang });
        let ticket = tell(&site, "e1", SECRET, &missed("c1", "2026-04-14T19:05:00+03:00")).await.json()["ticket"].clone();
        let (verdict, due, _) = clock(&site, &ticket, ClockKind::Callback).await;
        // Twenty minutes on the next day, ten on the one after.
        assert_eq!((verdict, due.as_str()), (Verdict::Running, "2026-04-16T06:10:00Z"));
        site.desk.clock.set("2026-04-16T09:05:00+03:00");
        let view = site.desk.ticket(ticket.as_str().unwrap()).await;
        let callback = view.clocks.into_iter().find(|clock| clock.kind == ClockKind::Callback).unwrap();
        assert_eq!((callback.about.as_str(), callback.sums.ran.micros), ("missed_call", 25 * 60 * 1_000_000), "explained to the second");
        site.log_in("vera", domain::Role::Operator).await;
        let page = site.get(&format!("/tickets/{}", ticket.as_str().unwrap())).await.body;
        assert!(page.contains("10:00") && page.contains("16:20"), "the operator sees when to call");
        let out = json!({ "ticket": ticket, "direction": "out", "outcome": "connected", "number": "89123456789",
            "rang_at": "2026-04-16T09:06:00+03:00", "connected_at": "2026-04-16T09:06:10+03:00" });
        site.desk.clock.set("2026-04-16T09:08:00+03:00");
        log(&site, &token, out).await;
        assert_eq!(clock(&site, &ticket, ClockKind::Callback).await.0, Verdict::Met);
        let wish = json!({ "no_calls": true });
        assert_eq!(site.call("PATCH", &path, &token, &wish, &[]).await.status, 204);
        site.desk.clock.set("2026-04-16T12:01:00+03:00");
        tell(&site, "e2", SECRET, &missed("c2", "2026-04-16T12:00:00+03:00")).await;
        let view = site.desk.ticket(ticket.as_str().unwrap()).await;
        let open = |clock: &&desk::read::ClockView| clock.kind == ClockKind::Callback;
        assert_eq!(view.clocks.iter().filter(open).count(), 1, "no other one is started");
    }

    async fn a_call_back_that_the_exchange_tells_twice_is_one(database: TestDatabase) {
        let (site, _) = site(database).await;
        site.desk.clock.set("2026-04-14T10:00:00+03:00");
        let missed = json!({ "type": "call.missed", "call": "c1", "number": "+79123456789", "rang_at": "2026-04-14T09:55:00+03:00" });
        let ticket = tell(&site, "e1", SECRET, &missed).await.json()["ticket"].clone();
        site.desk.clock.set("2026-04-14T10:20:00+03:00");
        let back = json!({ "type": "call.answered", "call": "c2", "direction": "out", "number": "89123456789",
            "rang_at": "2026-04-14T10:10:00+03:00", "answered_at": "2026-04-14T10:10:20+03:00" });
        let first = tell(&site, "e2", SECRET, &back).await;
        assert_eq!((first.status, &first.json()["fate"], &first.json()["ticket"]), (200, &json!("appended"), &ticket), "{}", first.body);
        let again = tell(&site, "e3", SECRET, &back).await.json();
        assert_eq!((&again["fate"], &again["ticket"]), (&json!("duplicate"), &ticket));
        let lines = site.desk.ticket(ticket.as_str().unwrap()).await.timeline.entries;
        let calls = lines.iter().filter(|line| line.params["call"]["direction"] == "out").count();
        assert_eq!(calls, 1);
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

    async fn whoever_is_called_sees_who_calls(database: TestDatabase) {
        let (site, _) = site(database).await;
        site.desk.clock.set("2026-04-14T12:10:00+03:00");
        let before = json!({ "type": "call.answered", "call": "c0", "number": "+79123456789", "name": "Анна Королёва",
            "rang_at": "2026-04-14T12:05:00+03:00", "answered_at": "2026-04-14T12:05:20+03:00" });
        let number = tell(&site, "e0", SECRET, &before).await.json()["number"].as_str().unwrap().to_owned();
        site.log_in("vera", domain::Role::Operator).await;
        let vera = site.desk.desk.operators(&testkit::TestDesk::supervisor(), false).await.unwrap().remove(0).login;
        let mut heard = String::new();
        let mut stream = site.open("GET", "/events", &[], b"").await;
        hear(&mut stream, &mut heard, ": hello").await;
        let ringing = |call: &str, to: &str, number: &str| json!({ "type": "call.ringing", "call": call, "number": number, "to": to,
            "rang_at": "2026-04-14T12:10:00+03:00" });
        tell(&site, "e1", SECRET, &ringing("not-hers", "other@desk.example", "+79123456789")).await;
        tell(&site, "e2", SECRET, &ringing("a/1", &vera, "8 912 345-67-89")).await;
        hear(&mut stream, &mut heard, "ring-a-1").await;
        for part in ["Анна Королёва", number.as_str(), "call=a/1", "Линия"] {
            assert!(heard.contains(part), "{part}: {heard}");
        }
        assert!(!heard.contains("not-hers"), "{heard}");
        tell(&site, "e3", SECRET, &ringing("b2", "", "+79990000000")).await;
        hear(&mut stream, &mut heard, "Unknown number").await;
    }

    async fn a_call_is_logged_on_its_page_and_is_one_with_what_the_exchange_tells(database: TestDatabase) {
        let (site, _) = site(database).await;
        site.desk.clock.set("2026-04-14T12:10:00+03:00");
        site.log_in("vera", domain::Role::Operator).await;
        let page = site.get("/calls/new?number=%2B79123456789&call=c9&rang_at=2026-04-14T09%3A05%3A00Z").await.body;
        let csrf = site.get("/calls/new").await.field("csrf");
        assert!(page.contains("value=\"2026-04-14T12:05:00\"") && page.contains("a new one will appear"), "{page}");
        let fields = |change: &[(&'static str, &'static str)]| -> Vec<(&'static str, String)> {
            let mut fields = vec![
                ("idempotency_key", "k1"), ("call", "c9"), ("channel", ""), ("number", "8 912 345-67-89"), ("name", "Анна"), ("direction", "in"),
                ("outcome", "connected"), ("rang_at", "2026-04-14T12:05:00"), ("connected_at", "2026-04-14T12:05:20"),
                ("ended_at", ""), ("recording", ""), ("text", "Спрашивала о карте"), ("ticket", ""),
            ];
            for (name, value) in change {
                fields.iter_mut().find(|field| field.0 == *name).unwrap().1 = value;
            }
            fields.push(("csrf", &csrf));
            fields.into_iter().map(|(name, value)| (name, value.to_owned())).collect::<Vec<_>>()
        };
        for (name, value) in [("number", "anna"), ("rang_at", "вчера"), ("outcome", ""), ("recording", "javascript:alert(1)"), ("rang_at", "2026-04-14T15:00:00")] {
            let answer = site.post("/calls", &fields(&[(name, value)])).await;
            assert_eq!(answer.status, 422, "{name}: {}", answer.body);
            assert!(answer.body.contains("Спрашивала о карте"), "nothing typed is lost");
        }
        let logged = site.post("/calls", &fields(&[])).await;
        assert_eq!(logged.status, 303, "{}", logged.body);
        let ticket = logged.header("location").rsplit('/').next().unwrap().to_owned();
        let answered = json!({ "type": "call.answered", "call": "c9", "number": "+79123456789",
            "rang_at": "2026-04-14T12:05:00+03:00", "answered_at": "2026-04-14T12:05:20+03:00" });
        let told = tell(&site, "e1", SECRET, &answered).await.json();
        assert_eq!((told["fate"].as_str(), told["ticket"].as_str()), (Some("duplicate"), Some(ticket.as_str())));

        // The other way round: what was said stays, beside the call.
        let mut first = answered;
        first["call"] = "c10".into();
        tell(&site, "e2", SECRET, &first).await;
        let late = site.post("/calls", &fields(&[("call", "c10"), ("idempotency_key", "k2"), ("text", "И о выписке")])).await;
        assert_eq!(late.status, 303, "{}", late.body);
        let lines = site.desk.ticket(&ticket).await.timeline.entries;
        assert_eq!(lines.iter().filter(|line| line.params.get("call").is_some()).count(), 2);
        let noted = |line: &&desk::read::EntryView| line.body.as_ref().is_some_and(|body| body.text.contains("И о выписке"));
        assert_eq!(lines.iter().filter(noted).count(), 1);
        // Found while it is typed.
        let found = site.get("/calls/callers?number=8912").await.body;
        assert!(found.contains("data-number=\"+79123456789\"") && found.contains("Анна"), "{found}");
        let whole = site.get("/calls/callers?number=%2B79123456789").await.body;
        assert!(whole.contains(&format!("value=\"{ticket}\"")), "{whole}");
        assert!(site.get("/calls/callers?number=912").await.body.contains("a new one will appear"), "too little to look for");
    }

    async fn a_call_of_ours_is_logged_wherever_it_belongs_and_its_end_is_kept(database: TestDatabase) {
        let (site, _) = site(database).await;
        site.desk.clock.set("2026-04-14T12:00:00+03:00");
        let asked = site.desk.take(message("anna@client.example", "Карта", "Где?").named("Анна")).await.ticket.unwrap().public_id;
        site.desk.clock.set("2026-04-14T12:10:00+03:00");
        let client = site.desk.ticket(&asked).await.client.public_id;
        let out = |call: &str, number: &str, kind: &str, more: Value| {
            let mut event = json!({ "type": kind, "call": call, "number": number, "direction": "out",
                "rang_at": "2026-04-14T12:05:00+03:00" });
            event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            event
        };
        let answered = json!({ "answered_at": "2026-04-14T12:05:10+03:00" });
        let mut named = answered.clone();
        named["client"] = json!(client);
        // Another number than any that is known, and the exchange names the client.
        let event = out("o1", "+79123456789", "call.answered", named);
        let told = tell(&site, "e1", SECRET, &event).await;
        assert_eq!((told.status, told.json()["fate"].clone(), told.json()["ticket"].clone()), (200, json!("appended"), json!(asked)), "{}", told.body);
        let view = site.desk.ticket(&asked).await;
        assert_eq!(clock(&site, &json!(asked), ClockKind::FirstResponse).await.0, Verdict::Met);
        let card = site.desk.desk.read(&testkit::TestDesk::supervisor()).unwrap().client(&view.client.public_id, None).await.unwrap();
        let noted: Vec<_> = card.addresses.iter().map(|one| (one.handle.value.as_str(), one.verified.as_str())).collect();
        assert!(noted.contains(&("+79123456789", "stated")), "{noted:?}");
        // Its end, told again and late.
        let mut ended = answered.clone();
        ended["ended_at"] = "2026-04-14T12:08:00+03:00".into();
        ended["recording"] = "https://pbx.example/1.mp3".into();
        let told = tell(&site, "e2", SECRET, &out("o1", "+79123456789", "call.ended", ended)).await;
        assert_eq!((told.status, told.json()["fate"].clone()), (200, json!("duplicate")), "{}", told.body);
        let calls = |view: &desk::read::TicketView| -> Vec<Value> {
            view.timeline.entries.iter().filter_map(|line| line.params.get("call").cloned()).collect()
        };
        let kept = calls(&site.desk.ticket(&asked).await);
        assert_eq!(kept.len(), 1);
        let end = testkit::moment("2026-04-14T12:08:00+03:00").as_micros();
        assert_eq!((&kept[0]["ended_at"], &kept[0]["recording"]), (&json!(end), &json!("https://pbx.example/1.mp3")));
        // The page shows how long it was, and where the recording lies.
        site.log_in("vera", Role::Operator).await;
        let page = site.get(&format!("/tickets/{asked}")).await.body;
        assert!(page.contains("https://pbx.example/1.mp3"), "{page}");
        // A number that nobody knows opens a ticket of its own, and what became of the call stands there.
        let event = out("o2", "+79990001122", "call.ended", json!({ "outcome": "busy", "ended_at": "2026-04-14T12:05:20+03:00" }));
        let told = tell(&site, "e3", SECRET, &event).await;
        assert_eq!((told.status, told.json()["fate"].clone()), (200, json!("opened")), "{}", told.body);
        let own = site.desk.ticket(told.json()["ticket"].as_str().unwrap()).await;
        assert_eq!(calls(&own)[0]["outcome"], "busy");
        assert!(own.clocks.is_empty(), "nobody waits for an answer");
        // The next call to it is about the same.
        let next = tell(&site, "e4", SECRET, &out("o3", "+79990001122", "call.answered", answered.clone())).await.json();
        assert_eq!((next["fate"].clone(), next["ticket"].clone()), (json!("appended"), json!(own.public_id)));
        // Whose number it is does not change by our calling somebody else by it.
        let mut named = answered;
        named["ticket"] = json!(asked);
        let told = tell(&site, "e5", SECRET, &out("o4", "+79990001122", "call.answered", named)).await.json();
        assert_eq!(told["ticket"], json!(asked));
        assert_eq!(site.desk.ticket(&own.public_id).await.client.public_id, own.client.public_id);
    }

    async fn a_number_from_abroad_is_found_by_its_digits(database: TestDatabase) {
        let (site, token) = site(database).await;
        site.desk.clock.set("2026-04-14T12:10:00+03:00");
        log(&site, &token, json!({ "direction": "in", "outcome": "missed", "number": "+49 30 12345678", "name": "Uwe",
            "rang_at": "2026-04-14T11:40:00+03:00" })).await;
        site.log_in("vera", Role::Operator).await;
        for typed in ["%2B4930", "4930123", "004930123", "8104930123"] {
            let found = site.get(&format!("/calls/callers?number={typed}")).await.body;
            assert!(found.contains("data-number=\"+493012345678\""), "{typed}: {found}");
        }
        // Where the desk's telephone stands in Germany, as it is dialled there.
        let german = PHONE.replace("path = \"exchange\"", "country = \"49\"\ntrunk = \"0\"\npath = \"exchange\"");
        super::form::apply(&site, &german[..german.find("[[policy]]").unwrap()]).await;
        let found = site.get("/calls/callers?number=030123").await.body;
        assert!(found.contains("data-number=\"+493012345678\""), "{found}");
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
