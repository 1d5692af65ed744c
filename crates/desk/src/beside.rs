//! What an answer tells beside its words, in the words of its ticket's language: one place for every channel, so that a promise
//! reaches the client wherever the answer is read.

use domain::Moment;
use domain::act::Beside;
use domain::clock::Promised;
use domain::ticket::State;
use jiff::tz::TimeZone;
use words::Lang;
use words::mail::{self, Asks, Zones};
use words::when::{ToldDue, What};

/// Who reads it: the ticket's language, the desk's zone and the client's, where it is known.
#[derive(Clone, Debug)]
pub(crate) struct Reads {
    lang: Lang,
    zones: Zones,
}

impl Reads {
    pub(crate) fn new(lang: &str, desk_zone: &str, client_zone: &str) -> Self {
        Self {
            lang: Lang::parse(lang).unwrap_or_default(),
            zones: zones(desk_zone, client_zone),
        }
    }

    /// The message as it is read where no letter is made of it: its words, and under them what it tells beside them.
    pub(crate) fn whole(&self, words: &str, beside: &Beside, sent_at: Moment) -> String {
        let asks = asks(beside);
        let lines = mail::beside(self.lang, &asks, sent_at.to_timestamp(), &self.zones);
        let words = Some(words.trim_end().to_owned()).filter(|words| !words.is_empty());
        words.into_iter().chain(lines).collect::<Vec<_>>().join("\n\n")
    }
}

/// The desk's zone and the client's, where it is known.
pub(crate) fn zones(desk: &str, client: &str) -> Zones {
    let zone = |name: &str| TimeZone::get(name).ok();
    Zones {
        desk: zone(desk).unwrap_or(TimeZone::UTC),
        client: zone(client).filter(|_| !client.is_empty()),
    }
}

/// What the answer says beside the operator's words.
pub(crate) fn asks(beside: &Beside) -> Vec<Asks> {
    let state = match beside.then {
        Some(State::Resolved) => Some(Asks::Resolved),
        Some(State::WaitingClient) => Some(Asks::Waiting),
        _ => None,
    };
    let promise = beside.promise.map(|(what, due)| {
        let what = match what {
            Promised::Answer => What::Answer,
            Promised::Solution => What::Solution,
            Promised::Call => What::Call,
        };
        Asks::Promise(ToldDue {
            what,
            at: due.to_timestamp(),
        })
    });
    let new_due = beside.new_due.map(|due| {
        Asks::NewDue(ToldDue {
            what: What::Answer,
            at: due.to_timestamp(),
        })
    });
    state.into_iter().chain(promise).chain(new_due).collect()
}
