//! What somebody is writing is kept as it is typed: one answer and one note of a person on a ticket, with their files.

use super::edit::within;
use super::files::NewFile;
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use domain::act::Refusal;
use domain::draft::{DraftKey, DraftKind};
use domain::event::{EventType, NewEvent};
use domain::time::MINUTE;
use domain::{Moment, Permission, Principal};
use store::Tx;

/// Bytes of a draft.
const LONGEST: usize = 1 << 20;
/// Files beside one draft.
const MOST_FILES: usize = 20;
/// Somebody whose draft changed within this time is writing, microseconds.
pub(crate) const WRITING: i64 = 2 * MINUTE;

impl Desk {
    /// Keeps a draft; an empty text is none. `press` is the key under which it will be sent: words that come after
    /// their own answer are no draft any more.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] for anybody who is not one of our people; [`DeskError::NotFound`],
    /// [`DeskError::Invalid`].
    pub async fn keep_draft(
        &self,
        principal: &Principal,
        ticket: &str,
        kind: DraftKind,
        text: &str,
        press: &str,
    ) -> DeskResult<()> {
        if text.len() > LONGEST {
            return Err(DeskError::invalid("text", "too_long", "a draft may have 1 MB"));
        }
        // Spaces alone are nothing to keep.
        let text = if text.trim().is_empty() { "" } else { text };
        let text = text::clean(text);
        let sent = (kind == DraftKind::Reply && !press.is_empty()).then(|| self.message_id_of(ticket, press));
        self.on_draft(principal, ticket, kind, move |tx, key| {
            if let Some(sent) = &sent
                && tx.was_sent(sent)?
            {
                return Ok(());
            }
            let before = tx.draft(key)?;
            tx.put_draft(key, &text)?;
            let was = before.is_some_and(|draft| is_writing(draft.updated_at, tx.now));
            if was == text.is_empty() {
                tell(tx, key);
            }
            Ok(())
        })
        .await
    }

    /// Lays files beside a draft, to go out with it.
    ///
    /// # Errors
    /// As [`Desk::keep_draft`], and [`DeskError::Invalid`] for too many or too large files.
    pub async fn add_draft_files(
        &self,
        principal: &Principal,
        ticket: &str,
        kind: DraftKind,
        files: Vec<NewFile>,
    ) -> DeskResult<()> {
        if files.is_empty() {
            return Ok(());
        }
        let (files, blobs) = self.put_files_aside(files).await?;
        self.on_draft(principal, ticket, kind, move |tx, key| {
            let there = tx.draft_files(key.ticket, key.operator)?;
            let there: Vec<_> = there
                .into_iter()
                .filter(|file| file.kind == kind)
                .map(|file| file.file)
                .collect();
            if there.len() + files.len() > MOST_FILES {
                let reason = format!("a message may have {MOST_FILES} files: remove some first");
                return Err(DeskError::invalid("files", "too_many", reason).into());
            }
            super::files::fit_together(there.iter().chain(&files))?;
            tx.keep_blobs(&blobs)?;
            tx.add_draft_files(key, &files)?;
            Ok(())
        })
        .await
    }

    /// Takes a file away from a draft.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where it is not there; as [`Desk::keep_draft`].
    pub async fn remove_draft_file(
        &self,
        principal: &Principal,
        ticket: &str,
        kind: DraftKind,
        file: &str,
    ) -> DeskResult<()> {
        let file = file.to_owned();
        self.on_draft(principal, ticket, kind, move |tx, key| {
            if tx.remove_draft_file(key, &file)? {
                Ok(())
            } else {
                Err(DeskError::NotFound("file").into())
            }
        })
        .await
    }

    async fn on_draft<F>(
        &self,
        principal: &Principal,
        ticket: &str,
        kind: DraftKind,
        run: F,
    ) -> DeskResult<()>
    where
        F: Fn(&mut Tx<'_>, DraftKey) -> Result<(), InWrite> + Send + 'static,
    {
        require(principal, Permission::TicketsWrite)?;
        let Principal::Operator { id: operator, .. } = *principal else {
            return Err(DeskError::Forbidden(Permission::TicketsWrite));
        };
        let (public_id, scope) = (ticket.to_owned(), self.scope_of(principal));
        let written = self
            .store()
            .write(principal.actor(), move |tx: &mut Tx<'_>| -> Result<(), InWrite> {
                let ticket = within(&scope, tx.ticket_facts(&public_id)?)?.ticket;
                if ticket.merged_into.is_some() {
                    return Err(Refusal::Merged.into());
                }
                let key = DraftKey {
                    ticket: ticket.id,
                    operator,
                    kind,
                };
                run(tx, key)
            });
        Ok(written.await?)
    }
}

/// Whether a draft that was changed at `updated_at` is being written now.
pub(crate) fn is_writing(updated_at: Moment, now: Moment) -> bool {
    now.as_micros() - updated_at.as_micros() < WRITING
}

/// Others who have the ticket open learn that somebody begins to write, or has stopped; not every letter.
fn tell(tx: &mut Tx<'_>, key: DraftKey) {
    tx.announce(NewEvent {
        kind: EventType::DraftChanged,
        ticket: Some(key.ticket),
        payload: serde_json::json!({ "kind": key.kind.code() }),
    });
}
