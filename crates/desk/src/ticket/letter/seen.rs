//! A letter as the door for paper sees it.

use super::{NAME, ReceivedLetter};
use crate::Desk;
use crate::error::{DeskError, DeskResult, Field};
use crate::ticket::NewFile;
use channel::letter::{Entered, Paper, Wrong};
use channel::{Attachment, Content, Inbound, Sighting, ThreadHint, What};
use domain::ChannelId;

impl Desk {
    pub(super) fn letter_seen(
        &self,
        new: ReceivedLetter,
        channel: ChannelId,
        paper: &dyn Paper,
    ) -> DeskResult<Sighting> {
        let size: usize = new.scan.iter().map(|file| file.bytes.len()).sum();
        let scan = new.scan.into_iter().map(scanned);
        let entered = Entered {
            key: new.key,
            name: text::clean_line(&new.name, NAME),
            address: new.address,
            title: new.title,
            text: new.text,
            scan: scan.collect(),
        };
        let size = (size + entered.text.len()) as u64;
        let received = self.start_of(new.received);
        let mut message = paper.read(entered, received).map_err(told)?;
        message.hints = new.ticket.into_iter().map(ThreadHint::Ticket).collect();
        message.wishes.kind = new.kind;
        message.wishes.topic = new.topic;
        Ok(Sighting {
            channel,
            size,
            trace: new.trace,
            what: What::Understood(Inbound::Message(message)),
        })
    }
}

/// A file of a scan as the door for paper takes it.
pub(super) fn scanned(file: NewFile) -> Attachment {
    Attachment {
        name: file.name,
        media_type: file.media_type,
        content: Content::Bytes(file.bytes),
        content_id: String::new(),
        inline: false,
    }
}

/// What the door for paper does not take, in the desk's words.
pub(super) fn told(wrong: Vec<Wrong>) -> DeskError {
    let field = |one: Wrong| Field {
        field: one.field.into(),
        code: one.code,
        reason: one.reason,
    };
    DeskError::Invalid(wrong.into_iter().map(field).collect())
}
