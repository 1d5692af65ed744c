//! One ticket with everything that stands beside its timeline: client, addresses, clocks, relatives.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::clock;
use crate::rows::field::{self, FieldValues};
use crate::rows::merge::absorbed_by;
use crate::rows::read_lines::tags_of;
use crate::rows::read_people::Person;
use crate::rows::ticket::TicketRow;
use crate::schema::{client, identity, operator, ticket};
use crate::scope::Scope;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable};
use domain::clock::Clock;
use domain::ticket::Ticket;
use domain::{ClientId, EntryId, Handle, HandleKind, IdentityId, Moment, OperatorId};
use std::collections::BTreeSet;

/// Relatives shown of one ticket: a cause of many tickets has a page of its own.
const MOST_RELATIVES: i64 = 50;
/// Other tickets of the client that stand beside this one.
const OTHERS: i64 = 10;

/// A ticket opened for reading.
#[derive(Clone, Debug)]
pub struct TicketFile {
    pub ticket: Ticket,
    pub client: ClientCard,
    pub assignee: Option<Person>,
    pub tags: Vec<String>,
    /// Values of the desk's own fields.
    pub fields: FieldValues,
    /// Every clock, oldest first.
    pub clocks: Vec<Clock>,
    /// Everything that became part of it, over all levels.
    pub absorbed: Vec<Ticket>,
    /// Tickets it was merged into, came out of, absorbed or gave rise to.
    pub relatives: Vec<Ticket>,
    /// The client's other tickets, newest first.
    pub others: Vec<Ticket>,
    /// The number of the last entry that whoever asks has seen; zero where they saw none.
    pub seen: i64,
    pub has: Has,
}

impl TicketFile {
    /// The lines that the steps of its clocks refer to.
    #[must_use]
    pub fn step_entries(&self) -> BTreeSet<EntryId> {
        let steps = self.clocks.iter().flat_map(|clock| &clock.steps);
        steps.filter_map(|step| step.entry).collect()
    }
}

/// What of the things that few tickets have this one has: what is not there is not looked for, which spares half of the
/// statements of a page.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Has {
    pub held: bool,
    pub drafts: bool,
    pub draft_files: bool,
    pub links: bool,
    /// Of the client's, about any topic.
    pub wishes: bool,
}

/// A client with all addresses.
#[derive(Clone, Debug)]
pub struct ClientCard {
    pub id: ClientId,
    pub public_id: String,
    pub name: String,
    pub lang: String,
    pub zone: String,
    pub segment: String,
    /// Does not want to be called.
    pub no_calls: bool,
    /// When calls are welcome; empty: whenever.
    pub call_hours: String,
    pub created_at: Moment,
    pub identities: Vec<IdentityCard>,
}

/// One address.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IdentityCard {
    pub id: IdentityId,
    pub handle: Handle,
    /// How it is known to belong to the client: `received`, `addressed`, `stated`, `proved`.
    pub verified: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = client)]
struct ClientRow {
    id: i64,
    public_id: String,
    name: String,
    lang: String,
    zone: String,
    segment: String,
    no_calls: bool,
    call_hours: String,
    created_at: i64,
}

/// A ticket with its client, whose it is, what of [`Has`] it has, what of its own parts (tags, fields, tickets that
/// point at it, others of its client's), and how far whoever asks has read it.
type OpenedRow = (
    TicketRow,
    ClientRow,
    Option<(i64, String, String)>,
    (bool, bool, bool, bool, bool),
    (bool, bool, bool, bool),
    Option<i64>,
);

/// Whether a part is there, asked by an index each.
mod is_there {
    pub const HELD: &str = "EXISTS (SELECT 1 FROM held_answer WHERE held_answer.ticket_id = ticket.id)";
    pub const DRAFTS: &str = "EXISTS (SELECT 1 FROM draft WHERE draft.ticket_id = ticket.id)";
    pub const DRAFT_FILES: &str = "EXISTS (SELECT 1 FROM draft_file WHERE draft_file.ticket_id = ticket.id)";
    pub const LINKS: &str = "(EXISTS (SELECT 1 FROM linked_ticket WHERE linked_ticket.ticket_id = ticket.id) \
         OR EXISTS (SELECT 1 FROM linked_ticket WHERE linked_ticket.other_id = ticket.id))";
    pub const WISHES: &str =
        "EXISTS (SELECT 1 FROM client_wish WHERE client_wish.client_id = ticket.client_id)";
    pub const TAGS: &str = "EXISTS (SELECT 1 FROM ticket_tag WHERE ticket_tag.ticket_id = ticket.id)";
    pub const FIELDS: &str = "EXISTS (SELECT 1 FROM ticket_field WHERE ticket_field.ticket_id = ticket.id)";
    pub const POINTING: &str = "(EXISTS (SELECT 1 FROM ticket AS one WHERE one.merged_into = ticket.id) \
         OR EXISTS (SELECT 1 FROM ticket AS one WHERE one.related_to = ticket.id))";
    pub const OTHERS: &str = "EXISTS (SELECT 1 FROM ticket AS one WHERE one.client_id = ticket.client_id \
         AND one.id <> ticket.id)";
}

impl Reader<'_> {
    /// A ticket by its public id; `None` where it is not there or not within the scope. `me`: whose reading is asked for.
    ///
    /// # Errors
    /// The store's own.
    pub fn ticket_file(
        &mut self,
        scope: &Scope,
        public_id: &str,
        me: Option<OperatorId>,
    ) -> Result<Option<TicketFile>, StoreError> {
        let conn = &mut *self.conn;
        // No operator has the id 0.
        let me = me.map_or(0, |me| me.0);
        let row: Option<OpenedRow> = on_each!(conn, |c| ticket::table
            .inner_join(client::table.on(client::id.eq(ticket::client_id)))
            .left_join(operator::table.on(operator::id.nullable().eq(ticket::assignee_id)))
            .filter(ticket::public_id.eq(public_id))
            .select((
                TicketRow::as_select(),
                ClientRow::as_select(),
                (operator::id, operator::public_id, operator::name).nullable(),
                (
                    sql::<Bool>(is_there::HELD),
                    sql::<Bool>(is_there::DRAFTS),
                    sql::<Bool>(is_there::DRAFT_FILES),
                    sql::<Bool>(is_there::LINKS),
                    sql::<Bool>(is_there::WISHES),
                ),
                (
                    sql::<Bool>(is_there::TAGS),
                    sql::<Bool>(is_there::FIELDS),
                    sql::<Bool>(is_there::POINTING),
                    sql::<Bool>(is_there::OTHERS),
                ),
                sql::<Nullable<BigInt>>(
                    "(SELECT ticket_seen.seq FROM ticket_seen WHERE ticket_seen.operator_id = "
                )
                .bind::<BigInt, _>(me)
                .sql(" AND ticket_seen.ticket_id = ticket.id)"),
            ))
            .limit(1)
            .cached()
            .get_result(c)
            .optional())?;
        let Some((row, client, assignee, has, (tags, fields, pointing, others), seen)) = row else {
            return Ok(None);
        };
        let found = row.into_ticket()?;
        if !scope.admits(&found) {
            return Ok(None);
        }
        let (held, drafts, draft_files, links, wishes) = has;
        let has = Has {
            held,
            drafts,
            draft_files,
            links,
            wishes,
        };
        let id = found.id.0;
        let clocks = clock::of_ticket(conn, id)?;
        let points = found.merged_into.is_some() || found.related_to.is_some();
        let relatives = where_any(points || pointing, || relatives(conn, &found))?;
        let relatives = within(scope, relatives);
        let direct = relatives
            .iter()
            .filter(|other| other.merged_into == Some(found.id));
        Ok(Some(TicketFile {
            client: client_card(conn, client)?,
            assignee: assignee.map(Person::from),
            tags: where_any(tags, || tags_of(conn, &[id]))?
                .remove(&id)
                .unwrap_or_default(),
            fields: where_any(fields, || field::of_tickets(conn, &[id]))?
                .remove(&id)
                .unwrap_or_default(),
            clocks,
            absorbed: absorbed_by(conn, direct.cloned().collect())?,
            relatives,
            others: within(scope, where_any(others, || self::others(conn, &found))?),
            seen: seen.unwrap_or_default(),
            has,
            ticket: found,
        }))
    }

    /// The ticket behind the secret of its private link.
    ///
    /// # Errors
    /// The store's own.
    pub fn ticket_by_secret(&mut self, secret: &str) -> Result<Option<Ticket>, StoreError> {
        if secret.is_empty() {
            return Ok(None);
        }
        let row: Option<TicketRow> = on_each!(&mut *self.conn, |c| ticket::table
            .filter(ticket::link_secret.eq(secret))
            .select(TicketRow::as_select())
            .first(c)
            .optional())?;
        row.map(TicketRow::into_ticket).transpose()
    }
}

impl Reader<'_> {
    /// The ticket behind a secret, or what it became part of: whoever holds one link of a talk reads the talk.
    ///
    /// # Errors
    /// The store's own.
    pub fn surviving_ticket_by_secret(&mut self, secret: &str) -> Result<Option<Ticket>, StoreError> {
        /// Merges of merges; more than this is a circle.
        const DEPTH: usize = 16;
        let mut found = self.ticket_by_secret(secret)?;
        for _ in 0..DEPTH {
            let Some(into) = found.as_ref().and_then(|ticket| ticket.merged_into) else {
                break;
            };
            let row: Option<TicketRow> = on_each!(&mut *self.conn, |c| ticket::table
                .find(into.0)
                .select(TicketRow::as_select())
                .first(c)
                .optional())?;
            found = row.map(TicketRow::into_ticket).transpose()?;
        }
        Ok(found)
    }
}

/// Reads what is there; nothing otherwise.
fn where_any<T: Default>(
    is_there: bool,
    read: impl FnOnce() -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    if is_there { read() } else { Ok(T::default()) }
}

fn within(scope: &Scope, mut tickets: Vec<Ticket>) -> Vec<Ticket> {
    tickets.retain(|ticket| scope.admits(ticket));
    tickets
}

fn client_card(conn: &mut Conn, client: ClientRow) -> Result<ClientCard, StoreError> {
    let rows: Vec<(i64, String, String, String, String)> = on_each!(conn, |c| identity::table
        .filter(identity::client_id.eq(client.id))
        .order(identity::id)
        .limit(MOST_RELATIVES)
        .select((
            identity::id,
            identity::kind,
            identity::value,
            identity::name,
            identity::verified
        ))
        .load(c))?;
    let identities = rows.into_iter().map(|(id, kind, value, name, verified)| {
        Ok(IdentityCard {
            id: IdentityId(id),
            handle: Handle::new(HandleKind::parse(&kind)?, value, name),
            verified,
        })
    });
    Ok(ClientCard {
        id: ClientId(client.id),
        public_id: client.public_id,
        name: client.name,
        lang: client.lang,
        zone: client.zone,
        segment: client.segment,
        no_calls: client.no_calls,
        call_hours: client.call_hours,
        created_at: Moment::from_micros(client.created_at),
        identities: identities.collect::<Result<_, StoreError>>()?,
    })
}

fn relatives(conn: &mut Conn, of: &Ticket) -> Result<Vec<Ticket>, StoreError> {
    // Never empty: an empty list is the constant "false", and beside it SQLite scans the table instead of using its
    // indexes. No row has the id 0.
    let pointed: Vec<i64> = of
        .merged_into
        .iter()
        .chain(&of.related_to)
        .map(|id| id.0)
        .chain([0])
        .collect();
    let rows: Vec<TicketRow> = on_each!(conn, |c| ticket::table
        .filter(
            ticket::id
                .eq_any(padded(&pointed))
                .or(ticket::related_to.eq(of.id.0))
                .or(ticket::merged_into.eq(of.id.0))
        )
        .order(ticket::id)
        .limit(MOST_RELATIVES)
        .select(TicketRow::as_select())
        .cached()
        .load(c))?;
    rows.into_iter().map(TicketRow::into_ticket).collect()
}

fn others(conn: &mut Conn, than: &Ticket) -> Result<Vec<Ticket>, StoreError> {
    let rows: Vec<TicketRow> = on_each!(conn, |c| ticket::table
        .filter(ticket::client_id.eq(than.client.0))
        .filter(ticket::id.ne(than.id.0))
        .filter(ticket::merged_into.is_null())
        .order(ticket::id.desc())
        .limit(OTHERS)
        .select(TicketRow::as_select())
        .load(c))?;
    rows.into_iter().map(TicketRow::into_ticket).collect()
}
