//! The client's word for a person reaches our people, whether the desk has a deadline for it or not; outside working time the
//! client is told when somebody will be there (`definitions.md` §6, §11).

use super::answer::{Answer, message_out};
use super::edit::Edit;
use crate::clock::{Clock, ClockKind, Recipient};
use crate::entry::EntryKind;
use crate::event::EventType;
use crate::intake::TicketFacts;
use crate::notice::{About, NewNotice, People, recipients, shown_from};
use crate::plan::Plan;
use crate::setup::Setup;
use crate::ticket::Speaker;
use crate::time::NEVER;
use crate::{CalendarId, Moment, NoticeId};

/// A word for a person, with what is to be said about it.
#[derive(Clone, Debug)]
pub struct PersonAsked<'a> {
    /// When it was said.
    pub at: Moment,
    pub people: &'a People,
    /// What the client is told, with the title it goes out under; none while we work, or where nothing reaches them.
    pub message: Option<(Answer, String)>,
}

/// When a person will be there, for a client who asked outside working time.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct PersonExpected {
    /// By when somebody answers, where the desk has a deadline for it: as it is told.
    pub due: Option<Moment>,
    /// When the desk opens.
    pub opens: Moment,
    pub calendar: CalendarId,
}

fn open_clock(clocks: &[Clock]) -> Option<&Clock> {
    clocks
        .iter()
        .find(|clock| clock.kind == ClockKind::Handoff && clock.is_open())
}

/// When a person will be there: by the calendar of the wait for one, else the team's, else the desk's. Nothing in working
/// time: then somebody is there.
#[must_use]
pub fn person_expected(facts: &TicketFacts, setup: &Setup, now: Moment) -> Option<PersonExpected> {
    let clock = open_clock(&facts.clocks);
    let of_team = || {
        let team = facts.ticket.team.and_then(|id| setup.team(id));
        team.and_then(|team| team.calendar).or(setup.calendar)
    };
    let id = clock.map(|clock| clock.rule().1).or_else(of_team)?;
    let calendar = setup.calendars.get(&id)?;
    if calendar.is_open(now) {
        return None;
    }
    let told = |clock: &Clock| calendar.told(&clock.rule().0, clock.now.due);
    Some(PersonExpected {
        due: clock.map(told).filter(|due| *due > now),
        opens: calendar.next_opening(now)?,
        calendar: id,
    })
}

/// Writes down that a person was asked for: a line, a notice for whoever is responsible, else for the team, and what the
/// client is told. It is no answer: no clock minds it.
#[must_use]
pub fn person_asked(mut edit: Edit<'_>, asked: &PersonAsked<'_>) -> Plan {
    let due = open_clock(&edit.clocks).map_or(NEVER, |clock| clock.now.due);
    let params = if due == NEVER {
        serde_json::json!({})
    } else {
        serde_json::json!({ "due": due.as_micros() })
    };
    let entry = edit.line(EntryKind::Change, asked.at, "person_asked", params);
    let (assignee, team) = (edit.ticket.assignee, edit.ticket.team);
    let wanted = [Recipient::Operator];
    for to in recipients(&wanted, assignee, team, edit.setup, asked.people, edit.now) {
        edit.plan.notices.push(NewNotice {
            id: NoticeId(edit.ids.next_id()),
            shown_from: shown_from(&to, team, false, edit.setup, edit.now),
            to,
            ticket: edit.ticket.id,
            about: About::Person,
            entry,
            due,
            at: asked.at,
            urgent: false,
        });
    }
    if let Some((message, subject)) = &asked.message {
        message_out(&mut edit, message, "person_expected", Speaker::System);
        if let Some(line) = edit.last_line() {
            line.params = serde_json::json!({ "title": subject });
        }
        edit.event(EventType::MessageQueued);
    }
    edit.event(EventType::TicketChanged);
    edit.finish_quietly()
}
