//! The inbox: which tickets, in which order, with what a row says about each.

use super::clock::{LeadClock, lead};
use super::names::{Door, PersonName, TeamName, door, team};
use super::{Cursor, DeskReader};
use crate::{DeskError, DeskResult};
use domain::coded;
use domain::setup::Setup;
use domain::ticket::{Kind, Priority, Speaker, State, TicketNumber};
use domain::time::HOUR;
use domain::{Handle, Moment, OperatorId, TeamId};
use store::Reader;
use store::rows::{ListQuery, Pile, Place, SearchWords, TicketLine, Whose};

/// Rows on one page at most.
pub const MOST_ROWS: i64 = 100;
/// Lists are counted so far; what is more is shown as "1000+".
pub const MOST_COUNTED: i64 = 1_000;
/// What is due within this is due soon.
const SOON: i64 = 4 * HOUR;

coded! {
    /// A list of the rail.
    pub enum View {
        Mine = "mine",
        /// With one of my teams.
        Team = "team",
        Unassigned = "unassigned",
        /// Due within the next four hours.
        DueSoon = "due",
        Overdue = "overdue",
        WaitingClient = "waiting",
        /// Everything that is open; together with words to look for, everything there is.
        All = "all",
        Resolved = "resolved",
        Closed = "closed",
        /// Open or not.
        Everything = "everything",
    }
}

/// What an inbox page is asked for. Ids are public ids.
#[derive(Clone, Debug)]
pub struct InboxQuery {
    pub view: View,
    pub team: Option<String>,
    pub assignee: Option<String>,
    pub state: Option<State>,
    pub kind: Option<Kind>,
    pub priority: Option<Priority>,
    pub channel: Option<String>,
    pub tag: Option<String>,
    /// Words to look for, or a ticket number.
    pub text: Option<String>,
    pub after: Option<Cursor>,
    /// At most 100.
    pub limit: i64,
    pub now: Moment,
}

impl InboxQuery {
    /// The first page of a view.
    #[must_use]
    pub fn of(view: View, now: Moment) -> Self {
        Self {
            view,
            team: None,
            assignee: None,
            state: None,
            kind: None,
            priority: None,
            channel: None,
            tag: None,
            text: None,
            after: None,
            limit: 50,
            now,
        }
    }
}

/// A page of the inbox.
#[derive(Clone, Debug)]
pub struct InboxPage {
    pub rows: Vec<InboxRow>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor>,
}

/// A ticket in a list.
#[derive(Clone, Debug)]
pub struct InboxRow {
    pub public_id: String,
    pub number: TicketNumber,
    pub title: String,
    /// The client's name; empty while unknown.
    pub client_name: String,
    /// The client's address the talk goes on with.
    pub handle: Handle,
    pub last_words: String,
    pub last_speaker: Speaker,
    pub state: State,
    pub priority: Priority,
    pub kind: Kind,
    pub topic: String,
    pub lang: String,
    pub tags: Vec<String>,
    pub assignee: Option<PersonName>,
    pub team: Option<TeamName>,
    pub door: Door,
    pub lead: Option<LeadClock>,
    /// The last message of ours did not reach the client.
    pub undelivered: bool,
    pub occurred_at: Moment,
    pub updated_at: Moment,
    pub version: i64,
}

impl InboxRow {
    /// What to call the client: the name, or the address where there is none.
    #[must_use]
    pub fn client_label(&self) -> &str {
        if self.client_name.is_empty() {
            self.handle.label()
        } else {
            &self.client_name
        }
    }
}

impl DeskReader {
    /// One page of a list. A fixed number of statements, whatever is on it.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for a team, channel or place that is not there; the store's own.
    pub async fn inbox(&self, query: InboxQuery) -> DeskResult<InboxPage> {
        let (setup, me) = (self.desk.setup(), self.me());
        self.snapshot(move |reader, scope| {
            let (wanted, limit) = wanted(reader, &query, &setup, me)?;
            let order = order_of(&wanted);
            let mut places = reader.list_tickets(scope, &wanted)?;
            let next = Cursor::after_page(order, &mut places, limit, |place| *place);
            let ids: Vec<_> = places.iter().map(Place::ticket).collect();
            let lines = reader.ticket_lines(scope, &ids)?;
            let rows = lines
                .into_iter()
                .map(|line| row(&setup, line, query.now))
                .collect();
            Ok(InboxPage { rows, next })
        })
        .await
    }

    /// How the database would find this page, one line a step: for those who ask why a list is slow, and for the test
    /// that none is.
    ///
    /// # Errors
    /// As [`DeskReader::inbox`].
    pub async fn inbox_plan(&self, query: InboxQuery) -> DeskResult<Vec<String>> {
        let (setup, me) = (self.desk.setup(), self.me());
        self.snapshot(move |reader, scope| {
            let (wanted, _) = wanted(reader, &query, &setup, me)?;
            Ok(reader.list_plan(scope, &wanted)?)
        })
        .await
    }

    /// How many tickets each view holds, counted up to 1,001: more than 1,000 is shown as "1000+".
    ///
    /// # Errors
    /// The store's own.
    pub async fn counts(&self, views: &[View], now: Moment) -> DeskResult<Vec<(View, i64)>> {
        let (views, me) = (views.to_vec(), self.me());
        self.snapshot(move |reader, scope| {
            let teams = my_teams(reader, me, &views)?;
            let lists: Vec<_> = views.iter().map(|view| list_of(*view, me, &teams, now)).collect();
            let counts = reader.count_tickets(scope, &lists, MOST_COUNTED + 1)?;
            Ok(views.into_iter().zip(counts).collect())
        })
        .await
    }

    /// The row of one ticket as it is now, for a list that shows it already.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; the store's own.
    pub async fn inbox_row(&self, ticket: domain::TicketId, now: Moment) -> DeskResult<InboxRow> {
        let setup = self.desk.setup();
        self.snapshot(move |reader, scope| {
            let line = reader
                .ticket_lines(scope, &[ticket])?
                .pop()
                .ok_or(DeskError::NotFound("ticket"))?;
            Ok(row(&setup, line, now))
        })
        .await
    }
}

/// What is asked of the store, and how many rows the page has. One more is read: it tells whether there is a next page.
fn wanted(
    reader: &mut Reader<'_>,
    query: &InboxQuery,
    setup: &Setup,
    me: Option<OperatorId>,
) -> DeskResult<(ListQuery, i64)> {
    let teams = my_teams(reader, me, &[query.view])?;
    let mut list = list_of(query.view, me, &teams, query.now);
    narrow(&mut list, query, setup)?;
    let limit = query.limit.clamp(1, MOST_ROWS);
    list.limit = limit + 1;
    list.after = query
        .after
        .map(|after| after.place(order_of(&list)))
        .transpose()?;
    Ok((list, limit))
}

/// The teams of the reading operator, where a view asks for them.
fn my_teams(reader: &mut Reader<'_>, me: Option<OperatorId>, views: &[View]) -> DeskResult<Vec<TeamId>> {
    match me {
        Some(me) if views.contains(&View::Team) => Ok(reader.teams_of(me)?),
        _ => Ok(Vec::new()),
    }
}

/// What a view holds.
fn list_of(view: View, me: Option<OperatorId>, teams: &[TeamId], now: Moment) -> ListQuery {
    let mut list = ListQuery::default();
    match view {
        View::Mine => list.whose = Some(me.map_or(Whose::Named(String::new()), Whose::Of)),
        View::Team => list.teams = Some(teams.to_vec()),
        View::Unassigned => list.whose = Some(Whose::Nobody),
        View::DueSoon => {
            list.due_from = Some(now);
            list.due_before = Some(now.saturating_add(SOON));
        }
        // "By" includes the instant: what is due now is not late yet.
        View::Overdue => list.due_before = Some(now),
        View::WaitingClient => list.pile = Pile::Waiting,
        View::All => {}
        View::Resolved => list.pile = Pile::Done(Some(State::Resolved)),
        View::Closed => list.pile = Pile::Done(Some(State::Closed)),
        View::Everything => list.pile = Pile::Any,
    }
    list
}

/// Adds what else was asked for.
fn narrow(list: &mut ListQuery, query: &InboxQuery, setup: &Setup) -> DeskResult<()> {
    if let Some(wanted) = &query.team {
        let team = setup.teams.iter().find(|team| team.public_id == *wanted);
        let team = team.ok_or_else(|| DeskError::invalid("team", "unknown", "there is no such team"))?;
        list.teams = Some(vec![team.id]);
    }
    if let Some(wanted) = &query.channel {
        let channel = setup.channels.iter().find(|channel| channel.public_id == *wanted);
        let channel =
            channel.ok_or_else(|| DeskError::invalid("channel", "unknown", "there is no such channel"))?;
        list.channel = Some(channel.id);
    }
    if let Some(assignee) = &query.assignee {
        list.whose = Some(Whose::Named(assignee.clone()));
    }
    list.state = query.state;
    list.kind = query.kind;
    list.priority = query.priority;
    list.tag.clone_from(&query.tag);
    if let Some(words) = query.text.as_deref().and_then(search_words) {
        list.search = Some(words);
        if query.view == View::All {
            list.pile = Pile::Any;
        }
    }
    Ok(())
}

/// What a text asks for; `None` where there is nothing in it to look for.
fn search_words(text: &str) -> Option<SearchWords> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let query = text::query(text);
    let number = text.trim_start_matches(['№', '#', ' ', '\u{a0}', '\u{202f}']);
    // Punctuation alone leaves no words: such a search finds nothing, rather than everything.
    Some(SearchWords {
        all: query.all,
        prefix: query.prefix,
        number: number.parse().ok(),
    })
}

/// Names the order of a list in its cursors.
fn order_of(list: &ListQuery) -> char {
    match (&list.search, list.pile) {
        (Some(_), _) => 's',
        (None, Pile::Open | Pile::Waiting) => 'd',
        (None, Pile::Done(_) | Pile::Any) => 'u',
    }
}

pub(super) fn row(setup: &Setup, line: TicketLine, now: Moment) -> InboxRow {
    let ticket = line.ticket;
    InboxRow {
        lead: lead(setup, &ticket, &line.clocks, now),
        number: ticket.number,
        client_name: line.client_name,
        handle: line.handle,
        last_speaker: ticket.last_speaker,
        state: ticket.state,
        priority: ticket.priority,
        kind: ticket.kind,
        tags: line.tags,
        assignee: line.assignee.map(PersonName::from),
        team: team(setup, ticket.team),
        door: door(setup, ticket.channel),
        undelivered: line.undelivered,
        occurred_at: ticket.occurred_at,
        updated_at: ticket.updated_at,
        version: ticket.version,
        public_id: ticket.public_id,
        title: ticket.title,
        last_words: ticket.last_words,
        topic: ticket.topic,
        lang: ticket.lang,
    }
}
