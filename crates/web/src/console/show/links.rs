//! Links of a ticket, in words.

use super::{Reader, row};
use crate::console::view::{Choice, LinkLine, Links};
use desk::read::{LinkView, MOST_CONCERNED, TicketView};
use domain::act::LinkKind;
use words::{number, t, t_code, tr};

/// What the ticket's page says about them.
#[must_use]
pub fn links(reader: &Reader, ticket: &TicketView) -> Links {
    let (lang, problem) = (reader.lang, &ticket.problem);
    Links {
        concerns: if problem.concerned > 0 {
            let key = match problem.concerned > MOST_CONCERNED {
                true => "problem-concerns-more",
                false => "problem-concerns",
            };
            let count = problem.concerned.min(MOST_CONCERNED);
            tr(lang, key, &[("count", count.into())])
        } else {
            String::new()
        },
        answering: problem.answering.as_ref().map_or_else(String::new, |one| {
            let facts = [
                ("done", (one.answered + one.refused).into()),
                ("total", one.total.into()),
            ];
            tr(
                lang,
                if one.waiting > 0 {
                    "problem-answering"
                } else {
                    "problem-answered"
                },
                &facts,
            )
        }),
        refused: problem.answering.as_ref().map_or_else(String::new, |one| {
            let refused: Vec<String> = one
                .refusals
                .iter()
                .map(|one| format!("{}: {}", number::ticket(lang, &one.number), one.reason))
                .collect();
            if refused.is_empty() {
                return String::new();
            }
            let facts = [
                ("count", one.refused.into()),
                ("refused", refused.join("; ").into()),
            ];
            tr(lang, "problem-not-all", &facts)
        }),
        kinds: LinkKind::ALL
            .iter()
            .map(|kind| Choice {
                value: kind.code().to_owned(),
                words: t_code(lang, "link-choice", kind.code()),
                ..Choice::default()
            })
            .collect(),
        lines: lines(reader, ticket.links.clone()),
        more: ticket
            .more_links
            .as_ref()
            .map(|after| format!("/tickets/{}/links?after={after}", ticket.public_id))
            .unwrap_or_default(),
        idempotency_key: domain::id::secret(20),
    }
}

/// Tickets at the other end.
#[must_use]
pub fn lines(reader: &Reader, found: Vec<LinkView>) -> Vec<LinkLine> {
    let lang = reader.lang;
    found
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
        .collect()
}
