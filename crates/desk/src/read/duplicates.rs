//! Which of a client's other tickets are likely the same request once more: open, and called alike. A person decides.

use domain::ticket::Ticket;
use std::collections::BTreeSet;

/// Of the words of both titles, this share must be common to both.
const ALIKE: (usize, usize) = (1, 2);

/// Whether two tickets of one client look like one request.
pub(super) fn alike(one: &Ticket, other: &Ticket) -> bool {
    let open = |ticket: &Ticket| !ticket.state.is_done() && ticket.merged_into.is_none();
    if !open(one) || !open(other) {
        return false;
    }
    let (a, b) = (words(&one.title), words(&other.title));
    let common = a.intersection(&b).count();
    let all = a.union(&b).count();
    common > 0 && common * ALIKE.1 >= all * ALIKE.0
}

/// The folded and stemmed words of a title, without what mail programs put before it.
fn words(title: &str) -> BTreeSet<String> {
    let prefix = |word: &str| matches!(word, "re" | "fw" | "fwd" | "aw" | "отв" | "ha");
    let terms = text::term_text(title);
    terms
        .split_whitespace()
        .filter(|word| !prefix(word))
        .map(str::to_owned)
        .collect()
}
