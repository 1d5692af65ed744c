//! Tickets that have to do with one another, as they stand now.

use super::DeskReader;
use super::ticket::{OtherTicket, other};
use crate::{DeskError, DeskResult};
use domain::TicketId;
use domain::act::LinkKind;
use domain::setup::Setup;
use store::rows::Linked;
use store::{Reader, Scope, StoreError};

/// A ticket at the other end of a link.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LinkView {
    pub kind: LinkKind,
    /// The link goes from the ticket in question to this one.
    pub outgoing: bool,
    pub other: OtherTicket,
}

impl DeskReader {
    /// Tickets linked to one, by its public id.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; the store's own.
    pub async fn links(&self, public_id: &str) -> DeskResult<Vec<LinkView>> {
        let (setup, public_id) = (self.desk.setup(), public_id.to_owned());
        self.snapshot(move |reader, scope| {
            let id = reader
                .ticket_id(&public_id)?
                .ok_or(DeskError::NotFound("ticket"))?;
            Ok::<_, DeskError>(links(reader, scope, &setup, id)?)
        })
        .await
    }
}

/// Tickets linked to one.
pub(super) fn links(
    reader: &mut Reader<'_>,
    scope: &Scope,
    setup: &Setup,
    of: TicketId,
) -> Result<Vec<LinkView>, StoreError> {
    let view = |link: Linked| LinkView {
        kind: link.kind,
        outgoing: link.outgoing,
        other: other(setup, link.ticket),
    };
    Ok(reader.links(scope, of)?.into_iter().map(view).collect())
}
