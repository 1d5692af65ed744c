//! Time zones by the names people use: «по московскому времени», Moscow time. Does no arithmetic.

mod table;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use table::{NAMED, Named};

use crate::Lang;

/// The zone inside a sentence, after a time: «по московскому времени», `Moscow time`.
///
/// `at` matters only for zones that have no name of their own: they go by their offset at that instant.
pub fn phrase(lang: Lang, zone: &TimeZone, at: Timestamp) -> String {
    match (lang, named(zone)) {
        (Lang::Ru, Some(named)) => format!("по {} времени", named.russian),
        (Lang::En, Some(named)) => format!("{} time", named.english),
        (Lang::Ru, None) => format!("по времени {}", offset(zone, at)),
        (Lang::En, None) => match city(zone) {
            Some(city) => format!("{city} time"),
            None => offset(zone, at),
        },
    }
}

/// The same where another zone has just been named: «по владивостокскому», `Vladivostok time`.
pub fn phrase_again(lang: Lang, zone: &TimeZone, at: Timestamp) -> String {
    match (lang, named(zone)) {
        (Lang::Ru, Some(named)) => format!("по {}", named.russian),
        _ => phrase(lang, zone, at),
    }
}

/// The shortest form, for lists: `мск`, `мск+7`, `UTC+1`; `MSK`, `UTC+10`.
pub fn short(lang: Lang, zone: &TimeZone, at: Timestamp) -> String {
    let named = named(zone).filter(|named| named.from_moscow);
    let hours_from_moscow = seconds_east(zone, at) / 3600 - 3;
    match (lang, named) {
        (Lang::Ru, Some(_)) if hours_from_moscow == 0 => "мск".to_owned(),
        (Lang::En, Some(_)) if hours_from_moscow == 0 => "MSK".to_owned(),
        (Lang::Ru, Some(_)) => format!("мск{}", signed(hours_from_moscow)),
        _ => offset(zone, at),
    }
}

/// How a zone stands in a list to choose from: `Москва, UTC+3`; `Moscow, UTC+3`.
pub fn label(lang: Lang, zone: &TimeZone, at: Timestamp) -> String {
    let city = match (lang, named(zone)) {
        (Lang::Ru, Some(named)) => Some(named.russian_city.to_owned()),
        (Lang::En, Some(named)) => Some(named.english.to_owned()),
        (_, None) => city(zone),
    };
    match city {
        Some(city) => format!("{city}, {}", offset(zone, at)),
        None => offset(zone, at),
    }
}

/// IANA names of the zones that have a name of their own, Russia first: for lists to choose from.
pub fn choices() -> impl Iterator<Item = &'static str> {
    NAMED.iter().filter_map(|named| named.iana.first().copied())
}

fn named(zone: &TimeZone) -> Option<&'static Named> {
    let iana = zone.iana_name()?;
    NAMED.iter().find(|named| named.iana.contains(&iana))
}

/// The city of an IANA name, `America/Argentina/Buenos_Aires` → `Buenos Aires`. `Etc/GMT+3` and the like
/// name no city.
fn city(zone: &TimeZone) -> Option<String> {
    let (area, place) = zone.iana_name()?.rsplit_once('/')?;
    (area != "Etc").then(|| place.replace('_', " "))
}

/// `UTC`, `UTC+3`, `UTC+5:30`, with a true minus sign in the west.
fn offset(zone: &TimeZone, at: Timestamp) -> String {
    let seconds = seconds_east(zone, at);
    let (hours, minutes) = (seconds / 3600, (seconds.abs() % 3600) / 60);
    match (hours, minutes) {
        (0, 0) => "UTC".to_owned(),
        (0, _) if seconds < 0 => format!("UTC−0:{minutes:02}"),
        (_, 0) => format!("UTC{}", signed(hours)),
        _ => format!("UTC{}:{minutes:02}", signed(hours)),
    }
}

fn seconds_east(zone: &TimeZone, at: Timestamp) -> i32 {
    zone.to_offset(at).seconds()
}

fn signed(hours: i32) -> String {
    if hours < 0 {
        format!("−{}", hours.unsigned_abs())
    } else {
        format!("+{hours}")
    }
}

#[cfg(test)]
mod tests;
