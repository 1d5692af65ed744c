//! Links of a ticket, in words.

use super::{Reader, row};
use crate::console::view::{Choice, LinkLine, Links};
use desk::read::LinkView;
use domain::act::LinkKind;
use words::{number, t, t_code};

/// What the ticket's page says about them.
#[must_use]
pub fn links(reader: &Reader, found: Vec<LinkView>) -> Links {
    let lang = reader.lang;
    Links {
        concerns: found
            .iter()
            .any(|link| link.kind == LinkKind::CausedBy && !link.outgoing && !link.other.state.is_done()),
        kinds: LinkKind::ALL
            .iter()
            .map(|kind| Choice {
                value: kind.code().to_owned(),
                words: t_code(lang, "link-choice", kind.code()),
                ..Choice::default()
            })
            .collect(),
        lines: found
            .into_iter()
            .map(|link| LinkLine {
                words: t_code(
                    lang,
                    "link",
                    if link.outgoing {
                        link.kind.code()
                    } else {
                        link.kind.reversed()
                    },
                ),
                state: t_code(lang, "state", link.other.state.code()),
                number: number::ticket(lang, &link.other.number),
                subject: row::or_else(&link.other.title, || t(lang, "no-subject")),
                id: link.other.public_id,
            })
            .collect(),
        idempotency_key: domain::id::secret(20),
    }
}
