//! Channels as small icons. The kind of a channel is looked up in a table; one that is not in it gets its own name.

use crate::console::view;
use desk::read::Door;
use domain::HandleKind;
use words::{Lang, has, t};

/// Kind of channel → symbol of `icons.svg`.
const ICONS: [(&str, &str); 14] = [
    ("email", "mail"),
    ("form", "form"),
    ("chat", "chat"),
    ("phone", "phone"),
    ("letter", "letter"),
    ("inapp", "app"),
    ("account", "app"),
    ("api", "api"),
    ("sms", "sms"),
    ("messenger", "messenger"),
    ("telegram", "messenger"),
    ("max", "messenger"),
    ("webhook", "api"),
    ("external", "api"),
];

/// The mark of a kind of channel.
#[must_use]
pub fn door(lang: Lang, kind: &str) -> view::Door {
    let icon = ICONS
        .iter()
        .find(|(known, _)| *known == kind)
        .map_or("messenger", |(_, icon)| icon);
    let key = format!("channel-{}", kind.replace('_', "-"));
    let words = if has(lang, &key) {
        t(lang, &key)
    } else {
        kind.to_owned()
    };
    view::Door { icon, words }
}

/// The mark of a channel: its kind's icon, with its own name beside the kind's.
#[must_use]
pub fn door_of(lang: Lang, channel: &Door) -> view::Door {
    let mut door = door(lang, &channel.kind);
    let says_more = ![channel.kind.as_str(), door.words.as_str()]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(&channel.name));
    if !channel.name.is_empty() && says_more {
        door.words = format!("{} · {}", door.words, channel.name);
    }
    door
}

/// The mark of a kind of address.
#[must_use]
pub fn of_handle(lang: Lang, kind: HandleKind) -> view::Door {
    match kind {
        HandleKind::Postal => door(lang, "letter"),
        HandleKind::Visitor => door(lang, "chat"),
        other => door(lang, other.code()),
    }
}
