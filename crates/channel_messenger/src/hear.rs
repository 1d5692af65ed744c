//! From an update to a sighting: who said what, with files fetched. An update that cannot be finished now is left with its
//! vendor, who gives it again.

use crate::door::Bot;
use crate::vendor::{File, Heard, Said, Trouble};
use channel::Intake;
use channel::{
    Attachment, Automatic, Content, Happened, Inbound, IntakeError, Message, Raw, Receipt, Sighting,
    ThreadHint, What, Wishes,
};
use domain::Handle;
use serde_json::Value;
use std::time::Duration;

/// Files of one message.
const FILES: usize = 10;
/// Attempts to fetch a file within one turn.
const TRIES: u32 = 3;
const BETWEEN: Duration = Duration::from_millis(300);

/// A file with what became of it.
type Fetched = Result<Attachment, (File, String)>;

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
            Heard::Said(said) => {
                let files = self.fetch(&said.files).await;
                What::Understood(Inbound::Message(Box::new(self.message(*said, files, raw()))))
            }
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

    async fn fetch(&self, files: &[File]) -> Vec<Fetched> {
        let mut fetched = Vec::with_capacity(files.len());
        for file in files.iter().take(FILES) {
            fetched.push(self.fetch_one(file).await);
        }
        fetched
    }

    async fn fetch_one(&self, file: &File) -> Fetched {
        let most = self.vendor.limits().fetched;
        if file.size.is_some_and(|size| size > most) {
            return Err((file.clone(), format!("more than {} MB", most >> 20)));
        }
        let mut tries = 0;
        loop {
            tries += 1;
            match self.vendor.fetch(&self.line, file).await {
                Ok(bytes) => {
                    return Ok(Attachment {
                        name: file.name.clone(),
                        media_type: file.media_type.clone(),
                        content: Content::Bytes(bytes),
                        content_id: String::new(),
                        inline: false,
                    });
                }
                Err(Trouble::Later { .. } | Trouble::Unknown { .. }) if tries < TRIES => {
                    tokio::time::sleep(BETWEEN).await;
                }
                Err(trouble) => return Err((file.clone(), trouble.reason().to_owned())),
            }
        }
    }

    fn message(&self, said: Said, files: Vec<Fetched>, raw: Raw) -> Message {
        let mut text = said.text;
        let mut attachments = Vec::new();
        for file in files {
            match file {
                Ok(file) => attachments.push(file),
                // Whoever reads it has to know that there was more; the raw copy names the file.
                Err((file, why)) => {
                    tracing::warn!(why, "a file of a client was not fetched");
                    text.push_str(&missing(&said.lang, &file.name, &why));
                }
            }
        }
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
            text: Some(text),
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
    });
    let text = message.text.as_ref().map_or(0, String::len);
    (files.sum::<usize>() + text) as u64
}

fn missing(lang: &str, name: &str, why: &str) -> String {
    if lang == "en" {
        format!("\n[The file “{name}” was not fetched: {why}]")
    } else {
        format!("\n[Файл «{name}» не получен: {why}]")
    }
}
