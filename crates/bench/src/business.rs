//! Business time on a compiled calendar, beside PyPI's `businesstimedelta` on the same cases, whose answers are compared.

use crate::failure::{Failure, Outcome, While as _};
use crate::figure::{Asked, Figure};
use crate::run::Settings;
use serde::Deserialize;
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use worktime::{BUILT_IN, Calendar, CalendarSpec, DAY, MINUTE, Moment, Pause, Target, Until};

const NAME: &str = "business time";
const CALLS: u32 = 400_000;
/// Instants asked about in turn: spread over 2026, at odd seconds.
const STARTS: i64 = 4_096;
/// The slow side is asked about so many of them.
const COMPARED: usize = 1_000;
const YEAR_2026: i64 = 1_767_214_800;
/// A working month.
const HOURS: i64 = 21 * 8;
const DAYS: i64 = 30;

/// Measures both sides.
///
/// # Errors
/// The built-in calendars cannot be compiled, or the two sides disagree.
pub fn bench(settings: &Settings) -> Outcome<Vec<Figure>> {
    let office = calendar("ru-2025-2027")?;
    let starts: Vec<Moment> = seconds()
        .map(|second| Moment::from_micros(second * 1_000_000))
        .collect();
    let month = Target::Minutes(u32::try_from(HOURS * 60).unwrap_or_default());
    let days = Target::business_days(15);
    let same_time = Target::Days {
        days: 15,
        until: Until::SameTime,
        late_receipt: false,
    };
    let due = |target: Target| {
        let office = &office;
        move |start: Moment| office.due(start, &target).map_or(0, |due| due.at.as_micros())
    };
    let paused = |start: Moment| {
        let pause = Pause {
            from: start.saturating_add(MINUTE),
            to: start.saturating_add(2 * DAY),
        };
        office
            .due_with_pauses(start, &days, &[pause])
            .map_or(0, |due| due.at.as_micros())
    };
    let figure = |name: &str, ns: f64| Figure::new(NAME, name, ns, "ns").asked(Asked::AtMost(1_000.0));
    let mut figures = vec![
        figure("due, a month of business minutes", per_call(&starts, due(month))),
        figure("due, 15 business days until close", per_call(&starts, due(days))),
        figure(
            "due, 15 business days, same time",
            per_call(&starts, due(same_time)),
        ),
        figure("due with one pause", per_call(&starts, paused)),
        figure(
            "between, a month",
            per_call(&starts, |start| {
                office.between(start, start.saturating_add(DAYS * DAY))
            }),
        ),
    ];
    match beside(settings) {
        Ok(more) => figures.extend(more),
        Err(Failure::Other(why)) => eprintln!("bench: businesstimedelta is not beside: {why}"),
        Err(error) => return Err(error),
    }
    Ok(figures)
}

fn seconds() -> impl Iterator<Item = i64> {
    (0..STARTS).map(|i| YEAR_2026 + i * (330 * 86_400 / STARTS) + i)
}

fn calendar(name: &str) -> Outcome<Calendar> {
    let found = BUILT_IN.iter().find(|(known, _)| *known == name);
    let (_, text) = found.ok_or_else(|| Failure::Other(format!("there is no calendar {name}")))?;
    let spec: CalendarSpec = toml::from_str(text).map_err(|error| Failure::Other(error.to_string()))?;
    Calendar::compile(&spec).map_err(|error| Failure::Other(error.to_string()))
}

/// Nanoseconds; the best of five rounds, since the others were disturbed.
fn per_call(starts: &[Moment], call: impl Fn(Moment) -> i64) -> f64 {
    let round = || {
        let begun = Instant::now();
        for &start in starts.iter().cycle().zip(0..CALLS).map(|(start, _)| start) {
            black_box(call(black_box(start)));
        }
        begun.elapsed().as_nanos() as f64 / f64::from(CALLS)
    };
    (0..5).map(|_| round()).fold(f64::INFINITY, f64::min)
}

#[derive(Deserialize)]
struct Answer {
    due_ns: f64,
    between_ns: f64,
    dues: Vec<i64>,
    between: Vec<i64>,
}

/// The same cases on the plain calendar, on both sides.
fn beside(settings: &Settings) -> Outcome<Vec<Figure>> {
    let python = settings.data.join("venv/bin/python");
    if !python.exists() {
        install(&settings.data)?;
    }
    let starts: Vec<i64> = seconds().step_by(STARTS as usize / COMPARED).collect();
    let answer = ask(&python, &starts)?;
    let plain = calendar("plain")?;
    let month = Target::Minutes(u32::try_from(HOURS * 60).unwrap_or_default());
    let due = |start: Moment| plain.due(start, &month).map_or(0, |due| due.at.as_micros());
    let between = |start: Moment| plain.between(start, start.saturating_add(DAYS * DAY));
    let moments: Vec<Moment> = starts
        .iter()
        .map(|second| Moment::from_micros(second * 1_000_000))
        .collect();
    let same = |theirs: &[i64], ours: &dyn Fn(Moment) -> i64| {
        moments
            .iter()
            .zip(theirs)
            .filter(|(start, theirs)| ours(**start) / 1_000_000 == **theirs)
            .count()
    };
    let agree = (same(&answer.dues, &due), same(&answer.between, &between));
    if agree != (moments.len(), moments.len()) {
        eprintln!(
            "bench: of {} cases, {} dues and {} spans agree with businesstimedelta",
            moments.len(),
            agree.0,
            agree.1
        );
    }
    let (our_due, our_between) = (per_call(&moments, due), per_call(&moments, between));
    Ok(vec![
        Figure::new(
            NAME,
            "businesstimedelta, due, a month of business minutes",
            answer.due_ns,
            "ns",
        ),
        Figure::new(
            NAME,
            "the same by worktime, times faster",
            answer.due_ns / our_due,
            "×",
        ),
        Figure::new(
            NAME,
            "businesstimedelta, between, a month",
            answer.between_ns,
            "ns",
        ),
        Figure::new(
            NAME,
            "the same by worktime, times faster",
            answer.between_ns / our_between,
            "×",
        ),
        Figure::new(
            NAME,
            "cases on which both give the same answer",
            50.0 * (agree.0 + agree.1) as f64 / moments.len() as f64,
            "%",
        ),
    ])
}

fn install(folder: &Path) -> Outcome<()> {
    let venv = folder.join("venv");
    let run = |program: &Path, arguments: &[&str]| -> Outcome<()> {
        let output = Command::new(program)
            .args(arguments)
            .output()
            .during("starting Python")?;
        if output.status.success() {
            return Ok(());
        }
        let told = String::from_utf8_lossy(&output.stderr);
        Err(Failure::Other(
            told.lines().last().unwrap_or("Python failed").to_owned(),
        ))
    };
    let path = venv.to_string_lossy();
    let installed = run(Path::new("python3"), &["-m", "venv", &path])
        .and_then(|()| run(&venv.join("bin/pip"), &["install", "-q", "businesstimedelta"]));
    if let Err(error) = installed {
        if venv.exists() {
            std::fs::remove_dir_all(&venv).during("removing a half-made environment")?;
        }
        return Err(Failure::Other(error.to_string()));
    }
    Ok(())
}

fn ask(python: &Path, starts: &[i64]) -> Outcome<Answer> {
    let mut asked = Command::new(python)
        .args(["-c", include_str!("businesstime.py")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .during("starting Python")?;
    let question = serde_json::json!({ "starts": starts, "hours": HOURS, "days": DAYS });
    if let Some(mut stdin) = asked.stdin.take() {
        stdin
            .write_all(question.to_string().as_bytes())
            .during("asking Python")?;
    }
    let output = asked.wait_with_output().during("waiting for Python")?;
    if !output.status.success() {
        return Err(Failure::Other(
            "businesstimedelta failed; its words are above".into(),
        ));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
