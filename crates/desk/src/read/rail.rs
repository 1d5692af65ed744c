//! What stands at the side of every page: views with their numbers, saved views, notices. Reading that costs more than the
//! rest of a page, and most pages follow one another without a change between: it is told again until something happened.

use super::inbox::View;
use super::{DeskReader, SavedViewView};
use crate::DeskResult;
use crate::kept::Kept;
use domain::{Moment, OperatorId, Permission, Principal, Role};

/// What waits for whoever asks; each number up to [`MOST_COUNTED`](super::MOST_COUNTED) and one more.
#[derive(Clone, Debug, Default)]
pub struct Rail {
    pub views: Vec<(View, i64)>,
    /// Waiting in quarantine; nothing for those who do not supervise.
    pub quarantine: i64,
    /// Notices of the reader's that were not seen.
    pub notices: i64,
    /// The reader's own views and the shared ones, by place, counted.
    pub saved: Vec<SavedViewView>,
}

/// The rails last read, by person and what was counted.
pub(crate) type Rails = Kept<(OperatorId, Role, Vec<View>), Rail, 1_000>;

impl DeskReader {
    /// The rail. Nothing is asked of the store where nothing happened since.
    ///
    /// # Errors
    /// The store's own.
    pub async fn rail(&self, views: &[View], now: Moment) -> DeskResult<Rail> {
        let kept_as = match (&self.principal, self.desk.epoch()) {
            (&Principal::Operator { id, role }, Some(epoch)) => Some(((id, role, views.to_vec()), epoch)),
            _ => None,
        };
        if let Some((whose, epoch)) = &kept_as
            && let Some(rail) = self.desk.rails().get(whose, *epoch, now)
        {
            return Ok(rail);
        }
        let rail = self.count_rail(views, now).await?;
        if let Some((whose, epoch)) = kept_as {
            self.desk.rails().put(whose, epoch, now, rail.clone());
        }
        Ok(rail)
    }

    async fn count_rail(&self, views: &[View], now: Moment) -> DeskResult<Rail> {
        let quarantine = match self.principal.may(Permission::Supervise) {
            true => self.quarantine_count().await?,
            false => 0,
        };
        let views = self.counts(views, now).await?;
        Ok(Rail {
            views,
            quarantine,
            notices: self.unseen_notices(now).await?,
            saved: self.saved_views(now).await?,
        })
    }
}
