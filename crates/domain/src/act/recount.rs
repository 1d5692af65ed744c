//! One ticket's clocks under a corrected calendar or other policies. Old verdicts stay in the history.

use super::edit::Edit;
use super::retarget::retarget;
use super::statutory::push;
use crate::clock::{Clock, Step, StepKind, Verdict};
use crate::entry::EntryKind;
use crate::plan::Plan;
use crate::recount::{Correction, Moved, Occasion};
use crate::{ClockId, Moment};
use std::collections::BTreeMap;

/// Counts anew; `None` where nothing is different.
pub(crate) fn recounted(
    mut edit: Edit<'_>,
    correction: &Correction,
    occasion: Occasion<'_>,
) -> Option<(Plan, Vec<Moved>)> {
    let before = standing(&edit);
    calendars(&mut edit, correction);
    if correction.policies && !retired(&edit) {
        retarget(&mut edit, occasion.segment);
    }
    if edit.plan.clock_steps.is_empty() && edit.plan.clocks.is_empty() && edit.plan.clock_changes.is_empty() {
        return None;
    }
    let moved = differences(&edit, &before);
    for one in &moved {
        tell(&mut edit, one, occasion.why);
    }
    Some((edit.finish_quietly(), moved))
}

fn calendars(edit: &mut Edit<'_>, correction: &Correction) {
    let now = edit.now;
    let wanted: Vec<(ClockId, Step)> = edit
        .clocks
        .iter()
        .filter(|clock| clock.is_open() && clock.given.is_none())
        .filter_map(|clock| {
            let (target, calendar) = clock.rule();
            let successor = correction.successor(calendar)?;
            let step = Step {
                kind: StepKind::Recount,
                at: now,
                recorded_at: now,
                entry: None,
                reason: "calendar".into(),
                retarget: Some((target, successor)),
                bound: None,
                given: None,
            };
            Some((clock.id, step))
        })
        .collect();
    for (id, step) in wanted {
        push(edit, id, &step);
    }
}

/// Clocks of a policy that was taken away go on under the version they had.
fn retired(edit: &Edit<'_>) -> bool {
    let setup = edit.setup;
    let of_retired = |clock: &Clock| {
        let former = clock.policy.and_then(|id| setup.former.get(&id));
        former.is_some_and(|former| !setup.policies.iter().any(|policy| policy.name == former.name))
    };
    edit.clocks
        .iter()
        .any(|clock| clock.is_open() && of_retired(clock))
}

/// How the clocks stand: due and verdict.
pub(super) fn standing(edit: &Edit<'_>) -> BTreeMap<ClockId, (Moment, Verdict)> {
    let stands = |clock: &Clock| (clock.id, (clock.now.due, clock.now.verdict_at(edit.now)));
    edit.clocks.iter().map(stands).collect()
}

/// The clocks that stand otherwise than before.
pub(super) fn differences(edit: &Edit<'_>, before: &BTreeMap<ClockId, (Moment, Verdict)>) -> Vec<Moved> {
    let now = edit.now;
    let moved = edit.clocks.iter().filter_map(|clock| {
        let (due, verdict) = before.get(&clock.id)?;
        let after = clock.now.verdict_at(now);
        (*due != clock.now.due || *verdict != after).then_some(Moved {
            clock: clock.id,
            kind: clock.kind,
            due: (*due, clock.now.due),
            verdict: (*verdict, after),
        })
    });
    moved.collect()
}

/// A line of the timeline, with the grounds that somebody gave; a breach that is withdrawn may come again.
pub(super) fn tell(edit: &mut Edit<'_>, moved: &Moved, why: &str) {
    let (code, mut params) = if moved.flips() {
        let (from, to) = (moved.verdict.0.code(), moved.verdict.1.code());
        let params = serde_json::json!({ "clock": moved.kind.code(), "from": from, "to": to });
        ("clock_verdict_changed", params)
    } else {
        let params = serde_json::json!({ "clock": moved.kind.code(), "due": moved.due.1.as_micros() });
        ("clock_moved", params)
    };
    if !why.is_empty() {
        params["why"] = why.into();
    }
    edit.line(EntryKind::Clock, edit.now, code, params);
    if moved.verdict.0 == Verdict::Missed && moved.verdict.1 != Verdict::Missed {
        let clock = edit.clocks.iter_mut().find(|clock| clock.id == moved.clock);
        if let Some(clock) = clock {
            clock.breach_recorded = false;
            edit.plan.clock_changes.insert(clock.id, clock.clone());
        }
    }
}
