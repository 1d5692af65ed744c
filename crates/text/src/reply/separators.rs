//! Recognises the lines that mail programs draw or write above another mail.

use super::headers;
use super::lines::{Line, is_drawn, next_written};

/// What stands between the dashes, in lower case.
const TITLES: &[&str] = &[
    "original message",
    "original appointment",
    "forwarded message",
    "forwarded by",
    "исходное сообщение",
    "пересылаемое сообщение",
    "пересланное сообщение",
    "перенаправленное сообщение",
    "пересылаемое письмо",
    "оригинальное сообщение",
    "конец пересылаемого сообщения",
    "вихідне повідомлення",
    "ursprüngliche nachricht",
    "weitergeleitete nachricht",
    "message d'origine",
    "message transféré",
    "oprindelig besked",
    "opprinnelig melding",
    "ursprungligt meddelande",
    "mensaje original",
    "mensagem original",
    "messaggio originale",
    "oorspronkelijk bericht",
    "wiadomość oryginalna",
    "původní zpráva",
    "alkuperäinen viesti",
];

/// Lines without dashes that say the same.
const OPENINGS: &[&str] = &[
    "begin forwarded message:",
    "начало переадресованного сообщения:",
    "начало пересылаемого сообщения:",
    "anfang der weitergeleiteten nachricht:",
    "début du message réexpédié :",
];

/// What a help desk writes above its own text.
const REPLY_ABOVE: &[&str] = &[
    "reply above this line",
    "reply above the line",
    "type your reply above",
    "выше этой строки",
    "выше этой линии",
    "выше данной строки",
];

/// Whether line `at` says that what follows is another mail.
pub(super) fn stands_at(lines: &[Line<'_>], at: usize) -> bool {
    let Some(line) = lines.get(at) else { return false };
    let text = line.text;
    let dashed = text.starts_with(['-', '—', '–', '_', '=', '*', '#']);
    if dashed && text.len() <= 200 {
        return is_titled(text) && (has_known_title(text) || header_follows(lines, at))
            || is_drawn(text) && text.len() >= 20 && header_follows(lines, at)
            || is_reply_above(text);
    }
    if text.len() > 200 || !(text.ends_with(':') || text.contains("line") || text.contains("выше")) {
        return false;
    }
    let lower = text.to_lowercase();
    OPENINGS.contains(&lower.as_str()) || REPLY_ABOVE.iter().any(|phrase| lower.contains(phrase))
}

fn is_reply_above(text: &str) -> bool {
    let lower = text.to_lowercase();
    REPLY_ABOVE.iter().any(|phrase| lower.contains(phrase))
}

/// Words between dashes.
fn is_titled(text: &str) -> bool {
    let title = text.trim_matches(|c| is_dash(c) || c == ' ');
    !title.is_empty() && text.starts_with(is_dash) && text.ends_with(is_dash)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '_' | '=' | '*')
}

fn has_known_title(text: &str) -> bool {
    let title = text
        .trim_matches(|c| is_dash(c) || c == ' ')
        .to_lowercase()
        .replace('’', "'");
    TITLES.iter().any(|known| title.starts_with(known))
}

fn header_follows(lines: &[Line<'_>], at: usize) -> bool {
    next_written(lines, at + 1).is_some_and(|(next, _)| next <= at + 3 && headers::may_begin_at(lines, next))
}
