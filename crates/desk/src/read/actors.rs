//! Who stands behind decisions that are shown without a timeline.

use super::names::{Who, who};
use crate::desk::require;
use crate::{Desk, DeskResult};
use domain::{Actor, Permission, Principal};
use store::rows::Timeline;

impl Desk {
    /// The names behind actors, in their order.
    ///
    /// # Errors
    /// [`crate::DeskError::Forbidden`] without `supervise`; the store's own.
    pub async fn who_decided(&self, principal: &Principal, actors: Vec<Actor>) -> DeskResult<Vec<Who>> {
        require(principal, Permission::Supervise)?;
        let read = self.store().read::<_, store::StoreError, _>(move |reader| {
            let names = reader.actor_names(&actors)?;
            Ok((actors, names))
        });
        let (actors, names) = read.await?;
        let known = Timeline {
            people: names.people,
            programs: names.programs,
            ..Timeline::default()
        };
        Ok(actors.into_iter().map(|actor| who(&known, actor)).collect())
    }
}
