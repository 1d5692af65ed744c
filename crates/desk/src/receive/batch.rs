//! One batch: facts in sets, decisions in memory, rows in sets. A batch that fails is replayed one by one, so that one
//! bad message never spoils others.

use super::prepare::Prepared;
use super::queue::Waiting;
use super::unavailable;
use crate::Desk;
use channel::{IntakeError, Promise, Receipt};
use domain::intake::{self, Arrival, ReportedFate, Wanted, What};
use domain::plan::{Decided, Plan};
use domain::setup::Setup;
use domain::{Actor, ChannelId, HandleKind, TicketId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::rows::{Blob, TicketName};
use store::{StoreError, Tx};
use tokio::sync::oneshot;

/// Takes a batch in and answers everybody in it.
pub(super) async fn take_in(desk: &Desk, batch: Vec<Waiting>) {
    let (prepared, replies): (Vec<_>, Vec<_>) = batch.into_iter().map(|w| (w.prepared, w.reply)).unzip();
    let prepared = Arc::new(prepared);
    match write(desk, Arc::clone(&prepared)).await {
        Ok(receipts) => {
            for (reply, receipt) in replies.into_iter().zip(receipts) {
                answer(reply, Ok(receipt));
            }
        }
        Err(error) if error.is_unavailable() => {
            tracing::warn!(%error, messages = replies.len(), "the store is away; senders are asked to come again");
            for reply in replies {
                answer(reply, Err(unavailable()));
            }
        }
        Err(error) => {
            tracing::warn!(%error, messages = replies.len(), "a batch failed; replaying it one by one");
            let Ok(prepared) = Arc::try_unwrap(prepared).map_err(drop) else {
                return replies
                    .into_iter()
                    .for_each(|reply| answer(reply, Err(unavailable())));
            };
            for (prepared, reply) in prepared.into_iter().zip(replies) {
                let result = one(desk, prepared).await;
                answer(reply, result);
            }
        }
    }
}

/// The sender may have hung up; the fate stands all the same, and a repetition will be a duplicate.
fn answer(reply: oneshot::Sender<Result<Receipt, IntakeError>>, result: Result<Receipt, IntakeError>) {
    drop(reply.send(result));
}

/// One message by itself. What cannot be stored as it is waits in quarantine; what cannot even wait stays with its
/// sender.
async fn one(desk: &Desk, prepared: Prepared) -> Result<Receipt, IntakeError> {
    let Prepared { arrival, blobs } = prepared;
    let spare = set_aside(&arrival);
    match write(
        desk,
        Arc::new(vec![Prepared {
            arrival,
            blobs: blobs.clone(),
        }]),
    )
    .await
    {
        Ok(mut receipts) => return receipts.pop().ok_or_else(unavailable),
        Err(error) if error.is_unavailable() => return Err(unavailable()),
        Err(error) => tracing::error!(%error, "a message cannot be stored; it goes to quarantine"),
    }
    match write(
        desk,
        Arc::new(vec![Prepared {
            arrival: spare,
            blobs,
        }]),
    )
    .await
    {
        Ok(mut receipts) => receipts.pop().ok_or_else(unavailable),
        Err(error) => {
            tracing::error!(%error, "a message cannot even be quarantined; its sender keeps it");
            Err(unavailable())
        }
    }
}

/// The same arrival, to be looked at by a person.
fn set_aside(arrival: &Arrival) -> Arrival {
    let (from, title, raw) = match &arrival.what {
        What::Message(m) => (m.from.value.clone(), m.title.clone(), m.raw.clone()),
        What::Report(r) => (String::new(), r.title.clone(), r.raw.clone()),
        What::Unreadable { from, title, raw, .. } => (from.clone(), title.clone(), raw.clone()),
        What::Refused { .. } => Default::default(),
    };
    let what = What::Unreadable {
        from,
        title,
        reason: "could_not_be_stored".into(),
        raw,
    };
    Arrival {
        what,
        ..arrival.clone()
    }
}

async fn write(desk: &Desk, batch: Arc<Vec<Prepared>>) -> Result<Vec<Receipt>, StoreError> {
    let (setup, reachable) = (desk.setup(), desk.reachable());
    desk.store()
        .write(Actor::System, move |tx| {
            in_transaction(tx, &batch, &setup, &reachable)
        })
        .await
}

fn in_transaction(
    tx: &mut Tx<'_>,
    batch: &[Prepared],
    setup: &Setup,
    reachable: &BTreeSet<HandleKind>,
) -> Result<Vec<Receipt>, StoreError> {
    let mut arrivals: Vec<Arrival> = batch.iter().map(|prepared| prepared.arrival.clone()).collect();
    for arrival in &mut arrivals {
        super::numbers::recognise(arrival, &setup.number);
    }
    // What the doors saw is counted from what came in, before anything is decided about it.
    let mut seen: BTreeMap<ChannelId, i64> = BTreeMap::new();
    for arrival in &arrivals {
        *seen.entry(arrival.channel).or_default() += 1;
    }
    let mut wanted = Wanted::of(&arrivals);
    // Only what came back asks for another way.
    if arrivals.iter().any(came_back) {
        wanted.reachable.clone_from(reachable);
    }
    let facts = tx.intake_facts(&wanted)?;
    let now = tx.now;
    let mut plan = intake::decide(&arrivals, facts, setup, now, tx);
    let blobs: Vec<Blob> = batch
        .iter()
        .flat_map(|prepared| prepared.blobs.iter().cloned())
        .collect();
    tx.keep_blobs(&blobs)?;
    tx.apply(&mut plan)?;
    let node = tx.node.to_owned();
    tx.count_seen(&seen, &node)?;
    receipts(tx, &plan, setup)
}

fn came_back(arrival: &Arrival) -> bool {
    matches!(&arrival.what, What::Report(report) if report.fate == ReportedFate::Bounced)
}

fn receipts(tx: &mut Tx<'_>, plan: &Plan, setup: &Setup) -> Result<Vec<Receipt>, StoreError> {
    let mut names: BTreeMap<TicketId, TicketName> = BTreeMap::new();
    for ticket in plan.opened.iter().chain(plan.changed.values()) {
        names.insert(ticket.id, TicketName::of(ticket));
    }
    let unknown: BTreeSet<TicketId> = plan
        .decided
        .iter()
        .filter_map(|d| d.ticket)
        .filter(|id| !names.contains_key(id))
        .collect();
    names.extend(tx.ticket_names(&unknown)?);
    Ok(plan
        .decided
        .iter()
        .map(|decided| receipt(decided, plan, &names, setup))
        .collect())
}

fn receipt(decided: &Decided, plan: &Plan, names: &BTreeMap<TicketId, TicketName>, setup: &Setup) -> Receipt {
    let ticket = decided
        .ticket
        .and_then(|id| names.get(&id))
        .map(|name| channel::TicketRef {
            public_id: name.public_id.clone(),
            number: setup.number.show(name.number),
            link_secret: name.link_secret.clone(),
        });
    let entry = plan
        .entries
        .iter()
        .find(|entry| Some(entry.id) == decided.entry)
        .map(|entry| entry.public_id.clone());
    let promise = decided
        .ticket
        .filter(|id| plan.opened.iter().any(|ticket| ticket.id == *id))
        .and_then(|id| {
            let clocks: Vec<_> = plan.clocks.iter().filter(|clock| clock.ticket == id).collect();
            crate::ticket::told(&clocks, setup)
        })
        .map(|told| Promise {
            due: told.due,
            zone: told.zone,
        });
    Receipt {
        fate: decided.fate,
        ticket,
        entry,
        promise,
    }
}
