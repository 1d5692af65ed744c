//! Consents to the processing of personal data: each with the text it was given to, every text kept once.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::ids::IdBlock;
use crate::read::Reader;
use crate::rows::insert::insert_all;
use crate::rows::ticket::TicketRow;
use crate::schema::{consent, consent_text, entry, ticket as tickets};
use crate::scope::Scope;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::entry::EntryKind;
use domain::intake::{AnswerBy, AnswerWish};
use domain::plan::NewConsent;
use domain::{Moment, TicketId};
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
        self.consents_of(&[ticket.id]).map(Some)
    }

    /// The consents given with messages of these tickets, newest first.
    ///
    /// # Errors
    /// The store's own.
    pub fn consents_of(&mut self, tickets: &[TicketId]) -> Result<Vec<GivenConsent>, StoreError> {
        let ids: Vec<i64> = tickets.iter().map(|id| id.0).collect();
        let rows: Vec<(String, String, String, String, i64)> = on_each!(&mut *self.conn, |c| consent::table
            .inner_join(consent_text::table.on(consent_text::hash.eq(consent::text_hash)))
            .filter(consent::ticket_id.eq_any(padded(&ids)))
            .order((consent::given_at.desc(), consent::id.desc()))
            .limit(MOST)
            .select((
                consent::version,
                consent::lang,
                consent_text::hash,
                consent_text::text,
                consent::given_at,
            ))
            .cached()
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
        Ok(given.collect())
    }

    /// What the client last said on these tickets about how to be answered: a way, and a number where one was given.
    ///
    /// # Errors
    /// The store's own.
    pub fn answer_wish(&mut self, tickets: &[TicketId]) -> Result<Option<AnswerWish>, StoreError> {
        answer_wish(self.conn, tickets)
    }
}

impl Tx<'_> {
    /// What the client last said on these tickets about how to be answered: a way, and a number where one was given.
    ///
    /// # Errors
    /// The store's own.
    pub fn answer_wish(&mut self, tickets: &[TicketId]) -> Result<Option<AnswerWish>, StoreError> {
        answer_wish(self.conn, tickets)
    }
}

fn answer_wish(conn: &mut Conn, tickets: &[TicketId]) -> Result<Option<AnswerWish>, StoreError> {
    let ids: Vec<i64> = tickets.iter().map(|id| id.0).collect();
    let params: Option<String> = on_each!(conn, |c| entry::table
        .filter(entry::ticket_id.eq_any(padded(&ids)))
        .filter(entry::kind.eq(EntryKind::MessageIn.code()))
        .filter(entry::params.like("%\"answer_by\"%"))
        .order((entry::occurred_at.desc(), entry::seq.desc()))
        .limit(1)
        .select(entry::params)
        .cached()
        .get_result(c)
        .optional())?;
    let Some(params) = params else { return Ok(None) };
    let params: serde_json::Value = serde_json::from_str(&params)?;
    let text = |name: &str| {
        params
            .get(name)
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
    };
    Ok(Some(AnswerWish {
        by: AnswerBy::parse(text("answer_by"))?,
        phone: text("phone").to_owned(),
    }))
}
