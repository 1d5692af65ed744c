//! Policies: which targets a request gets. Ordered; the first whose conditions hold is the one.

use crate::clock::{ClockKind, Warning};
use crate::ticket::{Kind, Priority, Ticket};
use crate::{CalendarId, ChannelId, PolicyId, TeamId, coded};
use worktime::Target;

coded! {
    /// Whether what a program answers by itself is an answer for a clock (`definitions.md` §5).
    pub enum AutomaticAnswers {
        Counted = "counted",
        Ignored = "ignored",
    }
}

/// What a policy may look at.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    pub channel: ChannelId,
    pub kind: Kind,
    pub priority: Priority,
    pub topic: &'a str,
    pub segment: &'a str,
    pub lang: &'a str,
    pub team: Option<TeamId>,
}

impl<'a> Request<'a> {
    /// The request behind a ticket as it stands.
    #[must_use]
    pub fn of(ticket: &'a Ticket, segment: &'a str) -> Self {
        Self {
            channel: ticket.channel,
            kind: ticket.kind,
            priority: ticket.priority,
            topic: &ticket.topic,
            segment,
            lang: &ticket.lang,
            team: ticket.team,
        }
    }
}

/// Every list that is not empty must contain the request's value.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Conditions {
    pub channels: Vec<ChannelId>,
    pub kinds: Vec<Kind>,
    pub priorities: Vec<Priority>,
    pub topics: Vec<String>,
    pub segments: Vec<String>,
    pub langs: Vec<String>,
    pub teams: Vec<TeamId>,
}

impl Conditions {
    /// Whether the request fulfils all of them.
    #[must_use]
    pub fn hold(&self, request: &Request<'_>) -> bool {
        fn any<T: PartialEq>(wanted: &[T], found: &T) -> bool {
            wanted.is_empty() || wanted.contains(found)
        }
        fn any_word(wanted: &[String], found: &str) -> bool {
            wanted.is_empty() || wanted.iter().any(|word| word == found)
        }
        any(&self.channels, &request.channel)
            && any(&self.kinds, &request.kind)
            && any(&self.priorities, &request.priority)
            && any_word(&self.topics, request.topic)
            && any_word(&self.segments, request.segment)
            && any_word(&self.langs, request.lang)
            && (self.teams.is_empty() || request.team.is_some_and(|team| self.teams.contains(&team)))
    }
}

/// One clock that a policy starts.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyClock {
    pub kind: ClockKind,
    pub target: Target,
    /// Named by the target, else the team's, else the desk's: settled when the policy is read.
    pub calendar: CalendarId,
    /// Of a callback: it starts with the request itself, not only when somebody has to be called back.
    pub at_once: bool,
    /// An automatic answer does not stop it.
    pub ignores_automatic: bool,
    /// Steps before and after its deadline.
    pub warnings: Vec<Warning>,
}

/// One version of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    pub id: PolicyId,
    pub name: String,
    pub when: Conditions,
    pub clocks: Vec<PolicyClock>,
    /// Which deadline the client is told: resolution where there is one, else first response.
    pub told: ClockKind,
}

impl Policy {
    /// The clock of a kind, if the policy has one.
    #[must_use]
    pub fn clock(&self, kind: ClockKind) -> Option<&PolicyClock> {
        self.clocks.iter().find(|clock| clock.kind == kind)
    }
}

/// The first policy whose conditions hold.
#[must_use]
pub fn choose<'a>(policies: &'a [Policy], request: &Request<'_>) -> Option<&'a Policy> {
    policies.iter().find(|policy| policy.when.hold(request))
}
