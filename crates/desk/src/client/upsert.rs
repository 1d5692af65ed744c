//! A client as the host's own system knows them, by the host's id: made where nobody has it, brought up to date where
//! somebody has. An address that is another record's is never taken from it: it becomes evidence for a merge.

use super::change::ClientPatch;
use super::follow::{announce, follow};
use super::merged;
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use domain::client::Profile;
use domain::plan::{Plan, Proof};
use domain::{Handle, HandleKind, Permission, Principal, Verified};
use store::Tx;

/// Addresses of one record.
const MOST: usize = 20;
/// Characters of the host's own id.
const HOST_ID: usize = 100;

/// What the host knows.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ClientRecord {
    pub patch: ClientPatch,
    /// Addresses the host has checked; those of the record that are not among them stay.
    pub addresses: Vec<Handle>,
}

/// What an upsert answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Upserted {
    pub client: String,
    pub created: bool,
    /// Addresses that are another record's; a merge is proposed on the client's page.
    pub taken: Vec<Handle>,
}

impl Desk {
    /// Brings a client up to date by the host's own id.
    ///
    /// # Errors
    /// [`DeskError::Invalid`]; the store's own.
    pub async fn upsert_client(
        &self,
        principal: &Principal,
        host_id: &str,
        record: ClientRecord,
    ) -> DeskResult<Upserted> {
        require(principal, Permission::TicketsWrite)?;
        let host_id = text::clean_line(host_id, HOST_ID + 1);
        if host_id.is_empty() || host_id.chars().count() > HOST_ID {
            let reason = format!("your own id of the client, 1 to {HOST_ID} characters");
            return Err(DeskError::invalid("account", "invalid", reason));
        }
        if record.addresses.len() > MOST {
            return Err(DeskError::invalid(
                "addresses",
                "too_many",
                format!("at most {MOST} addresses"),
            ));
        }
        record.patch.over(&Profile::default())?;
        let (setup, actor) = (self.setup(), principal.actor());
        let written: Result<Upserted, InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                let account = Handle::new(HandleKind::Account, host_id.clone(), "");
                let all: Vec<Handle> = record
                    .addresses
                    .iter()
                    .cloned()
                    .chain([account.clone()])
                    .collect();
                let owners = tx.owners_of(&all)?;
                let known = owners.get(&account.key()).map(|known| known.client);
                let (id, public_id, created) = match known {
                    Some(id) => {
                        let held = tx.hold_client(id)?;
                        if held.merged_into.is_some() {
                            return Err(merged().into());
                        }
                        let next = record.patch.over(&held.profile)?;
                        if next != held.profile {
                            tx.write_profile(id, &next)?;
                            follow(tx, &setup, id, &[&held.profile], &next)?;
                        }
                        (id, held.public_id, false)
                    }
                    None => {
                        let profile = record.patch.over(&Profile::default())?;
                        let (id, public_id) = tx.new_client(&profile)?;
                        tx.give_addresses(id, std::slice::from_ref(&account), Verified::Proved)?;
                        (id, public_id, true)
                    }
                };
                if let Some(wishes) = &record.patch.wishes {
                    tx.set_wishes(id, wishes)?;
                }
                let mut free: Vec<Handle> = Vec::new();
                let (mut plan, mut taken) = (Plan::default(), Vec::new());
                for address in &record.addresses {
                    match owners.get(&address.key()) {
                        // Checked by the host: whoever merely named it keeps a claim.
                        Some(known) if known.client == id || !known.is_believed() => {
                            if known.client != id {
                                plan.claims.push((known.client, address.clone()));
                            }
                            plan.proofs.push(Proof {
                                identity: known.identity,
                                from: known.client,
                                to: id,
                                verified: Verified::Proved,
                            });
                        }
                        Some(_) => {
                            plan.claims.push((id, address.clone()));
                            taken.push(address.clone());
                        }
                        None if free.iter().any(|one| one.key() == address.key()) => {}
                        None => free.push(address.clone()),
                    }
                }
                tx.give_addresses(id, &free, Verified::Proved)?;
                tx.apply(&mut plan)?;
                tx.audit(
                    "client.upserted",
                    &public_id,
                    &serde_json::json!({ "created": created }),
                )?;
                announce(tx, &public_id);
                Ok(Upserted {
                    client: public_id,
                    created,
                    taken,
                })
            })
            .await;
        Ok(written?)
    }
}
