//! The way in: one `accept` for every door. Implemented by the desk; a door knows nothing else of the house.

use crate::Inbound;
use crate::inbound::Raw;
use async_trait::async_trait;
use domain::ledger::Fate;
use domain::{ChannelId, Handle, Moment};
use std::time::Duration;

/// Something a door saw and counts: from here on it has a number and gets a fate.
#[derive(Clone, Debug)]
pub struct Sighting {
    pub channel: ChannelId,
    /// Bytes as they came through the door.
    pub size: u64,
    pub what: What,
    /// The id that follows the message through the logs.
    pub trace: String,
}

/// What was seen.
#[derive(Clone, Debug)]
pub enum What {
    Understood(Inbound),
    /// Accepted, but it could not be understood or is not wanted as it is: kept for a person, never dropped.
    Unreadable {
        key: String,
        from: Option<Handle>,
        title: String,
        reason: String,
        raw: Raw,
    },
    /// Refused in front of the sender, who keeps it. Only the fact is written down.
    Refused {
        key: String,
        from: Option<Handle>,
        title: String,
        reason: String,
    },
}

/// The answer to a sighting: given only after the commit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Receipt {
    pub fate: Fate,
    /// The ticket it opened or went to; for a duplicate, the one the first sighting went to.
    pub ticket: Option<TicketRef>,
    /// Public id of the timeline entry.
    pub entry: Option<String>,
    pub promise: Option<Promise>,
}

/// How a ticket is named outside.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TicketRef {
    pub public_id: String,
    pub number: String,
    /// Secret of the client's private link.
    pub link_secret: String,
}

/// What may be told to the client at once.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Promise {
    pub due: Moment,
    /// IANA zone of the calendar that the due was counted in.
    pub zone: String,
}

/// Why a sighting has no receipt.
#[derive(Clone, Debug, thiserror::Error, Eq, PartialEq)]
pub enum IntakeError {
    /// Nothing was kept: the sender has to come again.
    #[error("the store cannot take anything now; try again in {} s", retry_after.as_secs())]
    Unavailable { retry_after: Duration },
    /// The caller's mistake, with a stable code. Nothing was kept.
    #[error("{reason}")]
    Refused { code: &'static str, reason: String },
}

/// Takes in what doors see.
#[async_trait]
pub trait Intake: Send + Sync {
    /// Gives the sighting its fate and answers after the commit.
    ///
    /// # Errors
    /// [`IntakeError::Unavailable`] when the store is away or the queue is full, [`IntakeError::Refused`] when the
    /// caller made a mistake. In both cases nothing was kept.
    async fn accept(&self, sighting: Sighting) -> Result<Receipt, IntakeError>;
}
