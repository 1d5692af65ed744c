//! Once an hour: removes what has expired, such as sessions and remembered answers of the API, and measures clocks that stopped
//! without a length. Once a day, first an hour
//! after the start: raw copies that are old enough, and bytes that nothing refers to.

use desk::Desk;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const EVERY: Duration = Duration::from_secs(3_600);
/// Rounds from one tidying to the next.
const DAY: u32 = 24;

/// Sweeps until told to stop.
pub async fn run(desk: Desk, raw_days: u32, stop: CancellationToken) {
    let mut round = 0;
    loop {
        match desk.sweep_expired().await {
            Ok(swept) => tracing::debug!(?swept, "expired rows removed"),
            Err(error) => tracing::warn!(%error, "expired rows stay until the store is back"),
        }
        match desk.measure_clocks().await {
            Ok(0) => {}
            Ok(clocks) => tracing::info!(clocks, "clocks that stopped without a length have one now"),
            Err(error) => tracing::warn!(%error, "clocks without a length wait until the store is back"),
        }
        if round % DAY == 1 {
            tidy(&desk, raw_days).await;
        }
        round = (round + 1) % DAY;
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

async fn tidy(desk: &Desk, raw_days: u32) {
    match desk.tidy(raw_days).await {
        Ok(tidied) => tracing::info!(
            tidied.raw_copies,
            tidied.blobs,
            tidied.objects,
            "raw copies and bytes without a reference let go"
        ),
        Err(error) => tracing::warn!(%error, "what is old stays until tomorrow"),
    }
}
