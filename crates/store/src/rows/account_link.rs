//! Links by which our people set a password: only the hash of a secret, for as long as it is good.

use crate::cached::Cache as _;
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::{account_link, job, operator};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::job::JobKind;
use domain::time::NEVER;
use domain::{Moment, OperatorId};

/// A link as it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AccountLink {
    pub id: i64,
    pub operator: OperatorId,
    /// `invitation` or `password_reset`.
    pub purpose: String,
    pub asked_by: Option<OperatorId>,
    pub created_at: Moment,
    pub expires_at: Moment,
    /// Used, withdrawn or replaced; `NEVER` while it is good.
    pub ended_at: Moment,
    /// `queued`, `sent`, `failed`.
    pub fate: String,
    /// Why it could not be sent.
    pub reason: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = account_link)]
struct LinkRow {
    id: i64,
    operator_id: i64,
    purpose: String,
    asked_by: Option<i64>,
    created_at: i64,
    expires_at: i64,
    ended_at: i64,
    fate: String,
    reason: String,
}

impl From<LinkRow> for AccountLink {
    fn from(row: LinkRow) -> Self {
        Self {
            id: row.id,
            operator: OperatorId(row.operator_id),
            purpose: row.purpose,
            asked_by: row.asked_by.map(OperatorId),
            created_at: Moment::from_micros(row.created_at),
            expires_at: Moment::from_micros(row.expires_at),
            ended_at: Moment::from_micros(row.ended_at),
            fate: row.fate,
            reason: row.reason,
        }
    }
}

impl Reader<'_> {
    /// Links that have not ended, newest first.
    ///
    /// # Errors
    /// The store's own.
    pub fn account_links(&mut self) -> Result<Vec<AccountLink>, StoreError> {
        let rows: Vec<LinkRow> = on_each!(&mut *self.conn, |c| account_link::table
            .filter(account_link::ended_at.eq(NEVER.as_micros()))
            .order(account_link::id.desc())
            .limit(1_000)
            .select(LinkRow::as_select())
            .load(c))?;
        Ok(rows.into_iter().map(AccountLink::from).collect())
    }

    /// People who can log in with a password.
    ///
    /// # Errors
    /// The store's own.
    pub fn with_password(&mut self) -> Result<Vec<OperatorId>, StoreError> {
        let rows: Vec<i64> = on_each!(&mut *self.conn, |c| operator::table
            .filter(operator::password_hash.ne(""))
            .select(operator::id)
            .load(c))?;
        Ok(rows.into_iter().map(OperatorId).collect())
    }

    /// The link of a secret's hash.
    ///
    /// # Errors
    /// The store's own.
    pub fn account_link(&mut self, token_hash: &str) -> Result<Option<AccountLink>, StoreError> {
        by_hash(self.conn, token_hash)
    }
}

impl Tx<'_> {
    /// Asks for a letter with a new link; those of the same purpose before it end. Replaces nobody's password yet.
    ///
    /// # Errors
    /// The store's own.
    pub fn ask_account_link(
        &mut self,
        owner: OperatorId,
        purpose: &str,
        asked_by: Option<OperatorId>,
        expires_at: Moment,
    ) -> Result<(), StoreError> {
        self.end_account_links(owner, purpose)?;
        let (id, now) = (self.ids.take(), self.now.as_micros());
        on_each!(&mut *self.conn, |c| diesel::insert_into(account_link::table)
            .values((
                account_link::id.eq(id),
                account_link::operator_id.eq(owner.0),
                account_link::purpose.eq(purpose),
                account_link::token_hash.eq(""),
                account_link::asked_by.eq(asked_by.map(|by| by.0)),
                account_link::created_at.eq(now),
                account_link::expires_at.eq(expires_at.as_micros()),
                account_link::ended_at.eq(NEVER.as_micros()),
                account_link::fate.eq("queued"),
                account_link::reason.eq(""),
            ))
            .execute(c))?;
        let row = (
            job::id.eq(self.ids.take()),
            job::kind.eq(JobKind::AccountLetter.code()),
            job::subject.eq(id),
            job::run_at.eq(now),
            job::attempts.eq(0),
            job::dead.eq(false),
            job::created_at.eq(now),
            job::leased_until.eq(0),
            job::node.eq(""),
            job::last_error.eq(""),
            job::trace.eq(""),
        );
        on_each!(&mut *self.conn, |c| diesel::insert_into(job::table)
            .values(row)
            .execute(c))?;
        Ok(())
    }

    /// Ends a person's links of a purpose; says how many were good.
    ///
    /// # Errors
    /// The store's own.
    pub fn end_account_links(&mut self, owner: OperatorId, purpose: &str) -> Result<usize, StoreError> {
        let good = account_link::table
            .filter(account_link::operator_id.eq(owner.0))
            .filter(account_link::purpose.eq(purpose))
            .filter(account_link::ended_at.eq(NEVER.as_micros()));
        let now = self.now.as_micros();
        Ok(on_each!(&mut *self.conn, |c| diesel::update(good)
            .set(account_link::ended_at.eq(now))
            .cached()
            .execute(c))?)
    }

    /// A link by its row id.
    ///
    /// # Errors
    /// The store's own.
    pub fn account_link_by_id(&mut self, id: i64) -> Result<Option<AccountLink>, StoreError> {
        let row: Option<LinkRow> = on_each!(&mut *self.conn, |c| account_link::table
            .find(id)
            .select(LinkRow::as_select())
            .first(c)
            .optional())?;
        Ok(row.map(AccountLink::from))
    }

    /// The link of a secret's hash, as it is now.
    ///
    /// # Errors
    /// The store's own.
    pub fn account_link(&mut self, token_hash: &str) -> Result<Option<AccountLink>, StoreError> {
        by_hash(self.conn, token_hash)
    }

    /// Gives a link its secret: any before it opens nothing any more.
    ///
    /// # Errors
    /// The store's own.
    pub fn arm_account_link(&mut self, id: i64, token_hash: &str) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::update(account_link::table.find(id))
            .set(account_link::token_hash.eq(token_hash))
            .cached()
            .execute(c))?;
        Ok(())
    }

    /// Writes what became of its letter.
    ///
    /// # Errors
    /// The store's own.
    pub fn account_link_fate(&mut self, id: i64, fate: &str, reason: &str) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::update(account_link::table.find(id))
            .set((account_link::fate.eq(fate), account_link::reason.eq(reason)))
            .cached()
            .execute(c))?;
        Ok(())
    }

    /// Removes links that expired before an instant.
    ///
    /// # Errors
    /// The store's own.
    pub fn sweep_account_links(&mut self, before: Moment) -> Result<usize, StoreError> {
        let over = account_link::table.filter(account_link::expires_at.lt(before.as_micros()));
        Ok(on_each!(&mut *self.conn, |c| diesel::delete(over).execute(c))?)
    }
}

fn by_hash(conn: &mut Conn, token_hash: &str) -> Result<Option<AccountLink>, StoreError> {
    if token_hash.is_empty() {
        return Ok(None);
    }
    let row: Option<LinkRow> = on_each!(conn, |c| account_link::table
        .filter(account_link::token_hash.eq(token_hash))
        .select(LinkRow::as_select())
        .first(c)
        .optional())?;
    Ok(row.map(AccountLink::from))
}
