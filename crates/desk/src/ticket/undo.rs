//! An answer is taken back before it leaves: it never happened, and its words are a draft again.

use super::edit::{Changed, within};
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use domain::act::{self, Edit};
use domain::draft::{DraftKey, DraftKind, Held};
use domain::entry::{AttachmentRef, Encoding};
use domain::{Actor, Permission, Principal};
use serde_json::json;
use store::Tx;
use store::rows::OutboundFacts;

/// What undoing gives back.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Undone {
    pub changed: Changed,
    /// The words, to be mended and sent again.
    pub text: String,
}

impl Desk {
    /// Undoes an answer that has not left yet (`definitions.md` §5). Its author may, and whoever supervises.
    ///
    /// # Errors
    /// [`DeskError::Conflict`] (`too_late_to_undo`) when the window has ended or the message is on its way;
    /// [`DeskError::Forbidden`] for another's answer; see [`DeskError`] for the rest.
    pub async fn undo_answer(&self, principal: &Principal, ticket: &str, entry: &str) -> DeskResult<Undone> {
        require(principal, Permission::TicketsWrite)?;
        let (setup, actor) = (self.setup(), principal.actor());
        let supervises = principal.may(Permission::Supervise);
        let scope = self.scope_of(principal);
        let (ticket, entry) = (ticket.to_owned(), entry.to_owned());
        let undone = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| -> Result<Undone, InWrite> {
                let facts = within(&scope, tx.ticket_facts(&ticket)?)?;
                let held = tx.held_answer(facts.ticket.id, &entry)?.ok_or_else(too_late)?;
                if held.actor != actor && !supervises {
                    return Err(DeskError::Forbidden(Permission::Supervise).into());
                }
                // One row decides between whoever sends and whoever undoes.
                if tx.now > held.until || !tx.take_back_delivery(held.delivery)? {
                    return Err(too_late().into());
                }
                let sent = tx.outbound_facts(held.delivery)?;
                let before = tx.last_said(held.ticket, held.entry)?;
                let now = tx.now;
                let edit = Edit::begin(facts, None, &setup, now, actor, tx)?;
                let mut plan = act::undo_answer(edit, &held, before);
                let version = plan.changed.values().map(|ticket| ticket.version).max();
                tx.apply(&mut plan)?;
                give_back(tx, &held, &sent)?;
                tx.audit("answer.undone", &ticket, &json!({ "entry": entry }))?;
                let changed = Changed {
                    version: version.unwrap_or_default(),
                    entry: None,
                    ends_after: None,
                };
                Ok(Undone {
                    changed,
                    text: sent.body.text,
                })
            });
        Ok(undone.await?)
    }
}

/// The words are their author's draft again, before whatever was begun since. A program keeps its own.
fn give_back(tx: &mut Tx<'_>, held: &Held, sent: &OutboundFacts) -> Result<(), InWrite> {
    let Actor::Operator(operator) = held.actor else {
        return Ok(());
    };
    let key = DraftKey {
        ticket: held.ticket,
        operator,
        kind: DraftKind::Reply,
    };
    let begun = tx
        .draft(key)?
        .map(|draft| draft.text)
        .filter(|text| !text.trim().is_empty());
    let text = match begun {
        Some(begun) => format!("{}\n\n{begun}", sent.body.text),
        None => sent.body.text.clone(),
    };
    tx.put_draft(key, &text)?;
    let whole = |file: &&AttachmentRef| file.encoding == Encoding::Identity && file.start == 0;
    let files: Vec<AttachmentRef> = sent.files.iter().filter(whole).cloned().collect();
    tx.add_draft_files(key, &files)?;
    Ok(())
}

fn too_late() -> DeskError {
    DeskError::Conflict {
        code: "too_late_to_undo",
        reason: "the answer has left: write another one to correct it".into(),
    }
}
