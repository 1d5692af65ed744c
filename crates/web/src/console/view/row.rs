//! One line of a list of tickets: two lines of text, 56 px, the clock at the right edge.

use super::{Clock, Door, Face};

/// A ticket in a list. A changed row is rendered once and pushed to all who see it, so nothing in it may depend on
/// who looks: `here` is put back by a script.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Public id, `tkt_…`; the element's id is `row-{id}`.
    pub id: String,
    /// Address of the ticket with the view it was opened from, without the prefix.
    pub path: String,
    pub door: Door,
    pub client: String,
    /// Public number, shown on hover and read out.
    pub number: String,
    pub subject: String,
    /// Who spoke last: «Вы», «Клиент», the first name of a colleague; empty when the last words are the first.
    pub speaker: String,
    pub last_words: String,
    pub tags: Vec<String>,
    pub assignee: Option<Face>,
    /// «Отсутствует до 12 мая, замещает Борис»; empty where they are there.
    pub away: String,
    pub clock: Option<Clock>,
    /// Our turn, and the client said something that was not seen.
    pub unread: bool,
    pub version: i64,
    pub here: bool,
    /// An answer did not reach the client and nobody has dealt with it.
    pub undelivered: bool,
    /// The client on the telephone was not told a deadline yet.
    pub untold: bool,
    /// «В очереди чата: 2»; empty where the client waits in none.
    pub queue: String,
}
