//! Writes a plan: set by set, keys in sorted order where two writers could meet.

use crate::cached::Cache as _;
use crate::conn::on_each;
use crate::error::StoreError;
use crate::rows::insert::insert_all;
use crate::rows::{
    client_claim, clock, consent, draft, entry, field, forgotten, handoff, held, merge, number, proof,
    search, tag, ticket,
};
use crate::schema::{
    acknowledged, blob, client, delivery, door_count, identity, job, ledger, message_key, participant,
    quarantine, ticket as tickets, ticket_tag,
};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::ChannelId;
use domain::plan::{LedgerRow, Plan};
use std::collections::BTreeMap;

/// Bytes to keep, by content. `data` is empty when they lie in the object store.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Blob {
    /// SHA-256 of the bytes as they were, hexadecimal.
    pub hash: String,
    /// Size of the bytes as they were.
    pub size: i64,
    /// How `data` is coded: `zstd` or `plain`.
    pub coding: &'static str,
    pub data: Option<Vec<u8>>,
}

impl Tx<'_> {
    /// Writes everything a plan holds. New tickets get their numbers, in `plan.opened` too.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when another node wrote the same key a moment ago: the write is run again and sees it.
    pub fn apply(&mut self, plan: &mut Plan) -> Result<(), StoreError> {
        number::assign(self.conn, &mut plan.opened)?;
        self.people(plan)?;
        let conn = &mut *self.conn;
        insert_all!(
            conn,
            tickets::table,
            plan.opened
                .iter()
                .map(ticket::TicketRow::from)
                .collect::<Vec<_>>()
        );
        ticket::update(conn, plan.changed.values())?;
        tag::learn(conn, &plan.tags)?;
        field::write(conn, &plan.fields)?;
        insert_all!(conn, ticket_tag::table, plan.tags.iter().map(|(id, tag)| {
            (ticket_tag::ticket_id.eq(id.0), ticket_tag::tag.eq(tag.clone()))
        }).collect::<Vec<_>>(), or skip);
        insert_all!(conn, participant::table, plan.participants.iter().map(|(ticket, identity)| {
            (participant::ticket_id.eq(ticket.0), participant::identity_id.eq(identity.0))
        }).collect::<Vec<_>>(), or skip);
        entry::insert(conn, plan)?;
        search::insert(conn, &plan.terms)?;
        for (id, tag) in &plan.untagged {
            on_each!(&mut *conn, |c| diesel::delete(
                ticket_tag::table.find((id.0, tag))
            )
            .execute(c))?;
        }
        clock::insert(conn, &plan.clocks)?;
        clock::update(conn, plan.clock_changes.values())?;
        let ids = &mut *self.ids;
        clock::insert_steps(conn, &plan.clock_steps, || ids.take())?;
        consent::insert(conn, ids, &plan.consents, self.now)?;
        client_claim::insert(conn, ids, &plan.claims, self.now)?;
        handoff::insert(conn, &plan.handoffs)?;
        held::insert(conn, &plan.held)?;
        merge::insert(conn, &plan.merges, self.now, || ids.take())?;
        merge::amend(conn, &plan.remerged)?;
        merge::end(conn, &plan.unmerged, self.now)?;
        draft::remove(conn, &plan.drafts_done)?;
        forgotten::remove(conn, &plan.forgotten)?;
        for answer in &plan.side_answers {
            self.side_task_answered(answer.task, &answer.text)?;
        }
        for (task, reason) in &plan.side_bounces {
            self.side_task_sent(task.0, "failed", reason)?;
        }
        self.talks(&plan.talks, &plan.merges)?;
        self.talks_taken_back(&plan.unmerged, &plan.forgotten.entries)?;
        self.told(&plan.told)?;
        self.notices(&plan.notices)?;
        self.deliveries(plan)?;
        self.intake_rows(plan)?;
        self.jobs(plan)?;
        self.drop_acknowledgements(&plan.acknowledged_otherwise)?;
        for event in plan.events.drain(..) {
            self.announce(event);
        }
        Ok(())
    }

    /// Keeps bytes by content; of those that are there already the time is refreshed, so that no sweep takes them.
    ///
    /// # Errors
    /// The store's own.
    pub fn keep_blobs(&mut self, blobs: &[Blob]) -> Result<(), StoreError> {
        let now = self.now.as_micros();
        let mut sorted: BTreeMap<&str, &Blob> = BTreeMap::new();
        sorted.extend(blobs.iter().map(|blob| (blob.hash.as_str(), blob)));
        let rows: Vec<_> = sorted
            .values()
            .map(|new| {
                (
                    blob::hash.eq(&new.hash),
                    blob::size.eq(new.size),
                    blob::coding.eq(new.coding),
                    blob::data.eq(new.data.as_deref()),
                    blob::created_at.eq(now),
                )
            })
            .collect();
        insert_all!(&mut *self.conn, blob::table, rows, or touch blob::hash, blob::created_at.eq(now));
        Ok(())
    }

    /// Writes what the doors counted, apart from what was decided.
    ///
    /// # Errors
    /// The store's own.
    pub fn count_seen(&mut self, seen: &BTreeMap<ChannelId, i64>, node: &str) -> Result<(), StoreError> {
        for (channel, count) in seen {
            on_each!(&mut *self.conn, |c| diesel::insert_into(door_count::table)
                .values((
                    door_count::channel_id.eq(channel.0),
                    door_count::node.eq(node),
                    door_count::seen.eq(count)
                ))
                .on_conflict((door_count::channel_id, door_count::node))
                .do_update()
                .set(door_count::seen.eq(door_count::seen + count))
                .execute(c))?;
        }
        Ok(())
    }

    fn people(&mut self, plan: &mut Plan) -> Result<(), StoreError> {
        // Two nodes may meet a new address at the same time: in one order, so that they cannot wait for each other.
        plan.identities.sort_by_key(|new| new.handle.key());
        let now = self.now.as_micros();
        let conn = &mut *self.conn;
        insert_all!(
            conn,
            identity::table,
            plan.identities
                .iter()
                .map(|new| {
                    (
                        identity::id.eq(new.id.0),
                        identity::client_id.eq(new.client.0),
                        identity::kind.eq(new.handle.kind.code()),
                        identity::value.eq(new.handle.value.clone()),
                        identity::name.eq(new.handle.name.clone()),
                        identity::verified.eq(new.verified.code()),
                        identity::created_at.eq(now),
                    )
                })
                .collect::<Vec<_>>()
        );
        insert_all!(
            conn,
            client::table,
            plan.clients
                .iter()
                .map(|new| {
                    (
                        client::id.eq(new.id.0),
                        client::public_id.eq(domain::ClientId::new_public()),
                        client::name.eq(new.name.clone()),
                        client::lang.eq(new.lang.clone()),
                        client::zone.eq(new.zone.clone()),
                        client::segment.eq(""),
                        client::created_at.eq(now),
                        client::version.eq(1),
                        client::name_key.eq(domain::client::name_key(&new.name)),
                    )
                })
                .collect::<Vec<_>>()
        );
        proof::write(conn, &plan.proofs)
    }

    fn deliveries(&mut self, plan: &Plan) -> Result<(), StoreError> {
        let now = self.now.as_micros();
        let conn = &mut *self.conn;
        insert_all!(
            conn,
            delivery::table,
            plan.sent
                .iter()
                .map(|new| {
                    (
                        delivery::id.eq(new.id.0),
                        delivery::entry_id.eq(new.entry.0),
                        delivery::ticket_id.eq(new.ticket.0),
                        delivery::channel_id.eq(new.channel.0),
                        delivery::identity_id.eq(new.identity.0),
                        delivery::external_id.eq(new.external_id.clone()),
                        delivery::fate.eq(domain::delivery::DeliveryFate::Queued.code()),
                        delivery::attempts.eq(0),
                        delivery::status.eq(""),
                        delivery::reason.eq(""),
                        delivery::updated_at.eq(now),
                    )
                })
                .collect::<Vec<_>>()
        );
        for news in &plan.deliveries {
            on_each!(&mut *conn, |c| diesel::update(delivery::table.find(news.id.0))
                .set((
                    delivery::fate.eq(news.fate.code()),
                    delivery::status.eq(&news.status),
                    delivery::reason.eq(&news.reason),
                    delivery::updated_at.eq(now),
                ))
                .cached()
                .execute(c))?;
        }
        insert_all!(conn, acknowledged::table, plan.acknowledged.iter().map(|(identity, ticket)| {
            (
                acknowledged::identity_id.eq(identity.0),
                acknowledged::at.eq(now),
                acknowledged::ticket_id.eq(ticket.0),
            )
        }).collect::<Vec<_>>(), or skip);
        Ok(())
    }

    fn intake_rows(&mut self, plan: &Plan) -> Result<(), StoreError> {
        let now = self.now.as_micros();
        let conn = &mut *self.conn;
        let mut claims: Vec<&LedgerRow> = plan.ledger.iter().filter(|row| row.claims).collect();
        claims.sort_by(|a, b| (a.channel, &a.key).cmp(&(b.channel, &b.key)));
        insert_all!(
            conn,
            message_key::table,
            claims
                .iter()
                .map(|row| {
                    (
                        message_key::channel_id.eq(row.channel.0),
                        message_key::key.eq(&row.key),
                        message_key::ticket_id.eq(row.ticket.map(|id| id.0)),
                        message_key::entry_id.eq(row.entry.map(|id| id.0)),
                    )
                })
                .collect::<Vec<_>>()
        );
        insert_all!(
            conn,
            ledger::table,
            plan.ledger
                .iter()
                .map(|row| {
                    (
                        ledger::id.eq(row.id.0),
                        ledger::channel_id.eq(row.channel.0),
                        ledger::seen_at.eq(now),
                        ledger::fate.eq(row.fate.code()),
                        ledger::reason.eq(&row.reason),
                        ledger::key.eq(&row.key),
                        ledger::ticket_id.eq(row.ticket.map(|id| id.0)),
                        ledger::entry_id.eq(row.entry.map(|id| id.0)),
                        ledger::size.eq(row.size),
                        ledger::node.eq(&self.node),
                        ledger::trace.eq(&row.trace),
                    )
                })
                .collect::<Vec<_>>()
        );
        insert_all!(
            conn,
            quarantine::table,
            plan.quarantine
                .iter()
                .map(|row| {
                    (
                        quarantine::id.eq(row.id.0),
                        quarantine::public_id.eq(domain::QuarantineId::new_public()),
                        quarantine::channel_id.eq(row.channel.0),
                        quarantine::ledger_id.eq(row.ledger.0),
                        quarantine::arrived_at.eq(row.arrived_at.as_micros()),
                        quarantine::reason.eq(&row.reason),
                        quarantine::sender.eq(&row.sender),
                        quarantine::title.eq(&row.title),
                        quarantine::raw.eq(&row.raw),
                        quarantine::state.eq("waiting"),
                        quarantine::decided_by.eq(None::<i64>),
                        quarantine::decided_at.eq(domain::time::NEVER.as_micros()),
                    )
                })
                .collect::<Vec<_>>()
        );
        Ok(())
    }

    fn jobs(&mut self, plan: &Plan) -> Result<(), StoreError> {
        let now = self.now.as_micros();
        let rows: Vec<_> = plan
            .jobs
            .iter()
            .map(|new| {
                (
                    job::id.eq(self.ids.take()),
                    job::kind.eq(new.kind.code()),
                    job::subject.eq(new.subject),
                    job::run_at.eq(new.run_at.as_micros()),
                    job::attempts.eq(0),
                    job::dead.eq(false),
                    job::created_at.eq(now),
                    job::leased_until.eq(0),
                    job::node.eq(""),
                    job::last_error.eq(""),
                    job::trace.eq(new.trace.clone()),
                )
            })
            .collect();
        insert_all!(&mut *self.conn, job::table, rows);
        Ok(())
    }
}
