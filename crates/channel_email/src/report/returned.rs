//! The mail that a report speaks of: attached, or copied into the text. Its ids tell which of ours it was.

use super::{leaves, text_of};
use crate::address::answerable;
use crate::mime::head::{Head, MAX_HEAD};
use crate::mime::tree::Node;
use crate::mime::{decode, hints, people};
use mail_parser::HeaderName;

/// Field lines in a row that make a header block in a text.
const MIN_FIELDS: usize = 3;

/// What is left of the mail that came back.
#[derive(Debug, Default)]
pub(super) struct Returned {
    ids: Vec<String>,
    recipients: Vec<String>,
    senders: Vec<String>,
    found: bool,
    attached: bool,
}

/// Looks for the returned mail: attached parts first, then the text.
pub(super) fn find(raw: &[u8], root: &Node<'_>) -> Returned {
    let leaves = leaves(root);
    let attached = leaves.iter().find(|leaf| is_attached(leaf));
    if let Some(leaf) = attached.filter(|leaf| !std::ptr::eq(**leaf, root)) {
        let encoding = decode::encoding_of(leaf.head.text("Content-Transfer-Encoding"));
        let bytes = &raw[leaf.body.start..leaf.body.end.min(leaf.body.start + MAX_HEAD)];
        let mut returned = Returned::read(&decode::decode(bytes, encoding));
        returned.attached = true;
        return returned;
    }
    for leaf in leaves.iter().filter(|leaf| leaf.media_type.0 == "text").take(4) {
        let text = text_of(raw, leaf);
        if let Some(start) = header_block(&text) {
            return Returned::read(&text.as_bytes()[start..]);
        }
    }
    Returned::default()
}

fn is_attached(leaf: &Node<'_>) -> bool {
    let mail = leaf.media_type.0 == "message"
        && matches!(leaf.media_type.1.as_str(), "rfc822" | "global" | "partial");
    let header = leaf.media_type.1 == "rfc822-headers" || leaf.media_type.1 == "global-headers";
    mail || header
}

/// Where in a text a block of mail header fields begins: several fields in a row, well-known ones among them.
pub(super) fn header_block(text: &str) -> Option<usize> {
    let (mut start, mut fields, mut known, mut at) = (0, 0, 0, 0);
    for line in text.split_inclusive('\n') {
        let continues = fields > 0 && line.starts_with([' ', '\t']) && !line.trim().is_empty();
        match line
            .split_once(':')
            .map(|(name, _)| name)
            .filter(|name| is_name(name))
        {
            Some(name) => {
                if fields == 0 {
                    (start, known) = (at, 0);
                }
                fields += 1;
                known += usize::from(is_known(name));
            }
            None if continues => {}
            None => fields = 0,
        }
        if fields >= MIN_FIELDS && known >= 2 {
            return Some(start);
        }
        at += line.len();
    }
    None
}

fn is_name(name: &str) -> bool {
    (2..=60).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn is_known(name: &str) -> bool {
    let known = [
        "received",
        "return-path",
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "dkim-signature",
        "mime-version",
        "x-received",
    ];
    known.contains(&name.to_ascii_lowercase().as_str())
}

impl Returned {
    fn read(bytes: &[u8]) -> Self {
        let skipped = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let head = Head::read(&bytes[skipped..]);
        let addresses = |name: HeaderName<'_>| people::mailboxes(&head, &name).into_iter().map(|h| h.value);
        let recipients = addresses(HeaderName::To)
            .chain(addresses(HeaderName::Cc))
            .collect();
        let paths = head
            .texts("Return-Path")
            .filter_map(|path| answerable(path.trim_matches(['<', '>'])));
        let senders = addresses(HeaderName::From)
            .chain(addresses(HeaderName::Sender))
            .chain(paths)
            .collect();
        let ids = hints::message_id(&head).into_iter().collect();
        Self {
            ids,
            recipients,
            senders,
            found: !head.fields.is_empty(),
            attached: false,
        }
    }

    /// Ids that the report may speak of, the surest first.
    pub fn about(&self, named: Option<String>, head: &Head<'_>) -> Vec<String> {
        let mut about: Vec<String> = named.into_iter().chain(self.ids.clone()).collect();
        about.dedup();
        let named = [
            "X-Original-Message-ID",
            "Original-Message-ID",
            "X-Failed-Message-ID",
        ];
        let named = named
            .into_iter()
            .filter_map(|name| head.text(name))
            .filter_map(hints::external_id);
        for id in named.chain(hints::references(head)) {
            if !about.contains(&id) {
                about.push(id);
            }
        }
        about
    }

    pub fn is_found(&self) -> bool {
        self.found
    }

    pub fn is_attached(&self) -> bool {
        self.attached
    }

    /// Whether the returned mail was addressed to this address.
    pub fn went_to(&self, address: &str) -> bool {
        self.recipients.iter().any(|known| known == address)
    }

    /// Whether the returned mail came from this address.
    pub fn came_from(&self, address: &str) -> bool {
        self.senders.iter().any(|known| known == address)
    }

    /// The recipient of the returned mail, if it had one only.
    pub fn only_recipient(&self) -> Option<String> {
        match self.recipients.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }
}
