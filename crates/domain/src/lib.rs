//! What Okno is about: its nouns, its states, its decisions. No I/O, no async, no framework; time is always
//! given by the caller.

pub mod absence;
pub mod act;
pub mod actor;
pub mod client;
pub mod clock;
pub mod code;
pub mod delivery;
pub mod draft;
pub mod entry;
pub mod event;
pub mod field;
pub mod forecast;
pub mod handle;
pub mod id;
pub mod intake;
pub mod job;
pub mod ledger;
pub mod notice;
pub mod number;
pub mod official;
pub mod outcome;
pub mod plan;
pub mod policy;
pub mod recount;
pub mod rules;
pub mod setup;
pub mod talk;
pub mod term;
pub mod ticket;
pub mod time;
pub mod told;
pub mod verified;
pub mod webhook;

pub use actor::{Actor, Permission, Principal, Role};
pub use handle::{Handle, HandleKind};
pub use id::*;
pub use time::{Moment, Now};
pub use verified::Verified;
pub use worktime::WrittenNumber;
