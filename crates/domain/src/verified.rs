//! How an address is known to belong to its client, weakest first. What proves it later raises it; nothing lowers it.

use crate::coded;

coded! {
    /// What speaks for it.
    pub enum Verified {
        /// Its client, or one of ours, says so; nobody has checked.
        Stated = "stated",
        /// It stood in copy.
        Addressed = "addressed",
        /// They wrote or called from it.
        Received = "received",
        /// The host's system says so.
        Proved = "proved",
    }
}
