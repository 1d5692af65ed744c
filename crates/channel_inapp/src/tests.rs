//! Tokens that prove and tokens that do not; what every door keeps; the note to the host.

use crate::{AccountSink, CHANNEL_KIND, HostAccount};
use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use channel::account::{Account as _, AccountMessage, Proved};
use channel::contract::{Brought, Door, keeps, refuses_odd_settings};
use channel::{Inbound, What};
use domain::{HandleKind, Moment};
use ring::hmac;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

const OLD: &str = "the old secret of the host, 32 bytes and more";
const NEW: &str = "the new secret of the host, 32 bytes and more";
const SEED: [u8; 32] = [7; 32];
const NOW: i64 = 1_776_000_000;

fn now() -> Moment {
    Moment::from_micros(NOW * 1_000_000)
}

fn secret(name: &str) -> Option<String> {
    match name {
        "OLD" => Some(OLD.to_owned()),
        "NEW" => Some(NEW.to_owned()),
        "SHORT" => Some("short".to_owned()),
        _ => None,
    }
}

fn settings() -> Value {
    let pair = Ed25519KeyPair::from_seed_unchecked(&SEED).unwrap();
    json!({ "path": "bank", "audience": "okno", "keys": [
        { "id": "old", "algorithm": "HS256", "secret_env": "OLD" },
        { "id": "new", "algorithm": "HS256", "secret_env": "NEW" },
        { "id": "ed", "algorithm": "EdDSA", "public_key": URL_SAFE_NO_PAD.encode(pair.public_key()) },
        { "id": "gone", "algorithm": "HS256", "secret_env": "GONE" },
        { "id": "short", "algorithm": "HS256", "secret_env": "SHORT" },
    ] })
}

fn claims(change: Value) -> Value {
    let mut claims = json!({ "sub": "42", "aud": "okno", "iat": NOW, "exp": NOW + 600 });
    for (name, value) in change.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

fn hs256(kid: &str, secret: &str, claims: &Value) -> String {
    let signed = unsigned(&json!({ "alg": "HS256", "typ": "JWT", "kid": kid }), claims);
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let mac = hmac::sign(&key, signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac))
}

fn prove(token: &str) -> Result<Proved, String> {
    HostAccount.prove(&settings(), secret, token, now())
}

#[test]
fn a_token_of_either_key_proves_while_keys_are_changed() {
    for (kid, secret) in [("old", OLD), ("new", NEW)] {
        let proved = prove(&hs256(
            kid,
            secret,
            &claims(json!({ "name": "Анна", "email": "Anna@Client.example" })),
        ))
        .unwrap();
        assert_eq!(
            (proved.who.kind, proved.who.value.as_str()),
            (HandleKind::Account, "42")
        );
        assert_eq!(proved.reach[0].value, "anna@client.example");
    }
    let pair = Ed25519KeyPair::from_seed_unchecked(&SEED).unwrap();
    let signed = unsigned(
        &json!({ "alg": "EdDSA", "kid": "ed" }),
        &claims(json!({ "aud": ["other", "okno"] })),
    );
    let token = format!(
        "{signed}.{}",
        URL_SAFE_NO_PAD.encode(pair.sign(signed.as_bytes()))
    );
    assert_eq!(prove(&token).unwrap().who.value, "42");
    // Two hosts may have clients of one id.
    let mut other = settings();
    other["prefix"] = "shop:".into();
    let proved = HostAccount.prove(&other, secret, &token, now()).unwrap();
    assert_eq!(proved.who.value, "shop:42");
}

#[test]
fn what_is_forged_expired_or_meant_for_others_proves_nothing() {
    let good = claims(json!({}));
    let none = format!("{}.", unsigned(&json!({ "alg": "none", "kid": "new" }), &good));
    // A public key is no secret: signed by it as if it were one, a token is still forged.
    let public = settings()["keys"][2]["public_key"].as_str().unwrap().to_owned();
    let confused = hs256("ed", &public, &good);
    let mut altered = hs256("new", NEW, &good);
    let other = unsigned(
        &json!({ "alg": "HS256", "kid": "new" }),
        &claims(json!({ "sub": "43" })),
    );
    altered = format!("{other}.{}", altered.rsplit_once('.').unwrap().1);
    let critical = {
        let signed = unsigned(&json!({ "alg": "HS256", "kid": "new", "crit": ["x"] }), &good);
        let mac = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, NEW.as_bytes()),
            signed.as_bytes(),
        );
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac))
    };
    let with = |change: Value| hs256("new", NEW, &claims(change));
    for (token, why) in [
        (none, "alg"),
        (confused, "alg"),
        (altered, "signature"),
        (critical, "crit"),
        (hs256("new", OLD, &good), "signature"),
        (hs256("lost", NEW, &good), "kid"),
        (hs256("gone", "", &good), "no secret"),
        (hs256("short", "short", &good), "no secret"),
        (with(json!({ "exp": NOW - 31 })), "expired"),
        (with(json!({ "exp": "later" })), "claim"),
        (with(json!({ "exp": null })), "claim"),
        (with(json!({ "exp": NOW + 90_000 })), "longer"),
        (with(json!({ "nbf": NOW + 120 })), "not valid yet"),
        (with(json!({ "iat": NOW + 120 })), "not valid yet"),
        (with(json!({ "aud": "another" })), "aud"),
        (with(json!({ "aud": ["another"] })), "aud"),
        (with(json!({ "sub": "" })), "sub"),
        (with(json!({ "sub": 42 })), "claim"),
        (with(json!({ "phone": "8 912" })), "phone"),
        ("a.b".to_owned(), "three parts"),
        ("..".to_owned(), "three parts"),
        (String::new(), "three parts"),
        ("x".repeat(9000), "three parts"),
    ] {
        let refused = prove(&token).unwrap_err();
        assert!(refused.contains(why), "{why}: {refused}");
    }
    let mut strict = settings();
    strict["issuer"] = "https://bank.example".into();
    let token = with(json!({ "iss": "https://evil.example" }));
    let refused = HostAccount.prove(&strict, secret, &token, now()).unwrap_err();
    assert!(refused.contains("iss"), "{refused}");
    // The instant itself: half a minute is for clocks that differ, and no more.
    assert!(prove(&with(json!({ "exp": NOW - 29 }))).is_ok());
    assert!(prove(&with(json!({ "exp": NOW - 30 }))).is_err());
}

/// An app that brings its token along with what it says.
struct App;

#[async_trait]
impl Door for App {
    fn compose(&self, id: &str, from: &str, text: &str) -> Vec<u8> {
        let token = hs256("new", NEW, &claims(json!({ "sub": from })));
        json!({ "token": token, "key": format!("message-{id}"), "text": text })
            .to_string()
            .into_bytes()
    }

    async fn bring(&self, bytes: &[u8]) -> Brought {
        match taken(bytes, |token| token.to_owned()) {
            Ok(message) => Brought::Sighted(Box::new(What::Understood(Inbound::Message(Box::new(message))))),
            Err(reason) => Brought::TurnedAway { reason },
        }
    }

    async fn forge(&self, bytes: &[u8]) -> Option<Brought> {
        let forged = |token: &str| {
            token
                .rsplit_once('.')
                .map(|(signed, _)| format!("{signed}.AAAA"))
                .unwrap()
        };
        Some(match taken(bytes, forged) {
            Ok(message) => Brought::Sighted(Box::new(What::Understood(Inbound::Message(Box::new(message))))),
            Err(reason) => Brought::TurnedAway { reason },
        })
    }

    fn now(&self) -> Moment {
        now()
    }
}

fn taken(bytes: &[u8], token: impl Fn(&str) -> String) -> Result<channel::Message, String> {
    let sent: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let proved = prove(&token(sent["token"].as_str().unwrap_or_default()))?;
    let field = |name: &str| sent[name].as_str().unwrap_or_default().to_owned();
    let said = AccountMessage {
        id: field("key"),
        text: field("text"),
        ..AccountMessage::default()
    };
    let read = HostAccount.read(&proved, &said, Vec::new(), now());
    read.map_err(|wrong| format!("{wrong:?}"))
}

#[tokio::test]
async fn the_account_keeps_the_contract() {
    assert_eq!(keeps(&App).await, []);
    assert_eq!(refuses_odd_settings(&CHANNEL_KIND), []);
}

#[test]
fn settings_are_checked() {
    let fields = |change: Value| -> Vec<String> {
        let mut settings = settings();
        for (name, value) in change.as_object().unwrap() {
            settings[name] = value.clone();
        }
        let faults = (CHANNEL_KIND.check)(&settings).faults;
        faults.into_iter().map(|fault| fault.field).collect()
    };
    assert_eq!(fields(json!({})), Vec::<String>::new());
    assert_eq!(fields(json!({ "keys": [] })), ["keys"]);
    assert_eq!(
        fields(json!({ "keys": [{ "id": "a", "algorithm": "HS256", "secret_env": "the secret itself" }] })),
        ["keys[1].secret_env"]
    );
    assert_eq!(
        fields(json!({ "keys": [{ "id": "a", "algorithm": "EdDSA", "public_key": "AAAA" }] })),
        ["keys[1].public_key"]
    );
    assert_eq!(
        fields(json!({ "path": "", "audience": " " })),
        ["path", "audience"]
    );
    assert_eq!(
        fields(json!({ "push_url": "host.example" })),
        ["push_url", "push_secret_env"]
    );
    assert_eq!(
        fields(json!({ "origins": ["https://a.example/page"] })),
        ["origins[1]"]
    );
    // A host that is to be told needs its secret at once.
    let mut told = settings();
    told["push_url"] = "https://host.example/push".into();
    told["push_secret_env"] = "LOST".into();
    let http = channel::http::Http::new(Vec::new());
    let clock = std::sync::Arc::new(Still);
    assert!(AccountSink::new(&told, secret, http, clock).is_err());
}

struct Still;

impl domain::Now for Still {
    fn now(&self) -> Moment {
        now()
    }
}
