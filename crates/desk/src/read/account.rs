//! The tickets of a client as their account shows them. Who asks was proved by the door; what is not theirs is not there.

use super::entry::FileBytes;
use super::follow_up::{self, FollowUp, Turn};
use super::ticket::unless_never;
use crate::{Desk, DeskError, DeskResult};
use domain::{Handle, Moment, TicketId};
use store::StoreError;

/// Tickets of one page.
const PAGE: i64 = 50;

/// A ticket in the list of its client.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AccountTicket {
    pub id: TicketId,
    pub public_id: String,
    pub number: String,
    pub title: String,
    pub turn: Turn,
    pub opened_at: Moment,
    pub updated_at: Moment,
    /// What the client was told, while it stands.
    pub due: Option<Moment>,
}

impl Desk {
    /// Tickets of whoever holds an address, newest first; older than `before`. The flag tells whether there are more.
    ///
    /// # Errors
    /// The store is away.
    pub async fn account_tickets(
        &self,
        who: &Handle,
        before: Option<TicketId>,
    ) -> DeskResult<(Vec<AccountTicket>, bool)> {
        let (setup, who) = (self.setup(), who.clone());
        let before = before.unwrap_or(TicketId(i64::MAX));
        let found = self.store().read(move |reader| -> Result<_, StoreError> {
            match reader.client_at(&who)? {
                None => Ok(Vec::new()),
                Some(client) => reader.account_tickets(client, before, PAGE + 1),
            }
        });
        let mut found = found.await?;
        let more = i64::try_from(found.len()).is_ok_and(|count| count > PAGE);
        if more {
            found.pop();
        }
        let shown = found.into_iter().map(|ticket| AccountTicket {
            id: ticket.id,
            number: setup.number.show(ticket.number),
            turn: follow_up::turn(ticket.state, ticket.outcome.as_ref()),
            opened_at: ticket.created_at,
            updated_at: ticket.updated_at,
            due: unless_never(ticket.told_due).filter(|_| !ticket.state.is_done()),
            title: ticket.title,
            public_id: ticket.public_id,
        });
        Ok((shown.collect(), more))
    }

    /// One of their tickets, as its client sees it, and the secret of its private page.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] for what is not theirs; the store's own.
    pub async fn account_ticket(&self, who: &Handle, public_id: &str) -> DeskResult<(FollowUp, String)> {
        let secret = self.secret_of_account(who, public_id).await?;
        let found = self.follow_up_by(&secret, false).await?;
        Ok((found, secret))
    }

    /// A file of one of their tickets.
    ///
    /// # Errors
    /// As [`Desk::account_ticket`].
    pub async fn account_file(&self, who: &Handle, ticket: &str, file: &str) -> DeskResult<FileBytes> {
        let secret = self.secret_of_account(who, ticket).await?;
        self.attachment_by(&secret, file, false).await
    }

    async fn secret_of_account(&self, who: &Handle, public_id: &str) -> DeskResult<String> {
        let (who, public_id) = (who.clone(), public_id.to_owned());
        let found = self.store().read(move |reader| -> Result<_, StoreError> {
            match reader.client_at(&who)? {
                None => Ok(None),
                Some(client) => reader.account_ticket(client, &public_id),
            }
        });
        let found = found.await?.ok_or(DeskError::NotFound("ticket"))?;
        Ok(found.link_secret)
    }
}
