//! The demo: a desk with talks that look lived in, and a place where its outgoing mail is caught. All of it goes through
//! the real intake and the real use cases; only the clock is moved while it is prepared.

mod answers;
mod catcher;
mod clock;
pub mod crowd;
mod door;
mod host;
mod letter;
mod prepare;
mod script;
mod stage;
#[cfg(test)]
mod tests;

pub use answers::DemoMail;
pub use catcher::Catcher;
pub use host::{DemoHost, secret};
pub use prepare::{is_prepared, prepare};

/// The desk of the demo, as code.
pub const DESK: &str = include_str!("../../../config/demo/desk.toml");
/// The password of everybody in the demo. No secret: a demo listens on this machine only, unless told otherwise.
pub const PASSWORD: &str = "one-window";
