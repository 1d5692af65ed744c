//! Subjects: one line, whoever wrote the words in it.

/// Longer subjects are cut: many programs fold or refuse them (RFC 5322 §2.1.1 allows lines of 998).
const LONGEST: usize = 200;

/// The number stands behind the client's subject and must not be what is cut.
const ROOM_FOR_NUMBER: usize = 40;

/// One line without control characters, so that no text can start a header of its own.
pub(super) fn one_line(subject: &str) -> String {
    cut(subject, LONGEST)
}

fn cut(subject: &str, longest: usize) -> String {
    let spaced: String = subject
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    // Breaks at ordinary spaces only: no-break ones are there for a reason.
    let line = spaced
        .split([' ', '\u{2028}', '\u{2029}'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if line.chars().count() <= longest {
        return line;
    }
    let cut: String = line.chars().take(longest.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// The subject of an answer: `Re:` once, however many stood before it (RFC 5322 §3.6.5). Empty stays empty.
pub(super) fn answered(subject: &str) -> String {
    let mut rest = cut(subject, LONGEST - ROOM_FOR_NUMBER);
    while let Some(stripped) = without_prefix(&rest) {
        rest = stripped;
    }
    if rest.is_empty() {
        rest
    } else {
        format!("Re: {rest}")
    }
}

fn without_prefix(subject: &str) -> Option<String> {
    const PREFIXES: [&str; 6] = ["re:", "fwd:", "fw:", "отв:", "ha:", "на:"];
    let lower = subject.to_lowercase();
    let prefix = PREFIXES.into_iter().find(|prefix| lower.starts_with(prefix))?;
    let rest = subject.chars().skip(prefix.chars().count()).collect::<String>();
    Some(rest.trim_start().to_owned())
}
