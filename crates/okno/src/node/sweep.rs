//! Once an hour: removes what has expired, such as sessions and remembered answers of the API.

use desk::Desk;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const EVERY: Duration = Duration::from_secs(3_600);

/// Sweeps until told to stop.
pub async fn run(desk: Desk, stop: CancellationToken) {
    loop {
        match desk.sweep_expired().await {
            Ok(swept) => tracing::debug!(?swept, "expired rows removed"),
            Err(error) => tracing::warn!(%error, "expired rows stay until the store is back"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
