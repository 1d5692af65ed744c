//! Live pages. One task follows the desk's tail, renders each changed row once for every language and zone in which
//! somebody looks, and gives it to all who look. A connection that cannot keep up is told to fetch its page anew.

mod connection;
mod hub;
pub mod sse;
#[cfg(test)]
mod tests;

pub use connection::get_events;
pub use hub::{Hub, Ring};
