//! A reason on a missed clock. Excused or not, it stays missed.

use super::edit::{Edit, Refusal};
use crate::ClockId;
use crate::clock::Verdict;
use crate::entry::EntryKind;
use crate::event::EventType;
use crate::plan::Plan;

/// Writes down why a clock was missed, and whether that excuses it.
///
/// # Errors
/// [`Refusal::Invalid`] when it was not missed.
pub fn excuse(mut edit: Edit<'_>, clock: ClockId, reason: &str, excused: bool) -> Result<Plan, Refusal> {
    let now = edit.now;
    let missed = edit
        .clocks
        .iter_mut()
        .find(|one| one.id == clock && one.now.verdict_at(now) == Verdict::Missed);
    let Some(missed) = missed else {
        return Err(Refusal::Invalid {
            field: "clock",
            reason: "only a missed deadline needs a reason".into(),
        });
    };
    reason.clone_into(&mut missed.excuse);
    missed.excused = excused;
    let changed = missed.clone();
    let code = if excused {
        "clock_excused"
    } else {
        "clock_explained"
    };
    let params = serde_json::json!({ "clock": changed.kind.code(), "why": reason });
    edit.plan.clock_changes.insert(clock, changed);
    edit.line(EntryKind::Clock, now, code, params);
    edit.event(EventType::ClockChanged);
    Ok(edit.finish())
}
