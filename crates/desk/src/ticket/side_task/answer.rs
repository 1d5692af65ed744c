//! What was answered, by the private link or by other ways.

use super::{TEXT, in_hand};
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use crate::ticket::words::body_text;
use domain::act::{self, Edit, PartyAnswer};
use domain::{Actor, Permission, Principal};
use store::Tx;

impl Desk {
    /// Writes down what was answered by the private link: whoever has the secret was asked.
    ///
    /// # Errors
    /// [`DeskError::Invalid`]; [`DeskError::Conflict`] for a question that was taken back; [`DeskError::NotFound`].
    pub async fn answer_by_link(&self, secret: &str, answer: &str) -> DeskResult<()> {
        let named = secret.to_owned();
        // Ids are told in letters and log lines; only the secret opens.
        let known = self
            .store()
            .read(move |reader| reader.side_task_by_secret(&named))
            .await?;
        let known = known.ok_or(DeskError::NotFound("side task"))?;
        self.answered(Actor::System, known.public_id, None, answer).await
    }

    /// Writes down what was answered by other ways: by telephone, in the corridor.
    ///
    /// # Errors
    /// As [`Desk::answer_by_link`].
    pub async fn answer_side_task(
        &self,
        principal: &Principal,
        ticket: &str,
        task: &str,
        answer: &str,
    ) -> DeskResult<()> {
        require(principal, Permission::TicketsWrite)?;
        self.answered(
            principal.actor(),
            task.to_owned(),
            Some((self.scope_of(principal), ticket.to_owned())),
            answer,
        )
        .await
    }

    async fn answered(
        &self,
        actor: Actor,
        task: String,
        within_ticket: Option<(store::Scope, String)>,
        answer: &str,
    ) -> DeskResult<()> {
        let answer = answer.trim().to_owned();
        if answer.is_empty() {
            return Err(DeskError::invalid("text", "required", "write something"));
        }
        if answer.chars().count() > TEXT {
            return Err(DeskError::invalid(
                "text",
                "too_long",
                format!("at most {TEXT} characters"),
            ));
        }
        let (setup, words) = (self.setup(), body_text(&answer));
        let written: Result<(), InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                let (task, facts) = in_hand(tx, &task, within_ticket.as_ref())?;
                if task.state == "withdrawn" {
                    return Err(withdrawn().into());
                }
                // Pressed twice, or sent again after a broken line.
                if task
                    .answer
                    .strip_suffix(answer.as_str())
                    .is_some_and(|before| before.is_empty() || before.ends_with("\n\n"))
                {
                    return Ok(());
                }
                let now = tx.now;
                let edit = Edit::begin(facts, None, &setup, now, actor, tx)?;
                let said = PartyAnswer {
                    task: &task.public_id,
                    party: &task.name,
                    clock: task.clock,
                    at: now,
                    body: &words.body,
                    preview: &words.preview,
                    terms: &words.terms,
                };
                let (mut plan, _) = act::side_task_answered(edit, said);
                tx.apply(&mut plan)?;
                tx.side_task_answered(task.id, &answer)?;
                Ok(())
            })
            .await;
        Ok(written?)
    }
}

fn withdrawn() -> DeskError {
    DeskError::Conflict {
        code: "side_task_withdrawn",
        reason: "the question was taken back".into(),
    }
}
