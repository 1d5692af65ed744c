//! Promises of the database about itself, each a statement that counts what breaks it. Zero everywhere is the only good
//! answer. For `okno check --data`, for restores, and for tests that kill things.

use crate::cached::{Cache as _, padded};
use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::read_sql::NEVER;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// A promise, and how many rows break it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Breach {
    pub promise: &'static str,
    pub rows: i64,
}

/// Promise and statement; each statement has one column and one row.
const PROMISES: [(&str, &str); 10] = [
    (
        // A report that all is well has its fate in the delivery and no line of its own.
        "what was opened or appended is on a timeline",
        "SELECT count(*) AS n FROM ledger WHERE fate IN ('opened', 'appended') \
         AND (fate = 'opened' OR entry_id IS NOT NULL OR ticket_id IS NULL) \
         AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.id = ledger.entry_id)",
    ),
    (
        "a message is on one timeline, once",
        "SELECT count(*) AS n FROM (SELECT entry_id FROM ledger WHERE fate IN ('opened', 'appended') \
         AND entry_id IS NOT NULL GROUP BY entry_id HAVING count(*) > 1) AS twice",
    ),
    (
        "every message of a client came through the ledger",
        "SELECT count(*) AS n FROM entry WHERE kind = 'message_in' \
         AND NOT EXISTS (SELECT 1 FROM message_key WHERE message_key.entry_id = entry.id)",
    ),
    (
        "what waits in quarantine is in the ledger, and the other way round",
        "SELECT abs((SELECT count(*) FROM ledger WHERE fate = 'quarantined') - (SELECT count(*) FROM quarantine WHERE state = 'waiting')) AS n",
    ),
    (
        "what the doors saw has a fate",
        "SELECT abs((SELECT coalesce(CAST(sum(seen) AS BIGINT), 0) FROM door_count) - (SELECT count(*) FROM ledger)) AS n",
    ),
    (
        // A merge carries deadlines over, and what was told of them stays where it was told: such tickets are left out.
        "a breach is told once",
        "SELECT abs((SELECT count(*) FROM clock WHERE breach_recorded AND ticket_id NOT IN \
         (SELECT absorbed_id FROM ticket_merge UNION SELECT survivor_id FROM ticket_merge)) \
         - (SELECT count(*) FROM entry WHERE kind = 'clock' AND code = 'clock_breached' AND ticket_id NOT IN \
         (SELECT absorbed_id FROM ticket_merge UNION SELECT survivor_id FROM ticket_merge))) AS n",
    ),
    (
        "every message has a body",
        "SELECT count(*) AS n FROM entry WHERE kind IN ('message_in', 'message_out', 'note') \
         AND NOT EXISTS (SELECT 1 FROM body WHERE body.entry_id = entry.id)",
    ),
    (
        "a message that waits to go out has a job, or was given up loudly",
        "SELECT count(*) AS n FROM delivery WHERE fate IN ('queued', 'unknown') \
         AND NOT EXISTS (SELECT 1 FROM job WHERE job.kind = 'deliver' AND job.subject = delivery.id)",
    ),
    (
        "a timeline has no gaps",
        "SELECT count(*) AS n FROM ticket WHERE last_seq <> \
         (SELECT count(*) FROM entry WHERE entry.ticket_id = ticket.id)",
    ),
    (
        "the raw copy of every message is kept",
        "SELECT count(*) AS n FROM entry WHERE raw <> '' AND NOT EXISTS (SELECT 1 FROM blob WHERE blob.hash = entry.raw)",
    ),
];

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

impl Reader<'_> {
    /// Every promise that is broken; reads whole tables.
    ///
    /// # Errors
    /// The store's own.
    pub fn verify(&mut self) -> Result<Vec<Breach>, StoreError> {
        let mut broken = Vec::new();
        for (promise, statement) in PROMISES {
            let count: Count = on_each!(&mut *self.conn, |c| diesel::sql_query(statement).get_result(c))?;
            if count.n != 0 {
                broken.push(Breach {
                    promise,
                    rows: count.n,
                });
            }
        }
        Ok(broken)
    }

    /// Which of these external ids are known, with the row id of their ticket.
    ///
    /// # Errors
    /// The store's own.
    pub fn known_references(&mut self, keys: &[String]) -> Result<Vec<(String, i64)>, StoreError> {
        use crate::schema::thread_ref;
        let mut found = Vec::new();
        for chunk in keys.chunks(500) {
            let rows: Vec<(String, i64)> = on_each!(&mut *self.conn, |c| thread_ref::table
                .filter(thread_ref::key.eq_any(padded(chunk)))
                .select((thread_ref::key, thread_ref::ticket_id))
                .cached()
                .load(c))?;
            found.extend(rows);
        }
        Ok(found)
    }

    /// How many clocks have passed `due` without a stop and were not told: zero once the timer has caught up.
    ///
    /// # Errors
    /// The store's own.
    pub fn untold_breaches(&mut self, now: domain::Moment) -> Result<i64, StoreError> {
        let statement = format!(
            "SELECT count(*) AS n FROM clock WHERE next_at <= {} AND next_at < {NEVER} AND NOT breach_recorded",
            now.as_micros()
        );
        let count: Count = on_each!(&mut *self.conn, |c| diesel::sql_query(statement).get_result(c))?;
        Ok(count.n)
    }
}
