//! By which way what we write goes: the ticket's own address, another one of the client's that was chosen, or the best that is
//! left where the ticket's own cannot be written to.

use crate::Desk;
use crate::error::{DeskError, DeskResult};
use domain::ticket::Ticket;
use domain::{ChannelId, Handle, HandleKind, IdentityId};
use store::{StoreError, Tx};

/// A way to a client.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Way {
    pub channel: ChannelId,
    pub identity: IdentityId,
    /// Of the address.
    pub kind: HandleKind,
}

/// No channel leads to any address of the client's.
pub(crate) fn no_recipient(kind: HandleKind) -> DeskError {
    DeskError::Conflict {
        code: "no_recipient",
        reason: format!(
            "no channel of this desk reaches an address of the kind {kind}, nor another one that is known to be the client's"
        ),
    }
}

impl Desk {
    /// The address of the ticket's client that was chosen. One that was merely named elsewhere may be anybody's: no answer goes
    /// there.
    pub(super) async fn address_chosen(
        &self,
        ticket: &str,
        (kind, value): (HandleKind, String),
    ) -> DeskResult<(HandleKind, IdentityId)> {
        let ticket = ticket.to_owned();
        let found = self
            .store()
            .read(move |reader| reader.address_of_client(&ticket, kind, &value))
            .await;
        let found: Option<(IdentityId, bool)> = found.map_err(|error: StoreError| DeskError::from(error))?;
        let (id, believed) = found.ok_or_else(|| {
            let reason = "this address is not the client's: choose one that stands on the client's card";
            DeskError::invalid("to", "unknown", reason)
        })?;
        if !believed {
            let reason = "nobody has checked that this address is the client's: \
                          verify it or pass an address the client wrote from";
            return Err(DeskError::invalid("to", "unverified", reason));
        }
        Ok((kind, id))
    }

    /// How to reach the client of a ticket whose talk goes on with `own`: by that, or where nothing leads there (a telephone
    /// without a gateway for text messages) by the best address that is known to be theirs. Paper is only ever chosen.
    pub(crate) fn way_to_client(
        &self,
        tx: &mut Tx<'_>,
        ticket: &Ticket,
        own: &Handle,
    ) -> Result<Option<Way>, StoreError> {
        if let Some(channel) = self.way_out(ticket, own.kind) {
            return Ok(Some(Way {
                channel,
                identity: ticket.identity,
                kind: own.kind,
            }));
        }
        let wish = tx.wish_of(ticket.client, &ticket.topic)?;
        let mut left = tx.addresses_of(ticket)?;
        // In order otherwise: what was used in this talk, then the newest.
        left.sort_by_key(|(_, handle)| Some(handle.kind) != wish);
        Ok(left.into_iter().find_map(|(identity, handle)| {
            let channel = self.way_out(ticket, handle.kind)?;
            let way = Way {
                channel,
                identity,
                kind: handle.kind,
            };
            self.paper(channel).is_none().then_some(way)
        }))
    }
}
