//! The custom door and SMS: signed in and out, confirmed, refused; and the ladder down to the telephone, which is quiet at night.

use channel::hook::{Hook as _, HookRefusal, Pushed};
use channel::http::Http;
use channel::webhook::{self, sign};
use channel::{Counts, Tally as _};
use channel_sms::SmsSink;
use channel_webhook::{CustomHook, CustomSink};
use desk::ticket::{LoggedCall, Reply};
use domain::act::{Call, CallOutcome, Direction};
use domain::delivery::DeliveryFate;
use domain::entry::EntryKind;
use domain::{Actor, HandleKind, Now, Permission, Principal, Role};
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::vendor::Vendor;
use testkit::{TestDatabase, TestDesk, both_databases};

const SECRET: &str = "a secret of the other side, long enough";

struct Custom {
    desk: TestDesk,
    other: Vendor,
    hook: CustomHook,
    counts: Arc<Counts>,
    vera: Principal,
}

fn secret(_name: &str) -> Option<String> {
    Some(SECRET.to_owned())
}

async fn custom(database: TestDatabase) -> Custom {
    let other = Vendor::start().await;
    let desk = TestDesk::new(database).await;
    let toml = format!(
        r#"
[[channel]]
name = "crm"
kind = "webhook"
brand = "Север"
acknowledges = false
[channel.settings]
path = "crm"
secret_env = "SECRET"
url = "{0}/open/crm"
[[channel]]
name = "sms"
kind = "sms"
brand = "Север"
[channel.settings]
url = "{0}/open/sms"
fields = {{ to = "{{to}}", text = "{{text}}" }}
accepted = {{ field = "status", value = "OK" }}
[[channel]]
name = "line"
kind = "phone"
brand = "Север"
acknowledges = true
"#,
        other.api()
    );
    desk.desk.apply_setup(Actor::System, &toml).await.unwrap();
    let http = Http::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let (setup, now) = (desk.desk.setup(), Arc::clone(&desk.clock) as Arc<dyn Now>);
    let (crm, sms) = (desk.channel("crm"), desk.channel("sms"));
    let settings = |id| setup.channel(id).unwrap().settings.clone();
    let counts = Arc::new(Counts::default());
    let hook = CustomHook::new(crm, &settings(crm), secret, Arc::clone(&counts)).unwrap();
    let sink = CustomSink::new(&settings(crm), secret, http.clone(), Arc::clone(&now))
        .unwrap()
        .unwrap();
    desk.desk.set_sink(crm, &[HandleKind::External], Arc::new(sink));
    let sink = SmsSink::new(&settings(sms), secret, http, now).unwrap();
    desk.desk.set_sink(sms, &[HandleKind::Phone], Arc::new(sink));
    let vera = desk.person("Vera", Role::Operator).await;
    Custom {
        desk,
        other,
        hook,
        counts,
        vera,
    }
}

impl Custom {
    /// Pushes an event and tells what became of it.
    async fn push(&self, event: &Value) -> (String, String) {
        let body = event.to_string();
        let seconds = self.desk.now().as_micros() / 1_000_000;
        let signature = sign(SECRET, "evt-1", seconds, body.as_bytes()).unwrap();
        let header = move |name: &str| match name {
            "webhook-id" => "evt-1".to_owned(),
            "webhook-timestamp" => seconds.to_string(),
            "webhook-signature" => signature.clone(),
            _ => String::new(),
        };
        let pushed = Pushed {
            header: &header,
            body: body.as_bytes(),
            at: self.desk.now(),
            trace: String::new(),
        };
        let receipt = self.hook.take(&pushed, &self.desk.desk).await.unwrap().remove(0);
        (
            receipt.fate.code().to_owned(),
            receipt.ticket.map(|ticket| ticket.public_id).unwrap_or_default(),
        )
    }

    async fn reply(&self, ticket: &str, text: &str) {
        let reply = Reply {
            text: text.into(),
            ..Reply::default()
        };
        self.desk.desk.reply(&self.vera, ticket, reply).await.unwrap();
        self.desk.settle().await;
    }

    /// Fates of the last message's deliveries.
    async fn fates(&self, ticket: &str) -> Vec<DeliveryFate> {
        let view = self.desk.ticket(ticket).await;
        let entries = view.timeline.entries.iter().rev();
        let mut out = entries.filter(|entry| entry.kind == EntryKind::MessageOut);
        let mut fates: Vec<_> = out
            .next()
            .unwrap()
            .deliveries
            .iter()
            .map(|one| one.fate)
            .collect();
        fates.sort_by_key(|fate| fate.code());
        fates
    }
}

fn said(id: &str, text: &str) -> Value {
    json!({ "type": "message", "id": id, "text": text,
        "from": { "id": "42", "name": "Анна", "email": "anna@client.example", "phone": "+79123456789" } })
}

fn token() -> Principal {
    Principal::Integration {
        id: domain::TokenId(0),
        may: vec![Permission::TicketsRead, Permission::TicketsWrite],
    }
}

/// A call that came in now, picked up at an instant or missed.
fn called_in(c: &Custom, key: &str, connected_at: Option<domain::Moment>) -> LoggedCall {
    LoggedCall {
        call: Call {
            direction: Direction::In,
            outcome: if connected_at.is_some() {
                CallOutcome::Connected
            } else {
                CallOutcome::Missed
            },
            rang_at: c.desk.now(),
            connected_at,
            ended_at: None,
            recording: String::new(),
            number: "+79123456789".into(),
        },
        channel: c.desk.channel("line"),
        name: String::new(),
        by: String::new(),
        ticket: None,
        client: None,
        text: String::new(),
        reason: String::new(),
        on_merits: false,
        clock_said: None,
        key: key.into(),
        trace: String::new(),
    }
}

both_databases! {
    async fn anything_that_signs_is_a_channel(database: TestDatabase) {
        let c = custom(database).await;
        let (fate, ticket) = c.push(&said("m1", "Где моя карта?")).await;
        assert_eq!(fate, "opened");
        assert_eq!(c.push(&said("m1", "Где моя карта?")).await, ("duplicate".into(), ticket.clone()));
        assert_eq!(c.push(&said("m2", "Жду")).await, ("appended".into(), ticket.clone()));
        let counted = c.counts.sightings();
        assert_eq!((counted.seen, counted.accepted), (3, 3));
        // The other side is down, and then takes it under the same id.
        c.other.fail_with(503, json!({}));
        c.reply(&ticket, "Карта в пути.").await;
        assert_eq!(c.fates(&ticket).await, [DeliveryFate::Queued]);
        c.desk.clock.advance(60_000_000);
        c.desk.settle().await;
        assert_eq!(c.fates(&ticket).await, [DeliveryFate::Sent]);
        let calls = c.other.requests();
        assert_eq!(calls.len(), 2);
        assert_eq!(calls[0].header("webhook-id"), calls[1].header("webhook-id"));
        let signed = webhook::Pushed {
            id: calls[1].header("webhook-id"),
            timestamp: calls[1].header("webhook-timestamp"),
            signature: calls[1].header("webhook-signature"),
            body: &calls[1].body,
        };
        webhook::verify(SECRET, &signed, c.desk.now()).unwrap();
        let told: Value = serde_json::from_slice(&calls[1].body).unwrap();
        assert_eq!((&told["to"]["id"], &told["text"], &told["reply_to"]), (&json!("42"), &json!("Карта в пути."), &json!("m2")));
        // It tells that it was read.
        let about = told["id"].as_str().unwrap();
        c.push(&json!({ "type": "delivered", "about": about })).await;
        assert_eq!(c.fates(&ticket).await, [DeliveryFate::Delivered]);
    }

    async fn the_ladder_goes_down_to_the_telephone_which_is_quiet_at_night(database: TestDatabase) {
        let c = custom(database).await;
        let (_, ticket) = c.push(&said("m1", "Где моя карта?")).await;
        c.desk.clock.set("2026-04-14T22:30:00+03:00");
        c.other.fail_with(422, json!({ "reason": "gone" }));
        c.desk.sink.fail_with([channel::DeliveryError::Permanent { status: "5.1.1".into(), reason: "no such user".into() }]);
        c.reply(&ticket, "Карта готова.").await;
        assert_eq!(c.fates(&ticket).await, [DeliveryFate::Failed, DeliveryFate::Failed, DeliveryFate::Queued]);
        let sms = || c.other.requests().into_iter().filter(|call| call.path == "/open/sms").count();
        assert_eq!(sms(), 0, "people sleep");
        c.desk.clock.set("2026-04-15T08:59:00+03:00");
        c.desk.settle().await;
        assert_eq!(sms(), 0);
        c.other.fail_with(200, json!({ "status": "OK" }));
        c.desk.clock.set("2026-04-15T12:00:00+03:00");
        c.desk.settle().await;
        assert_eq!(c.fates(&ticket).await, [DeliveryFate::Failed, DeliveryFate::Failed, DeliveryFate::Sent]);
        let calls = c.other.requests();
        let told: Value = serde_json::from_slice(&calls.last().unwrap().body).unwrap();
        assert_eq!(told["to"], "+79123456789");
        let text = told["text"].as_str().unwrap();
        assert!(text.starts_with("Карта готова. https://desk.example/t/"), "{text}");
        let view = c.desk.ticket(&ticket).await;
        let codes: Vec<_> = view.timeline.entries.iter().filter(|entry| entry.kind == EntryKind::Delivery).map(|entry| entry.code.as_str()).collect();
        assert_eq!(codes, ["failed", "passed_on", "failed", "passed_on"]);
        // It is one answer, given when it was given.
        let first = view.clocks.iter().find(|clock| clock.kind == domain::clock::ClockKind::FirstResponse).unwrap();
        assert_eq!(first.stopped_at, Some(testkit::moment("2026-04-14T22:30:00+03:00")));
    }

    async fn who_called_in_vain_is_told_number_deadline_and_link_by_sms(database: TestDatabase) {
        let c = custom(database).await;
        let logged = called_in(&c, "call:1", None);
        // The gateway asks for patience once.
        c.other.fail_with(429, json!({ "error": "too many" }));
        c.other.fail_with(200, json!({ "status": "OK" }));
        let done = c.desk.desk.log_call(&token(), logged).await.unwrap();
        c.desk.settle().await;
        c.desk.clock.advance(60_000_000);
        c.desk.settle().await;
        let calls = c.other.requests();
        assert_eq!(calls.len(), 2, "the same again after the gateway's limit");
        let told: Value = serde_json::from_slice(&calls[1].body).unwrap();
        assert_eq!(told["to"], "+79123456789");
        let text = told["text"].as_str().unwrap();
        assert!(text.contains(&done.number), "{text}");
        assert!(text.contains("занимается служба поддержки"), "{text}");
        assert!(text.contains("Ответим не позднее 18:00 среды, 15 апреля"), "{text}");
        assert!(text.contains("https://desk.example/t/"), "{text}");
        let view = c.desk.ticket(&done.ticket).await;
        assert!(view.told_due.is_some(), "the deadline was told: {text}");
    }

    async fn who_spoke_to_somebody_is_told_by_sms_too_unless_they_want_none(database: TestDatabase) {
        let c = custom(database).await;
        c.desk.clock.set("2026-04-14T12:00:00+03:00");
        let logged = called_in(&c, "call:1", Some(c.desk.now()));
        let done = c.desk.desk.log_call(&token(), logged).await.unwrap();
        c.desk.settle().await;
        assert!(c.other.requests().is_empty(), "they are still on the line");
        // What a voice told is repeated, and not told anew.
        c.desk.desk.tell_by_voice(&c.vera, &done.ticket, None, false).await.unwrap();
        c.other.fail_with(200, json!({ "status": "OK" }));
        c.desk.clock.advance(5 * domain::time::MINUTE);
        c.desk.settle().await;
        let calls = c.other.requests();
        assert_eq!(calls.len(), 1);
        let told: Value = serde_json::from_slice(&calls[0].body).unwrap();
        let text = told["text"].as_str().unwrap();
        assert!(text.contains(&done.number) && text.contains("https://desk.example/t/") && text.contains("не позднее"), "{text}");
        let view = c.desk.ticket(&done.ticket).await;
        assert_eq!(view.timeline.entries.iter().filter(|line| line.code == "told_by_voice").count(), 1);
        let resolved = desk::ticket::Change {
            state: Some(domain::ticket::State::Resolved),
            outcome: Some(domain::ticket::Outcome::SOLVED),
            ..desk::ticket::Change::default()
        };
        c.desk.desk.change(&c.vera, &done.ticket, resolved).await.unwrap();
        // The next one wants no message.
        let mut logged = called_in(&c, "call:2", Some(c.desk.now()));
        logged.call.number = "+79120000000".into();
        let next = c.desk.desk.log_call(&token(), logged).await.unwrap();
        c.desk.desk.tell_by_voice(&c.vera, &next.ticket, None, true).await.unwrap();
        c.desk.clock.advance(5 * domain::time::MINUTE);
        c.desk.settle().await;
        assert_eq!(c.other.requests().len(), 1);
        // At night it waits for the morning.
        c.desk.clock.set("2026-04-14T22:30:00+03:00");
        let mut logged = called_in(&c, "call:3", Some(c.desk.now()));
        logged.call.number = "+79120000001".into();
        c.desk.desk.log_call(&token(), logged).await.unwrap();
        c.desk.clock.advance(6 * domain::time::MINUTE);
        c.desk.settle().await;
        assert_eq!(c.other.requests().len(), 1, "people sleep");
        c.other.fail_with(200, json!({ "status": "OK" }));
        c.desk.clock.set("2026-04-15T12:00:00+03:00");
        c.desk.settle().await;
        assert_eq!(c.other.requests().len(), 2);
    }

    async fn what_was_recorded_is_not_taken_later(database: TestDatabase) {
        let c = custom(database).await;
        let (body, seconds) = (said("m1", "Где моя карта?").to_string(), c.desk.now().as_micros() / 1_000_000);
        let signature = sign(SECRET, "evt-1", seconds, body.as_bytes()).unwrap();
        let header = move |name: &str| match name {
            "webhook-id" => "evt-1".to_owned(),
            "webhook-timestamp" => seconds.to_string(),
            "webhook-signature" => signature.clone(),
            _ => String::new(),
        };
        let at = c.desk.now().saturating_add(6 * domain::time::MINUTE);
        let pushed = Pushed { header: &header, body: body.as_bytes(), at, trace: String::new() };
        let refused = c.hook.take(&pushed, &c.desk.desk).await.unwrap_err();
        assert!(matches!(refused, HookRefusal::Forged(_)), "{refused:?}");
        let pushed = Pushed { body: b"{}", at: c.desk.now(), ..pushed };
        let refused = c.hook.take(&pushed, &c.desk.desk).await.unwrap_err();
        assert!(matches!(refused, HookRefusal::Forged(_)), "{refused:?}");
        assert_eq!(c.counts.sightings().seen, 0, "the intake never heard of it");
    }

    async fn a_gateway_that_takes_nothing_is_the_end_of_the_ladder(database: TestDatabase) {
        let c = custom(database).await;
        let (_, ticket) = c.push(&said("m1", "Где моя карта?")).await;
        c.other.fail_with(422, json!({}));
        c.other.fail_with(200, json!({ "status": "ERROR", "code": 201 }));
        c.desk.sink.fail_with([channel::DeliveryError::Permanent { status: "5.1.1".into(), reason: "no such user".into() }]);
        c.reply(&ticket, "Карта готова.").await;
        assert_eq!(c.fates(&ticket).await, [DeliveryFate::Failed; 3]);
        let view = c.desk.ticket(&ticket).await;
        let first = view.clocks.iter().find(|clock| clock.kind == domain::clock::ClockKind::FirstResponse).unwrap();
        assert_eq!(first.stopped_at, None, "no channel is left: the answer is void");
    }
}
