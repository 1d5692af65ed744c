//! What a reader may see. Every query over tickets takes one, and only the desk makes them: whoever asks the store
//! has already answered the question "whose tickets?". Knows nothing of principals or permissions.

use domain::ticket::Ticket;
use domain::{ClientId, TeamId, TicketId};

/// The tickets that a read may touch.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Scope(pub(crate) Extent);

/// The extent of a scope.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Extent {
    All,
    Teams(Vec<TeamId>),
    Client(ClientId),
    Ticket(TicketId),
}

impl Scope {
    /// Every ticket of the desk.
    #[must_use]
    pub fn grant_all() -> Self {
        Self(Extent::All)
    }

    /// The tickets that lie with these teams.
    #[must_use]
    pub fn grant_teams(teams: Vec<TeamId>) -> Self {
        Self(Extent::Teams(teams))
    }

    /// The tickets of one client.
    #[must_use]
    pub fn grant_client(client: ClientId) -> Self {
        Self(Extent::Client(client))
    }

    /// One ticket.
    #[must_use]
    pub fn grant_ticket(ticket: TicketId) -> Self {
        Self(Extent::Ticket(ticket))
    }

    /// Whether tickets that lie with a team, or with none, may lie within.
    #[must_use]
    pub fn admits_team(&self, team: Option<TeamId>) -> bool {
        match &self.0 {
            Extent::Teams(teams) => team.is_some_and(|team| teams.contains(&team)),
            Extent::All | Extent::Client(_) | Extent::Ticket(_) => true,
        }
    }

    /// Whether the ticket lies within.
    #[must_use]
    pub fn admits(&self, ticket: &Ticket) -> bool {
        match &self.0 {
            Extent::All => true,
            Extent::Teams(teams) => ticket.team.is_some_and(|team| teams.contains(&team)),
            Extent::Client(client) => ticket.client == *client,
            // What became part of a ticket is part of it.
            Extent::Ticket(id) => ticket.id == *id || ticket.merged_into == Some(*id),
        }
    }
}
