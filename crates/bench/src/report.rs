//! The table on the terminal and the file beside it.

use crate::figure::{Asked, Figure};
use crate::place::Database;
use serde::Serialize;
use std::fmt::Write as _;

/// All figures of a run, with the machine they were taken on.
#[derive(Debug, Serialize)]
pub struct Report {
    pub started: String,
    pub cores: usize,
    /// Processes that wanted a core before the run, averaged over a minute: above zero the machine was not idle.
    pub load_before: f64,
    pub full: bool,
    pub figures: Vec<Measured>,
}

/// A figure and the database it was taken on.
#[derive(Clone, Debug, Serialize)]
pub struct Measured {
    pub database: Option<Database>,
    #[serde(flatten)]
    pub figure: Figure,
}

/// Both databases side by side.
#[must_use]
pub fn table(figures: &[Measured]) -> String {
    let mut rows: Vec<(&Figure, [Option<&Figure>; 3])> = Vec::new();
    for measured in figures {
        let column = match measured.database {
            Some(Database::Sqlite) => 0,
            Some(Database::Postgres) => 1,
            None => 2,
        };
        let known = |row: &&mut (&Figure, [Option<&Figure>; 3])| {
            row.0.bench == measured.figure.bench
                && row.0.name == measured.figure.name
                && row.1[column].is_none()
        };
        match rows.iter_mut().find(known) {
            Some(row) => row.1[column] = Some(&measured.figure),
            None => {
                let mut cells = [None; 3];
                cells[column] = Some(&measured.figure);
                rows.push((&measured.figure, cells));
            }
        }
    }
    let mut out = String::new();
    let mut bench = "";
    for (first, cells) in rows {
        if bench != first.bench {
            bench = &first.bench;
            line(
                &mut out,
                format_args!("\n{bench:<58}{:>14}{:>14}   asked", "SQLite", "PostgreSQL"),
            );
        }
        let [sqlite, postgres, either] = cells.map(|cell| cell.map(number).unwrap_or_default());
        let sqlite = if either.is_empty() { sqlite } else { either };
        line(
            &mut out,
            format_args!("  {:<56}{sqlite:>14}{postgres:>14}{}", first.name, asked(&cells)),
        );
    }
    out
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    writeln!(out, "{text}").unwrap_or_default();
}

fn number(figure: &Figure) -> String {
    let value = figure.value;
    let digits = if value.abs() >= 100.0 {
        0
    } else if value.abs() >= 10.0 {
        1
    } else {
        2
    };
    let space = if figure.unit.is_empty() || figure.unit.starts_with('/') {
        ""
    } else {
        " "
    };
    format!("{value:.digits$}{space}{}", figure.unit)
}

fn asked(cells: &[Option<&Figure>; 3]) -> String {
    let mut texts: Vec<String> = Vec::new();
    for figure in cells.iter().flatten() {
        let text = match (figure.asked, figure.met()) {
            (Some(Asked::AtLeast(least)), Some(met)) => format!("≥ {least} {}", mark(met)),
            (Some(Asked::AtMost(most)), Some(met)) => format!("≤ {most} {}", mark(met)),
            _ => continue,
        };
        texts.push(text);
    }
    if texts.is_empty() {
        String::new()
    } else {
        format!("   {}", texts.join(", "))
    }
}

fn mark(met: bool) -> &'static str {
    if met { "✓" } else { "✗" }
}
