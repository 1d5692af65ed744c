//! Official updates of calendars, as they wait for a person and as they were decided.

use crate::conn::{for_update, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::calendar_update;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::official::{CalendarUpdate, UpdateState};
use domain::{Actor, CalendarUpdateId, Moment};

#[derive(Queryable, Selectable, Insertable, AsChangeset, Identifiable, Debug, Clone)]
#[diesel(table_name = calendar_update)]
struct Row {
    id: i64,
    public_id: String,
    calendar: String,
    source: String,
    digest: String,
    announced: String,
    state: String,
    created_at: i64,
    updated_at: i64,
    actor_kind: String,
    actor_id: i64,
    why: String,
}

impl Row {
    fn of(update: &CalendarUpdate) -> Result<Self, StoreError> {
        Ok(Self {
            id: update.id.0,
            public_id: update.public_id.clone(),
            calendar: update.calendar.clone(),
            source: update.source.clone(),
            digest: update.digest.clone(),
            announced: serde_json::to_string(&update.announced)?,
            state: update.state.code().into(),
            created_at: update.created_at.as_micros(),
            updated_at: update.updated_at.as_micros(),
            actor_kind: update.actor.code().into(),
            actor_id: update.actor.id(),
            why: update.why.clone(),
        })
    }

    fn read(self) -> Result<CalendarUpdate, StoreError> {
        Ok(CalendarUpdate {
            id: CalendarUpdateId(self.id),
            public_id: self.public_id,
            calendar: self.calendar,
            source: self.source,
            digest: self.digest,
            announced: serde_json::from_str(&self.announced)?,
            state: UpdateState::parse(&self.state)?,
            created_at: Moment::from_micros(self.created_at),
            updated_at: Moment::from_micros(self.updated_at),
            actor: Actor::from_stored(&self.actor_kind, self.actor_id)?,
            why: self.why,
        })
    }
}

impl Reader<'_> {
    /// The newest updates.
    ///
    /// # Errors
    /// The store's own.
    pub fn calendar_updates(&mut self, limit: i64) -> Result<Vec<CalendarUpdate>, StoreError> {
        let rows: Vec<Row> = on_each!(&mut *self.conn, |c| calendar_update::table
            .order(calendar_update::id.desc())
            .limit(limit)
            .select(Row::as_select())
            .load(c))?;
        rows.into_iter().map(Row::read).collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the store's own.
    pub fn calendar_update(&mut self, public_id: &str) -> Result<CalendarUpdate, StoreError> {
        let row: Option<Row> = on_each!(&mut *self.conn, |c| calendar_update::table
            .filter(calendar_update::public_id.eq(public_id))
            .select(Row::as_select())
            .first(c)
            .optional())?;
        row.ok_or(StoreError::NotFound("calendar update"))?.read()
    }
}

impl Tx<'_> {
    /// Writes an update, new or as it stands now.
    ///
    /// # Errors
    /// The store's own.
    pub fn put_calendar_update(&mut self, update: &CalendarUpdate) -> Result<(), StoreError> {
        let row = Row::of(update)?;
        on_each!(&mut *self.conn, |c| diesel::insert_into(calendar_update::table)
            .values(&row)
            .on_conflict(calendar_update::id)
            .do_update()
            .set(&row)
            .execute(c))?;
        Ok(())
    }

    /// An update to be decided about.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the store's own.
    pub fn calendar_update_to_decide(&mut self, public_id: &str) -> Result<CalendarUpdate, StoreError> {
        let wanted = calendar_update::table.filter(calendar_update::public_id.eq(public_id));
        let row: Option<Row> = for_update!(&mut *self.conn, wanted.select(Row::as_select()), |locked, c| {
            locked.first(c).optional()
        })?;
        row.ok_or(StoreError::NotFound("calendar update"))?.read()
    }

    /// Whether the newest update of a calendar says just this.
    ///
    /// # Errors
    /// The store's own.
    pub fn is_known_update(&mut self, calendar: &str, digest: &str) -> Result<bool, StoreError> {
        let newest: Option<String> = on_each!(&mut *self.conn, |c| calendar_update::table
            .filter(calendar_update::calendar.eq(calendar))
            .order(calendar_update::id.desc())
            .select(calendar_update::digest)
            .first(c)
            .optional())?;
        Ok(newest.is_some_and(|newest| newest == digest))
    }

    /// A newer document came: what still waits for a person is out of date.
    ///
    /// # Errors
    /// The store's own.
    pub fn supersede_updates(&mut self, calendar: &str) -> Result<(), StoreError> {
        let waiting = calendar_update::table
            .filter(calendar_update::calendar.eq(calendar))
            .filter(calendar_update::state.eq(UpdateState::Proposed.code()));
        let now = self.now.as_micros();
        on_each!(&mut *self.conn, |c| diesel::update(waiting)
            .set((
                calendar_update::state.eq(UpdateState::Superseded.code()),
                calendar_update::updated_at.eq(now),
            ))
            .execute(c))?;
        Ok(())
    }
}
