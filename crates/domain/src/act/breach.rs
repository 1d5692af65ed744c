//! A deadline passed without what it waited for. Written down once, with the due as the instant of the breach, however
//! late it is found.

use crate::clock::{Clock, ClockKind};
use crate::entry::{Entry, EntryKind};
use crate::event::{EventType, NewEvent};
use crate::id::Ids;
use crate::{Actor, ClockId, EntryId, Moment, TicketId};

/// A breach to be written: the clock, its line on the timeline (without a place in it yet), its event.
#[derive(Clone, Debug, PartialEq)]
pub struct Breach {
    pub clock: ClockId,
    pub kind: ClockKind,
    pub due: Moment,
    pub entry: Entry,
    pub event: NewEvent,
}

/// The breach of a clock, if it is one as of now and was not written down before.
#[must_use]
pub fn breach(
    clock: &Clock,
    ticket: TicketId,
    public_id: &str,
    now: Moment,
    ids: &mut dyn Ids,
) -> Option<Breach> {
    let missed = clock.now.verdict_at(now) == crate::clock::Verdict::Missed;
    if clock.breach_recorded || !missed {
        return None;
    }
    let due = clock.now.due;
    let entry = Entry {
        id: EntryId(ids.next_id()),
        public_id: EntryId::new_public(),
        ticket,
        seq: 0,
        kind: EntryKind::Clock,
        occurred_at: due,
        recorded_at: now,
        actor: Actor::System,
        channel: None,
        code: "clock_breached".into(),
        params: serde_json::json!({ "clock": clock.kind.code(), "due": due.as_micros() }),
        preview: String::new(),
        raw: String::new(),
        trace: String::new(),
    };
    let payload = serde_json::json!({
        "ticket": public_id, "clock": clock.kind.code(), "due": due.as_micros(), "recorded_at": now.as_micros(),
    });
    let event = NewEvent {
        kind: EventType::ClockBreached,
        ticket: Some(ticket),
        payload,
    };
    Some(Breach {
        clock: clock.id,
        kind: clock.kind,
        due,
        entry,
        event,
    })
}
