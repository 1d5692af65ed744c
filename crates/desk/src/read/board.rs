//! The supervisor's board: which deadlines are missed and still open, which come next, and with whom they lie.

use super::DeskReader;
use super::clock::{LeadClock, of_clock};
use super::names::{Door, PersonName, TeamName, door, team};
use crate::DeskResult;
use crate::desk::require;
use domain::clock::ClockKind;
use domain::setup::Setup;
use domain::ticket::{Priority, State};
use domain::time::HOUR;
use domain::{CalendarId, ClockId, Handle, Moment, Permission};
use store::rows::{ComingClock, DueClock, Load};

/// Deadlines shown in each part of the board.
const MOST_DUE: i64 = 200;
/// How far the board looks ahead.
const AHEAD: i64 = 24 * HOUR;

/// The board as of an instant.
#[derive(Clone, Debug)]
pub struct Board {
    /// Missed and not stopped, longest overdue first; at most 200.
    pub late: Vec<DueTicket>,
    /// There are more of them than shown.
    pub more_late: bool,
    /// Of all that fall due within the time asked for, those with the least working time left, the least first; at most 200.
    pub next: Vec<DueTicket>,
    /// There are more of them than shown.
    pub more_next: bool,
    /// Who has most late comes first; `None` stands for "no team", "nobody".
    pub teams: Vec<(Option<TeamName>, LoadView)>,
    pub people: Vec<(Option<PersonName>, LoadView)>,
}

/// A deadline with its ticket.
#[derive(Clone, Debug)]
pub struct DueTicket {
    pub public_id: String,
    pub number: String,
    pub title: String,
    pub client_name: String,
    pub handle: Handle,
    pub state: State,
    pub priority: Priority,
    pub door: Door,
    pub assignee: Option<PersonName>,
    pub team: Option<TeamName>,
    pub kind: ClockKind,
    pub clock: LeadClock,
    /// Working time left until the due, microseconds; 0 when it has passed.
    pub left: i64,
    /// The last message of ours did not reach the client.
    pub undelivered: bool,
}

/// How many tickets lie with somebody.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub struct LoadView {
    pub open: i64,
    /// Due within the time asked for.
    pub soon: i64,
    pub late: i64,
}

impl DeskReader {
    /// The board.
    ///
    /// # Errors
    /// [`crate::DeskError::Forbidden`] without `supervise`; the store's own.
    pub async fn board(&self, now: Moment) -> DeskResult<Board> {
        self.forecast(now, AHEAD).await
    }

    /// The board, looking ahead as far as is asked, microseconds: what breaches by then comes by the working time left.
    ///
    /// # Errors
    /// As [`DeskReader::board`].
    pub async fn forecast(&self, now: Moment, ahead: i64) -> DeskResult<Board> {
        require(&self.principal, Permission::Supervise)?;
        let setup = self.desk.setup();
        let until = now.saturating_add(ahead.clamp(0, 31 * AHEAD));
        self.snapshot(move |reader, scope| {
            let (late, more_late) = cut(reader.late_clocks(scope, now, MOST_DUE + 1)?);
            let calendars: Vec<CalendarId> = setup.calendars.keys().copied().collect();
            let coming = reader.coming_clocks(scope, &calendars, (now, until), MOST_DUE + 1)?;
            let (next, more_next) = cut(least_left(&setup, coming, now));
            let next = reader.clocks_with_tickets(scope, &next)?;
            let loads = reader.loads(scope, now, until)?;
            let names = loads.names;
            let teams = loads
                .teams
                .into_iter()
                .map(|(id, load)| (team(&setup, id), view(load)));
            let people = loads.people.into_iter();
            let people = people.map(|(id, load)| {
                (
                    id.and_then(|id| names.get(&id).cloned().map(PersonName::from)),
                    view(load),
                )
            });
            let due = |clocks: Vec<DueClock>| clocks.into_iter().map(|clock| due_ticket(&setup, clock, now));
            let mut next: Vec<_> = due(next).collect();
            next.sort_by_key(|due| (due.left, due.clock.due));
            Ok(Board {
                late: due(late).collect(),
                more_late,
                next,
                more_next,
                teams: teams.collect(),
                people: people.collect(),
            })
        })
        .await
    }
}

impl DeskReader {
    /// How the database finds what falls due next, one line a step: for whoever asks why the board is slow, and for the test
    /// that it is not.
    ///
    /// # Errors
    /// As [`DeskReader::board`].
    pub async fn forecast_plan(&self, now: Moment, ahead: i64) -> DeskResult<Vec<String>> {
        require(&self.principal, Permission::Supervise)?;
        let setup = self.desk.setup();
        self.snapshot(move |reader, scope| {
            let calendars: Vec<CalendarId> = setup.calendars.keys().copied().collect();
            Ok(reader.coming_clocks_plan(scope, &calendars, (now, now.saturating_add(ahead)))?)
        })
        .await
    }
}

/// Clocks by the working time that is left of them, each in its own calendar; of several with as much, by their dues.
fn least_left(setup: &Setup, coming: Vec<ComingClock>, now: Moment) -> Vec<ClockId> {
    let left = |clock: &ComingClock| {
        let calendar = setup.calendars.get(&clock.calendar());
        calendar.map_or(0, |calendar| calendar.between(now, clock.due()))
    };
    let mut coming: Vec<_> = coming
        .into_iter()
        .map(|clock| (left(&clock), clock.due(), clock.id()))
        .collect();
    coming.sort_unstable();
    coming.into_iter().map(|(.., id)| id).collect()
}

/// One more was asked for than is shown: whether it is there tells whether there are more.
fn cut<T>(mut clocks: Vec<T>) -> (Vec<T>, bool) {
    let most = usize::try_from(MOST_DUE).unwrap_or(usize::MAX);
    let more = clocks.len() > most;
    clocks.truncate(most);
    (clocks, more)
}

fn view(load: Load) -> LoadView {
    LoadView {
        open: load.open,
        soon: load.soon,
        late: load.late,
    }
}

fn due_ticket(setup: &Setup, due: DueClock, now: Moment) -> DueTicket {
    let ticket = due.line.ticket;
    let calendar = setup.calendars.get(&due.clock.rule().1);
    DueTicket {
        left: calendar.map_or(0, |calendar| calendar.between(now, due.clock.now.due)),
        kind: due.clock.kind,
        clock: of_clock(setup, &due.clock, now),
        client_name: due.line.client_name,
        handle: due.line.handle,
        assignee: due.line.assignee.map(PersonName::from),
        team: team(setup, ticket.team),
        door: door(setup, ticket.channel),
        undelivered: due.line.undelivered,
        state: ticket.state,
        priority: ticket.priority,
        number: setup.number.show(ticket.number),
        public_id: ticket.public_id,
        title: ticket.title,
    }
}
