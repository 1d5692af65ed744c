//! The supervisor's page: what is overdue, what will be next, with whom it lies.

mod reports;

use crate::console::inbox;
use crate::console::page::{self, BOUND};
use crate::console::session::LoggedIn;
use crate::console::show::{self, Reader};
use crate::console::view::{DueTicket, Face, Figure, Load, SupervisorPage, TalkLoad};
use crate::problem::Answer;
use actix_web::{HttpRequest, get, web};
use desk::read::{self, Board, LoadView, PersonName, TeamName, ToldCounts};
use domain::Permission;
use domain::ticket::State;
use domain::time::{DAY, MINUTE};
use jiff::SignedDuration;
use words::{Lang, number, t, t_code, tr, when};

/// Days whose told deadlines are counted.
const TOLD_DAYS: i64 = 30;

#[get("/supervisor")]
async fn get_board(request: HttpRequest, me: LoggedIn) -> Answer {
    me.require(Permission::Supervise)?;
    let (reader, desk) = (me.reader(&request), me.desk()?);
    let board = desk.board(reader.now).await?;
    let since = reader.now.saturating_sub(TOLD_DAYS * DAY);
    let told = desk.told_and_kept(since, reader.now, reader.now).await?;
    let ended = desk.clock_report(since, reader.now, reader.now).await?;
    let handoffs = desk.handoffs(since, reader.now).await?;
    let talks = desk.talk_report(since, reader.now).await?;
    let rail = inbox::rail(&me, &desk, None).await?;
    let page = page::console(&request, &me, t(reader.lang, "supervisor"), "supervisor", &rail);
    let shown = SupervisorPage {
        figures: figures(&reader, &board),
        more_late: more(reader.lang, board.more_late, board.late.len()),
        more_next: more(reader.lang, board.more_next, board.next.len()),
        late: board.late.iter().map(|due| due_ticket(&reader, due)).collect(),
        next: board.next.iter().map(|due| due_ticket(&reader, due)).collect(),
        teams: board
            .teams
            .iter()
            .map(|(team, load)| team_load(&reader, team.as_ref(), load))
            .collect(),
        told: told_figures(&reader, &told),
        ended: reports::ended(&reader, &ended),
        took: reports::took(&reader, &ended),
        handoffs: handoffs
            .iter()
            .map(|(door, count)| handoff_figure(&reader, door, *count))
            .collect(),
        talks: talks.iter().map(|report| talk_load(&reader, report)).collect(),
        loads: board
            .people
            .iter()
            .map(|(person, load)| load_of(&reader, person.as_ref(), load))
            .collect(),
        page,
    };
    page::forget_flash(&request, &me.app, page::html(&shown)?)
}

/// That there are more than the table shows; empty where there are none.
fn more(lang: Lang, more: bool, shown: usize) -> String {
    let shown = i64::try_from(shown).unwrap_or(i64::MAX);
    if more {
        tr(lang, "supervisor-more", &[("shown", shown.into())])
    } else {
        String::new()
    }
}

fn due_ticket(reader: &Reader, due: &read::DueTicket) -> DueTicket {
    let lang = reader.lang;
    DueTicket {
        id: due.public_id.clone(),
        path: format!("/tickets/{}?view=all", due.public_id),
        number: due.number.to_string(),
        door: show::door_of(lang, &due.door),
        client: show::called::client(lang, &due.client_name, &due.handle),
        subject: if due.title.is_empty() {
            t(lang, "no-subject")
        } else {
            due.title.clone()
        },
        clock: show::leading(reader, &due.clock),
        assignee: due.assignee.as_ref().map(|person| show::face(person, None)),
        team: due
            .team
            .as_ref()
            .map(|team| team.name.clone())
            .unwrap_or_default(),
        left: due.left,
        left_words: left_words(reader, due),
        why: why(lang, due),
    }
}

/// Nights and days off stand between now and the deadline: little is left of it, though the clock says a day.
fn left_words(reader: &Reader, due: &read::DueTicket) -> String {
    let ahead = due.clock.due - reader.now;
    if ahead <= 0 || ahead.saturating_sub(due.left) < MINUTE {
        return String::new();
    }
    let span = when::span(reader.lang, SignedDuration::from_micros(due.left));
    tr(reader.lang, "supervisor-left", &[("span", span.into())])
}

/// Why it stands where it stands: the first of what a supervisor can do something about.
fn why(lang: Lang, due: &read::DueTicket) -> String {
    match due.state {
        _ if due.undelivered => t(lang, "row-delivery-failed"),
        _ if due.assignee.is_none() => t(lang, "why-no-assignee"),
        State::WaitingOthers => t(lang, "why-waiting-others"),
        state => t_code(lang, "state", state.code()),
    }
}

fn load_of(reader: &Reader, person: Option<&PersonName>, load: &LoadView) -> Load {
    let count = |count: i64| number::bounded(reader.lang, count, BOUND);
    let face: Option<Face> = person.map(|person| show::face(person, None));
    Load {
        name: person.map_or_else(|| t(reader.lang, "no-assignee"), |person| person.name.clone()),
        path: match person {
            Some(person) => format!("/inbox?view=all&assignee={}", person.public_id),
            None => "/inbox?view=unassigned".to_owned(),
        },
        face,
        open: count(load.open),
        soon: count(load.soon),
        late: count(load.late),
    }
}

fn team_load(reader: &Reader, team: Option<&TeamName>, load: &LoadView) -> Load {
    let count = |count: i64| number::bounded(reader.lang, count, BOUND);
    Load {
        face: None,
        name: team.map_or_else(|| t(reader.lang, "no-team"), |team| team.name.clone()),
        path: match team {
            Some(team) => format!("/inbox?view=all&team={}", team.public_id),
            None => "/inbox?view=all".to_owned(),
        },
        open: count(load.open),
        soon: count(load.soon),
        late: count(load.late),
    }
}

fn handoff_figure(reader: &Reader, door: &read::Door, count: i64) -> Figure {
    Figure {
        value: number::bounded(reader.lang, count, BOUND),
        label: show::door_of(reader.lang, door).words,
        definition: t(reader.lang, "handoffs-definition"),
        level: "",
        path: String::new(),
    }
}

fn talk_load(reader: &Reader, report: &read::TalkReport) -> TalkLoad {
    let count = |count: i64| number::bounded(reader.lang, count, BOUND);
    TalkLoad {
        chat: show::door_of(reader.lang, &report.door).words,
        begun: count(report.counts.begun),
        answered: count(report.counts.answered),
        abandoned: count(report.counts.abandoned),
        idle: count(report.counts.idle),
        waiting: count(report.counts.waiting),
    }
}

fn told_figures(reader: &Reader, told: &ToldCounts) -> Vec<Figure> {
    let figure = |count: i64, key: &str, level: &'static str| Figure {
        value: number::bounded(reader.lang, count, BOUND),
        label: t(reader.lang, key),
        definition: t(reader.lang, "told-definition"),
        level: if count > 0 { level } else { "" },
        path: String::new(),
    };
    vec![
        figure(told.kept, "told-kept", ""),
        figure(told.broken, "told-broken", "late"),
        figure(told.corrected, "told-corrected", ""),
        figure(told.cancelled, "told-cancelled", ""),
    ]
}

fn figures(reader: &Reader, board: &Board) -> Vec<Figure> {
    let lang = reader.lang;
    let sum = |of: fn(&LoadView) -> i64| board.people.iter().map(|(_, load)| of(load)).sum::<i64>();
    let unassigned = board
        .people
        .iter()
        .filter(|(person, _)| person.is_none())
        .map(|(_, load)| load.open)
        .sum();
    let figure = |count: i64, key: &str, path: &str, level: &'static str| Figure {
        value: number::bounded(lang, count, BOUND),
        label: t(lang, key),
        definition: String::new(),
        level: if count > 0 { level } else { "" },
        path: path.to_owned(),
    };
    vec![
        figure(
            sum(|load| load.late),
            "supervisor-breached",
            "/inbox?view=overdue",
            "late",
        ),
        figure(
            sum(|load| load.soon),
            "supervisor-next",
            "/inbox?view=all&due=24h",
            "soon",
        ),
        figure(unassigned, "supervisor-unassigned", "/inbox?view=unassigned", ""),
        figure(sum(|load| load.open), "supervisor-open", "/inbox?view=all", ""),
    ]
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_board);
}
