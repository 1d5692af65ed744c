//! Webhooks as a desk feature: administrators say which systems are told of what, and see what became of each push. The
//! secret is never here: a webhook names the variable of the environment that holds it.

mod check;
mod feed;

pub use check::NewWebhook;
pub(crate) use check::faults_of;

use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use crate::people::authority;
use domain::event::{EventType, NewEvent};
use domain::id::Ids as _;
use domain::time::NEVER;
use domain::webhook::{Push, Webhook};
use domain::{Actor, Moment, Permission, Principal, WebhookId};
use serde_json::json;
use store::{StoreError, Tx};

/// More would be a message bus.
pub(crate) const MOST: usize = 50;
/// Pushes shown of one webhook.
const SHOWN: i64 = 50;
/// Waiting pushes are counted up to here.
pub const COUNTED: i64 = 1_000;

/// A webhook with how it is doing.
#[derive(Clone, Debug)]
pub struct WebhookView {
    pub webhook: Webhook,
    /// Why it cannot sign on this node.
    pub unsigned: Option<String>,
    /// Pushes that wait, counted up to one more than [`COUNTED`].
    pub waiting: i64,
    /// The newest first; empty in lists.
    pub pushes: Vec<Push>,
}

/// What shall be different; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct WebhookPatch {
    pub based_on: Option<i64>,
    pub url: Option<String>,
    pub secret_env: Option<String>,
    pub events: Option<Vec<String>>,
    pub enabled: Option<bool>,
}

impl Desk {
    /// All webhooks.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without `administer`; the store's own.
    pub async fn webhooks(&self, principal: &Principal) -> DeskResult<Vec<WebhookView>> {
        require(principal, Permission::Administer)?;
        let all = self.store().read::<_, StoreError, _>(|r| {
            let hooks = r.webhooks()?.into_iter();
            hooks
                .map(|hook| {
                    let waiting = r.waiting_pushes(hook.id, COUNTED + 1)?;
                    Ok((hook, waiting, Vec::new()))
                })
                .collect::<Result<Vec<_>, StoreError>>()
        });
        Ok(all.await?.into_iter().map(|one| self.viewed(one)).collect())
    }

    /// One webhook with its newest pushes.
    ///
    /// # Errors
    /// As [`Desk::webhooks`]; [`DeskError::NotFound`].
    pub async fn webhook(&self, principal: &Principal, public_id: &str) -> DeskResult<WebhookView> {
        require(principal, Permission::Administer)?;
        let id = public_id.to_owned();
        let one = self.store().read::<_, StoreError, _>(move |r| {
            let hook = r.webhooks()?.into_iter().find(|hook| hook.public_id == id);
            let hook = hook.ok_or(StoreError::NotFound("webhook"))?;
            let (waiting, pushes) = (r.waiting_pushes(hook.id, COUNTED + 1)?, r.pushes(hook.id, SHOWN)?);
            Ok((hook, waiting, pushes))
        });
        Ok(self.viewed(one.await?))
    }

    fn viewed(&self, (webhook, waiting, pushes): (Webhook, i64, Vec<Push>)) -> WebhookView {
        let unsigned = match self.teller() {
            Some(teller) => teller.can_sign(&webhook.secret_env).err(),
            None => Some("nothing is pushed by this installation".to_owned()),
        };
        WebhookView {
            webhook,
            unsigned,
            waiting,
            pushes,
        }
    }

    /// Registers a webhook: it is told of what happens from now on. Its public id.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] with every mistake; [`DeskError::Forbidden`].
    pub async fn add_webhook(&self, actor: Actor, new: NewWebhook) -> DeskResult<String> {
        let events = check::checked(&new)?;
        let added: Result<String, InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                authority::require_administrator(tx)?;
                let known = tx.webhooks()?;
                if known.iter().any(|hook| hook.name == new.name) {
                    let reason = format!("there is a webhook “{}” already", new.name);
                    return Err(DeskError::invalid("name", "twice", reason).into());
                }
                if known.len() >= MOST {
                    let reason = format!("there are {MOST} webhooks: delete one first");
                    return Err(DeskError::invalid("name", "too_many", reason).into());
                }
                let hook = made(tx, &new, events.clone())?;
                tx.put_webhook(&hook)?;
                tx.audit("webhook.created", &hook.name, &json!({ "url": hook.url }))?;
                announce(tx);
                Ok(hook.public_id)
            })
            .await;
        let id = added?;
        self.reload_setup().await?;
        Ok(id)
    }

    /// Changes one; its new version. One that is switched on again is told of what happens from then on.
    ///
    /// # Errors
    /// As [`Desk::add_webhook`]; [`DeskError::NotFound`]; [`DeskError::Stale`].
    pub async fn change_webhook(
        &self,
        actor: Actor,
        public_id: &str,
        patch: WebhookPatch,
    ) -> DeskResult<i64> {
        let id = public_id.to_owned();
        let changed: Result<i64, InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                authority::require_administrator(tx)?;
                let old = tx.webhook_to_change(&id)?;
                if let Some(based_on) = patch.based_on.filter(|version| *version != old.version) {
                    let current = old.version;
                    return Err(DeskError::Stale { current, based_on }.into());
                }
                let wanted = NewWebhook {
                    name: old.name.clone(),
                    url: patch.url.clone().unwrap_or_else(|| old.url.clone()),
                    secret_env: patch.secret_env.clone().unwrap_or_else(|| old.secret_env.clone()),
                    events: patch.events.clone().unwrap_or_else(|| codes(&old.events)),
                    enabled: patch.enabled.unwrap_or(old.enabled),
                };
                let events = check::checked(&wanted)?;
                let hook = changed_to(tx, &old, &wanted, events)?;
                tx.put_webhook(&hook)?;
                tx.audit(
                    "webhook.changed",
                    &hook.name,
                    &json!({ "url": hook.url, "enabled": hook.enabled }),
                )?;
                announce(tx);
                Ok(hook.version)
            })
            .await;
        let version = changed?;
        self.reload_setup().await?;
        Ok(version)
    }

    /// Forgets one with all that was on its way.
    ///
    /// # Errors
    /// [`DeskError::Conflict`] while a step of a deadline names it; [`DeskError::NotFound`]; [`DeskError::Forbidden`].
    pub async fn delete_webhook(&self, actor: Actor, public_id: &str) -> DeskResult<()> {
        let (id, setup) = (public_id.to_owned(), self.setup());
        let deleted: Result<(), InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                authority::require_administrator(tx)?;
                let hook = tx.webhook_to_change(&id)?;
                if setup.names_webhook(&hook.name) {
                    return Err(DeskError::Conflict {
                        code: "conflict",
                        reason: format!(
                            "a step of a deadline tells “{}”: take it out there first",
                            hook.name
                        ),
                    }
                    .into());
                }
                tx.delete_webhook(hook.id)?;
                tx.audit("webhook.deleted", &hook.name, &json!({}))?;
                announce(tx);
                Ok(())
            })
            .await;
        deleted?;
        self.reload_setup().await
    }

    /// Pushes a trial, whatever else waits.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Forbidden`].
    pub async fn try_webhook(&self, actor: Actor, public_id: &str) -> DeskResult<()> {
        let id = public_id.to_owned();
        let tried: Result<(), InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                authority::require_administrator(tx)?;
                let hook = tx.webhook_to_change(&id)?;
                tx.try_webhook(hook.id)?;
                announce(tx);
                Ok(())
            })
            .await;
        Ok(tried?)
    }

    /// Pushes an event once more, as `evt_…` names it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where it was never on its way there, or still is; [`DeskError::Forbidden`].
    pub async fn push_again(&self, actor: Actor, public_id: &str, event: &str) -> DeskResult<()> {
        let id = public_id.to_owned();
        let event = event
            .strip_prefix("evt_")
            .and_then(|number| number.parse::<i64>().ok());
        let event = event.ok_or(DeskError::NotFound("event"))?;
        let queued: Result<(), InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                authority::require_administrator(tx)?;
                let hook = tx.webhook_to_change(&id)?;
                if !tx.push_again(hook.id, event)? {
                    return Err(DeskError::NotFound("event").into());
                }
                announce(tx);
                Ok(())
            })
            .await;
        Ok(queued?)
    }
}

/// Codes of events, as they are written.
#[must_use]
pub fn codes(events: &[EventType]) -> Vec<String> {
    events.iter().map(|kind| kind.code().to_owned()).collect()
}

/// A new one: told of what happens from here on.
pub(crate) fn made(tx: &mut Tx<'_>, new: &NewWebhook, events: Vec<EventType>) -> Result<Webhook, StoreError> {
    Ok(Webhook {
        id: WebhookId(tx.next_id()),
        public_id: WebhookId::new_public(),
        name: new.name.clone(),
        url: new.url.clone(),
        secret_env: new.secret_env.clone(),
        events,
        enabled: new.enabled,
        cursor: tx.last_event()?,
        failing_since: NEVER,
        retry_at: Moment::from_micros(0),
        problem: String::new(),
        version: 1,
        updated_at: tx.now,
    })
}

/// A changed one. What it is changed to may work where the old one did not.
pub(crate) fn changed_to(
    tx: &mut Tx<'_>,
    old: &Webhook,
    new: &NewWebhook,
    events: Vec<EventType>,
) -> Result<Webhook, StoreError> {
    let fresh = made(tx, new, events)?;
    Ok(Webhook {
        id: old.id,
        public_id: old.public_id.clone(),
        cursor: if old.enabled { old.cursor } else { fresh.cursor },
        version: old.version + 1,
        ..fresh
    })
}

/// Wakes those who read the set-up, and the workers.
fn announce(tx: &mut Tx<'_>) {
    tx.announce(NewEvent {
        kind: EventType::SetupChanged,
        ticket: None,
        payload: json!({}),
    });
}
