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
use domain::setup::Setup;
use domain::{ClientId, Handle, HandleKind, Permission, Principal, Verified};
use store::Tx;
use store::rows::Owners;

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
        let host_id = own_id(host_id)?;
        check(&record)?;
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
                let (id, client, created) = match owners.get(&account.key()) {
                    Some(known) => {
                        let public_id = bring_up_to_date(tx, &setup, known.client, &record.patch)?;
                        (known.client, public_id, false)
                    }
                    None => {
                        let (id, public_id) = tx.new_client(&record.patch.over(&Profile::default())?)?;
                        tx.give_addresses(id, std::slice::from_ref(&account), Verified::Proved)?;
                        (id, public_id, true)
                    }
                };
                if let Some(wishes) = &record.patch.wishes {
                    tx.set_wishes(id, wishes)?;
                }
                let mut shared = share(id, &record.addresses, &owners);
                tx.give_addresses(id, &shared.free, Verified::Proved)?;
                tx.apply(&mut shared.plan)?;
                tx.audit(
                    "client.upserted",
                    &client,
                    &serde_json::json!({ "created": created }),
                )?;
                announce(tx, &client);
                Ok(Upserted {
                    client,
                    created,
                    taken: shared.taken,
                })
            })
            .await;
        Ok(written?)
    }
}

/// The host's own id of a client.
fn own_id(typed: &str) -> DeskResult<String> {
    let id = text::clean_line(typed, HOST_ID + 1);
    if id.is_empty() || id.chars().count() > HOST_ID {
        let reason = format!("your own id of the client, 1 to {HOST_ID} characters");
        return Err(DeskError::invalid("account", "invalid", reason));
    }
    Ok(id)
}

fn check(record: &ClientRecord) -> DeskResult<()> {
    if record.addresses.len() > MOST {
        let reason = format!("at most {MOST} addresses");
        return Err(DeskError::invalid("addresses", "too_many", reason));
    }
    record.patch.over(&Profile::default()).map(|_| ())
}

/// Writes what changed on a card that is there; its public id.
fn bring_up_to_date(
    tx: &mut Tx<'_>,
    setup: &Setup,
    id: ClientId,
    patch: &ClientPatch,
) -> Result<String, InWrite> {
    let held = tx.hold_client(id)?;
    if held.merged_into.is_some() {
        return Err(merged().into());
    }
    let next = patch.over(&held.profile)?;
    if next != held.profile {
        tx.write_profile(id, &next)?;
        follow(tx, setup, id, &[&held.profile], &next)?;
    }
    Ok(held.public_id)
}

/// What becomes of the addresses that the host has checked.
#[derive(Default)]
struct Shared {
    plan: Plan,
    /// Nobody's until now.
    free: Vec<Handle>,
    /// Another record's.
    taken: Vec<Handle>,
}

fn share(id: ClientId, addresses: &[Handle], owners: &Owners) -> Shared {
    let mut shared = Shared::default();
    for address in addresses {
        match owners.get(&address.key()) {
            // Checked by the host: whoever merely named it keeps a claim.
            Some(known) if known.client == id || !known.is_believed() => {
                if known.client != id {
                    shared.plan.claims.push((known.client, address.clone()));
                }
                shared.plan.proofs.push(Proof {
                    identity: known.identity,
                    from: known.client,
                    to: id,
                    verified: Verified::Proved,
                });
            }
            Some(_) => {
                shared.plan.claims.push((id, address.clone()));
                shared.taken.push(address.clone());
            }
            None if shared.free.iter().any(|one| one.key() == address.key()) => {}
            None => shared.free.push(address.clone()),
        }
    }
    shared
}
