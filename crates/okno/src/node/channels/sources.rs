//! Keeps the sources of channels running: one node at a time, again after a failure, ever more rarely, and what is wrong is
//! said in words.

#[cfg(test)]
mod tests;

use channel::{Intake, Source, SourceError};
use desk::Desk;
use domain::ChannelId;
use std::collections::HashMap;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Between two renewals of a lease, and two looks for one that is free.
const RENEW: Duration = Duration::from_secs(10);
/// Between two starts of a source that fails: doubled each time.
const FIRST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(300);

/// Sources that run.
#[derive(Default)]
pub struct Sources {
    running: HashMap<ChannelId, (CancellationToken, JoinHandle<()>)>,
}

impl Sources {
    /// Runs a source in the place of the one before, which ends first.
    pub fn start(&mut self, desk: &Desk, channel: ChannelId, source: Arc<dyn Source>) {
        let before = self.take(channel);
        let stop = CancellationToken::new();
        let (desk, own) = (desk.clone(), stop.clone());
        let task = tokio::spawn(async move {
            ended(before).await;
            keep_running(&desk, channel, source, &own).await;
        });
        self.running.insert(channel, (stop, task));
    }

    /// Ends a source.
    pub fn stop(&mut self, channel: ChannelId) {
        // It ends by itself; nobody waits for it.
        drop(self.take(channel));
    }

    /// Ends all, for somebody to wait for.
    pub fn stop_all(&mut self) -> Vec<JoinHandle<()>> {
        let running = self.running.drain();
        running
            .map(|(_, (stop, task))| {
                stop.cancel();
                task
            })
            .collect()
    }

    fn take(&mut self, channel: ChannelId) -> Option<JoinHandle<()>> {
        let (stop, task) = self.running.remove(&channel)?;
        stop.cancel();
        Some(task)
    }
}

/// Waits for tasks that were told to end.
pub async fn ended(tasks: impl IntoIterator<Item = JoinHandle<()>>) {
    for task in tasks {
        if let Err(error) = task.await {
            tracing::error!(%error, "a source failed while it ended");
        }
    }
}

async fn keep_running(desk: &Desk, channel: ChannelId, source: Arc<dyn Source>, stop: &CancellationToken) {
    let mut pause = FIRST;
    while !stop.is_cancelled() {
        let wait = match desk.hold_source(channel).await {
            Ok(true) => {
                let Some(ended) = run_while_held(desk, channel, &source, stop, &mut pause).await else {
                    tracing::warn!(channel.id = channel.0, "another node has this source now");
                    continue;
                };
                if stop.is_cancelled() {
                    break;
                }
                let reason = ended.map_or_else(|error| error.reason, |()| "it ended by itself".to_owned());
                tracing::error!(channel.id = channel.0, reason, "nothing comes in by this channel");
                say(desk, channel, Some(reason)).await;
                pause = (pause * 2).min(LONGEST);
                pause
            }
            Ok(false) => RENEW,
            Err(error) => {
                tracing::warn!(%error, "whose turn it is with a source is not known");
                RENEW
            }
        };
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(wait) => {}
        }
    }
    if let Err(error) = desk.let_source_go(channel).await {
        // The lease runs out.
        tracing::debug!(%error, "a lease was not given back");
    }
}

/// Runs a source and renews its lease. None when another node has it.
async fn run_while_held(
    desk: &Desk,
    channel: ChannelId,
    source: &Arc<dyn Source>,
    stop: &CancellationToken,
    pause: &mut Duration,
) -> Option<Result<(), SourceError>> {
    let (own, over) = (stop.child_token(), CancellationToken::new());
    let mut lease = pin!(renew(desk, channel, &over, pause));
    let intake = Arc::new(desk.clone()) as Arc<dyn Intake>;
    let ended = tokio::select! {
        ended = source.run(intake, own.clone()) => ended,
        () = &mut lease => {
            own.cancel();
            return None;
        }
    };
    // A renewal under way is waited for: the write goes on without its caller, and would take again what is given back.
    over.cancel();
    lease.await;
    Some(ended)
}

/// Renews the lease until it is over or another node has it. Whatever holds for that long works.
async fn renew(desk: &Desk, channel: ChannelId, over: &CancellationToken, pause: &mut Duration) {
    let mut works = false;
    loop {
        tokio::select! {
            () = over.cancelled() => return,
            () = tokio::time::sleep(RENEW) => {}
        }
        match desk.hold_source(channel).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => tracing::warn!(%error, "a lease was not renewed"),
        }
        if !works {
            works = true;
            *pause = FIRST;
            say(desk, channel, None).await;
        }
    }
}

async fn say(desk: &Desk, channel: ChannelId, wrong: Option<String>) {
    if let Err(error) = desk.say_source(channel, wrong).await {
        tracing::warn!(%error, "how a channel is doing could not be written down");
    }
}
