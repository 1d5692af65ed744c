//! A second look at a raw copy, for a person who decides about something that was set aside. Reads, never decides.

use crate::Message;
use domain::Handle;

/// What a second look finds.
#[derive(Clone, Debug, Default)]
pub struct Glimpse {
    /// What stands before the message itself, name and value, as it came.
    pub headers: Vec<(String, String)>,
    /// The message, as far as it can be understood; its author has an empty value where nobody knows who wrote it.
    pub message: Option<Message>,
}

/// Reads raw copies of one door.
pub trait Reread: Send + Sync {
    /// Reads a raw copy as a message, whatever else it may be. `stated` is the author a person named, `ours` are the
    /// addresses under which we are written to.
    fn reread(&self, raw: Vec<u8>, stated: Option<&Handle>, ours: &[String]) -> Glimpse;
}
