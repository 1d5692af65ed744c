//! Messengers as doors, by their public Bot APIs: one module a vendor. What all have in common stands beside them: settings,
//! pulling and being pushed to, messages out of what was heard, sending in parts. Knows no store and no desk.
//!
//! The next vendor is a module with one `impl Vendor`, a `ChannelKind`, and a row in the binary's table of adapters.

mod door;
mod files;
mod hear;
mod hook;
mod line;
mod max;
mod settings;
mod sink;
mod source;
mod telegram;
#[cfg(test)]
mod tests;
mod vendor;

pub use door::{Bot, Materials};
pub use files::BotFiles;
pub use hook::BotHook;
pub use max::Max;
pub use sink::BotSink;
pub use source::BotSource;
pub use telegram::Telegram;
pub use vendor::Vendor;

use channel::ChannelKind;

/// What the set-up has to know of bots of Telegram.
pub const TELEGRAM: ChannelKind = ChannelKind {
    code: "telegram",
    by_hand: false,
    check: settings::check,
};

/// What the set-up has to know of bots of MAX.
pub const MAX: ChannelKind = ChannelKind {
    code: "max",
    by_hand: false,
    check: settings::check,
};
