//! The house as programs see it: people, teams, channels; the ledger and the board for those who supervise.

use super::absences::{AbsenceOut, OperatorOut};
use super::auth::Caller;
use super::shapes::{ChannelOut, NamedOut};
use super::show;
use crate::problem::{Answer, Code, Problem, ProblemBody};
use actix_web::{HttpResponse, get, web};
use desk::read::{Board, Cursor, DueTicket, LedgerBalance, LedgerRows, LoadView};
use domain::Permission;
use domain::ledger::{Balance, Fate};
use domain::time::HOUR;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Lists operators
///
/// Everybody a ticket can be given to.
#[utoipa::path(tag = "house", responses(
    (status = 200, description = "By name", body = Vec<OperatorOut>),
    (status = 403, description = "The scope `tickets:read` is missing", body = ProblemBody),
))]
#[get("/api/v1/operators")]
pub async fn list_operators(caller: Caller) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let operators = caller.app.desk.operators(&caller.principal, false).await?;
    let desk = &caller.app.desk;
    let named = |operator: desk::people::Operator| OperatorOut {
        absence: desk.absence_of(operator.id).map(AbsenceOut::of),
        id: operator.public_id,
        name: operator.name,
    };
    Ok(HttpResponse::Ok().json(operators.into_iter().map(named).collect::<Vec<_>>()))
}

/// Lists teams
#[utoipa::path(tag = "house", responses(
    (status = 200, description = "As they are set up", body = Vec<NamedOut>),
    (status = 403, description = "The scope `tickets:read` is missing", body = ProblemBody),
))]
#[get("/api/v1/teams")]
pub async fn list_teams(caller: Caller) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let setup = caller.app.desk.setup();
    let teams = setup.teams.iter().map(|team| NamedOut {
        id: team.public_id.clone(),
        name: team.name.clone(),
    });
    Ok(HttpResponse::Ok().json(teams.collect::<Vec<_>>()))
}

/// Lists channels
///
/// The doors that are open.
#[utoipa::path(tag = "house", responses(
    (status = 200, description = "As they are set up", body = Vec<ChannelOut>),
    (status = 403, description = "The scope `tickets:read` is missing", body = ProblemBody),
))]
#[get("/api/v1/channels")]
pub async fn list_channels(caller: Caller) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let setup = caller.app.desk.setup();
    let open = setup.channels.iter().filter(|channel| channel.enabled);
    let channels = open.map(|channel| ChannelOut {
        id: channel.public_id.clone(),
        kind: channel.kind.clone(),
        name: channel.name.clone(),
    });
    Ok(HttpResponse::Ok().json(channels.collect::<Vec<_>>()))
}

/// Which sightings.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct LedgerFilter {
    /// `opened`, `appended`, `duplicate`, `quarantined`, `rejected`.
    pub fate: Option<String>,
    /// Public id of a channel.
    pub channel: Option<String>,
    /// The `next` of the page before.
    pub after: Option<String>,
}

/// How many of each fate, and how many the doors counted on their own.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BalanceOut {
    /// The channel; null for all together.
    pub channel: Option<ChannelOut>,
    #[schema(value_type = Object)]
    pub counts: Balance,
    /// Seen = sum of fates.
    pub adds_up: bool,
}

/// One thing seen at a door.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SightingOut {
    pub seen_at: String,
    pub channel: ChannelOut,
    pub fate: &'static str,
    pub reason: String,
    /// Public id and number of the ticket it went to.
    pub ticket: Option<NamedOut>,
    pub size: i64,
    pub trace: String,
}

/// The ledger: the balance since the beginning, and a page of sightings.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LedgerOut {
    pub total: BalanceOut,
    pub channels: Vec<BalanceOut>,
    /// Newest first.
    pub sightings: Vec<SightingOut>,
    pub next: Option<String>,
}

/// Reads the intake ledger
///
/// Everything seen at any door, with its fate, and whether the doors' own counts equal the sum of fates.
#[utoipa::path(tag = "house", params(LedgerFilter), responses(
    (status = 200, description = "The balance and a page of sightings", body = LedgerOut),
    (status = 403, description = "The scope `supervise` is missing", body = ProblemBody),
    (status = 422, description = "A filter is wrong", body = ProblemBody),
))]
#[get("/api/v1/ledger")]
pub async fn get_ledger(caller: Caller, filter: web::Query<LedgerFilter>) -> Answer {
    caller.require(Permission::Supervise)?;
    let fate = filter.fate.as_deref().map(Fate::parse).transpose();
    let fate = fate.map_err(|error| Problem::field("fate", "unknown", error.to_string()))?;
    let after = filter
        .after
        .as_deref()
        .map(str::parse::<Cursor>)
        .transpose()
        .map_err(|_| Problem::new(Code::CursorInvalid))?;
    let reader = caller.app.desk.read(&caller.principal)?;
    let (balance, rows) = (
        reader.ledger_balance().await?,
        reader.ledger(fate, filter.channel.as_deref(), after).await?,
    );
    Ok(HttpResponse::Ok().json(ledger(balance, rows)))
}

fn ledger(balance: LedgerBalance, rows: LedgerRows) -> LedgerOut {
    let of = |channel: Option<ChannelOut>, counts: Balance| BalanceOut {
        channel,
        adds_up: counts.adds_up(),
        counts,
    };
    let sightings = rows.rows.into_iter().map(|row| SightingOut {
        seen_at: row.seen_at.to_string(),
        channel: show::channel(row.door),
        fate: row.fate.code(),
        reason: row.reason,
        ticket: row.ticket.map(|(id, number)| NamedOut {
            id,
            name: number.to_string(),
        }),
        size: row.size,
        trace: row.trace,
    });
    LedgerOut {
        total: of(None, balance.total),
        channels: balance
            .doors
            .into_iter()
            .map(|(door, counts)| of(Some(show::channel(door)), counts))
            .collect(),
        sightings: sightings.collect(),
        next: rows.next.map(|next| next.to_string()),
    }
}

/// A deadline with its ticket.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DueOut {
    pub ticket: String,
    pub number: String,
    pub title: String,
    pub state: &'static str,
    pub clock: &'static str,
    pub due: String,
    pub verdict: &'static str,
    /// Working time left, microseconds.
    pub business_left: i64,
    pub assignee: Option<NamedOut>,
    pub team: Option<NamedOut>,
    /// The last answer did not reach the client.
    pub undelivered: bool,
}

/// The board of deadlines.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BoardOut {
    /// Missed and still open, longest overdue first; at most 200.
    pub late: Vec<DueOut>,
    pub more_late: bool,
    /// Of all that fall due within the hours asked for, those with the least working time left, the least first; at most 200.
    pub next: Vec<DueOut>,
    /// There are more of them.
    pub more_next: bool,
    /// Open tickets by team, the one with most late first.
    pub teams: Vec<LoadOut>,
    /// Open tickets by operator, the one with most late first.
    pub people: Vec<LoadOut>,
}

/// How many tickets lie with somebody.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LoadOut {
    /// The team or the operator; null: what lies with none.
    pub with: Option<NamedOut>,
    pub open: i64,
    /// Of these, due within the hours asked for.
    pub next: i64,
    /// Of these, past due.
    pub late: i64,
}

fn load(with: Option<NamedOut>, load: LoadView) -> LoadOut {
    LoadOut {
        with,
        open: load.open,
        next: load.soon,
        late: load.late,
    }
}

/// How far to look ahead.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Ahead {
    /// 1 to 744; 24 by default.
    #[param(value_type = Option<u16>)]
    pub hours: Option<String>,
}

/// Hours that are looked ahead at most: a month.
const MOST_AHEAD: i64 = 744;

impl Ahead {
    fn micros(&self) -> Answer<i64> {
        let Some(given) = &self.hours else {
            return Ok(24 * HOUR);
        };
        let hours = given
            .parse()
            .ok()
            .filter(|hours| (1..=MOST_AHEAD).contains(hours));
        hours.map(|hours| hours * HOUR).ok_or_else(|| {
            let reason = format!("hours={given} is not allowed: a whole number from 1 to {MOST_AHEAD}");
            Problem::because(Code::BadQuery, reason)
        })
    }
}

/// Reads the board
///
/// Which deadlines are missed and still open, and which are missed next, by the working time left.
#[utoipa::path(tag = "house", params(Ahead), responses(
    (status = 200, description = "As of now", body = BoardOut),
    (status = 403, description = "The scope `supervise` is missing", body = ProblemBody),
))]
#[get("/api/v1/board")]
pub async fn get_board(caller: Caller, ahead: web::Query<Ahead>) -> Answer {
    caller.require(Permission::Supervise)?;
    let ahead = ahead.micros()?;
    let desk = &caller.app.desk;
    let board = desk.read(&caller.principal)?.forecast(desk.now(), ahead).await?;
    Ok(HttpResponse::Ok().json(board_out(board)))
}

fn board_out(board: Board) -> BoardOut {
    let due = |due: DueTicket| DueOut {
        number: due.number.to_string(),
        state: due.state.code(),
        clock: due.kind.code(),
        due: due.clock.due.to_string(),
        verdict: due.clock.verdict.code(),
        business_left: due.left,
        assignee: due.assignee.map(show::person),
        team: due.team.map(show::team),
        undelivered: due.undelivered,
        ticket: due.public_id,
        title: due.title,
    };
    BoardOut {
        late: board.late.into_iter().map(due).collect(),
        more_late: board.more_late,
        next: board.next.into_iter().map(due).collect(),
        more_next: board.more_next,
        teams: board
            .teams
            .into_iter()
            .map(|(team, of)| load(team.map(show::team), of))
            .collect(),
        people: board
            .people
            .into_iter()
            .map(|(person, of)| load(person.map(show::person), of))
            .collect(),
    }
}
