//! How content a client is, said where they are signed in.

use super::call::card;
use crate::Desk;
use crate::client::callee;
use crate::error::{DeskError, DeskResult, InWrite};
use domain::Principal;
use domain::act::{self, Edit, Rating};
use store::Tx;

/// Characters of the client's words.
const TEXT: usize = 2_000;

impl Desk {
    /// Writes a rating down, in the place of the one before; the same once more is one.
    ///
    /// # Errors
    /// [`DeskError::Invalid`]; [`DeskError::Conflict`] where a call is asked for about a closed ticket, or the ticket was
    /// merged; the store's own.
    pub async fn rate(&self, visitor: &Principal, mut rating: Rating) -> DeskResult<()> {
        let Principal::Visitor { ticket } = *visitor else {
            return Err(DeskError::NotFound("request"));
        };
        rating.text = rating.text.trim().to_owned();
        if rating.text.chars().count() > TEXT {
            let reason = format!("at most {TEXT} characters");
            return Err(DeskError::invalid("text", "too_long", reason));
        }
        let (setup, actor) = (self.setup(), visitor.actor());
        let written: Result<(), InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                let facts = tx.ticket_facts_by_id(ticket)?;
                let before = tx.last_line(ticket, &act::RATED)?;
                if before
                    .and_then(|(code, params)| Rating::of(&code, &params))
                    .as_ref()
                    == Some(&rating)
                {
                    return Ok(());
                }
                let client = tx.client_facts(facts.ticket.client, facts.ticket.identity)?;
                let callee = callee(&card(client), &setup.zone);
                let now = tx.now;
                let edit = Edit::begin(facts, None, &setup, now, actor, tx)?;
                let mut plan = act::rate(edit, &rating, &callee)?;
                Ok(tx.apply(&mut plan)?)
            })
            .await;
        Ok(written?)
    }
}
