//! Measures one due time and one span of business time on a compiled calendar; prints nanoseconds per call as JSON.
//!
//! `cargo run --release -p worktime --example worktime_speed`

use std::{error::Error, hint::black_box, time::Instant};

use worktime::{BUILT_IN, Calendar, CalendarSpec, DAY, MINUTE, Moment, Pause, Target, Until};

const CALLS: u32 = 400_000;
/// Instants asked about in turn: spread over 2026, at odd seconds.
const STARTS: i64 = 4_096;
const YEAR_2026: i64 = 1_767_214_800_000_000;

fn main() -> Result<(), Box<dyn Error>> {
    let (_, toml) = BUILT_IN.first().ok_or("there is no built-in calendar")?;
    let spec: CalendarSpec = toml::from_str(toml)?;
    let compiled = Instant::now();
    let office = Calendar::compile(&spec)?;
    let starts: Vec<Moment> = (0..STARTS)
        .map(|i| Moment::from_micros(YEAR_2026 + i * (330 * DAY / STARTS) + i * 1_234_567))
        .collect();
    let warm = |target: &Target| {
        starts
            .iter()
            .try_for_each(|&start| office.due(start, target).map(|_| ()))
    };
    // A working month: 21 days of 8 hours.
    let month = Target::Minutes(21 * 8 * 60);
    let days = Target::business_days(15);
    let same_time = Target::Days {
        days: 15,
        until: Until::SameTime,
        late_receipt: false,
    };
    warm(&month)?;
    let first_use = compiled.elapsed();

    let due = |target: Target| {
        let office = &office;
        move |start: Moment| office.due(start, &target).map_or(0, |due| due.at.as_micros())
    };
    let between = |start: Moment| office.between(start, start.saturating_add(30 * DAY));
    let paused = |start: Moment| {
        let pause = Pause {
            from: start.saturating_add(MINUTE),
            to: start.saturating_add(2 * DAY),
        };
        office
            .due_with_pauses(start, &days, &[pause])
            .map_or(0, |due| due.at.as_micros())
    };
    let report = serde_json::json!({
        "unit": "ns per call",
        "due_business_minutes_month": per_call(&starts, due(month)),
        "due_business_days_until_close": per_call(&starts, due(days)),
        "due_business_days_same_time": per_call(&starts, due(same_time)),
        "due_with_one_pause": per_call(&starts, paused),
        "between_month": per_call(&starts, between),
        "compile_and_first_use_of_two_years": first_use.as_nanos(),
    });
    println!("{report}");
    Ok(())
}

/// The best of five rounds: the others were disturbed.
fn per_call(starts: &[Moment], call: impl Fn(Moment) -> i64) -> u128 {
    let round = || {
        let begun = Instant::now();
        for &start in starts.iter().cycle().zip(0..CALLS).map(|(start, _)| start) {
            black_box(call(black_box(start)));
        }
        begun.elapsed().as_nanos() / u128::from(CALLS)
    };
    (0..5).map(|_| round()).min().unwrap_or_default()
}
