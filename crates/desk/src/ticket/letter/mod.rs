//! A letter on paper is registered: one write for the request it is, its number in the register, and the term that its
//! registration starts.

mod dates;
mod enter;
mod paper;
mod seen;
mod whose;

pub use paper::NewPaper;

use super::files::NewFile;
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use crate::receive::prepared;
use channel::letter::Paper;
use domain::act::Letter;
use domain::intake::{self, Arrival};
use domain::ledger::Fate;
use domain::ticket::Kind;
use domain::{ChannelId, Handle, Moment, Permission, Principal};
use jiff::civil::Date;
use std::sync::Arc;
use store::rows::Blob;
use store::{Scope, Tx};

/// Characters of a reason, a name, an address.
const REASON: usize = 500;
const NAME: usize = 120;
const ADDRESS: usize = 250;

/// A letter to be registered.
#[derive(Clone, Debug)]
pub struct ReceivedLetter {
    /// Public id or name of a door for paper; left out: the first.
    pub channel: Option<String>,
    /// Public id of the paper it is, where its scan was put in before: then date of receipt, door and scan are the paper's.
    pub paper: Option<String>,
    /// Public id of the ticket it belongs to; left out: it opens one.
    pub ticket: Option<String>,
    /// Public id of whoever wrote, where that is known; left out: whoever has the address, or somebody new.
    pub client: Option<String>,
    pub name: String,
    pub address: String,
    pub title: String,
    pub text: String,
    pub kind: Option<Kind>,
    pub topic: Option<String>,
    pub scan: Vec<NewFile>,
    pub received: Date,
    pub postmark: Option<Date>,
    pub their_number: String,
    pub their_date: Option<Date>,
    /// Now, unless an earlier instant is given.
    pub registered_at: Option<Moment>,
    /// Why it is entered so late.
    pub reason: String,
    pub key: String,
    pub trace: String,
}

/// A letter that stands in the register.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RegisteredLetter {
    pub fate: Fate,
    /// Public id of the letter, and its number.
    pub letter: String,
    pub number: String,
    /// Public id and number of the ticket.
    pub ticket: String,
    pub ticket_number: String,
}

/// What the write needs, prepared before.
struct Ready {
    arrival: Arrival,
    blobs: Vec<Blob>,
    letter: Letter,
    paper: Arc<dyn Paper>,
    client: Option<String>,
    ticket: Option<String>,
    /// Public id of the paper it was.
    from: Option<String>,
    address: String,
    scope: Scope,
}

impl Desk {
    /// Registers a letter that came.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] with what is wrong: no such date, a date ahead, too far back; see [`DeskError`].
    pub async fn register_letter(
        &self,
        principal: &Principal,
        mut new: ReceivedLetter,
    ) -> DeskResult<RegisteredLetter> {
        require(principal, Permission::TicketsWrite)?;
        let now = self.now();
        let put_at = self.take_up_paper(principal, &mut new).await?;
        let (channel, paper) = self.paper_door(new.channel.as_deref())?;
        let letter = Letter {
            received: new.received,
            postmark: new.postmark,
            their_number: text::clean_line(&new.their_number, REASON),
            their_date: new.their_date,
            registered_at: new.registered_at.unwrap_or(now),
            reason: text::clean_line(&new.reason, REASON),
        };
        // What was put in in time is not late because its registration is: that has a clock of its own.
        let today = self.date_here(put_at.unwrap_or(now));
        self.check_dates(principal, &letter, today, now)?;
        let (ticket, client, from) = (new.ticket.clone(), new.client.clone(), new.paper.clone());
        let address = text::clean_line(&new.address, ADDRESS);
        let sighting = self.letter_seen(new, channel, paper.as_ref())?;
        let (arrival, blobs) = prepared(self, sighting).await?;
        let ready = Arc::new(Ready {
            arrival,
            blobs,
            letter,
            paper,
            client,
            ticket,
            from,
            address,
            scope: self.scope_of(principal),
        });
        let (desk, actor) = (self.clone(), principal.actor());
        let written: Result<RegisteredLetter, InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                desk.enter_registered(tx, &ready, actor)
            })
            .await;
        Ok(written?)
    }

    /// The door for paper of that name, or the first.
    pub(crate) fn paper_door(&self, wanted: Option<&str>) -> DeskResult<(ChannelId, Arc<dyn Paper>)> {
        let setup = self.setup();
        let mut doors = setup.channels.iter().filter(|channel| {
            channel.enabled && wanted.is_none_or(|name| channel.name == name || channel.public_id == name)
        });
        let found = doors.find_map(|channel| Some((channel.id, self.paper(channel.id)?)));
        found.ok_or_else(|| {
            let reason = "this desk has no open channel of the kind letter under that name";
            DeskError::invalid("channel", "unknown", reason)
        })
    }
}

fn from_of(arrival: &Arrival) -> Result<&Handle, DeskError> {
    match &arrival.what {
        intake::What::Message(message) => Ok(&message.from),
        _ => Err(DeskError::Internal("a letter was no message".into())),
    }
}
