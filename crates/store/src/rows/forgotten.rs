//! Rows that go because what they tell never happened: an answer that was undone, a merge taken back.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::rows::search;
use crate::schema::{attachment, body, clock, clock_step, delivery, entry, held_answer, thread_ref, told};
use diesel::prelude::*;
use domain::plan::Forgotten;

/// Removes what a plan forgets.
pub(crate) fn remove(conn: &mut Conn, gone: &Forgotten) -> Result<(), StoreError> {
    let entries: Vec<i64> = gone.entries.iter().map(|id| id.0).collect();
    let clocks: Vec<i64> = gone.clocks.iter().map(|id| id.0).collect();
    for (clock, entry) in &gone.steps {
        let made = clock_step::table
            .filter(clock_step::clock_id.eq(clock.0))
            .filter(clock_step::entry_id.eq(entry.0));
        on_each!(&mut *conn, |c| diesel::delete(made).execute(c))?;
    }
    if !clocks.is_empty() {
        on_each!(&mut *conn, |c| {
            diesel::delete(clock_step::table.filter(clock_step::clock_id.eq_any(padded(&clocks))))
                .cached()
                .execute(c)?;
            diesel::delete(clock::table.filter(clock::id.eq_any(padded(&clocks))))
                .cached()
                .execute(c)
        })?;
    }
    if !entries.is_empty() {
        search::remove(conn, &entries)?;
        on_each!(conn, |c| {
            diesel::delete(held_answer::table.filter(held_answer::entry_id.eq_any(padded(&entries))))
                .cached()
                .execute(c)?;
            diesel::delete(told::table.filter(told::entry_id.eq_any(padded(&entries))))
                .cached()
                .execute(c)?;
            diesel::delete(delivery::table.filter(delivery::entry_id.eq_any(padded(&entries))))
                .cached()
                .execute(c)?;
            diesel::delete(thread_ref::table.filter(thread_ref::entry_id.eq_any(padded(&entries))))
                .cached()
                .execute(c)?;
            diesel::delete(attachment::table.filter(attachment::entry_id.eq_any(padded(&entries))))
                .cached()
                .execute(c)?;
            diesel::delete(body::table.filter(body::entry_id.eq_any(padded(&entries))))
                .cached()
                .execute(c)?;
            diesel::delete(entry::table.filter(entry::id.eq_any(padded(&entries))))
                .cached()
                .execute(c)
        })?;
    }
    Ok(())
}
