//! Addresses from which official calendars are fetched, and how that went.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::calendar_feed;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::official::CalendarFeed;
use domain::{CalendarFeedId, Moment};

type Row = (i64, String, String, i32, i64, String);

fn feed((id, calendar, url, every_days, tried_at, problem): Row) -> CalendarFeed {
    CalendarFeed {
        id: CalendarFeedId(id),
        calendar,
        url,
        every_days: u32::try_from(every_days).unwrap_or(1),
        tried_at: Moment::from_micros(tried_at),
        problem,
    }
}

fn load(conn: &mut Conn) -> Result<Vec<CalendarFeed>, StoreError> {
    let rows: Vec<Row> = on_each!(conn, |c| calendar_feed::table
        .order(calendar_feed::calendar)
        .select((
            calendar_feed::id,
            calendar_feed::calendar,
            calendar_feed::url,
            calendar_feed::every_days,
            calendar_feed::tried_at,
            calendar_feed::problem,
        ))
        .load(c))?;
    Ok(rows.into_iter().map(feed).collect())
}

impl Reader<'_> {
    /// All of them, by calendar.
    ///
    /// # Errors
    /// The store's own.
    pub fn calendar_feeds(&mut self) -> Result<Vec<CalendarFeed>, StoreError> {
        load(self.conn)
    }
}

impl Tx<'_> {
    /// All of them, by calendar.
    ///
    /// # Errors
    /// The store's own.
    pub fn calendar_feeds(&mut self) -> Result<Vec<CalendarFeed>, StoreError> {
        load(self.conn)
    }

    /// Writes one, new or as it stands now.
    ///
    /// # Errors
    /// The store's own.
    pub fn put_calendar_feed(&mut self, feed: &CalendarFeed) -> Result<(), StoreError> {
        let row = (
            calendar_feed::id.eq(feed.id.0),
            calendar_feed::calendar.eq(&feed.calendar),
            calendar_feed::url.eq(&feed.url),
            calendar_feed::every_days.eq(i32::try_from(feed.every_days).unwrap_or(i32::MAX)),
            calendar_feed::tried_at.eq(feed.tried_at.as_micros()),
            calendar_feed::problem.eq(&feed.problem),
        );
        let told = (
            calendar_feed::tried_at.eq(feed.tried_at.as_micros()),
            calendar_feed::problem.eq(&feed.problem),
        );
        on_each!(&mut *self.conn, |c| diesel::insert_into(calendar_feed::table)
            .values(row)
            .on_conflict(calendar_feed::id)
            .do_update()
            .set(told)
            .execute(c))?;
        Ok(())
    }

    /// Forgets one; its job ends when it comes up.
    ///
    /// # Errors
    /// The store's own.
    pub fn end_calendar_feed(&mut self, id: CalendarFeedId) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::delete(
            calendar_feed::table.find(id.0)
        )
        .execute(c))?;
        Ok(())
    }
}
