//! Tells another system what happened: one attempt, and its end. A system that is away is asked by whatever comes up first
//! when its rest is over; the others wait without asking.

use super::retry;
use crate::{Desk, DeskResult};
use channel::{NotTold, Told};
use domain::job::Job;
use domain::time::SECOND;
use domain::webhook::{GIVE_UP_AFTER, Push, PushFate, Webhook, body};
use domain::{Actor, Moment, PushId};
use rand::Rng as _;
use store::{StoreError, Tx};

/// Characters of what went wrong.
const REASON: usize = 300;

/// What to do with a job.
enum Next {
    Nothing,
    Tell(Box<(Webhook, Push, Vec<u8>)>),
}

impl Desk {
    /// Makes one attempt and writes down its end.
    pub(super) async fn push(&self, job: &Job) {
        if let Err(error) = self.try_to_push(job).await {
            // The lease runs out and somebody tries again.
            tracing::warn!(%error, "a webhook waits");
        }
    }

    async fn try_to_push(&self, job: &Job) -> DeskResult<()> {
        let held = job.clone();
        let next = self
            .store()
            .write::<_, StoreError, _>(Actor::System, move |tx: &mut Tx<'_>| begin(tx, &held))
            .await?;
        let Next::Tell(one) = next else {
            return Ok(());
        };
        let (hook, push, body) = *one;
        let told = Told {
            url: hook.url.clone(),
            secret_env: hook.secret_env.clone(),
            id: push.message_id(),
            body,
        };
        let end = match self.teller() {
            Some(teller) => teller.tell(&told).await,
            None => Err(NotTold {
                status: 0,
                reason: "nothing is pushed by this installation".to_owned(),
                retry_after: None,
                gone: false,
            }),
        };
        if let Err(not) = &end {
            tracing::warn!(webhook = %hook.name, reason = %not.reason, "a webhook did not get through");
        }
        self.insist(job, || {
            let (job, push, end) = (job.clone(), push.clone(), end.clone());
            self.store().write(Actor::System, move |tx: &mut Tx<'_>| {
                end_attempt(tx, &job, &push, &end)
            })
        })
        .await
    }
}

/// Settles whether there is anything to tell now.
fn begin(tx: &mut Tx<'_>, job: &Job) -> Result<Next, StoreError> {
    let Some((push, event)) = tx.push_to_make(PushId(job.subject))? else {
        tx.finish_job(job)?;
        return Ok(Next::Nothing);
    };
    let Some(hook) = tx.webhook_in_hand(push.webhook)? else {
        tx.finish_job(job)?;
        return Ok(Next::Nothing);
    };
    let gone = push.event > 0 && event.is_none();
    if push.fate != PushFate::Queued || gone {
        if tx.finish_job(job)? && gone {
            tx.end_push(&push, PushFate::Failed, 0, "the event is gone")?;
        }
        return Ok(Next::Nothing);
    }
    if !hook.enabled {
        if tx.finish_job(job)? {
            tx.end_push(&push, PushFate::Failed, 0, "the webhook was switched off")?;
        }
        return Ok(Next::Nothing);
    }
    let is_trial = push.event < 0;
    if !is_trial && hook.retry_at > tx.now {
        // Jittered, so that not all of them ask when the rest is over.
        let later = hook
            .retry_at
            .saturating_add(rand::rng().random_range(0..=5 * SECOND));
        tx.postpone_job(job, later, &hook.problem)?;
        return Ok(Next::Nothing);
    }
    let body = body(&push, event.as_ref()).to_string().into_bytes();
    Ok(Next::Tell(Box::new((hook, push, body))))
}

fn end_attempt(
    tx: &mut Tx<'_>,
    job: &Job,
    push: &Push,
    end: &Result<u16, NotTold>,
) -> Result<(), StoreError> {
    let Some(hook) = tx.webhook_in_hand(push.webhook)? else {
        tx.finish_job(job)?;
        return Ok(());
    };
    match end {
        Ok(status) => {
            if tx.finish_job(job)? {
                tx.end_push(push, PushFate::Delivered, *status, "")?;
                tx.webhook_does(&hook, Moment::from_micros(0), "")?;
            }
        }
        Err(not) => {
            let reason = text::clean_line(&not.reason, REASON);
            let attempts = push.attempts + 1;
            let over = tx.now.as_micros() - push.created_at.as_micros() >= GIVE_UP_AFTER;
            let again = retry::next(push.created_at, tx.now, attempts, not.retry_after);
            // A trial tells at once how it went.
            let again = again.filter(|_| !not.gone && !over && push.event > 0);
            let held = match again {
                Some(at) => tx.postpone_job(job, at, &reason)?,
                None => tx.finish_job(job)?,
            };
            if held {
                let fate = again.map_or(PushFate::Failed, |_| PushFate::Queued);
                tx.end_push(push, fate, not.status, &reason)?;
                tx.webhook_does(&hook, again.unwrap_or(hook.retry_at), &reason)?;
            }
        }
    }
    Ok(())
}
