//! The custom door: whatever can sign a request is a channel, without code here. Messages come by signed webhooks and leave by
//! signed webhooks (Standard Webhooks 1.0). Knows no store, no desk, and none of the systems behind it.

mod event;
mod hook;
mod settings;
mod sink;
#[cfg(test)]
mod tests;

pub use hook::CustomHook;
pub use sink::CustomSink;

use channel::ChannelKind;

/// The kind's code in `desk.toml`.
pub const KIND: &str = "webhook";

/// What the set-up has to know of custom doors.
pub const CHANNEL_KIND: ChannelKind = ChannelKind {
    code: KIND,
    by_hand: false,
    check: settings::check,
};
