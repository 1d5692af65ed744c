//! Running clocks counted anew: foretold before a set-up is applied, confirmed by a person where a calendar was
//! corrected, done in portions between which intake goes on.

use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use crate::people::authority;

use domain::event::{EventType, NewEvent};
use domain::id::Ids;
use domain::job::{Job, JobKind, NewJob};
use domain::plan::Plan;
use domain::recount::{Correction, Moved, Occasion, RecountState, recount};
use domain::setup::Setup;
use domain::ticket::TicketNumber;
use domain::{Actor, Permission, Principal, RecountId, TicketId};
use std::sync::Arc;
use store::rows::RecountRow;
use store::{StoreError, Tx};

/// Tickets in one transaction: short enough for whoever waits for the next turn.
const PORTION: usize = 250;
/// Tickets named by a forecast; the rest is counted.
const NAMED: usize = 100;

/// What a correction would do.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Effect {
    /// Tickets with a deadline or verdict that would be another one.
    pub tickets: i64,
    /// Clocks whose deadline moves.
    pub moved: i64,
    /// Clocks whose verdict is another one.
    pub flipped: i64,
    /// The first hundred, those with another verdict before the others.
    pub named: Vec<Affected>,
}

/// A deadline that would be another one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Affected {
    pub ticket: String,
    pub number: TicketNumber,
    pub title: String,
    pub moved: Moved,
}

/// Ids of what is only foretold.
struct NoIds(i64);

impl Ids for NoIds {
    fn next_id(&mut self) -> i64 {
        self.0 -= 1;
        self.0
    }
}

impl Desk {
    /// What a correction would do to running clocks under a set-up, as of now. Reads in portions; writes nothing.
    ///
    /// # Errors
    /// The store is away.
    pub(crate) async fn foretell(&self, correction: &Correction, setup: Arc<Setup>) -> DeskResult<Effect> {
        let mut effect = Effect::default();
        if correction.is_empty() {
            return Ok(effect);
        }
        let now = self.now();
        let all = self
            .store()
            .read(|r| r.tickets_with_open_clocks(TicketId(0)))
            .await?;
        for portion in all.chunks(PORTION * 4) {
            let portion = portion.to_vec();
            let (setup, correction) = (Arc::clone(&setup), correction.clone());
            let found: Vec<Affected> = self
                .store()
                .read::<_, StoreError, _>(move |r| {
                    let mut ids = NoIds(0);
                    let mut found = Vec::new();
                    for (facts, segment) in r.facts_to_foretell(&portion)? {
                        let ticket = facts.ticket.clone();
                        let occasion = Occasion {
                            segment: &segment,
                            why: "",
                        };
                        let done =
                            recount(facts, &correction, occasion, &setup, now, Actor::System, &mut ids);
                        let moved = done.map(|(_, moved)| moved).unwrap_or_default();
                        found.extend(moved.into_iter().map(|moved| Affected {
                            ticket: ticket.public_id.clone(),
                            number: ticket.number,
                            title: ticket.title.clone(),
                            moved,
                        }));
                    }
                    Ok(found)
                })
                .await?;
            effect.count(found);
        }
        Ok(effect)
    }

    /// The newest recounts, each as far as it has come.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without `supervise`; the store's own.
    pub async fn recounts(&self, principal: &Principal) -> DeskResult<Vec<RecountRow>> {
        require(principal, Permission::Supervise)?;
        Ok(self.store().read(|r| r.recounts(50)).await?)
    }

    /// What a proposed recount would do if it were confirmed now.
    ///
    /// # Errors
    /// As [`Desk::recounts`].
    pub async fn recount_effect(&self, principal: &Principal, recount: &RecountRow) -> DeskResult<Effect> {
        require(principal, Permission::Supervise)?;
        self.foretell(&recount.what, self.setup()).await
    }

    /// A person confirms a proposed recount; it begins at once.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] unless the actor administers the desk; [`DeskError::Conflict`] when it is no proposal.
    pub async fn confirm_recount(&self, actor: Actor, id: &str) -> DeskResult<()> {
        self.decide_recount(actor, id, RecountState::Running).await
    }

    /// A person decides against a proposed recount: running clocks keep the calendar they have.
    ///
    /// # Errors
    /// As [`Desk::confirm_recount`].
    pub async fn dismiss_recount(&self, actor: Actor, id: &str) -> DeskResult<()> {
        self.decide_recount(actor, id, RecountState::Dismissed).await
    }

    async fn decide_recount(&self, actor: Actor, id: &str, state: RecountState) -> DeskResult<()> {
        let id = id.to_owned();
        let written: Result<(), InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                authority::require_administrator(tx)?;
                let mut row = tx.recount_by_public_id(&id)?;
                if row.state != RecountState::Proposed {
                    return Err(DeskError::Conflict {
                        code: "conflict",
                        reason: "somebody has decided about this recount already".into(),
                    }
                    .into());
                }
                (row.state, row.actor, row.updated_at) = (state, actor, tx.now);
                tx.put_recount(&row)?;
                if state == RecountState::Running {
                    begin(tx, row.id)?;
                }
                tx.audit(
                    &format!("recount.{state}"),
                    &row.public_id,
                    &serde_json::json!({ "about": row.about }),
                )?;
                Ok(())
            })
            .await;
        Ok(written?)
    }

    /// Does a recount to its end, portion by portion. Whoever dies with it in hand leaves its place behind.
    pub(crate) async fn do_recount(&self, job: &Job) -> DeskResult<()> {
        let id = RecountId(job.subject);
        // Another node may have applied what this one has not read yet.
        self.reload_setup().await?;
        let mut row = self.store().read(move |r| r.recount(id)).await?;
        if row.state == RecountState::Running {
            let after = row.after;
            let left = self
                .store()
                .read(move |r| r.tickets_with_open_clocks(after))
                .await?;
            row.total = row.done + i64::try_from(left.len()).unwrap_or(i64::MAX);
            for portion in left.chunks(PORTION) {
                row = self.count_portion(row, portion.to_vec()).await?;
            }
        }
        let job = job.clone();
        self.store()
            .write::<_, StoreError, _>(Actor::System, move |tx| {
                if tx.finish_job(&job)? && row.state == RecountState::Running {
                    let done = RecountRow {
                        state: RecountState::Done,
                        updated_at: tx.now,
                        ..row.clone()
                    };
                    tx.put_recount(&done)?;
                    announce(tx);
                }
                Ok(())
            })
            .await?;
        Ok(())
    }

    async fn count_portion(&self, row: RecountRow, ids: Vec<TicketId>) -> DeskResult<RecountRow> {
        let setup = self.setup();
        Ok(self
            .store()
            .write::<_, StoreError, _>(row.actor, move |tx: &mut Tx<'_>| {
                let segments = tx.segments_of(&ids)?;
                let facts = tx.many_ticket_facts(ids.iter().copied().collect())?;
                let now = tx.now;
                // Without other grounds, the ticket names at least what was corrected.
                let why = if row.why.is_empty() { &row.about } else { &row.why };
                let mut whole = Plan::default();
                let mut next = RecountRow {
                    updated_at: now,
                    done: row.done + i64::try_from(ids.len()).unwrap_or(i64::MAX),
                    after: ids.last().copied().unwrap_or(row.after),
                    ..row.clone()
                };
                for (id, facts) in facts {
                    let segment = segments.get(&id).map_or("", String::as_str);
                    let occasion = Occasion { segment, why };
                    let done = recount(facts, &row.what, occasion, &setup, now, row.actor, tx);
                    if let Some((plan, moved)) = done {
                        next.moved += count(moved.iter());
                        next.flipped += count(moved.iter().filter(|moved| moved.flips()));
                        join(&mut whole, plan);
                    }
                }
                tx.apply(&mut whole)?;
                tx.put_recount(&next)?;
                announce(tx);
                Ok(next)
            })
            .await?)
    }
}

/// Announces that deadlines moved, once for all of a portion.
fn announce(tx: &mut Tx<'_>) {
    tx.announce(NewEvent {
        kind: EventType::ClockChanged,
        ticket: None,
        payload: serde_json::json!({ "recount": true }),
    });
}

/// Writes a recount down and, unless a person has to confirm it, begins it.
pub(crate) fn propose(
    tx: &mut Tx<'_>,
    what: Correction,
    about: String,
    confirmed: bool,
    why: &str,
) -> Result<RecountRow, StoreError> {
    let state = if confirmed {
        RecountState::Running
    } else {
        RecountState::Proposed
    };
    let row = RecountRow {
        id: RecountId(tx.next_id()),
        public_id: RecountId::new_public(),
        what,
        about,
        state,
        total: 0,
        done: 0,
        moved: 0,
        flipped: 0,
        after: TicketId(0),
        created_at: tx.now,
        updated_at: tx.now,
        actor: tx.actor,
        why: why.to_owned(),
    };
    tx.put_recount(&row)?;
    if confirmed {
        begin(tx, row.id)?;
    }
    Ok(row)
}

fn begin(tx: &mut Tx<'_>, id: RecountId) -> Result<(), StoreError> {
    let mut plan = Plan {
        jobs: vec![NewJob {
            kind: JobKind::Recount,
            subject: id.0,
            run_at: tx.now,
            trace: String::new(),
        }],
        ..Plan::default()
    };
    tx.apply(&mut plan)?;
    announce(tx);
    Ok(())
}

pub(crate) fn join(whole: &mut Plan, part: Plan) {
    whole.changed.extend(part.changed);
    whole.entries.extend(part.entries);
    whole.clocks.extend(part.clocks);
    whole.clock_changes.extend(part.clock_changes);
    whole.clock_steps.extend(part.clock_steps);
    whole.jobs.extend(part.jobs);
}

fn count<T>(of: impl Iterator<Item = T>) -> i64 {
    i64::try_from(of.count()).unwrap_or(i64::MAX)
}

impl Effect {
    fn count(&mut self, found: Vec<Affected>) {
        let mut last = "";
        for one in &found {
            if one.ticket != last {
                self.tickets += 1;
                last = &one.ticket;
            }
            self.moved += i64::from(one.moved.due.0 != one.moved.due.1);
            self.flipped += i64::from(one.moved.flips());
        }
        self.named.extend(found);
        self.named.sort_by_key(|one| !one.moved.flips());
        self.named.truncate(NAMED);
    }
}
