//! A letter on paper in the timeline: its numbers, its dates, the first page.

use super::Reader;
use crate::console::view::Letter;
use desk::read::EntryView;
use domain::Moment;
use jiff::civil::Date;
use serde_json::Value;
use words::{t, tr, when};

/// Pictures that browsers show.
const SHOWN: [&str; 3] = ["image/jpeg", "image/png", "image/webp"];

/// What the register says of it; nothing for what was no letter.
#[must_use]
pub fn of(reader: &Reader, entry: &EntryView) -> Option<Letter> {
    let facts = entry.params.get("letter")?;
    let text = |name: &str| facts.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut dates = Vec::new();
    let mut add = |key: &str, words: String| {
        if !words.is_empty() {
            dates.push((t(reader.lang, key), words));
        }
    };
    add("letter-number", text("number").to_owned());
    add("letter-received", date(reader, text("received")));
    let at = facts.get("registered_at").and_then(Value::as_i64);
    let registered = at.map(|at| {
        when::moment(
            reader.lang,
            Moment::from_micros(at).to_timestamp(),
            reader.now(),
            &reader.zone,
        )
    });
    let late = facts.get("late").and_then(Value::as_bool).unwrap_or_default();
    let registered = registered.map(|at| {
        if late {
            format!("{at}, {}", t(reader.lang, "letter-registered-late"))
        } else {
            at
        }
    });
    add("letter-registered", registered.unwrap_or_default());
    add("letter-postmark", date(reader, text("postmark")));
    add(
        "letter-theirs",
        theirs(reader, text("their_number"), text("their_date")),
    );
    add("letter-reason-shown", text("reason").to_owned());
    let page = entry
        .files
        .iter()
        .find(|file| SHOWN.contains(&file.media_type.as_str()));
    Some(Letter {
        dates,
        page: page
            .map(|file| format!("/files/{}?inline=1", file.public_id))
            .unwrap_or_default(),
    })
}

fn theirs(reader: &Reader, number: &str, dated: &str) -> String {
    let dated = date(reader, dated);
    match (number.is_empty(), dated.is_empty()) {
        (true, _) => dated,
        (false, true) => number.to_owned(),
        (false, false) => tr(
            reader.lang,
            "letter-number-of",
            &[("number", number.into()), ("date", dated.into())],
        ),
    }
}

/// A date of a register as people write it; empty for none.
pub fn date(reader: &Reader, text: &str) -> String {
    let zoned = text
        .parse::<Date>()
        .ok()
        .and_then(|date| date.to_zoned(reader.zone.clone()).ok());
    zoned.map_or_else(String::new, |zoned| {
        when::long_date(reader.lang, zoned.timestamp(), &reader.zone)
    })
}

/// Midnight of a date of a register, where its reader is.
pub fn midnight(reader: &Reader, text: &str) -> Option<Moment> {
    let date = text.parse::<Date>().ok()?;
    let zoned = date.to_zoned(reader.zone.clone()).ok()?;
    Some(Moment::from_timestamp(zoned.timestamp()))
}

/// The lists of paper: path, words, and whether it is the one shown.
pub fn lists(lang: words::Lang, here: &str) -> Vec<(String, String, bool)> {
    let lists = [
        ("papers", "/papers"),
        ("waiting", "/letters?list=waiting"),
        ("out", "/letters?list=out"),
        ("in", "/letters?list=in"),
        ("papers-aside", "/papers?list=aside"),
    ];
    lists
        .map(|(list, path)| {
            (
                path.to_owned(),
                t(lang, &format!("register-{list}")),
                list == here,
            )
        })
        .to_vec()
}
