//! When a clock stood still, as the fold of its history has it: what is told of a pause is what moved the due.

use super::{Calendars, Clock, ClockError, Step, StepKind, evaluate};
use crate::Moment;

/// A span in which nothing counted.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Still<'a> {
    pub from: Moment,
    /// `None` while it lasts.
    pub to: Option<Moment>,
    /// The pause or the stop it began with.
    pub began: &'a Step,
    /// What ended it.
    pub ended: Option<&'a Step>,
}

impl Clock {
    /// The spans in which it stood still, in order. A pause that changed nothing, of a clock that cannot pause or was
    /// missed by then, is none; nor is what was taken back as if it had never been.
    ///
    /// # Errors
    /// As [`Clock::start`].
    pub fn stills(&self, calendars: &dyn Calendars) -> Result<Vec<Still<'_>>, ClockError> {
        let halts = evaluate::halts(self, calendars)?;
        let mut spans: Vec<Still<'_>> = Vec::new();
        let mut open: Option<Still<'_>> = None;
        for (at, (step, halted)) in self.steps.iter().zip(halts).enumerate() {
            match (halted, open) {
                (Some(from), None) => {
                    let began = self.steps[..=at].iter().rfind(|step| halts_it(step));
                    open = Some(Still {
                        from,
                        to: None,
                        began: began.unwrap_or(step),
                        ended: None,
                    });
                }
                (None, Some(span)) => {
                    if step.kind == StepKind::Resume {
                        spans.push(Still {
                            to: Some(step.at),
                            ended: Some(step),
                            ..span
                        });
                    }
                    open = None;
                }
                _ => {}
            }
        }
        spans.extend(open);
        Ok(spans)
    }

    /// When its life ended, as of an instant: by its stop, or by the last step that cancelled or moved it; of one that was
    /// taken up again, the step that had ended it is none.
    #[must_use]
    pub fn ended_at(&self) -> Option<Moment> {
        use super::Verdict;
        let ended = match self.now.verdict {
            Verdict::Cancelled => self.first_since_retarget(StepKind::Cancel),
            Verdict::Moved => self.steps.iter().rfind(|step| step.kind == StepKind::Move),
            _ => None,
        };
        let stopped = Some(self.now.stopped_at).filter(|at| *at != crate::time::NEVER);
        match (ended.map(|step| step.at), stopped) {
            (Some(ended), Some(stopped)) => Some(ended.min(stopped)),
            (ended, stopped) => ended.or(stopped),
        }
    }

    /// A change of the target takes up what another one had ended.
    fn first_since_retarget(&self, kind: StepKind) -> Option<&Step> {
        let taken_up = self
            .steps
            .iter()
            .rposition(|step| step.kind == StepKind::Retarget);
        let since = taken_up.map_or(0, |at| at + 1);
        self.steps[since..].iter().find(|step| step.kind == kind)
    }
}

fn halts_it(step: &Step) -> bool {
    matches!(step.kind, StepKind::Pause | StepKind::Stop | StepKind::Cancel)
}
