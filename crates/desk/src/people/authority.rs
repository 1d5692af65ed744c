//! Whether whoever makes a change may administer the desk; asked in the transaction of the change itself, so that a
//! right that was taken away a moment ago is gone.

use crate::error::{DeskError, InWrite};
use domain::{Actor, Permission};
use store::Tx;

/// Refuses an actor who does not administer the desk. The system itself (command line, first start) does.
pub(crate) fn require_administrator(tx: &mut Tx<'_>) -> Result<(), InWrite> {
    let may = match tx.actor {
        Actor::System => true,
        Actor::Operator(id) => tx
            .role_of(id)?
            .is_some_and(|role| role.may(Permission::Administer)),
        Actor::Integration(id) => tx.scopes_of(id)?.contains(&Permission::Administer),
        Actor::Client(_) | Actor::Visitor => false,
    };
    if may {
        Ok(())
    } else {
        Err(DeskError::Forbidden(Permission::Administer).into())
    }
}
