//! Webhooks: known by name, changed in place. With `prune` those that a file does not name are switched off.

use super::Planner;
use crate::error::DeskResult;
use crate::setup::applied::{Change, Outcome};
use crate::setup::docs;
use crate::setup::faults::Placed;
use crate::setup::file::WebhookPart;
use crate::webhook::{MOST, NewWebhook, codes, faults_of};
use domain::event::EventType;
use domain::webhook::Webhook;

/// A webhook to be written: what it is now, what it shall be.
#[derive(Clone, Debug)]
pub(in crate::setup) struct PlannedWebhook {
    pub old: Option<Webhook>,
    pub new: NewWebhook,
    pub events: Vec<EventType>,
}

impl Planner<'_> {
    pub(super) fn webhooks(&mut self) -> DeskResult<()> {
        let stored = self.known.webhooks.iter().filter(|hook| hook.enabled);
        self.webhooks = stored.map(|hook| hook.name.clone()).collect();
        for entry in &self.file.webhooks {
            self.webhook(entry)?;
        }
        let named = |hook: &Webhook| {
            let mut entries = self.file.webhooks.iter();
            entries.any(|entry| entry.value.name == hook.name)
        };
        let gone: Vec<Webhook> = self
            .known
            .webhooks
            .iter()
            .filter(|hook| self.file.prune && hook.enabled && !named(hook))
            .cloned()
            .collect();
        for old in gone {
            self.webhooks.remove(&old.name);
            self.plan.applied.changes.push(Change {
                noun: "webhook",
                name: old.name.clone(),
                outcome: Outcome::Retired,
                fields: Vec::new(),
            });
            let new = NewWebhook {
                enabled: false,
                ..written(&old)
            };
            let events = old.events.clone();
            self.plan.webhooks.push(PlannedWebhook {
                old: Some(old),
                new,
                events,
            });
        }
        Ok(())
    }

    fn webhook(&mut self, entry: &Placed<WebhookPart>) -> DeskResult<()> {
        let part = &entry.value;
        let new = NewWebhook {
            name: part.name.clone(),
            url: part.url.clone(),
            secret_env: part.secret_env.clone(),
            events: part.events.clone(),
            enabled: part.enabled,
        };
        let (events, faults) = faults_of(&new);
        for fault in faults {
            self.faults.add(entry, &fault.field, fault.code, fault.reason);
        }
        let mut entries = self.file.webhooks.iter();
        if entries.any(|other| other.value.name == part.name && other.place != entry.place) {
            let reason = format!("“{}” stands twice: keep one of them", part.name);
            self.faults.add(entry, "name", "twice", reason);
        }
        let mut known = self.known.webhooks.iter();
        let old = known.find(|hook| hook.name == part.name).cloned();
        if old.is_none() && self.known.webhooks.len() + self.plan.webhooks.len() >= MOST {
            let reason = format!("there are {MOST} webhooks: delete one first");
            self.faults.add(entry, "name", "too_many", reason);
        }
        if part.enabled {
            self.webhooks.insert(part.name.clone());
        } else {
            self.webhooks.remove(&part.name);
        }
        let doc = |new: &NewWebhook, events: &[EventType]| {
            docs::write(&serde_json::json!({
                "url": new.url, "secret_env": new.secret_env, "events": codes(events), "enabled": new.enabled,
            }))
        };
        let before = old.as_ref().map(|old| doc(&written(old), &old.events));
        if self.note(
            "webhook",
            &part.name,
            before.transpose()?.as_deref(),
            &doc(&new, &events)?,
            Vec::new(),
        ) {
            self.plan.webhooks.push(PlannedWebhook { old, new, events });
        }
        Ok(())
    }
}

fn written(hook: &Webhook) -> NewWebhook {
    NewWebhook {
        name: hook.name.clone(),
        url: hook.url.clone(),
        secret_env: hook.secret_env.clone(),
        events: codes(&hook.events),
        enabled: hook.enabled,
    }
}
