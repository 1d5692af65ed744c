//! One change of many tickets: in short transactions, each ticket by its own version. What was changed and what was left
//! alone, and why, is the answer.

use super::change::Change;
use super::edit::registration;
use super::fields;
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use crate::read::Filter;
use domain::act::{self, Edit};
use domain::plan::Plan;
use domain::setup::Setup;
use domain::ticket::Ticket;
use domain::{Actor, Permission, Principal, TicketId};
use std::collections::HashMap;
use std::sync::Arc;
use store::{Scope, Tx};

/// Tickets changed at once at most.
pub const MOST_CHANGED: usize = 1_000;
/// Tickets of one transaction: nobody waits long behind it.
const CHUNK: usize = 50;

/// Which tickets.
#[derive(Clone, Debug)]
pub enum BulkTarget {
    /// By public id, each with the version it was seen at, where that matters.
    Ticked(Vec<(String, Option<i64>)>),
    /// All that match, up to 1,000, in the order of the list.
    Matching(Box<Filter>),
}

/// A change of many tickets.
#[derive(Clone, Debug)]
pub struct BulkChange {
    pub target: BulkTarget,
    pub change: Change,
}

/// A ticket that was changed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Touched {
    pub id: String,
    pub number: String,
}

/// A ticket that was left alone.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Skipped {
    pub id: String,
    pub number: String,
    /// A code of the table of problems, or `unchanged`.
    pub code: String,
    pub reason: String,
}

/// What a change of many did.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct BulkResult {
    pub changed: Vec<Touched>,
    pub skipped: Vec<Skipped>,
    /// More match than are changed at once.
    pub more: bool,
}

/// A ticket to be changed.
type Wanted = (TicketId, Option<i64>);

impl Desk {
    /// Changes many tickets, and says of each what became of it.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for a change that can be made of no ticket, or more than 1,000 ids. What stands in the way
    /// of one ticket is its own answer.
    pub async fn change_many(&self, principal: &Principal, bulk: BulkChange) -> DeskResult<BulkResult> {
        require(principal, Permission::TicketsWrite)?;
        let change = self.resolve_change(&bulk.change).await?;
        let mut result = BulkResult::default();
        let wanted = self.targets(principal, bulk.target, &mut result).await?;
        let (setup, actor) = (self.setup(), principal.actor());
        let scope = self.scope_of(principal);
        for chunk in wanted.chunks(CHUNK) {
            let (chunk, change, setup) = (Arc::new(chunk.to_vec()), change.clone(), Arc::clone(&setup));
            let scope = scope.clone();
            let done: Result<BulkResult, InWrite> = self
                .store()
                .write(actor, move |tx: &mut Tx<'_>| {
                    write(tx, &chunk, &change, (&setup, &scope), actor)
                })
                .await;
            let done = done.map_err(DeskError::from)?;
            result.changed.extend(done.changed);
            result.skipped.extend(done.skipped);
        }
        Ok(result)
    }

    async fn targets(
        &self,
        principal: &Principal,
        target: BulkTarget,
        result: &mut BulkResult,
    ) -> DeskResult<Vec<Wanted>> {
        match target {
            BulkTarget::Matching(filter) => {
                let limit = i64::try_from(MOST_CHANGED).unwrap_or(i64::MAX);
                let mut found = self.read(principal)?.matching(*filter, limit + 1).await?;
                result.more = found.len() > MOST_CHANGED;
                found.truncate(MOST_CHANGED);
                Ok(found.into_iter().map(|id| (id, None)).collect())
            }
            BulkTarget::Ticked(ticked) => {
                if ticked.is_empty() || ticked.len() > MOST_CHANGED {
                    let reason = format!("name 1 to {MOST_CHANGED} tickets");
                    return Err(DeskError::invalid("tickets", "too_many", reason));
                }
                let ids = ticked.iter().map(|(id, _)| id.clone()).collect();
                let known = self.read(principal)?.known_tickets(ids).await?;
                let mut wanted: Vec<Wanted> = Vec::with_capacity(ticked.len());
                for (id, version) in ticked {
                    match known.get(&id) {
                        Some(ticket) if wanted.iter().any(|(other, _)| other == ticket) => {}
                        Some(ticket) => wanted.push((*ticket, version)),
                        None => result.skipped.push(Skipped {
                            id,
                            number: String::new(),
                            code: "not_found".into(),
                            reason: "there is no such ticket".into(),
                        }),
                    }
                }
                Ok(wanted)
            }
        }
    }
}

fn write(
    tx: &mut Tx<'_>,
    chunk: &[Wanted],
    change: &act::Change,
    (setup, scope): (&Setup, &Scope),
    actor: Actor,
) -> Result<BulkResult, InWrite> {
    let ids: Vec<TicketId> = chunk.iter().map(|(id, _)| *id).collect();
    let mut facts = tx.many_ticket_facts(ids.iter().copied().collect())?;
    let mut segments = tx.segments_of(&ids)?;
    let values = if setup.fields.is_empty() {
        HashMap::new()
    } else {
        tx.ticket_fields(&ids)?
    };
    let (now, mut result) = (tx.now, BulkResult::default());
    for (id, based_on) in chunk {
        // Another team may have got it a moment ago.
        let Some(facts) = facts.remove(id).filter(|facts| scope.admits(&facts.ticket)) else {
            continue;
        };
        let ticket = facts.ticket.clone();
        let before = values.get(id).cloned().unwrap_or_default();
        let one = act::Change {
            segment: segments.remove(id).unwrap_or_default(),
            fields: fields::that_differ(&change.fields, &before),
            ..change.clone()
        };
        let registered_at = registration(tx, &ticket, setup)?;
        let made = Edit::begin(facts, *based_on, setup, now, actor, tx)
            .and_then(|mut edit| {
                edit.registered_at = registered_at;
                act::change(edit, one)
            })
            .map_err(InWrite::from);
        let made = made.and_then(|plan: Plan| {
            fields::nothing_is_missing(&plan, ticket.state, &before, setup)?;
            Ok(plan)
        });
        match made {
            Ok(plan) if plan.changed.is_empty() => result.skipped.push(unchanged(&ticket, setup)),
            Ok(mut plan) => {
                tx.apply(&mut plan)?;
                result.changed.push(Touched {
                    number: setup.number.show(ticket.number),
                    id: ticket.public_id,
                });
            }
            Err(error @ InWrite::Store(_)) => return Err(error),
            Err(InWrite::Desk(error)) => result.skipped.push(refused(&ticket, &error, setup)),
        }
    }
    Ok(result)
}

fn unchanged(ticket: &Ticket, setup: &Setup) -> Skipped {
    Skipped {
        id: ticket.public_id.clone(),
        number: setup.number.show(ticket.number),
        code: "unchanged".into(),
        reason: "it is so already".into(),
    }
}

fn refused(ticket: &Ticket, error: &DeskError, setup: &Setup) -> Skipped {
    let code = match error {
        DeskError::Stale { .. } => "stale_version",
        DeskError::Conflict { code, .. } => code,
        _ => "validation",
    };
    Skipped {
        id: ticket.public_id.clone(),
        number: setup.number.show(ticket.number),
        code: code.to_owned(),
        reason: error.to_string(),
    }
}
