//! The statutory term: registering what was received on paper, and extending it, once, with a notice to the client
//! (`definitions.md` §9).

use super::edit::Changed;
use super::way::{Way, no_recipient};
use super::words::body_text;
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult};
use domain::act::{self, Answer};
use domain::{Moment, Permission, Principal};
use words::{Lang, tr, when};

/// Characters of a reason.
const REASON: usize = 500;

impl Desk {
    /// Registers a ticket that came by a channel without registration of its own; now, unless an instant is given.
    ///
    /// # Errors
    /// See [`DeskError`]: nothing waits to be registered, the instant cannot be, the ticket changed.
    pub async fn register(
        &self,
        principal: &Principal,
        ticket: &str,
        at: Option<Moment>,
        based_on: Option<i64>,
    ) -> DeskResult<Changed> {
        self.edit(principal, ticket, based_on, move |hand| {
            let at = at.unwrap_or(hand.edit.now);
            let (plan, entry) = act::register(hand.edit, at, &hand.client.segment)?;
            Ok((plan, Some(entry)))
        })
        .await
    }

    /// Extends the statutory term by working days; the client is told in the same instant, by the ticket's channel.
    ///
    /// # Errors
    /// See [`DeskError`]: only supervisors may; no reason; no term that can be extended so; nobody can be told.
    pub async fn extend_term(
        &self,
        principal: &Principal,
        ticket: &str,
        days: u32,
        reason: &str,
        based_on: Option<i64>,
    ) -> DeskResult<Changed> {
        require(principal, Permission::Supervise)?;
        let reason = text::clean_line(reason, REASON);
        if reason.is_empty() {
            return Err(DeskError::invalid(
                "reason",
                "required",
                "say why the term is extended",
            ));
        }
        let desk = self.clone();
        self.edit(principal, ticket, based_on, move |hand| {
            let (_, _, calendar, due) = act::extendable(&hand.edit, days)?;
            let ticket = &hand.edit.ticket;
            let kind = hand.client.handle.kind;
            let Way {
                channel, identity, ..
            } = hand.way.clone().ok_or_else(|| no_recipient(kind))?;
            let lang = Lang::parse(&ticket.lang).unwrap_or_default();
            let setup = desk.setup();
            let zone = setup.zones.get(&calendar).unwrap_or(&setup.zone);
            let zones = desk.zones(zone, &hand.client.zone);
            let (at, now) = (due.to_timestamp(), hand.edit.now.to_timestamp());
            let due = when::limit(lang, at, now, &zones.desk, zones.client());
            let text = tr(
                lang,
                "term-extension-notice",
                &[("due", due.into()), ("reason", reason.as_str().into())],
            );
            let words = body_text(&text);
            let notice = Answer {
                body: words.body,
                preview: words.preview,
                terms: words.terms,
                files: Vec::new(),
                channel,
                identity,
                external_id: desk.new_message_id(),
                then: None,
                outcome: None,
                promise: None,
                on_merits: false,
                other_way: None,
                automatic: false,
                acknowledges: None,
            };
            // What is carried by hand is sent when it is dispatched.
            let extend = match desk.paper(channel) {
                Some(_) => act::extend_on_paper,
                None => act::extend,
            };
            let (plan, entry) = extend(hand.edit, days, &reason, &notice)?;
            Ok((plan, Some(entry)))
        })
        .await
    }
}
