//! A ticket as it begins: what its first message, its door and its client say of it, and the clocks that start with it.

use super::decide::Work;
use super::{Known, NewMessage};
use crate::clock::Clock;
use crate::forecast::clocks_at_once;
use crate::policy::Request;
use crate::setup::Channel;
use crate::ticket::{Kind, Priority, Speaker, State, Ticket, TicketNumber};
use crate::time::NEVER;
use crate::{ClockId, Moment, TicketId};

impl Work<'_> {
    pub(super) fn new_ticket(
        &mut self,
        message: &NewMessage,
        channel: &Channel,
        sender: &Known,
        related: Option<TicketId>,
        occurred_at: Moment,
    ) -> Ticket {
        let brand_lang = self
            .setup
            .brand(channel.brand)
            .map(|brand| brand.lang.clone())
            .unwrap_or_default();
        let lang = [
            message.wishes.lang.as_deref().unwrap_or_default(),
            &message.guessed_lang,
            &sender.lang,
            &brand_lang,
        ]
        .into_iter()
        .find(|lang| !lang.is_empty())
        .unwrap_or("ru")
        .to_owned();
        Ticket {
            id: TicketId(self.ids.next_id()),
            public_id: TicketId::new_public(),
            number: TicketNumber {
                year: year_of(self.now, &self.setup.zone),
                serial: 0,
            },
            brand: channel.brand,
            channel: channel.id,
            client: sender.client,
            identity: sender.identity,
            team: channel.team,
            assignee: None,
            kind: message.wishes.kind.unwrap_or(Kind::Question),
            state: State::New,
            priority: message.wishes.priority.unwrap_or(Priority::Normal),
            topic: message.wishes.topic.clone().unwrap_or_default(),
            title: message.title.clone(),
            lang,
            outcome: None,
            occurred_at,
            created_at: self.now,
            updated_at: self.now,
            closes_at: NEVER,
            resolved_at: NEVER,
            version: 1,
            last_seq: 0,
            lead_due: NEVER,
            told_due: NEVER,
            merged_into: None,
            related_to: related,
            last_words: String::new(),
            last_speaker: Speaker::Client,
            link_secret: crate::id::secret(26),
        }
    }

    pub(super) fn start_clocks(
        &mut self,
        ticket: &Ticket,
        sender: &Known,
        occurred_at: Moment,
    ) -> Vec<Clock> {
        let request = Request {
            channel: ticket.channel,
            kind: ticket.kind,
            priority: ticket.priority,
            topic: &ticket.topic,
            segment: &sender.segment,
            lang: &ticket.lang,
            team: ticket.team,
        };
        let (setup, ids) = (self.setup, &mut *self.ids);
        clocks_at_once(setup, &request, ticket.id, occurred_at, || ClockId(ids.next_id()))
    }
}

/// The year of a ticket number: the desk's own; UTC's while the desk has no zone.
pub(crate) fn year_of(at: Moment, zone: &str) -> i32 {
    let timestamp = at.to_timestamp();
    timestamp
        .in_tz(zone)
        .map_or_else(
            |_| timestamp.to_zoned(jiff::tz::TimeZone::UTC).year(),
            |zoned| zoned.year(),
        )
        .into()
}
