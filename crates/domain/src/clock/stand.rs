//! What is asked of a clock: how it stands by its history as it is. Nothing is changed here, and no calendar is needed.

use super::{Clock, ClockKind, Promised, Step, StepKind, Target, Verdict, evaluate};
use crate::client::Convenient;
use crate::time::NEVER;
use crate::{CalendarId, EntryId, Moment};

impl Clock {
    /// What it promises, for a promise.
    #[must_use]
    pub fn promised(&self) -> Option<Promised> {
        let is_promise = self.kind == ClockKind::Promise;
        is_promise.then(|| Promised::parse(&self.about).ok()).flatten()
    }

    /// What it is about without the hours that stand behind it: of a callback, why somebody has to call.
    #[must_use]
    pub fn about(&self) -> &str {
        match self.kind {
            ClockKind::Callback => self.about.split(' ').next().unwrap_or_default(),
            _ => &self.about,
        }
    }

    /// The client's convenient hours, within which alone a callback runs.
    #[must_use]
    pub fn convenient(&self) -> Option<Convenient> {
        let hours = (self.kind == ClockKind::Callback).then(|| self.about.split_once(' '))?;
        hours.and_then(|(_, hours)| Convenient::parse(hours))
    }

    /// Target and calendar by which it runs now: those of the last change of them.
    #[must_use]
    pub fn rule(&self) -> (Target, CalendarId) {
        let last = self.steps.iter().rev().find_map(|step| step.retarget);
        last.unwrap_or((self.target, self.calendar))
    }

    /// Since when somebody has been waiting: its own start, or an earlier one it is held to.
    #[must_use]
    pub fn since(&self) -> Moment {
        let bounds = self.steps.iter().filter_map(|step| step.bound);
        bounds.map(|bound| bound.since).fold(self.started_at, Moment::min)
    }

    /// Still to be fulfilled: running, paused, or missed and not yet stopped.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.now.stopped_at == NEVER && !matches!(self.now.verdict, Verdict::Cancelled | Verdict::Moved)
    }

    /// Since when it waits, or has stopped.
    #[must_use]
    pub fn still_since(&self) -> Option<Moment> {
        let last = self.last_halt_of(true)?;
        matches!(last.kind, StepKind::Pause | StepKind::Stop).then_some(last.at)
    }

    /// Open, and a pause goes on, be its deadline past or not.
    #[must_use]
    pub fn stands_still(&self) -> bool {
        let last = self.last_halt();
        self.is_open() && last.is_some_and(|step| step.kind == StepKind::Pause)
    }

    /// Open, and what it waits for goes on, though its target may be one that does not pause for it (§7).
    #[must_use]
    pub fn waits(&self) -> bool {
        let last = self.last_halt_of(true);
        self.is_open() && last.is_some_and(|step| step.kind == StepKind::Pause)
    }

    /// The step that halted it, or set it going again.
    fn last_halt(&self) -> Option<&Step> {
        self.last_halt_of(self.rule().0.can_pause())
    }

    fn last_halt_of(&self, pauses: bool) -> Option<&Step> {
        let halts = |step: &&Step| match step.kind {
            StepKind::Pause => pauses,
            StepKind::Stop | StepKind::Resume => true,
            StepKind::Void => step.retarget.is_none(),
            _ => false,
        };
        self.steps.iter().rev().find(halts)
    }

    /// The entry of the newest pause.
    #[must_use]
    pub fn paused_by(&self) -> Option<EntryId> {
        let pauses = |step: &&Step| step.kind == StepKind::Pause;
        self.steps.iter().rev().find(pauses).and_then(|step| step.entry)
    }

    /// Whether an entry stopped it, alone or beside others, and that still stands.
    #[must_use]
    pub fn is_stopped_by(&self, entry: EntryId) -> bool {
        self.now.stopped_at != NEVER && self.standing_stops().any(|step| step.entry == Some(entry))
    }

    /// The newest stop that stands: an answer that was given after another one counts, too.
    #[must_use]
    pub fn last_stop(&self) -> Option<Moment> {
        let stopped = self.now.stopped_at != NEVER;
        self.standing_stops()
            .filter(|_| stopped)
            .map(|step| step.at)
            .max()
    }

    fn standing_stops(&self) -> impl Iterator<Item = &Step> {
        let undoes = |step: &Step, stop: &Step| match step.kind {
            StepKind::Resume | StepKind::Void if step.reason == evaluate::DELIVERY => {
                step.entry == stop.entry
            }
            StepKind::Resume => true,
            StepKind::Void => step.retarget.is_none(),
            _ => false,
        };
        self.steps.iter().enumerate().filter_map(move |(place, stop)| {
            let after = &self.steps[place + 1..];
            let stands = stop.kind == StepKind::Stop && !after.iter().any(|step| undoes(step, stop));
            stands.then_some(stop)
        })
    }

    /// Running or paused, as opposed to stopped.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.now.verdict == Verdict::Paused
    }

    /// The due that counts for the order of lists: of a clock that is open and not paused.
    #[must_use]
    pub fn leading_due(&self) -> Option<Moment> {
        (self.is_open() && !self.is_paused()).then_some(self.now.due)
    }
}
