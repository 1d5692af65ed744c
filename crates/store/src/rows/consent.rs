//! Consents to the processing of personal data: each with the text it was given to, every text kept once.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::ids::IdBlock;
use crate::read::Reader;
use crate::rows::insert::insert_all;
use crate::rows::ticket::TicketRow;
use crate::schema::{consent, consent_text, ticket as tickets};
use crate::scope::Scope;
use diesel::prelude::*;
use domain::Moment;
use domain::plan::NewConsent;
use std::collections::BTreeMap;

/// A consent that came with a message of a ticket.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct GivenConsent {
    pub version: String,
    pub lang: String,
    /// SHA-256 of the text, hexadecimal.
    pub hash: String,
    pub text: String,
    pub given_at: Moment,
}

/// Most consents shown of one ticket, the newest.
const MOST: i64 = 20;

/// Writes consents; texts that are there already stay.
pub(crate) fn insert(
    conn: &mut Conn,
    ids: &mut IdBlock,
    new: &[NewConsent],
    now: Moment,
) -> Result<(), StoreError> {
    if new.is_empty() {
        return Ok(());
    }
    let mut texts: BTreeMap<&str, &str> = BTreeMap::new();
    texts.extend(
        new.iter()
            .map(|given| (given.consent.hash.as_str(), given.consent.text.as_str())),
    );
    insert_all!(&mut *conn, consent_text::table, texts.iter().map(|(hash, text)| {
        (
            consent_text::hash.eq(*hash),
            consent_text::text.eq(*text),
            consent_text::created_at.eq(now.as_micros()),
        )
    }).collect::<Vec<_>>(), or skip);
    let rows: Vec<_> = new
        .iter()
        .map(|given| {
            (
                consent::id.eq(ids.take()),
                consent::client_id.eq(given.client.0),
                consent::ticket_id.eq(given.ticket.0),
                consent::channel_id.eq(given.channel.0),
                consent::version.eq(&given.consent.version),
                consent::lang.eq(&given.consent.lang),
                consent::text_hash.eq(&given.consent.hash),
                consent::given_at.eq(given.given_at.as_micros()),
            )
        })
        .collect();
    insert_all!(conn, consent::table, rows);
    Ok(())
}

impl Reader<'_> {
    /// The consents given with messages of a ticket, newest first; `None` where it is not there or not within the scope.
    ///
    /// # Errors
    /// The store's own.
    pub fn consents(&mut self, scope: &Scope, ticket: &str) -> Result<Option<Vec<GivenConsent>>, StoreError> {
        let found: Option<TicketRow> = on_each!(&mut *self.conn, |c| tickets::table
            .filter(tickets::public_id.eq(ticket))
            .select(TicketRow::as_select())
            .first(c)
            .optional())?;
        let Some(ticket) = found.map(TicketRow::into_ticket).transpose()? else {
            return Ok(None);
        };
        if !scope.admits(&ticket) {
            return Ok(None);
        }
        let rows: Vec<(String, String, String, String, i64)> = on_each!(&mut *self.conn, |c| consent::table
            .inner_join(consent_text::table.on(consent_text::hash.eq(consent::text_hash)))
            .filter(consent::ticket_id.eq(ticket.id.0))
            .order((consent::given_at.desc(), consent::id.desc()))
            .limit(MOST)
            .select((
                consent::version,
                consent::lang,
                consent_text::hash,
                consent_text::text,
                consent::given_at,
            ))
            .load(c))?;
        let given = rows
            .into_iter()
            .map(|(version, lang, hash, text, given_at)| GivenConsent {
                version,
                lang,
                hash,
                text,
                given_at: Moment::from_micros(given_at),
            });
        Ok(Some(given.collect()))
    }
}
