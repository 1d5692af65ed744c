//! Two records of one person become one, and two again. A person says so, or a program that knows; nothing is merged by
//! itself. Taking it back returns what went over and what came by those addresses since; every other later change stays.

use super::follow::{announce, follow};
use super::hold;
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use domain::client::{Filled, MergeDoc, absorb, give_back, name_key};
use domain::job::{JobKind, NewJob};
use domain::plan::Plan;
use domain::time::MINUTE;
use domain::{ClientId, Permission, Principal};
use store::rows::HeldClient;
use store::{StoreError, Tx};

/// What a merge of clients answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MergedClients {
    /// Public id of the client that goes on.
    pub survivor: String,
    pub absorbed: String,
}

impl Desk {
    /// Makes a client part of another: tickets, addresses, consents, wishes and claims go over, and the card is filled in
    /// where it was empty.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for a client and itself; [`DeskError::Conflict`] (`client_merged`) for one that is part of
    /// another already; [`DeskError::NotFound`]; the store's own.
    pub async fn merge_clients(
        &self,
        principal: &Principal,
        absorbed: &str,
        into: &str,
    ) -> DeskResult<MergedClients> {
        require(principal, Permission::TicketsWrite)?;
        let (setup, actor) = (self.setup(), principal.actor());
        let evidence = self.evidence(principal, absorbed, into).await?;
        let (absorbed, into) = (absorbed.to_owned(), into.trim().to_owned());
        let merged: Result<MergedClients, InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                if absorbed == into {
                    let reason = "a client cannot be merged with itself: name another one";
                    return Err(DeskError::invalid("into", "same", reason).into());
                }
                // Locked together, in one order, before either is looked at.
                tx.hold_clients(&[absorbed.clone(), into.clone()])?;
                let theirs = hold(tx, &absorbed)?;
                let ours = hold(tx, &into).map_err(|error| match error {
                    InWrite::Store(StoreError::NotFound(_)) => {
                        DeskError::invalid("into", "unknown", "there is no such client").into()
                    }
                    other => other,
                })?;
                let after = absorb(&ours.profile, &theirs.profile);
                let doc = MergeDoc {
                    evidence: evidence.clone(),
                    filled: Filled {
                        before: ours.profile.clone(),
                        after: after.clone(),
                    },
                };
                tx.merge_clients(theirs.id, ours.id, &doc)?;
                tx.write_profile(ours.id, &after)?;
                follow(tx, &setup, ours.id, &[&theirs.profile, &ours.profile], &after)?;
                settle_later(tx, theirs.id)?;
                tell(tx, "client.merged", &theirs, &ours)
            })
            .await;
        Ok(merged?)
    }

    /// Takes a merge of clients back.
    ///
    /// # Errors
    /// [`DeskError::Conflict`]: `client_not_merged`; `client_merged` where the survivor is part of another by now;
    /// `tickets_merged` while tickets of the two are part of one another. [`DeskError::NotFound`]; the store's own.
    pub async fn unmerge_clients(&self, principal: &Principal, absorbed: &str) -> DeskResult<MergedClients> {
        require(principal, Permission::TicketsWrite)?;
        let (setup, actor, absorbed) = (self.setup(), principal.actor(), absorbed.to_owned());
        let undone: Result<MergedClients, InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                let theirs = tx.hold_clients(std::slice::from_ref(&absorbed))?.pop();
                let theirs = theirs.ok_or(StoreError::NotFound("client"))?;
                let merge = tx.standing_client_merge(theirs.id)?.ok_or_else(not_merged)?;
                let ours = tx.hold_client(merge.survivor)?;
                if ours.merged_into.is_some() {
                    return Err(super::merged().into());
                }
                tx.unmerge_clients(&merge)?;
                let across = tx.merged_across(theirs.id, ours.id)?;
                if !across.is_empty() {
                    let numbers: Vec<String> = across
                        .into_iter()
                        .map(|number| setup.number.show(number))
                        .collect();
                    return Err(tickets_merged(&numbers).into());
                }
                let card = give_back(&ours.profile, &merge.doc.filled);
                tx.write_profile(ours.id, &card)?;
                follow(tx, &setup, theirs.id, &[&ours.profile], &theirs.profile)?;
                follow(tx, &setup, ours.id, &[&ours.profile], &card)?;
                tell(tx, "client.unmerged", &theirs, &ours)
            })
            .await;
        Ok(undone?)
    }

    /// Says that two records are of two people: they are not proposed again.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; the store's own.
    pub async fn tell_clients_apart(&self, principal: &Principal, one: &str, other: &str) -> DeskResult<()> {
        require(principal, Permission::TicketsWrite)?;
        let (one, other) = (one.to_owned(), other.to_owned());
        let written: Result<(), InWrite> = self
            .store()
            .write(principal.actor(), move |tx: &mut Tx<'_>| {
                let held = tx.hold_clients(&[one.clone(), other.clone()])?;
                let [first, second] = held.as_slice() else {
                    return Err(StoreError::NotFound("client").into());
                };
                tx.tell_apart(first.id, second.id)?;
                tx.audit("client.told_apart", &one, &serde_json::json!({ "other": other }))?;
                announce(tx, &one);
                Ok(())
            })
            .await;
        Ok(written?)
    }

    /// What the two have in common, to be kept with the merge.
    async fn evidence(
        &self,
        principal: &Principal,
        one: &str,
        other: &str,
    ) -> DeskResult<Vec<domain::client::Evidence>> {
        let (scope, one, other) = (self.scope_of(principal), one.to_owned(), other.to_owned());
        let found = self
            .store()
            .read(move |reader| -> Result<_, StoreError> {
                let Some(file) = reader.client_file(&scope, &one)? else {
                    return Err(StoreError::NotFound("client"));
                };
                let key = name_key(&file.profile.name);
                let alike = reader.clients_alike(file.id, &key, &file.profile.company)?;
                let found = alike.into_iter().find(|alike| alike.public_id == other);
                Ok(found.map(|alike| alike.evidence).unwrap_or_default())
            })
            .await?;
        Ok(found)
    }
}

fn settle_later(tx: &mut Tx<'_>, absorbed: ClientId) -> Result<(), InWrite> {
    let mut plan = Plan::default();
    plan.jobs.push(NewJob {
        kind: JobKind::SettleClients,
        subject: absorbed.0,
        run_at: tx.now.saturating_add(MINUTE),
        trace: String::new(),
    });
    tx.apply(&mut plan)?;
    Ok(())
}

fn tell(
    tx: &mut Tx<'_>,
    action: &str,
    theirs: &HeldClient,
    ours: &HeldClient,
) -> Result<MergedClients, InWrite> {
    let detail = serde_json::json!({ "survivor": ours.public_id });
    tx.audit(action, &theirs.public_id, &detail)?;
    announce(tx, &theirs.public_id);
    announce(tx, &ours.public_id);
    Ok(MergedClients {
        survivor: ours.public_id.clone(),
        absorbed: theirs.public_id.clone(),
    })
}

fn not_merged() -> DeskError {
    DeskError::Conflict {
        code: "client_not_merged",
        reason: "the client is not part of another one".into(),
    }
}

fn tickets_merged(numbers: &[String]) -> DeskError {
    DeskError::Conflict {
        code: "tickets_merged",
        reason: format!(
            "tickets of the two are part of one another: undo these merges first: {}",
            numbers.join(", ")
        ),
    }
}
