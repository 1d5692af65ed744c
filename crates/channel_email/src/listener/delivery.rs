//! From a complete mail to the verdicts for its recipients: one sighting per channel, answered by the intake.

use super::Shared;
use crate::envelope::{Envelope, ReturnPath, Rules};
use crate::mime;
use crate::smtp::data::Fit;
use crate::smtp::reply::Verdict;
use crate::smtp::session::Delivery;
use channel::{Intake, IntakeError, Receipt, Sighting, What};
use domain::ledger::Fate;
use domain::{ChannelId, Handle};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tracing::Instrument as _;

/// Larger mails are read on a thread of their own, so that they hold up nobody else.
const LARGE: usize = 64 << 10;

/// Brings a mail to the intake and waits for its fate. One verdict per recipient, in their order.
pub(super) async fn bring(
    shared: &Arc<Shared>,
    intake: &Arc<dyn Intake>,
    mail: Delivery,
    peer: SocketAddr,
) -> Vec<Verdict> {
    let trace = format!("{:016x}", rand::random::<u64>());
    let span = tracing::info_span!("mail", trace = %trace, %peer, size = mail.size);
    if mail.fit == Fit::NoRoom {
        span.in_scope(|| tracing::warn!("mail deferred: too much mail at once"));
        return vec![Verdict::Deferred; mail.recipients.len()];
    }
    deliver(shared, intake, mail, peer.ip(), &trace)
        .instrument(span)
        .await
}

async fn deliver(
    shared: &Arc<Shared>,
    intake: &Arc<dyn Intake>,
    mut mail: Delivery,
    peer: IpAddr,
    trace: &str,
) -> Vec<Verdict> {
    let too_large = mail.fit == Fit::TooLarge;
    let mut channels: Vec<ChannelId> = Vec::with_capacity(1);
    for recipient in &mail.recipients {
        if !channels.contains(&recipient.channel) {
            channels.push(recipient.channel);
        }
    }
    let mut outcomes = Vec::with_capacity(channels.len());
    for (at, channel) in channels.iter().enumerate() {
        shared.counts.see();
        let last = at + 1 == channels.len();
        let bytes = if last {
            std::mem::take(&mut mail.bytes)
        } else {
            mail.bytes.clone()
        };
        let what = if too_large {
            refused_size(&bytes, &mail, trace)
        } else {
            understand(shared, bytes, envelope(&mail, *channel), peer).await
        };
        let sighting = Sighting {
            channel: *channel,
            size: mail.size,
            what,
            trace: trace.to_owned(),
        };
        outcomes.push(accept(shared, intake, sighting, too_large, trace).await);
    }
    let outcome = |channel: &ChannelId| {
        channels
            .iter()
            .position(|c| c == channel)
            .and_then(|at| outcomes.get(at))
    };
    mail.recipients
        .iter()
        .map(|r| outcome(&r.channel).cloned().unwrap_or(Verdict::Deferred))
        .collect()
}

fn envelope(mail: &Delivery, channel: ChannelId) -> Envelope {
    let ours = mail
        .recipients
        .iter()
        .filter(|recipient| recipient.channel == channel);
    Envelope {
        sender: mail.sender.clone(),
        recipients: ours.map(|r| r.address.clone()).collect(),
    }
}

async fn understand(shared: &Arc<Shared>, bytes: Vec<u8>, envelope: Envelope, peer: IpAddr) -> What {
    let size = bytes.len();
    let shared = shared.clone();
    let read = move || {
        let ours = |address: &str| shared.addresses.is_ours(address);
        mime::parse(
            bytes,
            &envelope,
            &Rules {
                ours: &ours,
                trusted_relays: shared.config.relays(peer),
                authorities: shared.config.authorities(peer),
            },
        )
    };
    if size <= LARGE {
        return read();
    }
    match tokio::task::spawn_blocking(read).await {
        Ok(what) => what,
        // `parse` catches panics itself, and nobody aborts this task.
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

/// Only the fact is written down: who, what about, how large.
fn refused_size(beginning: &[u8], mail: &Delivery, trace: &str) -> What {
    let head = mime::head::Head::read(beginning);
    let from = match &mail.sender {
        ReturnPath::Address(address) => crate::address::answerable(address).map(|a| Handle::email(&a, "")),
        ReturnPath::Null | ReturnPath::Unknown => None,
    };
    What::Refused {
        key: format!("too large {trace}"),
        from,
        title: text::clean_line(head.text("Subject").unwrap_or_default(), 200),
        reason: format!("larger than allowed: {} bytes", mail.size),
    }
}

async fn accept(
    shared: &Shared,
    intake: &Arc<dyn Intake>,
    sighting: Sighting,
    too_large: bool,
    trace: &str,
) -> Verdict {
    let fate = tokio::time::timeout(shared.config.timeouts.accept, intake.accept(sighting)).await;
    let verdict = match fate {
        Ok(Ok(_)) if too_large => Verdict::TooLarge,
        Ok(Ok(receipt)) if receipt.fate == Fate::Rejected => {
            Verdict::Refused(format!("rejected trace={trace}"))
        }
        Ok(Ok(receipt)) => Verdict::Accepted(format!("accepted as {} trace={trace}", name(&receipt))),
        Ok(Err(IntakeError::Refused { code, reason })) => {
            tracing::warn!(code, reason, "the intake refused a mail");
            Verdict::Refused(format!("{reason} trace={trace}"))
        }
        Ok(Err(error)) => {
            tracing::warn!(%error, "mail deferred");
            Verdict::Deferred
        }
        Err(_) => {
            tracing::warn!("mail deferred: the intake did not answer in time");
            Verdict::Deferred
        }
    };
    match &verdict {
        Verdict::Accepted(_) => shared.counts.accept(),
        Verdict::Deferred => shared.counts.defer(),
        Verdict::Refused(_) | Verdict::TooLarge => shared.counts.refuse(),
    }
    tracing::debug!(?verdict, "mail answered");
    verdict
}

/// The ticket's number, or the fate of what has no ticket.
fn name(receipt: &Receipt) -> &str {
    match (&receipt.ticket, receipt.fate) {
        (Some(ticket), Fate::Opened | Fate::Appended) => &ticket.number,
        (_, fate) => fate.code(),
    }
}
