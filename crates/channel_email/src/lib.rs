//! Mail as a door. Pure: what a mail says (`mime`, `automatic`, `report`) and how the protocol goes (`smtp`);
//! I/O: the listener and the submission. Knows nothing of tickets, storage or pages.

pub mod address;
pub mod automatic;
pub mod envelope;
pub mod listener;
pub mod mime;
pub mod report;
pub mod smtp;
pub mod submit;

#[cfg(test)]
mod contract;

pub use envelope::{Envelope, ReturnPath, Rules};
pub use listener::{Addresses, Counts, Listener, ListenerConfig, Network, Timeouts, Tls};
pub use mime::again::read_again;
pub use mime::parse;
pub use smtp::session::Protocol;
pub use submit::{SmtpSink, SubmitConfig};
