//! Events on their way to webhooks. What is committed as an event is fed to those that want it, once, with a job for the
//! first of each ticket; the next of the ticket gets its job when the one before it has ended. So they come in order.

use crate::cached::padded;
use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::insert::insert_all;
use crate::schema::webhook_delivery as push;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::event::Event;
use domain::id::Ids as _;
use domain::job::{JobKind, NewJob};
use domain::plan::Plan;
use domain::time::NEVER;
use domain::webhook::{Push, PushFate, Webhook};
use domain::{Moment, PushId, TicketId, WebhookId};
use std::collections::BTreeSet;

/// Events looked at in one transaction.
const PAGE: i64 = 1_000;

/// What feeding came to.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub struct Fed {
    pub queued: usize,
    /// There may be more to feed.
    pub more: bool,
}

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = push, treat_none_as_default_value = false)]
struct Row {
    id: i64,
    webhook_id: i64,
    event_id: i64,
    ticket_id: i64,
    kind: String,
    fate: String,
    attempts: i32,
    status: i32,
    reason: String,
    created_at: i64,
    tried_at: i64,
}

impl Row {
    fn new(id: i64, webhook: WebhookId, event: i64, ticket: i64, kind: &str, now: Moment) -> Self {
        Self {
            id,
            webhook_id: webhook.0,
            event_id: event,
            ticket_id: ticket,
            kind: kind.to_owned(),
            fate: PushFate::Queued.code().to_owned(),
            attempts: 0,
            status: 0,
            reason: String::new(),
            created_at: now.as_micros(),
            tried_at: NEVER.as_micros(),
        }
    }

    fn read(self) -> Result<Push, StoreError> {
        Ok(Push {
            id: PushId(self.id),
            webhook: WebhookId(self.webhook_id),
            event: self.event_id,
            ticket: (self.ticket_id != 0).then_some(TicketId(self.ticket_id)),
            kind: self.kind,
            fate: PushFate::parse(&self.fate)?,
            attempts: self.attempts,
            status: self.status,
            reason: self.reason,
            created_at: Moment::from_micros(self.created_at),
            tried_at: Moment::from_micros(self.tried_at),
        })
    }
}

impl Reader<'_> {
    /// Whether a webhook that is on has something to be fed.
    ///
    /// # Errors
    /// The store's own.
    pub fn webhooks_wait(&mut self) -> Result<bool, StoreError> {
        let hooks: Vec<Webhook> = self.webhooks()?.into_iter().filter(|hook| hook.enabled).collect();
        let Some(from) = hooks.iter().map(|hook| hook.cursor).min() else {
            return Ok(false);
        };
        let events = self.events_after(from, PAGE)?;
        let wanted = |event: &Event| {
            hooks
                .iter()
                .any(|hook| hook.cursor < event.id && hook.wants(event))
        };
        // Whoever is far behind moves on, whether or not it wants anything.
        Ok(events.len() as i64 == PAGE || events.iter().any(wanted))
    }

    /// The newest pushes of a webhook.
    ///
    /// # Errors
    /// The store's own.
    pub fn pushes(&mut self, webhook: WebhookId, limit: i64) -> Result<Vec<Push>, StoreError> {
        let rows: Vec<Row> = on_each!(&mut *self.conn, |c| push::table
            .filter(push::webhook_id.eq(webhook.0))
            .order(push::id.desc())
            .limit(limit)
            .select(Row::as_select())
            .load(c))?;
        rows.into_iter().map(Row::read).collect()
    }

    /// How many pushes of a webhook wait, at most `limit`.
    ///
    /// # Errors
    /// The store's own.
    pub fn waiting_pushes(&mut self, webhook: WebhookId, limit: i64) -> Result<i64, StoreError> {
        let found: Vec<i64> = on_each!(&mut *self.conn, |c| push::table
            .filter(push::webhook_id.eq(webhook.0))
            .filter(push::fate.eq(PushFate::Queued.code()))
            .limit(limit)
            .select(push::id)
            .load(c))?;
        Ok(found.len() as i64)
    }
}

impl Tx<'_> {
    /// Feeds what was committed since to every webhook that is on.
    ///
    /// # Errors
    /// The store's own.
    pub fn feed_webhooks(&mut self) -> Result<Fed, StoreError> {
        let mut fed = Fed::default();
        // Locked: what ends meanwhile would not see that its ticket has more.
        for hook in self.webhooks_in_hand()? {
            let events = Reader { conn: self.conn }.events_after(hook.cursor, PAGE)?;
            let full = events.len() as i64 == PAGE;
            let wanted: Vec<&Event> = events.iter().filter(|event| hook.wants(event)).collect();
            let Some(last) = events.last().filter(|_| full || !wanted.is_empty()) else {
                continue;
            };
            fed.queued += wanted.len();
            fed.more |= full;
            self.queue(hook.id, &wanted)?;
            self.move_webhook(hook.id, last.id)?;
        }
        Ok(fed)
    }

    fn queue(&mut self, hook: WebhookId, wanted: &[&Event]) -> Result<(), StoreError> {
        let now = self.now;
        let of = |event: &Event| event.ticket.map_or(0, |ticket| ticket.0);
        let tickets: BTreeSet<i64> = wanted.iter().map(|event| of(event)).collect();
        let mut busy = self.busy(hook, &tickets)?;
        let mut plan = Plan::default();
        let mut rows = Vec::with_capacity(wanted.len());
        for event in wanted {
            let id = self.next_id();
            rows.push(Row::new(id, hook, event.id, of(event), event.kind.code(), now));
            if busy.insert(of(event)) {
                plan.jobs.push(job(PushId(id), now));
            }
        }
        insert_all!(&mut *self.conn, push::table, rows);
        self.apply(&mut plan)
    }

    /// Tickets of which something is on its way already.
    fn busy(&mut self, hook: WebhookId, tickets: &BTreeSet<i64>) -> Result<BTreeSet<i64>, StoreError> {
        let found: Vec<i64> = on_each!(&mut *self.conn, |c| push::table
            .filter(push::webhook_id.eq(hook.0))
            .filter(push::fate.eq(PushFate::Queued.code()))
            .filter(push::ticket_id.eq_any(padded(tickets.iter().copied())))
            .select(push::ticket_id)
            .distinct()
            .load(c))?;
        Ok(found.into_iter().collect())
    }

    /// Queues a trial.
    ///
    /// # Errors
    /// The store's own.
    pub fn try_webhook(&mut self, hook: WebhookId) -> Result<(), StoreError> {
        let (id, now) = (self.next_id(), self.now);
        // A strand of its own: whatever waits, the trial goes at once.
        let row = Row::new(id, hook, -id, -id, domain::webhook::TRIAL, now);
        on_each!(&mut *self.conn, |c| diesel::insert_into(push::table)
            .values(row)
            .execute(c))?;
        self.apply(&mut Plan {
            jobs: vec![job(PushId(id), now)],
            ..Plan::default()
        })
    }

    /// A push with its event; nothing where it is gone.
    ///
    /// # Errors
    /// The store's own.
    pub fn push_to_make(&mut self, id: PushId) -> Result<Option<(Push, Option<Event>)>, StoreError> {
        let row: Option<Row> = on_each!(&mut *self.conn, |c| push::table
            .find(id.0)
            .select(Row::as_select())
            .first(c)
            .optional())?;
        let Some(row) = row else {
            return Ok(None);
        };
        let event = if row.event_id > 0 {
            let after = Reader { conn: self.conn }.events_after(row.event_id - 1, 1)?;
            after.into_iter().find(|event| event.id == row.event_id)
        } else {
            None
        };
        Ok(Some((row.read()?, event)))
    }

    /// Writes down how an attempt went. The next of the ticket gets its job when this one has ended. To be called with the
    /// webhook in hand.
    ///
    /// # Errors
    /// The store's own.
    pub fn end_push(
        &mut self,
        one: &Push,
        fate: PushFate,
        status: u16,
        reason: &str,
    ) -> Result<(), StoreError> {
        let now = self.now;
        on_each!(&mut *self.conn, |c| diesel::update(push::table.find(one.id.0))
            .set((
                push::fate.eq(fate.code()),
                push::status.eq(i32::from(status)),
                push::reason.eq(reason),
                push::attempts.eq(push::attempts + 1),
                push::tried_at.eq(now.as_micros()),
            ))
            .execute(c))?;
        if fate == PushFate::Queued {
            return Ok(());
        }
        let ticket = one.ticket.map_or(0, |ticket| ticket.0);
        let next: Option<i64> = on_each!(&mut *self.conn, |c| push::table
            .filter(push::webhook_id.eq(one.webhook.0))
            .filter(push::fate.eq(PushFate::Queued.code()))
            .filter(push::ticket_id.eq(ticket))
            .order(push::event_id)
            .select(push::id)
            .first(c)
            .optional())?;
        self.apply(&mut Plan {
            jobs: next.map(|id| job(PushId(id), now)).into_iter().collect(),
            ..Plan::default()
        })
    }

    /// Queues once more what was given up or delivered, by its event; false where there is none, or it is on its way.
    ///
    /// # Errors
    /// The store's own.
    pub fn push_again(&mut self, hook: WebhookId, event: i64) -> Result<bool, StoreError> {
        let row: Option<Row> = on_each!(&mut *self.conn, |c| push::table
            .filter(push::webhook_id.eq(hook.0))
            .filter(push::event_id.eq(event))
            .filter(push::fate.ne(PushFate::Queued.code()))
            .select(Row::as_select())
            .first(c)
            .optional())?;
        let Some(row) = row else {
            return Ok(false);
        };
        let free = self.busy(hook, &BTreeSet::from([row.ticket_id]))?.is_empty();
        let now = self.now;
        on_each!(&mut *self.conn, |c| diesel::update(push::table.find(row.id))
            .set((
                push::fate.eq(PushFate::Queued.code()),
                push::attempts.eq(0),
                push::created_at.eq(now.as_micros()),
            ))
            .execute(c))?;
        self.apply(&mut Plan {
            jobs: free.then(|| job(PushId(row.id), now)).into_iter().collect(),
            ..Plan::default()
        })?;
        Ok(true)
    }

    /// Forgets pushes that ended before an instant.
    ///
    /// # Errors
    /// The store's own.
    pub fn sweep_pushes(&mut self, before: Moment) -> Result<usize, StoreError> {
        let old = push::table
            .filter(push::fate.eq_any([PushFate::Delivered.code(), PushFate::Failed.code()]))
            .filter(push::created_at.lt(before.as_micros()));
        Ok(on_each!(&mut *self.conn, |c| diesel::delete(old).execute(c))?)
    }
}

fn job(id: PushId, run_at: Moment) -> NewJob {
    NewJob {
        kind: JobKind::Push,
        subject: id.0,
        run_at,
        trace: String::new(),
    }
}
