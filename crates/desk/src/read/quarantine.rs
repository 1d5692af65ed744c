//! What was set aside for a person: the queue, one item, and what can be read of it.

use super::names::{Door, PersonName, door};
use super::{Cursor, DeskReader};
use crate::desk::require;
use crate::{DeskError, DeskResult};
use domain::coded;
use domain::setup::Setup;
use domain::{Moment, Permission};
use store::rows::{QuarantineQuery, Quarantined};

/// Items on one page.
const PAGE: i64 = 50;
/// Characters shown of something that could not be read.
const EXCERPT: usize = 4_000;

coded! {
    /// What became of something set aside.
    pub enum QuarantineState {
        Waiting = "waiting",
        Accepted = "accepted",
        Rejected = "rejected",
    }
}

/// A page of the quarantine.
#[derive(Clone, Debug, Default)]
pub struct QuarantinePage {
    pub items: Vec<QuarantinedView>,
    pub next: Option<Cursor>,
}

/// Something set aside.
#[derive(Clone, Debug)]
pub struct QuarantinedView {
    pub public_id: String,
    pub door: Door,
    pub arrived_at: Moment,
    /// Why, as a code: `unreadable`, `automatic_reply` …
    pub reason: String,
    pub sender: String,
    pub title: String,
    /// Bytes.
    pub size: i64,
    pub has_raw: bool,
    pub trace: String,
    pub state: String,
    pub decided_by: Option<PersonName>,
    pub decided_at: Option<Moment>,
    /// Why it was rejected.
    pub decision: String,
    /// Public id and number of the ticket it became.
    pub ticket: Option<(String, String)>,
}

/// Something set aside, opened: what it says, as far as anybody can tell, and nothing that could do harm.
#[derive(Clone, Debug)]
pub struct SetAside {
    pub item: QuarantinedView,
    /// Header fields, nothing decoded.
    pub headers: Vec<(String, String)>,
    /// Whether it could be read as a message.
    pub understood: bool,
    /// Who seems to have written it; empty where nobody can tell.
    pub sender: String,
    pub sender_name: String,
    pub title: String,
    /// What it says, as plain text, bounded.
    pub text: String,
    /// Its layout, sanitised, without anything from other hosts; empty where it has none.
    pub html: String,
    /// The files it brings, by name and type.
    pub files: Vec<(String, String)>,
    /// The beginning of the raw copy as it is.
    pub raw: String,
}

impl DeskReader {
    /// What was set aside: what waits with the oldest first, what was decided with the newest first.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without `supervise`; the store's own.
    pub async fn quarantine(
        &self,
        state: QuarantineState,
        after: Option<Cursor>,
    ) -> DeskResult<QuarantinePage> {
        require(&self.principal, Permission::Supervise)?;
        let query = QuarantineQuery {
            public_id: None,
            state: state.code().into(),
            oldest_first: state == QuarantineState::Waiting,
            after: after.map(|after| after.place('q')).transpose()?,
            limit: PAGE + 1,
        };
        let setup = self.desk.setup();
        self.snapshot(move |reader, _whole| {
            let mut found = reader.quarantined(&query)?;
            let next = Cursor::after_page('q', &mut found, PAGE, |item| item.place);
            let items = found.into_iter().map(|item| view(&setup, item));
            Ok(QuarantinePage {
                items: items.collect(),
                next,
            })
        })
        .await
    }

    /// How many wait, counted up to 1,001.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without `supervise`; the store's own.
    pub async fn quarantine_count(&self) -> DeskResult<i64> {
        require(&self.principal, Permission::Supervise)?;
        let most = super::inbox::MOST_COUNTED + 1;
        self.snapshot(move |reader, _whole| Ok(reader.count_quarantined(most)?))
            .await
    }

    /// One item with what can be read of its raw copy: at most 4,000 characters, whatever its charset makes of them.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without `supervise`, [`DeskError::NotFound`]; the store's own.
    pub async fn quarantined(&self, public_id: &str) -> DeskResult<(QuarantinedView, String)> {
        let item = self.quarantined_row(public_id).await?;
        let raw = match item.raw.as_str() {
            "" => Vec::new(),
            hash => self.desk.blob(hash).await?,
        };
        Ok((view(&self.desk.setup(), item), excerpt(&raw)))
    }

    /// One item, opened and made safe.
    ///
    /// # Errors
    /// As [`DeskReader::quarantined`].
    pub async fn set_aside(&self, public_id: &str) -> DeskResult<SetAside> {
        let item = self.quarantined_row(public_id).await?;
        let (glimpse, raw) = self.desk.second_look(&item, None).await?;
        let understood = glimpse.message.is_some();
        let message = glimpse.message;
        let said = message.as_ref().map(words_of).unwrap_or_default();
        let (html, files) = message.as_ref().map(layout_of).unwrap_or_default();
        let from = message.as_ref().map(|message| message.from.clone());
        let from = from.filter(|from| !from.value.is_empty());
        let title = message
            .map(|message| message.title)
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| item.title.clone());
        Ok(SetAside {
            headers: glimpse.headers,
            understood,
            sender: from
                .as_ref()
                .map_or_else(|| item.sender.clone(), |from| from.value.clone()),
            sender_name: from.map(|from| from.name).unwrap_or_default(),
            title,
            text: said,
            html,
            files,
            raw: excerpt(&raw),
            item: view(&self.desk.setup(), item),
        })
    }

    /// The raw copy, as it came through the door.
    ///
    /// # Errors
    /// As [`DeskReader::quarantined`].
    pub async fn quarantined_raw(&self, public_id: &str) -> DeskResult<Vec<u8>> {
        let item = self.quarantined_row(public_id).await?;
        self.desk.blob(&item.raw).await
    }

    async fn quarantined_row(&self, public_id: &str) -> DeskResult<Quarantined> {
        require(&self.principal, Permission::Supervise)?;
        let query = QuarantineQuery::one(public_id);
        let found = self.snapshot(move |reader, _whole| Ok(reader.quarantined(&query)?));
        found
            .await?
            .pop()
            .ok_or(DeskError::NotFound("quarantined message"))
    }
}

/// The beginning of bytes as text, whatever their charset makes of them.
fn excerpt(raw: &[u8]) -> String {
    let start = raw.get(..raw.len().min(EXCERPT * 4)).unwrap_or_default();
    String::from_utf8_lossy(start).chars().take(EXCERPT).collect()
}

fn words_of(message: &channel::Message) -> String {
    let plain = message.text.as_deref().filter(|text| !text.trim().is_empty());
    let text = match (plain, &message.html) {
        (Some(plain), _) => text::clean(plain),
        (None, Some(html)) => text::clean(&text::html_to_text(html)),
        (None, None) => String::new(),
    };
    text.chars().take(EXCERPT * 5).collect()
}

fn layout_of(message: &channel::Message) -> (String, Vec<(String, String)>) {
    let html = message.html.as_deref().map(|html| text::sanitise(html).html);
    let files = message.attachments.iter().map(|file| {
        (
            text::clean_line(&file.name, 120),
            text::clean_line(&file.media_type, 120),
        )
    });
    (html.unwrap_or_default(), files.take(100).collect())
}

fn view(setup: &Setup, item: Quarantined) -> QuarantinedView {
    QuarantinedView {
        public_id: item.public_id,
        door: door(setup, item.channel),
        arrived_at: item.arrived_at,
        reason: item.reason,
        sender: item.sender,
        title: item.title,
        size: item.size,
        has_raw: !item.raw.is_empty(),
        trace: item.trace,
        state: item.state,
        decided_by: item.decided_by.map(PersonName::from),
        decided_at: item.decided_at,
        decision: item.decision,
        ticket: item.ticket.map(|(id, number)| (id, setup.number.show(number))),
    }
}
