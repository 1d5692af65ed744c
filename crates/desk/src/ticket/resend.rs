//! An answer that did not get through goes out again, to the same address or to another one of the client's.

use super::edit::{Changed, asked_way, within};
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use domain::act::{self, Edit, Resend};
use domain::intake::Wanted;
use domain::{Handle, Permission, Principal};
use store::{StoreError, Tx};

impl Desk {
    /// Sends a message of ours again whose last attempt failed for good. It counts as an answer from now.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] for a message that is not there; [`DeskError::Invalid`] for one that has not failed, or an
    /// address of another client; see [`DeskError`].
    pub async fn send_again(
        &self,
        principal: &Principal,
        ticket: &str,
        entry: &str,
        to: Option<Handle>,
    ) -> DeskResult<Changed> {
        require(principal, Permission::TicketsWrite)?;
        let scope = self.scope_of(principal);
        let (desk, setup, actor) = (self.clone(), self.setup(), principal.actor());
        let (ticket, entry, external_id) = (ticket.to_owned(), entry.to_owned(), self.new_message_id());
        let sent = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| -> Result<Changed, InWrite> {
                let facts = within(&scope, tx.ticket_facts(&ticket)?)?;
                let last = tx
                    .last_delivery(&entry)?
                    .filter(|last| last.fact.ticket == facts.ticket.id);
                let last = last.ok_or(StoreError::NotFound("message"))?;
                let to = to.clone().unwrap_or_else(|| last.to.clone());
                let wanted = Wanted {
                    handles: [to.key()].into(),
                    ..Wanted::default()
                };
                let known = tx.intake_facts(&wanted)?.handles.remove(&to.key());
                let channel = desk
                    .way_out(&facts.ticket, to.kind)
                    .ok_or_else(|| DeskError::Conflict {
                        code: "no_recipient",
                        reason: format!(
                            "no channel of this desk reaches an address of the kind {}",
                            to.kind
                        ),
                    })?;
                let asked = asked_way(tx, &facts)?;
                let again = Resend {
                    entry: last.fact.entry,
                    fate: last.fact.fate,
                    is_answer: !last.fact.automatic,
                    other_way: act::other_way(asked, to.kind, false),
                    channel,
                    external_id: external_id.clone(),
                    to,
                    known,
                };
                let now = tx.now;
                let edit = Edit::begin(facts, None, &setup, now, actor, tx)?;
                let mut plan = act::send_again(edit, again)?;
                let version = plan.changed.values().map(|ticket| ticket.version).max();
                let line = plan.entries.first().map(|line| line.public_id.clone());
                tx.apply(&mut plan)?;
                Ok(Changed {
                    version: version.unwrap_or_default(),
                    entry: line,
                    ends_after: None,
                })
            });
        Ok(sent.await?)
    }
}
