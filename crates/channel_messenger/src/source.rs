//! Fetches what was written to a bot. The mark by which a vendor forgets goes on only after the commit: whatever is cut off
//! in between is given again, and is then the same message.

use crate::door::Bot;
use crate::vendor::{Pulled, Trouble};
use async_trait::async_trait;
use channel::{Intake, IntakeError, Source, SourceError};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Between two attempts while the vendor is away: doubled each time.
const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(60);

/// Fetches, or asks to be called.
pub struct BotSource {
    bot: Bot,
}

impl BotSource {
    pub(crate) fn new(bot: Bot) -> Self {
        Self { bot }
    }

    /// Hands on what was fetched, and says how far everything is kept.
    async fn take(
        &self,
        pulled: Pulled,
        mark: &mut Option<i64>,
        intake: &dyn Intake,
        stop: &CancellationToken,
    ) -> Result<(), IntakeError> {
        for (update, own) in pulled.updates {
            let trace = domain::id::secret(16);
            if stop.is_cancelled() {
                return Ok(());
            }
            self.bot.hear(&update, intake, &trace).await?;
            *mark = own.or(*mark);
        }
        *mark = pulled.mark.or(*mark);
        Ok(())
    }

    async fn poll(&self, intake: &dyn Intake, stop: &CancellationToken) -> Result<(), SourceError> {
        let (vendor, line) = (&self.bot.vendor, &self.bot.line);
        let (mut mark, mut pause) = (None, FIRST);
        while !stop.is_cancelled() {
            let wait = match vendor.pull(line, mark).await {
                Ok(pulled) => match self.take(pulled, &mut mark, intake, stop).await {
                    Ok(()) => None,
                    Err(IntakeError::Unavailable { retry_after }) => Some(retry_after),
                    Err(IntakeError::Refused { .. }) => Some(pause),
                },
                Err(Trouble::SetUp { reason }) => return Err(SourceError { reason }),
                Err(Trouble::Later { after, reason }) => {
                    tracing::warn!(reason, "the messenger is away");
                    Some(after.unwrap_or(pause))
                }
                Err(trouble) => {
                    tracing::warn!(reason = trouble.reason(), "the messenger is away");
                    Some(pause)
                }
            };
            pause = if wait.is_some() {
                (pause * 2).min(LONGEST)
            } else {
                FIRST
            };
            if let Some(wait) = wait {
                tokio::time::sleep(wait).await;
            }
        }
        Ok(())
    }
}

#[async_trait]
impl Source for BotSource {
    async fn run(&self, intake: Arc<dyn Intake>, stop: CancellationToken) -> Result<(), SourceError> {
        let (vendor, line) = (&self.bot.vendor, &self.bot.line);
        let secret = self.bot.hook_secret().map_err(|reason| SourceError { reason })?;
        let url = self.bot.hook_url();
        let at = secret.as_deref().map(|secret| (url.as_str(), secret));
        let work = async {
            vendor.subscribe(line, at).await.map_err(|trouble| SourceError {
                reason: trouble.reason().to_owned(),
            })?;
            if secret.is_some() {
                stop.cancelled().await;
                return Ok(());
            }
            self.poll(intake.as_ref(), &stop).await
        };
        // Whatever is cut off here was not marked as kept.
        tokio::select! {
            biased;
            () = stop.cancelled() => Ok(()),
            ended = work => ended,
        }
    }
}
