//! Waiting for the client too long: a reminder, then resolved with a notice, never while something runs that waiting does
//! not stop (`definitions.md` §7).

use super::answer::{Answer, awaits_response, message_out};
use super::change::resolve;
use super::edit::Edit;
use crate::clock::{Clock, ClockKind};
use crate::entry::EntryKind;
use crate::event::EventType;
use crate::job::{JobKind, NewJob};
use crate::plan::Plan;
use crate::setup::Setup;
use crate::ticket::{Outcome, Speaker, State, Ticket};
use crate::{EntryId, Moment};
use worktime::Target;

/// So many working days after an instant, at closing, by the desk's calendar; `None` for none, and without a calendar.
fn working_days_after(setup: &Setup, at: Moment, days: u32) -> Option<Moment> {
    let calendar = setup.calendar.and_then(|id| setup.calendars.get(&id))?;
    let due = (days > 0).then(|| calendar.due(at, &Target::business_days(days)));
    due?.ok().map(|due| due.at)
}

/// When a ticket that waits since an instant is resolved by itself; `None` where the desk does not want that.
#[must_use]
pub fn resolves_at(setup: &Setup, since: Moment) -> Option<Moment> {
    working_days_after(setup, since, setup.rules.resolve_days)
}

/// The next look at a ticket that could not be resolved yet: a working day later.
#[must_use]
pub fn looked_at_again(setup: &Setup, now: Moment) -> Option<Moment> {
    working_days_after(setup, now, 1)
}

/// When a ticket resolved at an instant closes.
#[must_use]
pub fn closes_after(setup: &Setup, resolved_at: Moment) -> Option<Moment> {
    working_days_after(setup, resolved_at, setup.rules.close_days)
}

/// From this line on we wait for the client: looks at it again when the client was silent for too long.
pub(crate) fn begin(edit: &mut Edit<'_>, line: EntryId) {
    let (setup, now) = (edit.setup, edit.now);
    let remind = working_days_after(setup, now, setup.rules.remind_days);
    let looks = [
        (JobKind::Remind, remind),
        (JobKind::ResolveWaiting, resolves_at(setup, now)),
    ];
    for (kind, at) in looks {
        // "By" includes the instant: an answer of the last microsecond comes in time.
        edit.plan.jobs.extend(at.map(|at| NewJob {
            kind,
            subject: line.0,
            run_at: at.saturating_add(1),
            trace: edit.trace.clone(),
        }));
    }
}

/// Whether it is the client's turn, and nobody's else: a client who still waits for an answer of ours is not reminded.
#[must_use]
pub fn is_clients_turn(ticket: &Ticket, clocks: &[Clock]) -> bool {
    ticket.state == State::WaitingClient
        && ticket.merged_into.is_none()
        && !clocks.iter().any(awaits_response)
}

/// Whether something runs that must not end by itself: a term of the law, a promise, a callback, a task.
#[must_use]
pub fn must_not_end(clocks: &[Clock]) -> bool {
    let outlives = |clock: &&Clock| clock.kind.outlives_resolution() && clock.kind != ClockKind::SideTask;
    clocks.iter().filter(outlives).any(Clock::is_open)
}

/// Reminds the client that we wait. It is no answer, and no clock minds it.
#[must_use]
pub fn remind(mut edit: Edit<'_>, letter: &Answer, subject: &str) -> Plan {
    say(&mut edit, letter, subject, "reminder");
    edit.finish_quietly()
}

/// Resolves a ticket whose client did not answer, and says so.
#[must_use]
pub fn resolve_waiting(mut edit: Edit<'_>, letter: &Answer, subject: &str) -> Plan {
    let (from, to) = (edit.ticket.state.code(), State::Resolved.code());
    let params = serde_json::json!({ "from": from, "to": to, "outcome": Outcome::NO_ANSWER.code() });
    let line = edit.line(EntryKind::Change, edit.now, "state_changed", params);
    resolve(&mut edit, Some(line), Outcome::NO_ANSWER);
    say(&mut edit, letter, subject, "resolved_notice");
    edit.event(EventType::TicketChanged);
    edit.finish()
}

fn say(edit: &mut Edit<'_>, letter: &Answer, subject: &str, code: &str) {
    message_out(edit, letter, code, Speaker::System);
    if let Some(line) = edit.last_line() {
        line.params = serde_json::json!({ "title": subject });
    }
    edit.event(EventType::MessageQueued);
}
