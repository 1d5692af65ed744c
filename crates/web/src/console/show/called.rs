//! What to call a client, and what to show for an address that says nothing to people.

use super::row::or_else;
use desk::read::Who;
use domain::Handle;
use words::{Lang, has, t, tr};

/// Signs of an identifier that tell two strangers on one page apart.
const SIGNS: usize = 4;

/// The name somebody gave, else the name beside the address, else the address.
#[must_use]
pub fn client(lang: Lang, name: &str, handle: &Handle) -> String {
    or_else(name, || or_else(&handle.name, || address(lang, handle)))
}

/// The address as people read it. A kind whose values mean nothing to them has a phrase of its own, `address-<kind>`:
/// «Посетитель 54fb».
#[must_use]
pub fn address(lang: Lang, handle: &Handle) -> String {
    let key = format!("address-{}", handle.kind.code());
    if !has(lang, &key) {
        return handle.value.clone();
    }
    let sign: String = handle.value.chars().take(SIGNS).collect();
    tr(lang, &key, &[("sign", sign.into())])
}

/// Somebody who did something, where there is nothing else to go by.
#[must_use]
pub fn who(lang: Lang, who: &Who) -> String {
    match who {
        Who::Operator(person) => or_else(&person.name, || t(lang, "term-operator")),
        Who::Client { name } => or_else(name, || t(lang, "term-client")),
        Who::Visitor => t(lang, "term-client"),
        Who::Integration { name } => or_else(name, || t(lang, "role-integration")),
        Who::System => t(lang, "role-system"),
    }
}

/// A ticket in a list to choose from: its number, and what it is about where somebody said so.
#[must_use]
pub fn ticket(lang: Lang, number: &str, title: &str) -> String {
    let about = or_else(title, || t(lang, "no-subject"));
    format!("№ {number} · {about}")
}
