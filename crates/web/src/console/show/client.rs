//! The client panel: who asks, how to reach them, what else they asked.

use super::{Reader, called, named, of_handle, row, zone_of};
use crate::console::view::{ClientPanel, Clock, Identity, Level, OtherTicket};
use desk::read::{self, TicketView};
use domain::HandleKind;
use domain::intake::AnswerBy;
use words::{Lang, has, t, t_code, tr, when};

/// What to call the client of a ticket.
#[must_use]
pub fn name(reader: &Reader, ticket: &TicketView) -> String {
    let current = ticket.client.identities.iter().find(|identity| identity.current);
    let given = &ticket.client.name;
    current.map_or_else(
        || row::or_else(given, || t(reader.lang, "no-name")),
        |identity| called::client(reader.lang, given, &identity.handle),
    )
}

/// The panel.
#[must_use]
pub fn panel(reader: &Reader, ticket: &TicketView) -> ClientPanel {
    let client = &ticket.client;
    let name = name(reader, ticket);
    let identities = client.identities.iter().map(|identity| Identity {
        door: of_handle(reader.lang, identity.handle.kind),
        address: called::address(reader.lang, &identity.handle),
        verified: matches!(identity.verified.as_str(), "received" | "proved"),
        current: identity.current,
        broken: String::new(),
    });
    ClientPanel {
        id: client.public_id.clone(),
        face: named(&name),
        name,
        segment: client.segment.clone(),
        identities: identities.collect(),
        telephone: client
            .identities
            .iter()
            .find(|identity| identity.handle.kind == HandleKind::Phone)
            .map(|identity| identity.handle.value.clone())
            .unwrap_or_default(),
        facts: facts(reader, ticket),
        wishes: wishes(reader, ticket),
        consents: consents(reader, ticket),
        others: ticket.others.iter().map(|ticket| other(reader, ticket)).collect(),
    }
}

/// How the client would like to be answered.
fn wishes(reader: &Reader, ticket: &TicketView) -> Vec<String> {
    let client = &ticket.client;
    let mut told = super::client_room::wishes(reader.lang, client.no_calls, &client.call_hours);
    let Some(wish) = &ticket.asked.answer else {
        return told;
    };
    let key = match (wish.by, wish.phone.as_str()) {
        (AnswerBy::Phone, _) => "wish-phone",
        (AnswerBy::Email, "") => "wish-email",
        (AnswerBy::Email, _) => "wish-email-with-phone",
    };
    told.push(tr(reader.lang, key, &[("phone", wish.phone.as_str().into())]));
    told
}

/// Consents with the version of their text and when they were given.
fn consents(reader: &Reader, ticket: &TicketView) -> Vec<(String, String)> {
    let told = |given: &read::GivenConsent| {
        let args = [
            ("version", given.version.as_str().into()),
            ("at", reader.exact(given.given_at).into()),
        ];
        (tr(reader.lang, "client-consent-given", &args), given.text.clone())
    };
    ticket.asked.consents.iter().map(told).collect()
}

fn facts(reader: &Reader, ticket: &TicketView) -> Vec<(String, String)> {
    let (lang, client) = (reader.lang, &ticket.client);
    let mut facts = Vec::new();
    let written = if ticket.lang.is_empty() {
        &client.lang
    } else {
        &ticket.lang
    };
    if let Some(theirs) = Lang::parse(written) {
        facts.push((t(lang, "field-language"), t_code(lang, "language", theirs.code())));
    }
    if !client.zone.is_empty() {
        let zone = zone_of(&client.zone);
        let there = format!(
            "{}, {}",
            when::time(reader.now(), &zone),
            words::zone::label(lang, &zone, reader.now())
        );
        facts.push((t(lang, "field-time-zone"), there));
    }
    if has(lang, "field-brand") && !ticket.brand.is_empty() {
        facts.push((t(lang, "field-brand"), ticket.brand.clone()));
    }
    facts.push((t(lang, "field-created"), reader.age(ticket.occurred_at)));
    facts
}

pub(super) fn other(reader: &Reader, ticket: &read::OtherTicket) -> OtherTicket {
    let running = ticket.lead_due.filter(|_| !ticket.state.is_done());
    OtherTicket {
        id: ticket.public_id.clone(),
        number: ticket.number.to_string(),
        subject: row::or_else(&ticket.title, || t(reader.lang, "no-subject")),
        path: format!("/tickets/{}", ticket.public_id),
        state: t_code(reader.lang, "state", ticket.state.code()),
        at: when::day(
            reader.lang,
            ticket.occurred_at.to_timestamp(),
            reader.now(),
            &reader.zone,
        ),
        clock: running.map(|due| Clock {
            level: if reader.now > due {
                Level::Late
            } else {
                Level::Calm
            },
            words: when::due(reader.lang, due.to_timestamp(), reader.now(), &reader.zone),
            what: tr(reader.lang, "clock-leading", &[]),
            exact: reader.exact(due),
            due_iso: due.to_string(),
            due_ms: due.as_micros() / 1_000,
            soon_ms: due.as_micros() / 1_000,
        }),
    }
}
