//! What has to be known to decide about a batch: asked for in sets, answered in sets.

use super::side_task::{SideTaskFact, secret_in};
use super::{Arrival, ThreadHint, What};
use crate::act::Standing;
use crate::client::CallWish;
use crate::clock::Clock;
use crate::delivery::DeliveryFate;
use crate::entry::EntryKind;
use crate::ticket::{Ticket, TicketNumber};
use crate::{ChannelId, ClientId, DeliveryId, EntryId, HandleKind, IdentityId, TicketId, Verified};
use std::collections::{BTreeMap, BTreeSet};

/// What a batch asks for. Ordered sets: statements touch keys in the same order everywhere.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub keys: BTreeSet<(ChannelId, String)>,
    pub handles: BTreeSet<(HandleKind, String)>,
    pub references: BTreeSet<String>,
    pub secrets: BTreeSet<String>,
    pub public_ids: BTreeSet<String>,
    pub numbers: BTreeSet<TicketNumber>,
    pub deliveries: BTreeSet<String>,
    /// Kinds of addresses that a channel leads to at the moment.
    pub reachable: BTreeSet<HandleKind>,
    /// Secrets of side tasks.
    pub side_tasks: BTreeSet<String>,
    /// Addresses, in lower case, that may be those of our own people.
    pub logins: BTreeSet<String>,
    /// Senders whose newest talk is asked for.
    pub talks: BTreeSet<(HandleKind, String)>,
}

impl Wanted {
    /// Everything that the batch may refer to.
    #[must_use]
    pub fn of(batch: &[Arrival]) -> Self {
        let mut wanted = Self::default();
        for arrival in batch {
            wanted.keys.insert((arrival.channel, arrival.key.clone()));
            match &arrival.what {
                What::Message(message) => {
                    wanted.handles.insert(message.from.key());
                    wanted.handles.extend(
                        message
                            .others
                            .iter()
                            .chain(&message.wishes.reach)
                            .chain(&message.wishes.vouched)
                            .map(crate::Handle::key),
                    );
                    if let Some(own) = &message.own {
                        wanted.own(own, message);
                    }
                    for hint in &message.hints {
                        wanted.hint(hint, message);
                    }
                }
                What::Report(report) => {
                    wanted.deliveries.extend(report.about.iter().cloned());
                    wanted.references.extend(report.about.iter().cloned());
                    let asked = report.about.iter().filter_map(|id| secret_in(id));
                    wanted.side_tasks.extend(asked.map(str::to_owned));
                }
                What::Unreadable { .. } | What::Refused { .. } => {}
            }
        }
        wanted
    }

    fn own(&mut self, own: &super::NewOwn, message: &super::NewMessage) {
        let people = own.to.iter().chain([&message.from]);
        self.logins.extend(people.map(|handle| handle.value.clone()));
        self.handles.extend(own.to.iter().map(crate::Handle::key));
        self.handles
            .extend(own.forwarded.iter().map(|passed| passed.from.key()));
    }

    fn hint(&mut self, hint: &ThreadHint, message: &super::NewMessage) {
        match hint {
            ThreadHint::Talk => drop(self.talks.insert(message.from.key())),
            ThreadHint::Reference(id) | ThreadHint::Edits(id) => {
                self.references.insert(id.clone());
                self.side_tasks.extend(secret_in(id).map(str::to_owned));
            }
            ThreadHint::Secret(secret) => drop(self.secrets.insert(secret.clone())),
            ThreadHint::Ticket(id) => drop(self.public_ids.insert(id.clone())),
            ThreadHint::Number(number) => self.numbers.extend(number.parse::<TicketNumber>().ok()),
        }
    }
}

/// A message that was seen before.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct KeyFact {
    pub ticket: Option<TicketId>,
    pub entry: Option<EntryId>,
}

/// An address we know, and whose it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Known {
    pub identity: IdentityId,
    pub client: ClientId,
    pub client_name: String,
    pub lang: String,
    pub zone: String,
    pub segment: String,
    pub calls: CallWish,
    /// Acknowledgements sent to the address within the last hour.
    pub acknowledged: i64,
    pub verified: Verified,
    /// The only address of its client.
    pub alone: bool,
}

impl Known {
    /// Whether whoever writes from the address is its client by that alone. Where a client merely stated it beside another
    /// one, it may be anybody's: its owner must not be taken for the one who named it.
    #[must_use]
    pub fn is_believed(&self) -> bool {
        self.alone || self.verified > Verified::Stated
    }
}

/// A ticket that something may go to.
#[derive(Clone, Debug, PartialEq)]
pub struct TicketFacts {
    pub ticket: Ticket,
    pub participants: BTreeSet<IdentityId>,
    pub clocks: Vec<Clock>,
}

/// A message of ours on its way.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DeliveryFact {
    pub id: DeliveryId,
    pub entry: EntryId,
    pub entry_kind: EntryKind,
    pub automatic: bool,
    pub ticket: TicketId,
    pub identity: IdentityId,
    pub fate: DeliveryFate,
    pub external_id: String,
}

/// What is known about a batch.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub keys: BTreeMap<(ChannelId, String), KeyFact>,
    pub handles: BTreeMap<(HandleKind, String), Known>,
    pub references: BTreeMap<String, TicketId>,
    pub secrets: BTreeMap<String, TicketId>,
    pub public_ids: BTreeMap<String, TicketId>,
    pub numbers: BTreeMap<TicketNumber, TicketId>,
    /// By their secrets.
    pub side_tasks: BTreeMap<String, SideTaskFact>,
    /// Our own people who may log in, by their addresses.
    pub operators: BTreeMap<String, super::OperatorFact>,
    /// Newest tickets, not closed, that these addresses have a part in.
    pub talks: BTreeMap<(HandleKind, String), TicketId>,
    /// With everything they were merged into.
    pub tickets: BTreeMap<TicketId, TicketFacts>,
    pub deliveries: BTreeMap<String, DeliveryFact>,
    /// Of these, those for which another address of the client's is left that can be reached.
    pub other_ways: BTreeSet<DeliveryId>,
    /// How tickets of these deliveries became part of others, by the absorbed ticket.
    pub merges: BTreeMap<TicketId, Standing>,
}
