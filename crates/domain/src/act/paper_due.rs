//! Paper that was to be registered by now and is not: the team of its door is told, once, or the supervisors where it has none
//! (`definitions.md` §9).

use crate::clock::Recipient;
use crate::id::Ids;
use crate::notice::{About, NewNotice, People, recipients, shown_from};
use crate::setup::Setup;
use crate::{EntryId, Moment, NoticeId, PaperId, TeamId, TicketId};

/// What they are told, each within their hours.
#[must_use]
pub fn tell_paper_due(
    paper: PaperId,
    team: Option<TeamId>,
    due: Moment,
    setup: &Setup,
    people: &People,
    now: Moment,
    ids: &mut dyn Ids,
) -> Vec<NewNotice> {
    let them = recipients(&[Recipient::Team], None, team, setup, people, now);
    them.into_iter()
        .map(|to| NewNotice {
            id: NoticeId(ids.next_id()),
            shown_from: shown_from(&to, team, false, setup, now),
            to,
            // It is no ticket yet, and stands on no timeline.
            ticket: TicketId(0),
            about: About::Paper(paper),
            entry: EntryId(0),
            due,
            at: now,
            urgent: false,
        })
        .collect()
}
