//! What apps read.

use crate::app::App;
use desk::read::{AccountTicket, Deadline, FollowUp, Line, Said, Turn};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A ticket in the list of its client.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, ToSchema)]
pub struct AccountTicketOut {
    /// Public id.
    pub id: String,
    /// The number that clients and operators name it by.
    pub number: String,
    pub title: String,
    /// `ours`, `yours`, `resolved`, `withdrawn` or `closed`: a message to a closed one opens another.
    pub state: &'static str,
    pub opened_at: String,
    pub updated_at: String,
    /// The deadline that the client was told, while it stands.
    pub due: Option<String>,
}

/// Tickets of a client.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccountTicketsOut {
    pub tickets: Vec<AccountTicketOut>,
    /// What to ask for older ones with, as `before`; none where there are none.
    pub next: Option<String>,
}

/// A ticket as its client sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccountTalkOut {
    /// Public id.
    pub id: String,
    pub number: String,
    pub title: String,
    pub state: &'static str,
    /// The deadline, and whether it passed or stands still while we wait for the client.
    pub due: Option<AccountDueOut>,
    /// How content the client said they are, the last time they did.
    pub rating: Option<AccountRating>,
    /// Oldest first; the newest 200.
    pub messages: Vec<AccountMessageOut>,
    /// Older ones are not shown.
    pub more: bool,
    /// The private page of the ticket.
    pub page: String,
}

/// How content a client is.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountRating {
    /// 1 is the worst, 5 the best.
    #[schema(minimum = 1, maximum = 5)]
    pub score: u8,
    /// Why, in the client's words, at most 2,000 characters.
    #[serde(default)]
    pub text: String,
    /// We may call about it: with a score of 3 or less a callback starts, and the ticket is ours again.
    #[serde(default)]
    pub call: bool,
}

/// A deadline.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccountDueOut {
    pub at: String,
    pub missed: bool,
    pub paused: bool,
}

/// Something said.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccountMessageOut {
    /// Public id; confirm what was seen by it.
    pub id: String,
    /// Ours, not the client's.
    pub ours: bool,
    /// Made by a machine of ours.
    pub automatic: bool,
    pub at: String,
    /// What was said; under an answer of ours, after an empty line, what it tells beside its words: a promise, a deadline that
    /// moved, that the deadline waits for the client. Empty for a call.
    pub text: String,
    pub files: Vec<AccountFileOut>,
    /// It was a telephone call.
    pub call: Option<AccountCallOut>,
}

/// A telephone call.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccountCallOut {
    /// Both spoke; else it was missed, or we did not get through.
    pub connected: bool,
    /// How long they spoke, once it is known.
    pub seconds: Option<i64>,
}

/// A file.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccountFileOut {
    pub id: String,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    /// `here`; `coming`: its door has not handed it over yet; `lost`: it could not be had.
    pub state: &'static str,
}

pub fn state(turn: Turn) -> &'static str {
    match turn {
        Turn::Ours => "ours",
        Turn::Yours => "yours",
        Turn::Resolved => "resolved",
        Turn::Withdrawn => "withdrawn",
        Turn::Closed => "closed",
    }
}

pub fn listed(ticket: AccountTicket) -> AccountTicketOut {
    AccountTicketOut {
        id: ticket.public_id,
        number: ticket.number,
        title: ticket.title,
        state: state(ticket.turn),
        opened_at: ticket.opened_at.to_string(),
        updated_at: ticket.updated_at.to_string(),
        due: ticket.due.map(|due| due.to_string()),
    }
}

pub fn talk(app: &App, id: &str, found: FollowUp, secret: &str) -> AccountTalkOut {
    let due = |deadline: Deadline| AccountDueOut {
        at: deadline.due.to_string(),
        missed: deadline.missed,
        paused: deadline.paused,
    };
    let said = found.history.into_iter().filter_map(|line| match line {
        Line::Said(said) => Some(message(said)),
        Line::Turned { .. } => None,
    });
    AccountTalkOut {
        id: id.to_owned(),
        number: found.number,
        title: found.title,
        state: state(found.turn),
        due: found.deadline.map(due),
        rating: found.rating.map(|rating| AccountRating {
            score: rating.score,
            text: rating.text,
            call: rating.call,
        }),
        messages: said.collect(),
        more: found.more,
        page: app.options.address(&format!("/t/{secret}")),
    }
}

fn message(said: Said) -> AccountMessageOut {
    let files = said.files.into_iter().map(|file| AccountFileOut {
        id: file.public_id,
        name: file.name,
        media_type: file.media_type,
        size: file.size,
        state: file.bytes.code(),
    });
    AccountMessageOut {
        id: said.public_id,
        ours: said.ours,
        automatic: said.automatic,
        at: said.at.to_string(),
        text: said.text,
        files: files.collect(),
        call: said.call.map(|call| AccountCallOut {
            connected: call.connected,
            seconds: call.seconds,
        }),
    }
}
