//! A letter as it was entered, made a message. Dates are the desk's to judge: a door only says when it was received.

use crate::address;
use channel::inbound::{Attachment, Automatic, Content, Happened, Message, Wishes};
use channel::letter::{Entered, Wrong};
use domain::{Handle, HandleKind, Moment};

/// Files of one scan.
const FILES: usize = 20;
/// Characters of a subject.
const TITLE: usize = 300;

/// What scanners make, by their first bytes: what a file says of itself is not believed.
const SCANS: [(&[u8], &str); 6] = [
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"RIFF", "image/webp"),
];

/// The message a letter is.
pub fn read(entered: Entered, received: Moment) -> Result<Box<Message>, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let mut note = |field, code, reason: &str| {
        wrong.push(Wrong {
            field,
            code,
            reason: reason.to_owned(),
        });
    };
    let address = address::spelled(&entered.address);
    if address.is_none() {
        let reason = "write the sender's postal address with a place: 101000, Moscow, Lenina 5, 12";
        note("address", "invalid", reason);
    }
    if entered.title.trim().is_empty() || entered.title.chars().count() > TITLE {
        note("title", "required", "say in one line what the letter is about");
    }
    if entered.text.trim().is_empty() && entered.scan.is_empty() {
        note("scan", "required", "lay the scan beside it, or type what it says");
    }
    let scan = match known(entered.scan) {
        Ok(scan) => scan,
        Err(more) => {
            wrong.extend(more);
            Vec::new()
        }
    };
    let Some(address) = address.filter(|_| wrong.is_empty()) else {
        return Err(wrong);
    };
    Ok(Box::new(Message {
        key: entered.key,
        from: Handle::new(HandleKind::Postal, address, entered.name.trim()),
        others: Vec::new(),
        hints: Vec::new(),
        external_ids: Vec::new(),
        title: entered.title,
        text: Some(entered.text),
        html: None,
        attachments: scan,
        happened: Happened::Stated(received),
        automatic: Automatic::No,
        own: None,
        wishes: Wishes::default(),
        raw: None,
    }))
}

/// The scan of a letter that is still to be read.
pub fn scan(files: Vec<Attachment>) -> Result<Vec<Attachment>, Vec<Wrong>> {
    if files.is_empty() {
        return Err(vec![wrong("required", "lay the scan beside it")]);
    }
    known(files)
}

/// What scanners make, and no more of it than one letter may have.
fn known(files: Vec<Attachment>) -> Result<Vec<Attachment>, Vec<Wrong>> {
    let mut found = Vec::new();
    if files.len() > FILES {
        found.push(wrong("too_many", "a letter may have 20 files"));
    }
    let mut scan = Vec::with_capacity(files.len());
    for file in files {
        match kind_of(&file) {
            Some(media_type) => scan.push(Attachment {
                media_type: media_type.to_owned(),
                ..file
            }),
            None => found.push(wrong(
                "wrong_type",
                "a scan is a PDF or a picture (JPEG, PNG, TIFF, WebP)",
            )),
        }
    }
    if found.is_empty() { Ok(scan) } else { Err(found) }
}

fn wrong(code: &'static str, reason: &str) -> Wrong {
    Wrong {
        field: "scan",
        code,
        reason: reason.to_owned(),
    }
}

fn kind_of(file: &Attachment) -> Option<&'static str> {
    let Content::Bytes(bytes) = &file.content else {
        return None;
    };
    let found = SCANS.iter().find(|(begin, _)| bytes.starts_with(begin))?;
    // RIFF holds sound, too.
    let is_picture = found.0 != b"RIFF" || bytes.get(8..12) == Some(b"WEBP");
    is_picture.then_some(found.1)
}
