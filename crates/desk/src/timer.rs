//! The timer: sleeps until the earliest deadline and writes down what was missed, within a second of the instant. It
//! re-reads the wall clock twice a second, since a clock may be set, and is woken by the tail when deadlines change.

use crate::{Desk, DeskResult};
use domain::time::NEVER;
use domain::{Actor, Moment};
use std::time::Duration;
use store::StoreError;
use store::rows::{Fired, Share};
use tokio_util::sync::CancellationToken;

/// Breaches in one transaction.
const ROUND: i64 = 2_000;
/// Between two looks at the wall clock; the database is not asked.
const LOOK: Duration = Duration::from_millis(500);

impl Desk {
    /// Runs the timer until told to stop.
    pub async fn run_timer(&self, stop: CancellationToken) {
        let mut news = self.tail().follow();
        let mut next = self.next_wake().await;
        loop {
            let wait = match &next {
                Ok(at) => self.until(*at).min(LOOK),
                Err(_) => LOOK,
            };
            tokio::select! {
                () = stop.cancelled() => return,
                _ = news.recv() => {
                    // Many portions may have come meanwhile: one look serves them all.
                    while news.try_recv().is_ok() {}
                    next = self.next_wake().await;
                }
                () = tokio::time::sleep(wait) => if next.is_err() { next = self.next_wake().await },
            }
            if matches!(next, Ok(at) if at <= self.now()) {
                // Breaches first: warnings may be a moment late, verdicts are waited for.
                let fired = match self.fire_due().await {
                    Ok(_) => self.warn_due().await,
                    failed => failed,
                };
                if let Err(error) = fired {
                    tracing::warn!(%error, "deadlines wait for the store; their instants stay what they are");
                    tokio::time::sleep(LOOK).await;
                }
                next = self.next_wake().await;
            }
        }
    }

    /// Writes down every breach that is due now. Returns how many.
    ///
    /// # Errors
    /// The store is away; what was written before stands.
    pub async fn fire_due(&self) -> DeskResult<usize> {
        let shares = Share::all(self.store().writers()).map(|share| self.fire_share(share));
        let fired = futures_util::future::try_join_all(shares).await?;
        Ok(fired.into_iter().sum())
    }

    async fn fire_share(&self, share: Share) -> DeskResult<usize> {
        let mut breaches = 0;
        loop {
            let fired: Result<Fired, StoreError> = self
                .store()
                .write(Actor::System, move |tx| tx.fire_due(ROUND, share))
                .await;
            let fired = fired?;
            breaches += fired.breaches;
            if !fired.more {
                return Ok(breaches);
            }
        }
    }

    /// Gives every warning that has come by now. Returns how many.
    ///
    /// # Errors
    /// The store is away; what was written before stands.
    pub async fn warn_due(&self) -> DeskResult<usize> {
        let (mut warned, mut fresh) = (0, false);
        loop {
            let setup = self.setup();
            let given: Result<Fired, StoreError> = self
                .store()
                .write(Actor::System, move |tx| tx.warn_due(ROUND, &setup, fresh))
                .await;
            let given = given?;
            warned += given.breaches;
            if given.behind {
                // Another node applied a set-up that this one has not read yet.
                self.reload_setup().await?;
                fresh = true;
            } else if !given.more {
                return Ok(warned);
            }
        }
    }

    async fn next_wake(&self) -> DeskResult<Moment> {
        let next = |r: &mut store::Reader<'_>| -> Result<Moment, StoreError> {
            Ok(r.next_wake()?.min(r.next_warning()?))
        };
        Ok(self.store().read(next).await?)
    }

    fn until(&self, at: Moment) -> Duration {
        if at == NEVER {
            return LOOK;
        }
        let micros = at.as_micros().saturating_sub(self.now().as_micros());
        Duration::from_micros(u64::try_from(micros).unwrap_or_default())
    }
}
