//! A mail that was set aside, read once more for a person: its header as it stands, and as much of a message as there
//! is, whoever may have written it. Hostile bytes come this way by design.

use super::{MEDIA_TYPE, message, tree};
use crate::envelope::{Envelope, Rules};
use channel::reread::Glimpse;
use channel::{Automatic, Message, Raw};
use domain::Handle;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Bytes of a header that are shown.
const MAX_SHOWN: usize = 64 << 10;
/// Fields that are shown, and characters of each.
const MAX_FIELDS: usize = 200;
const MAX_VALUE: usize = 2_000;

/// Reads a raw copy as a message.
#[must_use]
pub fn read_again(raw: Vec<u8>, envelope: &Envelope, rules: &Rules<'_>, stated: Option<&Handle>) -> Glimpse {
    let headers = fields(&raw);
    let read = || as_message(&raw, envelope, rules, stated);
    let message = catch_unwind(AssertUnwindSafe(read)).unwrap_or_default();
    Glimpse {
        headers,
        message: message.map(|message| Message {
            raw: Some(Raw {
                bytes: raw,
                media_type: MEDIA_TYPE,
            }),
            ..message
        }),
    }
}

fn as_message(
    raw: &[u8],
    envelope: &Envelope,
    rules: &Rules<'_>,
    stated: Option<&Handle>,
) -> Option<Message> {
    let root = tree::grow(raw).ok()?;
    let nothing = root.head.fields.is_empty() && root.body.is_empty();
    if nothing {
        return None;
    }
    let from = stated
        .cloned()
        .or_else(|| super::people::author(&root.head, envelope, rules))
        .unwrap_or_else(|| Handle::email("", ""));
    let message = message(raw, &root, envelope, rules, from);
    // Even a report has words; whether a machine wrote them is the reader's to say.
    let is_report = crate::report::read(raw, &root, envelope).is_some();
    Some(Message {
        automatic: if is_report {
            Automatic::Reply
        } else {
            message.automatic
        },
        ..message
    })
}

/// The fields of a header, folded lines joined (RFC 5322 §2.2.3), nothing decoded.
fn fields(raw: &[u8]) -> Vec<(String, String)> {
    let shown = String::from_utf8_lossy(raw.get(..raw.len().min(MAX_SHOWN)).unwrap_or_default());
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in shown.lines() {
        if line.trim().is_empty() || fields.len() == MAX_FIELDS {
            break;
        }
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut().filter(|(_, value)| value.len() < MAX_VALUE) {
                value.push(' ');
                value.push_str(&text::clean_line(line, MAX_VALUE));
            }
            continue;
        }
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        fields.push((
            text::clean_line(name, MAX_VALUE),
            text::clean_line(value, MAX_VALUE),
        ));
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &[u8], stated: Option<&Handle>) -> Glimpse {
        let rules = Rules {
            ours: &|_| false,
            trusted_relays: &[],
            authorities: &[],
        };
        read_again(raw.to_vec(), &Envelope::default(), &rules, stated)
    }

    #[test]
    fn a_mail_without_an_author_is_read_all_the_same() {
        let raw = b"Subject: Hello\r\nX-Long: one\r\n two\r\n\r\nWhere is my card?\r\n";
        let seen = read(raw, None);
        assert_eq!(seen.headers[1], ("X-Long".to_owned(), "one two".to_owned()));
        let message = seen.message.unwrap();
        assert_eq!(
            (message.from.value.as_str(), message.title.as_str()),
            ("", "Hello")
        );
        assert!(message.text.unwrap().contains("Where is my card?"));
        let anna = Handle::email("anna@client.example", "Анна");
        assert_eq!(read(raw, Some(&anna)).message.unwrap().from, anna);
    }

    #[test]
    fn what_is_no_mail_is_no_message_and_breaks_nothing() {
        for raw in [&b""[..], b"\0\xff\xfe", b"\r\n\r\n", &[0xff; 5000]] {
            let seen = read(raw, None);
            assert!(seen.headers.len() <= 1, "{:?}", seen.headers);
        }
    }
}
