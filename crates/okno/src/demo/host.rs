//! The server of a sample bank, whose clients are signed in: it signs who they are, as any host does for the account's API.

use domain::Moment;
use domain::time::{MINUTE, SECOND};
use serde_json::json;
use std::sync::LazyLock;
use web::{SampleClient, SampleHost};

/// The variable that the demo's desk names for the host's secret.
const VARIABLE: &str = "OKNO_DEMO_HOST_SECRET";
/// The name of its key, as the demo's desk says it.
const KEY: &str = "demo";
/// Minutes that a token lives.
const LIVES: i64 = 10 * MINUTE;

/// Made up at each start: nobody else has to know it.
static SECRET: LazyLock<String> = LazyLock::new(|| domain::id::secret(48));

/// Secrets as the demo has them: the host's own, and those of the environment.
pub fn secret(name: &str) -> Option<String> {
    let given = std::env::var(name).ok().filter(|secret| !secret.is_empty());
    given.or_else(|| (name == VARIABLE).then(|| SECRET.clone()))
}

/// The bank.
pub struct DemoHost;

/// Somebody who may sign in, and their language.
const CLIENTS: [(SampleClient, &str, &str); 2] = [
    (
        SampleClient {
            id: "1001",
            name: "Мария Лебедева",
        },
        "maria.lebedeva@client.example",
        "ru",
    ),
    (
        SampleClient {
            id: "1002",
            name: "James Cole",
        },
        "james.cole@client.example",
        "en",
    ),
];

impl SampleHost for DemoHost {
    fn clients(&self) -> Vec<SampleClient> {
        CLIENTS.iter().map(|(client, ..)| *client).collect()
    }

    fn token(&self, client: &str, now: Moment) -> Option<String> {
        let (client, email, lang) = CLIENTS.iter().find(|(one, ..)| one.id == client)?;
        let claims = json!({
            "sub": client.id,
            "aud": "okno",
            "iat": now.as_micros() / SECOND,
            "exp": now.saturating_add(LIVES).as_micros() / SECOND,
            "name": client.name,
            "email": email,
            "lang": lang,
        });
        Some(channel_inapp::sign(KEY, &secret(VARIABLE)?, &claims))
    }
}
