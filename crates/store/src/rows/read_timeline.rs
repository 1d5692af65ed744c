//! A timeline, a page at a time from its end: a fixed number of statements, however much hangs on its lines.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::entry::EntryRow;
use crate::rows::hanging::{BodyRow, Hanging, deliveries, files, text_body};
use crate::rows::operator::Operator;
use crate::rows::read_people::{Person, operators, programs};
use crate::rows::step_entry::{StepEntry, step_entries};
use crate::schema::{body, client, entry};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use domain::delivery::DeliveryFate;
use domain::entry::{AttachmentRef, Entry, EntryKind};
use domain::ticket::Ticket;
use domain::{
    Actor, ChannelId, ClientId, DeliveryId, EntryId, Handle, Moment, OperatorId, TicketId, TokenId,
};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Earlier entries are counted so far.
const COUNTED: i64 = 1_000;

/// What of a timeline is wanted.
#[derive(Clone, Debug)]
pub struct TimelineQuery {
    /// Before this place: `(occurred_at, seq)`.
    pub before: Option<(Moment, i64)>,
    pub limit: i64,
    /// Only entries of these kinds; empty: of any.
    pub kinds: Vec<EntryKind>,
    /// Tickets that became part of this one: all are one timeline.
    pub with: Vec<TicketId>,
    /// With the names of those who did things; whoever tells clients what was said tells none.
    pub names: bool,
    /// Who else is to be named, beside those who did what the page shows.
    pub also: Vec<Actor>,
    /// Lines that are wanted by who did them, wherever they stand.
    pub steps: BTreeSet<EntryId>,
    /// The client whose name is known already.
    pub client: Option<(ClientId, String)>,
    /// People whose names are known already.
    pub people: Arc<Vec<Operator>>,
}

/// A page of a timeline, oldest first, with the names it needs.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    pub lines: Vec<TimelineLine>,
    /// How many entries come before these, counted up to 1,000.
    pub earlier: i64,
    pub people: HashMap<OperatorId, Person>,
    pub programs: HashMap<TokenId, String>,
    pub clients: HashMap<ClientId, String>,
    /// The lines that were wanted by who did them.
    pub steps: HashMap<EntryId, StepEntry>,
}

/// One entry with what hangs on it.
#[derive(Clone, Debug)]
pub struct TimelineLine {
    pub entry: Entry,
    pub body: Option<TextBody>,
    pub files: Vec<StoredFile>,
    pub deliveries: Vec<DeliveryLine>,
}

/// The words of a message, without its HTML.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct TextBody {
    pub text: String,
    /// Bytes of `text` that the author wrote now.
    pub visible: usize,
    pub has_html: bool,
    pub remote_images: i64,
}

/// An attachment with the id it is asked for by.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StoredFile {
    pub public_id: String,
    pub file: AttachmentRef,
}

/// What became of a message of ours.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DeliveryLine {
    pub id: DeliveryId,
    pub channel: ChannelId,
    pub to: Handle,
    pub fate: DeliveryFate,
    pub attempts: i32,
    pub status: String,
    pub reason: String,
    pub updated_at: Moment,
    /// The paper it goes on.
    pub letter: Option<LetterOut>,
}

/// A letter of ours, as the register has it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct LetterOut {
    pub public_id: String,
    pub number: String,
    /// `prepared`, `dispatched`, `delivered`, `returned`.
    pub state: String,
    /// Of dispatch, `YYYY-MM-DD`; empty before.
    pub day: String,
    pub tracking: String,
}

impl Reader<'_> {
    /// A page of a ticket's timeline. The ticket was read within a scope before.
    ///
    /// # Errors
    /// The store's own.
    pub fn timeline(&mut self, ticket: &Ticket, query: &TimelineQuery) -> Result<Timeline, StoreError> {
        let conn = &mut *self.conn;
        let (entries, hanging) = dressed_entries(conn, ticket, query)?;
        let is_full = i64::try_from(entries.len()).unwrap_or(query.limit) >= query.limit;
        let earlier = match entries.first().filter(|_| is_full) {
            Some(first) => earlier(conn, ticket, query, first)?,
            None => 0,
        };
        let steps = step_entries(conn, &query.steps, &entries)?;
        let behind = steps.values().map(|step| step.actor);
        let also: Vec<Actor> = query.also.iter().copied().chain(behind).collect();
        Ok(Timeline {
            earlier,
            steps,
            ..dressed(
                conn,
                (entries, hanging),
                query.names,
                &also,
                (query.client.clone(), &query.people),
            )?
        })
    }

    /// The entries of a page alone, without what hangs on them.
    ///
    /// # Errors
    /// The store's own.
    pub fn bare_timeline(
        &mut self,
        ticket: &Ticket,
        query: &TimelineQuery,
    ) -> Result<Vec<Entry>, StoreError> {
        entries(self.conn, ticket, query)
    }
}

/// Entries with what hangs on them and the names they need, in their order.
pub(super) fn dressed(
    conn: &mut Conn,
    (entries, hanging): (Vec<Entry>, Hanging),
    names: bool,
    also: &[Actor],
    (client, people): (Option<(ClientId, String)>, &[Operator]),
) -> Result<Timeline, StoreError> {
    let mut timeline = Timeline {
        lines: Vec::with_capacity(entries.len()),
        ..Timeline::default()
    };
    if names {
        let of = |wanted: fn(Actor) -> bool| actors(&entries, also, wanted);
        let mut wanted = of(|actor| matches!(actor, Actor::Operator(_)));
        let known = people.iter().filter(|person| wanted.remove(&person.id.0));
        timeline.people = known.map(|person| (person.id, Person::from(person))).collect();
        timeline.people.extend(operators(conn, &wanted)?);
        timeline.programs = programs(conn, &of(|actor| matches!(actor, Actor::Integration(_))))?;
        let mut wanted = of(|actor| matches!(actor, Actor::Client(_)));
        if let Some((id, _)) = &client {
            wanted.remove(&id.0);
        }
        timeline.clients = client_names(conn, &wanted)?;
        timeline.clients.extend(client);
    }
    let mut bodies = hanging.bodies;
    let mut files = files(conn, &hanging.files)?;
    let mut deliveries = deliveries(conn, &hanging.deliveries)?;
    for entry in entries {
        let id = entry.id.0;
        timeline.lines.push(TimelineLine {
            entry,
            body: bodies.remove(&id),
            files: files.remove(&id).unwrap_or_default(),
            deliveries: deliveries.remove(&id).unwrap_or_default(),
        });
    }
    Ok(timeline)
}

fn actors(entries: &[Entry], also: &[Actor], wanted: impl Fn(Actor) -> bool) -> BTreeSet<i64> {
    let found = entries
        .iter()
        .map(|entry| entry.actor)
        .chain(also.iter().copied())
        .filter(|actor| wanted(*actor));
    found.map(Actor::id).collect()
}

/// The condition of a timeline's entries: of the ticket, of the kinds, and before a place.
macro_rules! narrowed {
    ($lines:expr, $ticket:expr, $with:expr, $kinds:expr, $before:expr) => {{
        let mut wanted = $lines.into_boxed();
        // One ticket is one range of the index, which is read in order.
        wanted = if $with.is_empty() {
            wanted.filter(entry::ticket_id.eq($ticket.id.0))
        } else {
            let all = $with.iter().map(|id| id.0).chain([$ticket.id.0]);
            wanted.filter(entry::ticket_id.eq_any(padded(all.collect::<Vec<i64>>())))
        };
        if !$kinds.is_empty() {
            wanted = wanted.filter(entry::kind.eq_any($kinds.iter().map(|kind| kind.code())));
        }
        if let Some((at, seq)) = $before {
            let at = at.as_micros();
            // The first condition bounds the index, the second settles the instant they share.
            wanted = wanted
                .filter(entry::occurred_at.le(at))
                .filter(entry::occurred_at.lt(at).or(entry::seq.lt(seq)));
        }
        wanted
    }};
}

/// The rows of a page, oldest first: what is read of each, from where, and where its entry stands in it.
macro_rules! rows {
    ($conn:expr, $lines:expr, $row:expr => $of:ty, ($ticket:expr, $query:expr), $entry:path) => {{
        let (conn, ticket, query): (&mut Conn, &Ticket, &TimelineQuery) = ($conn, $ticket, $query);
        let mut rows: Vec<$of> = on_each!(conn, |c| narrowed!(
            $lines,
            ticket,
            query.with,
            query.kinds,
            query.before
        )
        .order((entry::occurred_at.desc(), entry::seq.desc(), entry::id.desc()))
        .limit(query.limit)
        .select($row)
        .cached()
        .load(c))?;
        let last = rows.last().map($entry).map(|row| (row.occurred_at, row.seq));
        if let Some(last) = last.filter(|_| !query.with.is_empty()) {
            // Lines of two tickets may stand at one place: a page ends between places.
            let all: Vec<i64> = query.with.iter().chain([&ticket.id]).map(|id| id.0).collect();
            let seen: Vec<i64> = rows.iter().map($entry).map(|row| row.id).collect();
            let tied: Vec<$of> = on_each!(conn, |c| $lines
                .filter(entry::ticket_id.eq_any(padded(&all)))
                .filter(entry::occurred_at.eq(last.0))
                .filter(entry::seq.eq(last.1))
                .filter(entry::id.ne_all(&seen))
                .order(entry::id.desc())
                .select($row)
                .cached()
                .load(c))?;
            rows.extend(tied);
        }
        rows.reverse();
        rows
    }};
}

/// A line, its words, and whether files and deliveries hang on it.
type LineRow = (EntryRow, Option<BodyRow>, bool, bool);

/// Lines with their words, as far as they are known by one statement.
macro_rules! lines {
    () => {
        entry::table.left_join(body::table.on(body::entry_id.eq(entry::id)))
    };
}

/// What is read of each of [`lines!`].
macro_rules! line_row {
    () => {
        (
            EntryRow::as_select(),
            (body::text, body::visible, body::html.ne(""), body::remote_images).nullable(),
            sql::<Bool>("EXISTS (SELECT 1 FROM attachment WHERE attachment.entry_id = entry.id)"),
            sql::<Bool>("EXISTS (SELECT 1 FROM delivery WHERE delivery.entry_id = entry.id)"),
        )
    };
}

fn entry_of(row: &LineRow) -> &EntryRow {
    &row.0
}

fn itself(row: &EntryRow) -> &EntryRow {
    row
}

/// Entries alone: whoever looks at the head of a talk needs no words.
fn entries(conn: &mut Conn, ticket: &Ticket, query: &TimelineQuery) -> Result<Vec<Entry>, StoreError> {
    let rows = rows!(conn, entry::table, EntryRow::as_select() => EntryRow, (ticket, query), itself);
    rows.into_iter().map(EntryRow::into_entry).collect()
}

fn dressed_entries(
    conn: &mut Conn,
    ticket: &Ticket,
    query: &TimelineQuery,
) -> Result<(Vec<Entry>, Hanging), StoreError> {
    let rows: Vec<LineRow> = rows!(conn, lines!(), line_row!() => LineRow, (ticket, query), entry_of);
    let (mut entries, mut hanging) = (Vec::with_capacity(rows.len()), Hanging::default());
    for (row, body, has_files, has_deliveries) in rows {
        let id = row.id;
        hanging.bodies.extend(body.map(|body| (id, text_body(body))));
        hanging.files.extend(has_files.then_some(id));
        hanging.deliveries.extend(has_deliveries.then_some(id));
        entries.push(row.into_entry()?);
    }
    Ok((entries, hanging))
}

fn earlier(
    conn: &mut Conn,
    ticket: &Ticket,
    query: &TimelineQuery,
    first: &Entry,
) -> Result<i64, StoreError> {
    let before = Some((first.occurred_at, first.seq));
    let rows: Vec<i64> = on_each!(conn, |c| narrowed!(
        entry::table,
        ticket,
        query.with,
        query.kinds,
        before
    )
    .order((entry::occurred_at.desc(), entry::seq.desc()))
    .limit(COUNTED)
    .select(entry::seq)
    .cached()
    .load(c))?;
    Ok(i64::try_from(rows.len()).unwrap_or(COUNTED))
}

fn client_names(conn: &mut Conn, ids: &BTreeSet<i64>) -> Result<HashMap<ClientId, String>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, String)> = on_each!(conn, |c| client::table
        .filter(client::id.eq_any(padded(ids)))
        .select((client::id, client::name))
        .cached()
        .load(c))?;
    Ok(rows.into_iter().map(|(id, name)| (ClientId(id), name)).collect())
}
