//! The line of the timeline that a message becomes, with all that hangs on it: body, files, addresses, consent, and the ids by
//! which others refer to it.

use super::decide::Work;
use super::{Arrival, Automatic, Known, NewConsent, NewMessage, ThreadHint, ThreadRef};
use crate::entry::{Entry, EntryKind};
use crate::handle::Handle;
use crate::ticket::Speaker;
use crate::{Actor, AttachmentId, EntryId, IdentityId, Moment, TicketId, Verified};

/// What another system's clock said of a line that was cut to its receipt, microseconds (`definitions.md` §1).
pub const CLOCK_AHEAD: &str = "clock_ahead";

impl Work<'_> {
    /// The timeline entry of the message, with all that hangs on it.
    pub(super) fn entry(
        &mut self,
        arrival: &Arrival,
        message: &NewMessage,
        id: TicketId,
        sender: &Known,
        occurred_at: Moment,
    ) -> EntryId {
        let entry = EntryId(self.ids.next_id());
        let others: Vec<_> = message
            .others
            .iter()
            .map(|handle| self.identity(handle, message, Verified::Addressed))
            .collect();
        let (wishes, author) = (&message.wishes, &message.from);
        let stated = wishes.reach.iter();
        let mut reach: Vec<(&Handle, IdentityId)> = stated
            .map(|handle| (handle, self.stated(handle, author, sender)))
            .collect();
        let vouched = wishes.vouched.iter();
        reach.extend(vouched.map(|handle| (handle, self.vouched(handle, author, sender))));
        let now = self.now;
        if let Some(facts) = self.facts.tickets.get_mut(&id) {
            let stated = reach.iter().map(|(_, identity)| *identity);
            for identity in others
                .iter()
                .chain([sender])
                .map(|known| known.identity)
                .chain(stated)
            {
                if facts.participants.insert(identity) {
                    self.plan.participants.push((id, identity));
                }
            }
            let ticket = &mut facts.ticket;
            ticket.last_seq += 1;
            ticket.updated_at = now;
            ticket.last_words.clone_from(&message.preview);
            ticket.last_speaker = Speaker::Client;
            self.plan.entries.push(Entry {
                id: entry,
                public_id: EntryId::new_public(),
                ticket: id,
                seq: ticket.last_seq,
                kind: EntryKind::MessageIn,
                occurred_at,
                recorded_at: now,
                actor: Actor::Client(sender.client),
                channel: Some(arrival.channel),
                code: if message.automatic == Automatic::No {
                    String::new()
                } else {
                    "automatic".into()
                },
                params: params(message, &reach, now),
                preview: message.preview.clone(),
                raw: message.raw.clone(),
                trace: arrival.trace.clone(),
            });
        }
        let phone = message.wishes.answer.as_ref().map(|wish| wish.phone.as_str());
        if let Some(phone) = phone.and_then(crate::client::typed_phone) {
            self.plan.claims.push((sender.client, phone));
        }
        if let Some(consent) = &message.wishes.consent {
            self.plan.consents.push(NewConsent {
                client: sender.client,
                ticket: id,
                channel: arrival.channel,
                given_at: occurred_at,
                consent: consent.clone(),
            });
        }
        self.plan.bodies.push((entry, message.body.clone()));
        self.plan.terms.push((entry, message.terms.clone()));
        for file in &message.attachments {
            let id = AttachmentId(self.ids.next_id());
            self.plan.attach(id, entry, file.clone(), now, &arrival.trace);
        }
        for key in &message.external_ids {
            // The first message under an id keeps it.
            if self.facts.references.insert(key.clone(), id).is_none() {
                self.plan.references.push(ThreadRef {
                    key: key.clone(),
                    ticket: id,
                    entry,
                });
            }
        }
        entry
    }
}

/// Who wrote, as it stood on the message, and how they would like to hear from us where they said so.
fn params(message: &NewMessage, reach: &[(&Handle, IdentityId)], now: Moment) -> serde_json::Value {
    let mut params = serde_json::json!({ "from": message.from.value, "name": message.from.name });
    if let Some(wish) = &message.wishes.answer {
        params["answer_by"] = wish.by.code().into();
        params["phone"] = wish.phone.as_str().into();
    }
    if message
        .hints
        .iter()
        .any(|hint| matches!(hint, ThreadHint::Edits(_)))
    {
        params["edited"] = true.into();
    }
    if let Some(said) = message.happened.cut_from(now) {
        params[CLOCK_AHEAD] = said.as_micros().into();
    }
    if !reach.is_empty() {
        let stated = reach.iter().map(|(handle, identity)| {
            serde_json::json!({ "kind": handle.kind.code(), "value": handle.value, "identity": identity.0 })
        });
        params["reach"] = stated.collect();
    }
    params
}
