//! What an answer says beside the operator's words: in a letter, in a chat, on a page, on paper, the same lines everywhere.

use jiff::Timestamp;

use super::context::Zones;
use crate::when::{self, ToldDue, What};
use crate::{Lang, t, tr};

/// What the reply says besides the operator's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asks {
    /// We wait for the client now, and the deadline waits with us.
    Waiting,
    /// The deadline told before has moved; this reply carries the correction.
    NewDue(ToldDue),
    /// The operator promises an instant of the operator's own choosing.
    Promise(ToldDue),
    /// The ticket is resolved with this reply; a message reopens it.
    Resolved,
}

/// The lines that stand under the operator's words, in their order: the promise, the corrected deadline, that the deadline
/// waits. How to come back to a resolved request is for each place to say: it depends on where one reads.
#[must_use]
pub fn beside(lang: Lang, asks: &[Asks], sent_at: Timestamp, zones: &Zones) -> Vec<String> {
    let promise = promise(lang, asks, sent_at, zones).map(|promise| format!("{promise}."));
    let new_due =
        new_due(lang, asks, sent_at, zones).map(|due| tr(lang, "mail-new-due", &[("due", due.into())]));
    let waiting = asks.contains(&Asks::Waiting).then(|| t(lang, "mail-waiting"));
    [promise, new_due, waiting].into_iter().flatten().collect()
}

/// «среда, 13 мая, 12:00 по московскому времени»
pub(super) fn new_due(lang: Lang, asks: &[Asks], sent_at: Timestamp, zones: &Zones) -> Option<String> {
    let due = asks.iter().find_map(|asks| match asks {
        Asks::NewDue(due) => Some(due),
        _ => None,
    })?;
    Some(when::new_term(lang, due.at, sent_at, &zones.desk, zones.client()))
}

/// «Перезвоним не позднее 18:00 вторника, 12 мая, по московскому времени»
pub(super) fn promise(lang: Lang, asks: &[Asks], sent_at: Timestamp, zones: &Zones) -> Option<String> {
    let due = asks.iter().find_map(|asks| match asks {
        Asks::Promise(due) => Some(due),
        _ => None,
    })?;
    let by = when::not_later(lang, due.at, sent_at, &zones.desk, zones.client());
    Some(tr(lang, promise_key(due.what), &[("due", by.into())]))
}

fn promise_key(what: What) -> &'static str {
    match what {
        What::Answer => "mail-promise-answer",
        What::Solution => "mail-promise-solution",
        What::Call => "mail-promise-call",
    }
}
