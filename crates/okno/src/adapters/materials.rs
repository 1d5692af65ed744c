//! What adapters are made from: settings of the installation, and what they share.

use crate::config::Config;
use channel::http::Http;
use channel::push::Signed;
use channel::{Counts, Sink, Tally, Tell};
use domain::Now;
use std::sync::Arc;

/// What adapters are made from.
#[derive(Clone)]
pub struct Materials {
    /// The way out for mail, or in words why there is none.
    pub mail: Result<Arc<dyn Sink>, String>,
    /// Asks other systems.
    pub http: Result<Http, String>,
    pub now: Arc<dyn Now>,
    /// The secret under a name, from the environment.
    pub secret: fn(&str) -> Option<String>,
    /// Public address of the pages.
    pub site: String,
    counts: Vec<(&'static str, Arc<Counts>)>,
}

impl Materials {
    /// What the settings give.
    pub fn new(config: &Config, mail: Result<Arc<dyn Sink>, String>, now: Arc<dyn Now>) -> Self {
        let kinds = [
            channel_messenger::TELEGRAM.code,
            channel_messenger::MAX.code,
            channel_webhook::KIND,
        ];
        Self {
            mail,
            http: Http::new(config.outgoing.within.clone()),
            now,
            secret: |name| std::env::var(name).ok().filter(|secret| !secret.is_empty()),
            site: config.site(),
            counts: kinds.map(|kind| (kind, Arc::default())).to_vec(),
        }
    }

    /// Who tells other systems what happened.
    pub fn teller(&self) -> Option<Arc<dyn Tell>> {
        let http = self.http.as_ref().ok()?.clone();
        Some(Arc::new(Signed {
            http,
            secret: self.secret,
            now: Arc::clone(&self.now),
        }))
    }

    /// What a kind of door counts by itself.
    pub fn counts(&self, kind: &str) -> Arc<Counts> {
        let own = self.counts.iter().find(|(known, _)| *known == kind);
        own.map(|(_, counts)| Arc::clone(counts)).unwrap_or_default()
    }

    /// All doors that count here.
    pub fn tallies(&self) -> Vec<(&'static str, Arc<dyn Tally>)> {
        let counts = self.counts.iter();
        counts
            .map(|(kind, counts)| (*kind, Arc::clone(counts) as Arc<dyn Tally>))
            .collect()
    }
}
