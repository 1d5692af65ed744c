//! The common path of every change: permission, ticket in hand, decision, plan, commit.

use super::fields;
use super::way::Way;
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use crate::idempotency::KEPT;
use crate::jobs::acknowledge::Known;
use domain::act::{Edit, Refusal};
use domain::clock::ClockKind;
use domain::intake::{self, TicketFacts};
use domain::plan::Plan;
use domain::setup::Setup;
use domain::ticket::Ticket;
use domain::{EntryId, HandleKind, Moment, Permission, Principal};
use store::rows::{ClientFacts, FieldValues, Given};
use store::{Scope, StoreError, Tx};

/// What a change answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Changed {
    /// The ticket's version after the change.
    pub version: i64,
    /// Public id of the timeline entry, where the change made one of its own.
    pub entry: Option<String>,
    /// The client's deadline that what was begun ends after: a promise extends none.
    pub ends_after: Option<Moment>,
}

impl From<Refusal> for InWrite {
    fn from(refusal: Refusal) -> Self {
        Self::Desk(match refusal {
            Refusal::Stale { current, based_on } => DeskError::Stale { current, based_on },
            Refusal::Merged => DeskError::Conflict {
                code: "ticket_merged",
                reason: refusal.to_string(),
            },
            Refusal::Closed => DeskError::Conflict {
                code: "ticket_closed",
                reason: refusal.to_string(),
            },
            Refusal::OutcomeRequired => DeskError::Conflict {
                code: "outcome_required",
                reason: refusal.to_string(),
            },
            Refusal::Supervisor { .. } => DeskError::Forbidden(Permission::Supervise),
            Refusal::Invalid { field, reason } => DeskError::invalid(field, "invalid", reason),
        })
    }
}

/// What the decision about a change sees beside the ticket.
pub(crate) struct InHand<'a> {
    pub edit: Edit<'a>,
    pub client: ClientFacts,
    /// How the client is reached, where they can be.
    pub way: Option<Way>,
    /// Values of the desk's own fields.
    pub fields: FieldValues,
    /// How the client asked to be answered, where some law minds that.
    pub asked_way: Option<HandleKind>,
    /// Its acknowledgement waits for an automatic answer that may go instead.
    pub acknowledgement: Option<Known>,
    /// The client is signed in at a chat and talks with us there.
    pub in_chat: bool,
}

/// The ticket in hand, where it lies within what the principal sees; what one does not see is not there.
pub(crate) fn within(scope: &Scope, facts: TicketFacts) -> Result<TicketFacts, InWrite> {
    if scope.admits(&facts.ticket) {
        Ok(facts)
    } else {
        Err(DeskError::NotFound("ticket").into())
    }
}

impl Desk {
    /// Changes a ticket. `decide` may be run more than once.
    pub(crate) async fn edit<F>(
        &self,
        principal: &Principal,
        ticket: &str,
        based_on: Option<i64>,
        decide: F,
    ) -> DeskResult<Changed>
    where
        F: Fn(InHand<'_>) -> Result<(Plan, Option<EntryId>), InWrite> + Send + 'static,
    {
        self.edit_once(principal, ticket, based_on, None, decide)
            .await?
            .ok_or_else(|| DeskError::Internal("a change without a key was taken for a repeated one".into()))
    }

    /// Changes a ticket, under one key once; nothing where that was done before.
    pub(crate) async fn edit_once<F>(
        &self,
        principal: &Principal,
        ticket: &str,
        based_on: Option<i64>,
        key: Option<String>,
        decide: F,
    ) -> DeskResult<Option<Changed>>
    where
        F: Fn(InHand<'_>) -> Result<(Plan, Option<EntryId>), InWrite> + Send + 'static,
    {
        require(principal, Permission::TicketsWrite)?;
        let (setup, public_id, actor) = (self.setup(), ticket.to_owned(), principal.actor());
        let (scope, desk) = (self.scope_of(principal), self.clone());
        let written: Result<Option<Changed>, InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                // The ticket is locked from here on: of two with one key the second finds what the first kept.
                let facts = within(&scope, tx.ticket_facts(&public_id)?)?;
                if let Some(key) = &key
                    && !first_under(tx, key)?
                {
                    return Ok(None);
                }
                let client = tx.client_facts(facts.ticket.client, facts.ticket.identity)?;
                let way = desk.way_to_client(tx, &facts.ticket, &client.handle)?;
                let (before, was) = (facts.ticket.version, facts.ticket.state);
                let fields = match setup.fields.as_slice() {
                    [] => FieldValues::new(),
                    _ => tx
                        .ticket_fields(&[facts.ticket.id])?
                        .remove(&facts.ticket.id)
                        .unwrap_or_default(),
                };
                let in_chat = client.handle.kind == HandleKind::Account
                    && (desk.is_live(facts.ticket.channel) || tx.is_in_talk(facts.ticket.id)?);
                let now = tx.now;
                let acknowledgement = acknowledgement(tx, &facts.ticket, &setup)?;
                let asked_way = asked_way(tx, &facts)?;
                let registered_at = registration(tx, &facts.ticket, &setup)?;
                let mut edit = Edit::begin(facts, based_on, &setup, now, actor, tx)?;
                edit.segment.clone_from(&client.segment);
                edit.registered_at = registered_at;
                let hand = InHand {
                    edit,
                    client,
                    way,
                    fields: fields.clone(),
                    acknowledgement,
                    asked_way,
                    in_chat,
                };
                let (mut plan, entry) = decide(hand)?;
                fields::nothing_is_missing(&plan, was, &fields, &setup)?;
                let entry = plan
                    .entries
                    .iter()
                    .find(|line| Some(line.id) == entry)
                    .map(|line| line.public_id.clone());
                let version = plan
                    .changed
                    .values()
                    .map(|ticket| ticket.version)
                    .max()
                    .unwrap_or(before);
                tx.apply(&mut plan)?;
                Ok(Some(Changed {
                    version,
                    entry,
                    ends_after: plan.ends_after,
                }))
            })
            .await;
        Ok(written?)
    }
}

/// How the client asked to be answered, where a term of the law runs or was fulfilled.
pub(super) fn asked_way(tx: &mut Tx<'_>, facts: &TicketFacts) -> Result<Option<HandleKind>, StoreError> {
    let mut clocks = facts.clocks.iter();
    if clocks.any(|clock| clock.kind == ClockKind::Statutory) {
        tx.asked_way(&facts.ticket)
    } else {
        Ok(None)
    }
}

/// The acknowledgement that still waits, where automatic answers are on.
fn acknowledgement(tx: &mut Tx<'_>, ticket: &Ticket, setup: &Setup) -> Result<Option<Known>, StoreError> {
    let held = setup
        .channel(ticket.channel)
        .is_some_and(|channel| channel.automatic_answers)
        && tx.now <= ticket.created_at.saturating_add(intake::ACKNOWLEDGEMENT_HOLD);
    if !held || !tx.acknowledgement_waits(ticket.id)? {
        return Ok(None);
    }
    Known::of(tx, ticket, setup).map(Some)
}

/// Takes the key, where nobody did within the time that answers are kept.
fn first_under(tx: &mut Tx<'_>, key: &str) -> Result<bool, StoreError> {
    let own = Given {
        request_hash: String::new(),
        status: 0,
        answer: domain::id::secret(26),
    };
    let after = tx.now.saturating_add(-KEPT);
    Ok(tx.keep_answer(key, &own, after)? == own)
}

/// When a person registered what a ticket began with, where some law may count from that.
pub(super) fn registration(
    tx: &mut Tx<'_>,
    ticket: &Ticket,
    setup: &Setup,
) -> Result<Option<Moment>, StoreError> {
    if setup.terms.is_empty() || !setup.registers_by_hand(ticket.channel) {
        return Ok(None);
    }
    tx.registered_at(ticket.id)
}
