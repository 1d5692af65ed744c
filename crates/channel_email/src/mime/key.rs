//! What makes a second sighting of a mail the same mail: its Message-ID and a digest of everything but what
//! relays and filters add on the way. The same id over other content is another mail.

use sha2::{Digest as _, Sha256};

/// Fields that name the way and not the mail (RFC 5322 §3.6.7, RFC 6376, RFC 8617, RFC 8601, RFC 9228, RFC 7208).
const TRACE: &[&str] = &[
    "received",
    "return-path",
    "delivered-to",
    "delivery-date",
    "envelope-to",
    "apparently-to",
    "dkim-signature",
    "domainkey-signature",
    "authentication-results",
    "x-received",
    "x-original-to",
    "x-delivered-to",
    "x-rcpt-to",
    "x-forwarded-to",
    "x-forwarded-for",
    "x-uid",
    "x-uidl",
    "status",
    "x-status",
    "lines",
    "content-length",
];

/// Beginnings of the names of fields that relays, filters and mail stores add.
const TRACE_FAMILIES: &[&str] = &[
    "arc-",
    "received-",
    "x-arc-",
    "x-spam",
    "x-virus",
    "x-envelope-",
    "x-gm-",
    "x-google-",
    "x-ms-exchange-",
    "x-microsoft-antispam",
    "x-forefront-",
    "x-rspamd-",
    "x-amavis-",
    "x-proofpoint-",
    "x-ironport-",
    "x-barracuda-",
    "x-mras",
    "x-yandex-",
    "x-mailru-",
    "x-kaspersky",
    "x-klms-",
    "x-kse-",
    "x-dspam-",
    "x-mozilla-",
];

/// The key of a mail: `id digest`, or the digest alone where there is no id.
#[must_use]
pub fn key(message_id: Option<&str>, head: &[u8], body: &[u8]) -> String {
    let digest = digest(head, body);
    match message_id {
        // The digest covers the whole id, so a cut one is as good.
        Some(id) => format!("{} {digest}", &id[..id.floor_char_boundary(200)]),
        None => digest,
    }
}

/// SHA-256 in hexadecimal over the fields that are no trace, names in lower case and white space collapsed (relays
/// fold anew), and over the body without the line ends at its end (relays add them).
#[must_use]
pub fn digest(head: &[u8], body: &[u8]) -> String {
    let mut hash = Sha256::new();
    let mut line = Vec::with_capacity(1_024);
    for field in Fields(head) {
        if !is_trace(field) {
            line.clear();
            normalise(field, &mut line);
            hash.update(&line);
        }
    }
    hash.update(b"\n");
    let end = body
        .iter()
        .rposition(|b| !b.is_ascii_whitespace())
        .map_or(0, |last| last + 1);
    hash.update(&body[..end]);
    hex::encode(hash.finalize())
}

/// The fields of a header block, each with its continuation lines.
struct Fields<'a>(&'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let mut end = 0;
        loop {
            end += memchr::memchr(b'\n', &self.0[end..]).map_or(self.0.len() - end, |at| at + 1);
            if !matches!(self.0.get(end), Some(b' ' | b'\t')) {
                break;
            }
        }
        let (field, rest) = self.0.split_at(end);
        self.0 = rest;
        (!field.is_empty()).then_some(field)
    }
}

fn is_trace(field: &[u8]) -> bool {
    let name = field
        .split(|b| *b == b':')
        .next()
        .unwrap_or_default()
        .trim_ascii();
    let is = |known: &&str| name.eq_ignore_ascii_case(known.as_bytes());
    let begins = |family: &&str| {
        name.get(..family.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(family.as_bytes()))
    };
    TRACE.iter().any(is) || TRACE_FAMILIES.iter().any(begins)
}

fn normalise(field: &[u8], out: &mut Vec<u8>) {
    let colon = memchr::memchr(b':', field).unwrap_or(0);
    out.extend(field[..colon].trim_ascii().iter().map(u8::to_ascii_lowercase));
    for word in field[colon..]
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty())
    {
        out.push(b' ');
        out.extend_from_slice(word);
    }
    if !out.is_empty() {
        out.push(b'\n');
    }
}
