//! Recognises where a signature begins: `-- `, what telephones add, footers of lists, gateways and scanners.
//! A sign-off such as "С уважением, Анна" is the author's own words and stays visible.

use super::lines::{Line, Look};

/// A real signature is short; a longer text below such a line is part of the letter.
const MAX_SIGNATURE: usize = 40;
/// The same below a line that people also draw inside a text.
const MAX_FOOTER: usize = 12;

/// Openings, in lower case, after which anything may name the program.
const SENT_ANYWHERE: &[&str] = &[
    "sent from my ",
    "sent from mail for",
    "sent from outlook",
    "sent from yahoo",
    "sent from samsung",
    "sent via the ",
    "sent with proton",
    "get outlook for",
    "скачать outlook",
    "получить outlook",
    "отправлено с моего",
    "отправлено с iphone",
    "отправлено с ipad",
    "envoyé de mon",
    "envoyé depuis mon",
    "outlook für",
    "télécharger outlook",
];

/// Openings that also begin ordinary sentences, and so need a program or device behind them.
const SENT: &[&str] = &[
    "sent from ",
    "отправлено с ",
    "отправлено из ",
    "отправлено от ",
    "письмо отправлено из ",
    "надіслано з ",
    "відправлено з ",
    "envoyé ",
    "gesendet von ",
    "gesendet mit ",
    "von meinem ",
    "inviato da ",
    "enviado desde ",
    "enviado do ",
    "verzonden vanaf ",
    "verstuurd vanaf ",
    "wysłan",
    "sendt fra ",
];

const DEVICES: &[&str] = &[
    "outlook",
    "iphone",
    "ipad",
    "android",
    "samsung",
    "galaxy",
    "xiaomi",
    "redmi",
    "huawei",
    "honor",
    "nokia",
    "blackberry",
    "windows",
    "yahoo",
    "gmail",
    "mail.ru",
    "yandex",
    "яндекс",
    "mymail",
    "proton",
    "gmx",
    "web.de",
    "mobil",
    "мобильн",
    "мобільн",
    "телефон",
    "смартфон",
    "планшет",
    "айфон",
    "handy",
    "smartphone",
    "почт",
];

/// How lines begin, in lower case, that gateways and scanners add below everything.
const FOOTERS: &[&str] = &[
    "this e-mail and any",
    "this email and any",
    "this message and any",
    "this email has been checked",
    "this e-mail is confidential",
    "this email is confidential",
    "virus-free",
    "avast",
    "проверено на вирусы",
    "данное сообщение и любые",
    "настоящее сообщение",
    "это сообщение и любые",
];

/// Whether a signature begins in line `at`.
pub(super) fn begins_at(lines: &[Line<'_>], at: usize) -> bool {
    let Some(line) = lines.get(at) else { return false };
    match line.text {
        "--" => is_short_below(lines, at, MAX_SIGNATURE),
        "—" | "–" => is_short_below(lines, at, MAX_FOOTER),
        text if text.len() >= 2 && text.bytes().all(|b| b == b'_') => is_short_below(lines, at, MAX_FOOTER),
        text => is_sent_from(text),
    }
}

/// Whether no more than `max` written lines stand between `at` and the next quote or the end.
fn is_short_below(lines: &[Line<'_>], at: usize, max: usize) -> bool {
    let below = lines
        .iter()
        .skip(at + 1)
        .take_while(|line| line.look != Look::Quoted);
    below.filter(|line| line.look == Look::Text).nth(max).is_none()
}

/// "Sent from my iPhone" and its like: a short line of its own.
fn is_sent_from(text: &str) -> bool {
    let text = text.trim_start_matches(['*', '_', '[', '(', ' ', '-', '—', '–']);
    let (words, _link) = text.split_once(['<', '(']).unwrap_or((text, ""));
    if words.chars().count() > 70 {
        return false;
    }
    let lower = words.to_lowercase();
    SENT_ANYWHERE.iter().any(|phrase| lower.starts_with(phrase))
        || (SENT.iter().any(|phrase| lower.starts_with(phrase)) && DEVICES.iter().any(|d| lower.contains(d)))
}

/// Whether a line below a quote was added by a machine.
pub(super) fn is_footer(text: &str) -> bool {
    let lower = text.chars().take(60).collect::<String>().to_lowercase();
    FOOTERS.iter().any(|opening| lower.starts_with(opening))
}
