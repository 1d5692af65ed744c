//! After a run: the ledger adds up, and every acknowledged mail is in exactly one ticket, a reply in its parent's.

use super::server::Server;
use crate::failure::{Failure, Outcome};
use crate::mail::{Place, Script};
use domain::intake::Wanted;
use domain::{Actor, TicketId};
use std::collections::{BTreeMap, HashSet};

/// Messages looked up at once.
const PORTION: usize = 2_000;

/// Checks the whole database against what the sender was told.
///
/// # Errors
/// Something is missing, or there twice.
pub async fn check(
    server: &Server,
    script: Script,
    acknowledged: &[u32],
    seen_by_the_door: u64,
) -> Outcome<u64> {
    let total: u64 = acknowledged.iter().map(|count| u64::from(*count)).sum();
    let balances = server.store.read(|reader| reader.ledger_balance()).await?;
    let balance = balances.get(&server.channel).cloned().unwrap_or_default();
    let wrong = |what: String| {
        Err(Failure::Other(format!(
            "the ledger is wrong: {what} ({balance:?})"
        )))
    };
    if !balance.adds_up() || u64::try_from(balance.seen).ok() != Some(seen_by_the_door) {
        return wrong(format!("the door saw {seen_by_the_door}"));
    }
    // A sender that sends again what was put off, but nothing that was acknowledged, makes no duplicates.
    if u64::try_from(balance.opened + balance.appended).ok() != Some(total) || balance.duplicate != 0 {
        return wrong(format!("{total} mails were acknowledged"));
    }
    let places: Vec<Place> = acknowledged
        .iter()
        .zip(0..)
        .flat_map(|(count, connection)| (0..*count).map(move |turn| Place { connection, turn }))
        .collect();
    let mut tickets = BTreeMap::new();
    for portion in places.chunks(PORTION) {
        let references = portion.iter().map(|place| script.message_id(*place)).collect();
        let wanted = Wanted {
            references,
            ..Wanted::default()
        };
        let facts = server
            .store
            .write(Actor::System, move |tx| tx.intake_facts(&wanted))
            .await?;
        tickets.extend(facts.references);
    }
    let mut opened: HashSet<TicketId> = HashSet::new();
    for place in places {
        let ticket = tickets.get(&script.message_id(place));
        let Some(ticket) = ticket else {
            return wrong(format!("the mail {place:?} is in no ticket"));
        };
        match script.parent(place) {
            Some(parent) if tickets.get(&script.message_id(parent)) == Some(ticket) => {}
            Some(parent) => return wrong(format!("the reply {place:?} is not in the ticket of {parent:?}")),
            None if opened.insert(*ticket) => {}
            None => return wrong(format!("the mail {place:?} is in another one's ticket")),
        }
    }
    Ok(total)
}
