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
use domain::{Moment, Principal};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;
use store::{Store, StoreError};

/// What happens at one instant of the past.
#[derive(Debug)]
pub struct Scene<'a> {
    pub at: Moment,
    /// When the talk began.
    pub opened_at: Moment,
    /// Which talk it is.
    pub index: usize,
    pub talk: &'a Talk,
    /// 0 opens the talk.
    pub step: usize,
    pub what: Option<&'a Step>,
}

impl Scene<'_> {
    fn message_id(&self, step: usize) -> String {
        let (_, address) = mailbox(&self.talk.from);
        format!("demo.{}.{step}@{}", self.index, domain_of(address))
    }
}

/// The ticket of a talk.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    pub public_id: String,
    pub number: String,
}

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
            let wake = self.wake().await?;
            let job = self.store.read::<_, StoreError, _>(|r| r.next_job()).await?;
            let next = wake.min(job);
            if next > at {
                break;
            }
            self.clock.move_to(next);
            let fired = self.desk.fire_due().await? + self.desk.warn_due().await?;
            let worked = self.desk.work_off_jobs().await?;
            // What is due and does not move is left to the running desk.
            if fired + worked == 0 && self.wake().await? <= wake {
                break;
            }
        }
        self.clock.move_to(at);
        Ok(())
    }

    /// The next deadline, or step before or after one.
    async fn wake(&self) -> Result<Moment, StoreError> {
        let next = |r: &mut store::Reader<'_>| Ok(r.next_wake()?.min(r.next_warning()?));
        self.store.read::<_, StoreError, _>(next).await
    }

    /// The client's first mail. Its id and its date make it known when it comes once more.
    pub async fn open(&self, scene: &Scene<'_>) -> Result<Option<TicketRef>, Failure> {
        let talk = scene.talk;
        let letter = Letter {
            subject: &talk.subject,
            text: talk.text.trim(),
            file: talk.file.as_ref(),
            message_id: &scene.message_id(0),
            ..Letter::default()
        };
        self.send(talk, letter, scene.opened_at).await
    }

    async fn send(&self, talk: &Talk, letter: Letter<'_>, at: Moment) -> Result<Option<TicketRef>, Failure> {
        let (_, address) = mailbox(&talk.from);
        let to = talk.address();
        let letter = Letter {
            from: &talk.from,
            to: &to,
            html: talk.html,
            ..letter
        };
        let raw = letter::write(&letter, at);
        // Mail without an author opens nothing: it waits for a person.
        let sender = Some(address).filter(|address| !address.is_empty());
        Ok(bring(&self.desk, raw, sender, &to).await?.ticket)
    }

    /// One step of a talk.
    pub async fn play(&self, scene: &Scene<'_>, step: &Step, on: &Opened) -> Result<(), Failure> {
        match step.by.as_str() {
            "client" => self.client_writes(scene, step, on).await,
            // A mail server that did not hear the answer brings the same mail once more.
            "again" => self.open(scene).await.map(|_known| ()),
            "bounce" => self.bounces(scene, on).await,
            _ => self.operator_acts(scene, step, on).await,
        }
    }

    async fn client_writes(&self, scene: &Scene<'_>, step: &Step, on: &Opened) -> Result<(), Failure> {
        let mut thread = vec![scene.message_id(0)];
        let mut text = step.text.as_deref().unwrap_or_default().trim().to_owned();
        let mut subject = reply_subject(&scene.talk.subject);
        if let Some(last) = self.catcher.last_about(&on.number) {
            subject = reply_subject(&last.subject);
            thread.push(last.message_id.clone());
            text = format!("{text}\n\n{}", quoted(&last));
        }
        let letter = Letter {
            subject: &subject,
            text: &text,
            file: step.file.as_ref(),
            message_id: &scene.message_id(scene.step),
            thread: &thread,
            ..Letter::default()
        };
        self.send(scene.talk, letter, scene.at).await?;
        Ok(())
    }

    async fn bounces(&self, scene: &Scene<'_>, on: &Opened) -> Result<(), Failure> {
        let Some(last) = self.catcher.last_about(&on.number) else {
            return Ok(());
        };
        let (_, address) = mailbox(&scene.talk.from);
        let to = scene.talk.address();
        let raw = letter::bounce(
            &to,
            address,
            &last.message_id,
            &scene.message_id(scene.step),
            scene.at,
        );
        bring(&self.desk, raw, None, &to).await?;
        Ok(())
    }

    async fn operator_acts(&self, scene: &Scene<'_>, step: &Step, on: &Opened) -> Result<(), Failure> {
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
                    .map(|_| domain::ticket::Outcome::SOLVED),
                // The script's clock moves on at once.
                hold: Some(0),
                key: Some(format!("demo-{}-{}", scene.index, scene.step)),
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
            outcome: change.outcome.clone(),
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
