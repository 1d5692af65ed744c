//! What becomes of an outbound message: every one has a fate.

use crate::coded;

coded! {
    /// How far an outbound message has come.
    pub enum DeliveryFate {
        /// Committed, waiting for its turn or its next attempt.
        Queued = "queued",
        /// Taken over by the channel (2xx of the next mail hop, the vendor's confirmation).
        Sent = "sent",
        /// Confirmed to have arrived.
        Delivered = "delivered",
        /// Came back: a final failure reported after the channel took it over.
        Bounced = "bounced",
        /// Never left us: refused finally, or attempts exhausted.
        Failed = "failed",
        /// An attempt ended without an answer; it may have arrived.
        Unknown = "unknown",
    }
}

impl DeliveryFate {
    /// Whether the client will not get the message, so that the answer is void (`definitions.md` §5).
    #[must_use]
    pub fn is_final_failure(self) -> bool {
        matches!(self, Self::Bounced | Self::Failed)
    }
}
