//! What an operator reads to a client on the telephone, until they confirm that it was read: number, deadline, who and how.

use super::{Reader, zone_of};
use crate::console::view::Alert;
use desk::read::{TicketView, ToTell};
use words::mail::How;
use words::{number, t, tr, when};

/// Loud above the ticket until the client was told.
pub fn alert(reader: &Reader, ticket: &TicketView, told: &ToTell) -> Alert {
    let lang = reader.lang;
    let own = Some(ticket.client.zone.as_str()).filter(|zone| !zone.is_empty());
    let due = when::not_later(
        lang,
        told.due.to_timestamp(),
        reader.now(),
        &zone_of(&told.zone),
        own.map(zone_of).as_ref(),
    );
    let who = match &ticket.assignee {
        Some(person) => person.name.clone(),
        None if told.team.is_empty() => t(lang, "mail-who-team-default"),
        None => told.team.clone(),
    };
    Alert {
        words: t(
            lang,
            if told.moved {
                "event-client-told-another"
            } else {
                "event-client-not-told"
            },
        ),
        advice: tr(
            lang,
            "told-by-voice-script",
            &[
                ("number", number::ticket(lang, &ticket.number).into()),
                ("due", due.into()),
                ("who", who.into()),
                ("how", How::to(&told.to).sentence(lang).into()),
            ],
        ),
        action: Some((
            format!("/tickets/{}/told", ticket.public_id),
            t(lang, "button-told-by-voice"),
        )),
        choice: reaches(ticket).then(|| ("no_sms".to_owned(), t(lang, "told-no-sms"))),
        ..Alert::default()
    }
}

/// Whether a message can follow the call.
fn reaches(ticket: &TicketView) -> bool {
    ticket
        .client
        .identities
        .iter()
        .any(|one| one.current && one.reachable)
}
