//! Tickets that have to do with one another, as they stand now.

use super::DeskReader;
use super::ticket::{OtherTicket, other};
use crate::{DeskError, DeskResult};
use domain::act::LinkKind;

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
            let links = reader.links(scope, id)?;
            let view = |link: store::rows::Linked| LinkView {
                kind: link.kind,
                outgoing: link.outgoing,
                other: other(&setup, link.ticket),
            };
            Ok::<_, DeskError>(links.into_iter().map(view).collect())
        })
        .await
    }
}
