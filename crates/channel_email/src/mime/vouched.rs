//! Whether a relay that we trust vouches for the author of a mail, and what the mail means if that author works for us: whom it
//! was sent to, and what it passes on (`definitions.md` §1, §5). A mail that nobody vouches for means what it always did.

use super::{MAX_TITLE, arrival, body, files, head::Head, people, results, tree, tree::Node};
use crate::address::answerable;
use crate::envelope::Rules;
use channel::{Attachment, Content, Forwarded, Own};
use domain::Handle;
use mail_parser::{HeaderName, HeaderValue};
use results::Found;

/// Reads what a mail means if its author works for us; `None` where nobody vouches for the author. Files of a mail that is
/// passed on as a file come to the others.
pub fn read(
    raw: &[u8],
    root: &Node<'_>,
    from: &Handle,
    words: &body::Body,
    attachments: &mut Vec<Attachment>,
    rules: &Rules<'_>,
) -> Option<Box<Own>> {
    if rules.authorities.is_empty() || !is_vouched(raw, root, from, rules) {
        return None;
    }
    let to = people::mailboxes(&root.head, &HeaderName::To);
    Some(Box::new(Own {
        to: to
            .into_iter()
            .filter(|handle| !people::is_ours(&handle.value, rules))
            .collect(),
        forwarded: forwarded(raw, root, words, attachments)
            .filter(|one| one.from.value != from.value && !people::is_ours(&one.from.value, rules)),
    }))
}

/// Whether the newest results that a relay of ours wrote say that this address wrote the mail. Everything below a line of a
/// relay that is not ours, and below results of somebody else, may have been made up by whoever brought the mail (RFC 8601 §5).
fn is_vouched(raw: &[u8], root: &Node<'_>, from: &Handle, rules: &Rules<'_>) -> bool {
    let start = root.body.start - root.head.length;
    let block = &raw[start..root.body.start];
    // Fields that are no UTF-8 are read in a copy: their places are not known.
    if std::str::from_utf8(block).is_err() || !is_only_author(&root.head, from) {
        return false;
    }
    for field in &root.head.fields {
        if field.name == HeaderName::Received {
            let received = field.value.as_received();
            if !received.is_some_and(|received| arrival::is_by(received, rules.trusted_relays)) {
                return false;
            }
        }
        if field.name.as_str().eq_ignore_ascii_case("Authentication-Results") {
            // As it stands: an encoded word in it, once decoded, could say what no relay said.
            let (from_byte, to_byte) = (field.offset_start as usize, field.offset_end as usize);
            let value = block
                .get(from_byte..to_byte)
                .and_then(|value| std::str::from_utf8(value).ok());
            let said = value.and_then(results::read);
            return said.is_some_and(|said| {
                rules
                    .authorities
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(&said.authority))
                    && proves(&said.found, &from.value)
            });
        }
    }
    false
}

/// One `From` with one address, and it is the author's: of several, a result may speak of another.
fn is_only_author(head: &Head<'_>, from: &Handle) -> bool {
    let mut fields = head.fields.iter().filter(|field| field.name == HeaderName::From);
    let (Some(only), None) = (fields.next(), fields.next()) else {
        return false;
    };
    let mut listed = only.value.as_address().into_iter().flat_map(|list| list.iter());
    let (Some(mailbox), None) = (listed.next(), listed.next()) else {
        return false;
    };
    mailbox
        .address
        .as_deref()
        .and_then(answerable)
        .is_some_and(|address| address == from.value)
}

/// Whether results prove an address: DMARC for its domain (RFC 7489); where that was not asked, a signature (RFC 6376) or a
/// sender policy (RFC 7208) of its domain or of one above it; or a log-in under the address itself (RFC 4954).
fn proves(found: &[Found], address: &str) -> bool {
    let domain = domain_of(address);
    let same = |value: &str| domain_of(value).eq_ignore_ascii_case(domain);
    let logged_in = |one: &Found| {
        one.is_pass("auth")
            && one
                .all("smtp.auth")
                .any(|value| value.eq_ignore_ascii_case(address))
    };
    if found.iter().any(logged_in) {
        return true;
    }
    let mut dmarc = found.iter().filter(|one| one.method == "dmarc").peekable();
    if dmarc.peek().is_some() {
        return dmarc.all(|one| one.is_pass("dmarc") && one.all("header.from").any(same));
    }
    found.iter().any(|one| {
        one.is_pass("dkim") && one.all("header.d").any(|by| is_above(by, domain))
            || one.is_pass("spf") && one.all("smtp.mailfrom").any(|by| is_above(domain_of(by), domain))
    })
}

fn domain_of(address: &str) -> &str {
    address
        .rsplit_once('@')
        .map_or(address, |(_, domain)| domain)
        .trim_end_matches('.')
}

/// Whether a domain is this one or lies above it; a top level domain signs nothing.
fn is_above(above: &str, domain: &str) -> bool {
    let (above, domain) = (above.trim_end_matches('.').to_lowercase(), domain.to_lowercase());
    above == domain
        || above.contains('.')
            && domain
                .strip_suffix(&above)
                .is_some_and(|rest| rest.ends_with('.'))
}

/// The mail that a mail passes on: as a file, or in its own text.
fn forwarded(
    raw: &[u8],
    root: &Node<'_>,
    words: &body::Body,
    attachments: &mut Vec<Attachment>,
) -> Option<Forwarded> {
    let title = super::title_of(root);
    let plain = words.text.clone().filter(|text| !text.trim().is_empty());
    let plain = plain
        .or_else(|| words.html.as_deref().map(text::html_to_text))
        .unwrap_or_default();
    if let Some(attached) = only_mail(root) {
        return attached_mail(raw, attached, &title, &plain, attachments);
    }
    let found = text::forwarded(&plain, &title)?;
    Some(Forwarded {
        from: Handle::email(&answerable(&found.address)?, &found.name),
        title: found.title,
        text: Some(found.text),
        html: None,
        note: found.note,
    })
}

/// The one mail that is attached; of several, none is what the mail is about.
fn only_mail<'a, 'x>(root: &'a Node<'x>) -> Option<&'a Node<'x>> {
    let mails: Vec<_> = root
        .children
        .iter()
        .filter(|child| child.is("message", "rfc822"))
        .collect();
    match mails.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

fn attached_mail(
    raw: &[u8],
    node: &Node<'_>,
    title: &str,
    note: &str,
    attachments: &mut Vec<Attachment>,
) -> Option<Forwarded> {
    let bytes = &raw[node.body.clone()];
    let inner = tree::grow(bytes).ok()?;
    let inner_title = super::title_of(&inner);
    // Somebody who writes about a mail, and attaches it, does not pass it on.
    let passes_on = text::is_forward_title(title) || title == inner_title || note.trim().is_empty();
    let from = inner
        .head
        .value(&HeaderName::From)
        .and_then(HeaderValue::as_address)?
        .first()?;
    let address = answerable(from.address.as_deref()?).filter(|_| passes_on)?;
    let words = body::read(bytes, &inner);
    let moved = files::list(bytes, &inner)
        .into_iter()
        .map(|file| match file.content {
            Content::Range {
                start,
                length,
                encoding,
            } => Attachment {
                content: Content::Range {
                    start: start + node.body.start,
                    length,
                    encoding,
                },
                ..file
            },
            Content::Bytes(_) | Content::Named { .. } | Content::Lost(_) => file,
        });
    attachments.extend(moved);
    Some(Forwarded {
        from: Handle::email(
            &address,
            &text::clean_line(from.name.as_deref().unwrap_or_default(), MAX_TITLE),
        ),
        title: inner_title,
        text: words.text,
        html: words.html,
        note: note.trim().to_owned(),
    })
}
