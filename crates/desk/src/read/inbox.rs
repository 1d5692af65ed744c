//! The inbox: which tickets, in which order, with what a row says about each.

use super::away::{AwayView, away};
use super::clock::{LeadClock, lead};
use super::names::{Door, PersonName, TeamName, door, team};
use super::queue::{Queue, QueuePlace};
use super::to_tell::to_tell;
use super::wanted::{Asking, list_of, my_teams, wanted};
use super::{Cursor, DeskReader, Filter};
use crate::kept::{Epoch, Kept};
use crate::{DeskError, DeskResult};
use domain::coded;
use domain::setup::Setup;
use domain::ticket::{Kind, Priority, Speaker, State};
use domain::{Handle, Moment, OperatorId, Principal, Role};
use std::sync::Arc;
use store::Reader;
use store::rows::{ListQuery, Place, Sorting, TicketLine};

/// Rows on one page at most.
pub const MOST_ROWS: i64 = 100;
/// Lists are counted so far; what is more is shown as "1000+".
pub const MOST_COUNTED: i64 = 1_000;

coded! {
    /// A list of the rail.
    pub enum View {
        Mine = "mine",
        /// With one of my teams.
        Team = "team",
        Unassigned = "unassigned",
        /// Due within the time the desk calls soon: four hours, unless it says otherwise.
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

/// A page of a list.
#[derive(Clone, Debug)]
pub struct InboxQuery {
    pub filter: Filter,
    pub after: Option<Cursor>,
    /// At most 100.
    pub limit: i64,
    pub now: Moment,
}

impl InboxQuery {
    /// The first page of a view.
    #[must_use]
    pub fn of(view: View, now: Moment) -> Self {
        Self::with(Filter::of(view), now)
    }

    /// The first page of what a filter asks for.
    #[must_use]
    pub fn with(filter: Filter, now: Moment) -> Self {
        Self {
            filter,
            after: None,
            limit: 50,
            now,
        }
    }
}

/// A page of the inbox.
#[derive(Clone, Debug, Default)]
pub struct InboxPage {
    pub rows: Vec<InboxRow>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor>,
}

/// A ticket in a list.
#[derive(Clone, Debug)]
pub struct InboxRow {
    pub public_id: String,
    pub number: String,
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
    /// Whoever is responsible is away.
    pub away: Option<AwayView>,
    pub team: Option<TeamName>,
    pub door: Door,
    pub lead: Option<LeadClock>,
    /// The last message of ours did not reach the client.
    pub undelivered: bool,
    /// Nobody told the client a deadline yet, whom a voice has to tell it.
    pub untold: bool,
    /// Something was said that whoever asks has not seen.
    pub unread: bool,
    /// The client's place in the queue of a chat, where they wait there for a first person.
    pub queue: Option<QueuePlace>,
    /// The number of the last entry.
    pub last_seq: i64,
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

/// Whose page, in which role, and what was asked.
type Whose = (OperatorId, Role, String);

/// The pages last read. Not many: each is up to a hundred tickets.
pub(crate) type Lists = Kept<Whose, Arc<InboxPage>, 64>;

impl DeskReader {
    /// One page of a list. A fixed number of statements, whatever is on it; none where nothing happened since the same
    /// page was read: tickets are opened one after another beside the list they were found in.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for a team, channel or place that is not there; the store's own.
    pub async fn inbox(&self, query: InboxQuery) -> DeskResult<InboxPage> {
        self.inbox_shared(query).await.map(Arc::unwrap_or_clone)
    }

    /// The same, as it is kept: whoever has made something of a page need not make it again of the same one.
    ///
    /// # Errors
    /// As [`DeskReader::inbox`].
    pub async fn inbox_shared(&self, query: InboxQuery) -> DeskResult<Arc<InboxPage>> {
        let (kept_as, now) = (self.kept_as(&query), query.now);
        if let Some((whose, epoch)) = &kept_as
            && let Some(page) = self.desk.lists().get(whose, *epoch, now)
        {
            return Ok(page);
        }
        let page = Arc::new(self.read_inbox(query).await?);
        if let Some((whose, epoch)) = kept_as {
            self.desk.lists().put(whose, epoch, now, Arc::clone(&page));
        }
        Ok(page)
    }

    /// As what a page is kept, for one of our people.
    fn kept_as(&self, query: &InboxQuery) -> Option<(Whose, Epoch)> {
        let (Principal::Operator { id, role }, epoch) = (&self.principal, self.desk.epoch()?) else {
            return None;
        };
        let after = query.after.map(|after| after.to_string()).unwrap_or_default();
        let asked = format!("{} {after} {}", query.filter, query.limit);
        Some(((*id, *role, asked), epoch))
    }

    async fn read_inbox(&self, query: InboxQuery) -> DeskResult<InboxPage> {
        let (setup, me) = (self.desk.setup(), self.me());
        self.snapshot(move |reader, scope| {
            let (wanted, limit) = wanted(reader, &query, &setup, me)?;
            let order = order_of(&wanted);
            let mut places = reader.list_tickets(scope, &wanted)?;
            let next = Cursor::after_page(order, &mut places, limit, |place| *place);
            let ids: Vec<_> = places.iter().map(Place::ticket).collect();
            let lines = reader.ticket_lines_for(scope, &ids, me)?;
            let queue = queue(reader, &setup)?;
            let rows = lines.into_iter().map(|line| row(&setup, line, &queue, query.now));
            Ok(InboxPage {
                rows: rows.collect(),
                next,
            })
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
        let (views, me, setup) = (views.to_vec(), self.me(), self.desk.setup());
        self.snapshot(move |reader, scope| {
            let teams = my_teams(reader, me, &views)?;
            let asking = Asking {
                me,
                teams: &teams,
                now,
                setup: &setup,
            };
            let lists: Vec<_> = views.iter().map(|view| list_of(*view, &asking)).collect();
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
            let queue = match setup.talks.is_empty() {
                true => Queue::default(),
                // Who else waits is no matter of this row's.
                false => Queue::with(reader.queue_place(line.ticket.id)?),
            };
            Ok(row(&setup, line, &queue, now))
        })
        .await
    }

    /// How the databases find a place in a queue.
    ///
    /// # Errors
    /// The store's own.
    #[doc(hidden)]
    pub async fn queue_plan(&self, ticket: domain::TicketId) -> DeskResult<Vec<String>> {
        self.snapshot(move |reader, _| Ok(reader.queue_place_plan(ticket)?))
            .await
    }
}

/// The queues of the desk's chats; a desk without any asks nothing.
pub(super) fn queue(reader: &mut Reader<'_>, setup: &Setup) -> DeskResult<Queue> {
    if setup.talks.is_empty() {
        return Ok(Queue::default());
    }
    Ok(Queue::of(&reader.chat_queue()?))
}

/// Names the order of a list in its cursors.
pub(super) fn order_of(list: &ListQuery) -> char {
    match (&list.search, list.order()) {
        (Some(_), _) => 's',
        (None, Sorting::Due) => 'd',
        (None, Sorting::Updated) => 'u',
        (None, Sorting::Created) => 'c',
        (None, Sorting::Oldest) => 'o',
    }
}

fn row(setup: &Setup, line: TicketLine, queue: &Queue, now: Moment) -> InboxRow {
    let ticket = line.ticket;
    InboxRow {
        lead: lead(setup, &ticket, &line.clocks, now),
        untold: to_tell(setup, &ticket, &line.clocks, Some(&line.handle), now).is_some(),
        number: setup.number.show(ticket.number),
        client_name: line.client_name,
        handle: line.handle,
        last_speaker: ticket.last_speaker,
        state: ticket.state,
        priority: ticket.priority,
        kind: ticket.kind,
        tags: line.tags,
        away: away(setup, &ticket, now),
        assignee: line.assignee.map(PersonName::from),
        team: team(setup, ticket.team),
        door: door(setup, ticket.channel),
        undelivered: line.undelivered,
        unread: !ticket.state.is_done()
            && ticket.last_speaker == Speaker::Client
            && ticket.last_seq > line.seen,
        queue: queue.places.get(&ticket.id).copied(),
        last_seq: ticket.last_seq,
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
