//! The ticket: one request of one client, and the states it goes through.

pub use crate::outcome::Outcome;
use crate::time::DAY;
use crate::{BrandId, ChannelId, ClientId, IdentityId, Moment, OperatorId, TeamId, TicketId, coded};

coded! {
    /// Whose turn it is.
    pub enum State {
        /// Nobody has answered yet.
        New = "new",
        /// Our turn.
        Open = "open",
        /// The client's turn; the resolution clock is paused.
        WaitingClient = "waiting_client",
        /// Our turn, at another desk; every clock runs.
        WaitingOthers = "waiting_others",
        /// The client may come back.
        Resolved = "resolved",
        /// A new message opens a new ticket.
        Closed = "closed",
    }
}

impl State {
    /// Whether work on the ticket is over for now.
    #[must_use]
    pub fn is_done(self) -> bool {
        matches!(self, Self::Resolved | Self::Closed)
    }
}

coded! {
    /// What the client asks for. Decides whether a statutory term applies.
    pub enum Kind {
        Question = "question",
        Complaint = "complaint",
        Application = "application",
        Claim = "claim",
        Suggestion = "suggestion",
        Thanks = "thanks",
    }
}

coded! {
    /// How urgent it is among its like.
    pub enum Priority {
        Low = "low",
        Normal = "normal",
        High = "high",
        Urgent = "urgent",
    }
}

/// The year and the serial number within it, shown as `2026-004512`.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct TicketNumber {
    pub year: i32,
    pub serial: i64,
}

impl std::fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:06}", self.year, self.serial)
    }
}

impl std::str::FromStr for TicketNumber {
    type Err = crate::code::UnknownCode;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let parsed = s.split_once('-').and_then(|(year, serial)| {
            (year.len() == 4 && serial.len() >= 6).then(|| {
                Some(Self {
                    year: year.parse().ok()?,
                    serial: serial.parse().ok()?,
                })
            })?
        });
        parsed.ok_or_else(|| crate::code::UnknownCode {
            what: "TicketNumber",
            code: s.to_owned(),
        })
    }
}

/// A ticket as the desk decides about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Ticket {
    pub id: TicketId,
    pub public_id: String,
    pub number: TicketNumber,
    pub brand: BrandId,
    pub channel: ChannelId,
    pub client: ClientId,
    /// The client's address the talk goes on with.
    pub identity: IdentityId,
    pub team: Option<TeamId>,
    pub assignee: Option<OperatorId>,
    pub kind: Kind,
    pub state: State,
    pub priority: Priority,
    pub topic: String,
    pub title: String,
    /// ISO 639-1 code of the language the client writes in.
    pub lang: String,
    pub outcome: Option<Outcome>,
    /// When the request happened (`definitions.md` §1).
    pub occurred_at: Moment,
    pub created_at: Moment,
    /// When anything last happened.
    pub updated_at: Moment,
    pub closes_at: Moment,
    /// When it was last resolved, while that stands; says nothing of a ticket that is not done.
    pub resolved_at: Moment,
    /// Goes up with every change made by our side; incoming messages leave it alone.
    pub version: i64,
    /// The number of the last entry of the timeline.
    pub last_seq: i64,
    /// The earliest due of all running clocks and of what the client was told; `NEVER` when there is none.
    pub lead_due: Moment,
    /// What the client was told, while it stands; `NEVER` when nothing was.
    pub told_due: Moment,
    pub merged_into: Option<TicketId>,
    /// The ticket this one came out of: reopened too late, split, or written by a stranger to the thread.
    pub related_to: Option<TicketId>,
    /// The start of the last message, for lists.
    pub last_words: String,
    pub last_speaker: Speaker,
    /// The secret of the client's private link.
    pub link_secret: String,
}

impl Ticket {
    /// Whether the private link opens nothing any more: nothing has happened for so many days since the ticket closed.
    #[must_use]
    pub fn link_expired(&self, days: u32, now: Moment) -> bool {
        self.state == State::Closed && now > self.updated_at.saturating_add(i64::from(days) * DAY)
    }
}

coded! {
    /// Who spoke last.
    pub enum Speaker {
        Client = "client",
        Operator = "operator",
        System = "system",
    }
}
