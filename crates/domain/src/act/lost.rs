//! The end of the ladder: a message of ours reached nobody and no address is left. Whoever is responsible is told, for only a
//! person finds another way.

use super::warn::Here;
use crate::clock::Recipient;
use crate::id::Ids;
use crate::intake::DeliveryFact;
use crate::job::{JobKind, NewJob};
use crate::notice::{About, NewNotice, People, recipients, shown_from};
use crate::plan::Plan;
use crate::setup::Setup;
use crate::{Moment, NoticeId};

/// Asks for somebody to be told. What a machine of ours wrote is missed by nobody.
pub(crate) fn ask_for_help(plan: &mut Plan, lost: &DeliveryFact, now: Moment, trace: &str) {
    if lost.automatic {
        return;
    }
    plan.jobs.push(NewJob {
        kind: JobKind::TellLost,
        subject: lost.id.0,
        run_at: now,
        trace: trace.to_owned(),
    });
}

/// What the responsible operator is told, or the team where nobody is responsible.
#[must_use]
pub fn tell_lost(
    lost: &DeliveryFact,
    here: &Here,
    setup: &Setup,
    people: &People,
    now: Moment,
    ids: &mut dyn Ids,
) -> Vec<NewNotice> {
    let them = recipients(
        &[Recipient::Operator],
        here.assignee,
        here.team,
        setup,
        people,
        now,
    );
    them.into_iter()
        .map(|to| NewNotice {
            id: NoticeId(ids.next_id()),
            shown_from: shown_from(&to, here.team, false, setup, now),
            to,
            ticket: here.ticket,
            about: About::Lost(lost.id),
            entry: lost.entry,
            due: now,
            at: now,
            urgent: false,
        })
        .collect()
}
