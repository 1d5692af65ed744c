//! Addresses that clients named as their own without proof: evidence for a merge, and nothing else.

use crate::conn::Conn;
use crate::error::StoreError;
use crate::ids::IdBlock;
use crate::rows::insert::insert_all;
use crate::schema::client_claim;
use diesel::prelude::*;
use domain::{ClientId, Handle, Moment};
use std::collections::BTreeSet;

/// Writes claims; those that are known stay as they are.
pub(crate) fn insert(
    conn: &mut Conn,
    ids: &mut IdBlock,
    claims: &[(ClientId, Handle)],
    now: Moment,
) -> Result<(), StoreError> {
    if claims.is_empty() {
        return Ok(());
    }
    // In one order, so that two writers cannot wait for each other.
    let sorted: BTreeSet<_> = claims
        .iter()
        .map(|(client, handle)| (client.0, handle.kind.code(), handle.value.as_str()))
        .collect();
    insert_all!(conn, client_claim::table, sorted.iter().map(|(client, kind, value)| {
        (
            client_claim::id.eq(ids.take()),
            client_claim::client_id.eq(*client),
            client_claim::kind.eq(*kind),
            client_claim::value.eq(*value),
            client_claim::at.eq(now.as_micros()),
        )
    }).collect::<Vec<_>>(), or skip);
    Ok(())
}
