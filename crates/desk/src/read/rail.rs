//! The numbers beside the views, which stand on every page. Counting costs more than the rest of a page, and most pages
//! follow one another without a change between: what was counted is told again until something happened.

use super::DeskReader;
use super::inbox::View;
use crate::DeskResult;
use domain::time::SECOND;
use domain::{Moment, OperatorId, Permission, Role};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How long a count is told again though nothing happened: deadlines pass meanwhile.
const FRESH: i64 = 2 * SECOND;
/// People whose counts are kept.
const MOST_KEPT: usize = 1_000;

/// What waits for whoever asks; each number up to [`MOST_COUNTED`](super::MOST_COUNTED) and one more.
#[derive(Clone, Debug, Default)]
pub struct Rail {
    pub views: Vec<(View, i64)>,
    /// Waiting in quarantine; nothing for those who do not supervise.
    pub quarantine: i64,
}

/// What the numbers are true of.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
struct Epoch {
    /// Commits of this process, and the last event of any.
    commits: u64,
    event: i64,
}

struct Kept {
    epoch: Epoch,
    at: Moment,
    rail: Rail,
}

/// The numbers last counted, by person.
#[derive(Default)]
pub(crate) struct Rails(Mutex<HashMap<(OperatorId, Role), Kept>>);

impl Rails {
    fn kept(&self, whose: (OperatorId, Role), views: &[View], epoch: Epoch, now: Moment) -> Option<Rail> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = all.get(&whose)?;
        let age = now.as_micros() - kept.at.as_micros();
        let same = kept
            .rail
            .views
            .iter()
            .map(|(view, _)| *view)
            .eq(views.iter().copied());
        (same && kept.epoch == epoch && (0..FRESH).contains(&age)).then(|| kept.rail.clone())
    }

    fn keep(&self, whose: (OperatorId, Role), kept: Kept) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_KEPT {
            all.clear();
        }
        all.insert(whose, kept);
    }
}

impl DeskReader {
    /// The numbers of the rail. Nothing is asked of the store where nothing happened since.
    ///
    /// # Errors
    /// The store's own.
    pub async fn rail(&self, views: &[View], now: Moment) -> DeskResult<Rail> {
        let epoch = Epoch {
            commits: *self.desk.store().commits().borrow(),
            event: self.desk.tail().position(),
        };
        let whose = match self.principal {
            // Without a tail nobody learns of what others write.
            domain::Principal::Operator { id, role } if self.desk.tail().runs() => Some((id, role)),
            _ => None,
        };
        let kept = whose.and_then(|whose| self.desk.rails().kept(whose, views, epoch, now));
        if let Some(rail) = kept {
            return Ok(rail);
        }
        let rail = self.count_rail(views, now).await?;
        if let Some(whose) = whose {
            let rail = rail.clone();
            self.desk.rails().keep(whose, Kept { epoch, at: now, rail });
        }
        Ok(rail)
    }

    async fn count_rail(&self, views: &[View], now: Moment) -> DeskResult<Rail> {
        let quarantine = match self.principal.may(Permission::Supervise) {
            true => self.quarantine_count().await?,
            false => 0,
        };
        let views = self.counts(views, now).await?;
        Ok(Rail { views, quarantine })
    }
}
