//! What is proved of addresses that are known: how they are verified, and whose they are.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::schema::identity;
use diesel::prelude::*;
use domain::plan::Proof;
use domain::{ClientId, IdentityId, Verified};
use std::collections::{BTreeMap, BTreeSet};

/// Writes what was proved. Nothing lowers what is known of an address.
pub(crate) fn write(conn: &mut Conn, proofs: &[Proof]) -> Result<(), StoreError> {
    let mut raised: BTreeMap<Verified, BTreeSet<i64>> = BTreeMap::new();
    for proof in proofs {
        if proof.from == proof.to {
            raised.entry(proof.verified).or_default().insert(proof.identity.0);
        } else {
            give(conn, proof)?;
        }
    }
    for (verified, ids) in raised {
        let weaker = Verified::ALL.iter().filter(|one| **one < verified);
        let weaker: Vec<&str> = weaker.map(|one| one.code()).collect();
        on_each!(&mut *conn, |c| diesel::update(
            identity::table
                .filter(identity::id.eq_any(padded(&ids)))
                .filter(identity::verified.eq_any(&weaker))
        )
        .set(identity::verified.eq(verified.code()))
        .cached()
        .execute(c))?;
    }
    Ok(())
}

/// An address that somebody merely named goes to whom it is. Talks of theirs that went on with it go on with another one.
fn give(conn: &mut Conn, proof: &Proof) -> Result<(), StoreError> {
    let Proof {
        identity: IdentityId(id),
        from: ClientId(from),
        to: ClientId(to),
        verified,
    } = *proof;
    let moved = on_each!(&mut *conn, |c| diesel::update(
        identity::table
            .find(id)
            .filter(identity::client_id.eq(from))
            .filter(identity::verified.eq(Verified::Stated.code()))
    )
    .set((identity::client_id.eq(to), identity::verified.eq(verified.code())))
    .cached()
    .execute(c))?;
    if moved == 0 {
        // Another node settled it a moment ago.
        return Err(StoreError::Retry("the address was somebody's by then".into()));
    }
    conn.execute(&format!(
        "UPDATE ticket SET identity_id = COALESCE((SELECT MAX(one.id) FROM participant \
         JOIN identity AS one ON one.id = participant.identity_id AND one.client_id = ticket.client_id \
         WHERE participant.ticket_id = ticket.id), identity_id) WHERE client_id = {from} AND identity_id = {id}"
    ))
}
