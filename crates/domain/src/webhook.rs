//! Webhooks: other systems that are told what happens, each by an address of its own, the events it asked for and those
//! that name it. Pure; how they are reached is not known here.

use crate::event::{Event, EventType};
use crate::time::{DAY, HOUR};
use crate::{Moment, PushId, TicketId, WebhookId, coded};
use serde_json::{Value, json};

/// Where an event names webhooks that are told of it whatever they asked for.
pub const NAMED: &str = "webhooks";
/// Times of payloads, microseconds inside, RFC 3339 outside.
const TIMES: [&str; 3] = ["due", "at", "recorded_at"];
/// How long a push that did not get through goes on.
pub const GIVE_UP_AFTER: i64 = 48 * HOUR;
/// How long ended pushes are kept to be looked at.
pub const KEPT: i64 = 30 * DAY;

/// An address that is told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Webhook {
    pub id: WebhookId,
    pub public_id: String,
    pub name: String,
    pub url: String,
    /// The variable of the environment that holds the secret.
    pub secret_env: String,
    pub events: Vec<EventType>,
    pub enabled: bool,
    /// The last event that was looked at.
    pub cursor: i64,
    /// [`crate::time::NEVER`] while it works.
    pub failing_since: Moment,
    /// Left alone until then.
    pub retry_at: Moment,
    /// Why the last push did not get through.
    pub problem: String,
    pub version: i64,
    pub updated_at: Moment,
}

impl Webhook {
    /// Whether it is told of an event.
    #[must_use]
    pub fn wants(&self, event: &Event) -> bool {
        let named = || {
            let names = event.payload.get(NAMED).and_then(Value::as_array);
            names.is_some_and(|names| names.iter().any(|name| name.as_str() == Some(&self.name)))
        };
        self.events.contains(&event.kind) || named()
    }
}

coded! {
    /// What became of a push.
    pub enum PushFate {
        Queued = "queued",
        /// Answered with 2xx.
        Delivered = "delivered",
        /// Given up.
        Failed = "failed",
    }
}

/// An event on its way to an address.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Push {
    pub id: PushId,
    pub webhook: WebhookId,
    /// Negative for a trial.
    pub event: i64,
    /// Those of one ticket go one after another.
    pub ticket: Option<TicketId>,
    /// Code of the event's type.
    pub kind: String,
    pub fate: PushFate,
    pub attempts: i32,
    /// What was answered last; 0: nothing.
    pub status: i32,
    pub reason: String,
    pub created_at: Moment,
    pub tried_at: Moment,
}

/// The type of a trial.
pub const TRIAL: &str = "webhook.trial";

impl Push {
    /// The same for every attempt.
    #[must_use]
    pub fn message_id(&self) -> String {
        if self.event < 0 {
            format!("trial_{}", -self.event)
        } else {
            format!("evt_{}", self.event)
        }
    }
}

/// What is pushed: type, time and data, as Standard Webhooks asks; times as RFC 3339.
#[must_use]
pub fn body(push: &Push, event: Option<&Event>) -> Value {
    let mut data = event.map_or_else(|| json!({}), |event| event.payload.clone());
    if let Some(fields) = data.as_object_mut() {
        fields.remove(NAMED);
        for name in TIMES {
            if let Some(value) = fields.get_mut(name)
                && let Some(micros) = value.as_i64()
            {
                *value = Moment::from_micros(micros).to_string().into();
            }
        }
    }
    json!({
        "type": push.kind, "id": push.message_id(),
        "timestamp": event.map_or(push.created_at, |event| event.at).to_string(),
        "version": event.map_or(1, |event| event.version), "data": data,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::NEVER;

    fn event(kind: EventType, payload: Value) -> Event {
        Event {
            id: 7,
            at: Moment::from_micros(1_000_000),
            kind,
            version: 1,
            ticket: Some(TicketId(1)),
            payload,
        }
    }

    #[test]
    fn it_is_told_what_it_asked_for_and_what_names_it() {
        let hook = Webhook {
            id: WebhookId(1),
            public_id: String::new(),
            name: "crm".into(),
            url: String::new(),
            secret_env: String::new(),
            events: vec![EventType::TicketOpened],
            enabled: true,
            cursor: 0,
            failing_since: NEVER,
            retry_at: Moment::from_micros(0),
            problem: String::new(),
            version: 1,
            updated_at: NEVER,
        };
        assert!(hook.wants(&event(EventType::TicketOpened, json!({}))));
        assert!(!hook.wants(&event(EventType::ClockWarned, json!({}))));
        assert!(hook.wants(&event(EventType::ClockWarned, json!({ "webhooks": ["crm"] }))));
        assert!(!hook.wants(&event(EventType::ClockWarned, json!({ "webhooks": ["erp"] }))));
    }

    #[test]
    fn a_body_tells_times_as_people_and_programs_read_them_and_no_names_of_ours() {
        let push = Push {
            id: PushId(1),
            webhook: WebhookId(1),
            event: 7,
            ticket: None,
            kind: "clock.warned".into(),
            fate: PushFate::Queued,
            attempts: 0,
            status: 0,
            reason: String::new(),
            created_at: NEVER,
            tried_at: NEVER,
        };
        let payload = json!({ "ticket": "tkt_1", "due": 2_000_000, "webhooks": ["crm"] });
        let told = body(&push, Some(&event(EventType::ClockWarned, payload)));
        assert_eq!(
            told,
            json!({
                "type": "clock.warned", "id": "evt_7", "version": 1, "timestamp": "1970-01-01T00:00:01Z",
                "data": { "ticket": "tkt_1", "due": "1970-01-01T00:00:02Z" },
            })
        );
    }
}
