//! What is kept of a form that seemed a program's work: everything that was sent, so that a person who accepts it loses
//! nothing of it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use channel::form::Typed;
use channel::{Attachment, Content};
use domain::intake::{AnswerBy, AnswerWish, Consent};
use serde::{Deserialize, Serialize};

/// A filled form. Files stand last: what a person reads of it begins with words.
#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Copy {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub subject: String,
    pub text: String,
    pub kind: String,
    pub topic: String,
    pub lang: String,
    pub zone: String,
    pub trap: String,
    /// How the client would like to be answered; empty where that was not asked.
    answer_by: String,
    /// They had the choice, and chose to be answered in writing.
    pub writing: bool,
    consent: Option<Agreed>,
    files: Vec<File>,
}

/// A consent as it was given.
#[derive(Deserialize, Serialize)]
struct Agreed {
    version: String,
    lang: String,
    text: String,
    hash: String,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct File {
    name: String,
    media_type: String,
    base64: String,
}

impl Copy {
    pub fn of(
        typed: &Typed,
        answer: Option<AnswerWish>,
        consent: Option<Consent>,
        files: Vec<Attachment>,
    ) -> Self {
        Self {
            name: typed.name.clone(),
            email: typed.email.clone(),
            phone: typed.phone.clone(),
            subject: typed.subject.clone(),
            text: typed.text.clone(),
            kind: typed.kind.clone(),
            topic: typed.topic.clone(),
            lang: typed.lang.clone(),
            zone: typed.zone.clone(),
            trap: typed.trap.clone(),
            answer_by: answer.map_or_else(String::new, |wish| wish.by.code().to_owned()),
            writing: crate::fill::chose_writing(&typed.answer_by),
            consent: consent.map(|given| Agreed {
                version: given.version,
                lang: given.lang,
                text: given.text,
                hash: given.hash,
            }),
            files: files.into_iter().map(File::of).collect(),
        }
    }

    pub fn into_bytes(self) -> Vec<u8> {
        // A structure of texts is always written; were it not, an empty copy says that nothing is known.
        serde_json::to_vec(&self).unwrap_or_default()
    }

    pub fn answer(&self) -> Option<AnswerWish> {
        let by = AnswerBy::parse(&self.answer_by).ok()?;
        let phone = self.phone.trim().to_owned();
        Some(AnswerWish { by, phone })
    }

    pub fn take_consent(&mut self) -> Option<Consent> {
        self.consent.take().map(|given| Consent {
            version: given.version,
            lang: given.lang,
            text: given.text,
            hash: given.hash,
        })
    }

    pub fn take_files(&mut self) -> Vec<Attachment> {
        let files = std::mem::take(&mut self.files);
        files.into_iter().filter_map(File::into_attachment).collect()
    }
}

impl File {
    fn of(file: Attachment) -> Self {
        let bytes = match &file.content {
            Content::Bytes(bytes) => bytes.as_slice(),
            // A form has no raw copy that a file could be a part of, and hands over what it has.
            Content::Range { .. } | Content::Named { .. } | Content::Lost(_) => &[],
        };
        Self {
            base64: STANDARD.encode(bytes),
            name: file.name,
            media_type: file.media_type,
        }
    }

    /// Nothing where the copy was damaged.
    fn into_attachment(self) -> Option<Attachment> {
        let bytes = STANDARD.decode(&self.base64).ok()?;
        Some(Attachment {
            name: self.name,
            media_type: self.media_type,
            content: Content::Bytes(bytes),
            content_id: String::new(),
            inline: false,
        })
    }
}
