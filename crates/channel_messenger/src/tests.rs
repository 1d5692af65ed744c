//! Bots from outside, without a vendor: what is pushed to them, and the contract that every door keeps.

mod contract;
mod reading;

use crate::door::{Bot, Materials};
use crate::vendor::Vendor;
use async_trait::async_trait;
use channel::http::Http;
use channel::{Counts, Intake, IntakeError, Receipt, Sighting, What};
use domain::ledger::Fate;
use domain::{ChannelId, Moment, Now};
use serde_json::json;
use std::sync::{Arc, Mutex};

pub const SECRET: &str = "a-secret-of-the-two-of-us";

/// An instant after everything that the samples tell.
pub struct Late;

impl Now for Late {
    fn now(&self) -> Moment {
        Moment::from_micros(1_776_200_000_000_000)
    }
}

/// Keeps what it is handed.
#[derive(Default)]
pub struct Catcher(pub Mutex<Vec<What>>);

#[async_trait]
impl Intake for Catcher {
    async fn accept(&self, sighting: Sighting) -> Result<Receipt, IntakeError> {
        self.0.lock().unwrap().push(sighting.what);
        Ok(Receipt {
            fate: Fate::Opened,
            ticket: None,
            entry: None,
            promise: None,
        })
    }
}

pub fn bot(vendor: Arc<dyn Vendor>) -> Bot {
    let materials = Materials {
        http: Http::new(Vec::new()).unwrap(),
        now: Arc::new(Late),
        secret: |name| match name {
            "TOKEN" => Some("123:token".to_owned()),
            "SECRET" => Some(SECRET.to_owned()),
            _ => None,
        },
        site: "https://desk.example".to_owned(),
        counts: Arc::new(Counts::default()),
    };
    let settings =
        json!({ "token_env": "TOKEN", "receive": "webhook", "path": "bank", "secret_env": "SECRET" });
    Bot::new(vendor, ChannelId(1), &settings, &materials).unwrap()
}
