//! The write: the request, its number in the register, and what the registration starts.

use super::{Ready, RegisteredLetter, from_of};
use crate::Desk;
use crate::error::{DeskError, InWrite};
use channel::letter::Way;
use domain::act::{self, Edit};
use domain::clock::ClockKind;
use domain::id::Ids as _;
use domain::intake::{self, Arrival, Wanted};
use domain::ledger::Fate;
use domain::time::NEVER;
use domain::{Actor, IdentityId, LetterId};
use jiff::civil::Date;
use std::collections::BTreeMap;
use store::rows::{LetterRow, PaperRow};
use store::{StoreError, Tx};

impl Desk {
    pub(super) fn enter_registered(
        &self,
        tx: &mut Tx<'_>,
        ready: &Ready,
        actor: Actor,
    ) -> Result<RegisteredLetter, InWrite> {
        let (setup, now) = (self.setup(), tx.now);
        let paper = match &ready.from {
            Some(paper) => Some(tx.hold_paper(paper)?.ok_or(DeskError::NotFound("paper"))?),
            None => None,
        };
        if let Some(done) = paper.as_ref().filter(|paper| paper.state == "registered") {
            return self.registered_before(tx, done);
        }
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
        if let Some(paper) = paper {
            tx.paper_moved(&PaperRow {
                state: "registered".into(),
                letter: row.id,
                ended_at: now,
                ..paper
            })?;
        }
        Ok(RegisteredLetter {
            fate: decided.fate,
            letter: row.public_id,
            number: row.number,
            ticket: told.0,
            ticket_number: told.1,
        })
    }

    /// Somebody registered that paper a moment ago: it is that letter, and no second one.
    fn registered_before(&self, tx: &mut Tx<'_>, paper: &PaperRow) -> Result<RegisteredLetter, InWrite> {
        let letter = tx
            .letter_in(paper.letter)?
            .ok_or(StoreError::NotFound("letter"))?;
        let ticket = tx.ticket_facts_by_id(letter.ticket)?.ticket;
        Ok(RegisteredLetter {
            fate: Fate::Duplicate,
            letter: letter.public_id,
            number: letter.number,
            ticket: ticket.public_id,
            ticket_number: self.setup().number.show(ticket.number),
        })
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
            pdf: String::new(),
        })
    }
}

fn wanting(handle: (domain::HandleKind, String)) -> Wanted {
    Wanted {
        handles: [handle].into(),
        ..Wanted::default()
    }
}
