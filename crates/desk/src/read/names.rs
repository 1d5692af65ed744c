//! How pages name people, teams and doors.

use domain::setup::Setup;
use domain::{Actor, ChannelId, TeamId};
use store::rows::{Person, Timeline};

/// One of our people.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PersonName {
    pub public_id: String,
    pub name: String,
}

/// A group of operators.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TeamName {
    pub public_id: String,
    pub name: String,
}

/// A channel.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Door {
    pub public_id: String,
    /// The code of its adapter: `email`, `api`. For an icon, never for a decision.
    pub kind: String,
    pub name: String,
}

/// Who did something.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Who {
    /// Okno itself.
    System,
    Operator(PersonName),
    Client {
        name: String,
    },
    /// A program, by the name of its token.
    Integration {
        name: String,
    },
    Visitor,
}

impl From<Person> for PersonName {
    fn from(person: Person) -> Self {
        Self {
            public_id: person.public_id,
            name: person.name,
        }
    }
}

/// A channel's name; a removed one has none.
pub(super) fn door(setup: &Setup, id: ChannelId) -> Door {
    setup.channel(id).map_or_else(Door::default, |channel| Door {
        public_id: channel.public_id.clone(),
        kind: channel.kind.clone(),
        name: channel.name.clone(),
    })
}

pub(super) fn team(setup: &Setup, id: Option<TeamId>) -> Option<TeamName> {
    let team = setup.team(id?)?;
    Some(TeamName {
        public_id: team.public_id.clone(),
        name: team.name.clone(),
    })
}

/// The name behind an actor, among those that a timeline was read with.
pub(super) fn who(timeline: &Timeline, actor: Actor) -> Who {
    match actor {
        Actor::System => Who::System,
        Actor::Visitor => Who::Visitor,
        Actor::Operator(id) => match timeline.people.get(&id) {
            Some(person) => Who::Operator(person.clone().into()),
            None => Who::Operator(PersonName {
                public_id: String::new(),
                name: String::new(),
            }),
        },
        Actor::Client(id) => Who::Client {
            name: timeline.clients.get(&id).cloned().unwrap_or_default(),
        },
        Actor::Integration(id) => Who::Integration {
            name: timeline.programs.get(&id).cloned().unwrap_or_default(),
        },
    }
}
