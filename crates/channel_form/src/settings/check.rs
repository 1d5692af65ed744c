//! What no shape can say: an address that can stand in one, origins that are origins, a colour that can be read upon.

use super::shape::{Asked, ConsentPart, Settings, TopicPart};
use channel::SettingFault;
use domain::intake::AnswerBy;
use std::collections::BTreeSet;

/// Characters of the last part of an address.
const PATH: usize = 40;
/// Characters of a topic, as everywhere else.
const TOPIC: usize = 60;
const MOST_TOPICS: usize = 100;
/// Bytes of a picture inside the settings.
const LOGO: usize = 64 * 1024;
/// Bytes of a consent: some pages.
const CONSENT: usize = 64 * 1024;
/// Parts of addresses that are pages of forms in general.
const TAKEN: [&str; 1] = ["embed.js"];

/// Everything that is wrong.
pub fn faults(settings: &Settings) -> Vec<SettingFault> {
    let mut found = Vec::new();
    path(&settings.path, &mut found);
    topics(&settings.topics, &mut found);
    if let Some(consent) = &settings.consent {
        self::consent(consent, &mut found);
    }
    for (index, origin) in settings.embed.iter().enumerate() {
        if !is_origin(origin) {
            let reason =
                format!("“{origin}” is no origin: write scheme and host alone, https://www.example.org");
            add(&mut found, format!("embed[{}]", index + 1), "invalid", reason);
        }
    }
    if !settings.colour.is_empty() && !is_colour(&settings.colour) {
        add(&mut found, "colour", "invalid", "write the colour as #rrggbb");
    }
    logo(&settings.logo, &mut found);
    answer_by(settings, &mut found);
    let limits = [
        ("posts_of_address", settings.posts_of_address),
        ("posts_of_form", settings.posts_of_form),
    ];
    found.extend(SettingFault::limits("a form", &limits));
    found
}

fn add(
    found: &mut Vec<SettingFault>,
    field: impl Into<String>,
    code: &'static str,
    reason: impl Into<String>,
) {
    found.push(SettingFault {
        field: field.into(),
        code,
        reason: reason.into(),
    });
}

fn path(path: &str, found: &mut Vec<SettingFault>) {
    let fits = (1..=PATH).contains(&path.len())
        && path
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !TAKEN.contains(&path);
    if !fits {
        let reason = format!("the path is 1 to {PATH} small Latin letters, digits and hyphens: help");
        add(found, "path", "invalid", reason);
    }
}

fn topics(topics: &[TopicPart], found: &mut Vec<SettingFault>) {
    if topics.len() > MOST_TOPICS {
        add(
            found,
            "topics",
            "too_long",
            format!("a client chooses among at most {MOST_TOPICS} topics"),
        );
    }
    let mut seen = BTreeSet::new();
    for (index, topic) in topics.iter().enumerate() {
        let place = format!("topics[{}].name", index + 1);
        let name = topic.name.as_str();
        if name != text::clean_line(name, TOPIC) || name.is_empty() {
            add(
                found,
                place,
                "invalid",
                format!("a topic is one line of 1 to {TOPIC} characters"),
            );
        } else if !seen.insert(name) {
            add(
                found,
                place,
                "twice",
                format!("“{name}” stands in the list already: keep one of them"),
            );
        }
    }
}

fn consent(consent: &ConsentPart, found: &mut Vec<SettingFault>) {
    let version = consent.version.as_str();
    if version.is_empty() || version != text::clean_line(version, TOPIC) {
        let reason = "a version is one line, such as 2026-11: change it whenever the text changes";
        add(found, "consent.version", "required", reason);
    }
    if consent.texts().is_empty() {
        let reason =
            "write the text in ru, en or both: the form is offered in the languages it is written in";
        add(found, "consent", "required", reason);
    }
    for (lang, text) in consent.texts() {
        if text.len() > CONSENT || text.contains('\0') {
            add(
                found,
                format!("consent.{lang}"),
                "too_long",
                "a consent is text of at most 64 kB",
            );
        }
    }
}

fn answer_by(settings: &Settings, found: &mut Vec<SettingFault>) {
    let by_phone = settings.answer_by.contains(&AnswerBy::Phone);
    if by_phone && settings.phone == Asked::No {
        let reason = "whoever chooses to be called is asked for a number: set phone to optional or required";
        add(found, "phone", "required", reason);
    }
    let once: BTreeSet<_> = settings.answer_by.iter().map(|by| by.code()).collect();
    if once.len() != settings.answer_by.len() {
        add(found, "answer_by", "twice", "name each way once");
    }
}

fn logo(logo: &str, found: &mut Vec<SettingFault>) {
    let is_path = logo.starts_with('/') && !logo.starts_with("//");
    let pictures = ["png", "jpeg", "svg+xml", "webp", "gif"];
    let is_picture = pictures
        .iter()
        .any(|kind| logo.starts_with(&format!("data:image/{kind}")));
    let fits =
        logo.is_empty() || ((is_path || is_picture) && !logo.contains(|c: char| c.is_control() || c == '\\'));
    if !fits {
        let reason = "the logo is a path of this site, /logo.png, or a picture: data:image/png;base64,… — never another host's";
        add(found, "logo", "invalid", reason);
    } else if logo.len() > LOGO {
        add(
            found,
            "logo",
            "too_long",
            "a picture in the settings has at most 64 kB",
        );
    }
}

/// Scheme, host and port, and nothing that could add a directive to a policy (RFC 6454 §6.2).
fn is_origin(origin: &str) -> bool {
    let rest = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"));
    rest.is_some_and(|host| {
        let (name, port) = host.split_once(':').unwrap_or((host, "443"));
        !name.is_empty()
            && name.split('.').all(|label| !label.is_empty())
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
            && port.parse::<u16>().is_ok_and(|port| port > 0)
    })
}

fn is_colour(colour: &str) -> bool {
    let digits = colour.strip_prefix('#').unwrap_or_default();
    digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit())
}
