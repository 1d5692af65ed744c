//! What was set aside, decided about: accepted as the request it is, at the time it came, or rejected with a reason.
//! One file an action. Whoever decides first decides; nothing is ever thrown away.

mod accept;
mod many;
mod message;
mod reject;

pub use accept::{Acceptance, Accepted};
pub use many::{Decision, MOST_DECIDED};

use crate::error::{DeskError, DeskResult, InWrite};
use crate::{Desk, desk::require};
use domain::{Permission, Principal};
use store::rows::{QuarantineQuery, Quarantined};

impl Desk {
    /// Something set aside, for whoever may decide about it.
    async fn set_aside(&self, principal: &Principal, public_id: &str) -> DeskResult<Quarantined> {
        require(principal, Permission::Supervise)?;
        let query = QuarantineQuery::one(public_id);
        let found = self
            .store()
            .read(move |reader| reader.quarantined(&query))
            .await?;
        let item = found
            .into_iter()
            .next()
            .ok_or(DeskError::NotFound("quarantined message"))?;
        if item.state == "waiting" {
            Ok(item)
        } else {
            Err(decided_already(&item))
        }
    }

    /// The refusal of a decision that came second, with who decided what.
    async fn came_second(&self, public_id: &str) -> DeskError {
        let query = QuarantineQuery::one(public_id);
        let found = self
            .store()
            .read::<_, store::StoreError, _>(move |reader| reader.quarantined(&query))
            .await;
        match found.map(|mut found| found.pop()) {
            Ok(Some(item)) => decided_already(&item),
            Ok(None) => DeskError::NotFound("quarantined message"),
            Err(error) => error.into(),
        }
    }
}

fn decided_already(item: &Quarantined) -> DeskError {
    let who = item.decided_by.as_ref().map_or("somebody", |person| &person.name);
    DeskError::Conflict {
        code: "already_decided",
        reason: format!("{who} has decided already: {}", item.state),
    }
}

/// Inside a write: what came second is told apart from what went wrong.
fn second() -> InWrite {
    InWrite::Desk(DeskError::Conflict {
        code: "already_decided",
        reason: "somebody decided a moment ago".into(),
    })
}

fn is_second(error: &DeskError) -> bool {
    matches!(
        error,
        DeskError::Conflict {
            code: "already_decided",
            ..
        }
    )
}
