//! Text work and bytes, before the batch: so that a commit only writes.

use super::{objects, said};
use channel::intake::What as Seen;
use channel::{Attachment, Content, Inbound, Message, Raw, Sighting};
use domain::entry::{AttachmentRef, Bytes, Encoding};
use domain::intake::{Arrival, NewMessage, NewReport, What};
use sha2::{Digest as _, Sha256};
use std::io;
use std::path::Path;
use store::rows::Blob;

/// Bytes up to this size lie in the database.
const IN_DATABASE: usize = 64 * 1024;
/// Level 1 halves mail at a few hundred megabytes a second; more costs more than it saves.
const LEVEL: i32 = 1;
/// Characters of a title, a name.
pub(super) const TITLE: usize = 300;
pub(super) const NAME: usize = 120;

/// An arrival with the bytes to keep.
#[derive(Debug)]
pub struct Prepared {
    pub arrival: Arrival,
    pub blobs: Vec<Blob>,
}

/// Does all text work of a sighting and puts large bytes into the object store. `words` are those for a person.
///
/// # Errors
/// The object store cannot be written.
pub fn prepare(sighting: Sighting, folder: &Path, words: &[String]) -> io::Result<Prepared> {
    let Sighting {
        channel,
        size,
        what,
        trace,
    } = sighting;
    let mut blobs = Vec::new();
    let mut keep =
        |raw: Option<Raw>| raw.map_or(Ok(String::new()), |raw| keep_bytes(raw.bytes, folder, &mut blobs));
    let (key, what) = match what {
        Seen::Understood(Inbound::Message(message)) => {
            let mut message = *message;
            let raw = keep(message.raw.take())?;
            let key = key_of(&message.key);
            (
                key,
                What::Message(Box::new(new_message(message, raw, folder, words, &mut blobs)?)),
            )
        }
        Seen::Understood(Inbound::Report(mut report)) => {
            let raw = keep(report.raw.take())?;
            let new = NewReport {
                about: report.about,
                recipient: report.recipient,
                fate: report.fate,
                status: text::clean_line(&report.status, NAME),
                reason: text::clean_line(&report.reason, TITLE),
                title: text::clean_line(&report.title, TITLE),
                happened: report.happened,
                raw,
            };
            (key_of(&report.key), What::Report(Box::new(new)))
        }
        Seen::Unreadable {
            key,
            from,
            title,
            reason,
            raw,
        } => {
            let raw = keep(Some(raw))?;
            let from = from
                .map(|handle| text::clean_line(&handle.value, TITLE))
                .unwrap_or_default();
            let (title, reason) = (text::clean_line(&title, TITLE), text::clean_line(&reason, TITLE));
            (
                key_of(&key),
                What::Unreadable {
                    from,
                    title,
                    reason,
                    raw,
                },
            )
        }
        Seen::Refused { key, reason, .. } => (
            key_of(&key),
            What::Refused {
                reason: text::clean_line(&reason, TITLE),
            },
        ),
    };
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    Ok(Prepared {
        arrival: Arrival {
            channel,
            key,
            size,
            trace,
            what,
        },
        blobs,
    })
}

fn new_message(
    message: Message,
    raw: String,
    folder: &Path,
    words: &[String],
    blobs: &mut Vec<Blob>,
) -> io::Result<NewMessage> {
    let said = said::read(
        &message.from,
        &message.title,
        (message.text.as_deref(), message.html.as_deref()),
        words,
    );
    let mut attachments = Vec::with_capacity(message.attachments.len());
    for file in message.attachments {
        attachments.push(attachment(file, &raw, folder, blobs)?);
    }
    let mut from = message.from;
    from.name = text::clean_line(&from.name, NAME);
    from.value = text::clean_line(&from.value, TITLE);
    let own = message.own.map(|own| Box::new(said::own(*own, words)));
    let mut others = message.others;
    for handle in &mut others {
        handle.name = text::clean_line(&handle.name, NAME);
        handle.value = text::clean_line(&handle.value, TITLE);
    }
    others.retain(|handle| handle.key() != from.key());
    Ok(NewMessage {
        from,
        others,
        hints: message.hints,
        external_ids: message.external_ids,
        title: said.title,
        body: said.body,
        preview: said.preview,
        terms: said.terms,
        guessed_lang: said.guessed_lang,
        attachments,
        happened: message.happened,
        automatic: message.automatic,
        wants_person: said.wants_person,
        own,
        wishes: message.wishes,
        raw,
    })
}

fn attachment(
    file: Attachment,
    raw: &str,
    folder: &Path,
    blobs: &mut Vec<Blob>,
) -> io::Result<AttachmentRef> {
    let mut bytes = Bytes::Here;
    let (blob, start, length, encoding) = match file.content {
        Content::Range {
            start,
            length,
            encoding,
        } => (raw.to_owned(), start, length, encoding),
        Content::Bytes(bytes) => {
            let length = bytes.len();
            (keep_bytes(bytes, folder, blobs)?, 0, length, Encoding::Identity)
        }
        Content::Named { by, size } => {
            bytes = Bytes::Awaited(by);
            (String::new(), 0, size, Encoding::Identity)
        }
        Content::Lost(why) => {
            bytes = Bytes::Lost(why);
            (String::new(), 0, 0, Encoding::Identity)
        }
    };
    let decoded = if encoding == Encoding::Base64 {
        length / 4 * 3
    } else {
        length
    };
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Ok(AttachmentRef {
        name: text::clean_line(&file.name, NAME),
        media_type: text::clean_line(&file.media_type, NAME),
        size: number(decoded),
        blob,
        start: number(start),
        length: number(length),
        encoding,
        content_id: text::clean_line(&file.content_id, TITLE),
        inline: file.inline,
        bytes,
    })
}

/// Keeps bytes by content and tells their hash: small ones with the batch, large ones at once in the object store.
pub(crate) fn keep_bytes(bytes: Vec<u8>, folder: &Path, blobs: &mut Vec<Blob>) -> io::Result<String> {
    let hash = hex::encode(Sha256::digest(&bytes));
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let packed = zstd::bulk::compress(&bytes, LEVEL)?;
    let (coding, data) = if packed.len() < bytes.len() {
        ("zstd", packed)
    } else {
        ("plain", bytes)
    };
    let data = if data.len() > IN_DATABASE {
        objects::write_object(folder, &hash, &data)?;
        None
    } else {
        Some(data)
    };
    blobs.push(Blob {
        hash: hash.clone(),
        size,
        coding,
        data,
    });
    Ok(hash)
}

/// A key as it is stored: as it came where it is short, else its digest. Nothing in it is folded: keys that differ, differ.
fn key_of(key: &str) -> String {
    const LONGEST: usize = 400;
    if key.len() <= LONGEST && !key.contains('\0') {
        key.to_owned()
    } else {
        hex::encode(Sha256::digest(key))
    }
}
