//! Intake: what doors see becomes tickets. Text work is done before the batch, waiting messages are committed
//! together, and nobody is answered before the commit.

mod batch;
mod numbers;
pub(crate) mod objects;
mod prepare;
mod queue;
mod said;

pub use objects::write_object;
pub(crate) use prepare::keep_bytes;
pub use queue::Waiting;
pub(crate) use queue::{IntakeQueue, start};

/// The text work of one message by itself, for measuring: not for use cases.
#[doc(hidden)]
pub mod bare {
    pub use super::prepare::{Prepared, prepare};
}

use crate::Desk;
use async_trait::async_trait;
use channel::intake::What;
use channel::{Inbound, Intake, IntakeError, Receipt, Sighting};
use domain::intake::Happened;
use domain::time::FUTURE_TOLERANCE;
use std::time::Duration;

/// The text work of a message that is decided about outside the queue, on a thread of its own.
pub(crate) async fn prepared(
    desk: &Desk,
    sighting: Sighting,
) -> crate::DeskResult<(domain::intake::Arrival, Vec<store::rows::Blob>)> {
    let objects = desk.options().objects.clone();
    let setup = desk.setup();
    let work =
        tokio::task::spawn_blocking(move || prepare::prepare(sighting, &objects, &setup.rules.handoff_words));
    match work.await {
        Ok(Ok(prepared)) => Ok((prepared.arrival, prepared.blobs)),
        Ok(Err(error)) => Err(crate::DeskError::Unavailable(error.to_string())),
        Err(panic) => Err(crate::DeskError::Internal(panic.to_string())),
    }
}

/// How long a sender is asked to stay away when the store is.
pub(crate) const COME_AGAIN: Duration = Duration::from_secs(10);
/// Messages larger than this are prepared on a thread of their own.
const LARGE: u64 = 64 * 1024;

pub(crate) fn unavailable() -> IntakeError {
    IntakeError::Unavailable {
        retry_after: COME_AGAIN,
    }
}

#[async_trait]
impl Intake for Desk {
    async fn accept(&self, sighting: Sighting) -> Result<Receipt, IntakeError> {
        self.refuse_the_future(&sighting)?;
        let (trace, channel) = (sighting.trace.clone(), sighting.channel);
        let large = sighting.size > LARGE;
        let (objects, setup) = (self.options().objects.clone(), self.setup());
        let prepare = move || prepare::prepare(sighting, &objects, &setup.rules.handoff_words);
        let prepared = if large {
            tokio::task::spawn_blocking(prepare).await
        } else {
            Ok(prepare())
        };
        let prepared = match prepared {
            Ok(Ok(prepared)) => prepared,
            Ok(Err(error)) => {
                tracing::error!(%error, "a message could not be put aside before its commit");
                return Err(unavailable());
            }
            Err(panic) => {
                tracing::error!(%panic, "preparing a message panicked");
                return Err(unavailable());
            }
        };
        let receipt = self.intake_queue().submit(prepared).await?;
        let ticket = receipt.ticket.as_ref().map(|ticket| ticket.number.as_str());
        tracing::info!(
            trace,
            channel = channel.0,
            fate = receipt.fate.code(),
            ticket,
            "taken in"
        );
        Ok(receipt)
    }
}

impl Desk {
    /// A time stated by a person or a caller may not lie ahead (`definitions.md` §1).
    fn refuse_the_future(&self, sighting: &Sighting) -> Result<(), IntakeError> {
        let What::Understood(Inbound::Message(message)) = &sighting.what else {
            return Ok(());
        };
        match message.happened {
            Happened::Stated(at) if at > self.now().saturating_add(FUTURE_TOLERANCE) => {
                Err(IntakeError::Refused {
                    code: "occurred_in_future",
                    reason: format!(
                        "occurred_at {at} lies in the future; state when it happened, or leave it out"
                    ),
                })
            }
            _ => Ok(()),
        }
    }
}
