//! One line of a list of tickets: two lines of text, 56 px, the clock at the right edge.

use super::{Clock, Door, Face, Page};
use askama::Template as _;

/// A ticket in a list. A changed row is rendered once and pushed to all who see it, so nothing in it may depend on
/// who looks: which one is open is put in by the list, and back by a script.
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
    /// An answer did not reach the client and nobody has dealt with it.
    pub undelivered: bool,
    /// The client on the telephone was not told a deadline yet.
    pub untold: bool,
    /// «В очереди чата: 2»; empty where the client waits in none.
    pub queue: String,
}

/// The element of a row.
#[derive(askama::Template)]
#[template(path = "part/row.html")]
struct RowElement<'a> {
    page: &'a Page,
    row: &'a Row,
}

/// A row as markup, to be put into many pages.
#[derive(Clone, Debug, Default)]
pub struct RowMarkup {
    pub id: String,
    /// The start tag up to its end: what is open beside the list is marked there.
    pub start: String,
    pub rest: String,
}

impl RowMarkup {
    /// A row as every page of the same language and the same assets has it.
    ///
    /// # Errors
    /// The template's.
    pub fn of(page: &Page, row: &Row) -> askama::Result<Self> {
        let whole = RowElement { page, row }.render()?;
        // Whatever people wrote stands behind the start tag.
        let (start, _) = whole.split_once('>').unwrap_or((&whole, ""));
        Ok(Self {
            id: row.id.clone(),
            start: start.to_owned(),
            rest: whole[start.len()..].to_owned(),
        })
    }
}
