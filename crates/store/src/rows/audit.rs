//! The record of changes outside tickets: who did what, when. Never holds a secret: that is its callers' duty.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::audit;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::{Actor, AuditId, Moment};

/// One change that was made outside a ticket.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditRecord {
    pub id: AuditId,
    pub at: Moment,
    pub actor: Actor,
    /// A stable code: `calendar.changed`, `session.opened`.
    pub action: String,
    /// The public id, login or name of what was changed.
    pub subject: String,
    pub detail: serde_json::Value,
}

impl Tx<'_> {
    /// Writes down a change that leaves no timeline entry, in the transaction that makes it.
    ///
    /// # Errors
    /// The store's own.
    pub fn audit(
        &mut self,
        action: &str,
        subject: &str,
        detail: &serde_json::Value,
    ) -> Result<(), StoreError> {
        let row = (
            audit::id.eq(self.ids.take()),
            audit::at.eq(self.now.as_micros()),
            audit::actor_kind.eq(self.actor.code()),
            audit::actor_id.eq(self.actor.id()),
            audit::action.eq(action),
            audit::subject.eq(subject),
            audit::detail.eq(detail.to_string()),
        );
        on_each!(&mut *self.conn, |c| diesel::insert_into(audit::table)
            .values(row)
            .execute(c))?;
        Ok(())
    }
}

/// The columns of [`AuditRecord`].
type Row = (i64, i64, String, i64, String, String, String);

impl Reader<'_> {
    /// The newest changes before a record, or from the very newest.
    ///
    /// # Errors
    /// The store's own.
    pub fn audit(
        &mut self,
        before: Option<&AuditRecord>,
        limit: i64,
    ) -> Result<Vec<AuditRecord>, StoreError> {
        let (at, id) = before.map_or((i64::MAX, i64::MAX), |record| {
            (record.at.as_micros(), record.id.0)
        });
        let rows: Vec<Row> = on_each!(&mut *self.conn, |c| audit::table
            .filter(audit::at.le(at).and(audit::at.lt(at).or(audit::id.lt(id))))
            .order((audit::at.desc(), audit::id.desc()))
            .limit(limit)
            .load(c))?;
        rows.into_iter()
            .map(|(id, at, kind, actor, action, subject, detail)| {
                Ok(AuditRecord {
                    id: AuditId(id),
                    at: Moment::from_micros(at),
                    actor: Actor::from_stored(&kind, actor)?,
                    action,
                    subject,
                    detail: serde_json::from_str(&detail)?,
                })
            })
            .collect()
    }
}
