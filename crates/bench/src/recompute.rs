//! A calendar is corrected while a hundred thousand clocks run: how long until all of them follow, and how long a
//! request waits meanwhile.

use crate::failure::{Failure, Outcome};
use crate::figure::{Asked, Figure};
use crate::fill::{fill, phrases};
use crate::measure::Spread;
use crate::place::{Database, Place, WallClock, door};
use crate::run::Settings;
use desk::fill::Filling;
use desk::setup::ApplyOptions;
use domain::Actor;
use domain::recount::RecountState;
use domain::time::HOUR;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::StoreError;
use tokio_util::sync::CancellationToken;

const NAME: &str = "recompute";
/// Clocks that run, two on every ticket.
const CLOCKS: u64 = 100_000;
/// How long the recount may take before it is given up.
const PATIENCE: Duration = Duration::from_secs(120);

/// The office of the bench, with another hour of opening on Mondays.
const CORRECTED: &str = "[[calendar]]\nname = \"office\"\nzone = \"Europe/Moscow\"\nweek = { \
    mon = [[\"10:00\", \"13:00\"], [\"14:00\", \"18:00\"]], tue = [[\"09:00\", \"13:00\"], [\"14:00\", \"18:00\"]], \
    wed = [[\"09:00\", \"13:00\"], [\"14:00\", \"18:00\"]], thu = [[\"09:00\", \"13:00\"], [\"14:00\", \"18:00\"]], \
    fri = [[\"09:00\", \"13:00\"], [\"14:00\", \"17:00\"]] }\n";

/// Measures a recount.
///
/// # Errors
/// The store's own, or a recount that does not end.
pub async fn bench(database: Database, settings: &Settings) -> Outcome<Vec<Figure>> {
    let place = Place::new(database, &settings.data)?;
    let clock = Arc::new(WallClock);
    let store = place.store(clock.clone())?;
    let desk = place.desk(store.clone(), clock.clone()).await?;
    let channel = door(&desk, "email")?;
    let filling = Filling {
        tickets: CLOCKS / 2,
        messages: 1,
        open: 100,
        recent: HOUR,
        operators: Vec::new(),
        teams: Vec::new(),
        phrases: phrases(settings.seed),
        answers: Vec::new(),
        mark: None,
        seed: settings.seed,
    };
    let (setup, now) = (desk.setup(), desk.now());
    drop((desk, store));
    fill(&place, setup, channel, now, filling).await?;
    let store = place.store(clock.clone())?;
    let desk = place.desk(store.clone(), clock).await?;
    desk.fire_due().await?;

    let stop = CancellationToken::new();
    let waits = tokio::spawn(others_write(store.clone(), stop.clone()));
    let begun = Instant::now();
    let trial = desk.try_setup(Actor::System, CORRECTED).await?;
    let tried = begun.elapsed();
    let how = ApplyOptions {
        recount: true,
        why: String::new(),
    };
    desk.apply_setup_with(Actor::System, CORRECTED, how).await?;
    let begun = Instant::now();
    desk.work_off_jobs().await?;
    let done = begun.elapsed();
    stop.cancel();
    let waits = waits.await??;
    let last = store.read(|reader| reader.recounts(1)).await?.pop();
    let Some(last) = last.filter(|row| row.state == RecountState::Done && done < PATIENCE) else {
        return Err(Failure::Other("the recount did not come to its end".into()));
    };
    let figure = |name: &str, value: f64, unit: &str| Figure::new(NAME, name, value, unit);
    Ok(vec![
        figure("clocks running", CLOCKS as f64, ""),
        figure("deadlines moved", last.moved as f64, ""),
        figure("foretold", trial.effect.moved as f64, ""),
        figure("trial, nothing changed", tried.as_secs_f64(), "s"),
        figure("recount to its end", done.as_secs_f64(), "s").asked(Asked::AtMost(10.0)),
        figure("another write meanwhile, p99", waits.p99, "ms"),
        figure("another write meanwhile, max", waits.max, "ms"),
    ])
}

/// Small writes one after another, as intake would make them: how long each waited.
async fn others_write(store: store::Store, stop: CancellationToken) -> Outcome<Spread> {
    let mut waits = Vec::new();
    while !stop.is_cancelled() {
        let begun = Instant::now();
        store
            .write::<_, StoreError, _>(Actor::System, |tx| tx.audit("bench", "", &serde_json::json!({})))
            .await?;
        waits.push(begun.elapsed());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(Spread::of(&waits))
}
