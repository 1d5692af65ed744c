//! The desk while the past is played on it: who is who, which ticket belongs to which talk, and how time passes.

use super::answers::{domain_of, quoted, reply_subject};
use super::catcher::Catcher;
use super::clock::MovedClock;
use super::door::bring;
use super::letter::{self, Letter, mailbox};
use super::script::{ScriptChange, Step, Talk};
use crate::failure::Failure;
use channel::TicketRef;
use desk::Desk;
use desk::ticket::{Change, Note, Reply};
use domain::{Moment, Now as _, Principal};
use std::collections::HashMap;
use std::sync::Arc;
use store::{Store, StoreError};

/// Everything that is needed to play.
pub struct Stage {
    pub store: Store,
    pub desk: Desk,
    pub clock: Arc<MovedClock>,
    pub catcher: Arc<Catcher>,
    /// Operators by the name part of their login: principal and public id.
    pub people: HashMap<String, (Principal, String)>,
}

impl Stage {
    /// Lets time pass: what was due until then happens at its instant.
    pub async fn pass_until(&self, at: Moment) -> Result<(), Failure> {
        loop {
            let wake = self.store.read::<_, StoreError, _>(|r| r.next_wake()).await?;
            let job = self.store.read::<_, StoreError, _>(|r| r.next_job()).await?;
            let next = wake.min(job);
            if next > at {
                break;
            }
            self.clock.move_to(next);
            let fired = self.desk.fire_due().await?;
            let worked = self.desk.work_off_jobs().await?;
            // What is due and does not move is left to the running desk.
            if fired + worked == 0 && self.store.read::<_, StoreError, _>(|r| r.next_wake()).await? <= wake {
                break;
            }
        }
        self.clock.move_to(at);
        Ok(())
    }

    /// The client's first mail. `index` makes its id, so that played twice it is known.
    pub async fn open(&self, index: usize, talk: &Talk) -> Result<TicketRef, Failure> {
        let (_, address) = mailbox(&talk.from);
        let id = message_id(index, 0, address);
        self.send(
            talk,
            &talk.subject,
            talk.text.trim(),
            &id,
            &[],
            talk.file.as_ref(),
        )
        .await
    }

    async fn send(
        &self,
        talk: &Talk,
        subject: &str,
        text: &str,
        message_id: &str,
        thread: &[String],
        file: Option<&super::script::ScriptFile>,
    ) -> Result<TicketRef, Failure> {
        let (_, address) = mailbox(&talk.from);
        let to = format!("{}@demo.example", talk.to);
        let letter = Letter {
            from: &talk.from,
            to: &to,
            subject,
            text,
            html: talk.html,
            file,
            message_id,
            thread,
        };
        let raw = letter::write(&letter, self.clock.now());
        let receipt = bring(&self.desk, raw, Some(address), &to).await?;
        receipt
            .ticket
            .ok_or_else(|| Failure::said(format!("the demo's mail “{subject}” opened no ticket")))
    }

    /// One step of a talk.
    pub async fn play(
        &self,
        place: (usize, usize),
        talk: &Talk,
        step: &Step,
        on: &TicketRef,
    ) -> Result<(), Failure> {
        match step.by.as_str() {
            "client" => self.client_writes(place, talk, step, on).await,
            "bounce" => self.bounces(place, talk, on).await,
            _ => self.operator_acts(place, step, on).await,
        }
    }

    async fn client_writes(
        &self,
        place: (usize, usize),
        talk: &Talk,
        step: &Step,
        on: &TicketRef,
    ) -> Result<(), Failure> {
        let (_, address) = mailbox(&talk.from);
        let mut thread = vec![message_id(place.0, 0, address)];
        let mut text = step.text.as_deref().unwrap_or_default().trim().to_owned();
        let mut subject = reply_subject(&talk.subject);
        if let Some(last) = self.catcher.last_about(&on.number) {
            subject = reply_subject(&last.subject);
            thread.push(last.message_id.clone());
            text = format!("{text}\n\n{}", quoted(&last));
        }
        let id = message_id(place.0, place.1, address);
        self.send(talk, &subject, &text, &id, &thread, step.file.as_ref())
            .await?;
        Ok(())
    }

    async fn bounces(&self, place: (usize, usize), talk: &Talk, on: &TicketRef) -> Result<(), Failure> {
        let (_, address) = mailbox(&talk.from);
        let Some(last) = self.catcher.last_about(&on.number) else {
            return Ok(());
        };
        let to = format!("{}@demo.example", talk.to);
        let id = message_id(place.0, place.1, "relay@relay.example");
        let raw = letter::bounce(&to, address, &last.message_id, &id, self.clock.now());
        bring(&self.desk, raw, None, &to).await?;
        Ok(())
    }

    async fn operator_acts(&self, place: (usize, usize), step: &Step, on: &TicketRef) -> Result<(), Failure> {
        let (principal, _) = self.person(&step.by)?;
        let ticket = on.public_id.as_str();
        if let Some(change) = &step.change {
            self.desk.change(principal, ticket, self.change(change)?).await?;
        }
        if let Some(text) = &step.note {
            let note = Note {
                text: text.trim().to_owned(),
                ..Note::default()
            };
            self.desk.note(principal, ticket, note).await?;
        }
        if let Some(text) = &step.text {
            let reply = Reply {
                text: text.trim().to_owned(),
                then: step.then,
                outcome: step
                    .then
                    .filter(|state| state.is_done())
                    .map(|_| domain::ticket::Outcome::Solved),
                key: Some(format!("demo-{}-{}", place.0, place.1)),
                ..Reply::default()
            };
            self.desk.reply(principal, ticket, reply).await?;
        }
        Ok(())
    }

    fn change(&self, change: &ScriptChange) -> Result<Change, Failure> {
        let assignee = match &change.assign {
            Some(name) => Some(Some(self.person(name)?.1.clone())),
            None => None,
        };
        Ok(Change {
            assignee,
            state: change.state,
            outcome: change.outcome,
            kind: change.kind,
            priority: change.priority,
            topic: change.topic.clone(),
            tags_add: change.tags.clone(),
            ..Change::default()
        })
    }

    fn person(&self, name: &str) -> Result<&(Principal, String), Failure> {
        self.people
            .get(name)
            .ok_or_else(|| Failure::said(format!("nobody in the demo is called {name}")))
    }
}

fn message_id(talk: usize, step: usize, address: &str) -> String {
    format!("demo.{talk}.{step}@{}", domain_of(address))
}
