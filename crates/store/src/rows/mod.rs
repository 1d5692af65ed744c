//! Statements by noun: each file is what may be asked of, or written to, a few tables.

mod apply;
mod clock;
mod entry;
mod event;
mod facts;
mod insert;
mod number;
mod search;
mod ticket;

pub use apply::Blob;
pub use ticket::TicketName;
