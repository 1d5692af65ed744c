//! Small ports without default bodies: a missing port is a missing ability.

use crate::{Delivered, DeliveryError, Intake, Outbound};
use async_trait::async_trait;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Pulls or listens until told to stop.
#[async_trait]
pub trait Source: Send + Sync {
    /// Hands everything seen to the intake; returns within a second after `stop`.
    ///
    /// # Errors
    /// What stopped it, in words for an administrator; the supervisor starts it again after a while.
    async fn run(&self, intake: Arc<dyn Intake>, stop: CancellationToken) -> Result<(), SourceError>;
}

/// What a door counted on its own, so that the ledger can be checked against it.
pub trait Tally: Send + Sync {
    /// Its counts since this process began.
    fn sightings(&self) -> Sightings;
}

/// Sightings of one door by what it answered: `seen` is the sum of the others and of what it has in hand.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub struct Sightings {
    pub seen: u64,
    /// Given a fate, committed, and acknowledged.
    pub accepted: u64,
    /// Asked to come again: these have no row in the ledger.
    pub deferred: u64,
    /// Refused for good.
    pub refused: u64,
}

/// Brings messages to clients.
#[async_trait]
pub trait Sink: Send + Sync {
    /// One attempt, bounded in time by the adapter.
    ///
    /// # Errors
    /// Says whether trying again can help.
    async fn deliver(&self, message: &Outbound) -> Result<Delivered, DeliveryError>;
}

/// Why a source stopped.
#[derive(Clone, Debug, thiserror::Error, Eq, PartialEq)]
#[error("{reason}")]
pub struct SourceError {
    /// What is wrong and what to do about it.
    pub reason: String,
}
