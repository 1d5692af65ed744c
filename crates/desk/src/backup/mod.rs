//! Backups: everything a desk holds in one file that no database's tool is needed to read, taken while it runs, and put
//! back into an empty place of either database. Knows rows and files, and nothing of what they mean.

mod digest;
mod error;
mod line;
mod manifest;
mod pack;
mod restore;
mod take;
mod unpack;
mod verify;
mod words;

pub use error::BackupError;
pub use manifest::{FORMAT, Manifest};
pub use restore::{Destination, Outgoing, Restored, restore};
pub use take::{Taken, take};
pub use verify::verify;

/// What is being done, for whoever waits for it: a step, and how much of it is done.
pub type Progress<'a> = &'a mut dyn FnMut(&str, u64);
