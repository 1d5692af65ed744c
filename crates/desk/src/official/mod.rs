//! Official updates of calendars: an iCalendar document becomes a proposal, and a person confirms or rejects it. Only a
//! confirmed one changes the calendar, and running clocks with it.

mod document;
mod event;
pub(crate) mod feed;
mod kind;
mod lines;
#[cfg(test)]
mod tests;

use crate::error::{DeskError, DeskResult, InWrite};
use crate::people::authority;
use crate::recount::Effect;
use crate::setup::ApplyOptions;
use crate::{Desk, desk::require};
use domain::id::Ids as _;
use domain::official::{Announced, CalendarUpdate, Difference, UpdateState, update};
use domain::{Actor, CalendarUpdateId, Permission, Principal};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::{StoreError, Tx};
use worktime::{Calendar, CalendarSpec, Date};

/// Updates on the page.
const SHOWN: i64 = 50;
/// Characters of a reason, and of the name of a file.
const LINE: usize = 200;

/// A document that somebody brings.
#[derive(Clone, Debug)]
pub struct NewUpdate {
    /// Name of the calendar.
    pub calendar: String,
    /// Name of the file.
    pub source: String,
    pub document: Vec<u8>,
    /// Until when it is official, where the document does not say so itself.
    pub known_through: Option<Date>,
}

/// An update with what it would change now.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub update: CalendarUpdate,
    /// Empty for one that was decided about.
    pub difference: Difference,
    pub effect: Effect,
    /// The version of the calendar it was compared with; a decision names it.
    pub version: i64,
}

impl Desk {
    /// The newest updates; those that wait with what they would change.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without `supervise`; the store's own.
    pub async fn calendar_updates(&self, principal: &Principal) -> DeskResult<Vec<Proposal>> {
        require(principal, Permission::Supervise)?;
        let updates = self.store().read(|r| r.calendar_updates(SHOWN)).await?;
        let mut proposals = Vec::with_capacity(updates.len());
        for update in updates {
            proposals.push(self.with_difference(update).await?);
        }
        Ok(proposals)
    }

    async fn with_difference(&self, waiting: CalendarUpdate) -> DeskResult<Proposal> {
        let mut proposal = Proposal {
            difference: Difference::default(),
            effect: Effect::default(),
            version: 0,
            update: waiting,
        };
        if proposal.update.state != UpdateState::Proposed {
            return Ok(proposal);
        }
        let name = proposal.update.calendar.clone();
        let rows = self.store().read::<_, StoreError, _>(|r| r.setup_rows()).await?;
        let current = crate::setup::current_calendar(&rows, &name)?;
        let (spec, difference) = update(&current.1, &proposal.update.announced);
        (proposal.difference, proposal.version) = (difference, current.0);
        proposal.effect = self.try_calendar(spec).await?;
        Ok(proposal)
    }

    /// Takes a document in and proposes what it changes. `None`: the calendar says all of it already.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without `supervise`; [`DeskError::Invalid`] with every mistake of the document, its line
    /// and its reason, and nothing is kept.
    pub async fn propose_update(
        &self,
        principal: &Principal,
        new: NewUpdate,
    ) -> DeskResult<Option<Proposal>> {
        require(principal, Permission::Supervise)?;
        let announced = document::read(&new.document, new.known_through)?;
        let source = text::clean_line(&new.source, LINE);
        let kept = self
            .keep_update(principal.actor(), new.calendar, source, announced, false)
            .await?;
        match kept {
            Some(update) => Ok(Some(self.with_difference(update).await?)),
            None => Ok(None),
        }
    }

    /// Writes a proposal down, unless the calendar says all of it already; `once`: nor where just this was proposed last.
    async fn keep_update(
        &self,
        actor: Actor,
        calendar: String,
        source: String,
        announced: Announced,
        once: bool,
    ) -> DeskResult<Option<CalendarUpdate>> {
        let said = serde_json::to_vec(&announced).map_err(|error| DeskError::Internal(error.to_string()))?;
        let digest = hex::encode(Sha256::digest(said));
        let written: Result<_, InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                let (_, spec) = crate::setup::current_calendar(&tx.setup_rows()?, &calendar)?;
                let (new, difference) = update(&spec, &announced);
                if difference.is_empty() || (once && tx.is_known_update(&calendar, &digest)?) {
                    return Ok(None);
                }
                can_be_used(&new)?;
                tx.supersede_updates(&calendar)?;
                let update = CalendarUpdate {
                    id: CalendarUpdateId(tx.next_id()),
                    public_id: CalendarUpdateId::new_public(),
                    calendar: calendar.clone(),
                    source: source.clone(),
                    digest: digest.clone(),
                    announced: announced.clone(),
                    state: UpdateState::Proposed,
                    created_at: tx.now,
                    updated_at: tx.now,
                    actor,
                    why: String::new(),
                };
                tx.put_calendar_update(&update)?;
                tell(tx, &update)?;
                Ok(Some(update))
            })
            .await;
        Ok(written?)
    }

    /// A person confirms a proposal: the calendar gets a new version and running clocks follow it. `version` is the one
    /// that the person saw it compared with.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] unless the actor administers the desk; [`DeskError::Conflict`] when it was decided about
    /// already, or the calendar is another one by now.
    pub async fn confirm_update(&self, actor: Actor, id: &str, version: i64, why: &str) -> DeskResult<()> {
        let (id, why) = (id.to_owned(), text::clean_line(why, LINE));
        let kinds = self.options().kinds.clone();
        let written: Result<(), InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                let mut waiting = to_decide(tx, &id)?;
                let (current, spec) = crate::setup::current_calendar(&tx.setup_rows()?, &waiting.calendar)?;
                if current != version {
                    let reason =
                        "the calendar was changed meanwhile: look at the difference again".to_owned();
                    return Err(DeskError::Conflict {
                        code: "conflict",
                        reason,
                    }
                    .into());
                }
                let (new, _) = update(&spec, &waiting.announced);
                let reason = [why.as_str(), waiting.source.as_str()]
                    .into_iter()
                    .filter(|part| !part.is_empty());
                let how = ApplyOptions {
                    recount: true,
                    why: reason.collect::<Vec<_>>().join(" · "),
                };
                crate::setup::apply_calendar(tx, new, &kinds, &how)?;
                decide(tx, &mut waiting, UpdateState::Confirmed, &why)
            })
            .await;
        written?;
        self.reload_setup().await
    }

    /// A person decides against a proposal: the calendar stays as it is.
    ///
    /// # Errors
    /// As [`Desk::confirm_update`].
    pub async fn reject_update(&self, actor: Actor, id: &str, why: &str) -> DeskResult<()> {
        let (id, why) = (id.to_owned(), text::clean_line(why, LINE));
        let written: Result<(), InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                let mut waiting = to_decide(tx, &id)?;
                decide(tx, &mut waiting, UpdateState::Rejected, &why)
            })
            .await;
        Ok(written?)
    }
}

/// A calendar that a document would leave without working time is refused before anybody is asked.
fn can_be_used(spec: &CalendarSpec) -> DeskResult<()> {
    Calendar::compile(spec).map(drop).map_err(|error| {
        DeskError::invalid(
            "document",
            "calendar",
            format!("with these days the calendar cannot be used: {error}"),
        )
    })
}

fn to_decide(tx: &mut Tx<'_>, id: &str) -> Result<CalendarUpdate, InWrite> {
    authority::require_administrator(tx)?;
    let waiting = tx.calendar_update_to_decide(id)?;
    if waiting.state == UpdateState::Proposed {
        return Ok(waiting);
    }
    Err(DeskError::Conflict {
        code: "already_decided",
        reason: "somebody has decided about this update, or a newer one came".into(),
    }
    .into())
}

fn decide(
    tx: &mut Tx<'_>,
    update: &mut CalendarUpdate,
    state: UpdateState,
    why: &str,
) -> Result<(), InWrite> {
    (update.state, update.actor, update.updated_at) = (state, tx.actor, tx.now);
    update.why = why.to_owned();
    tx.put_calendar_update(update)?;
    tell(tx, update)?;
    Ok(())
}

fn tell(tx: &mut Tx<'_>, update: &CalendarUpdate) -> Result<(), StoreError> {
    let detail = json!({ "calendar": update.calendar, "source": update.source, "why": update.why });
    tx.audit(
        &format!("calendar_update.{}", update.state),
        &update.public_id,
        &detail,
    )
}
