//! An expired private link is answered with a new one, sent to the address the talk goes on with and to nobody else. The
//! expired one opens nothing any more: whoever it was shared with is not let in again.

use crate::Desk;
use crate::error::{DeskError, DeskResult, InWrite};
use domain::Actor;
use domain::act::{self, Edit};
use domain::ticket::Ticket;
use store::Tx;
use store::rows::ClientFacts;
use words::Lang;
use words::mail::{LinkRenewal, MailError, Rendered};

impl Desk {
    /// Sends a new link in place of an expired one. Nothing is told about whether it could be sent; a link that has not
    /// expired stays as it is.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] for a secret that is no ticket's; the store's own.
    pub async fn renew_link(&self, secret: &str) -> DeskResult<()> {
        let asked = secret.to_owned();
        let found = self
            .store()
            .read(move |reader| reader.ticket_by_secret(&asked))
            .await?;
        let ticket = found.ok_or(DeskError::NotFound("request"))?.id;
        let (desk, setup, asked) = (self.clone(), self.setup(), secret.to_owned());
        let written: Result<(), InWrite> = self
            .store()
            .write(Actor::Visitor, move |tx: &mut Tx<'_>| {
                let facts = tx.ticket_facts_by_id(ticket)?;
                let now = tx.now;
                // Asked twice, the first time counts.
                if facts.ticket.link_secret != asked || !facts.ticket.link_expired(setup.link_days, now) {
                    return Ok(());
                }
                let client = tx.client_facts(facts.ticket.client, facts.ticket.identity)?;
                let Some(way) = desk.way_to_client(tx, &facts.ticket, &client.handle)? else {
                    tracing::info!("no channel reaches the client of an expired link; nothing is sent");
                    return Ok(());
                };
                let secret = domain::id::secret(26);
                let letter = match desk.renewal(&facts.ticket, &client, &secret) {
                    Ok(letter) => letter,
                    Err(error) => return Err(DeskError::Internal(error.to_string()).into()),
                };
                let subject = letter.subject.clone();
                let message = desk.own_message(letter, way.channel, way.identity);
                let edit = Edit::begin(facts, None, &setup, now, Actor::System, tx)?;
                let mut plan = act::renew_link(edit, secret, &message, &subject);
                Ok(tx.apply(&mut plan)?)
            })
            .await;
        Ok(written?)
    }

    fn renewal(&self, ticket: &Ticket, client: &ClientFacts, secret: &str) -> Result<Rendered, MailError> {
        let name = [&client.handle.name, &client.name]
            .into_iter()
            .find(|name| !name.is_empty())
            .cloned();
        let letter = LinkRenewal {
            lang: Lang::parse(&ticket.lang).unwrap_or_default(),
            brand: self.letterhead(ticket.brand),
            client_name: name,
            number: ticket.number.to_string(),
            follow_url: self.follow_url(ticket.brand, secret),
        };
        letter.render(self.templates())
    }
}
