//! Keeps a task running: one that fails is started again, with a line that says so.

#[cfg(test)]
mod tests;

use std::future::Future;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Between a failure and the next start.
const PAUSE: Duration = Duration::from_secs(1);

/// Runs what `start` makes until told to stop.
pub fn keep<F, T>(tasks: &mut JoinSet<()>, name: &'static str, stop: &CancellationToken, start: F)
where
    F: Fn(CancellationToken) -> T + Send + 'static,
    T: Future<Output = ()> + Send + 'static,
{
    let stop = stop.clone();
    tasks.spawn(async move {
        loop {
            let ended = tokio::spawn(start(stop.clone())).await;
            if stop.is_cancelled() {
                return;
            }
            match ended {
                Ok(()) => tracing::error!(task = name, "a task ended by itself and is started again"),
                Err(error) => tracing::error!(task = name, %error, "a task failed and is started again"),
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    });
}
