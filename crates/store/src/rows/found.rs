//! Clients found by an exact address or by their whole name, for whoever registers something of theirs.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::{client, identity, ticket};
use diesel::prelude::*;
use domain::{Handle, HandleKind};
use std::collections::BTreeSet;

/// Clients offered at once.
const MOST: i64 = 20;

/// A client who may be meant.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FoundClient {
    pub public_id: String,
    pub name: String,
    /// One of the addresses.
    pub handle: Handle,
}

type Line = (i64, String, String, String, String, String);

impl Reader<'_> {
    /// Clients by exact addresses, by the key of a whole name (empty: by none), and of tickets; each once.
    ///
    /// # Errors
    /// The store's own.
    pub fn clients_found(
        &mut self,
        handles: &[Handle],
        name_key: &str,
        tickets: &[String],
    ) -> Result<Vec<FoundClient>, StoreError> {
        let values: Vec<&str> = handles.iter().map(|handle| handle.value.as_str()).collect();
        let mut lines: Vec<Line> = on_each!(&mut *self.conn, |c| identity::table
            .inner_join(client::table.on(client::id.eq(identity::client_id)))
            .filter(identity::value.eq_any(&values))
            .filter(client::merged_into.is_null())
            .order(identity::id)
            .limit(MOST)
            .select(SHOWN)
            .load(c))?;
        lines.retain(|line| {
            handles
                .iter()
                .any(|handle| handle.kind.code() == line.3 && handle.value == line.4)
        });
        if !name_key.is_empty() {
            let named: Vec<Line> = on_each!(&mut *self.conn, |c| identity::table
                .inner_join(client::table.on(client::id.eq(identity::client_id)))
                .filter(client::name_key.eq(name_key))
                .filter(client::merged_into.is_null())
                .order((client::id, identity::id))
                .limit(MOST)
                .select(SHOWN)
                .load(c))?;
            lines.extend(named);
        }
        let of_tickets: Vec<Line> = on_each!(&mut *self.conn, |c| ticket::table
            .inner_join(identity::table.on(identity::id.eq(ticket::identity_id)))
            .inner_join(client::table.on(client::id.eq(ticket::client_id)))
            .filter(ticket::public_id.eq_any(tickets))
            .filter(client::merged_into.is_null())
            .order(ticket::id)
            .limit(MOST)
            .select(SHOWN)
            .load(c))?;
        lines.extend(of_tickets);
        each_once(lines)
    }
}

impl Reader<'_> {
    /// Clients with a telephone number that begins in one of these ways, in E.164; at most as many as are offered at once.
    ///
    /// # Errors
    /// The store's own.
    pub fn clients_by_number(&mut self, beginnings: &[String]) -> Result<Vec<FoundClient>, StoreError> {
        let mut found = Vec::new();
        for (beginning, end) in beginnings.iter().filter_map(|one| Some((one, next(one)?))) {
            let lines: Vec<Line> = on_each!(&mut *self.conn, |c| identity::table
                .inner_join(client::table.on(client::id.eq(identity::client_id)))
                .filter(identity::kind.eq(HandleKind::Phone.code()))
                .filter(identity::value.ge(beginning))
                .filter(identity::value.lt(end))
                .filter(client::merged_into.is_null())
                .order(identity::value)
                .limit(MOST)
                .select(SHOWN)
                .load(c))?;
            found.extend(lines);
        }
        each_once(found)
    }
}

/// The first number after all that begin so, in any collation; nothing for what has no digit but 9.
fn next(beginning: &str) -> Option<String> {
    let kept = beginning.trim_end_matches('9');
    let last = kept.chars().next_back()?.to_digit(10)?;
    let shorter = kept.get(..kept.len() - 1)?;
    Some(format!("{shorter}{}", last + 1))
}

fn each_once(lines: Vec<Line>) -> Result<Vec<FoundClient>, StoreError> {
    let mut found: Vec<FoundClient> = Vec::new();
    let mut seen: BTreeSet<i64> = BTreeSet::new();
    for (id, public_id, name, kind, value, handle_name) in lines {
        if seen.insert(id) {
            found.push(FoundClient {
                public_id,
                name,
                handle: Handle::new(HandleKind::parse(&kind)?, value, handle_name),
            });
        }
    }
    Ok(found)
}

/// What is shown of a client.
const SHOWN: (
    client::id,
    client::public_id,
    client::name,
    identity::kind,
    identity::value,
    identity::name,
) = (
    client::id,
    client::public_id,
    client::name,
    identity::kind,
    identity::value,
    identity::name,
);
