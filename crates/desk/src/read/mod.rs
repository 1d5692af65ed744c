//! Everything that pages and the API read. A reader is made for one principal and holds the scope of what that
//! principal may see; no query goes past it.

mod account;
mod actors;
mod asked;
mod away;
mod blob;
mod board;
mod called;
mod client;
mod clock;
mod clock_report;
mod company;
mod consent;
mod cursor;
mod draft;
mod duplicates;
mod entry;
mod field;
mod filter;
mod follow_up;
mod found;
mod handoff;
mod held;
mod held_back;
mod inbox;
mod ledger;
mod link;
mod matching;
mod names;
mod notice;
mod paper;
mod pieces;
mod quarantine;
mod queue;
mod rail;
mod register;
mod saved;
mod side_task;
mod talk;
mod talk_history;
#[cfg(test)]
mod tests;
mod ticket;
mod timeline;
mod to_tell;
mod told;
mod wanted;

pub use account::AccountTicket;
pub use asked::Asked;
pub(crate) use asked::asks_wishes;
pub use away::AwayView;
pub(crate) use away::stated;
pub use board::{Board, DueTicket, LoadView};
pub use called::Called;
pub use client::{ClientLine, ClientPageView, Proposal, StandingMerge};
pub use clock::{ClockView, Late, LeadClock, StepView};
pub use clock_report::ClockReport;
pub use company::{Company, CompanyView};
pub use consent::GivenConsent;
pub use cursor::Cursor;
pub use draft::{DraftFileView, DraftView, HeldView, Unfinished};
pub use entry::{EntryHtml, FileBytes};
pub use field::FieldView;
pub use filter::{Assigned, Broken, DayRange, DueWithin, FieldMatch, Filter, FilterFault, Order};
pub use follow_up::{Deadline, FollowUp, Line, Said, Turn};
pub use found::FoundClient;
pub use held::{Held, Holder};
pub(crate) use inbox::Lists;
pub use inbox::{InboxPage, InboxQuery, InboxRow, MOST_COUNTED, MOST_ROWS, View};
pub use ledger::{DoorStateView, LedgerBalance, LedgerRows, SightingView};
pub use link::{AnsweringAll, LinkView, LinksPage, MOST_CONCERNED, NotAnswered, ProblemView};
pub use names::{Door, PersonName, TeamName, Who};
pub use notice::MOST_NOTICES;
pub use paper::{PaperView, PapersPage};
pub use pieces::{ClockPiece, Length, PieceState, Sums};
pub use quarantine::{QuarantinePage, QuarantineState, QuarantinedView, SetAside};
pub use queue::{Queue, QueuePlace, TalkReport};
pub use rail::Rail;
pub(crate) use rail::Rails;
pub use register::{LetterLine, RegisterPage};
pub use saved::SavedViewView;
pub use side_task::SideTaskView;
pub use store::rows::{
    Address, ClockCounts, ClockLengths, FirstContact, Lengths, LetterOut, NoticeLine, TalkCounts, ToldCounts,
};
pub use talk::{Talk, TalkHead, TalkLine, Waits};
pub use talk_history::{Before, TalkPage};
pub use ticket::{ClientView, IdentityView, OtherTicket, Relation, TicketView};
pub use timeline::{BodyView, DeliveryView, EntryView, FileState, FileView, TimelinePage};
pub use to_tell::ToTell;
pub use worktime::Why;

use crate::desk::require;
use crate::{Desk, DeskError, DeskResult};
use domain::rules::Sees;
use domain::{OperatorId, Permission, Principal, Role};
use store::{Reader, Scope};

/// Reads for one principal.
#[derive(Clone)]
pub struct DeskReader {
    desk: Desk,
    principal: Principal,
    scope: Scope,
}

impl Desk {
    /// A reader of everything this principal may see at the desk.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without `tickets:read`. Clients and visitors have none: they read their own ticket
    /// by [`Desk::ticket_by_link`].
    pub fn read(&self, principal: &Principal) -> DeskResult<DeskReader> {
        require(principal, Permission::TicketsRead)?;
        let scope = self.scope_of(principal);
        Ok(DeskReader {
            desk: self.clone(),
            principal: principal.clone(),
            scope,
        })
    }
}

impl Desk {
    /// Which tickets a principal may see, and so work on.
    pub(crate) fn scope_of(&self, principal: &Principal) -> Scope {
        let setup = self.setup();
        match principal {
            Principal::Operator {
                id,
                role: Role::Operator,
            } if setup.rules.sees == Sees::OwnTeams => {
                Scope::grant_teams(setup.members.get(id).cloned().unwrap_or_default())
            }
            // One window: every operator works every channel, so that no client is sent on to another department.
            Principal::Operator { .. } | Principal::Integration { .. } => Scope::grant_all(),
            Principal::Client { id } => Scope::grant_client(*id),
            Principal::Visitor { ticket } => Scope::grant_ticket(*ticket),
        }
    }

    /// Whether a principal may see tickets that lie with a team, by its public id, or with none.
    #[must_use]
    pub fn may_see_team(&self, principal: &Principal, team: Option<&str>) -> bool {
        let setup = self.setup();
        let team = setup
            .teams
            .iter()
            .find(|known| Some(known.public_id.as_str()) == team);
        self.scope_of(principal).admits_team(team.map(|team| team.id))
    }
}

impl DeskReader {
    /// The reading operator, where it is one.
    fn me(&self) -> Option<OperatorId> {
        match self.principal {
            Principal::Operator { id, .. } => Some(id),
            _ => None,
        }
    }

    /// Runs a closure in one snapshot of the store.
    async fn snapshot<T, F>(&self, run: F) -> DeskResult<T>
    where
        F: FnOnce(&mut Reader<'_>, &Scope) -> DeskResult<T> + Send + 'static,
        T: Send + 'static,
    {
        let scope = self.scope.clone();
        let read = self
            .desk
            .store()
            .read(move |reader| run(reader, &scope).map_err(InRead));
        read.await.map_err(|InRead(error)| error)
    }
}

/// A use case's error inside a read.
struct InRead(DeskError);

impl From<store::StoreError> for InRead {
    fn from(error: store::StoreError) -> Self {
        Self(error.into())
    }
}
