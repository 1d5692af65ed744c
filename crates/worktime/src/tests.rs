//! Tests through the public surface: the definitions' examples, published calendars, properties, changes of the clock.

mod built_in;
mod cases;
mod clock_changes;
mod counting;
mod days;
mod definitions;
mod examples;
mod explain;
mod naive;
mod pauses;
mod properties;
mod refusals;
mod targets;

use crate::{BUILT_IN, Calendar, CalendarSpec, Moment};

fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

/// An instant in Moscow time of 2026, as in "01-13 10:15".
fn msk(text: &str) -> Moment {
    let (date, time) = text.split_once(' ').unwrap();
    let seconds = if time.len() == 5 { ":00" } else { "" };
    at(&format!("2026-{date}T{time}{seconds}+03:00"))
}

fn date(text: &str) -> crate::Date {
    text.parse().unwrap()
}

fn spec(toml: &str) -> CalendarSpec {
    toml::from_str(toml).unwrap()
}

fn calendar(toml: &str) -> Calendar {
    Calendar::compile(&spec(toml)).unwrap()
}

fn built_in(name: &str) -> Calendar {
    let (_, toml) = BUILT_IN.iter().find(|(known, _)| *known == name).unwrap();
    calendar(toml)
}

/// The calendar "office" of the definitions.
fn office() -> Calendar {
    built_in("ru-2025-2027")
}

/// Every day with the same hours, such as `[["00:00", "24:00"]]`.
fn daily(zone: &str, hours: &str) -> Calendar {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let week: String = days.iter().map(|day| format!("{day} = {hours}\n")).collect();
    calendar(&format!("name = \"daily\"\nzone = \"{zone}\"\n[week]\n{week}"))
}
