//! The menus of a ticket: what a property is and what else it could be.

use super::Reader;
use super::ticket::People;
use crate::console::filter::topic_name;
use crate::console::view::{Choice, Choices};
use desk::read::TicketView;
use domain::rules::NamedOutcome;
use domain::setup::Setup;
use domain::ticket::{Kind, Priority, State};
use words::{t, t_code};

/// States a person sets by hand; resolving asks for an outcome and has a menu of its own, closing happens by itself.
const SETTABLE: [State; 3] = [State::Open, State::WaitingClient, State::WaitingOthers];

/// The state.
#[must_use]
pub fn state(reader: &Reader, ticket: &TicketView) -> Choices {
    let lang = reader.lang;
    let choice = |state: State| Choice {
        hint: t_code(lang, "state-hint", state.code()),
        ..coded(lang, "state", state.code(), state == ticket.state)
    };
    Choices {
        id: "menu-state",
        label: t(lang, "state"),
        words: t_code(lang, "state", ticket.state.code()),
        field: "state",
        action: if ticket.state == State::Closed {
            String::new()
        } else {
            action(ticket, "state")
        },
        choices: SETTABLE
            .into_iter()
            .filter(|state| *state != ticket.state)
            .map(choice)
            .collect(),
    }
}

/// How a ticket can end.
#[must_use]
pub fn outcomes(reader: &Reader, ticket: &TicketView) -> Choices {
    let lang = reader.lang;
    if ticket.state.is_done() {
        return Choices {
            id: "menu-outcome",
            field: "outcome",
            ..Choices::default()
        };
    }
    Choices {
        id: "menu-outcome",
        label: t(lang, "outcome"),
        words: t(lang, "button-resolve"),
        field: "outcome",
        action: action(ticket, "state"),
        choices: ticket
            .outcomes
            .iter()
            .map(|named| Choice {
                value: named.outcome.code().to_owned(),
                words: outcome(lang, named),
                ..Choice::default()
            })
            .collect(),
    }
}

/// What an outcome is called: by the desk itself, else by Okno.
#[must_use]
pub fn outcome(lang: words::Lang, named: &NamedOutcome) -> String {
    let own = named
        .names
        .get(lang.code())
        .or_else(|| named.names.values().next());
    own.cloned()
        .unwrap_or_else(|| t_code(lang, "outcome", named.outcome.code()))
}

/// Who is responsible: a person, nobody, or another team.
#[must_use]
pub fn assignee(reader: &Reader, ticket: &TicketView, people: &People) -> Choices {
    let lang = reader.lang;
    let mut choices: Vec<Choice> = people
        .operators
        .iter()
        .map(|person| Choice {
            value: person.public_id.clone(),
            words: person.name.clone(),
            here: ticket
                .assignee
                .as_ref()
                .is_some_and(|now| now.public_id == person.public_id),
            ..Choice::default()
        })
        .collect();
    let nobody = Choice {
        value: "nobody".into(),
        words: t(lang, "no-assignee"),
        here: ticket.assignee.is_none(),
        ..Choice::default()
    };
    choices.push(nobody);
    let heading = t(lang, "term-team");
    choices.extend(people.teams.iter().enumerate().map(|(at, team)| {
        Choice {
            value: format!("team:{}", team.public_id),
            words: team.name.clone(),
            hint: String::new(),
            below: false,
            here: ticket
                .team
                .as_ref()
                .is_some_and(|now| now.public_id == team.public_id),
            group: if at == 0 { heading.clone() } else { String::new() },
        }
    }));
    Choices {
        id: "menu-assignee",
        label: t(lang, "term-assignee"),
        words: ticket
            .assignee
            .as_ref()
            .map_or_else(|| t(lang, "no-assignee"), |person| person.name.clone()),
        field: "assignee",
        action: action(ticket, "assignee"),
        choices,
    }
}

/// The priority.
#[must_use]
pub fn priority(reader: &Reader, ticket: &TicketView) -> Choices {
    let codes = Priority::ALL
        .iter()
        .map(|priority| (priority.code(), *priority == ticket.priority));
    of_codes(
        reader,
        ticket,
        "menu-priority",
        "priority",
        codes,
        ticket.priority.code(),
    )
}

/// The kind.
#[must_use]
pub fn kind(reader: &Reader, ticket: &TicketView) -> Choices {
    let codes = Kind::ALL.iter().map(|kind| (kind.code(), *kind == ticket.kind));
    of_codes(reader, ticket, "menu-kind", "kind", codes, ticket.kind.code())
}

/// The topic, of those the desk offers; shown only where there are none.
#[must_use]
pub fn topic(reader: &Reader, ticket: &TicketView, setup: &Setup) -> Choices {
    let lang = reader.lang;
    let words = if ticket.topic.is_empty() {
        t(lang, "no-topic")
    } else {
        topic_name(setup, &ticket.topic, lang)
    };
    let offered = setup.topics.iter().filter(|topic| topic.active);
    let mut choices: Vec<Choice> = offered
        .map(|topic| Choice {
            value: topic.key.clone(),
            words: topic_name(setup, &topic.key, lang),
            here: topic.key == ticket.topic,
            below: topic.parent.is_some(),
            ..Choice::default()
        })
        .collect();
    let closed = ticket.state == State::Closed;
    let action = if choices.is_empty() || closed {
        String::new()
    } else {
        choices.push(Choice {
            words: t(lang, "no-topic"),
            here: ticket.topic.is_empty(),
            ..Choice::default()
        });
        action(ticket, "topic")
    };
    Choices {
        id: "menu-topic",
        label: t(lang, "term-topic"),
        words,
        field: "topic",
        action,
        choices,
    }
}

fn of_codes(
    reader: &Reader,
    ticket: &TicketView,
    id: &'static str,
    name: &'static str,
    codes: impl Iterator<Item = (&'static str, bool)>,
    now: &str,
) -> Choices {
    let lang = reader.lang;
    Choices {
        id,
        label: t(lang, name),
        words: t_code(lang, name, now),
        field: name,
        action: action(ticket, name),
        choices: codes.map(|(code, here)| coded(lang, name, code, here)).collect(),
    }
}

fn coded(lang: words::Lang, group: &str, code: &str, here: bool) -> Choice {
    Choice {
        value: code.to_owned(),
        words: t_code(lang, group, code),
        here,
        ..Choice::default()
    }
}

fn action(ticket: &TicketView, resource: &str) -> String {
    format!("/tickets/{}/{resource}", ticket.public_id)
}
