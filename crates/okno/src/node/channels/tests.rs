//! Messengers as the binary wires them: what the settings say runs, what is switched off or has no secret does not.

use super::Channels;
use crate::adapters::Materials;
use crate::config::{Place, Sources, load_from};
use channel::hook::{HookRefusal, Pushed};
use channel::http::Http;
use desk::ticket::Reply;
use domain::{Actor, Now, Role};
use serde_json::json;
use std::sync::Arc;
use testkit::vendor::{TOKEN, Vendor};
use testkit::{TestDatabase, TestDesk, both_databases};

const HOOK: &str = "a-secret-that-the-vendor-brings-along";

fn bot(vendor: &Vendor, enabled: bool) -> String {
    format!(
        r#"
[[channel]]
name = "bot"
kind = "telegram"
brand = "Север"
team = "Поддержка"
acknowledges = false
enabled = {enabled}
[channel.settings]
token_env = "TOKEN"
api = "{}"
receive = "webhook"
path = "bank"
secret_env = "HOOK"
"#,
        vendor.api()
    )
}

fn materials(desk: &TestDesk, secret: fn(&str) -> Option<String>) -> Materials {
    let sources = Sources {
        place: Place::Nowhere,
        database: None,
        env: Vec::new(),
    };
    let config = load_from(&sources).unwrap().config;
    let now = Arc::clone(&desk.clock) as Arc<dyn Now>;
    let mut materials = Materials::new(&config, Err("no mail in this test".to_owned()), now);
    materials.http = Http::new(vec!["127.0.0.1".to_owned()]);
    materials.secret = secret;
    materials
}

both_databases! {
    async fn a_bot_is_wired_both_ways_and_counts_by_itself(database: TestDatabase) {
        let (vendor, desk) = (Vendor::start().await, TestDesk::new(database).await);
        desk.desk.apply_setup(Actor::System, &bot(&vendor, true)).await.unwrap();
        let materials = materials(&desk, |name| match name {
            "TOKEN" => Some(TOKEN.to_owned()),
            "HOOK" => Some(HOOK.to_owned()),
            _ => None,
        });
        let tallies = materials.tallies();
        let channels = Channels::new(desk.desk.clone(), materials);
        channels.refresh();
        let hook = desk.desk.hook("telegram", "bank").unwrap();
        let update = json!({ "update_id": 2, "message": { "message_id": 102, "date": 1_776_148_200, "text": "Где моя карта?",
            "chat": { "id": 42, "type": "private" }, "from": { "id": 42, "is_bot": false, "first_name": "Анна" } } });
        let body = update.to_string();
        let proved = |name: &str| if name == "x-telegram-bot-api-secret-token" { HOOK.to_owned() } else { String::new() };
        let forged = |_: &str| String::new();
        let pushed = Pushed { header: &forged, body: body.as_bytes(), at: desk.now(), trace: String::new() };
        assert!(matches!(hook.take(&pushed, &desk.desk).await, Err(HookRefusal::Forged(_))));
        let pushed = Pushed { header: &proved, ..pushed };
        let receipt = hook.take(&pushed, &desk.desk).await.unwrap().remove(0);
        let ticket = receipt.ticket.unwrap().public_id;
        let vera = desk.person("Vera", Role::Operator).await;
        let reply = Reply { text: "Карта в пути.".into(), ..Reply::default() };
        desk.desk.reply(&vera, &ticket, reply).await.unwrap();
        desk.settle().await;
        assert_eq!(vendor.sent()[0].text, "Карта в пути.");
        let counted = tallies.iter().find(|(name, _)| *name == "telegram").unwrap().1.sightings();
        assert_eq!((counted.seen, counted.accepted), (1, 1));
        // Switched off, nothing of it is left.
        desk.desk.apply_setup(Actor::System, &bot(&vendor, false)).await.unwrap();
        channels.refresh();
        assert!(desk.desk.hook("telegram", "bank").is_none());
        let stopping = channels.sources().stop_all();
        super::sources::ended(stopping).await;
    }

    async fn a_bot_without_its_secrets_takes_nothing(database: TestDatabase) {
        let (vendor, desk) = (Vendor::start().await, TestDesk::new(database).await);
        desk.desk.apply_setup(Actor::System, &bot(&vendor, true)).await.unwrap();
        let channels = Channels::new(desk.desk.clone(), materials(&desk, |_| None));
        channels.refresh();
        assert!(desk.desk.hook("telegram", "bank").is_none());
        assert!(vendor.sent().is_empty());
    }
}
