//! A source that is told to stop is gone within a second, and what it counted adds up.

use super::{Broken, broken};
use crate::{Intake, Source, Tally};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// How long a stop may take.
pub const STOP: Duration = Duration::from_secs(1);
/// For a machine that has other things to do: a source that hangs takes longer than this.
const PATIENCE: Duration = Duration::from_secs(10);

/// Runs a source, lets `meanwhile` work it, tells it to stop, and checks its end and its counts.
pub async fn stops(
    source: Arc<dyn Source>,
    tally: &dyn Tally,
    intake: Arc<dyn Intake>,
    meanwhile: impl Future<Output = ()>,
) -> Vec<Broken> {
    const ENDS: &str = "a source that is told to stop is gone within a second";
    const ADDS_UP: &str = "seen is the sum of what was accepted, put off and refused";
    let stop = CancellationToken::new();
    let running = tokio::spawn({
        let stop = stop.clone();
        async move { source.run(intake, stop).await }
    });
    meanwhile.await;
    let told = Instant::now();
    stop.cancel();
    let mut found = Vec::new();
    match tokio::time::timeout(PATIENCE, running).await {
        Ok(Ok(Ok(()))) if told.elapsed() <= STOP => {}
        Ok(Ok(Ok(()))) => found.push(broken(ENDS, format!("it took {:?}", told.elapsed()))),
        other => found.push(broken(ENDS, format!("{other:?}"))),
    }
    let counted = tally.sightings();
    if counted.seen != counted.accepted + counted.deferred + counted.refused {
        found.push(broken(ADDS_UP, format!("{counted:?}")));
    }
    found
}
