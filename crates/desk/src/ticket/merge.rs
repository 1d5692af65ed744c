//! Two tickets of one client become one, and apart again.

use super::edit::{Changed, within};
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use domain::act::{self, BothSides, Edit, Refusal, Since};
use domain::number::NumberFormat;
use domain::{EntryId, Permission, Principal, TicketId};
use std::collections::BTreeSet;
use store::{StoreError, Tx};

/// What a merge answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Merged {
    /// The absorbed ticket's version from now on.
    pub changed: Changed,
    /// Public id of the ticket that goes on.
    pub survivor: String,
}

impl Desk {
    /// Makes a ticket part of another of the same client (`definitions.md` §8). `into` is a public id or a number.
    ///
    /// # Errors
    /// See [`DeskError`]: another client's ticket, one that is merged already, a closed survivor, a stale version.
    pub async fn merge(
        &self,
        principal: &Principal,
        ticket: &str,
        into: &str,
        based_on: Option<i64>,
    ) -> DeskResult<Merged> {
        require(principal, Permission::TicketsWrite)?;
        let (setup, actor, scope) = (self.setup(), principal.actor(), self.scope_of(principal));
        let (ticket, into) = (
            ticket.to_owned(),
            into.trim().trim_start_matches('№').trim().to_owned(),
        );
        let merged = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| -> Result<Merged, InWrite> {
                let (absorbed, survivor) = (find(tx, &ticket)?, find_named(tx, &into, &setup.number)?);
                let mut facts = tx.many_ticket_facts(BTreeSet::from([absorbed, survivor]))?;
                let theirs = facts
                    .get(&absorbed)
                    .cloned()
                    .ok_or(StoreError::NotFound("ticket"))?;
                let ours = facts.remove(&survivor).ok_or(StoreError::NotFound("ticket"))?;
                let (theirs, ours) = (within(&scope, theirs)?, within(&scope, ours)?);
                let current = theirs.ticket.version;
                if let Some(based_on) = based_on.filter(|based_on| *based_on != current) {
                    return Err(Refusal::Stale { current, based_on }.into());
                }
                let none = EntryId(0);
                let said = BothSides {
                    survivor: tx.last_said(survivor, none)?,
                    absorbed: tx.last_said(absorbed, none)?,
                    new_tags: tx.tags_to_bring(absorbed, survivor)?,
                };
                let client = tx.client_facts(ours.ticket.client, ours.ticket.identity)?;
                let (now, public_id) = (tx.now, ours.ticket.public_id.clone());
                let edit = Edit::begin(ours, None, &setup, now, actor, tx)?;
                let mut plan = act::merge(edit, theirs, &client.segment, said)?;
                let changed = changed(&plan, absorbed);
                tx.apply(&mut plan)?;
                tx.bring_drafts(absorbed, survivor)?;
                Ok(Merged {
                    changed,
                    survivor: public_id,
                })
            });
        Ok(merged.await?)
    }

    /// Takes a merge back: both tickets go on by their own histories.
    ///
    /// # Errors
    /// [`DeskError::Conflict`] (`not_merged`), or (`ticket_merged`) where the survivor is part of another by now; see
    /// [`DeskError`].
    pub async fn unmerge(&self, principal: &Principal, ticket: &str) -> DeskResult<Merged> {
        require(principal, Permission::TicketsWrite)?;
        let (setup, actor, ticket) = (self.setup(), principal.actor(), ticket.to_owned());
        let scope = self.scope_of(principal);
        let undone = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| -> Result<Merged, InWrite> {
                let absorbed = find(tx, &ticket)?;
                let merge = tx.standing_merge(absorbed)?.ok_or_else(not_merged)?;
                let mut facts = tx.many_ticket_facts(BTreeSet::from([absorbed, merge.survivor]))?;
                let theirs = facts
                    .get(&absorbed)
                    .cloned()
                    .ok_or(StoreError::NotFound("ticket"))?;
                let ours = facts
                    .remove(&merge.survivor)
                    .ok_or(StoreError::NotFound("ticket"))?;
                let (theirs, ours) = (within(&scope, theirs)?, within(&scope, ours)?);
                // Locked now: whoever undid it a moment ago was first.
                if theirs.ticket.merged_into != Some(merge.survivor) {
                    return Err(not_merged().into());
                }
                let since = Since {
                    said: tx.last_said(merge.survivor, EntryId(0))?,
                    asked: tx.first_asked_after(merge.survivor, merge.at)?,
                };
                let client = tx.client_facts(ours.ticket.client, ours.ticket.identity)?;
                let (now, public_id) = (tx.now, ours.ticket.public_id.clone());
                let edit = Edit::begin(ours, None, &setup, now, actor, tx)?;
                let mut plan = act::unmerge(edit, theirs, &merge, &client.segment, &since);
                let changed = changed(&plan, absorbed);
                tx.apply(&mut plan)?;
                tx.give_drafts_back(absorbed, merge.survivor)?;
                Ok(Merged {
                    changed,
                    survivor: public_id,
                })
            });
        Ok(undone.await?)
    }
}

fn changed(plan: &domain::plan::Plan, absorbed: TicketId) -> Changed {
    let line = plan.entries.iter().find(|line| line.ticket == absorbed);
    Changed {
        version: plan
            .changed
            .get(&absorbed)
            .map(|ticket| ticket.version)
            .unwrap_or_default(),
        entry: line.map(|line| line.public_id.clone()),
        ends_after: None,
    }
}

pub(super) fn find(tx: &mut Tx<'_>, public_id: &str) -> Result<TicketId, InWrite> {
    Ok(tx.find_ticket(public_id)?.ok_or(StoreError::NotFound("ticket"))?)
}

/// The ticket that somebody names by its public id or its number.
pub(super) fn find_named(tx: &mut Tx<'_>, name: &str, format: &NumberFormat) -> Result<TicketId, InWrite> {
    let found = match format.read(name) {
        Some(number) => tx.find_ticket_number(number)?,
        None => tx.find_ticket(name)?,
    };
    found.ok_or_else(|| {
        let reason = format!("there is no ticket {name:?}: give its number as it stands on its page");
        DeskError::invalid("into", "unknown", reason).into()
    })
}

fn not_merged() -> DeskError {
    DeskError::Conflict {
        code: "not_merged",
        reason: "the ticket is not part of another one".into(),
    }
}
