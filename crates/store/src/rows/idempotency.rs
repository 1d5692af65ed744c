//! Answers already given to requests that carried an Idempotency-Key.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::idempotency;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::Moment;

/// An answer, and the request it was given to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Given {
    pub request_hash: String,
    pub status: i32,
    pub answer: String,
}

fn row((request_hash, status, answer): (String, i32, String)) -> Given {
    Given {
        request_hash,
        status,
        answer,
    }
}

impl Reader<'_> {
    /// The answer given under a key after an instant.
    ///
    /// # Errors
    /// The store's own.
    pub fn answer_given(&mut self, scope: &str, after: Moment) -> Result<Option<Given>, StoreError> {
        let found: Option<(String, i32, String)> = on_each!(&mut *self.conn, |c| idempotency::table
            .find(scope)
            .filter(idempotency::created_at.gt(after.as_micros()))
            .select((
                idempotency::request_hash,
                idempotency::status,
                idempotency::answer
            ))
            .first(c)
            .optional())?;
        Ok(found.map(row))
    }
}

impl Tx<'_> {
    /// Keeps an answer under its key; one that is there already and newer than `after` stays, and is returned.
    ///
    /// # Errors
    /// The store's own.
    pub fn keep_answer(&mut self, scope: &str, given: &Given, after: Moment) -> Result<Given, StoreError> {
        let now = self.now.as_micros();
        on_each!(&mut *self.conn, |c| diesel::delete(
            idempotency::table
                .find(scope)
                .filter(idempotency::created_at.le(after.as_micros()))
        )
        .execute(c))?;
        on_each!(&mut *self.conn, |c| diesel::insert_into(idempotency::table)
            .values((
                idempotency::scope.eq(scope),
                idempotency::request_hash.eq(&given.request_hash),
                idempotency::status.eq(given.status),
                idempotency::answer.eq(&given.answer),
                idempotency::created_at.eq(now),
            ))
            .on_conflict_do_nothing()
            .execute(c))?;
        let kept: (String, i32, String) = on_each!(&mut *self.conn, |c| idempotency::table
            .find(scope)
            .select((
                idempotency::request_hash,
                idempotency::status,
                idempotency::answer
            ))
            .first(c))?;
        Ok(row(kept))
    }

    /// Removes answers up to an instant; says how many.
    ///
    /// # Errors
    /// The store's own.
    pub fn sweep_answers(&mut self, until: Moment) -> Result<usize, StoreError> {
        Ok(on_each!(&mut *self.conn, |c| diesel::delete(
            idempotency::table.filter(idempotency::created_at.le(until.as_micros()))
        )
        .execute(c))?)
    }
}
