//! Which tickets are one with this one, and which may be.

use super::{Reader, client, row};
use crate::console::view::{Absorbed, Merges};
use desk::read::{OtherTicket, Relation, TicketView};
use domain::ticket::State;
use words::t;

/// Everything about merging on a ticket's page.
#[must_use]
pub fn merges(reader: &Reader, ticket: &TicketView) -> Merges {
    let absorbed = ticket
        .related
        .iter()
        .filter(|(relation, _)| *relation == Relation::Absorbed);
    let shown = |(_, other): &(Relation, OtherTicket)| Absorbed {
        number: other.number.to_string(),
        subject: row::or_else(&other.title, || t(reader.lang, "no-subject")),
        undo: format!("/tickets/{}/absorbed/{}/undo", ticket.public_id, other.public_id),
    };
    let absorbed = absorbed.map(shown).collect();
    if ticket.state == State::Closed {
        return Merges {
            absorbed,
            ..Merges::default()
        };
    }
    Merges {
        absorbed,
        alike: ticket
            .alike
            .iter()
            .map(|other| client::other(reader, other))
            .collect(),
        candidates: ticket
            .others
            .iter()
            .map(|other| client::other(reader, other))
            .collect(),
    }
}
