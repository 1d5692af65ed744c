//! A ticket, opened: everything of its page but the list beside it.

use super::entry::{Around, timeline};
use super::{
    Reader, Typed, choices, client, clock, composer, fate, fields, links, merges, row, side_tasks, to_tell,
    unfinished,
};
use crate::console::view::{Alert, ClockCard, Ticket};
use desk::read::{LeadClock, PersonName, TeamName, TicketView};
use domain::clock::ClockKind;
use domain::entry::EntryKind;
use domain::setup::Setup;
use domain::ticket::State;
use domain::time::MINUTE;
use std::sync::Arc;
use words::{t, t_code, tr};

/// Whom a ticket can be given to, and who looks.
#[derive(Clone, Default)]
pub struct People {
    pub operators: Vec<PersonName>,
    pub teams: Vec<TeamName>,
    /// Topics and fields are named as the desk names them.
    pub setup: Arc<Setup>,
    /// Public id of whoever looks.
    pub me: String,
    /// Address of the installation, for private links.
    pub site: String,
    /// May extend a statutory term.
    pub supervisor: bool,
}

/// The ticket as its page shows it. `back` is the list it was opened from, `from` the address answers leave from,
/// `zone` the desk's.
#[must_use]
pub fn ticket(
    reader: &Reader,
    ticket: &TicketView,
    people: &People,
    back: &str,
    from: &str,
    zone: &jiff::tz::TimeZone,
    typed: &Typed,
) -> Ticket {
    let lang = reader.lang;
    let name = client::name(reader, ticket);
    let path = format!("/tickets/{}", ticket.public_id);
    let around = Around {
        path: &path,
        me: Some(&people.me),
        client: &name,
        door: ticket.door.clone(),
        outcomes: &ticket.outcomes,
        opened_at: Some(ticket.occurred_at),
    };
    let mine = ticket
        .assignee
        .as_ref()
        .is_some_and(|person| person.public_id == people.me);
    let open = !ticket.state.is_done();
    Ticket {
        id: ticket.public_id.clone(),
        number: ticket.number.to_string(),
        subject: row::or_else(&ticket.title, || t(lang, "no-subject")),
        path: format!("/tickets/{}", ticket.public_id),
        back: back.to_owned(),
        version: ticket.version,
        alerts: alerts(reader, ticket),
        state: choices::state(reader, ticket),
        outcomes: choices::outcomes(reader, ticket),
        assignee: choices::assignee(reader, ticket, people),
        away: row::away(reader, ticket.away.as_ref()),
        priority: choices::priority(reader, ticket),
        topic: choices::topic(reader, ticket, &people.setup),
        fields: fields::fields(reader, ticket),
        kind: choices::kind(reader, ticket),
        tags: ticket.tags.clone(),
        tags_action: format!("/tickets/{}/tags", ticket.public_id),
        can_take: open && !mine,
        can_dismiss: open && awaits_response(ticket),
        clocks: clocks(reader, ticket, people.supervisor),
        earlier: earlier(reader, ticket),
        entries: timeline(reader, &ticket.timeline.entries, &around),
        composer: composer::composer(reader, ticket, from, zone, typed),
        held: unfinished::held(reader, ticket),
        closed: if ticket.state == State::Closed {
            t_code(lang, "state-hint", "closed")
        } else {
            String::new()
        },
        client: client::panel(reader, ticket),
        merges: merges::merges(reader, ticket),
        side_tasks: side_tasks::side_tasks(reader, ticket, &people.teams, &people.site, typed),
        links: links(reader, ticket),
    }
}

/// Every deadline: what was told to the client where that leads, what is open by its due, what has ended. Clients are
/// told full minutes: what was told and a clock within the same minute are one deadline.
fn clocks(reader: &Reader, ticket: &TicketView, supervisor: bool) -> Vec<ClockCard> {
    let rounded = |told: &LeadClock| {
        let mut open = ticket.clocks.iter().filter(|clock| clock.open);
        open.any(|clock| (0..MINUTE).contains(&(clock.due - told.due)))
    };
    let told = ticket.lead.as_ref();
    let told = told.filter(|lead| lead.kind.is_none() && !rounded(lead));
    let told = told.map(|lead| ClockCard {
        clock: clock::leading(reader, lead),
        ..ClockCard::default()
    });
    let mut all: Vec<_> = ticket.clocks.iter().collect();
    all.sort_by_key(|clock| (!clock.open, clock.due));
    told.into_iter()
        .chain(all.into_iter().map(|one| clock::card(reader, one, supervisor)))
        .collect()
}

/// A response clock is open that a person may set aside.
fn awaits_response(ticket: &TicketView) -> bool {
    let response = |kind| matches!(kind, ClockKind::FirstResponse | ClockKind::NextResponse);
    ticket
        .clocks
        .iter()
        .any(|clock| clock.open && response(clock.kind))
}

fn earlier(reader: &Reader, ticket: &TicketView) -> Option<(String, String)> {
    let before = ticket.timeline.before?;
    let count = tr(
        reader.lang,
        "count-events",
        &[("count", ticket.timeline.earlier.into())],
    );
    let words = format!("{} ({count})", t(reader.lang, "button-show-more"));
    Some((format!("/tickets/{}?before={before}", ticket.public_id), words))
}

/// The newest answer did not get through: loud above the ticket until another one is sent. A client on the telephone was told
/// no deadline yet: loud until it was read.
fn alerts(reader: &Reader, ticket: &TicketView) -> Vec<Alert> {
    let entries = &ticket.timeline.entries;
    let untold = ticket
        .to_tell
        .as_ref()
        .map(|told| to_tell::alert(reader, ticket, told));
    let newest = entries.iter().rfind(|entry| entry.kind == EntryKind::MessageOut);
    let alert = newest.and_then(|entry| {
        let failed = entry
            .deliveries
            .last()
            .filter(|delivery| delivery.fate.is_final_failure())?;
        let reason = fate::reason(reader, failed);
        let key = format!("delivery-{}-full", failed.fate.code());
        Some(Alert {
            words: tr(reader.lang, &key, &[("reason", reason.into())]),
            entry: entry.public_id.clone(),
            ..Alert::default()
        })
    });
    alert.into_iter().chain(untold).collect()
}
