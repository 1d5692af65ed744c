//! A note between ourselves.

use super::edit::Changed;
use super::words::body_text;
use crate::Desk;
use crate::error::{DeskError, DeskResult};
use domain::{Principal, act};

/// A note to be written.
#[derive(Clone, Debug, Default)]
pub struct Note {
    pub text: String,
    /// The version the writer saw; a note is welcome whatever happened since, so it is usually left out.
    pub based_on: Option<i64>,
}

impl Desk {
    /// Writes a note; the client never sees it.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] when it is empty; see [`DeskError`] for the rest.
    pub async fn note(&self, principal: &Principal, ticket: &str, note: Note) -> DeskResult<Changed> {
        if note.text.trim().is_empty() {
            return Err(DeskError::invalid("text", "required", "write something"));
        }
        let words = body_text(&note.text);
        self.edit(principal, ticket, note.based_on, move |hand| {
            let (plan, entry) = act::note(hand.edit, words.body.clone(), &words.preview, words.terms.clone());
            Ok((plan, Some(entry)))
        })
        .await
    }
}
