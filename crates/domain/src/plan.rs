//! What is to be written: sets of rows, in no database's terms. Every change of tickets is one of these, whether a
//! batch of arrivals or a press of Send.

use crate::act::{Merge, MergeDoc};
use crate::clock::{Clock, Step};
use crate::delivery::DeliveryFate;
use crate::draft::{DraftKey, Held};
use crate::entry::{AttachmentRef, Body, Bytes, Entry};
use crate::event::NewEvent;
use crate::field::FieldValue;
use crate::intake::Consent;
use crate::job::{JobKind, NewJob};
use crate::ledger::Fate;
use crate::notice::NewNotice;
use crate::talk::TalkNews;
use crate::ticket::Ticket;
use crate::{
    AttachmentId, ChannelId, ClientId, ClockId, DeliveryId, EntryId, Handle, IdentityId, LedgerId, Moment,
    QuarantineId, SideTaskId, TicketId, Verified,
};
use std::collections::BTreeMap;

/// Rows to write and answers to give.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The client's deadline that what is begun here ends after: no row, but a word for whoever begins it.
    pub ends_after: Option<Moment>,
    pub clients: Vec<NewClient>,
    pub identities: Vec<NewIdentity>,
    /// What is proved of addresses that are known.
    pub proofs: Vec<Proof>,
    /// New tickets; their serial numbers are given by the store.
    pub opened: Vec<Ticket>,
    pub changed: BTreeMap<TicketId, Ticket>,
    pub tags: Vec<(TicketId, String)>,
    pub untagged: Vec<(TicketId, String)>,
    pub fields: Vec<NewField>,
    pub participants: Vec<(TicketId, IdentityId)>,
    pub entries: Vec<Entry>,
    pub bodies: Vec<(EntryId, Body)>,
    pub terms: Vec<(EntryId, String)>,
    pub attachments: Vec<NewAttachment>,
    pub references: Vec<ThreadRef>,
    pub clocks: Vec<Clock>,
    pub clock_changes: BTreeMap<ClockId, Clock>,
    pub clock_steps: Vec<(ClockId, Step)>,
    pub sent: Vec<NewDelivery>,
    pub deliveries: Vec<DeliveryNews>,
    /// Who was told something automatically, about which ticket.
    pub acknowledged: Vec<(IdentityId, TicketId)>,
    /// Whose acknowledgement is not needed any more: what went out instead carried its facts.
    pub acknowledged_otherwise: Vec<TicketId>,
    pub consents: Vec<NewConsent>,
    /// What was answered to questions of ours, by mail.
    pub side_answers: Vec<SideAnswer>,
    /// Letters of ours that asked and did not arrive, with the reason.
    pub side_bounces: Vec<(SideTaskId, String)>,
    /// Addresses that clients named as theirs, and nobody has proved.
    pub claims: Vec<(ClientId, Handle)>,
    /// Messages whose author asked for a person.
    pub handoffs: Vec<Handoff>,
    /// What becomes of talks in chats.
    pub talks: Vec<TalkNews>,
    /// Answers that may still be undone.
    pub held: Vec<Held>,
    /// Drafts that have become what they were drafts of.
    pub drafts_done: Vec<DraftKey>,
    pub merges: Vec<NewMerge>,
    /// Merges that came to do more than they did when they were made.
    pub remerged: Vec<Merge>,
    /// Absorbed and survivor of merges that are taken back.
    pub unmerged: Vec<(TicketId, TicketId)>,
    /// What never happened: gone with everything that hangs on it.
    pub forgotten: Forgotten,
    /// Deadlines that clients are told with this.
    pub told: Vec<NewTold>,
    /// What our people are told.
    pub notices: Vec<NewNotice>,
    pub jobs: Vec<NewJob>,
    pub events: Vec<NewEvent>,
    pub ledger: Vec<LedgerRow>,
    pub quarantine: Vec<QuarantineRow>,
    /// One answer for each arrival, in their order.
    pub decided: Vec<Decided>,
}

/// The words of an answer to a side task.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SideAnswer {
    pub task: SideTaskId,
    pub text: String,
}

/// A client's word for a person.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Handoff {
    pub entry: EntryId,
    pub ticket: TicketId,
    pub channel: ChannelId,
    pub at: Moment,
}

/// A merge, with what it did.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewMerge {
    pub absorbed: TicketId,
    pub survivor: TicketId,
    /// The survivor's line about it.
    pub entry: EntryId,
    pub doc: MergeDoc,
}

/// Rows that go.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Forgotten {
    /// With words, files and deliveries.
    pub entries: Vec<EntryId>,
    /// With their steps.
    pub clocks: Vec<ClockId>,
    /// What an entry did to a clock.
    pub steps: Vec<(ClockId, EntryId)>,
}

/// The answer to one arrival.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Decided {
    pub fate: Fate,
    pub ticket: Option<TicketId>,
    pub entry: Option<EntryId>,
}

/// A value of one of the desk's own fields.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewField {
    pub ticket: TicketId,
    /// The field's key.
    pub field: String,
    /// `None` empties it.
    pub value: Option<FieldValue>,
}

/// A client seen for the first time.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewClient {
    pub id: ClientId,
    pub name: String,
    pub lang: String,
    pub zone: String,
}

/// An address seen for the first time.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewIdentity {
    pub id: IdentityId,
    pub client: ClientId,
    pub handle: Handle,
    pub verified: Verified,
}

/// What an arrival proves of an address that is known.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Proof {
    pub identity: IdentityId,
    /// With whom it was.
    pub from: ClientId,
    /// Whose it is; another one where it was merely stated.
    pub to: ClientId,
    pub verified: Verified,
}

/// A consent that came with a message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewConsent {
    pub client: ClientId,
    pub ticket: TicketId,
    pub channel: ChannelId,
    /// When the client sent it.
    pub given_at: Moment,
    pub consent: Consent,
}

impl Plan {
    /// Hangs a file on an entry; what its door has yet to hand over is fetched as soon as this is committed.
    pub fn attach(
        &mut self,
        id: AttachmentId,
        entry: EntryId,
        file: AttachmentRef,
        now: Moment,
        trace: &str,
    ) {
        if matches!(file.bytes, Bytes::Awaited(_)) {
            self.jobs.push(NewJob {
                kind: JobKind::FetchFile,
                subject: id.0,
                run_at: now,
                trace: trace.to_owned(),
            });
        }
        self.attachments.push(NewAttachment { id, entry, file });
    }
}

/// A file of a new message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewAttachment {
    pub id: AttachmentId,
    pub entry: EntryId,
    pub file: AttachmentRef,
}

/// An external id under which replies may refer to a message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ThreadRef {
    pub key: String,
    pub ticket: TicketId,
    pub entry: EntryId,
}

/// A line of the ledger, with the key it claims.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LedgerRow {
    pub id: LedgerId,
    pub channel: ChannelId,
    pub fate: Fate,
    pub reason: String,
    pub key: String,
    /// Claims the key: a later sighting is a duplicate of this one.
    pub claims: bool,
    pub ticket: Option<TicketId>,
    pub entry: Option<EntryId>,
    pub size: i64,
    pub trace: String,
}

/// Something set aside for a person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct QuarantineRow {
    pub id: QuarantineId,
    pub ledger: LedgerId,
    pub channel: ChannelId,
    pub arrived_at: Moment,
    pub reason: String,
    pub sender: String,
    pub title: String,
    pub raw: String,
}

/// News about a message of ours.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DeliveryNews {
    pub id: DeliveryId,
    pub fate: DeliveryFate,
    pub status: String,
    pub reason: String,
}

/// A deadline that a client is told.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct NewTold {
    pub ticket: TicketId,
    pub clock: ClockId,
    pub due: Moment,
    pub entry: EntryId,
    /// What was told before it passed while we waited for the client: neither kept nor broken.
    pub suspends_former: bool,
}

/// A message of ours that is to go out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewDelivery {
    pub id: DeliveryId,
    pub entry: EntryId,
    pub ticket: TicketId,
    pub channel: ChannelId,
    pub identity: IdentityId,
    /// The same for every attempt.
    pub external_id: String,
}
