//! A bot, put together from a channel's settings: who it is, its line, and what it is made into.

use crate::files::BotFiles;
use crate::hook::BotHook;
use crate::line::Line;
use crate::settings::{self, Receive, Settings};
use crate::sink::BotSink;
use crate::source::BotSource;
use crate::vendor::Vendor;
use channel::http::Http;
use channel::{Counts, SettingFault};
use domain::{ChannelId, Now};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// How long a call for updates hangs at the vendor's.
const HANG: Duration = Duration::from_secs(25);

/// What bots are made from.
#[derive(Clone)]
pub struct Materials {
    pub http: Http,
    pub now: Arc<dyn Now>,
    /// The secret under a name.
    pub secret: fn(&str) -> Option<String>,
    /// Public address of the pages, without a trailing slash.
    pub site: String,
    pub counts: Arc<Counts>,
}

/// A bot.
#[derive(Clone)]
pub struct Bot {
    pub(crate) vendor: Arc<dyn Vendor>,
    pub(crate) channel: ChannelId,
    pub(crate) settings: Settings,
    pub(crate) line: Arc<Line>,
    pub(crate) now: Arc<dyn Now>,
    pub(crate) counts: Arc<Counts>,
    site: String,
    secret: fn(&str) -> Option<String>,
}

impl Bot {
    /// The bot of a channel.
    ///
    /// # Errors
    /// What is missing, in words for an administrator.
    pub fn new(
        vendor: Arc<dyn Vendor>,
        channel: ChannelId,
        settings: &Value,
        materials: &Materials,
    ) -> Result<Self, String> {
        let settings = settings::read(settings)
            .map_err(|SettingFault { field, reason, .. }| format!("{field}: {reason}"))?;
        let token = (materials.secret)(&settings.token_env).ok_or_else(|| {
            format!(
                "the variable {} is empty; put the bot's token into it",
                settings.token_env
            )
        })?;
        let fits = |b: u8| b.is_ascii_alphanumeric() || b"-_:.".contains(&b);
        if !token.bytes().all(fits) {
            return Err(format!("the variable {} holds no token", settings.token_env));
        }
        let api = if settings.api.is_empty() {
            vendor.api()
        } else {
            &settings.api
        };
        let line = Arc::new(Line::new(materials.http.clone(), api, token, HANG));
        Ok(Self {
            vendor,
            channel,
            line,
            settings,
            now: Arc::clone(&materials.now),
            counts: Arc::clone(&materials.counts),
            site: materials.site.trim_end_matches('/').to_owned(),
            secret: materials.secret,
        })
    }

    /// The way out.
    #[must_use]
    pub fn sink(&self) -> BotSink {
        BotSink::new(self.clone())
    }

    /// What hands over the files of messages.
    #[must_use]
    pub fn files(&self) -> BotFiles {
        BotFiles::new(self.clone())
    }

    /// What fetches, or asks to be called.
    #[must_use]
    pub fn source(&self) -> BotSource {
        BotSource::new(self.clone())
    }

    /// What is called; `None` where messages are fetched.
    ///
    /// # Errors
    /// The variable with the secret is empty.
    pub fn hook(&self) -> Result<Option<BotHook>, String> {
        Ok(self
            .hook_secret()?
            .map(|secret| BotHook::new(self.clone(), secret)))
    }

    pub(crate) fn hook_secret(&self) -> Result<Option<String>, String> {
        if self.settings.receive == Receive::Poll {
            return Ok(None);
        }
        let name = &self.settings.secret_env;
        let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        (self.secret)(name)
            .filter(|secret| (16..=256).contains(&secret.len()) && secret.bytes().all(fits))
            .map(Some)
            .ok_or_else(|| {
                format!("the variable {name} must hold 16 to 256 letters, digits, hyphens and underscores")
            })
    }

    /// The address that the vendor calls.
    pub(crate) fn hook_url(&self) -> String {
        format!(
            "{}/hooks/{}/{}",
            self.site,
            self.vendor.kind(),
            self.settings.path
        )
    }

    /// The vendor's id of a message, among all ids of messages.
    pub(crate) fn external(&self, user: &str, id: &str) -> String {
        format!("{}:{user}:{id}", self.vendor.kind())
    }

    /// The id at the vendor's, of an external id in the talk with somebody.
    pub(crate) fn internal<'a>(&self, user: &str, external: &'a str) -> Option<&'a str> {
        external
            .strip_prefix(self.vendor.kind())?
            .strip_prefix(':')?
            .strip_prefix(user)?
            .strip_prefix(':')
    }
}
