//! A letter as the door for paper sees it.

use super::{NAME, ReceivedLetter};
use crate::Desk;
use crate::error::{DeskError, DeskResult, Field};
use channel::letter::{Entered, Paper};
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
        let scan = new.scan.into_iter().map(|file| Attachment {
            name: file.name,
            media_type: file.media_type,
            content: Content::Bytes(file.bytes),
            content_id: String::new(),
            inline: false,
        });
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
        let mut message = paper.read(entered, received).map_err(|wrong| {
            let field = |one: channel::letter::Wrong| Field {
                field: one.field.into(),
                code: one.code,
                reason: one.reason,
            };
            DeskError::Invalid(wrong.into_iter().map(field).collect())
        })?;
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
