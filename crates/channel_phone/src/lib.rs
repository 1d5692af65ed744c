//! The telephone as a door: what an exchange tells about calls, and numbers in one spelling. Pure; who logs calls by hand does
//! so at the desk.

mod event;
mod number;
mod settings;
#[cfg(test)]
mod tests;

use channel::ChannelKind;
use channel::phone::{CallEvent, Phone};
use channel::webhook::Verified;
use domain::Moment;
use domain::client::Dialling;
use serde_json::Value;

/// The kind's code in `desk.toml`.
pub const KIND: &str = "phone";

/// What the set-up has to know of telephones.
pub const CHANNEL_KIND: ChannelKind = ChannelKind {
    code: KIND,
    by_hand: false,
    check: settings::check,
};

/// The telephone.
#[derive(Copy, Clone, Debug, Default)]
pub struct Telephone;

impl Phone for Telephone {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn hook(&self, settings: &Value) -> Option<(String, String)> {
        let settings = settings::read(settings).ok()?;
        (!settings.path.is_empty()).then_some((settings.path, settings.secret_env))
    }

    fn number(&self, settings: &Value, text: &str) -> Result<String, String> {
        let settings = settings::read(settings).map_err(|fault| fault.reason)?;
        number::e164(text, &settings)
            .ok_or_else(|| "write the number with its country code: +7 912 345-67-89".to_owned())
    }

    fn dialling(&self, settings: &Value) -> Dialling {
        // Settings that cannot be read were refused when they were set.
        settings::read(settings).map_or_else(
            |_| Dialling::default(),
            |settings| Dialling {
                country: settings.country,
                trunk: settings.trunk,
            },
        )
    }

    fn read(&self, settings: &Value, event: &Verified<'_>, now: Moment) -> Result<CallEvent, String> {
        let settings = settings::read(settings).map_err(|fault| fault.reason)?;
        event::read(event.body, &settings, now)
    }
}
