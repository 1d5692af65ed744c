//! From what the desk says to what the API gives.

use super::absences::AbsenceOut;
use super::shapes::{
    AnswerWishOut, ChannelOut, ClientOut, ClockOut, DeliveryOut, EntryOut, FileOut, IdentityOut, NamedOut,
    TicketOut, TicketRowOut, TimelineOut,
};
use desk::read::{
    ClockView, Door, EntryView, InboxRow, LeadClock, PersonName, TeamName, TicketView, TimelinePage, Who,
};
use domain::{HandleKind, Moment};

pub(super) fn at(moment: Moment) -> String {
    moment.to_string()
}

pub(super) fn person(person: PersonName) -> NamedOut {
    NamedOut {
        id: person.public_id,
        name: person.name,
    }
}

pub(super) fn team(team: TeamName) -> NamedOut {
    NamedOut {
        id: team.public_id,
        name: team.name,
    }
}

pub(super) fn channel(door: Door) -> ChannelOut {
    ChannelOut {
        id: door.public_id,
        kind: door.kind,
        name: door.name,
    }
}

fn lead(clock: &LeadClock) -> ClockOut {
    ClockOut {
        kind: clock.kind.map(domain::clock::ClockKind::code),
        due: at(clock.due),
        verdict: clock.verdict.code(),
        stopped_at: None,
        preliminary: clock.preliminary,
    }
}

fn clock(clock: &ClockView) -> ClockOut {
    ClockOut {
        kind: Some(clock.kind.code()),
        due: at(clock.due),
        verdict: clock.verdict.code(),
        stopped_at: clock.stopped_at.map(at),
        preliminary: clock.preliminary,
    }
}

/// A ticket of a list.
#[must_use]
pub fn row(row: InboxRow) -> TicketRowOut {
    TicketRowOut {
        client: row.client_label().to_owned(),
        clock: row.lead.as_ref().map(lead),
        number: row.number.to_string(),
        state: row.state.code(),
        kind: row.kind.code(),
        priority: row.priority.code(),
        channel: channel(row.door),
        assignee: row.assignee.map(person),
        away: row.away.map(AbsenceOut::of),
        team: row.team.map(team),
        occurred_at: at(row.occurred_at),
        updated_at: at(row.updated_at),
        version: row.version,
        unread: row.unread,
        id: row.public_id,
        title: row.title,
        topic: row.topic,
        tags: row.tags,
        lang: row.lang,
    }
}

/// A ticket.
#[must_use]
pub fn ticket(ticket: TicketView) -> TicketOut {
    let identities = ticket.client.identities.into_iter().map(|identity| IdentityOut {
        kind: identity.handle.kind.code(),
        value: identity.handle.value,
        verified: identity.verified,
        current: identity.current,
    });
    let client = ClientOut {
        identities: identities.collect(),
        id: ticket.client.public_id,
        name: ticket.client.name,
        lang: ticket.client.lang,
        zone: ticket.client.zone,
        segment: ticket.client.segment,
    };
    TicketOut {
        client,
        number: ticket.number.to_string(),
        state: ticket.state.code(),
        outcome: ticket.outcome.map(String::from),
        kind: ticket.kind.code(),
        priority: ticket.priority.code(),
        channel: channel(ticket.door),
        assignee: ticket.assignee.map(person),
        away: ticket.away.map(AbsenceOut::of),
        team: ticket.team.map(team),
        clocks: ticket.clocks.iter().map(clock).collect(),
        answer_wish: ticket.asked.answer.map(|wish| AnswerWishOut {
            by: wish.by.code(),
            phone: wish.phone,
        }),
        told_due: ticket.told_due.map(at),
        asked_way: ticket.asked_way.map(HandleKind::code),
        untold: ticket.to_tell.is_some(),
        occurred_at: at(ticket.occurred_at),
        created_at: at(ticket.created_at),
        updated_at: at(ticket.updated_at),
        version: ticket.version,
        fields: ticket
            .fields
            .into_iter()
            .filter(|field| !field.value.is_empty())
            .map(|field| (field.key, field.value))
            .collect(),
        id: ticket.public_id,
        title: ticket.title,
        topic: ticket.topic,
        tags: ticket.tags,
        lang: ticket.lang,
        brand: ticket.brand,
    }
}

/// A page of a timeline.
#[must_use]
pub fn timeline(page: TimelinePage) -> TimelineOut {
    TimelineOut {
        before: page.before.map(|before| before.to_string()),
        entries: page.entries.into_iter().map(entry).collect(),
    }
}

/// Who did something: what they are, and their name.
#[must_use]
pub fn who(who: Who) -> (&'static str, String) {
    match who {
        Who::System => ("system", String::new()),
        Who::Operator(person) => ("operator", person.name),
        Who::Client { name } => ("client", name),
        Who::Integration { name } => ("integration", name),
        Who::Visitor => ("visitor", String::new()),
    }
}

/// A line of a timeline.
#[must_use]
pub fn entry(entry: EntryView) -> EntryOut {
    let (by, by_name) = who(entry.who);
    let files = entry.files.into_iter().map(|file| FileOut {
        id: file.public_id,
        name: file.name,
        media_type: file.media_type,
        size: file.size,
        state: file.bytes.code(),
        reason: file.bytes.reason(),
    });
    let deliveries = entry.deliveries.into_iter().map(|delivery| DeliveryOut {
        to: delivery.to.value,
        fate: delivery.fate.code(),
        attempts: delivery.attempts,
        status: delivery.status,
        reason: delivery.reason,
        updated_at: at(delivery.updated_at),
    });
    EntryOut {
        id: entry.public_id,
        kind: entry.kind.code(),
        occurred_at: at(entry.occurred_at),
        recorded_at: at(entry.recorded_at),
        by,
        by_name,
        code: entry.code,
        params: entry.params,
        text: entry.body.map(|body| body.said().to_owned()),
        files: files.collect(),
        deliveries: deliveries.collect(),
    }
}
