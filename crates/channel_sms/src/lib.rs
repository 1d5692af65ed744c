//! SMS as a way out, by whatever gateway takes an HTTP request: short words with a link, never at night. Knows no gateway by
//! name; the settings say how it wants to be asked.

mod night;
mod request;
mod settings;
mod sink;
#[cfg(test)]
mod tests;
mod words;

pub use sink::SmsSink;

use channel::ChannelKind;

/// The kind's code in `desk.toml`.
pub const KIND: &str = "sms";

/// What the set-up has to know of SMS.
pub const CHANNEL_KIND: ChannelKind = ChannelKind {
    code: KIND,
    by_hand: false,
    check: settings::check,
};
