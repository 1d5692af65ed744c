//! The lines behind the steps of a ticket's clocks. Most of them stand on the page that is read anyway: only the others are asked for.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::schema::entry;
use diesel::prelude::*;
use domain::entry::Entry;
use domain::{Actor, EntryId};
use std::collections::{BTreeSet, HashMap};

/// The entry behind a step of a clock.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StepEntry {
    pub public_id: String,
    /// Who did it.
    pub actor: Actor,
}

/// Those that are wanted; `known` are here already.
pub(super) fn step_entries(
    conn: &mut Conn,
    wanted: &BTreeSet<EntryId>,
    known: &[Entry],
) -> Result<HashMap<EntryId, StepEntry>, StoreError> {
    let known = known.iter().filter(|entry| wanted.contains(&entry.id));
    let mut found: HashMap<EntryId, StepEntry> = known
        .map(|entry| {
            let public_id = entry.public_id.clone();
            let actor = entry.actor;
            (entry.id, StepEntry { public_id, actor })
        })
        .collect();
    let missing = wanted.iter().filter(|id| !found.contains_key(id));
    let missing: Vec<i64> = missing.map(|id| id.0).collect();
    if missing.is_empty() {
        return Ok(found);
    }
    let rows: Vec<(i64, String, String, i64)> = on_each!(conn, |c| entry::table
        .filter(entry::id.eq_any(padded(&missing)))
        .select((entry::id, entry::public_id, entry::actor_kind, entry::actor_id))
        .cached()
        .load(c))?;
    for (id, public_id, kind, actor) in rows {
        let actor = Actor::from_stored(&kind, actor)?;
        found.insert(EntryId(id), StepEntry { public_id, actor });
    }
    Ok(found)
}
