//! A step before or after a deadline has come: one line of the timeline, one event, a notice for everybody it means, and
//! what it wants done. Written down once, whoever finds it (`definitions.md` §12).

use crate::clock::{Clock, ClockError, Fallen, Given, Recipient, Step, StepKind, fallen};
use crate::entry::{Entry, EntryKind};
use crate::event::{EventType, NewEvent};
use crate::id::Ids;
use crate::notice::{About, NewNotice, People, recipients, shown_from};
use crate::setup::Setup;
use crate::{Actor, EntryId, Moment, NoticeId, OperatorId, TeamId, TicketId};
use serde_json::json;
use std::collections::BTreeSet;

/// A ticket as far as a warning needs it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Here {
    pub ticket: TicketId,
    pub public_id: String,
    pub assignee: Option<OperatorId>,
    pub team: Option<TeamId>,
}

/// A warning to be written: the clock with it in its history, its line (without a place in the timeline yet), and the
/// rest.
#[derive(Clone, Debug)]
pub struct Warned {
    pub clock: Clock,
    pub step: Step,
    pub entry: Entry,
    pub event: NewEvent,
    pub notices: Vec<NewNotice>,
}

/// The warning that a clock is to be given now, if there is one.
///
/// # Errors
/// The clock cannot be worked out.
pub fn warn(
    clock: &Clock,
    here: &Here,
    setup: &Setup,
    people: &People,
    now: Moment,
    ids: &mut dyn Ids,
) -> Result<Option<Warned>, ClockError> {
    let Some(fallen) = fallen(clock, setup, now)? else {
        return Ok(None);
    };
    let entry = line(clock, here, &fallen, now, EntryId(ids.next_id()));
    let then = fallen.warnings.iter().flat_map(|one| one.then.clone());
    let step = Step {
        kind: StepKind::Warned,
        at: now,
        recorded_at: now,
        entry: Some(entry.id),
        reason: String::new(),
        retarget: None,
        bound: None,
        given: Some(Given {
            level: fallen.level,
            then: then.collect(),
        }),
    };
    let mut warned = clock.clone();
    warned.push(step.clone(), setup)?;
    let mut payload = json!({
        "ticket": here.public_id, "clock": clock.kind.code(), "due": clock.now.due.as_micros(),
        "at": fallen.at.as_micros(), "recorded_at": now.as_micros(),
    });
    let named = webhooks(&fallen);
    if !named.is_empty() {
        payload[crate::webhook::NAMED] = named.into();
    }
    Ok(Some(Warned {
        clock: warned,
        step,
        notices: notices(clock, here, &fallen, entry.id, setup, people, now, ids),
        entry,
        event: NewEvent {
            kind: EventType::ClockWarned,
            ticket: Some(here.ticket),
            payload,
        },
    }))
}

/// Webhooks that the steps mean by name, each once.
fn webhooks(fallen: &Fallen) -> Vec<String> {
    let to = fallen.warnings.iter().flat_map(|one| &one.to);
    let names = to.filter_map(|one| match one {
        Recipient::Webhook(name) => Some(name.clone()),
        _ => None,
    });
    names.collect::<BTreeSet<_>>().into_iter().collect()
}

fn line(clock: &Clock, here: &Here, fallen: &Fallen, now: Moment, id: EntryId) -> Entry {
    let due = clock.now.due;
    let late = fallen.at > due;
    let mut params = json!({ "clock": clock.kind.code(), "due": due.as_micros() });
    if late {
        params["late"] = (fallen.at - due - 1).max(0).into();
    }
    Entry {
        id,
        public_id: EntryId::new_public(),
        ticket: here.ticket,
        seq: 0,
        kind: EntryKind::Clock,
        occurred_at: fallen.at,
        recorded_at: now,
        actor: Actor::System,
        channel: None,
        code: if late { "clock_late" } else { "clock_warning" }.into(),
        params,
        preview: String::new(),
        raw: String::new(),
        trace: String::new(),
    }
}

#[expect(clippy::too_many_arguments, reason = "one call, in the function above")]
fn notices(
    clock: &Clock,
    here: &Here,
    fallen: &Fallen,
    entry: EntryId,
    setup: &Setup,
    people: &People,
    now: Moment,
    ids: &mut dyn Ids,
) -> Vec<NewNotice> {
    let mut notices: Vec<NewNotice> = Vec::new();
    // Whom an urgent step means is told once, at once.
    let mut steps: Vec<_> = fallen.warnings.iter().collect();
    steps.sort_by_key(|step| !step.urgent);
    for step in steps {
        for to in recipients(&step.to, here.assignee, here.team, setup, people, now) {
            if notices.iter().any(|known| known.to == to) {
                continue;
            }
            notices.push(NewNotice {
                id: NoticeId(ids.next_id()),
                shown_from: shown_from(&to, here.team, step.urgent, setup, now),
                to,
                ticket: here.ticket,
                about: About::Deadline {
                    clock: clock.id,
                    kind: clock.kind,
                },
                entry,
                due: clock.now.due,
                at: fallen.at,
                urgent: step.urgent,
            });
        }
    }
    notices
}
