//! Other systems are told what happens: signed, in the order of each ticket, again and again until it gets through.

use channel::http::Http;
use channel::push::Signed;
use channel::webhook::{Pushed, verify};
use desk::DeskError;
use desk::ticket::{Note, Reply};
use desk::webhook::{NewWebhook, WebhookPatch, WebhookView};
use domain::ticket::State;
use domain::webhook::PushFate;
use domain::{Actor, Now, Role};
use serde_json::Value;
use std::sync::Arc;
use testkit::vendor::receiver::{Posted, Receiver};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, message};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const NEXT: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

fn secrets(name: &str) -> Option<String> {
    match name {
        "CRM_SECRET" => Some(SECRET.to_owned()),
        "CRM_SECRETS" => Some(format!("{NEXT} {SECRET}")),
        _ => None,
    }
}

fn tells(desk: &TestDesk, within: &[&str]) {
    let within = within.iter().map(|host| (*host).to_owned()).collect();
    desk.desk.set_teller(Arc::new(Signed {
        http: Http::new(within).unwrap(),
        secret: secrets,
        now: Arc::clone(&desk.clock) as Arc<dyn Now>,
    }));
}

fn crm(url: &str, events: &[&str]) -> NewWebhook {
    NewWebhook {
        name: "crm".into(),
        url: url.into(),
        secret_env: "CRM_SECRET".into(),
        events: events.iter().map(|code| (*code).to_owned()).collect(),
        enabled: true,
    }
}

/// A desk that tells a system, by what it asked for.
async fn told(database: TestDatabase, toml: &str, events: &[&str]) -> (TestDesk, Receiver, String) {
    let desk = TestDesk::with(database, toml).await;
    let crm_side = Receiver::start().await;
    tells(&desk, &["127.0.0.1"]);
    let id = desk
        .desk
        .add_webhook(Actor::System, crm(&crm_side.url(), events))
        .await
        .unwrap();
    (desk, crm_side, id)
}

async fn view(desk: &TestDesk, id: &str) -> WebhookView {
    let admin = domain::Principal::Integration {
        id: domain::TokenId(1),
        may: vec![domain::Permission::Administer],
    };
    desk.desk.webhook(&admin, id).await.unwrap()
}

async fn opened(desk: &TestDesk, sender: &str) -> String {
    desk.take(message(sender, "Q", "Hello?"))
        .await
        .ticket
        .unwrap()
        .public_id
}

fn types(posted: &[Posted]) -> Vec<String> {
    let bodies = posted.iter().map(Posted::json);
    bodies
        .map(|body| body["type"].as_str().unwrap().to_owned())
        .collect()
}

const TALK: [&str; 6] = [
    "ticket.opened",
    "ticket.changed",
    "message.received",
    "message.queued",
    "message.delivered",
    "message.failed",
];

both_databases! {
    async fn what_happens_to_a_ticket_is_told_in_order_signed_and_without_its_words(database: TestDatabase) {
        let (desk, crm_side, id) = told(database, DESK_TOML, &TALK).await;
        let vera = desk.person("Vera", Role::Operator).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let ticket = opened(&desk, "anna@client.example").await;
        desk.settle().await;
        // The acknowledgement is a message too.
        desk.settle().await;
        let first = crm_side.taken();
        assert_eq!(types(&first), ["ticket.opened", "message.queued", "message.delivered"]);
        desk.clock.set("2026-04-14T10:02:00+03:00");
        let reply = Reply { text: "Секретный ответ".into(), then: Some(State::WaitingClient), ..Reply::default() };
        desk.desk.reply(&vera, &ticket, reply).await.unwrap();
        desk.settle().await;
        desk.clock.set("2026-04-14T10:03:00+03:00");
        desk.settle().await;
        desk.settle().await;
        let later = crm_side.taken();
        let changed = later.iter().map(Posted::json).find(|body| body["type"] == "ticket.changed").unwrap();
        assert_eq!((changed["data"]["ticket"].as_str(), changed["data"]["state"].as_str()), (Some(ticket.as_str()), Some("waiting_client")));
        assert_eq!(types(&later).last().map(String::as_str), Some("message.delivered"));
        for one in first.iter().chain(&later) {
            let pushed = Pushed { id: &one.id, timestamp: &one.timestamp, signature: &one.signature, body: &one.body };
            verify(SECRET, &pushed, desk.now()).unwrap();
            assert_eq!(one.json()["id"], Value::from(one.id.clone()));
            let text = String::from_utf8(one.body.clone()).unwrap();
            assert!(!text.contains("Секретный") && !text.contains("anna@"), "{text}");
        }
        let ids: Vec<i64> = first.iter().chain(&later).map(|one| one.id.trim_start_matches("evt_").parse().unwrap()).collect();
        assert!(ids.is_sorted(), "{ids:?}");
        assert!(view(&desk, &id).await.pushes.iter().all(|push| push.fate == PushFate::Delivered && push.status == 204));
    }

    async fn a_system_that_was_away_is_told_everything_in_order_when_it_is_back(database: TestDatabase) {
        let (desk, crm_side, id) = told(database, DESK_TOML, &["ticket.opened", "note.added"]).await;
        crm_side.always(Some(503));
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let ticket = opened(&desk, "anna@client.example").await;
        let vera = desk.person("Vera", Role::Operator).await;
        desk.desk.note(&vera, &ticket, Note { text: "note".into(), ..Note::default() }).await.unwrap();
        desk.settle().await;
        let down = view(&desk, &id).await;
        assert_eq!((down.webhook.problem.as_str(), down.waiting), ("the other side answers 503", 2));
        assert_eq!(types(&crm_side.taken()), ["ticket.opened"], "the second of a ticket waits for the first");
        // Another ticket does not ask a system that rests.
        opened(&desk, "boris@client.example").await;
        desk.settle().await;
        assert_eq!(crm_side.taken().len(), 0);
        crm_side.always(None);
        desk.clock.set("2026-04-14T10:02:00+03:00");
        desk.settle().await;
        desk.settle().await;
        let told = crm_side.taken();
        let mut kinds = types(&told);
        kinds.sort();
        assert_eq!(kinds, ["note.added", "ticket.opened", "ticket.opened"]);
        let of = |kind: &str| told.iter().position(|one| one.json()["type"] == kind && one.json()["data"]["ticket"] == ticket.as_str());
        assert!(of("ticket.opened") < of("note.added"));
        let up = view(&desk, &id).await;
        assert_eq!((up.webhook.problem.as_str(), up.waiting, up.webhook.failing_since), ("", 0, domain::time::NEVER));
        assert_eq!(up.pushes.iter().map(|push| push.attempts).max(), Some(2));
    }

    async fn a_push_is_given_up_after_two_days_or_where_nobody_will_ever_be_and_can_be_made_again(database: TestDatabase) {
        let (desk, crm_side, id) = told(database, DESK_TOML, &["ticket.opened"]).await;
        crm_side.answer_with(&[410]);
        desk.clock.set("2026-04-14T10:00:00+03:00");
        opened(&desk, "anna@client.example").await;
        desk.settle().await;
        let gone = view(&desk, &id).await.pushes.remove(0);
        assert_eq!((gone.fate, gone.status, gone.reason.as_str()), (PushFate::Failed, 410, "the other side answers 410"));
        crm_side.always(Some(500));
        desk.clock.set("2026-04-14T10:01:00+03:00");
        opened(&desk, "boris@client.example").await;
        desk.settle().await;
        assert_eq!(view(&desk, &id).await.pushes[0].fate, PushFate::Queued);
        desk.clock.set("2026-04-16T10:02:00+03:00");
        desk.settle().await;
        let late = view(&desk, &id).await.pushes.remove(0);
        assert_eq!((late.fate, late.attempts), (PushFate::Failed, 2));
        crm_side.always(None);
        drop(crm_side.taken());
        desk.desk.push_again(Actor::System, &id, &late.message_id()).await.unwrap();
        desk.clock.set("2026-04-16T12:00:00+03:00");
        desk.settle().await;
        let again = crm_side.taken();
        assert_eq!(again.iter().map(|one| one.id.clone()).collect::<Vec<_>>(), [late.message_id()]);
        assert_eq!(view(&desk, &id).await.pushes[0].fate, PushFate::Delivered);
        let unknown = desk.desk.push_again(Actor::System, &id, "evt_999999").await;
        assert!(matches!(unknown, Err(DeskError::NotFound(_))));
    }

    async fn a_step_of_a_deadline_tells_the_webhook_it_names_at_any_hour_and_once(database: TestDatabase) {
        let clock = "kind = \"first_response\"\ntarget = { minutes = 120 }\n";
        let steps = "[[policy.clock.warn]]\npercent = 75\nto = ['webhook:crm']\n\
            [[policy.clock.warn]]\nafter = { minutes = 0 }\nto = ['webhook:crm', 'operator']\n";
        let (desk, crm_side, id) = told(database, DESK_TOML, &["clock.breached"]).await;
        let toml = DESK_TOML.replacen(clock, &format!("{clock}{steps}"), 1);
        desk.desk.apply_setup(Actor::System, &toml).await.unwrap();
        desk.settle().await;
        desk.clock.set("2026-04-14T16:30:00+03:00");
        let ticket = opened(&desk, "anna@client.example").await;
        desk.clock.set("2026-04-15T09:00:00+03:00");
        desk.settle().await;
        desk.settle().await;
        let warned = crm_side.taken();
        assert_eq!(types(&warned), ["clock.warned"]);
        let data = warned[0].json()["data"].clone();
        assert_eq!((data["ticket"].as_str(), data["clock"].as_str()), (Some(ticket.as_str()), Some("first_response")));
        assert_eq!((data["at"].as_str(), data["due"].as_str()), (Some("2026-04-14T15:00:00Z"), Some("2026-04-15T06:30:00Z")));
        assert_eq!(data.get("webhooks"), None);
        desk.clock.set("2026-04-15T23:00:00+03:00");
        desk.settle().await;
        desk.settle().await;
        let mut kinds = types(&crm_side.taken());
        kinds.sort();
        assert_eq!(kinds, ["clock.breached", "clock.breached", "clock.warned"], "asked for the ones, named by the other");
        let refused = desk.desk.delete_webhook(Actor::System, &id).await;
        assert!(matches!(refused, Err(DeskError::Conflict { .. })), "a step names it");
    }

    async fn a_file_sets_webhooks_up_and_says_what_is_wrong_with_them(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let file = "[[webhook]]\nname = 'crm'\nurl = 'https://crm.example/okno'\nsecret_env = 'CRM_SECRET'\nevents = ['ticket.opened']\n";
        let applied = desk.desk.apply_setup(Actor::System, file).await.unwrap();
        assert!(applied.changed());
        assert!(!desk.desk.apply_setup(Actor::System, file).await.unwrap().changed());
        for (from, to, place) in [
            ("'ticket.opened'", "'ticket.eaten'", "webhook[1].events"), ("https://crm", "ftp://crm", "webhook[1].url"),
            ("https://crm", "https://me:word@crm", "webhook[1].url"), ("'CRM_SECRET'", "'my secret'", "webhook[1].secret_env"),
            ("'crm'", "'Наш CRM'", "webhook[1].name"),
        ] {
            let refused = desk.desk.apply_setup(Actor::System, &file.replace(from, to)).await;
            let Err(DeskError::Invalid(faults)) = refused else { panic!("{to}") };
            assert_eq!(faults[0].field, place, "{to}");
        }
        let step = "[[escalation]]\nclock = 'promise'\n[[escalation.warn]]\npercent = 75\nto = ['webhook:erp']\n";
        let Err(DeskError::Invalid(faults)) = desk.desk.apply_setup(Actor::System, step).await else { panic!("unknown") };
        assert!(faults[0].field == "escalation[1].warn[1].to" && faults[0].reason.contains("erp"), "{faults:?}");
        desk.desk.apply_setup(Actor::System, &format!("prune = true\n{DESK_TOML}")).await.unwrap();
        let admin = desk.person("Irina", Role::Administrator).await;
        assert!(!desk.desk.webhooks(&admin).await.unwrap()[0].webhook.enabled);
    }

    async fn nothing_is_told_to_the_house_itself_nor_without_a_secret_nor_while_switched_off(database: TestDatabase) {
        let (desk, crm_side, id) = told(database, DESK_TOML, &["ticket.opened"]).await;
        tells(&desk, &[]);
        desk.desk.try_webhook(Actor::System, &id).await.unwrap();
        desk.settle().await;
        let inside = view(&desk, &id).await.pushes.remove(0);
        assert!(inside.fate == PushFate::Failed && inside.reason.contains("outgoing.within"), "{}", inside.reason);
        tells(&desk, &["127.0.0.1"]);
        let patch = WebhookPatch { secret_env: Some("NOBODY".into()), ..WebhookPatch::default() };
        desk.desk.change_webhook(Actor::System, &id, patch).await.unwrap();
        desk.desk.try_webhook(Actor::System, &id).await.unwrap();
        desk.settle().await;
        let unsigned = view(&desk, &id).await;
        assert!(unsigned.pushes[0].reason.contains("NOBODY") && unsigned.unsigned.is_some());
        assert_eq!(crm_side.taken().len(), 0);
        let off = WebhookPatch { secret_env: Some("CRM_SECRETS".into()), enabled: Some(false), ..WebhookPatch::default() };
        desk.desk.change_webhook(Actor::System, &id, off).await.unwrap();
        opened(&desk, "anna@client.example").await;
        desk.settle().await;
        let on = WebhookPatch { enabled: Some(true), ..WebhookPatch::default() };
        desk.desk.change_webhook(Actor::System, &id, on).await.unwrap();
        opened(&desk, "boris@client.example").await;
        desk.settle().await;
        let told = crm_side.taken();
        assert_eq!(types(&told), ["ticket.opened"], "what happened while it was off is not told");
        for secret in [SECRET, NEXT] {
            let pushed = Pushed { id: &told[0].id, timestamp: &told[0].timestamp, signature: &told[0].signature, body: &told[0].body };
            verify(secret, &pushed, desk.now()).unwrap();
        }
        let stale = WebhookPatch { based_on: Some(1), ..WebhookPatch::default() };
        assert!(matches!(desk.desk.change_webhook(Actor::System, &id, stale).await, Err(DeskError::Stale { .. })));
        desk.desk.delete_webhook(Actor::System, &id).await.unwrap();
    }
}
