//! Deadlines: many clocks running, ten thousand of them due at one instant. How late each breach is written down, and
//! what the desk costs while nothing is due.

use crate::failure::{Failure, Outcome};
use crate::figure::{Asked, Figure};
use crate::fill::{fill, phrases};
use crate::measure::{self, Spread};
use crate::place::{Database, Place, WallClock, door};
use crate::run::Settings;
use desk::Desk;
use desk::fill::Filling;
use desk::fill::rows::Rows;
use domain::event::EventType;
use domain::plan::Plan;
use domain::setup::Channel;
use domain::time::{HOUR, SECOND};
use domain::{Actor, Handle, Moment};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Store, StoreError};
use tokio_util::sync::CancellationToken;

const NAME: &str = "timer";
/// Clocks due at one instant.
const AT_ONCE: usize = 10_000;
/// Seconds without anything due.
const IDLE: f64 = 10.0;
/// Until they are due: they are written meanwhile, a thousand tickets a commit beside a million clocks.
const WRITING: i64 = 20 * SECOND;
/// How long the last breach may take to come.
const PATIENCE: Duration = Duration::from_secs(60);

/// Measures the timer.
///
/// # Errors
/// The store's own, or breaches that do not come.
pub async fn bench(database: Database, settings: &Settings) -> Outcome<Vec<Figure>> {
    let clocks: u64 = if settings.full { 1_000_000 } else { 100_000 };
    let place = Place::new(database, &settings.data)?;
    let clock = Arc::new(WallClock);
    let store = place.store(clock.clone())?;
    let desk = place.desk(store.clone(), clock.clone()).await?;
    let channel = door(&desk, "email")?;
    let (setup, now) = (desk.setup(), desk.now());
    drop((desk, store));
    // Two clocks on every ticket.
    let filling = Filling {
        tickets: clocks / 2,
        messages: 1,
        open: 1_000,
        recent: HOUR,
        operators: Vec::new(),
        teams: Vec::new(),
        phrases: phrases(settings.seed),
        answers: Vec::new(),
        mark: None,
        seed: settings.seed,
    };
    fill(&place, setup, channel.clone(), now, filling).await?;
    let store = place.store(clock.clone())?;
    let desk = place.desk(store.clone(), clock).await?;
    // Above what the store itself hands out.
    let mut rows = Rows::new(desk.setup(), channel.clone(), 2026, 1 << 50);
    let overdue = desk.fire_due().await?;

    let stop = CancellationToken::new();
    let (tail, timer) = (desk.clone(), desk.clone());
    let (tail_stop, timer_stop) = (stop.clone(), stop.clone());
    tokio::spawn(async move { tail.run_tail(tail_stop).await });
    tokio::spawn(async move { timer.run_timer(timer_stop).await });
    let (idle, idle_postgres) = idle(&place).await?;

    let before: i64 = store.read(|reader| reader.last_event()).await?;
    let due = desk.now().saturating_add(WRITING);
    write_due(&store, &mut rows, channel, due).await?;
    if desk.now() >= due {
        return Err(Failure::Other(
            "writing the clocks took longer than they had: nothing can be said".into(),
        ));
    }
    let (recorded, told) = lags(&desk, &store, before, due).await?;
    stop.cancel();
    eprintln!("bench: {clocks} clocks beside; {overdue} of them were overdue before");
    let figure = |name: &str, value: f64, unit: &str| Figure::new(NAME, name, value, unit);
    Ok(vec![
        figure("clocks running beside", clocks as f64, ""),
        figure(
            &format!("recorded after the due, p50 ({AT_ONCE} at once)"),
            recorded.p50,
            "ms",
        ),
        figure("recorded after the due, p99", recorded.p99, "ms").asked(Asked::AtMost(500.0)),
        figure("recorded after the due, max", recorded.max, "ms").asked(Asked::AtMost(1_000.0)),
        figure("committed and told to followers, p99", told.p99, "ms"),
        figure("committed and told to followers, max", told.max, "ms"),
        figure("idle, processor time of Okno", idle, "%").asked(Asked::AtMost(1.0)),
        figure("idle, processor time of PostgreSQL", idle_postgres, "%"),
    ])
}

/// Percent of one core, of this process and of PostgreSQL.
async fn idle(place: &Place) -> Outcome<(f64, f64)> {
    // What filling left to be done in the background comes to rest first.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let postgres = || place.port().map(measure::postgres_cpu).unwrap_or_default();
    let before = (measure::process_cpu()?, postgres());
    tokio::time::sleep(Duration::from_secs_f64(IDLE)).await;
    let share = |after: Duration, before: Duration| 100.0 * after.saturating_sub(before).as_secs_f64() / IDLE;
    Ok((
        share(measure::process_cpu()?, before.0),
        share(postgres(), before.1),
    ))
}

/// Tickets whose first-response clock is due at one instant.
async fn write_due(store: &Store, rows: &mut Rows, channel: Channel, due: Moment) -> Outcome<()> {
    let begun = due.saturating_add(-60 * SECOND);
    for portion in 0..AT_ONCE / 1_000 {
        let mut plan = Plan::default();
        for number in 0..1_000 {
            let handle = Handle::email(&format!("due{portion}.{number}@example.net"), "");
            let author = rows.author(&mut plan, &handle, "ru");
            let (mut ticket, mut clocks) = rows.ticket(author, "Due", "ru", begun);
            ticket.team = channel.team;
            if let Some(clock) = clocks.first_mut() {
                (clock.now.due, clock.now.next_at) = (due, due.saturating_add(1));
            }
            ticket.lead_due = due;
            rows.opened(&mut plan, &ticket, clocks, "");
            plan.opened.push(ticket);
        }
        plan.jobs.clear();
        let write = store.write(Actor::System, move |tx| -> Result<(), StoreError> {
            tx.apply(&mut plan.clone())
        });
        write.await?;
    }
    Ok(())
}

/// How late breaches were written down, by their own stamp, and how late a follower of the tail heard of them.
async fn lags(desk: &Desk, store: &Store, before: i64, due: Moment) -> Outcome<(Spread, Spread)> {
    let mut news = desk.tail().follow();
    let (mut told, begun) = (Vec::new(), Instant::now());
    while told.len() < AT_ONCE {
        if begun.elapsed() > PATIENCE {
            return Err(Failure::Other(format!(
                "only {} of {AT_ONCE} breaches came",
                told.len()
            )));
        }
        let Ok(Ok(events)) = tokio::time::timeout(PATIENCE, news.recv()).await else {
            continue;
        };
        let lag = u64::try_from(desk.now().as_micros() - due.as_micros()).unwrap_or_default();
        told.extend(events.iter().filter(|event| is_ours(event, due)).map(|_| lag));
    }
    let (mut recorded, mut cursor) = (Vec::new(), before);
    loop {
        let events = store
            .read(move |reader| reader.events_after(cursor, 1_000))
            .await?;
        let Some(last) = events.last() else { break };
        cursor = last.id;
        let ours = events.iter().filter(|event| is_ours(event, due));
        recorded.extend(
            ours.map(|event| u64::try_from(event.at.as_micros() - due.as_micros()).unwrap_or_default()),
        );
    }
    if recorded.len() != AT_ONCE {
        return Err(Failure::Other(format!(
            "{} breaches were written down, not {AT_ONCE}",
            recorded.len()
        )));
    }
    Ok((Spread::of_micros(recorded), Spread::of_micros(told)))
}

fn is_ours(event: &domain::event::Event, due: Moment) -> bool {
    let named = event.payload.get("due").and_then(serde_json::Value::as_i64);
    event.kind == EventType::ClockBreached && named == Some(due.as_micros())
}
