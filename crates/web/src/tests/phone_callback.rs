//! Clients who wait for a call: from a missed one, or because a policy or they themselves ask for it.

use super::phone::{PHONE, SECRET, clock, log, site, tell};
use domain::clock::{ClockKind, Verdict};
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases};

both_databases! {
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
}
