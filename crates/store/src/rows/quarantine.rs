//! Deciding about what was set aside: once, whoever comes first; and the fate its sighting has from then on.

use crate::cached::Cache as _;
use crate::conn::on_each;
use crate::error::StoreError;
use crate::schema::{ledger, message_key, quarantine};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::ledger::Fate;
use domain::{Actor, ChannelId, EntryId, LedgerId, TicketId};

/// The sighting behind something that was set aside.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Claimed {
    pub ledger: LedgerId,
    pub channel: ChannelId,
    /// What makes a second sighting the same.
    pub key: String,
    pub size: i64,
    pub trace: String,
}

impl Tx<'_> {
    /// Decides: `accepted` or `rejected`, with the reason. Nothing where somebody has decided already: the first counts.
    ///
    /// # Errors
    /// The store's own.
    pub fn decide_quarantined(
        &mut self,
        public_id: &str,
        state: &str,
        decision: &str,
    ) -> Result<Option<Claimed>, StoreError> {
        let now = self.now.as_micros();
        let by = match self.actor {
            Actor::Operator(id) => Some(id.0),
            _ => None,
        };
        let conn = &mut *self.conn;
        let waiting = quarantine::table
            .filter(quarantine::public_id.eq(public_id))
            .filter(quarantine::state.eq("waiting"));
        let decided = on_each!(&mut *conn, |c| diesel::update(waiting)
            .set((
                quarantine::state.eq(state),
                quarantine::decision.eq(decision),
                quarantine::decided_by.eq(by),
                quarantine::decided_at.eq(now),
            ))
            .cached()
            .execute(c))?;
        if decided == 0 {
            return Ok(None);
        }
        let row: (i64, i64, String, i64, String) = on_each!(conn, |c| quarantine::table
            .inner_join(ledger::table.on(ledger::id.eq(quarantine::ledger_id)))
            .filter(quarantine::public_id.eq(public_id))
            .select((
                ledger::id,
                ledger::channel_id,
                ledger::key,
                ledger::size,
                ledger::trace
            ))
            .first(c))?;
        let (id, channel, key, size, trace) = row;
        Ok(Some(Claimed {
            ledger: LedgerId(id),
            channel: ChannelId(channel),
            key,
            size,
            trace,
        }))
    }

    /// Gives a sighting another fate; whoever sends the same again is led to where it went.
    ///
    /// # Errors
    /// The store's own.
    pub fn change_fate(
        &mut self,
        of: &Claimed,
        fate: Fate,
        ticket: Option<TicketId>,
        entry: Option<EntryId>,
    ) -> Result<(), StoreError> {
        let (ticket, entry) = (ticket.map(|id| id.0), entry.map(|id| id.0));
        on_each!(&mut *self.conn, |c| {
            diesel::update(ledger::table.find(of.ledger.0))
                .set((
                    ledger::fate.eq(fate.code()),
                    ledger::ticket_id.eq(ticket),
                    ledger::entry_id.eq(entry),
                ))
                .cached()
                .execute(c)?;
            diesel::update(message_key::table.find((of.channel.0, &of.key)))
                .set((message_key::ticket_id.eq(ticket), message_key::entry_id.eq(entry)))
                .cached()
                .execute(c)
        })?;
        Ok(())
    }
}
