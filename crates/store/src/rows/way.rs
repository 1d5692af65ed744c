//! Addresses by which a ticket's client can be answered, and what the client would like.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::{client_wish, entry, identity, participant, ticket};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::entry::EntryKind;
use domain::intake::AnswerBy;
use domain::ticket::Ticket;
use domain::{ClientId, Handle, HandleKind, IdentityId, Verified};

diesel::alias!(identity as beside: WayBeside);

/// Addresses of one client that are looked at.
const ADDRESSES: i64 = 50;

impl Reader<'_> {
    /// An address of the client of a ticket, and whether it is believed to be theirs: somebody wrote from it or vouched for it, it
    /// has a part in the talk, or it is all that is known of them. `None` where it is not theirs at all.
    ///
    /// # Errors
    /// The store's own.
    pub fn address_of_client(
        &mut self,
        ticket: &str,
        kind: HandleKind,
        value: &str,
    ) -> Result<Option<(IdentityId, bool)>, StoreError> {
        let found: Option<(i64, String, bool, bool)> = on_each!(&mut *self.conn, |c| {
            let in_talk = diesel::dsl::exists(
                participant::table
                    .filter(participant::ticket_id.eq(ticket::id))
                    .filter(participant::identity_id.eq(identity::id)),
            );
            let has_another = diesel::dsl::exists(
                beside
                    .filter(beside.field(identity::client_id).eq(identity::client_id))
                    .filter(beside.field(identity::id).ne(identity::id)),
            );
            ticket::table
                .inner_join(identity::table.on(identity::client_id.eq(ticket::client_id)))
                .filter(ticket::public_id.eq(ticket))
                .filter(identity::kind.eq(kind.code()))
                .filter(identity::value.eq(value))
                .select((identity::id, identity::verified, in_talk, has_another))
                .first(c)
                .optional()
        })?;
        let Some((id, verified, in_talk, has_another)) = found else {
            return Ok(None);
        };
        let believed = Verified::parse(&verified)? > Verified::Stated || in_talk || !has_another;
        Ok(Some((IdentityId(id), believed)))
    }

    /// By which kind of address a client likes to be answered about a topic, or about anything.
    ///
    /// # Errors
    /// The store's own.
    pub fn wish_about(&mut self, client: ClientId, topic: &str) -> Result<Option<HandleKind>, StoreError> {
        wish_about(self.conn, client, topic)
    }

    /// By which kind of address the client of a ticket asked to be answered.
    ///
    /// # Errors
    /// The store's own.
    pub fn asked_way(&mut self, ticket: &Ticket) -> Result<Option<HandleKind>, StoreError> {
        asked_way(self.conn, ticket)
    }
}

impl Tx<'_> {
    /// By which kind of address the client of a ticket asked to be answered.
    ///
    /// # Errors
    /// The store's own.
    pub fn asked_way(&mut self, ticket: &Ticket) -> Result<Option<HandleKind>, StoreError> {
        asked_way(self.conn, ticket)
    }

    /// By which kind of address a client likes to be answered about a topic, or about anything.
    ///
    /// # Errors
    /// The store's own.
    pub fn wish_of(&mut self, client: ClientId, topic: &str) -> Result<Option<HandleKind>, StoreError> {
        wish_about(self.conn, client, topic)
    }

    /// Addresses that are known to be a ticket's client's: what has a part in the talk first, then the newest. What they
    /// merely named elsewhere is not among them.
    ///
    /// # Errors
    /// The store's own.
    pub fn addresses_of(&mut self, of: &Ticket) -> Result<Vec<(IdentityId, Handle)>, StoreError> {
        let known = [Verified::Received.code(), Verified::Proved.code()];
        let rows: Vec<(i64, String, String, String, bool)> = on_each!(&mut *self.conn, |c| {
            let in_talk = || {
                diesel::dsl::exists(
                    participant::table
                        .filter(participant::ticket_id.eq(of.id.0))
                        .filter(participant::identity_id.eq(identity::id)),
                )
            };
            identity::table
                .filter(identity::client_id.eq(of.client.0))
                .filter(identity::verified.eq_any(known).or(in_talk()))
                .order(identity::id.desc())
                .limit(ADDRESSES)
                .select((
                    identity::id,
                    identity::kind,
                    identity::value,
                    identity::name,
                    in_talk(),
                ))
                .load(c)
        })?;
        let mut found = rows
            .into_iter()
            .map(|(id, kind, value, name, in_talk)| {
                let handle = Handle::new(HandleKind::parse(&kind)?, value, name);
                Ok((in_talk, (IdentityId(id), handle)))
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        found.sort_by_key(|(in_talk, _)| !in_talk);
        Ok(found.into_iter().map(|(_, address)| address).collect())
    }
}

/// What was said with the request, newest first; else what the client's card says about its topic; else what came on paper is
/// answered on paper. Nothing where the client leaves it to us.
fn asked_way(conn: &mut Conn, ticket: &Ticket) -> Result<Option<HandleKind>, StoreError> {
    let said: Vec<String> = on_each!(conn, |c| entry::table
        .filter(entry::ticket_id.eq(ticket.id.0))
        .filter(entry::kind.eq(EntryKind::MessageIn.code()))
        .filter(
            entry::params
                .like("%\"answer_by\"%")
                .or(entry::params.like("%\"letter\"%"))
        )
        .order((entry::occurred_at.desc(), entry::seq.desc()))
        .limit(ADDRESSES)
        .select(entry::params)
        .load(c))?;
    let said = said
        .iter()
        .map(|params| serde_json::from_str::<serde_json::Value>(params))
        .collect::<Result<Vec<_>, _>>()?;
    let wished = |params: &serde_json::Value| Some(params.get("answer_by")?.as_str()?.to_owned());
    if let Some(by) = said.iter().find_map(wished) {
        return Ok(Some(match AnswerBy::parse(&by)? {
            AnswerBy::Email => HandleKind::Email,
            AnswerBy::Phone => HandleKind::Phone,
        }));
    }
    if let Some(kind) = wish_about(conn, ticket.client, &ticket.topic)? {
        return Ok(Some(kind));
    }
    let on_paper = said.iter().any(|params| params.get("letter").is_some());
    Ok(on_paper.then_some(HandleKind::Postal))
}

fn wish_about(conn: &mut Conn, client: ClientId, topic: &str) -> Result<Option<HandleKind>, StoreError> {
    let rows: Vec<(String, String)> = on_each!(conn, |c| client_wish::table
        .filter(client_wish::client_id.eq(client.0))
        .filter(client_wish::topic.eq_any([topic, ""]))
        .select((client_wish::topic, client_wish::kind))
        .load(c))?;
    // The topic's own comes before what holds for any; empty sorts first.
    let nearest = rows.into_iter().max();
    Ok(nearest.map(|(_, kind)| HandleKind::parse(&kind)).transpose()?)
}
