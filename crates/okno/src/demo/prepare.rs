//! Plays the past of the demo, once. Interrupted, it goes on where it was: how far it came is kept beside the set-up, and
//! a step played twice changes nothing, since mails have their ids and answers their keys.

use super::catcher::Catcher;
use super::clock::MovedClock;
use super::script::{Talk, talks};
use super::stage::{Opened, Scene, Stage};
use super::{DESK, PASSWORD};
use crate::config::Config;
use crate::failure::Failure;
use crate::open;
use channel::Sink;
use domain::time::MINUTE;
use domain::{Actor, HandleKind, Moment, Now, Principal};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use store::{Store, StoreError};

/// Key of the marker among the settings.
const MARKER: &str = "demo";
/// The calendar in which the talks count their minutes.
const OFFICE: &str = "Офис";

/// Told after each step: how many are done, and of how many.
pub type Progress<'a> = &'a mut (dyn FnMut(usize, usize) + Send);

/// How far the preparation came.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
struct Marker {
    /// The instant from which the talks count back.
    base: Moment,
    /// Scenes that were played.
    done: usize,
    whole: bool,
    /// Tickets of the talks that were opened, until all is played.
    tickets: BTreeMap<usize, Opened>,
}

/// Whether the database holds a whole demo. A desk that is none is refused: it must not get invented tickets.
pub async fn is_prepared(store: &Store) -> Result<bool, Failure> {
    let settings = store.read::<_, StoreError, _>(|r| r.setup_rows()).await?.settings;
    match settings.get(MARKER) {
        Some(marker) => Ok(parse(marker)?.whole),
        None if settings.contains_key("desk") => Err(Failure::said(format!(
            "the database {} belongs to a desk that is no demo; name another one, or run it with `okno serve`",
            store.url()
        ))),
        None => Ok(false),
    }
}

fn parse(marker: &str) -> Result<Marker, Failure> {
    serde_json::from_str(marker)
        .map_err(|error| Failure::said(format!("the demo's marker cannot be read: {error}")))
}

/// Fills the desk. `now` is the machine's clock, which tells where the past ends.
pub async fn prepare(
    config: &Config,
    store: impl FnOnce(Arc<dyn Now>) -> Result<Store, Failure>,
    now: Moment,
    outbox: &std::path::Path,
    progress: Progress<'_>,
) -> Result<(), Failure> {
    let talks = talks()?;
    // Before everything that the talks may count back to.
    let clock = Arc::new(MovedClock::new(now.saturating_add(-90 * 24 * 60 * MINUTE)));
    let store = store(Arc::clone(&clock) as Arc<dyn Now>)?;
    let (mut marker, fresh) = match marker(&store).await? {
        Some(marker) => (marker, false),
        None => (
            Marker {
                base: now,
                done: 0,
                whole: false,
                tickets: BTreeMap::new(),
            },
            true,
        ),
    };
    let mut cheap = config.clone();
    // Nobody guesses at a password that is printed on the screen; trying it should not take long either.
    cheap.security.password_memory_kib = cheap.security.password_memory_kib.min(8_192);
    let desk = open::desk(&cheap, store.clone(), Arc::clone(&clock) as Arc<dyn Now>).await?;
    if fresh {
        mark(&store, &marker).await?;
    }
    desk.apply_setup(Actor::System, DESK).await?;
    let catcher = Arc::new(Catcher::open(outbox, Arc::clone(&clock) as Arc<dyn Now>)?);
    for channel in &desk.setup().channels {
        if crate::adapters::of_kind(&channel.kind).is_ok_and(|adapter| !adapter.reaches.is_empty()) {
            desk.set_sink(
                channel.id,
                &[HandleKind::Email],
                Arc::clone(&catcher) as Arc<dyn Sink>,
            );
        }
    }
    let people = people(&store).await?;
    let stage = Stage {
        store: store.clone(),
        desk,
        clock,
        catcher,
        people,
    };
    if fresh {
        set_passwords(&stage).await?;
    }
    play(&stage, &talks, &mut marker, progress).await?;
    marker.whole = true;
    marker.tickets.clear();
    mark(&store, &marker).await
}

async fn marker(store: &Store) -> Result<Option<Marker>, Failure> {
    let settings = store.read::<_, StoreError, _>(|r| r.setup_rows()).await?.settings;
    settings.get(MARKER).map(|marker| parse(marker)).transpose()
}

async fn mark(store: &Store, marker: &Marker) -> Result<(), Failure> {
    let text = serde_json::to_string(marker)
        .map_err(|error| Failure::said(format!("the demo's marker cannot be written: {error}")))?;
    Ok(store
        .write::<_, StoreError, _>(Actor::System, move |tx| tx.put_setting(MARKER, &text))
        .await?)
}

async fn people(store: &Store) -> Result<HashMap<String, (Principal, String)>, Failure> {
    let all = store.read::<_, StoreError, _>(|r| r.operators()).await?;
    let known = all.into_iter().map(|person| {
        let name = person.login.split('@').next().unwrap_or_default().to_owned();
        (
            name,
            (
                Principal::Operator {
                    id: person.id,
                    role: person.role,
                },
                person.public_id,
            ),
        )
    });
    Ok(known.collect())
}

async fn set_passwords(stage: &Stage) -> Result<(), Failure> {
    let all = stage.store.read::<_, StoreError, _>(|r| r.operators()).await?;
    for person in all {
        stage
            .desk
            .set_password(Actor::System, &person.login, PASSWORD)
            .await?;
    }
    Ok(())
}

async fn play(
    stage: &Stage,
    talks: &[Talk],
    marker: &mut Marker,
    progress: Progress<'_>,
) -> Result<(), Failure> {
    let scenes = scenes(stage, talks, marker.base)?;
    for (index, scene) in scenes.iter().enumerate().skip(marker.done) {
        stage.pass_until(scene.at).await?;
        match (scene.what, marker.tickets.get(&scene.index)) {
            (None, _) => {
                if let Some(ticket) = stage.open(scene).await? {
                    let opened = Opened {
                        public_id: ticket.public_id,
                        number: ticket.number,
                    };
                    marker.tickets.insert(scene.index, opened);
                }
            }
            (Some(step), Some(on)) => stage.play(scene, step, on).await?,
            (Some(_), None) => {
                return Err(Failure::said(format!(
                    "the demo's talk {} has no ticket",
                    scene.index
                )));
            }
        }
        stage.pass_until(scene.at).await?;
        marker.done = index + 1;
        mark(&stage.store, marker).await?;
        progress(index + 1, scenes.len());
    }
    stage.pass_until(marker.base).await
}

/// Everything in the order in which it happened.
fn scenes<'a>(stage: &Stage, talks: &'a [Talk], base: Moment) -> Result<Vec<Scene<'a>>, Failure> {
    let setup = stage.desk.setup();
    let office = setup
        .calendar_names
        .get(OFFICE)
        .and_then(|id| setup.calendars.get(id));
    let office =
        office.ok_or_else(|| Failure::said("the demo's desk has lost its calendar; remove its folder"))?;
    let mut scenes = Vec::new();
    for (index, talk) in talks.iter().enumerate() {
        let opened_at = talk.at.from(base, office);
        let scene = |at, step, what| Scene {
            at,
            opened_at,
            index,
            talk,
            step,
            what,
        };
        scenes.push(scene(opened_at, 0, None));
        let mut at = opened_at;
        for (number, step) in talk.steps.iter().enumerate() {
            // At night, minutes of the office fall together: an answer still comes after its question.
            at = step
                .at
                .from(base, office)
                .max(at.saturating_add(MINUTE))
                .min(base);
            scenes.push(scene(at, number + 1, Some(step)));
        }
    }
    scenes.sort_by_key(|scene| (scene.at, scene.index, scene.step));
    Ok(scenes)
}
