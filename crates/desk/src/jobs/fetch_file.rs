//! Fetches a file that a door named: one attempt, and its end. The message is kept and answered meanwhile; its line says
//! that the file is on its way, then has it, or says why it could not be had.

use super::retry;
use crate::receive::keep_bytes;
use crate::{Desk, DeskError, DeskResult};
use channel::NotHad;
use domain::entry::FileLoss;
use domain::event::{EventType, NewEvent};
use domain::job::Job;
use domain::{Actor, AttachmentId, Moment};
use std::time::Duration;
use store::rows::{AwaitedFile, Blob};
use store::{StoreError, Tx};

/// No attempt takes longer, whatever the adapter thinks; shorter than the lease of a job.
const ATTEMPT: Duration = Duration::from_secs(150);

/// What an attempt leads to.
#[derive(Clone)]
enum End {
    Had {
        hash: String,
        size: i64,
        blobs: Vec<Blob>,
    },
    Lost(FileLoss),
    Again {
        at: Moment,
        reason: String,
    },
}

impl Desk {
    /// Makes one attempt and writes down its end.
    pub(super) async fn fetch_file(&self, job: &Job) {
        if let Err(error) = self.try_to_fetch_file(job).await {
            // The lease runs out and somebody tries again.
            tracing::warn!(%error, trace = %job.trace, "a file of a client waits");
        }
    }

    async fn try_to_fetch_file(&self, job: &Job) -> DeskResult<()> {
        let id = AttachmentId(job.subject);
        let wanted = self
            .insist(job, || self.store().read(move |r| r.awaited_file(id)))
            .await?;
        let Some(file) = wanted else {
            // It came another way, or its line is gone.
            let job = job.clone();
            let finish = move |tx: &mut Tx<'_>| tx.finish_job(&job);
            self.store()
                .write::<_, StoreError, _>(Actor::System, finish)
                .await?;
            return Ok(());
        };
        let end = match self.ask_for(&file).await {
            Ok(bytes) => self.keep_fetched(bytes).await?,
            Err(NotHad::Never { loss, reason }) => {
                tracing::warn!(reason, trace = %job.trace, "a file of a client is not to be had");
                End::Lost(loss)
            }
            Err(NotHad::Later { reason, retry_after }) => {
                let reason = text::clean_line(&reason, 300);
                match retry::next(job.created_at, self.now(), job.attempts, retry_after) {
                    Some(at) => End::Again { at, reason },
                    None => {
                        tracing::warn!(reason, trace = %job.trace, "a file of a client is given up");
                        End::Lost(FileLoss::GivenUp)
                    }
                }
            }
        };
        self.insist(job, || {
            let (job, file, end) = (job.clone(), file.clone(), end.clone());
            self.store().write(Actor::System, move |tx: &mut Tx<'_>| {
                end_attempt(tx, &job, &file, &end)
            })
        })
        .await
    }

    async fn ask_for(&self, file: &AwaitedFile) -> Result<Vec<u8>, NotHad> {
        let later = |reason: &str| NotHad::Later {
            reason: reason.to_owned(),
            retry_after: None,
        };
        let door = file.channel.and_then(|channel| self.files_of(channel));
        let Some(door) = door else {
            return Err(later("the channel hands over nothing at the moment"));
        };
        let asked = tokio::time::timeout(ATTEMPT, door.hand_over(&file.wanted)).await;
        asked.unwrap_or_else(|_elapsed| Err(later("no answer in time")))
    }

    /// The bytes are kept before the commit that refers to them.
    async fn keep_fetched(&self, bytes: Vec<u8>) -> DeskResult<End> {
        let folder = self.options().objects.clone();
        let kept = tokio::task::spawn_blocking(move || {
            let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
            let mut blobs = Vec::new();
            let hash = keep_bytes(bytes, &folder, &mut blobs)?;
            std::io::Result::Ok(End::Had { hash, size, blobs })
        });
        match kept.await {
            Ok(Ok(end)) => Ok(end),
            Ok(Err(error)) => Err(DeskError::Unavailable(error.to_string())),
            Err(panic) => Err(DeskError::Internal(panic.to_string())),
        }
    }
}

fn end_attempt(tx: &mut Tx<'_>, job: &Job, file: &AwaitedFile, end: &End) -> Result<(), StoreError> {
    let id = AttachmentId(job.subject);
    let held = match end {
        End::Again { at, reason } => return tx.postpone_job(job, *at, reason).map(drop),
        End::Had { .. } | End::Lost(_) => tx.finish_job(job)?,
    };
    if !held {
        return Ok(());
    }
    match end {
        End::Had { hash, size, blobs } => {
            tx.keep_blobs(blobs)?;
            tx.file_is_here(id, hash, *size)?;
        }
        End::Lost(why) => tx.file_is_lost(id, *why)?,
        End::Again { .. } => {}
    }
    tx.announce(NewEvent {
        kind: EventType::TicketChanged,
        ticket: Some(file.ticket),
        payload: serde_json::json!({ "ticket": file.public_id }),
    });
    Ok(())
}
