//! Two records of one person become one, and two again: which rows went over is written down, row by row, so that taking
//! it back returns exactly these. A fixed number of statements, however much a client has.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::rows::read_sql::{IdRow, Sql};
use crate::schema::{client, client_distinct, client_merge, ticket};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::client::MergeDoc;
use domain::ticket::TicketNumber;
use domain::time::NEVER;
use domain::{Actor, ClientId, ClientMergeId, Moment};

/// A merge of clients that stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClientMerge {
    pub id: ClientMergeId,
    pub absorbed: ClientId,
    pub survivor: ClientId,
    pub at: Moment,
    pub actor: Actor,
    pub doc: MergeDoc,
}

/// What belongs to a client and goes over with it: the name it is written down under, its table, and the columns of which
/// a client has one each.
const BELONGS: [(&str, &str, &[&str]); 4] = [
    ("identity", "identity", &[]),
    ("consent", "consent", &[]),
    ("claim", "client_claim", &["kind", "value"]),
    ("wish", "client_wish", &["topic"]),
];

/// A condition that keeps back what the survivor has one of already.
fn only_new(table: &str, one_each: &[&str], survivor: ClientId) -> String {
    if one_each.is_empty() {
        return String::new();
    }
    let same: Vec<String> = one_each
        .iter()
        .map(|column| format!(" AND own.{column} = {table}.{column}"))
        .collect();
    format!(
        " AND NOT EXISTS (SELECT 1 FROM {table} AS own WHERE own.client_id = {survivor}{})",
        same.concat()
    )
}

impl Tx<'_> {
    /// The merge by which a client is part of another, while it stands.
    ///
    /// # Errors
    /// The store's own.
    pub fn standing_client_merge(&mut self, absorbed: ClientId) -> Result<Option<ClientMerge>, StoreError> {
        type Row = (i64, i64, i64, i64, String, i64, String);
        let row: Option<Row> = on_each!(&mut *self.conn, |c| client_merge::table
            .filter(client_merge::absorbed_id.eq(absorbed.0))
            .filter(client_merge::undone_at.eq(NEVER.as_micros()))
            .select((
                client_merge::id,
                client_merge::absorbed_id,
                client_merge::survivor_id,
                client_merge::at,
                client_merge::actor_kind,
                client_merge::actor_id,
                client_merge::doc
            ))
            .first(c)
            .optional())?;
        row.map(|(id, absorbed, survivor, at, kind, actor, doc)| {
            Ok(ClientMerge {
                id: ClientMergeId(id),
                absorbed: ClientId(absorbed),
                survivor: ClientId(survivor),
                at: Moment::from_micros(at),
                actor: Actor::from_stored(&kind, actor)?,
                doc: serde_json::from_str(&doc)?,
            })
        })
        .transpose()
    }

    /// Writes a merge down and lets everything of the absorbed client go over to the survivor.
    ///
    /// # Errors
    /// The store's own.
    pub fn merge_clients(
        &mut self,
        absorbed: ClientId,
        survivor: ClientId,
        doc: &MergeDoc,
    ) -> Result<ClientMergeId, StoreError> {
        let id = ClientMergeId(self.ids.take());
        let row = (
            client_merge::id.eq(id.0),
            client_merge::public_id.eq(ClientMergeId::new_public()),
            client_merge::absorbed_id.eq(absorbed.0),
            client_merge::survivor_id.eq(survivor.0),
            client_merge::at.eq(self.now.as_micros()),
            client_merge::actor_kind.eq(self.actor.code()),
            client_merge::actor_id.eq(self.actor.id()),
            client_merge::doc.eq(serde_json::to_string(doc)?),
            client_merge::undone_at.eq(NEVER.as_micros()),
        );
        on_each!(&mut *self.conn, |c| diesel::insert_into(client_merge::table)
            .values(row)
            .execute(c))?;
        on_each!(&mut *self.conn, |c| diesel::update(
            client::table.find(absorbed.0)
        )
        .set((
            client::merged_into.eq(survivor.0),
            client::version.eq(client::version + 1)
        ))
        .execute(c))?;
        // With which address the survivor's own talks go on: they may go on with one of the absorbed's meanwhile.
        self.conn.execute(&format!(
            "INSERT INTO client_moved (merge_id, what, row_id, address_id) \
             SELECT {id}, 'own', ticket.id, ticket.identity_id FROM ticket \
             WHERE ticket.client_id = {survivor} AND ticket.state <> 'closed'"
        ))?;
        self.take_over(id, absorbed, survivor)?;
        Ok(id)
    }

    /// Lets go over whatever is with the absorbed client: at the merge, and once more soon after it, for what another
    /// node was writing down in that moment.
    ///
    /// # Errors
    /// The store's own.
    pub fn take_over(
        &mut self,
        merge: ClientMergeId,
        absorbed: ClientId,
        survivor: ClientId,
    ) -> Result<(), StoreError> {
        for (what, table, one_each) in BELONGS {
            let only = only_new(table, one_each, survivor);
            self.conn.execute(&format!(
                "INSERT INTO client_moved (merge_id, what, row_id, address_id) \
                 SELECT {merge}, '{what}', {table}.id, 0 FROM {table} WHERE {table}.client_id = {absorbed}{only} \
                 ON CONFLICT DO NOTHING"
            ))?;
            self.conn.execute(&format!(
                "UPDATE {table} SET client_id = {survivor} WHERE client_id = {absorbed}{only}"
            ))?;
        }
        self.conn.execute(&format!(
            "INSERT INTO client_moved (merge_id, what, row_id, address_id) \
             SELECT {merge}, 'ticket', ticket.id, ticket.identity_id FROM ticket \
             WHERE ticket.client_id = {absorbed} ON CONFLICT DO NOTHING"
        ))?;
        self.conn.execute(&format!(
            "UPDATE ticket SET client_id = {survivor} WHERE client_id = {absorbed}"
        ))?;
        Ok(())
    }

    /// Returns to the absorbed client what went over, with what came by its addresses since; the rest stays. A ticket that was
    /// opened while the two were one goes with whoever opened it, whoever spoke on it since.
    ///
    /// # Errors
    /// The store's own.
    pub fn unmerge_clients(&mut self, merge: &ClientMerge) -> Result<(), StoreError> {
        let (id, absorbed, survivor) = (merge.id, merge.absorbed, merge.survivor);
        self.write_down_openers(merge)?;
        for (what, table, _) in BELONGS {
            self.conn.execute(&format!(
                "UPDATE {table} SET client_id = {absorbed} WHERE client_id = {survivor} AND id IN \
                 (SELECT row_id FROM client_moved WHERE merge_id = {id} AND what = '{what}')"
            ))?;
        }
        // What went over comes back, and what was opened since by an address that comes back.
        self.conn.execute(&format!(
            "UPDATE ticket SET client_id = {absorbed} WHERE client_id = {survivor} AND (id IN \
             (SELECT row_id FROM client_moved WHERE merge_id = {id} AND what = 'ticket') \
             OR (created_at >= {at} AND NOT EXISTS (SELECT 1 FROM client_moved AS own \
             WHERE own.merge_id = {id} AND own.what = 'own' AND own.row_id = ticket.id) \
             AND EXISTS (SELECT 1 FROM client_moved AS address WHERE address.merge_id = {id} \
             AND address.what = 'identity' AND address.row_id = COALESCE((SELECT opened.address_id FROM client_moved AS opened \
             WHERE opened.merge_id = {id} AND opened.what = 'opened' AND opened.row_id = ticket.id), ticket.identity_id))))",
            at = merge.at.as_micros()
        ))?;
        // Each talk goes on with an address of its own client: the one it had, where it went on with another's.
        self.conn.execute(&format!(
            "UPDATE ticket SET identity_id = COALESCE((SELECT MAX(moved.address_id) FROM client_moved AS moved \
             JOIN identity AS had ON had.id = moved.address_id AND had.client_id = ticket.client_id \
             WHERE moved.merge_id = {id} AND moved.row_id = ticket.id AND moved.what IN ('ticket', 'own', 'opened')), \
             (SELECT MAX(one.id) FROM participant JOIN identity AS one ON one.id = participant.identity_id \
             AND one.client_id = ticket.client_id WHERE participant.ticket_id = ticket.id), identity_id) \
             WHERE client_id IN ({absorbed}, {survivor}) AND NOT EXISTS (SELECT 1 FROM identity AS here \
             WHERE here.id = ticket.identity_id AND here.client_id = ticket.client_id)"
        ))?;
        // A consent belongs to whom its ticket belongs to.
        self.conn.execute(&format!(
            "UPDATE consent SET client_id = {absorbed} WHERE client_id = {survivor} AND ticket_id IN \
             (SELECT ticket.id FROM ticket WHERE ticket.client_id = {absorbed})"
        ))?;
        on_each!(&mut *self.conn, |c| diesel::update(
            client::table.find(absorbed.0)
        )
        .set((
            client::merged_into.eq(None::<i64>),
            client::version.eq(client::version + 1)
        ))
        .execute(c))?;
        on_each!(&mut *self.conn, |c| diesel::update(
            client_merge::table.find(merge.id.0)
        )
        .set(client_merge::undone_at.eq(self.now.as_micros()))
        .execute(c))?;
        Ok(())
    }

    /// Returns wishes that went over and are overruled now: they are no longer the survivor's, and still whose they were.
    pub(super) fn give_back_wishes(&mut self, survivor: ClientId, rows: &[i64]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let rows: Vec<String> = rows.iter().map(i64::to_string).collect();
        let whose = format!(
            "SELECT MAX(one.absorbed_id) FROM client_moved AS moved JOIN client_merge AS one ON one.id = moved.merge_id \
             WHERE moved.what = 'wish' AND moved.row_id = client_wish.id AND one.survivor_id = {survivor} \
             AND one.undone_at = {}",
            NEVER.as_micros()
        );
        self.conn.execute(&format!(
            "UPDATE client_wish SET client_id = COALESCE(({whose}), client_id) WHERE id IN ({})",
            rows.join(", ")
        ))
    }

    /// Tickets of one of two clients that are part of a ticket of the other's, by number; a few of them.
    ///
    /// # Errors
    /// The store's own.
    pub fn merged_across(&mut self, one: ClientId, other: ClientId) -> Result<Vec<TicketNumber>, StoreError> {
        let mut sql = Sql::new(
            "SELECT ticket.id AS id FROM ticket JOIN ticket AS whole ON whole.id = ticket.merged_into \
             WHERE whole.client_id <> ticket.client_id AND ticket.client_id IN ",
        );
        sql.ints([one.0, other.0]).push(" ORDER BY ticket.id LIMIT 5");
        let rows: Vec<IdRow> = sql.load(self.conn)?;
        let ids: Vec<i64> = rows.into_iter().map(|row| row.id).collect();
        let numbers: Vec<(i32, i64)> = on_each!(&mut *self.conn, |c| ticket::table
            .filter(ticket::id.eq_any(&ids))
            .order(ticket::id)
            .select((ticket::number_year, ticket::number_serial))
            .load(c))?;
        Ok(numbers
            .into_iter()
            .map(|(year, serial)| TicketNumber { year, serial })
            .collect())
    }

    /// Writes down that two records are of two people.
    ///
    /// # Errors
    /// The store's own.
    pub fn tell_apart(&mut self, one: ClientId, other: ClientId) -> Result<(), StoreError> {
        let row = (
            client_distinct::low_id.eq(one.0.min(other.0)),
            client_distinct::high_id.eq(one.0.max(other.0)),
            client_distinct::at.eq(self.now.as_micros()),
            client_distinct::actor_kind.eq(self.actor.code()),
            client_distinct::actor_id.eq(self.actor.id()),
        );
        on_each!(&mut *self.conn, |c| diesel::insert_into(client_distinct::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c))?;
        Ok(())
    }
}
