//! What has to be known to bring a message out: the delivery with its words, address, files and thread.

use crate::cached::Cache as _;
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::entry::{AttachmentRow, BodyRow};
use crate::schema::{attachment, body, client, delivery, entry, identity, thread_ref, ticket};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::act::Beside;
use domain::delivery::DeliveryFate;
use domain::entry::{AttachmentRef, Body, EntryKind};
use domain::intake::DeliveryFact;
use domain::{ChannelId, ClientId, DeliveryId, EntryId, Handle, HandleKind, IdentityId, TicketId};

/// Earlier messages that a new one refers to: what mail programs need to file it, and no more.
const THREAD: i64 = 20;

/// A delivery with all that goes out.
#[derive(Clone, Debug)]
pub struct OutboundFacts {
    pub fact: DeliveryFact,
    pub channel: ChannelId,
    pub attempts: i32,
    /// Title of a machine-made message.
    pub subject: String,
    /// An answer that a program gave by itself.
    pub by_program: bool,
    /// What it tells beside its words.
    pub beside: Beside,
    pub title: String,
    pub lang: String,
    /// IANA zone of the client; empty while unknown.
    pub client_zone: String,
    pub number: domain::ticket::TicketNumber,
    pub brand: domain::BrandId,
    pub link_secret: String,
    pub to: Handle,
    pub body: Body,
    pub files: Vec<AttachmentRef>,
    /// External ids of the talk so far, oldest first.
    pub thread: Vec<String>,
}

/// A client, as messages address them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClientFacts {
    pub id: ClientId,
    pub name: String,
    pub lang: String,
    pub zone: String,
    pub segment: String,
    /// Does not want to be called.
    pub no_calls: bool,
    /// When calls are welcome; empty: whenever.
    pub call_hours: String,
    pub handle: Handle,
}

impl Reader<'_> {
    /// A delivery with all that goes out.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the store's own.
    pub fn outbound(&mut self, id: DeliveryId) -> Result<OutboundFacts, StoreError> {
        load(self.conn, id)
    }
}

impl Tx<'_> {
    /// The client of a ticket and the address the talk goes on with.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the store's own.
    pub fn client_facts(&mut self, id: ClientId, address: IdentityId) -> Result<ClientFacts, StoreError> {
        type Row = (String, String, String, String, bool, String);
        let (name, lang, zone, segment, no_calls, call_hours): Row =
            on_each!(&mut *self.conn, |c| client::table
                .find(id.0)
                .select((
                    client::name,
                    client::lang,
                    client::zone,
                    client::segment,
                    client::no_calls,
                    client::call_hours,
                ))
                .first(c))?;
        let handle = handle(self.conn, address)?;
        Ok(ClientFacts {
            id,
            name,
            lang,
            zone,
            segment,
            no_calls,
            call_hours,
            handle,
        })
    }

    /// The delivery as it stands now, for writing the end of an attempt.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or the store's own.
    pub fn outbound_facts(&mut self, id: DeliveryId) -> Result<OutboundFacts, StoreError> {
        load(self.conn, id)
    }

    /// The last delivery of a message of ours, by the message's public id.
    ///
    /// # Errors
    /// The store's own.
    pub fn last_delivery(&mut self, entry_public_id: &str) -> Result<Option<OutboundFacts>, StoreError> {
        let last: Option<i64> = on_each!(&mut *self.conn, |c| delivery::table
            .inner_join(entry::table.on(entry::id.eq(delivery::entry_id)))
            .filter(entry::public_id.eq(entry_public_id))
            .order(delivery::id.desc())
            .select(delivery::id)
            .first(c)
            .optional())?;
        last.map(|id| load(self.conn, DeliveryId(id))).transpose()
    }

    /// Counts an attempt.
    ///
    /// # Errors
    /// The store's own.
    pub fn count_attempt(&mut self, id: DeliveryId) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::update(delivery::table.find(id.0))
            .set(delivery::attempts.eq(delivery::attempts + 1))
            .cached()
            .execute(c))?;
        Ok(())
    }
}

fn handle(conn: &mut Conn, id: IdentityId) -> Result<Handle, StoreError> {
    let (kind, value, name): (String, String, String) = on_each!(conn, |c| identity::table
        .find(id.0)
        .select((identity::kind, identity::value, identity::name))
        .first(c))?;
    Ok(Handle::new(HandleKind::parse(&kind)?, value, name))
}

/// The columns of a delivery.
type DeliveryRow = (i64, i64, i64, i64, String, String, i32);
/// The columns of its ticket.
type TicketRow = (String, String, i32, i64, i64, String, String);

fn load(conn: &mut Conn, id: DeliveryId) -> Result<OutboundFacts, StoreError> {
    let (entry_id, ticket_id, channel, identity, external_id, fate, attempts): DeliveryRow =
        on_each!(conn, |c| delivery::table
            .find(id.0)
            .select((
                delivery::entry_id,
                delivery::ticket_id,
                delivery::channel_id,
                delivery::identity_id,
                delivery::external_id,
                delivery::fate,
                delivery::attempts,
            ))
            .first(c))?;
    let (kind, code, params): (String, String, String) = on_each!(conn, |c| entry::table
        .find(entry_id)
        .select((entry::kind, entry::code, entry::params))
        .first(c))?;
    let params: serde_json::Value = serde_json::from_str(&params)?;
    let param = |name: &str| params.get(name).and_then(serde_json::Value::as_str);
    let subject = param("title").unwrap_or_default().to_owned();
    let beside = Beside::of(&params)?;
    let (title, lang, year, serial, brand, link_secret, client_zone): TicketRow =
        on_each!(conn, |c| ticket::table
            .inner_join(client::table.on(client::id.eq(ticket::client_id)))
            .filter(ticket::id.eq(ticket_id))
            .select((
                ticket::title,
                ticket::lang,
                ticket::number_year,
                ticket::number_serial,
                ticket::brand_id,
                ticket::link_secret,
                client::zone
            ))
            .first(c))?;
    let words: Option<BodyRow> = on_each!(conn, |c| body::table
        .find(entry_id)
        .select(BodyRow::as_select())
        .first(c)
        .optional())?;
    let files: Vec<AttachmentRow> = on_each!(conn, |c| attachment::table
        .filter(attachment::entry_id.eq(entry_id))
        .order(attachment::id)
        .select(AttachmentRow::as_select())
        .load(c))?;
    let mut thread: Vec<String> = on_each!(conn, |c| thread_ref::table
        .inner_join(entry::table.on(entry::id.eq(thread_ref::entry_id)))
        .filter(entry::ticket_id.eq(ticket_id))
        .filter(entry::id.ne(entry_id))
        .order((entry::occurred_at.desc(), entry::seq.desc()))
        .limit(THREAD)
        .select(thread_ref::key)
        .load(c))?;
    thread.reverse();
    let fact = DeliveryFact {
        id,
        entry: EntryId(entry_id),
        entry_kind: EntryKind::parse(&kind)?,
        automatic: !code.is_empty(),
        ticket: TicketId(ticket_id),
        identity: IdentityId(identity),
        fate: DeliveryFate::parse(&fate)?,
        external_id,
    };
    Ok(OutboundFacts {
        channel: ChannelId(channel),
        attempts,
        subject,
        by_program: params.get("automatic").is_some(),
        beside,
        title,
        lang,
        client_zone,
        number: domain::ticket::TicketNumber { year, serial },
        brand: domain::BrandId(brand),
        link_secret,
        to: handle(conn, fact.identity)?,
        fact,
        body: words.map(BodyRow::into_body).unwrap_or_default(),
        files: files
            .into_iter()
            .map(AttachmentRow::into_file)
            .collect::<Result<_, _>>()?,
        thread,
    })
}
