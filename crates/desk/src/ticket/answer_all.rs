//! A problem behind many tickets is answered once: each client hears by their own way. Whom it is for is settled at the press;
//! they are answered in portions by a job that goes on where it was, whatever happened meanwhile.

use super::answer::Reply;
use crate::desk::require;
use crate::error::InWrite;
use crate::read::AnsweringAll;
use crate::{Desk, DeskError, DeskResult};
use domain::event::{EventType, NewEvent};
use domain::job::{Job, JobKind, NewJob};
use domain::plan::Plan;
use domain::ticket::{Outcome, State};
use domain::{Actor, MassAnswerId, Permission, Principal, TicketId};
use store::rows::MassAnswer;
use store::{StoreError, Tx};

/// Tickets answered by one run of the job: well within its lease.
const PORTION: i64 = 50;
/// Tickets looked at in one statement while it is settled whom an answer is for.
const PAGE: i64 = 500;
/// Bytes of an answer.
const LONGEST: usize = 1 << 20;
/// Characters of a reason why one was not answered.
const REASON: usize = 300;

impl Desk {
    /// Answers every open ticket that a problem caused, each by its own way; tells how many there are. Pressed twice under one
    /// key, each is answered once.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for an empty answer; [`DeskError::NotFound`]; the store's own.
    pub async fn answer_all(
        &self,
        principal: &Principal,
        problem: &str,
        text: &str,
        then: Option<State>,
        key: &str,
    ) -> DeskResult<AnsweringAll> {
        require(principal, Permission::TicketsWrite)?;
        if text.trim().is_empty() {
            return Err(DeskError::invalid("text", "required", "write an answer"));
        }
        if text.len() > LONGEST {
            let reason = "an answer may have 1 MB";
            return Err(DeskError::invalid("text", "too_long", reason));
        }
        let (id, whom) = self.read(principal)?.concerned(problem, PAGE).await?;
        let new = MassAnswer {
            id: MassAnswerId(0),
            public_id: MassAnswerId::new_public(),
            problem: id,
            key: key.to_owned(),
            actor: principal.actor(),
            text: text.to_owned(),
            then,
        };
        if !whom.is_empty() {
            let write = self.store().write(principal.actor(), move |tx: &mut Tx<'_>| {
                let Some(kept) = tx.keep_mass_answer(&new, &whom)? else {
                    return Ok(());
                };
                let mut plan = Plan::default();
                plan.jobs.push(NewJob {
                    kind: JobKind::AnswerAll,
                    subject: kept.0,
                    run_at: tx.now,
                    trace: String::new(),
                });
                tx.apply(&mut plan)?;
                Ok(())
            });
            let written: Result<(), InWrite> = write.await;
            written?;
        }
        Ok(self
            .read(principal)?
            .answering_all(problem)
            .await?
            .unwrap_or_default())
    }

    /// Answers the next portion. What was answered before the process died is found under its key and not sent again.
    pub(crate) async fn answer_some(&self, job: &Job) -> DeskResult<()> {
        let id = MassAnswerId(job.subject);
        let read = self.store().read(move |r| r.mass_answer(id, PORTION));
        let (answer, next) = read.await.map_err(|error: StoreError| DeskError::from(error))?;
        let author = self.author_of(answer.actor).await?;
        let problem = self.public_id_of(answer.problem).await?;
        let mut fates = Vec::with_capacity(next.len());
        for (ticket, public_id) in next {
            let refused = match &author {
                Some(author) => self.answer_one(author, &public_id, &problem, &answer).await?,
                None => Some("whoever wrote the answer works here no more".to_owned()),
            };
            fates.push((ticket, refused));
        }
        let (job, problem_id) = (job.clone(), answer.problem);
        let write = self.store().write(Actor::System, move |tx: &mut Tx<'_>| {
            let more = tx.mass_answered(id, &fates)?;
            if more {
                tx.postpone_job(&job, tx.now, "")?;
            } else {
                tx.finish_job(&job)?;
            }
            tx.announce(NewEvent {
                kind: EventType::TicketChanged,
                ticket: Some(problem_id),
                payload: serde_json::json!({ "ticket": problem }),
            });
            Ok(())
        });
        let done: Result<(), StoreError> = write.await;
        Ok(done?)
    }

    /// Why one of them was not answered; `None` where it was.
    async fn answer_one(
        &self,
        author: &Principal,
        ticket: &str,
        problem: &str,
        answer: &MassAnswer,
    ) -> DeskResult<Option<String>> {
        let reply = Reply {
            text: answer.text.clone(),
            then: answer.then,
            outcome: (answer.then == Some(State::Resolved)).then_some(Outcome::SOLVED),
            key: Some(format!("{problem} {}", answer.key)),
            ..Reply::default()
        };
        match self.reply(author, ticket, reply).await {
            Ok(_) => Ok(None),
            // The store is away for all of them.
            Err(error @ DeskError::Unavailable(_)) => Err(error),
            Err(error) => Ok(Some(text::clean_line(&error.to_string(), REASON))),
        }
    }

    /// Who answers, as they are by now; `None` for who is gone.
    async fn author_of(&self, actor: Actor) -> DeskResult<Option<Principal>> {
        match actor {
            Actor::Operator(id) => {
                let read = self.store().read(|r| r.operators());
                let people = read.await.map_err(|error: StoreError| DeskError::from(error))?;
                let found = people.into_iter().find(|one| one.id == id && one.active);
                Ok(found.map(|one| Principal::Operator { id, role: one.role }))
            }
            Actor::Integration(id) => Ok(Some(Principal::Integration {
                id,
                may: vec![Permission::TicketsRead, Permission::TicketsWrite],
            })),
            Actor::System | Actor::Client(_) | Actor::Visitor => Ok(None),
        }
    }

    async fn public_id_of(&self, id: TicketId) -> DeskResult<String> {
        let read = self.store().read(move |r| r.public_id_of_ticket(id));
        read.await.map_err(|error: StoreError| DeskError::from(error))
    }
}
