//! Webhooks as they are set up, and how each is doing.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::webhook;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::event::EventType;
use domain::webhook::Webhook;
use domain::{Moment, WebhookId};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = webhook)]
struct Row {
    id: i64,
    public_id: String,
    name: String,
    url: String,
    secret_env: String,
    events: String,
    enabled: bool,
    cursor: i64,
    failing_since: i64,
    retry_at: i64,
    problem: String,
    version: i64,
    updated_at: i64,
}

impl Row {
    fn of(hook: &Webhook) -> Self {
        let codes: Vec<&str> = hook.events.iter().map(|kind| kind.code()).collect();
        Self {
            id: hook.id.0,
            public_id: hook.public_id.clone(),
            name: hook.name.clone(),
            url: hook.url.clone(),
            secret_env: hook.secret_env.clone(),
            events: codes.join(" "),
            enabled: hook.enabled,
            cursor: hook.cursor,
            failing_since: hook.failing_since.as_micros(),
            retry_at: hook.retry_at.as_micros(),
            problem: hook.problem.clone(),
            version: hook.version,
            updated_at: hook.updated_at.as_micros(),
        }
    }

    fn read(self) -> Result<Webhook, StoreError> {
        let events: Result<Vec<EventType>, _> =
            self.events.split_whitespace().map(EventType::parse).collect();
        Ok(Webhook {
            id: WebhookId(self.id),
            public_id: self.public_id,
            name: self.name,
            url: self.url,
            secret_env: self.secret_env,
            events: events?,
            enabled: self.enabled,
            cursor: self.cursor,
            failing_since: Moment::from_micros(self.failing_since),
            retry_at: Moment::from_micros(self.retry_at),
            problem: self.problem,
            version: self.version,
            updated_at: Moment::from_micros(self.updated_at),
        })
    }
}

fn load(conn: &mut Conn) -> Result<Vec<Webhook>, StoreError> {
    let rows: Vec<Row> = on_each!(conn, |c| webhook::table
        .order(webhook::id)
        .select(Row::as_select())
        .load(c))?;
    rows.into_iter().map(Row::read).collect()
}

impl Reader<'_> {
    /// All of them, the oldest first.
    ///
    /// # Errors
    /// The store's own.
    pub fn webhooks(&mut self) -> Result<Vec<Webhook>, StoreError> {
        load(self.conn)
    }
}

impl Tx<'_> {
    /// All of them, the oldest first.
    ///
    /// # Errors
    /// The store's own.
    pub fn webhooks(&mut self) -> Result<Vec<Webhook>, StoreError> {
        load(self.conn)
    }

    /// Those that are on, locked in the order of their ids.
    pub(crate) fn webhooks_in_hand(&mut self) -> Result<Vec<Webhook>, StoreError> {
        let wanted = webhook::table.filter(webhook::enabled).order(webhook::id);
        let rows: Vec<Row> = match &mut *self.conn {
            Conn::Pg(c) => wanted.select(Row::as_select()).for_update().load(c)?,
            Conn::Sqlite(c) => wanted.select(Row::as_select()).load(c)?,
        };
        rows.into_iter().map(Row::read).collect()
    }

    /// One by its row id, locked.
    ///
    /// # Errors
    /// The store's own.
    pub fn webhook_in_hand(&mut self, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
        let wanted = webhook::table.find(id.0);
        let row: Option<Row> = match &mut *self.conn {
            Conn::Pg(c) => wanted.select(Row::as_select()).for_update().first(c).optional()?,
            Conn::Sqlite(c) => wanted.select(Row::as_select()).first(c).optional()?,
        };
        row.map(Row::read).transpose()
    }

    /// One by its public id, locked.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the store's own.
    pub fn webhook_to_change(&mut self, public_id: &str) -> Result<Webhook, StoreError> {
        let found: Option<i64> = on_each!(&mut *self.conn, |c| webhook::table
            .filter(webhook::public_id.eq(public_id))
            .select(webhook::id)
            .first(c)
            .optional())?;
        let hook = match found {
            Some(id) => self.webhook_in_hand(WebhookId(id))?,
            None => None,
        };
        hook.ok_or(StoreError::NotFound("webhook"))
    }

    /// Writes one, new or as it stands now.
    ///
    /// # Errors
    /// The store's own.
    pub fn put_webhook(&mut self, hook: &Webhook) -> Result<(), StoreError> {
        let row = Row::of(hook);
        on_each!(&mut *self.conn, |c| diesel::insert_into(webhook::table)
            .values(&row)
            .on_conflict(webhook::id)
            .do_update()
            .set(&row)
            .execute(c))?;
        Ok(())
    }

    /// Forgets one with all that was on its way; their jobs end when they come up.
    ///
    /// # Errors
    /// The store's own.
    pub fn delete_webhook(&mut self, id: WebhookId) -> Result<(), StoreError> {
        use crate::schema::webhook_delivery as push;
        on_each!(&mut *self.conn, |c| diesel::delete(
            push::table.filter(push::webhook_id.eq(id.0))
        )
        .execute(c))?;
        on_each!(&mut *self.conn, |c| diesel::delete(webhook::table.find(id.0))
            .execute(c))?;
        Ok(())
    }

    /// The id of the last event; zero when there is none.
    ///
    /// # Errors
    /// The store's own.
    pub fn last_event(&mut self) -> Result<i64, StoreError> {
        Reader { conn: self.conn }.last_event()
    }

    /// Writes down where it has read to.
    pub(crate) fn move_webhook(&mut self, id: WebhookId, cursor: i64) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::update(webhook::table.find(id.0))
            .set(webhook::cursor.eq(cursor))
            .execute(c))?;
        Ok(())
    }

    /// Writes down how it is doing; nothing where that is known.
    ///
    /// # Errors
    /// The store's own.
    pub fn webhook_does(
        &mut self,
        hook: &Webhook,
        retry_at: Moment,
        problem: &str,
    ) -> Result<(), StoreError> {
        let well = problem.is_empty();
        if well && hook.problem.is_empty() {
            return Ok(());
        }
        let since = match (well, hook.problem.is_empty()) {
            (true, _) => domain::time::NEVER,
            (false, true) => self.now,
            (false, false) => hook.failing_since,
        };
        on_each!(&mut *self.conn, |c| diesel::update(
            webhook::table.find(hook.id.0)
        )
        .set((
            webhook::failing_since.eq(since.as_micros()),
            webhook::retry_at.eq(retry_at.as_micros()),
            webhook::problem.eq(problem),
        ))
        .execute(c))?;
        Ok(())
    }
}
