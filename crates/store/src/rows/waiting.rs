//! Whether a ticket still waits for its client since a line of its timeline.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::schema::entry;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::entry::EntryKind;
use domain::{EntryId, Moment, TicketId};

/// Lines looked at; a ticket with more of them since does not wait.
const MOST_LINES: i64 = 500;

impl Tx<'_> {
    /// The ticket that began to wait with a line, and when; nothing where the line is gone, or the client, one of ours or
    /// another wait came after it.
    ///
    /// # Errors
    /// The store's own.
    pub fn waits_since(&mut self, line: EntryId) -> Result<Option<(TicketId, Moment)>, StoreError> {
        let found: Option<(i64, i64, i64)> = on_each!(&mut *self.conn, |c| entry::table
            .find(line.0)
            .select((entry::ticket_id, entry::seq, entry::occurred_at))
            .first(c)
            .optional())?;
        let Some((ticket, seq, at)) = found else {
            return Ok(None);
        };
        let since: Vec<(String, String, String)> = on_each!(&mut *self.conn, |c| entry::table
            .filter(entry::ticket_id.eq(ticket))
            .filter(entry::seq.gt(seq))
            .order(entry::seq)
            .limit(MOST_LINES)
            .select((entry::kind, entry::code, entry::params))
            .load(c))?;
        let full = i64::try_from(since.len()).is_ok_and(|lines| lines == MOST_LINES);
        for (kind, code, params) in &since {
            let ends = match EntryKind::parse(kind)? {
                EntryKind::MessageIn => code.is_empty(),
                EntryKind::Change => code == "state_changed",
                EntryKind::MessageOut if code.is_empty() => {
                    let params: serde_json::Value = serde_json::from_str(params)?;
                    params.get("then").is_some_and(|then| !then.is_null())
                }
                _ => false,
            };
            if ends {
                return Ok(None);
            }
        }
        Ok((!full).then_some((TicketId(ticket), Moment::from_micros(at))))
    }
}
