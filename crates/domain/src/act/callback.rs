//! The callback: a client waits for our call. It starts with a missed call or a word for one, and ends with a connected
//! call, with the client's no, or with a written message after enough attempts (`definitions.md` §5, §6).

use super::answer::waits_for_answer;
use super::edit::Edit;
use super::late;
use super::promise::fulfil;
use super::recount::{differences, standing, tell};
use crate::client::Convenient;
use crate::clock::{Clock, ClockKind, ClockSeed, Promised, Step, StepKind, Verdict};
use crate::plan::Plan;
use crate::policy::{self, Request};
use crate::setup::Setup;
use crate::ticket::Ticket;
use crate::{ClockId, EntryId, Moment, coded};

coded! {
    /// Why somebody has to call.
    pub enum CallbackWhy {
        MissedCall = "missed_call",
        /// The client asked to be called.
        Asked = "asked",
        /// A low score, with consent to a call.
        LowScore = "low_score",
        /// The policy promises a call.
        Policy = "policy",
    }
}

/// A client as far as calls go.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Callee {
    pub segment: String,
    /// Does not want to be called.
    pub no_calls: bool,
    pub hours: Option<Convenient>,
}

impl Callee {
    /// From what the client's card says: hours without a zone of the client's are in the desk's.
    #[must_use]
    pub fn of(segment: &str, no_calls: bool, hours: &str, zone: &str, desk_zone: &str) -> Self {
        let zone = if zone.is_empty() { desk_zone } else { zone };
        // Hours are checked when they are set: empty is the one text that says none.
        let hours = hours.parse().ok();
        Self {
            segment: segment.to_owned(),
            no_calls,
            hours: hours.map(|hours| Convenient {
                hours,
                zone: zone.to_owned(),
            }),
        }
    }
}

fn is_callback(clock: &Clock) -> bool {
    clock.kind == ClockKind::Callback && clock.is_open()
}

/// A response that was waited for at some time. A call that becomes known late may have come before the answer that
/// stopped it.
fn waited(clock: &Clock) -> bool {
    waits_for_answer(clock)
        || matches!(clock.kind, ClockKind::FirstResponse | ClockKind::NextResponse)
            && matches!(clock.now.verdict, Verdict::Met | Verdict::Missed)
}

fn promises_call(clock: &Clock) -> bool {
    clock.promised() == Some(Promised::Call) && clock.is_open()
}

/// How often we tried in vain.
#[must_use]
pub fn attempts(clock: &Clock) -> usize {
    let tried = clock.steps.iter().filter(|step| step.kind == StepKind::Attempt);
    tried.count()
}

/// Starts the callback that the policy of the ticket asks for: from `at`, the first ring or the client's word. Nothing
/// where the policy has none, where one is open already (calling twice is one wait), or for a client who does not want
/// calls. It runs where the policy's calendar meets the client's convenient hours.
pub fn start_callback(edit: &mut Edit<'_>, at: Moment, why: CallbackWhy, callee: &Callee) -> Option<ClockId> {
    let ids = &mut *edit.ids;
    let new_id = || ClockId(ids.next_id());
    let clock = callback(&edit.ticket, &edit.clocks, edit.setup, at, why, callee, new_id)?;
    let id = clock.id;
    edit.clocks.push(clock.clone());
    edit.plan.clocks.push(clock);
    Some(id)
}

/// The callback that [`start_callback`] would start on a ticket with these clocks.
pub(crate) fn callback(
    ticket: &Ticket,
    clocks: &[Clock],
    setup: &Setup,
    at: Moment,
    why: CallbackWhy,
    callee: &Callee,
    new_id: impl FnOnce() -> ClockId,
) -> Option<Clock> {
    if callee.no_calls || clocks.iter().any(is_callback) {
        return None;
    }
    let request = Request::of(ticket, &callee.segment);
    let policy = policy::choose(&setup.policies, &request)?;
    let wanted = policy.clock(ClockKind::Callback)?;
    if why == CallbackWhy::Policy && !wanted.at_once {
        return None;
    }
    let seed = ClockSeed {
        id: new_id(),
        ticket: ticket.id,
        kind: ClockKind::Callback,
        policy: Some(policy.id),
        calendar: wanted.calendar,
        target: wanted.target,
        started_at: at,
    };
    // Policies are checked when they are applied: a target that cannot be counted never gets here.
    let mut clock = Clock::start(seed, setup).ok()?;
    why.code().clone_into(&mut clock.about);
    if callee.hours.is_some() {
        clock.keep_to(callee.hours.as_ref(), setup).ok()?;
    }
    Some(clock)
}

/// A call to the client that was not answered, was busy or reached voicemail: an attempt, counted apart.
pub fn call_attempted(edit: &mut Edit<'_>, at: Moment, entry: EntryId) {
    edit.step(StepKind::Attempt, at, Some(entry), "no_answer", |clock| {
        (is_callback(clock) || promises_call(clock)) && clock.started_at <= at
    });
}

/// A call that connected, in either direction: an answer at that instant, and the call that was waited for. Whoever asked
/// for a person has got one only where a person spoke.
pub fn call_connected(edit: &mut Edit<'_>, at: Moment, entry: EntryId) {
    let breached = late::breached(edit);
    let by_person = edit.actor.is_person();
    let answers = |clock: &Clock| clock.kind != ClockKind::Handoff || by_person;
    edit.step(StepKind::Stop, at, Some(entry), "call", |clock| {
        (is_callback(clock) || waited(clock) && answers(clock)) && clock.since() <= at
    });
    fulfil(edit, Promised::Call, at, Some(entry));
    fulfil(edit, Promised::Answer, at, Some(entry));
    late::taken_back(edit, &breached, at);
}

/// The client wants no call any more.
pub fn callback_declined(edit: &mut Edit<'_>, at: Moment, entry: Option<EntryId>) {
    edit.step(StepKind::Cancel, at, entry, "withdrawn", is_callback);
}

/// What the client says about calls is different: none any more, or at other hours. A wait for a call that runs follows; no
/// deadline is put into the past. Nothing where nothing moves.
pub fn callback_follows(mut edit: Edit<'_>, callee: &Callee) -> Option<Plan> {
    let (before, now) = (standing(&edit), edit.now);
    if callee.no_calls {
        callback_declined(&mut edit, now, None);
    } else {
        let waiting: Vec<Clock> = edit
            .clocks
            .iter()
            .filter(|clock| is_callback(clock))
            .cloned()
            .collect();
        for clock in waiting
            .into_iter()
            .filter(|clock| clock.convenient() != callee.hours)
        {
            keep_to(&mut edit, clock, callee);
        }
    }
    let moved = differences(&edit, &before);
    for one in &moved {
        tell(&mut edit, one, "");
    }
    (!edit.plan.clock_changes.is_empty()).then(|| edit.finish_quietly())
}

fn keep_to(edit: &mut Edit<'_>, mut clock: Clock, callee: &Callee) {
    let due = clock.now.due;
    let step = Step {
        kind: StepKind::Recount,
        at: edit.now,
        recorded_at: edit.now,
        entry: None,
        reason: "hours".into(),
        retarget: Some(clock.rule()),
        bound: None,
        given: None,
    };
    let kept = clock.keep_to(callee.hours.as_ref(), edit.setup);
    // Errors: only of a calendar that is gone, and then the deadline stands as it was.
    let counted = kept.is_ok() && clock.push(step.clone(), edit.setup).is_ok();
    if !counted || clock.now.due < edit.now && clock.now.due < due {
        return;
    }
    if let Some(ours) = edit.clocks.iter_mut().find(|ours| ours.id == clock.id) {
        *ours = clock.clone();
    }
    edit.record(vec![(clock.id, step)]);
}

/// A written message after enough attempts does instead of the call.
pub(crate) fn written_instead(edit: &mut Edit<'_>, at: Moment, entry: EntryId) {
    let enough = usize::try_from(edit.setup.rules.call_attempts).unwrap_or(usize::MAX);
    edit.step(StepKind::Stop, at, Some(entry), "written", |clock| {
        (is_callback(clock) || promises_call(clock)) && attempts(clock) >= enough
    });
}
