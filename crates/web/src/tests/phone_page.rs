//! Calls on the pages: who calls, and the form by which a call is logged.

use super::live::hear;
use super::phone::{PHONE, SECRET, clock, log, site, tell};
use domain::Role;
use domain::clock::{ClockKind, Verdict};
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, message};

both_databases! {
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
}
