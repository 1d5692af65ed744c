//! SIGTERM and SIGINT: the first asks to stop, the second does not ask.

use crate::failure::Failure;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// What a shell reports for a process that SIGINT ended.
const CUT: i32 = 130;

/// Cancels the token at the first signal and ends the process at the second.
pub fn watch(stop: &CancellationToken) -> Result<(), Failure> {
    let failed = |error| Failure::said(format!("signals cannot be received: {error}"));
    let mut term = signal(SignalKind::terminate()).map_err(failed)?;
    let mut int = signal(SignalKind::interrupt()).map_err(failed)?;
    let stop = stop.clone();
    tokio::spawn(async move {
        for again in [false, true] {
            tokio::select! {
                _ = term.recv() => {}
                _ = int.recv() => {}
            }
            if again {
                tracing::warn!("ended at once by a second signal");
                std::process::exit(CUT);
            }
            stop.cancel();
        }
    });
    Ok(())
}
