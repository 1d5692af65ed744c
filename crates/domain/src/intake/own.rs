//! A mail of one of our own people, where a relay that we trust vouches for its author: a copy of what they sent from their own
//! mail program, or somebody else's mail that they pass on (`definitions.md` §1, §5). Anything else of theirs is a request like
//! anybody's.

use super::decide::{Verdict, Work};
use super::message::verdict;
use super::thread::named;
use super::{Arrival, Facts, NewForwarded, NewMessage, NewOwn, ThreadRef};
use crate::act::{self, Edit, OwnMail};
use crate::entry::{Body, Entry, EntryKind};
use crate::ledger::Fate;
use crate::rules::Sees;
use crate::setup::Channel;
use crate::ticket::Ticket;
use crate::{Actor, AttachmentId, EntryId, OperatorId, Role, TicketId};

/// One of our people who may log in.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct OperatorFact {
    pub id: OperatorId,
    pub role: Role,
}

/// Why the ledger says that something went the way it went.
const COPY: &str = "own_mail";
const PASSED_ON: &str = "forwarded_by_us";

impl Work<'_> {
    /// What a mail of one of us does; `None` where it is a request like anybody's.
    pub(super) fn by_one_of_us(
        &mut self,
        arrival: &Arrival,
        message: &NewMessage,
        channel: &Channel,
        (own, operator): (&NewOwn, OperatorFact),
    ) -> Option<Verdict> {
        match own.forwarded.as_deref() {
            // What is sent to somebody else as well is a copy, whatever it passes on.
            Some(passed) if own.to.is_empty() => {
                let theirs = passed.as_message(message);
                let found = self.place(&theirs);
                let done = self.put(arrival, &theirs, channel, found);
                Some(self.passed_on(arrival, message, passed, operator, done))
            }
            _ => self.copy(arrival, message, own, operator),
        }
    }

    /// Who passed a mail on stands beside it, with what they say.
    fn passed_on(
        &mut self,
        arrival: &Arrival,
        message: &NewMessage,
        passed: &NewForwarded,
        operator: OperatorFact,
        mut done: Verdict,
    ) -> Verdict {
        PASSED_ON.clone_into(&mut done.reason);
        let Some(id) = done.decided.ticket else {
            return done;
        };
        let params = serde_json::json!({ "address": message.from.value });
        self.our_line(arrival, id, operator, EntryKind::Change, (PASSED_ON, params), "");
        if !passed.note.trim().is_empty() {
            let entry = self.our_line(
                arrival,
                id,
                operator,
                EntryKind::Note,
                ("", serde_json::json!({})),
                &passed.note_preview,
            );
            self.plan
                .bodies
                .extend(entry.map(|entry| (entry, plain(&passed.note))));
            self.plan
                .terms
                .extend(entry.map(|entry| (entry, passed.note_terms.clone())));
        }
        self.keep(id);
        done
    }

    /// A line of whoever passed a mail on.
    fn our_line(
        &mut self,
        arrival: &Arrival,
        id: TicketId,
        operator: OperatorFact,
        kind: EntryKind,
        (code, params): (&str, serde_json::Value),
        preview: &str,
    ) -> Option<EntryId> {
        let entry = EntryId(self.ids.next_id());
        let now = self.now;
        let ticket = &mut self.facts.tickets.get_mut(&id)?.ticket;
        ticket.last_seq += 1;
        self.plan.entries.push(Entry {
            id: entry,
            public_id: EntryId::new_public(),
            ticket: id,
            seq: ticket.last_seq,
            kind,
            occurred_at: now,
            recorded_at: now,
            actor: Actor::Operator(operator.id),
            channel: None,
            code: code.to_owned(),
            params,
            preview: preview.to_owned(),
            raw: String::new(),
            trace: arrival.trace.clone(),
        });
        Some(entry)
    }

    /// A copy of what they sent themselves, on the ticket that it names and they may see.
    fn copy(
        &mut self,
        arrival: &Arrival,
        message: &NewMessage,
        own: &NewOwn,
        operator: OperatorFact,
    ) -> Option<Verdict> {
        let mut hints = message.hints.iter();
        let id = hints
            .find_map(|hint| named(hint, message, &self.facts))?
            .ticket
            .id;
        let facts = self.facts.tickets.get(&id)?.clone();
        let known = self.facts.handles.get(&message.from.key());
        // Their own request is a client's.
        if known.is_some_and(|known| known.client == facts.ticket.client)
            || !self.sees(operator, &facts.ticket)
        {
            return None;
        }
        let to: Vec<String> = own.to.iter().map(|handle| handle.value.clone()).collect();
        let to_client = own
            .to
            .iter()
            .any(|handle| on_clients_side(&self.facts, id, handle));
        let actor = Actor::Operator(operator.id);
        let mut edit = Edit::begin(facts, None, self.setup, self.now, actor, &mut *self.ids).ok()?;
        edit.trace.clone_from(&arrival.trace);
        let sent = OwnMail {
            from: &message.from.value,
            to: &to,
            to_client,
            at: message.happened.at(self.now),
            channel: arrival.channel,
            body: &message.body,
            preview: &message.preview,
            terms: &message.terms,
            raw: &message.raw,
        };
        let (mut plan, entry) = act::sent_by_own_mail(edit, &sent);
        for file in &message.attachments {
            let id = AttachmentId(self.ids.next_id());
            plan.attach(id, entry, file.clone(), self.now, &arrival.trace);
        }
        for key in &message.external_ids {
            // The first message under an id keeps it.
            if self.facts.references.insert(key.clone(), id).is_none() {
                let key = key.clone();
                plan.references.push(ThreadRef {
                    key,
                    ticket: id,
                    entry,
                });
            }
        }
        self.take_up(id, plan);
        let mut done = verdict(Fate::Appended, id, entry);
        done.reason = COPY.to_owned();
        Some(done)
    }

    /// Whether one of us may see a ticket, by the rules of the desk.
    fn sees(&self, operator: OperatorFact, ticket: &Ticket) -> bool {
        let all = operator.role != Role::Operator || self.setup.rules.sees != Sees::OwnTeams;
        let own = || self.setup.members.get(&operator.id);
        all || ticket
            .team
            .is_some_and(|team| own().is_some_and(|teams| teams.contains(&team)))
    }
}

/// Whether an address is the client's, or was addressed in the talk without being one of ours.
fn on_clients_side(facts: &Facts, id: TicketId, handle: &crate::Handle) -> bool {
    let known = facts.handles.get(&handle.key());
    let ticket = facts.tickets.get(&id);
    let (Some(known), Some(ticket)) = (known, ticket) else {
        return false;
    };
    let ours = facts.operators.contains_key(&handle.value);
    known.client == ticket.ticket.client || !ours && facts.takes_part(known.identity, id)
}

fn plain(text: &str) -> Body {
    Body {
        visible: text.len(),
        text: text.to_owned(),
        html: String::new(),
        remote_images: 0,
    }
}
