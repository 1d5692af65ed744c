//! Tickets are linked: a line on both.

use super::edit::within;
use super::merge::{find, find_named};
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use domain::act::{self, Edit, LinkKind};
use domain::intake::TicketFacts;
use domain::{Permission, Principal, TicketId};
use std::collections::BTreeSet;
use store::{StoreError, Tx};

impl Desk {
    /// Links a ticket to another, named by public id or number: `kind` is how the first stands to it.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for a ticket and itself; see [`DeskError`].
    pub async fn link(
        &self,
        principal: &Principal,
        ticket: &str,
        to: &str,
        kind: LinkKind,
    ) -> DeskResult<()> {
        self.change_link(principal, ticket, to, Some(kind)).await
    }

    /// Takes a link away, whichever way it goes.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where there is none; see [`DeskError`].
    pub async fn unlink(&self, principal: &Principal, ticket: &str, to: &str) -> DeskResult<()> {
        self.change_link(principal, ticket, to, None).await
    }

    async fn change_link(
        &self,
        principal: &Principal,
        ticket: &str,
        to: &str,
        wanted: Option<LinkKind>,
    ) -> DeskResult<()> {
        require(principal, Permission::TicketsWrite)?;
        let (setup, actor, scope) = (self.setup(), principal.actor(), self.scope_of(principal));
        let (ticket, to) = (
            ticket.to_owned(),
            to.trim().trim_start_matches('№').trim().to_owned(),
        );
        let written: Result<(), InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                let (one, other) = (find(tx, &ticket)?, find_named(tx, &to, &setup.number)?);
                if one == other {
                    let reason = "a ticket is not linked to itself: name another one";
                    return Err(DeskError::invalid("to", "same", reason).into());
                }
                let (kind, forward) = match wanted {
                    Some(kind) => {
                        tx.unlink(one, other)?;
                        tx.link(one, other, kind)?;
                        (kind, true)
                    }
                    None => tx.unlink(one, other)?.ok_or(DeskError::NotFound("link"))?,
                };
                let (of_one, of_other) = if forward {
                    (kind.code(), kind.reversed())
                } else {
                    (kind.reversed(), kind.code())
                };
                let mut facts = tx.many_ticket_facts(BTreeSet::from([one, other]))?;
                let mut named = |id: TicketId| facts.remove(&id).ok_or(StoreError::NotFound("ticket"));
                let (first, second) = (within(&scope, named(one)?)?, within(&scope, named(other)?)?);
                let number = |facts: &TicketFacts| setup.number.show(facts.ticket.number);
                let (first_number, second_number) = (number(&first), number(&second));
                for (facts, said, of) in [(first, of_one, second_number), (second, of_other, first_number)] {
                    let now = tx.now;
                    let edit = Edit::begin(facts, None, &setup, now, actor, tx)?;
                    let mut plan = act::say_linked(edit, wanted.is_some(), said, &of);
                    tx.apply(&mut plan)?;
                }
                Ok(())
            })
            .await;
        Ok(written?)
    }
}
