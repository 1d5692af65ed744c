//! What happened in time and becomes known late takes a breach back that was written down already (`definitions.md` §4):
//! the ticket says so, and whoever was told of the breach is told of this.

use super::edit::Edit;
use crate::clock::Verdict;
use crate::entry::EntryKind;
use crate::event::EventType;
use crate::{ClockId, Moment};
use serde_json::json;

/// The clocks whose breach the timeline tells.
pub(super) fn breached(edit: &Edit<'_>) -> Vec<ClockId> {
    let missed = edit
        .clocks
        .iter()
        .filter(|clock| clock.breach_recorded && clock.now.verdict_at(edit.now) == Verdict::Missed);
    missed.map(|clock| clock.id).collect()
}

/// Says which of these breaches something took back that happened at that instant.
pub(super) fn taken_back(edit: &mut Edit<'_>, breached: &[ClockId], at: Moment) {
    let (now, late) = (edit.now, edit.now - at);
    let mut flipped = Vec::new();
    for clock in edit
        .clocks
        .iter_mut()
        .filter(|clock| breached.contains(&clock.id))
    {
        if clock.now.verdict_at(now) == Verdict::Met {
            // Should this be taken back in its turn, the breach is told again.
            clock.breach_recorded = false;
            edit.plan.clock_changes.insert(clock.id, clock.clone());
            flipped.push(clock.kind);
        }
    }
    for kind in &flipped {
        let params = json!({
            "clock": kind.code(), "from": Verdict::Missed.code(), "to": Verdict::Met.code(), "late": late,
        });
        edit.line(EntryKind::Clock, now, "clock_verdict_changed", params);
    }
    if !flipped.is_empty() {
        edit.event(EventType::ClockChanged);
    }
}
