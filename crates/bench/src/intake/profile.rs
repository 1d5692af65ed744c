//! Where the time of intake goes: the desk's own steps one after another on one thread, with a timer around each, in
//! batches of a fixed size. Sums are shares of work, not of elapsed time: in service they overlap.

use super::bare::{Kitchen, places};
use super::server::Mailbox;
use crate::failure::Outcome;
use crate::figure::Figure;
use crate::mail::{Place as MailPlace, Pool, Script};
use crate::place::{Database, Place, WallClock, door};
use crate::run::Settings;
use desk::Desk;
use desk::receive::bare::Prepared;
use domain::intake::{self, Arrival, Wanted};
use domain::{Actor, ChannelId};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Store, StoreError};

/// Mails in a batch.
const BATCH: usize = 64;
/// Mails in all.
const MAILS: usize = 6_400;

/// Time spent in each step.
#[derive(Clone, Debug, Default)]
struct Steps {
    prepare: Duration,
    facts: Duration,
    decide: Duration,
    blobs: Duration,
    apply: Duration,
    events_and_commit: Duration,
}

/// Takes mails in step by step.
///
/// # Errors
/// The store's own.
pub async fn run(database: Database, settings: &Settings) -> Outcome<Vec<Figure>> {
    let place = Place::new(database, &settings.data)?;
    let clock = Arc::new(WallClock);
    let store = place.store(clock.clone())?;
    let desk = place.desk(store.clone(), clock).await?;
    let channel = door(&desk, "email")?;
    let script = Script { seed: settings.seed };
    let kitchen = Kitchen {
        script,
        pool: Pool::new(script.seed, 4_096),
        mailbox: Mailbox {
            address: channel.address.clone(),
            channel: channel.id,
        },
        objects: place.folder.join("objects"),
    };
    let mails: Vec<MailPlace> = places(BATCH as u32).take(MAILS).collect();
    let (mut total, statements) = (Steps::default(), store.statements());
    for batch in mails.chunks(BATCH) {
        let begun = Instant::now();
        let prepared = batch
            .iter()
            .map(|place| kitchen.prepare(*place))
            .collect::<Outcome<Vec<_>>>()?;
        total.prepare += begun.elapsed();
        write(&store, &desk, channel.id, prepared, &mut total).await?;
    }
    let statements = (store.statements() - statements) as f64 / (MAILS / BATCH) as f64;
    let figure = |name: &str, spent: Duration| {
        Figure::new(
            "profile",
            name,
            spent.as_secs_f64() * 1e6 / MAILS as f64,
            "µs/mail",
        )
    };
    Ok(vec![
        figure("read, sanitise, stem, compress", total.prepare),
        figure("gather facts", total.facts),
        figure("decide", total.decide),
        figure("write blobs", total.blobs),
        figure("write all other rows", total.apply),
        figure("write events, commit", total.events_and_commit),
        Figure::new("profile", "statements in a batch of 64", statements, ""),
    ])
}

async fn write(
    store: &Store,
    desk: &Desk,
    channel: ChannelId,
    batch: Vec<Prepared>,
    total: &mut Steps,
) -> Outcome<()> {
    let setup = desk.setup();
    let begun = Instant::now();
    let inside = store.write(Actor::System, move |tx| -> Result<Steps, StoreError> {
        let mut steps = Steps::default();
        let arrivals: Vec<Arrival> = batch.iter().map(|prepared| prepared.arrival.clone()).collect();
        let mark = Instant::now();
        let facts = tx.intake_facts(&Wanted::of(&arrivals))?;
        steps.facts = mark.elapsed();
        let (now, mark) = (tx.now, Instant::now());
        let mut plan = intake::decide(&arrivals, facts, &setup, now, tx);
        steps.decide = mark.elapsed();
        let mark = Instant::now();
        let blobs: Vec<_> = batch
            .iter()
            .flat_map(|prepared| prepared.blobs.iter().cloned())
            .collect();
        tx.keep_blobs(&blobs)?;
        steps.blobs = mark.elapsed();
        let mark = Instant::now();
        tx.apply(&mut plan)?;
        let node = tx.node.to_owned();
        tx.count_seen(&BTreeMap::from([(channel, batch.len() as i64)]), &node)?;
        steps.apply = mark.elapsed();
        Ok(steps)
    });
    let inside = inside.await?;
    let accounted = inside.facts + inside.decide + inside.blobs + inside.apply;
    total.events_and_commit += begun.elapsed().saturating_sub(accounted);
    total.facts += inside.facts;
    total.decide += inside.decide;
    total.blobs += inside.blobs;
    total.apply += inside.apply;
    Ok(())
}
