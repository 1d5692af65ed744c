//! What a category of an event says of its day. A document that says nothing lists holidays.

use domain::official::DayKind;

const LAW: &[&str] = &[
    "holiday",
    "holidays",
    "public holiday",
    "праздник",
    "праздники",
    "праздничный день",
];
const OFF: &[&str] = &[
    "day off",
    "non-working day",
    "выходной",
    "выходной день",
    "нерабочий день",
];
const MOVED: &[&str] = &[
    "moved",
    "moved day off",
    "substitute holiday",
    "перенос",
    "перенесённый выходной",
];
const WORKING: &[&str] = &[
    "working",
    "working day",
    "workday",
    "рабочий",
    "рабочий день",
    "рабочая суббота",
];
const SHORTENED: &[&str] = &[
    "shortened",
    "shortened day",
    "сокращённый",
    "сокращённый день",
    "предпраздничный день",
];

/// The kind that one of the categories names; nothing where none is known.
pub(super) fn of(categories: &str) -> Option<DayKind> {
    categories.split(',').find_map(|category| {
        let name = category.trim().to_lowercase();
        let is = |names: &[&str]| names.iter().any(|known| same(known, &name));
        if is(LAW) {
            Some(DayKind::Off { moved: Some(false) })
        } else if is(MOVED) {
            Some(DayKind::Off { moved: Some(true) })
        } else if is(OFF) {
            Some(DayKind::Off { moved: None })
        } else if is(WORKING) {
            Some(DayKind::Working { like: None })
        } else if is(SHORTENED) {
            Some(DayKind::Shortened { minutes: None })
        } else {
            None
        }
    })
}

/// «ё» is often written as «е».
fn same(known: &str, name: &str) -> bool {
    known == name || known.replace('ё', "е") == name
}
