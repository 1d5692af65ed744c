//! Notices: what our people are told about deadlines, clients who ask for a person, messages of ours that no way is left for and
//! papers that nobody registered, in the console and by mail. They wait for the recipient's working hours unless they are urgent (`definitions.md` §12).

use crate::clock::{ClockKind, Recipient};
use crate::setup::Setup;
use crate::{ClockId, DeliveryId, EntryId, Moment, NoticeId, OperatorId, PaperId, Role, TeamId, TicketId};
use std::collections::BTreeSet;

/// Who is told.
#[derive(Clone, Debug, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub enum To {
    Operator(OperatorId),
    /// Somebody outside the desk, by mail.
    Address(String),
}

/// A notice to be written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewNotice {
    pub id: NoticeId,
    pub to: To,
    /// 0 where it is about a paper.
    pub ticket: TicketId,
    pub about: About,
    /// The line of the timeline that says the same; of a message that was lost, the message.
    pub entry: EntryId,
    /// Of a message that was lost, when it was known to be; `NEVER` where there is none.
    pub due: Moment,
    /// When the step came or the word was said, however late it was found.
    pub at: Moment,
    pub urgent: bool,
    /// Not told before this.
    pub shown_from: Moment,
}

/// What a notice is about.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum About {
    Deadline {
        clock: ClockId,
        kind: ClockKind,
    },
    /// The client's word for a person.
    Person,
    /// A message of ours did not reach its client, and no address is left: somebody finds another way.
    Lost(DeliveryId),
    /// A paper was to be registered, and is not.
    Paper(PaperId),
}

/// What a notice tells its reader.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Told {
    Deadline(ClockKind),
    Person,
    Lost,
    Paper,
    /// Something that only a newer version knows: there is news about the ticket.
    Other,
}

impl Told {
    /// As programs are told.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Deadline(_) => "deadline",
            Self::Person => "person_asked",
            Self::Lost => "lost",
            Self::Paper => "paper",
            Self::Other => "other",
        }
    }

    /// The clock whose deadline it is.
    #[must_use]
    pub fn clock(self) -> Option<ClockKind> {
        match self {
            Self::Deadline(kind) => Some(kind),
            Self::Person | Self::Lost | Self::Paper | Self::Other => None,
        }
    }
}

/// Our people as far as notices go: those who are there, and what they are.
#[derive(Clone, Debug, Default)]
pub struct People(pub Vec<(OperatorId, Role)>);

impl People {
    fn is_there(&self, id: OperatorId) -> bool {
        self.0.iter().any(|(known, _)| *known == id)
    }

    fn of_team(&self, setup: &Setup, team: Option<TeamId>) -> Vec<OperatorId> {
        let Some(team) = team else {
            return Vec::new();
        };
        let in_team = |id: &OperatorId| setup.members.get(id).is_some_and(|teams| teams.contains(&team));
        self.0.iter().map(|(id, _)| *id).filter(in_team).collect()
    }

    /// Supervisors; where there are none, administrators.
    fn supervisors(&self) -> Vec<OperatorId> {
        let of = |role: Role| -> Vec<OperatorId> {
            let them = self.0.iter().filter(|(_, known)| *known == role);
            them.map(|(id, _)| *id).collect()
        };
        let supervisors = of(Role::Supervisor);
        if supervisors.is_empty() {
            of(Role::Administrator)
        } else {
            supervisors
        }
    }
}

/// Everybody whom a step means, each once. A step that means nobody who is there means the supervisors: a deadline is
/// never watched by nobody.
#[must_use]
pub fn recipients(
    wanted: &[Recipient],
    assignee: Option<OperatorId>,
    team: Option<TeamId>,
    setup: &Setup,
    people: &People,
    now: Moment,
) -> Vec<To> {
    // Who is away is not told: whoever works for them is, else the team.
    let here = |id: &OperatorId| setup.away(*id, now).is_none();
    let of_team = || -> Vec<OperatorId> {
        let all = people.of_team(setup, team).into_iter();
        all.filter(here).collect()
    };
    let responsible = assignee.and_then(|id| match setup.away(id, now) {
        Some(_) => setup.deputy(id, now).map(|deputy| deputy.id),
        None => Some(id),
    });
    let mut found: BTreeSet<To> = BTreeSet::new();
    for one in wanted {
        let them = match one {
            Recipient::Operator => match responsible.filter(|id| people.is_there(*id)) {
                Some(id) => vec![id],
                None => of_team(),
            },
            Recipient::Team => of_team(),
            Recipient::Supervisor => {
                let all = people.supervisors();
                let mates = of_team();
                let own: Vec<OperatorId> = all.iter().copied().filter(|id| mates.contains(id)).collect();
                if own.is_empty() { all } else { own }
            }
            Recipient::Email(address) => {
                found.insert(To::Address(address.clone()));
                continue;
            }
            // Told by the event of the warning itself.
            Recipient::Webhook(_) => continue,
        };
        let them = if them.is_empty() {
            people.supervisors()
        } else {
            them
        };
        found.extend(them.into_iter().map(To::Operator));
    }
    found.into_iter().collect()
}

/// From when on somebody is told: at once while their team works, else when it next opens. Of several teams the ticket's
/// counts; without one, the desk's hours do.
#[must_use]
pub fn shown_from(to: &To, ticket_team: Option<TeamId>, urgent: bool, setup: &Setup, now: Moment) -> Moment {
    if urgent {
        return now;
    }
    let team = match to {
        To::Operator(id) => {
            let own = setup.members.get(id).map(Vec::as_slice).unwrap_or_default();
            ticket_team
                .filter(|team| own.contains(team))
                .or_else(|| own.first().copied())
        }
        To::Address(_) => ticket_team,
    };
    let hours = team
        .and_then(|team| setup.team(team))
        .and_then(|team| team.calendar);
    let calendar = hours.or(setup.calendar).and_then(|id| setup.calendars.get(&id));
    calendar
        .and_then(|calendar| calendar.next_opening(now))
        .unwrap_or(now)
}
