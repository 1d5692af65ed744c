//! A telephone call in its client's words.

use desk::read::Called;
use domain::act::Direction;
use jiff::SignedDuration;
use words::{Lang, t, tr, when};

/// Who called whom, and how long they spoke, if they did.
#[must_use]
pub fn words(lang: Lang, called: &Called) -> String {
    let (missed, spoke, lasted) = match called.direction {
        Direction::In => ("client-call-in-missed", "client-call-in", "client-call-in-lasted"),
        Direction::Out => (
            "client-call-out-missed",
            "client-call-out",
            "client-call-out-lasted",
        ),
    };
    match called.seconds {
        _ if !called.connected => t(lang, missed),
        None => t(lang, spoke),
        Some(seconds) => {
            let length = when::span(lang, SignedDuration::from_secs(seconds));
            tr(lang, lasted, &[("length", length.into())])
        }
    }
}
