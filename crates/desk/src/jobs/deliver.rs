//! One attempt to bring a message to its client. Delivered at least once under one id; every message has a fate.

use super::retry;
use crate::{Desk, DeskError, DeskResult};
use channel::{Delivered, DeliveryError};
use domain::act::{self, Attempted, Edit};
use domain::delivery::DeliveryFate;
use domain::job::{Job, JobKind, NewJob};
use domain::{Actor, ChannelId, DeliveryId, Moment};
use std::collections::BTreeSet;
use std::time::Duration;
use store::{StoreError, Tx};
use tracing::Instrument as _;

/// No attempt takes longer, whatever the adapter thinks.
const ATTEMPT: Duration = Duration::from_secs(120);

/// What an attempt leads to.
#[derive(Clone, Debug)]
enum Next {
    /// What was taken over and is not confirmed within a time goes on by the next address.
    End(Attempted, Option<Duration>),
    Again {
        at: Moment,
        end: Attempted,
    },
}

impl Desk {
    /// Makes one attempt and writes down its end.
    pub(super) async fn deliver(&self, job: &Job) {
        let span = tracing::info_span!("deliver", trace = %job.trace, delivery.id = job.subject, delivery.attempt = job.attempts);
        async {
            if let Err(error) = self.attempt(job).await {
                // The lease runs out and somebody tries again, under the same id.
                tracing::warn!(%error, "the end of a delivery could not be written down");
            }
        }
        .instrument(span)
        .await;
    }

    async fn attempt(&self, job: &Job) -> DeskResult<()> {
        let id = DeliveryId(job.subject);
        let facts = self
            .insist(job, || self.store().read(move |r| r.outbound(id)))
            .await?;
        if let Some(paper) = self.paper(facts.channel) {
            return self.prepare_letter(job, facts, paper).await;
        }
        let (channel, to) = (facts.channel, facts.to.value.clone());
        let end = match self.outbound(facts, &job.trace).await {
            Err(DeskError::Unavailable(cause)) => Err(DeliveryError::Temporary {
                reason: cause,
                retry_after: None,
            }),
            Err(error) => Err(DeliveryError::Permanent {
                status: "5.3.0".into(),
                reason: error.to_string(),
            }),
            Ok(message) => match self.sink(channel) {
                None => {
                    let reason = "the channel has no way out at the moment".into();
                    Err(DeliveryError::Temporary {
                        reason,
                        retry_after: None,
                    })
                }
                Some(sink) => match tokio::time::timeout(ATTEMPT, sink.deliver(&message)).await {
                    Ok(end) => end,
                    Err(_elapsed) => Err(DeliveryError::Unknown {
                        reason: format!("no answer within {ATTEMPT:?}"),
                    }),
                },
            },
        };
        let next = self.judge(job, end, to);
        let (fate, again) = match &next {
            Next::End(end, _) => (end.fate, false),
            Next::Again { end, .. } => (end.fate, true),
        };
        tracing::info!(delivery.fate = %fate, delivery.again = again, "delivery attempted");
        self.insist(job, || self.write_end(job.clone(), channel, next.clone()))
            .await
    }

    fn judge(&self, job: &Job, end: Result<Delivered, DeliveryError>, to: String) -> Next {
        let attempted = |fate, status: &str, reason: String, ids| Attempted {
            fate,
            status: status.to_owned(),
            reason: text::clean_line(&reason, 300),
            external_ids: ids,
            to: to.clone(),
        };
        let (fate, reason, asked) = match end {
            Ok(delivered) => {
                let fate = if delivered.arrived {
                    DeliveryFate::Delivered
                } else {
                    DeliveryFate::Sent
                };
                let end = attempted(fate, "", delivered.note, delivered.external_ids);
                return Next::End(end, delivered.confirm_within);
            }
            Err(DeliveryError::Permanent { status, reason }) => {
                return Next::End(attempted(DeliveryFate::Failed, &status, reason, Vec::new()), None);
            }
            Err(DeliveryError::Temporary { reason, retry_after }) => {
                (DeliveryFate::Queued, reason, retry_after)
            }
            Err(DeliveryError::Unknown { reason }) => (DeliveryFate::Unknown, reason, None),
        };
        match retry::next(job.created_at, self.now(), job.attempts, asked) {
            Some(at) => Next::Again {
                at,
                end: attempted(fate, "", reason, Vec::new()),
            },
            None => Next::End(attempted(DeliveryFate::Failed, "4.4.7", reason, Vec::new()), None),
        }
    }

    async fn write_end(&self, job: Job, channel: ChannelId, next: Next) -> Result<(), StoreError> {
        let (setup, desk) = (self.setup(), self.clone());
        self.store()
            .write(Actor::System, move |tx: &mut Tx<'_>| {
                let (end, held) = match &next {
                    Next::End(end, _) => (end, tx.finish_job(&job)?),
                    Next::Again { at, end } => (end, tx.postpone_job(&job, *at, &end.reason)?),
                };
                if !held {
                    return Ok(());
                }
                match &next {
                    Next::Again { end, .. } => tx.channel_troubled(channel, &end.reason)?,
                    Next::End(end, _) if end.fate != DeliveryFate::Failed => tx.channel_runs(channel)?,
                    // One address that is no good says nothing of the way to the others.
                    Next::End(..) => {}
                }
                let id = DeliveryId(job.subject);
                let outbound = tx.outbound_facts(id)?;
                let (fact, so_far) = (outbound.fact, outbound.to.kind);
                let tickets = tx.many_ticket_facts(BTreeSet::from([fact.ticket]))?;
                let mut facts = tickets
                    .get(&fact.ticket)
                    .cloned()
                    .ok_or(StoreError::NotFound("ticket"))?;
                tx.count_attempt(id)?;
                // A merged ticket keeps its own timeline; the fate is written there.
                let merged_into = facts.ticket.merged_into.take();
                let merges = tx.standing_merges(&tickets)?;
                let now = tx.now;
                let lost = matches!(next, Next::End(..)) && end.fate.is_final_failure();
                let way = if lost && !fact.automatic {
                    desk.next_way(tx, &facts.ticket, (&fact, so_far))?
                } else {
                    None
                };
                let Ok(edit) = Edit::begin(facts, None, &setup, now, Actor::System, tx) else {
                    return Ok(());
                };
                let end = end.clone();
                let mut plan = match way {
                    Some(mut way) => {
                        let elsewhere = way.other_way.take_if(|_| merged_into.is_some());
                        let mut plan = act::go_on_after(edit, &fact, end, way);
                        act::stay_part_of(&mut plan, fact.ticket, merged_into);
                        if let Some(asked) = elsewhere {
                            let at = (&*setup, now, &mut *tx as &mut dyn domain::id::Ids);
                            act::terms_go_on_after_merge(&mut plan, (&fact, asked), tickets, merges, at);
                        }
                        plan
                    }
                    None if merged_into.is_some() => {
                        act::attempted_after_merge(edit, &fact, end, tickets, merges)
                    }
                    None => act::attempted(edit, &fact, end),
                };
                if let Next::End(_, Some(within)) = &next {
                    plan.jobs.push(look_again(&job, now, *within));
                }
                tx.apply(&mut plan)
            })
            .await
    }
}

/// Looks after a message that was taken over and not confirmed.
fn look_again(job: &Job, now: Moment, within: Duration) -> NewJob {
    NewJob {
        kind: JobKind::GoOn,
        subject: job.subject,
        run_at: now.saturating_add(i64::try_from(within.as_micros()).unwrap_or(i64::MAX)),
        trace: job.trace.clone(),
    }
}
