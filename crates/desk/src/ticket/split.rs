//! A message of the client's becomes a request of its own.

use super::edit::within;
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use domain::act::{self, Edit, Refusal};
use domain::{Permission, Principal};
use store::Tx;

/// Characters of a subject.
const TITLE: usize = 300;

/// What splitting answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SplitOff {
    /// Public id and number of the new ticket.
    pub ticket: String,
    pub number: String,
}

impl Desk {
    /// Makes a ticket of a client's message; it happened when the message did (`definitions.md` §8). `title` may be empty: then
    /// the ticket is called as the old one.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for a message that is not the client's, opened the ticket, or stands for itself already; see
    /// [`DeskError`].
    pub async fn split(
        &self,
        principal: &Principal,
        ticket: &str,
        entry: &str,
        title: &str,
        based_on: Option<i64>,
    ) -> DeskResult<SplitOff> {
        require(principal, Permission::TicketsWrite)?;
        let (setup, actor, scope) = (self.setup(), principal.actor(), self.scope_of(principal));
        let (ticket, entry, title) = (
            ticket.to_owned(),
            entry.to_owned(),
            text::clean_line(title, TITLE),
        );
        let written: Result<SplitOff, InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                let facts = within(&scope, tx.ticket_facts(&ticket)?)?;
                let old = facts.ticket.clone();
                let current = old.version;
                if let Some(based_on) = based_on.filter(|based_on| *based_on != current) {
                    return Err(Refusal::Stale { current, based_on }.into());
                }
                let whole = tx.whole_entry(old.id, &entry)?;
                let (message, body, files) = whole.ok_or(DeskError::NotFound("message"))?;
                if tx.split_off(old.id)?.contains(&entry) {
                    let reason = "this message stands for itself already";
                    return Err(DeskError::invalid("message", "invalid", reason).into());
                }
                let client = tx.client_facts(old.client, old.identity)?;
                let title = if title.is_empty() {
                    old.title.clone()
                } else {
                    title.clone()
                };
                let visible = body.text.get(..body.visible).unwrap_or(&body.text);
                let split = act::Split {
                    terms: text::term_text(&format!("{title}\n{}\n{visible}", client.name)),
                    next_asked: tx.first_asked_after(old.id, message.occurred_at)?,
                    entry: message,
                    body,
                    files,
                    title,
                };
                let now = tx.now;
                let mut edit = Edit::begin(facts, None, &setup, now, actor, tx)?;
                edit.segment = client.segment;
                let mut plan = act::split(edit, &split)?;
                tx.apply(&mut plan)?;
                let opened = plan
                    .opened
                    .first()
                    .ok_or_else(|| DeskError::Internal("no ticket was opened".into()))?;
                Ok(SplitOff {
                    ticket: opened.public_id.clone(),
                    number: setup.number.show(opened.number),
                })
            })
            .await;
        Ok(written?)
    }
}
