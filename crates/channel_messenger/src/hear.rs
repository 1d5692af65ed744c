//! From an update to a sighting: who said what, with files named. An update that cannot be finished now is left with its
//! vendor, who gives it again.

use crate::door::Bot;
use crate::vendor::{File, Heard, Said};
use channel::Intake;
use channel::{
    Attachment, Automatic, Content, Happened, Inbound, IntakeError, Message, Raw, Receipt, Sighting,
    ThreadHint, What, Wishes,
};
use domain::Handle;
use domain::entry::FileLoss;
use serde_json::Value;

/// Files of one message.
const FILES: usize = 10;

impl Bot {
    /// Takes one update in. `Ok(None)` for what needs no keeping.
    ///
    /// # Errors
    /// It was not kept and has to be given again.
    pub(crate) async fn hear(
        &self,
        update: &Value,
        intake: &dyn Intake,
        trace: &str,
    ) -> Result<Option<Receipt>, IntakeError> {
        let raw = || Raw {
            bytes: update.to_string().into_bytes(),
            media_type: "application/json",
        };
        let what = match self.vendor.read(update) {
            Heard::Nothing => return Ok(None),
            Heard::Began { user, lang } => {
                self.greet(&user, &lang).await;
                return Ok(None);
            }
            Heard::Said(said) => What::Understood(Inbound::Message(Box::new(self.message(*said, raw())))),
            Heard::Elsewhere { key, reason } => What::Refused {
                key,
                from: None,
                title: String::new(),
                reason: reason.to_owned(),
            },
            Heard::Strange { key, reason } => What::Unreadable {
                key,
                from: None,
                title: String::new(),
                reason: reason.to_owned(),
                raw: raw(),
            },
        };
        let size = match &what {
            What::Understood(Inbound::Message(message)) => size(message),
            _ => update.to_string().len() as u64,
        };
        let sighting = Sighting {
            channel: self.channel,
            size,
            what,
            trace: trace.to_owned(),
        };
        match self.counts.hand_in(intake, sighting).await {
            Ok(receipt) => Ok(Some(receipt)),
            Err(IntakeError::Refused { code, reason }) => {
                tracing::warn!(code, reason, "an update is not wanted");
                Ok(None)
            }
            Err(later) => Err(later),
        }
    }

    async fn greet(&self, user: &str, lang: &str) {
        let greetings = &self.settings.greeting;
        let Some(text) = greetings.get(lang).or_else(|| greetings.values().next()) else {
            return;
        };
        if let Err(trouble) = self.vendor.say(&self.line, user, text, None).await {
            // Nobody was promised a greeting.
            tracing::info!(reason = trouble.reason(), "somebody was not greeted");
        }
    }

    /// A file that was named, to be fetched when the message is kept: it must not wait for its picture.
    fn named(&self, file: File, at: usize) -> Attachment {
        let content = if at >= FILES {
            Content::Lost(FileLoss::TooMany)
        } else if file.size.is_some_and(|size| size > self.vendor.limits().fetched) {
            Content::Lost(FileLoss::TooLarge)
        } else {
            Content::Named {
                by: file.id,
                size: file.size.unwrap_or_default(),
            }
        };
        Attachment {
            name: file.name,
            media_type: file.media_type,
            content,
            content_id: String::new(),
            inline: false,
        }
    }

    fn message(&self, said: Said, raw: Raw) -> Message {
        let files = said.files.into_iter().enumerate();
        let attachments = files.map(|(at, file)| self.named(file, at)).collect();
        let own = self.external(&said.user, &said.id);
        let mut hints = Vec::new();
        let mut external_ids = Vec::new();
        if said.edits {
            hints.push(ThreadHint::Edits(own));
        } else {
            external_ids.push(own);
        }
        let answers = said.answers.map(|id| self.external(&said.user, &id));
        hints.extend(answers.map(ThreadHint::Reference));
        hints.push(ThreadHint::Talk);
        Message {
            key: said.key,
            from: Handle::new(self.vendor.handle(), said.user, said.name),
            others: Vec::new(),
            hints,
            external_ids,
            title: String::new(),
            text: Some(said.text),
            html: None,
            attachments,
            // The vendor's time, never later than our receipt (`definitions.md` §1).
            happened: said
                .at
                .map_or(Happened::Now, |at| Happened::reported(at, self.now.now())),
            automatic: Automatic::No,
            own: None,
            wishes: Wishes {
                lang: Some(said.lang).filter(|lang| lang == "ru" || lang == "en"),
                ..Wishes::default()
            },
            raw: Some(raw),
        }
    }
}

fn size(message: &Message) -> u64 {
    let files = message.attachments.iter().map(|file| match &file.content {
        Content::Bytes(bytes) => bytes.len(),
        Content::Range { length, .. } => *length,
        Content::Named { size, .. } => *size,
        Content::Lost(_) => 0,
    });
    let text = message.text.as_ref().map_or(0, String::len);
    (files.sum::<usize>() + text) as u64
}
