//! A letter on paper is registered: one write for the request it is, its number in the register, and the term that its
//! registration starts.

use super::edit::within;
use super::files::NewFile;
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, Field, InWrite};
use crate::receive::prepared;
use channel::letter::{Entered, Paper, Way};
use channel::{Attachment, Content, Inbound, Sighting, ThreadHint, What};
use domain::act::{self, Edit, Letter};
use domain::clock::ClockKind;
use domain::id::Ids as _;
use domain::intake::{self, Arrival, Facts, Known, NewMessage, Wanted};
use domain::ledger::Fate;
use domain::plan::NewIdentity;
use domain::ticket::Kind;
use domain::time::NEVER;
use domain::{Actor, ChannelId, Handle, IdentityId, LetterId, Moment, Permission, Principal};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::rows::{Blob, HeldClient, LetterRow};
use store::{Scope, StoreError, Tx};

/// Business days within which one of our people enters what came (`definitions.md` §1).
const BACK: u32 = 5;
/// Characters of a reason, a name, an address.
const REASON: usize = 500;
const NAME: usize = 120;
const ADDRESS: usize = 250;

/// A letter to be registered.
#[derive(Clone, Debug)]
pub struct ReceivedLetter {
    /// Public id or name of a door for paper; left out: the first.
    pub channel: Option<String>,
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
        new: ReceivedLetter,
    ) -> DeskResult<RegisteredLetter> {
        require(principal, Permission::TicketsWrite)?;
        let (channel, paper) = self.paper_door(new.channel.as_deref())?;
        let now = self.now();
        let letter = Letter {
            received: new.received,
            postmark: new.postmark,
            their_number: text::clean_line(&new.their_number, REASON),
            their_date: new.their_date,
            registered_at: new.registered_at.unwrap_or(now),
            reason: text::clean_line(&new.reason, REASON),
        };
        let today = self.date_here(now);
        self.check_dates(principal, &letter, today, now)?;
        let (ticket, client) = (new.ticket.clone(), new.client.clone());
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

    /// Today, at the desk.
    #[must_use]
    pub fn today(&self) -> Date {
        self.date_here(self.now())
    }

    /// The date it is at the desk.
    pub(crate) fn date_here(&self, at: Moment) -> Date {
        let zone = self.zones(&self.setup().zone, "").desk;
        at.to_timestamp().to_zoned(zone).date()
    }

    fn check_dates(
        &self,
        principal: &Principal,
        letter: &Letter,
        today: Date,
        now: Moment,
    ) -> DeskResult<()> {
        let wrong =
            |(field, code, reason): (&str, &'static str, &str)| DeskError::invalid(field, code, reason);
        letter.check(today).map_err(wrong)?;
        if letter.registered_at > now {
            let reason = "a letter is registered now, or was before";
            return Err(DeskError::invalid("registered_at", "occurred_in_future", reason));
        }
        let setup = self.setup();
        let calendar = setup.calendar.and_then(|id| setup.calendars.get(&id).cloned());
        let earliest = calendar.and_then(|calendar| calendar.working_day_before(today, BACK));
        if earliest.is_none_or(|earliest| letter.received >= earliest) {
            return Ok(());
        }
        if !principal.may(Permission::IntakeBackdate) {
            let reason = "a letter is entered within 5 working days of its receipt; ask a supervisor to enter an older one";
            return Err(DeskError::invalid("received", "too_far_back", reason));
        }
        if letter.reason.is_empty() {
            let reason = "say why the letter is entered more than 5 working days after its receipt";
            return Err(DeskError::invalid("reason", "required", reason));
        }
        Ok(())
    }

    fn letter_seen(
        &self,
        new: ReceivedLetter,
        channel: ChannelId,
        paper: &dyn Paper,
    ) -> DeskResult<Sighting> {
        let size: usize = new.scan.iter().map(|file| file.bytes.len()).sum();
        let scan = new.scan.into_iter().map(|file| Attachment {
            name: file.name,
            media_type: file.media_type,
            content: Content::Bytes(file.bytes),
            content_id: String::new(),
            inline: false,
        });
        let entered = Entered {
            key: new.key,
            name: text::clean_line(&new.name, NAME),
            address: new.address,
            title: new.title,
            text: new.text,
            scan: scan.collect(),
        };
        let size = (size + entered.text.len()) as u64;
        let received = self.start_of(new.received);
        let mut message = paper.read(entered, received).map_err(|wrong| {
            let field = |one: channel::letter::Wrong| Field {
                field: one.field.into(),
                code: one.code,
                reason: one.reason,
            };
            DeskError::Invalid(wrong.into_iter().map(field).collect())
        })?;
        message.hints = new.ticket.into_iter().map(ThreadHint::Ticket).collect();
        message.wishes.kind = new.kind;
        message.wishes.topic = new.topic;
        Ok(Sighting {
            channel,
            size,
            trace: new.trace,
            what: What::Understood(Inbound::Message(message)),
        })
    }

    /// Midnight of a date at the desk.
    pub(crate) fn start_of(&self, date: Date) -> Moment {
        let zone = self.zones(&self.setup().zone, "").desk;
        let at = date.to_zoned(zone).map(|zoned| zoned.timestamp());
        at.map_or(NEVER, Moment::from_timestamp)
    }

    fn enter_registered(
        &self,
        tx: &mut Tx<'_>,
        ready: &Ready,
        actor: Actor,
    ) -> Result<RegisteredLetter, InWrite> {
        let (setup, now) = (self.setup(), tx.now);
        let mut arrival = ready.arrival.clone();
        let (facts, identities) = self.whose(tx, ready, &mut arrival)?;
        let batch = std::slice::from_ref(&arrival);
        let mut plan = intake::decide(batch, facts, &setup, now, tx);
        plan.identities.extend(identities);
        let decided = plan.decided.first().cloned();
        let decided = decided.ok_or_else(|| DeskError::Internal("a letter was not decided about".into()))?;
        let (Some(ticket), Some(entry)) = (decided.ticket, decided.entry) else {
            return Err(StoreError::NotFound("ticket").into());
        };
        let mut row = match decided.fate {
            Fate::Duplicate => None,
            _ => Some(self.numbered(tx, ready, &arrival)?),
        };
        if let Some(row) = &mut row {
            let late = act::registered_late(&plan.clocks, ready.letter.registered_at);
            let params = ready.letter.params(&row.number, &row.public_id, late);
            if let Some(line) = plan.entries.iter_mut().find(|line| line.id == entry) {
                line.params["letter"] = params;
            }
            row.entry = entry;
        }
        tx.keep_blobs(&ready.blobs)?;
        tx.apply(&mut plan)?;
        let node = tx.node.to_owned();
        tx.count_seen(&BTreeMap::from([(arrival.channel, 1)]), &node)?;
        let facts = tx.ticket_facts_by_id(ticket)?;
        let told = (
            facts.ticket.public_id.clone(),
            setup.number.show(facts.ticket.number),
        );
        let row = match row {
            None => tx.letter_of_entry(entry)?.ok_or(StoreError::NotFound("letter"))?,
            Some(mut row) => {
                row.ticket = ticket;
                let from = from_of(&arrival)?.key();
                let known = tx.intake_facts(&wanting(from.clone()))?.handles.remove(&from);
                row.identity = known.map_or(facts.ticket.identity, |known| known.identity);
                tx.enter_letter(&row)?;
                let waits =
                    |clock: &domain::clock::Clock| clock.kind == ClockKind::Registration && clock.is_open();
                if facts.clocks.iter().any(waits) {
                    let segment = tx
                        .client_facts(facts.ticket.client, facts.ticket.identity)?
                        .segment;
                    let edit = Edit::begin(facts, None, &setup, now, actor, tx)?;
                    let (mut done, _) = act::register(edit, ready.letter.registered_at, &segment)?;
                    tx.apply(&mut done)?;
                }
                row
            }
        };
        Ok(RegisteredLetter {
            fate: decided.fate,
            letter: row.public_id,
            number: row.number,
            ticket: told.0,
            ticket_number: told.1,
        })
    }

    /// Whose letter it is: the client that was named, the one of the ticket that was named, else whoever has the address. In a
    /// house of several clients the address goes with the name.
    fn whose(
        &self,
        tx: &mut Tx<'_>,
        ready: &Ready,
        arrival: &mut Arrival,
    ) -> Result<(Facts, Vec<NewIdentity>), InWrite> {
        let mut facts = tx.intake_facts(&Wanted::of(std::slice::from_ref(arrival)))?;
        let named = match (&ready.client, &ready.ticket) {
            (Some(client), _) => {
                let held = tx.hold_clients(std::slice::from_ref(client))?.pop();
                let held = held.filter(|held| held.merged_into.is_none());
                Some(held.map(known_as).ok_or(DeskError::NotFound("client"))?)
            }
            (None, Some(ticket)) => {
                let ticket = within(&ready.scope, tx.ticket_facts(ticket)?)?.ticket;
                let facts = tx.client_facts(ticket.client, ticket.identity)?;
                Some(Known {
                    identity: IdentityId(0),
                    client: facts.id,
                    client_name: facts.name,
                    lang: facts.lang,
                    zone: facts.zone,
                    segment: facts.segment,
                    acknowledged: 0,
                })
            }
            (None, None) => None,
        };
        let Some(mut known) = named else {
            return Ok((facts, Vec::new()));
        };
        let (client, from) = (known.client, from_of(arrival)?.key());
        if facts
            .handles
            .get(&from)
            .is_some_and(|known| known.client != client)
        {
            let message = message_of(arrival)?;
            let own = format!("{}; {}", message.from.value, message.from.name);
            message.from.value = own;
            facts = tx.intake_facts(&Wanted::of(std::slice::from_ref(arrival)))?;
        }
        let handle = from_of(arrival)?;
        match facts.handles.get(&handle.key()) {
            Some(known) if known.client == client => Ok((facts, Vec::new())),
            Some(_) => Err(DeskError::Conflict {
                code: "conflict",
                reason:
                    "the address under that name is another client's: choose that client, or merge the two"
                        .into(),
            }
            .into()),
            None => {
                let new = NewIdentity {
                    id: IdentityId(tx.next_id()),
                    client,
                    handle: handle.clone(),
                    verified: "received",
                };
                known.identity = new.id;
                facts.handles.insert(handle.key(), known);
                Ok((facts, vec![new]))
            }
        }
    }

    fn numbered(&self, tx: &mut Tx<'_>, ready: &Ready, arrival: &Arrival) -> Result<LetterRow, InWrite> {
        let day = self.date_here(ready.letter.registered_at);
        let number = tx.next_letter_number(arrival.channel, "in", i32::from(day.year()))?;
        let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let letter = &ready.letter;
        Ok(LetterRow {
            id: LetterId(tx.next_id()),
            public_id: LetterId::new_public(),
            entry: domain::EntryId(0),
            ticket: domain::TicketId(0),
            channel: arrival.channel,
            identity: IdentityId(0),
            way: "in".into(),
            year: number.year,
            serial: number.serial,
            number: ready.paper.number(Way::In, number),
            name: from_of(arrival)?.name.clone(),
            address: ready.address.clone(),
            their_number: letter.their_number.clone(),
            their_date: date(letter.their_date),
            postmark: date(letter.postmark),
            dated: letter.received.to_string(),
            day: day.to_string(),
            state: "registered".into(),
            at: letter.registered_at,
            ended_at: NEVER,
            tracking: String::new(),
            reason: letter.reason.clone(),
            sheet: String::new(),
        })
    }
}

fn known_as(held: HeldClient) -> Known {
    Known {
        identity: IdentityId(0),
        client: held.id,
        client_name: held.profile.name,
        lang: held.profile.lang,
        zone: held.profile.zone,
        segment: held.profile.segment,
        acknowledged: 0,
    }
}

fn wanting(handle: (domain::HandleKind, String)) -> Wanted {
    Wanted {
        handles: [handle].into(),
        ..Wanted::default()
    }
}

fn from_of(arrival: &Arrival) -> Result<&Handle, DeskError> {
    match &arrival.what {
        intake::What::Message(message) => Ok(&message.from),
        _ => Err(DeskError::Internal("a letter was no message".into())),
    }
}

fn message_of(arrival: &mut Arrival) -> Result<&mut NewMessage, DeskError> {
    match &mut arrival.what {
        intake::What::Message(message) => Ok(message),
        _ => Err(DeskError::Internal("a letter was no message".into())),
    }
}
