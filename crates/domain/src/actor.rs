//! Who acts, and what they may do. Checked in the desk, whatever page or protocol the wish came by.

use crate::{ClientId, OperatorId, TicketId, TokenId, coded};
use serde::{Deserialize, Serialize};

coded! {
    /// What one of our people is to the desk.
    pub enum Role {
        Operator = "operator",
        Supervisor = "supervisor",
        Administrator = "administrator",
    }
}

coded! {
    /// What may be done. Roles and API tokens are sets of these.
    pub enum Permission {
        TicketsRead = "tickets:read",
        /// Answer, note, assign, change state.
        TicketsWrite = "tickets:write",
        /// Open tickets and add messages on behalf of clients.
        IntakeWrite = "intake:write",
        /// State an earlier time of a request than its arrival.
        IntakeBackdate = "intake:backdate",
        /// The board of deadlines, the ledger, the quarantine.
        Supervise = "supervise",
        /// Channels, calendars, policies, people.
        Administer = "administer",
    }
}

impl Role {
    /// Whether the role includes the permission.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        use Permission as P;
        match permission {
            P::TicketsRead | P::TicketsWrite | P::IntakeWrite => true,
            P::IntakeBackdate | P::Supervise => self >= Role::Supervisor,
            P::Administer => self == Role::Administrator,
        }
    }
}

/// Somebody who proved who they are.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Principal {
    /// One of our people, logged in.
    Operator { id: OperatorId, role: Role },
    /// A program with a token and its scopes.
    Integration { id: TokenId, may: Vec<Permission> },
    /// A client, proved by the host's account.
    Client { id: ClientId },
    /// Whoever holds the private link of one ticket.
    Visitor { ticket: TicketId },
}

impl Principal {
    /// Whether the principal may do it at all. What it may do it *to* is the scope's question.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        match self {
            Self::Operator { role, .. } => role.may(permission),
            Self::Integration { may, .. } => may.contains(&permission),
            Self::Client { .. } | Self::Visitor { .. } => false,
        }
    }

    /// The actor written beside this principal's changes.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match self {
            Self::Operator { id, .. } => Actor::Operator(*id),
            Self::Integration { id, .. } => Actor::Integration(*id),
            Self::Client { id } => Actor::Client(*id),
            Self::Visitor { .. } => Actor::Visitor,
        }
    }
}

/// Who made a change, as it is written down.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Actor {
    /// Okno itself: intake, timer, jobs.
    System,
    Operator(OperatorId),
    Client(ClientId),
    Integration(TokenId),
    Visitor,
}

impl Actor {
    /// The stored code of the kind of actor.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Operator(_) => "operator",
            Self::Client(_) => "client",
            Self::Integration(_) => "integration",
            Self::Visitor => "visitor",
        }
    }

    /// One of our people, and no program: whoever asked for a person has got one.
    #[must_use]
    pub fn is_person(self) -> bool {
        matches!(self, Self::Operator(_))
    }

    /// The stored id of the actor; zero where there is none.
    #[must_use]
    pub fn id(self) -> i64 {
        match self {
            Self::System | Self::Visitor => 0,
            Self::Operator(OperatorId(id)) | Self::Client(ClientId(id)) | Self::Integration(TokenId(id)) => {
                id
            }
        }
    }

    /// The actor of a stored pair.
    ///
    /// # Errors
    /// The code is unknown.
    pub fn from_stored(code: &str, id: i64) -> Result<Self, crate::code::UnknownCode> {
        Ok(match code {
            "system" => Self::System,
            "operator" => Self::Operator(OperatorId(id)),
            "client" => Self::Client(ClientId(id)),
            "integration" => Self::Integration(TokenId(id)),
            "visitor" => Self::Visitor,
            _ => {
                return Err(crate::code::UnknownCode {
                    what: "Actor",
                    code: code.to_owned(),
                });
            }
        })
    }
}
