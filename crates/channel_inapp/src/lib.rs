//! The client's account at the host's, on the web and as an app: tokens that the host signed, what their holders say, and the
//! way out by a note to the host. Knows no store, no desk, no HTTP server.

mod read;
mod settings;
mod sign;
mod sink;
#[cfg(test)]
mod tests;
mod token;

pub use sign::sign;
pub use sink::AccountSink;

use channel::account::{Account, AccountMessage, AccountSpec, Proved};
use channel::form::Wrong;
use channel::{Attachment, ChannelKind, DeliveryReport, Happened, Message, ReportedFate};
use domain::{Handle, Moment};
use serde_json::Value;

/// The kind's code in `desk.toml`.
pub const KIND: &str = "inapp";

/// What the set-up has to know of accounts.
pub const CHANNEL_KIND: ChannelKind = ChannelKind {
    code: KIND,
    by_hand: false,
    check: settings::check,
};

/// The host's account.
#[derive(Copy, Clone, Debug, Default)]
pub struct HostAccount;

impl Account for HostAccount {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn spec(&self, settings: &Value) -> Option<AccountSpec> {
        let settings = settings::read(settings).ok()?;
        Some(AccountSpec {
            messages_of_client: settings.messages_of_client(),
            path: settings.path,
            origins: settings.origins,
        })
    }

    fn prove(
        &self,
        settings: &Value,
        secret: fn(&str) -> Option<String>,
        token: &str,
        now: Moment,
    ) -> Result<Proved, String> {
        let settings =
            settings::read(settings).map_err(|fault| format!("{}: {}", fault.field, fault.reason))?;
        token::prove(&settings, secret, token, now).map_err(|wrong| wrong.to_string())
    }

    fn read(
        &self,
        proved: &Proved,
        said: &AccountMessage,
        files: Vec<Attachment>,
        at: Moment,
    ) -> Result<Message, Vec<Wrong>> {
        read::read(proved, said, files, at)
    }

    fn received(&self, who: &Handle, external_id: &str, at: Moment) -> DeliveryReport {
        DeliveryReport {
            key: format!("inapp-seen:{}:{external_id}", who.value),
            about: vec![external_id.to_owned()],
            recipient: Some(who.clone()),
            fate: ReportedFate::Delivered,
            status: String::new(),
            reason: String::new(),
            title: String::new(),
            happened: Happened::Reported(at),
            raw: None,
        }
    }
}
