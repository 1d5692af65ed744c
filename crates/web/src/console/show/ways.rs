//! The ways by which a client can be answered, the likeliest chosen: what the client prefers about the topic, else what was used
//! last. Only addresses that are known to be the client's are offered.

use super::{Reader, called, of_handle};
use crate::console::view::Choice;
use desk::read::{IdentityView, TicketView};

/// How an address is known to be the client's.
const KNOWN: [&str; 2] = ["received", "proved"];

/// The ways; the chosen one is marked. Where there is none, the ticket's own address says why nothing can be sent.
#[must_use]
pub fn ways(reader: &Reader, ticket: &TicketView) -> Vec<Choice> {
    let offered: Vec<&IdentityView> = ticket
        .client
        .identities
        .iter()
        .filter(|one| one.reachable && (one.current || KNOWN.contains(&one.verified.as_str())))
        .collect();
    let chosen = chosen(ticket, &offered);
    offered
        .into_iter()
        .map(|one| Choice {
            value: value(one),
            words: format!(
                "{} · {}",
                of_handle(reader.lang, one.handle.kind).words,
                called::address(reader.lang, &one.handle)
            ),
            here: Some(value(one)) == chosen,
            ..Choice::default()
        })
        .collect()
}

fn chosen(ticket: &TicketView, offered: &[&IdentityView]) -> Option<String> {
    // What a term of the law asks for comes before what is merely liked.
    let wish = ticket.asked_way.or(ticket.client.wish);
    let wished = |one: &&&IdentityView| Some(one.handle.kind) == wish;
    let preferred = offered
        .iter()
        .filter(wished)
        .max_by_key(|one| one.current)
        .or_else(|| offered.iter().find(|one| one.current))
        .or_else(|| offered.last());
    preferred.map(|one| value(one))
}

/// As the form sends it back: `email:anna@example.org`.
fn value(one: &IdentityView) -> String {
    format!("{}:{}", one.handle.kind.code(), one.handle.value)
}
