//! What a client asked for beside the request itself, and agreed to, by a form: read only where a form is the door.

use domain::intake::AnswerWish;
use domain::setup::Setup;
use domain::{ChannelId, TicketId};
use store::rows::{GivenConsent, TicketFile};
use store::{Reader, StoreError};

/// The kind of door that asks for wishes and consents.
const FORM: &str = "form";

/// Wishes and consents of a ticket.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Asked {
    /// How the client would like to be answered.
    pub answer: Option<AnswerWish>,
    /// Consents to the processing of personal data, newest first.
    pub consents: Vec<GivenConsent>,
}

/// Reads what came by forms, with whatever became part of the ticket. Other doors ask nothing: no statement for them.
pub(super) fn asked(reader: &mut Reader<'_>, setup: &Setup, file: &TicketFile) -> Result<Asked, StoreError> {
    let tickets = by_form(setup, file);
    if tickets.is_empty() {
        return Ok(Asked::default());
    }
    Ok(Asked {
        answer: reader.answer_wish(&tickets)?,
        consents: reader.consents_of(&tickets)?,
    })
}

/// The number at which the client asked to be answered by voice.
pub(super) fn asked_call(
    reader: &mut Reader<'_>,
    setup: &Setup,
    file: &TicketFile,
) -> Result<Option<String>, StoreError> {
    let tickets = by_form(setup, file);
    if tickets.is_empty() {
        return Ok(None);
    }
    Ok(reader.answer_wish(&tickets)?.and_then(AnswerWish::call))
}

/// The ticket and what became part of it, so far as they came by forms.
fn by_form(setup: &Setup, file: &TicketFile) -> Vec<TicketId> {
    let all = file.absorbed.iter().chain([&file.ticket]);
    all.filter(|ticket| asks_wishes(setup, ticket.channel))
        .map(|ticket| ticket.id)
        .collect()
}

/// Whether a door asks its clients how they would like to be answered.
pub(crate) fn asks_wishes(setup: &Setup, channel: ChannelId) -> bool {
    setup.channel(channel).is_some_and(|known| known.kind == FORM)
}
