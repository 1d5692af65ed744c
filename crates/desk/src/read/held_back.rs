//! A ticket as its client knows it: answers that may still be taken back have not happened yet (`definitions.md` §5).

use domain::act::{Edit, LastSaid, undo_answer};
use domain::draft::Held;
use domain::entry::EntryKind;
use domain::intake::TicketFacts;
use domain::setup::Setup;
use domain::ticket::Speaker;
use domain::{Actor, Moment};
use std::collections::BTreeSet;
use store::rows::{TicketFile, Timeline};

/// Nothing that is only looked at gets an id.
struct NoIds;

impl domain::Ids for NoIds {
    fn next_id(&mut self) -> i64 {
        0
    }
}

/// Takes held answers out of a ticket that is about to be shown to its client: their lines, what they did to state,
/// deadline and clocks. The newest goes first, as it would be undone.
pub(super) fn hold_back(
    setup: &Setup,
    file: &mut TicketFile,
    timeline: &mut Timeline,
    held: &[Held],
    now: Moment,
) {
    let (own, mut ids) = (file.ticket.id, NoIds);
    for held in held.iter().rev() {
        timeline.lines.retain(|line| line.entry.id != held.entry);
        if held.ticket != own {
            continue;
        }
        let facts = TicketFacts {
            ticket: file.ticket.clone(),
            participants: BTreeSet::new(),
            clocks: file.clocks.clone(),
        };
        // A ticket that is part of another is shown as that other one and is never in hand here.
        let Ok(edit) = Edit::begin(facts, None, setup, now, Actor::System, &mut ids) else {
            continue;
        };
        let plan = undo_answer(edit, held, last_said(timeline));
        if let Some(ticket) = plan.changed.get(&own) {
            file.ticket = ticket.clone();
        }
        file.clocks
            .retain(|clock| !plan.forgotten.clocks.contains(&clock.id));
        for clock in &mut file.clocks {
            if let Some(changed) = plan.clock_changes.get(&clock.id) {
                clock.clone_from(changed);
            }
        }
    }
}

/// What was said last, without what is held back.
fn last_said(timeline: &Timeline) -> Option<LastSaid> {
    let said = timeline.lines.iter().rev().map(|line| &line.entry);
    let speaker = |kind| match kind {
        EntryKind::MessageIn => Some(Speaker::Client),
        EntryKind::MessageOut => Some(Speaker::Operator),
        _ => None,
    };
    said.filter(|entry| entry.code.is_empty())
        .find_map(|entry| Some((entry, speaker(entry.kind)?)))
        .map(|(entry, speaker)| LastSaid {
            at: entry.occurred_at,
            words: entry.preview.clone(),
            speaker,
        })
}
