//! Who wrote a mail and who else was addressed. Knows nothing of clients or tickets.

use super::head::Head;
use crate::address::{answerable, split_plus};
use crate::envelope::{Envelope, ReturnPath, Rules};
use domain::Handle;
use mail_parser::{HeaderName, HeaderValue};

/// Others of one mail; more are a mailing, not a talk.
const MAX_OTHERS: usize = 50;
const MAX_NAME: usize = 200;

/// The addresses of a header field that an answer could reach, with their names.
#[must_use]
pub fn mailboxes(head: &Head<'_>, name: &HeaderName<'_>) -> Vec<Handle> {
    let fields = head.fields.iter().filter(|field| field.name == *name);
    let addresses = fields
        .filter_map(|field| field.value.as_address())
        .flat_map(|list| list.iter());
    addresses
        .take(1_000)
        .filter_map(|mailbox| {
            let address = answerable(mailbox.address.as_deref()?)?;
            let name = text::clean_line(mailbox.name.as_deref().unwrap_or_default(), MAX_NAME);
            let name = name.trim_matches(['"', '\'', ' ']);
            Some(Handle::email(
                &address,
                if name.eq_ignore_ascii_case(&address) {
                    ""
                } else {
                    name
                },
            ))
        })
        .collect()
}

/// Who wrote it: `From`, else `Sender`, else `Reply-To`, else the reverse-path.
///
/// Mail that a form sends in our own name is from the one it asks us to answer.
#[must_use]
pub fn author(head: &Head<'_>, envelope: &Envelope, rules: &Rules<'_>) -> Option<Handle> {
    let first = |name: HeaderName<'_>| mailboxes(head, &name).into_iter().next();
    let reply_to = first(HeaderName::ReplyTo);
    if let Some(from) = first(HeaderName::From) {
        let stands_in = is_ours(&from.value, rules);
        return match reply_to {
            Some(other) if stands_in && !is_ours(&other.value, rules) => Some(other),
            _ => Some(from),
        };
    }
    first(HeaderName::Sender)
        .or(reply_to)
        .or_else(|| reverse_path(head, envelope))
}

fn reverse_path(head: &Head<'_>, envelope: &Envelope) -> Option<Handle> {
    let address = match &envelope.sender {
        ReturnPath::Address(address) => answerable(address)?,
        ReturnPath::Null => return None,
        ReturnPath::Unknown => answerable(
            head.value(&HeaderName::ReturnPath)
                .and_then(HeaderValue::as_text)
                .unwrap_or_default(),
        )?,
    };
    Some(Handle::email(&address, ""))
}

/// Everybody else in `To` and `Cc`, without the author and without us, each once.
#[must_use]
pub fn others(head: &Head<'_>, author: &Handle, rules: &Rules<'_>) -> Vec<Handle> {
    let mut others: Vec<Handle> = Vec::new();
    let addressed = mailboxes(head, &HeaderName::To)
        .into_iter()
        .chain(mailboxes(head, &HeaderName::Cc));
    for handle in addressed {
        let known = handle.value == author.value || others.iter().any(|other| other.value == handle.value);
        if !known && !is_ours(&handle.value, rules) {
            others.push(handle);
        }
        if others.len() == MAX_OTHERS {
            break;
        }
    }
    others
}

/// Whether an address, with or without a plus part, is one of ours.
#[must_use]
pub fn is_ours(address: &str, rules: &Rules<'_>) -> bool {
    let (base, _) = split_plus(address);
    (rules.ours)(&base)
}
