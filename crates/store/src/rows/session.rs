//! Log-ins: open sessions, and the failed attempts of the last day. Knows only hashes of what a browser holds.

use crate::cached::Cache as _;
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::operator::{Operator, OperatorRow};
use crate::schema::{login_failure, operator, session, team_member};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::{Moment, OperatorId, TeamId};

/// A session with whose it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OpenSession {
    pub operator: Operator,
    pub csrf: String,
    pub created_at: Moment,
    pub seen_at: Moment,
    pub expires_at: Moment,
}

/// A session to be opened.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// SHA-256 of the secret, hexadecimal.
    pub token_hash: String,
    pub operator: OperatorId,
    pub csrf: String,
    pub expires_at: Moment,
    pub address: String,
    pub agent: String,
}

/// The columns of a session beside its operator, and one team of theirs.
type Row = (OperatorRow, String, i64, i64, i64, Option<i64>);

impl Reader<'_> {
    /// The session of a hash, unless it has expired or its owner may no longer log in. One statement.
    ///
    /// # Errors
    /// The store's own.
    pub fn session(&mut self, token_hash: &str, now: Moment) -> Result<Option<OpenSession>, StoreError> {
        let rows: Vec<Row> = on_each!(&mut *self.conn, |c| session::table
            .inner_join(operator::table.on(operator::id.eq(session::operator_id)))
            .left_join(team_member::table.on(team_member::operator_id.eq(session::operator_id)))
            .filter(session::token_hash.eq(token_hash))
            .filter(session::expires_at.gt(now.as_micros()))
            .filter(operator::active.eq(true))
            .order(team_member::team_id.nullable())
            .select((
                OperatorRow::as_select(),
                session::csrf,
                session::created_at,
                session::seen_at,
                session::expires_at,
                team_member::team_id.nullable(),
            ))
            .load(c))?;
        let teams = rows.iter().filter_map(|row| row.5).map(TeamId).collect();
        let Some((operator, csrf, created_at, seen_at, expires_at, _)) = rows.into_iter().next() else {
            return Ok(None);
        };
        Ok(Some(OpenSession {
            operator: operator.into_operator(teams)?,
            csrf,
            created_at: Moment::from_micros(created_at),
            seen_at: Moment::from_micros(seen_at),
            expires_at: Moment::from_micros(expires_at),
        }))
    }
}

impl Tx<'_> {
    /// Opens a session.
    ///
    /// # Errors
    /// The store's own.
    pub fn open_session(&mut self, new: &NewSession) -> Result<(), StoreError> {
        let now = self.now.as_micros();
        on_each!(&mut *self.conn, |c| diesel::insert_into(session::table)
            .values((
                session::token_hash.eq(&new.token_hash),
                session::operator_id.eq(new.operator.0),
                session::csrf.eq(&new.csrf),
                session::created_at.eq(now),
                session::seen_at.eq(now),
                session::expires_at.eq(new.expires_at.as_micros()),
                session::address.eq(&new.address),
                session::agent.eq(&new.agent),
            ))
            .execute(c))?;
        Ok(())
    }

    /// Notes that a session was used now, and until when it is good.
    ///
    /// # Errors
    /// The store's own.
    pub fn touch_session(&mut self, token_hash: &str, expires_at: Moment) -> Result<(), StoreError> {
        let now = self.now.as_micros();
        on_each!(&mut *self.conn, |c| diesel::update(
            session::table.find(token_hash)
        )
        .set((
            session::seen_at.eq(now),
            session::expires_at.eq(expires_at.as_micros())
        ))
        .cached()
        .execute(c))?;
        Ok(())
    }

    /// Ends a session and tells whose it was.
    ///
    /// # Errors
    /// The store's own.
    pub fn end_session(&mut self, token_hash: &str) -> Result<Option<OperatorId>, StoreError> {
        let owner: Option<i64> = on_each!(&mut *self.conn, |c| diesel::delete(
            session::table.find(token_hash)
        )
        .returning(session::operator_id)
        .get_result(c)
        .optional())?;
        Ok(owner.map(OperatorId))
    }

    /// Ends every session of a person, but for the one of that hash; says how many there were.
    ///
    /// # Errors
    /// The store's own.
    pub fn end_sessions_of(&mut self, owner: OperatorId, but: Option<&str>) -> Result<usize, StoreError> {
        Ok(on_each!(&mut *self.conn, |c| diesel::delete(
            session::table
                .filter(session::operator_id.eq(owner.0))
                .filter(session::token_hash.ne(but.unwrap_or_default()))
        )
        .execute(c))?)
    }

    /// The newest failed log-ins of a subject after an instant, at most `limit`, in order of time. Nobody else reads
    /// or writes failures until this transaction has ended.
    ///
    /// # Errors
    /// The store's own.
    pub fn login_failures(
        &mut self,
        subject: &str,
        after: Moment,
        limit: i64,
    ) -> Result<Vec<Moment>, StoreError> {
        /// Any constant: the lock's name.
        const FAILURE_LOCK: i64 = 0x6f6b_6661_696c;
        if let Conn::Pg(_) = self.conn {
            self.conn
                .execute(&format!("SELECT pg_advisory_xact_lock({FAILURE_LOCK})"))?;
        }
        let mut rows: Vec<i64> = on_each!(&mut *self.conn, |c| login_failure::table
            .filter(login_failure::subject.eq(subject))
            .filter(login_failure::at.gt(after.as_micros()))
            .order(login_failure::at.desc())
            .limit(limit)
            .select(login_failure::at)
            .load(c))?;
        rows.reverse();
        Ok(rows.into_iter().map(Moment::from_micros).collect())
    }

    /// Writes down a failed log-in and tells its id, to be taken back by.
    ///
    /// # Errors
    /// The store's own.
    pub fn add_login_failure(&mut self, subject: &str) -> Result<i64, StoreError> {
        let id = self.ids.take();
        let at = self.now.as_micros();
        on_each!(&mut *self.conn, |c| diesel::insert_into(login_failure::table)
            .values((
                login_failure::id.eq(id),
                login_failure::subject.eq(subject),
                login_failure::at.eq(at)
            ))
            .execute(c))?;
        Ok(id)
    }

    /// Forgets all failures of a subject.
    ///
    /// # Errors
    /// The store's own.
    pub fn clear_login_failures(&mut self, subject: &str) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::delete(
            login_failure::table.filter(login_failure::subject.eq(subject))
        )
        .execute(c))?;
        Ok(())
    }

    /// Takes one failure back.
    ///
    /// # Errors
    /// The store's own.
    pub fn remove_login_failure(&mut self, id: i64) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::delete(login_failure::table.find(id))
            .execute(c))?;
        Ok(())
    }

    /// Removes sessions that have expired and failures up to an instant; says how many of each.
    ///
    /// # Errors
    /// The store's own.
    pub fn sweep_log_ins(&mut self, failures_until: Moment) -> Result<(usize, usize), StoreError> {
        let now = self.now.as_micros();
        let sessions = on_each!(&mut *self.conn, |c| diesel::delete(
            session::table.filter(session::expires_at.le(now))
        )
        .execute(c))?;
        let failures = on_each!(&mut *self.conn, |c| diesel::delete(
            login_failure::table.filter(login_failure::at.le(failures_until.as_micros()))
        )
        .execute(c))?;
        Ok((sessions, failures))
    }
}
