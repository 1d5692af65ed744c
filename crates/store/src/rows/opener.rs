//! Who opened tickets: the address their first message came by, or went to where we spoke first. Asked when clients who were one
//! are parted again.

use crate::cached::padded;
use crate::conn::on_each;
use crate::error::StoreError;
use crate::rows::client_merge::ClientMerge;
use crate::rows::read_sql::{IdRow, Sql};
use crate::schema::{delivery, entry, identity};
use crate::tx::Tx;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde_json::Value;
use std::collections::HashMap;

/// The first thing that was said on a ticket, by whichever side.
const FIRST: &str = "entry.kind IN ('message_in', 'message_out') AND NOT EXISTS (SELECT 1 FROM entry AS before \
     WHERE before.ticket_id = entry.ticket_id AND before.seq < entry.seq AND before.kind IN ('message_in', 'message_out'))";

impl Tx<'_> {
    /// Writes down with a merge by which address each ticket was opened that was opened while it stood.
    ///
    /// # Errors
    /// The store's own.
    pub(super) fn write_down_openers(&mut self, merge: &ClientMerge) -> Result<(), StoreError> {
        let mut since = Sql::new("SELECT ticket.id AS id FROM ticket WHERE ticket.client_id = ");
        since
            .int(merge.survivor.0)
            .push(" AND ticket.created_at >= ")
            .int(merge.at.as_micros());
        since
            .push(" AND NOT EXISTS (SELECT 1 FROM client_moved AS own WHERE own.merge_id = ")
            .int(merge.id.0);
        since.push(" AND own.what IN ('own', 'ticket') AND own.row_id = ticket.id)");
        let since: Vec<IdRow> = since.load(self.conn)?;
        let since: Vec<i64> = since.into_iter().map(|row| row.id).collect();
        if since.is_empty() {
            return Ok(());
        }
        let lines: Vec<(i64, i64, String)> = on_each!(&mut *self.conn, |c| entry::table
            .filter(entry::ticket_id.eq_any(padded(&since)))
            .filter(sql::<Bool>(FIRST))
            .select((entry::id, entry::ticket_id, entry::params))
            .load(c))?;
        let addresses: Vec<(i64, String)> = on_each!(&mut *self.conn, |c| identity::table
            .filter(identity::client_id.eq_any([merge.survivor.0, merge.absorbed.0]))
            .select((identity::id, identity::value))
            .load(c))?;
        let addresses: HashMap<String, i64> = addresses.into_iter().map(|(id, value)| (value, id)).collect();
        // Newest first: a message that was sent again was first sent to the oldest.
        let first: Vec<i64> = lines.iter().map(|(line, ..)| *line).collect();
        let sent: Vec<(i64, i64)> = on_each!(&mut *self.conn, |c| delivery::table
            .filter(delivery::entry_id.eq_any(padded(&first)))
            .order(delivery::id.desc())
            .select((delivery::entry_id, delivery::identity_id))
            .load(c))?;
        let sent: HashMap<i64, i64> = sent.into_iter().collect();
        let merge = merge.id;
        let rows: Vec<String> = lines
            .iter()
            .filter_map(|(line, ticket, params)| {
                let params: Value = serde_json::from_str(params).ok()?;
                let said = params.get("from").or(params.get("to")).and_then(Value::as_str);
                let opener = said.and_then(|said| addresses.get(said)).or(sent.get(line))?;
                Some(format!("({merge}, 'opened', {ticket}, {opener})"))
            })
            .collect();
        for rows in rows.chunks(CHUNK) {
            self.conn.execute(&format!(
                "INSERT INTO client_moved (merge_id, what, row_id, address_id) VALUES {}",
                rows.join(", ")
            ))?;
        }
        Ok(())
    }
}

/// Rows of one statement.
const CHUNK: usize = 500;
