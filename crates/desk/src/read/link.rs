//! Tickets that have to do with one another, as they stand now.

use super::DeskReader;
use super::ticket::{OtherTicket, other};
use crate::{DeskError, DeskResult};
use domain::TicketId;
use domain::act::LinkKind;
use domain::setup::Setup;
use store::rows::{Linked, MassAnswerCounts};
use store::{Reader, Scope, StoreError};

/// Tickets whom a problem concerns that are counted; there may be more.
pub const MOST_CONCERNED: i64 = 10_000;

/// A page of links: 200 at most.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct LinksPage {
    pub links: Vec<LinkView>,
    /// Public id of the ticket after which the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// A ticket at the other end of a link.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LinkView {
    pub kind: LinkKind,
    /// The link goes from the ticket in question to this one.
    pub outgoing: bool,
    pub other: OtherTicket,
}

/// How far an answer to everybody whom a problem concerns has come.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct AnsweringAll {
    /// Public id of the answer; empty where nobody was to be answered.
    pub id: String,
    pub total: i64,
    pub answered: i64,
    pub refused: i64,
    /// To be answered yet.
    pub waiting: i64,
    /// The first fifty that were refused.
    pub refusals: Vec<NotAnswered>,
}

/// A ticket that an answer to all was refused for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NotAnswered {
    /// Public id and number of the ticket.
    pub ticket: String,
    pub number: String,
    pub reason: String,
}

/// A ticket as the problem behind others.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ProblemView {
    /// Open tickets that it caused, counted up to [`MOST_CONCERNED`] and one.
    pub concerned: i64,
    /// The newest answer to all of them.
    pub answering: Option<AnsweringAll>,
}

impl DeskReader {
    /// The problem, and every open ticket that it caused, read page by page.
    pub(crate) async fn concerned(
        &self,
        public_id: &str,
        page: i64,
    ) -> DeskResult<(TicketId, Vec<TicketId>)> {
        let public_id = public_id.to_owned();
        self.snapshot(move |reader, scope| {
            let id = reader
                .ticket_id(&public_id)?
                .ok_or(DeskError::NotFound("ticket"))?;
            let (mut all, mut after) = (Vec::new(), Some(TicketId(0)));
            while let Some(last) = after {
                let (found, more) = reader.concerned(scope, id, last, page)?;
                all.extend(found);
                after = more;
            }
            Ok::<_, DeskError>((id, all))
        })
        .await
    }

    /// How far the newest answer to all whom a problem concerns has come; `None` where there was none.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; the store's own.
    pub async fn answering_all(&self, public_id: &str) -> DeskResult<Option<AnsweringAll>> {
        let (setup, public_id) = (self.desk.setup(), public_id.to_owned());
        self.snapshot(move |reader, scope| {
            let id = reader
                .ticket_id(&public_id)?
                .ok_or(DeskError::NotFound("ticket"))?;
            if reader.ticket_lines(scope, &[id])?.is_empty() {
                return Err(DeskError::NotFound("ticket"));
            }
            Ok(reader
                .newest_mass_answer(id)?
                .map(|counts| answering(&setup, counts)))
        })
        .await
    }

    /// Tickets linked to one, by its public id, from the one that is named on; unnamed, from the beginning.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; the store's own.
    pub async fn links(&self, public_id: &str, after: &str) -> DeskResult<LinksPage> {
        let (setup, public_id, after) = (self.desk.setup(), public_id.to_owned(), after.to_owned());
        self.snapshot(move |reader, scope| {
            let mut id_of = |public_id: &str| {
                let found = reader.ticket_id(public_id)?;
                found.ok_or(DeskError::NotFound("ticket"))
            };
            let id = id_of(&public_id)?;
            let after = match after.as_str() {
                "" => TicketId(0),
                after => id_of(after)?,
            };
            if reader.ticket_lines(scope, &[id])?.is_empty() {
                return Err(DeskError::NotFound("ticket"));
            }
            Ok::<_, DeskError>(links(reader, scope, &setup, id, after)?)
        })
        .await
    }
}

/// Tickets linked to one.
pub(super) fn links(
    reader: &mut Reader<'_>,
    scope: &Scope,
    setup: &Setup,
    of: TicketId,
    after: TicketId,
) -> Result<LinksPage, StoreError> {
    let view = |link: Linked| LinkView {
        kind: link.kind,
        outgoing: link.outgoing,
        other: other(setup, link.ticket),
    };
    let (found, next) = reader.links(scope, of, after)?;
    Ok(LinksPage {
        links: found.into_iter().map(view).collect(),
        next,
    })
}

/// What a ticket is as the problem behind those linked to it.
pub(super) fn problem(
    reader: &mut Reader<'_>,
    scope: &Scope,
    setup: &Setup,
    of: TicketId,
) -> Result<ProblemView, StoreError> {
    Ok(ProblemView {
        concerned: reader.count_concerned(scope, of, MOST_CONCERNED + 1)?,
        answering: reader
            .newest_mass_answer(of)?
            .map(|counts| answering(setup, counts)),
    })
}

fn answering(setup: &Setup, counts: MassAnswerCounts) -> AnsweringAll {
    let refused = counts.refusals.into_iter();
    AnsweringAll {
        id: counts.public_id,
        total: counts.waiting + counts.answered + counts.refused,
        answered: counts.answered,
        refused: counts.refused,
        waiting: counts.waiting,
        refusals: refused
            .map(|(ticket, number, reason)| NotAnswered {
                ticket,
                number: setup.number.show(number),
                reason,
            })
            .collect(),
    }
}
