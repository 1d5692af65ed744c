//! What became of a message of ours, loud while it matters.

use super::Reader;
use crate::console::view::MessageFate;
use desk::read::{DeliveryView, LetterOut};
use words::{delivery, has, t, t_code, tr};

/// The fate of a message; the last of its deliveries speaks. Loud only on the newest of ours: a later answer that got
/// through has dealt with it. `again` is the path of the POST that sends it once more.
#[must_use]
pub fn of(reader: &Reader, deliveries: &[DeliveryView], newest: bool, again: &str) -> Option<MessageFate> {
    let worst = deliveries.last()?;
    let failed = worst.fate.is_final_failure();
    let name = t_code(reader.lang, "delivery", worst.fate.code());
    let words = if let Some(letter) = &worst.letter {
        on_paper(reader, letter)
    } else if failed {
        let reason = reason(reader, worst);
        tr(
            reader.lang,
            "delivery-problem",
            &[("fate", name.into()), ("reason", reason.into())],
        )
    } else {
        name
    };
    let loud = failed && newest;
    let exact = [
        reader.exact(worst.updated_at),
        worst.status.clone(),
        worst.reason.clone(),
    ];
    Some(MessageFate {
        code: worst.fate.code(),
        words,
        exact: exact
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        loud,
        advice: if loud {
            t(reader.lang, "delivery-advice")
        } else {
            String::new()
        },
        retry: if loud { again.to_owned() } else { String::new() },
        sheet: worst
            .letter
            .as_ref()
            .map(|letter| format!("/letters/{}.pdf", letter.public_id))
            .unwrap_or_default(),
    })
}

/// «Исх-17/2026: отправлено 13 мая 2026 года, трек RA123».
fn on_paper(reader: &Reader, letter: &LetterOut) -> String {
    let state = t_code(reader.lang, "letter-state", &letter.state);
    let mut words = format!("{}: {}", letter.number, state.to_lowercase());
    let day = super::letter::date(reader, &letter.day);
    for part in [day.as_str(), letter.tracking.as_str()] {
        if !part.is_empty() {
            words = format!("{words}, {part}");
        }
    }
    words
}

/// Why it did not arrive: a code of ours, else what the other side's status says.
#[must_use]
pub fn reason(reader: &Reader, failed: &DeliveryView) -> String {
    let known = has(
        reader.lang,
        &format!("delivery-reason-{}", failed.reason.replace('_', "-")),
    );
    if known {
        return delivery::reason(reader.lang, &failed.reason);
    }
    let code = delivery::reason_code(&failed.status);
    let words = delivery::reason(reader.lang, code);
    if matches!(code, "unknown" | "refused") && !failed.reason.is_empty() {
        return format!("{words} ({})", failed.reason);
    }
    words
}
