//! Reading at size: the inbox and a ticket, through the desk's reader and as pages by HTTP, on a small desk and on a
//! large one. The time of a page should hardly depend on how much there is.

use crate::failure::{Failure, Outcome};
use crate::figure::{Asked, Figure};
use crate::fill::{fill, phrases};
use crate::http::{Loop, Pace, closed_loop};
use crate::measure::{self, Spread};
use crate::place::{Database, Place, WallClock, door};
use crate::run::Settings;
use crate::site::Site;
use desk::Desk;
use desk::fill::Filling;
use desk::people::NewOperator;
use desk::read::{Filter, InboxQuery, View};
use domain::ticket::State;
use domain::time::HOUR;
use domain::{Actor, OperatorId, Principal, Role, TeamId};
use std::sync::Arc;
use std::time::{Duration, Instant};

const NAME: &str = "pages";
const SMALL: u64 = 10_000;
const AT_ONCE: u64 = 8;
const PASSWORD: &str = "correct horse battery staple";

/// Medians and tails of one desk.
struct Size {
    tickets: u64,
    rate: f64,
    reads: [Spread; 2],
    pages: [Loop; 3],
    memory: f64,
}

/// Measures a small desk and a large one.
///
/// # Errors
/// A page was not answered.
pub async fn bench(database: Database, settings: &Settings) -> Outcome<Vec<Figure>> {
    let large = if settings.full { 1_000_000 } else { 100_000 };
    let small = size(database, settings, SMALL).await?;
    let large = size(database, settings, large).await?;
    let mut figures = of_size(&small, false);
    figures.extend(of_size(&large, true));
    for (kind, name) in ["inbox page", "ticket page", "ticket opened beside the list"]
        .into_iter()
        .enumerate()
    {
        let (large, small) = (&large.pages[kind].answers, &small.pages[kind].answers);
        figures.push(Figure::new(
            NAME,
            format!("{name}, p50, large ÷ small"),
            large.p50 / small.p50,
            "×",
        ));
        let tail = Figure::new(
            NAME,
            format!("{name}, p99, large ÷ small"),
            large.p99 / small.p99,
            "×",
        );
        figures.push(tail.asked(Asked::AtMost(1.5)));
    }
    Ok(figures)
}

/// `ask`: only of the large desk something is asked.
fn of_size(size: &Size, ask: bool) -> Vec<Figure> {
    let figure = |name: &str, value: f64, unit: &str| {
        Figure::new(NAME, format!("{} tickets: {name}", size.tickets), value, unit)
    };
    let [inbox, ticket, opened] = &size.pages;
    let mut figures = vec![figure("filling", size.rate, "/s").asked(Asked::AtLeast(20_000.0))];
    let named = [
        ("inbox read", &size.reads[0]),
        ("ticket read", &size.reads[1]),
        ("inbox page", &inbox.answers),
        ("ticket page", &ticket.answers),
        ("ticket opened beside the list", &opened.answers),
    ];
    for (name, spread) in named {
        figures.push(figure(&format!("{name}, p50"), spread.p50, "ms"));
        let p99 = figure(&format!("{name}, p99"), spread.p99, "ms");
        figures.push(if ask { p99.asked(Asked::AtMost(10.0)) } else { p99 });
    }
    for (name, of) in [
        ("inbox page", inbox),
        ("ticket page", ticket),
        ("ticket opened beside the list", opened),
    ] {
        figures.push(figure(
            &format!("{name}, processor time, client included"),
            of.cpu,
            "ms",
        ));
    }
    figures.push(figure("peak memory, filling included", size.memory, "MB"));
    figures
}

async fn size(database: Database, settings: &Settings, tickets: u64) -> Outcome<Size> {
    let place = Place::new(database, &settings.data)?;
    let clock = Arc::new(WallClock);
    let store = place.store(clock.clone())?;
    let desk = place.desk(store.clone(), clock.clone()).await?;
    let channel = door(&desk, "email")?;
    let teams: Vec<_> = desk.setup().teams.iter().map(|team| team.id).collect();
    let operators = operators(&desk, &teams).await?;
    let filling = Filling {
        tickets,
        messages: 3,
        open: 50,
        recent: 72 * HOUR,
        operators: operators.clone(),
        teams,
        phrases: phrases(settings.seed),
        answers: Vec::new(),
        mark: None,
        seed: settings.seed,
    };
    let (setup, now) = (desk.setup(), desk.now());
    drop((desk, store));
    let filled = fill(&place, setup, channel, now, filling).await?;
    let store = place.store(clock.clone())?;
    let desk = place.desk(store, clock).await?;
    // What was overdue is written down: no timer works beside the measured pages.
    desk.fire_due().await?;
    let me = operators
        .first()
        .copied()
        .ok_or_else(|| Failure::Other("there are no operators".into()))?;
    let principal = Principal::Operator {
        id: me,
        role: Role::Supervisor,
    };
    let public_ids = Arc::new(some_tickets(&desk, &principal).await?);
    let reads = reads(&desk, &principal, &public_ids, settings).await?;
    let pages = pages(&desk, &public_ids, settings).await?;
    Ok(Size {
        tickets,
        rate: filled.rate(),
        reads,
        pages,
        memory: measure::peak_memory()?,
    })
}

/// Eight people who work everything; the first can log in.
async fn operators(desk: &Desk, teams: &[TeamId]) -> Outcome<Vec<OperatorId>> {
    let mut operators = Vec::new();
    for number in 0..8 {
        let new = NewOperator {
            login: format!("operator{number}@example.com"),
            name: format!("Operator {number}"),
            role: Role::Supervisor,
            password: (number == 0).then(|| PASSWORD.to_owned()),
            lang: "ru".into(),
            zone: "Europe/Moscow".into(),
            teams: teams.to_vec(),
        };
        operators.push(desk.add_operator(Actor::System, new).await?.id);
    }
    Ok(operators)
}

/// The list that is measured: one team's work that is our turn, by leading due.
fn inbox(desk: &Desk) -> InboxQuery {
    let team = desk.setup().teams.first().map(|team| team.public_id.clone());
    let filter = Filter {
        team,
        state: Some(State::Open),
        ..Filter::of(View::All)
    };
    InboxQuery::with(filter, desk.now())
}

/// Tickets to open: several pages of the list, and as many of what is done.
async fn some_tickets(desk: &Desk, principal: &Principal) -> Outcome<Vec<String>> {
    let reader = desk.read(principal)?;
    let mut ids = Vec::new();
    for view in [View::All, View::Closed] {
        let mut query = InboxQuery::of(view, desk.now());
        for _ in 0..10 {
            let page = reader.inbox(query.clone()).await?;
            ids.extend(page.rows.into_iter().map(|row| row.public_id));
            let Some(next) = page.next else { break };
            query.after = Some(next);
        }
    }
    if ids.is_empty() {
        return Err(Failure::Other("the inbox is empty".into()));
    }
    Ok(ids)
}

/// Inbox and ticket through the reader, on eight tasks at once.
async fn reads(
    desk: &Desk,
    principal: &Principal,
    ids: &Arc<Vec<String>>,
    settings: &Settings,
) -> Outcome<[Spread; 2]> {
    let mut spreads = [Spread::default(); 2];
    for (kind, spread) in spreads.iter_mut().enumerate() {
        let begin = Instant::now() + Duration::from_secs(1);
        let end = begin + Duration::from_secs_f64(settings.seconds / 5.0);
        let tasks: Vec<_> = (0..AT_ONCE)
            .map(|task| {
                let (desk, principal, ids) = (desk.clone(), principal.clone(), Arc::clone(ids));
                tokio::spawn(async move {
                    let reader = desk.read(&principal)?;
                    let (mut micros, mut at) = (Vec::new(), usize::try_from(task * 131).unwrap_or_default());
                    while Instant::now() < end {
                        let asked = Instant::now();
                        if kind == 0 {
                            reader.inbox(inbox(&desk)).await?;
                        } else {
                            reader.ticket(&ids[at % ids.len()], None, desk.now()).await?;
                        }
                        if asked >= begin {
                            micros.push(u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX));
                        }
                        at += 1;
                    }
                    Outcome::Ok(micros)
                })
            })
            .collect();
        let mut all = Vec::new();
        for task in tasks {
            all.extend(task.await??);
        }
        *spread = Spread::of_micros(all);
    }
    Ok(spreads)
}

/// The same as pages of the console.
async fn pages(desk: &Desk, ids: &Arc<Vec<String>>, settings: &Settings) -> Outcome<[Loop; 3]> {
    let session = desk
        .log_in("operator0@example.com", PASSWORD, "127.0.0.1", "bench")
        .await?;
    let site = Site::start(desk)?;
    let head = format!(
        "Host: 127.0.0.1\r\nCookie: okno_session={}\r\n\r\n",
        session.token.expose()
    );
    let pace = Pace {
        connections: AT_ONCE,
        warm_up: Duration::from_secs(1),
        measured: Duration::from_secs_f64(settings.seconds / 4.0),
    };
    let cookie = head.clone();
    let inbox = closed_loop(site.addr, pace, 200, move |_, _| {
        format!("GET /inbox?view=team HTTP/1.1\r\n{cookie}").into_bytes()
    })
    .await?;
    let ticket = tickets(&site, pace, (ids, 0), head.clone()).await?;
    // A browser that shows the list already asks for the ticket's frame alone.
    let opened = tickets(&site, pace, (ids, 1), format!("Turbo-Frame: ticket\r\n{head}")).await?;
    site.stop().await?;
    Ok([inbox, ticket, opened])
}

/// One ticket after another, with the list beside it unless the head says otherwise: every other one, since a ticket
/// that was opened once is cheaper the next time, when nobody notes that it was read.
async fn tickets(
    site: &Site,
    pace: Pace,
    (ids, first): (&Arc<Vec<String>>, usize),
    head: String,
) -> Outcome<Loop> {
    let ids: Vec<String> = ids.iter().skip(first).step_by(2).cloned().collect();
    closed_loop(site.addr, pace, 200, move |connection, turn| {
        let at = usize::try_from(connection * 131 + turn).unwrap_or_default() % ids.len();
        format!("GET /tickets/{}?view=team HTTP/1.1\r\n{head}", ids[at]).into_bytes()
    })
    .await
}
