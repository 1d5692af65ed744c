//! The ticket page: header, clocks, timeline, composer, client panel.

use super::{Choices, ClientPanel, ClockCard, Composer, Entry, Held, List, Merges, Page};

/// A ticket, opened.
#[derive(Clone, Debug, Default)]
pub struct Ticket {
    /// Public id.
    pub id: String,
    /// «2026-004512».
    pub number: String,
    pub subject: String,
    /// Path of the ticket, without the prefix; forms post below it.
    pub path: String,
    /// Path of the list it was opened from.
    pub back: String,
    pub version: i64,
    /// Loud things first: undelivered answers, conflicts.
    pub alerts: Vec<Alert>,
    pub state: Choices,
    /// Outcomes offered with *resolved*; empty where the ticket cannot be resolved by this reader.
    pub outcomes: Choices,
    pub assignee: Choices,
    /// Whoever is responsible is away; empty where they are there.
    pub away: String,
    pub priority: Choices,
    pub topic: Choices,
    pub kind: Choices,
    /// The desk's own fields.
    pub fields: Vec<FieldRow>,
    pub tags: Vec<String>,
    /// Path tags are posted to; empty: not to be changed by this reader.
    pub tags_action: String,
    pub can_take: bool,
    /// A response clock is open and may be set aside: «Ответ не требуется».
    pub can_dismiss: bool,
    pub clocks: Vec<ClockCard>,
    /// «Ещё 140 записей»: path of the whole timeline, when only its end is shown.
    pub earlier: Option<(String, String)>,
    pub entries: Vec<Entry>,
    pub composer: Option<Composer>,
    pub held: Option<Held>,
    /// Why there is no composer.
    pub closed: String,
    pub client: ClientPanel,
    pub merges: Merges,
    pub side_tasks: super::SideTasks,
    pub links: super::Links,
}

/// A field of the desk's own with its value.
#[derive(Clone, Debug, Default)]
pub struct FieldRow {
    pub name: String,
    pub label: String,
    /// As it is read.
    pub words: String,
    /// As it is sent.
    pub value: String,
    /// `text`, `date`, `decimal` or `choice`.
    pub kind: &'static str,
    pub choices: Vec<super::Choice>,
    pub required: bool,
    /// The field was deleted: its value stays and is not changed any more.
    pub deleted: bool,
}

/// Something that stays loud until somebody deals with it.
#[derive(Clone, Debug, Default)]
pub struct Alert {
    pub words: String,
    /// What was kept and what to do next.
    pub advice: String,
    /// Id of the entry it speaks of; empty for none.
    pub entry: String,
    /// Path of a POST that settles it, and the words of its button.
    pub action: Option<(String, String)>,
    /// A box to tick beside it: its name, and its words.
    pub choice: Option<(String, String)>,
}

/// `/tickets/{id}` as a whole page.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/ticket.html")]
pub struct TicketPage {
    pub page: Page,
    pub list: List,
    pub ticket: Ticket,
}

/// `/tickets/{id}` for a request with the header `Turbo-Frame: ticket`: without the list, with what the last action
/// did, since that has its place outside the frame.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "ticket/frame_answer.html")]
pub struct TicketFrame {
    pub page: Page,
    pub ticket: Ticket,
}
