//! Copies of tickets, made within the database: the same conversation with the same clients at another time. A hundred
//! times faster than bringing each row there.

use super::Bulk;
use crate::archive::{Column, place, quoted};
use crate::conn::on_each;
use crate::error::StoreError;
use crate::schema::clock_step;
use diesel::dsl::{max, min};
use diesel::prelude::*;
use domain::plan::Plan;
use domain::time::NEVER;

/// Tables of a ticket, and the column that says which rows are whose.
const TABLES: [(&str, &str); 9] = [
    ("ticket", "id"),
    ("participant", "ticket_id"),
    ("entry", "id"),
    ("body", "entry_id"),
    ("thread_ref", "entry_id"),
    ("ledger", "id"),
    ("message_key", "entry_id"),
    ("clock", "id"),
    ("clock_step", "clock_id"),
];
/// Ids of rows that are copied too.
const MOVED: [&str; 6] = [
    "id",
    "ticket_id",
    "entry_id",
    "stop_entry_id",
    "clock_id",
    "ledger_id",
];
const TIMES: [&str; 16] = [
    "occurred_at",
    "created_at",
    "updated_at",
    "recorded_at",
    "started_at",
    "stopped_at",
    "stop_recorded_at",
    "resolved_at",
    "seen_at",
    "closes_at",
    "at",
    "due",
    "next_at",
    "warn_at",
    "lead_due",
    "told_due",
];

/// Which copy it is, and how it differs.
#[derive(Copy, Clone, Debug)]
pub struct Copying {
    /// Counted from one.
    pub number: u32,
    /// Added to every row id: more than the ids that the rows lie between.
    pub ids: i64,
    /// Added to the serial of every ticket number.
    pub serials: i64,
    /// How much earlier it all happened, microseconds.
    pub back: i64,
}

impl Bulk {
    /// Notes the rows that will be copied: those whose ids lie from `first` up to `last`. `plans` are what wrote them.
    ///
    /// # Errors
    /// The store's own.
    pub fn keep_for_copies(&mut self, first: i64, last: i64, plans: &[Plan]) -> Result<(), StoreError> {
        for (table, column) in TABLES {
            self.conn.execute(&format!("DROP TABLE IF EXISTS base_{table}"))?;
            self.conn.execute(&format!(
                "CREATE TEMPORARY TABLE base_{table} AS SELECT * FROM {table} WHERE {column} >= {first} AND {column} < {last}"
            ))?;
        }
        let ids = clock_step::table
            .filter(clock_step::clock_id.ge(first))
            .filter(clock_step::clock_id.lt(last))
            .select((min(clock_step::id), max(clock_step::id)));
        let found: (Option<i64>, Option<i64>) = on_each!(&mut self.conn, |c| ids.first(c))?;
        self.steps = found.0.zip(found.1);
        if let Some(file) = &mut self.file {
            return file
                .words
                .keep(plans.iter().flat_map(|plan| plan.terms.iter().cloned()).collect());
        }
        self.conn.execute("DROP TABLE IF EXISTS base_search")?;
        self.conn.execute(&format!(
            "CREATE TEMPORARY TABLE base_search AS SELECT * FROM search WHERE entry_id >= {first} AND entry_id < {last}"
        ))
    }

    /// Writes one copy of what was kept.
    ///
    /// # Errors
    /// The store's own.
    pub fn copy(&mut self, copy: Copying) -> Result<(), StoreError> {
        // Steps take their ids as they are written, not from the tickets' range: each copy gets a range of its own.
        let steps = match self.steps {
            Some((first, last)) => self.reserve(last - first + 1)? - first,
            None => 0,
        };
        for (table, _) in TABLES {
            let columns = place::columns(&mut self.conn, table)?;
            let names: Vec<String> = columns.iter().map(|column| quoted(&column.name)).collect();
            let values: Vec<String> = columns
                .iter()
                .map(|column| copy.value(table, column, steps))
                .collect();
            self.conn.execute(&format!(
                "INSERT INTO {table} ({}) SELECT {} FROM base_{table}",
                names.join(", "),
                values.join(", ")
            ))?;
        }
        match &mut self.file {
            Some(file) => file.words.copy(copy.ids)?,
            None => self.conn.execute(&format!(
                "INSERT INTO search (entry_id, terms) SELECT entry_id + {}, terms FROM base_search",
                copy.ids
            ))?,
        }
        let seen = "UPDATE door_count SET seen = seen + \
            (SELECT count(*) FROM base_ledger b WHERE b.channel_id = door_count.channel_id) WHERE node = 'fill'";
        on_each!(&mut self.conn, |c| diesel::sql_query(seen).execute(c))?;
        Ok(())
    }
}

impl Copying {
    fn value(self, table: &str, column: &Column, steps: i64) -> String {
        let name = column.name.as_str();
        let quoted = quoted(name);
        if (table, name) == ("clock_step", "id") {
            return format!("{quoted} + {steps}");
        }
        if MOVED.contains(&name) {
            return format!("{quoted} + {}", self.ids);
        }
        if TIMES.contains(&name) {
            let never = NEVER.as_micros();
            return format!(
                "CASE WHEN {quoted} <= 0 OR {quoted} >= {never} THEN {quoted} ELSE {quoted} - {} END",
                self.back
            );
        }
        match (table, name) {
            ("ticket", "number_serial") => format!("{quoted} + {}", self.serials),
            // In the place of the time, so that each copy's are neighbours in the index.
            (_, "public_id") => format!(
                "substr({quoted}, 1, 4) || '{:09}' || substr({quoted}, 14)",
                self.number
            ),
            (_, "key" | "link_secret") => format!("'{:05}.' || {quoted}", self.number),
            _ => quoted,
        }
    }
}
