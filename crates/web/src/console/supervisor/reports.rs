//! What became of deadlines and how long they took, as the supervisor's page tells it.

use crate::console::page::BOUND;
use crate::console::show::Reader;
use crate::console::view::{Figure, Took};
use desk::read::{ClockCounts, ClockLengths, ClockReport, Lengths};
use jiff::SignedDuration;
use words::{number, t, t_code, tr, when};

/// Promises, what is counted apart from met and missed, and the shares.
pub(super) fn ended(reader: &Reader, report: &ClockReport) -> Vec<Figure> {
    let counted = |count: i64, key: &str, level: &'static str| {
        let level = if count > 0 { level } else { "" };
        figure(
            reader,
            number::bounded(reader.lang, count, BOUND),
            key,
            "ended-definition",
            level,
        )
    };
    let promises = |of: fn(&ClockCounts) -> i64| report.promises().map_or(0, of);
    let mut figures = vec![
        counted(promises(|counts| counts.met), "ended-kept", ""),
        counted(promises(|counts| counts.missed), "ended-broken", "late"),
        counted(promises(|counts| counts.moved), "ended-moved", ""),
        counted(report.sum(|counts| counts.not_needed), "ended-not-needed", ""),
        counted(
            report.sum(|counts| counts.closed_without_answer),
            "ended-without-answer",
            "",
        ),
        counted(report.sum(|counts| counts.excused), "ended-excused", ""),
        counted(report.sum(|counts| counts.logged_late), "ended-logged-late", ""),
    ];
    // What is not known yet is no nought.
    let shares = [
        (report.share(), "ended-share", "ended-definition"),
        (
            report.first_contact.share(),
            "first-contact",
            "first-contact-definition",
        ),
    ];
    figures.extend(shares.into_iter().filter_map(|(share, key, definition)| {
        let value = number::percent(reader.lang, in_percent(share?));
        Some(figure(reader, value, key, definition, ""))
    }));
    figures
}

/// A row for each kind, those of programs after those of people.
pub(super) fn took(reader: &Reader, report: &ClockReport) -> Vec<Took> {
    report.lengths.iter().map(|row| row_of(reader, row)).collect()
}

fn row_of(reader: &Reader, row: &ClockLengths) -> Took {
    let lang = reader.lang;
    let kind = t_code(lang, "clock", row.kind.code());
    let spans = |lengths: Lengths| {
        [lengths.median, lengths.ninety, lengths.longest]
            .map(|length| when::span(lang, SignedDuration::from_micros(length)))
    };
    Took {
        kind: if row.automatic {
            tr(lang, "took-by-programs", &[("kind", kind.into())])
        } else {
            kind
        },
        count: number::bounded(lang, row.count, BOUND),
        lengths: [spans(row.worked), spans(row.waited)].concat(),
    }
}

fn figure(reader: &Reader, value: String, key: &str, definition: &str, level: &'static str) -> Figure {
    Figure {
        value,
        label: t(reader.lang, key),
        definition: t(reader.lang, definition),
        level,
        path: String::new(),
    }
}

/// Cut, not rounded: nothing reads as all of them that is not.
#[allow(clippy::cast_possible_truncation)]
fn in_percent(share: f64) -> i64 {
    (share * 10_000.0).round() as i64 / 100
}
