//! What a text written by a mail system says went wrong: status codes of RFC 3463, reply codes of RFC 5321, and the
//! phrases in use where neither is given. Pure text work.

/// A finding in a text.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Diagnosis {
    /// Enhanced status code, written or concluded from reply code and phrase.
    pub status: Option<String>,
    /// Whether the status is the one written behind a reply code.
    pub certain: bool,
    /// Whether a code was written, as people never do: with its mark or beside a known phrase.
    pub is_coded: bool,
    /// The line it was found in, with what belongs to it.
    pub reason: String,
}

/// Phrases and the subject and detail they stand for (RFC 3463 §3). Earlier ones win.
const PHRASES: &[(&str, &str)] = &[
    ("mailbox full", "2.2"),
    ("mailbox is full", "2.2"),
    ("mailbox for user is full", "2.2"),
    ("inbox is full", "2.2"),
    ("over quota", "2.2"),
    ("overquota", "2.2"),
    ("over its quota", "2.2"),
    ("exceeded storage", "2.2"),
    ("exceeded the space quota", "2.2"),
    ("quota exceed", "2.2"),
    ("exceeded quota", "2.2"),
    ("quota is full", "2.2"),
    ("exceeds allowed", "2.2"),
    ("not enough storage", "2.2"),
    ("insufficient disk space", "2.2"),
    ("переполнен", "2.2"),
    ("user unknown", "1.1"),
    ("unknown user", "1.1"),
    ("unknown recipient", "1.1"),
    ("recipient unknown", "1.1"),
    ("unknown address", "1.1"),
    ("unknown local", "1.1"),
    ("no such user", "1.1"),
    ("no such recipient", "1.1"),
    ("no such address", "1.1"),
    ("no such mailbox", "1.1"),
    ("no mailbox", "1.1"),
    ("user not found", "1.1"),
    ("mailbox not found", "1.1"),
    ("recipient not found", "1.1"),
    ("recipnotfound", "1.1"),
    ("address not found", "1.1"),
    ("not a valid mailbox", "1.1"),
    ("invalid recipient", "1.1"),
    ("invalid mailbox", "1.1"),
    ("invalid user", "1.1"),
    ("invalid address", "1.1"),
    ("user doesn't exist", "1.1"),
    ("user does not exist", "1.1"),
    ("account that you tried to reach does not exist", "1.1"),
    ("mailbox does not exist", "1.1"),
    ("this user doesn't have a", "1.1"),
    ("is not recognized", "1.1"),
    ("couldn't be found", "1.1"),
    ("could not be found", "1.1"),
    ("адрес не найден", "1.1"),
    ("пользователь не найден", "1.1"),
    ("нет такого пользователя", "1.1"),
    ("не существует", "1.1"),
    ("account is disabled", "2.1"),
    ("account disabled", "2.1"),
    ("mailbox disabled", "2.1"),
    ("mailbox is inactive", "2.1"),
    ("suspended", "2.1"),
    ("unrouteable address", "1.2"),
    ("unrouteable mail domain", "1.2"),
    ("host unknown", "1.2"),
    ("unknown host", "1.2"),
    ("host not found", "1.2"),
    ("host or domain name not found", "1.2"),
    ("domain not found", "1.2"),
    ("domain does not exist", "1.2"),
    ("couldn't find any host", "1.2"),
    ("no such domain", "1.2"),
    ("too large", "2.3"),
    ("too many hops", "4.6"),
    ("routing loop", "4.6"),
    ("loops back", "4.6"),
    ("retry timeout exceeded", "4.7"),
    ("retry time not reached", "4.7"),
    ("delivery time expired", "4.7"),
    ("delivery expired", "4.7"),
    ("message expired", "4.7"),
    ("been in the queue", "4.7"),
    ("has been delayed", "4.7"),
    ("is delayed", "4.7"),
    ("been retried", "4.7"),
    ("timed out", "4.1"),
    ("time out", "4.1"),
    ("timeout", "4.1"),
    ("connection refused", "4.1"),
    ("no route to host", "4.1"),
    ("network error", "4.1"),
    ("relay", "7.1"),
    ("blocked", "7.1"),
    ("blacklist", "7.1"),
    ("block list", "7.1"),
    ("spam", "7.1"),
    ("policy", "7.1"),
    ("access denied", "7.1"),
    ("rejected", "7.1"),
    ("refused", "7.1"),
];

/// Phrases that only say that it failed.
const FAILED: &[&str] = &[
    "could not be delivered",
    "couldn't be delivered",
    "cannot be delivered",
    "not be delivered",
    "unable to deliver",
    "delivery failed",
    "delivery has failed",
    "failed to deliver",
    "undeliverable",
    "did not reach",
    "permanent error",
    "permanent failure",
    "wasn't delivered",
    "не может быть доставлено",
    "не удалось доставить",
    "не доставлено",
];

/// Looks for the surest sign of what went wrong.
pub(super) fn of(text: &str) -> Diagnosis {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let first = |sign: fn(&str) -> Option<String>| {
        lines
            .iter()
            .enumerate()
            .find_map(|(at, line)| sign(line).map(|status| (at, status)))
    };
    let certain = first(enhanced_after_code);
    let coded = first(enhanced_marked).or_else(|| first(phrase_with_code));
    let (is_certain, is_coded) = (certain.is_some(), certain.is_some() || coded.is_some());
    let found = certain
        .or(coded)
        .or_else(|| first(enhanced))
        .or_else(|| first(phrase))
        .or_else(|| first(code));
    let Some((at, status)) = found else {
        let failed = lines.iter().position(|line| says_failed(line));
        let reason = failed.map(|at| paragraph(&lines, at)).unwrap_or_default();
        return Diagnosis {
            reason,
            ..Diagnosis::default()
        };
    };
    Diagnosis {
        status: Some(status),
        certain: is_certain,
        is_coded,
        reason: paragraph(&lines, at),
    }
}

/// Whether a text says at all that a mail did not arrive.
pub(super) fn says_failed(text: &str) -> bool {
    let text = text.to_lowercase();
    FAILED.iter().any(|phrase| text.contains(phrase))
}

/// The line with what follows it, up to a blank line.
fn paragraph(lines: &[&str], at: usize) -> String {
    let rest = lines[at..].iter().take(6).take_while(|line| !line.is_empty());
    rest.copied().collect::<Vec<_>>().join(" ")
}

/// The first enhanced status code in a text: class 2, 4 or 5, no part of an address or a version.
pub(super) fn enhanced(text: &str) -> Option<String> {
    positions(text).map(|(_, status)| status).next()
}

/// A status right behind a reply code: `550 5.1.1`, `550-5.1.1`, `550 #5.1.1`.
fn enhanced_after_code(line: &str) -> Option<String> {
    positions(line)
        .find(|(at, _)| {
            let before = line[..*at].trim_end_matches([' ', '#', '-', '(']);
            let code = before.get(before.len().saturating_sub(3)..).unwrap_or_default();
            before.len() < *at && is_code(code)
        })
        .map(|(_, status)| status)
}

/// A status marked as one: `(#5.1.1)`, `#5.1.1`, `status=5.1.1`.
fn enhanced_marked(line: &str) -> Option<String> {
    positions(line)
        .find(|(at, _)| line[..*at].ends_with(['#', '=', '(']))
        .map(|(_, status)| status)
}

fn positions(text: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    text.match_indices(['2', '4', '5'])
        .filter_map(|(at, _)| status_at(text, at).map(|status| (at, status)))
}

fn status_at(text: &str, at: usize) -> Option<String> {
    let before = text[..at].chars().next_back();
    if before.is_some_and(|c| c.is_alphanumeric() || c == '.' || c == '_') {
        return None;
    }
    let rest = text[at + 1..].strip_prefix('.')?;
    let subject = digits(rest)?;
    let rest = rest[subject.len()..].strip_prefix('.')?;
    let detail = digits(rest)?;
    let mut after = rest[detail.len()..].chars();
    let next = after.next();
    let goes_on = next.is_some_and(|c| c.is_alphanumeric() || c == '@')
        || next == Some('.') && after.next().is_some_and(|c| c.is_ascii_digit());
    let subject_is_known = subject.len() == 1 && subject <= "7";
    (!goes_on && subject_is_known).then(|| format!("{}.{subject}.{detail}", &text[at..=at]))
}

fn digits(text: &str) -> Option<&str> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&count).then(|| &text[..count])
}

fn is_code(code: &str) -> bool {
    code.len() == 3
        && code.starts_with(['4', '5'])
        && code.bytes().all(|b| b.is_ascii_digit())
        && code < "560"
}

/// The class of a reply code standing in the line as one: at its beginning or after a mark, a text behind it.
fn class(line: &str) -> Option<char> {
    let starts = line.match_indices(['4', '5']).map(|(at, _)| at);
    starts
        .filter(|at| line.get(*at..at + 3).is_some_and(is_code))
        .find_map(|at| {
            let before = line[..at].trim_end();
            let marked =
                before.is_empty() || before.ends_with([':', '<', '>', '(', '\'', '"', '=', ';', ',', '-']);
            let said = before.ends_with("said")
                || before.ends_with("with")
                || before.ends_with("error")
                || before.ends_with("was");
            let after = line[at + 3..].chars().next();
            let ends = matches!(after, None | Some(' ' | '-' | ':' | ',' | ';'));
            ((marked || said) && ends).then(|| if line[at..].starts_with('4') { '4' } else { '5' })
        })
}

fn code(line: &str) -> Option<String> {
    class(line).map(|class| format!("{class}.0.0"))
}

fn phrase_with_code(line: &str) -> Option<String> {
    let class = class(line)?;
    detail(line).map(|detail| format!("{class}.{detail}"))
}

fn phrase(line: &str) -> Option<String> {
    detail(line).map(|detail| format!("5.{detail}"))
}

fn detail(line: &str) -> Option<&'static str> {
    let line = line.to_lowercase();
    PHRASES
        .iter()
        .find(|(phrase, _)| line.contains(phrase))
        .map(|(_, detail)| *detail)
}
