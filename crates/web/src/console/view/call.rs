//! The page on which a call is logged, and the card of one that rings.

use super::{Choice, Page};

/// `/calls/new`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/call.html")]
pub struct CallPage {
    pub page: Page,
    /// Doors for calls.
    pub doors: Vec<Choice>,
    pub directions: Vec<Choice>,
    pub outcomes: Vec<Choice>,
    /// A number was typed, and who may have it was looked for.
    pub looked: bool,
    pub found: Vec<Caller>,
    /// Open tickets of the one who was found.
    pub tickets: Vec<Choice>,
    /// The exchange's own id of the call; empty for one it told nothing of.
    pub call: String,
    pub number: String,
    /// Public id of the ticket it is about; empty: whichever is open, or a new one.
    pub ticket: String,
    pub name: String,
    /// Local times, `YYYY-MM-DDThh:mm:ss`.
    pub rang_at: String,
    pub connected_at: String,
    pub ended_at: String,
    pub recording: String,
    pub text: String,
    /// It answered the request on its merits.
    pub on_merits: bool,
    /// Whether whoever looks may log a call of more than 24 hours ago, and says why.
    pub asks_reason: bool,
    pub reason: String,
    pub idempotency_key: String,
    /// Why it was not taken, and what to do; empty at first.
    pub error: String,
}

/// Who may have the number, brought while it is typed.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "part/callers.html")]
pub struct CallersFrame {
    pub page: Page,
    pub looked: bool,
    pub number: String,
    pub ticket: String,
    pub found: Vec<Caller>,
    pub tickets: Vec<Choice>,
}

/// A client who may have called.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    pub name: String,
    pub number: String,
    /// Path of the client's page.
    pub path: String,
}

/// A call that rings.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "part/ring.html")]
pub struct RingCard {
    pub page: Page,
    /// Of the card.
    pub id: String,
    /// The client's name and page, where the number is known.
    pub client: Option<(String, String)>,
    /// Name of the line that rings; empty where it is not known.
    pub channel: String,
    pub number: String,
    /// RFC 3339.
    pub rang_at: String,
    /// The exchange's own id of the call.
    pub call: String,
    pub tickets: Vec<Choice>,
}
