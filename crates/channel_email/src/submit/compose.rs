//! From an outbound message to the bytes of a mail (RFC 5322) and its envelope. Pure. No value can add a header field:
//! names and titles are one line, addresses and ids are checked, the rest is encoded by lettre.

use super::config::SubmitConfig;
use crate::address::answerable;
use channel::{DeliveryError, Outbound, OutboundFile};
use domain::{Handle, HandleKind, Moment};
use lettre::Address;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MessageBuilder, MultiPart, SinglePart};
use std::time::{Duration, SystemTime};

/// Ids in `References`; the first and the newest are kept.
const MAX_REFERENCES: usize = 20;
/// Longest id that fits a line (RFC 5322 §2.1.1) with its brackets.
const MAX_ID: usize = 900;
const MAX_TITLE: usize = 500;
const MAX_NAME: usize = 150;

/// A mail ready for the wire.
#[derive(Debug)]
pub(super) struct Composed {
    /// `None` is the null reverse-path.
    pub sender: Option<Address>,
    pub to: Address,
    pub others: Vec<Address>,
    pub bytes: Vec<u8>,
    /// An address is not ASCII (RFC 6531).
    pub needs_utf8: bool,
}

/// Builds the mail.
pub(super) fn compose(
    message: &Outbound,
    config: &SubmitConfig,
    now: Moment,
) -> Result<Composed, DeliveryError> {
    let from = mailbox(&message.from)?;
    let to = mailbox(&message.to)?;
    // A CC that no mail can reach must not keep the answer from the client.
    let others: Vec<Mailbox> = message
        .others
        .iter()
        .filter_map(|handle| mailbox(handle).ok())
        .collect();
    let sender = match &config.bounce {
        _ if message.automatic => None,
        Some(bounce) => address(bounce),
        None => Some(from.email.clone()),
    };
    let bytes = build(message, &from, &to, &others, now)?.formatted();
    let others: Vec<Address> = others.into_iter().map(|mailbox| mailbox.email).collect();
    let needs_utf8 = sender
        .iter()
        .chain([&to.email])
        .chain(&others)
        .any(|address| !is_ascii(address));
    Ok(Composed {
        sender,
        to: to.email,
        others,
        bytes,
        needs_utf8,
    })
}

fn build(
    message: &Outbound,
    from: &Mailbox,
    to: &Mailbox,
    others: &[Mailbox],
    now: Moment,
) -> Result<Message, DeliveryError> {
    let own =
        id(&message.external_id).ok_or_else(|| refused("5.6.0", "the message has no usable Message-ID"))?;
    let mut builder = Message::builder()
        .from(from.clone())
        .to(to.clone())
        .subject(text::clean_line(&message.title, MAX_TITLE))
        .message_id(Some(own))
        .date(time(now));
    for other in others {
        builder = builder.cc(other.clone());
    }
    if let Some(reply_to) = &message.reply_to {
        builder = builder.reply_to(mailbox(reply_to)?);
    }
    builder = thread(builder, &message.thread);
    builder = marks(builder, message);
    // The envelope is ours to choose; lettre would read it out of the header and miss quoted local parts.
    let envelope = Envelope::new(None, vec![to.email.clone()]);
    builder = builder.envelope(envelope.map_err(|_| refused("5.1.3", "no recipient"))?);
    let failed =
        |error: lettre::error::Error| refused("5.6.0", &format!("the mail cannot be built: {error}"));
    body(builder, message).map_err(failed)
}

/// `In-Reply-To` and `References` from the ids that are Message-IDs; those of other channels are none.
fn thread(builder: MessageBuilder, thread: &[String]) -> MessageBuilder {
    let mut ids: Vec<String> = thread.iter().filter_map(|external| id(external)).collect();
    ids.dedup();
    let Some(nearest) = ids.last().cloned() else {
        return builder;
    };
    if ids.len() > MAX_REFERENCES {
        ids.drain(1..=ids.len() - MAX_REFERENCES);
    }
    builder.in_reply_to(nearest).references(ids.join(" "))
}

/// Marks of automatic mail: nothing may answer it (RFC 3834 §5), and Exchange is asked not to.
fn marks(builder: MessageBuilder, message: &Outbound) -> MessageBuilder {
    let mut builder = builder;
    let raw = |name: &'static str, value: &str| {
        HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
    };
    if message.automatic {
        builder = builder
            .raw_header(raw("Auto-Submitted", "auto-replied"))
            .raw_header(raw("X-Auto-Response-Suppress", "All"));
    }
    let number = text::clean_line(&message.ticket_number, 40);
    if number.is_empty() {
        builder
    } else {
        builder.raw_header(raw("X-Ticket-Number", &number))
    }
}

fn body(builder: MessageBuilder, message: &Outbound) -> Result<Message, lettre::error::Error> {
    let plain = SinglePart::plain(message.text.clone());
    let both = || MultiPart::alternative_plain_html(message.text.clone(), message.html.clone());
    match (message.html.is_empty(), message.files.is_empty()) {
        (true, true) => builder.singlepart(plain),
        (false, true) => builder.multipart(both()),
        (true, false) => builder.multipart(files(MultiPart::mixed().singlepart(plain), &message.files)),
        (false, false) => builder.multipart(files(MultiPart::mixed().multipart(both()), &message.files)),
    }
}

fn files(mixed: MultiPart, files: &[OutboundFile]) -> MultiPart {
    files.iter().fold(mixed, |mixed, file| {
        let name = text::clean_line(&file.name, MAX_NAME);
        let name = if name.is_empty() { "file".to_owned() } else { name };
        mixed.singlepart(Attachment::new(name).body(file.bytes.clone(), media_type(&file.media_type)))
    })
}

fn media_type(given: &str) -> ContentType {
    let unknown = || ContentType::TEXT_PLAIN;
    let parse = |text: &str| ContentType::parse(text).ok();
    // A mail cannot be attached in an encoding (RFC 2046 §5.2.1), and lettre encodes every file.
    let usable =
        Some(given).filter(|given| !given.starts_with("message/") && !given.starts_with("multipart/"));
    usable
        .and_then(parse)
        .or_else(|| parse("application/octet-stream"))
        .unwrap_or_else(unknown)
}

/// A Message-ID with its brackets, if the external id is one (RFC 5322 §3.6.4).
fn id(external: &str) -> Option<String> {
    let bare = external.trim().trim_start_matches('<').trim_end_matches('>');
    let (left, right) = bare.split_once('@')?;
    let proper = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_graphic() && b != b'<' && b != b'>')
    };
    (bare.len() <= MAX_ID && proper(left) && proper(right)).then(|| format!("<{bare}>"))
}

fn mailbox(handle: &Handle) -> Result<Mailbox, DeliveryError> {
    let email = (handle.kind == HandleKind::Email)
        .then(|| address(&handle.value))
        .flatten();
    let email = email.ok_or_else(|| {
        refused(
            "5.1.3",
            &format!("{:?} is no address that mail can reach", handle.value),
        )
    })?;
    let name = text::clean_line(&handle.name, MAX_NAME);
    Ok(Mailbox::new((!name.is_empty()).then_some(name), email))
}

/// The address as lettre wants it. Local parts that are in use but outside the grammar (two dots in a row, a dot at
/// the end) are quoted, which means the same (RFC 5321 §4.1.2).
pub(super) fn address(given: &str) -> Option<Address> {
    let given = answerable(given)?;
    given.parse().ok().or_else(|| {
        let (local, domain) = given.rsplit_once('@')?;
        Address::new(format!("\"{local}\""), domain).ok()
    })
}

fn is_ascii(address: &Address) -> bool {
    AsRef::<str>::as_ref(address).is_ascii()
}

fn time(now: Moment) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(now.as_micros()).unwrap_or(0))
}

fn refused(status: &str, reason: &str) -> DeliveryError {
    DeliveryError::Permanent {
        status: status.to_owned(),
        reason: reason.to_owned(),
    }
}
