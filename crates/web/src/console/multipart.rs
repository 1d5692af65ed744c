//! A form with files (RFC 7578): fields as text, files as bytes, both bounded.

use crate::problem::{Answer, Code, Problem};
use actix_multipart::{Multipart, MultipartError};
use desk::ticket::NewFile;
use futures_util::TryStreamExt as _;
use std::collections::HashMap;

/// Files of one message.
const FILES: usize = 20;
/// Bytes of one text field.
const FIELD: usize = 1 << 20;

/// What a form brought.
#[derive(Debug, Default)]
pub struct Sent {
    pub fields: HashMap<String, String>,
    pub files: Vec<NewFile>,
}

impl Sent {
    /// A field; empty where it is not there.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map(String::as_str).unwrap_or_default()
    }
}

impl From<MultipartError> for Problem {
    fn from(error: MultipartError) -> Self {
        Self::because(Code::BadRequest, error.to_string())
    }
}

/// Reads a whole form of at most `limit` bytes.
///
/// # Errors
/// It is too large, has too many files, or is no form.
pub async fn read(mut form: Multipart, limit: usize) -> Answer<Sent> {
    let mut sent = Sent::default();
    let mut left = limit;
    while let Some(mut part) = form.try_next().await? {
        let disposition = part.content_disposition();
        let name = disposition
            .and_then(|head| head.get_name())
            .unwrap_or_default()
            .to_owned();
        let file = disposition
            .and_then(|head| head.get_filename())
            .map(str::to_owned);
        let media_type = part.content_type().map(ToString::to_string).unwrap_or_default();
        let most = if file.is_some() { left } else { left.min(FIELD) };
        let mut bytes = Vec::new();
        while let Some(chunk) = part.try_next().await? {
            if bytes.len() + chunk.len() > most {
                return Err(Problem::because(
                    Code::TooLarge,
                    format!("a form may have {limit} bytes"),
                ));
            }
            bytes.extend_from_slice(&chunk);
        }
        left -= bytes.len();
        match file {
            // A browser sends an empty file where none was chosen.
            Some(name) if name.is_empty() && bytes.is_empty() => {}
            Some(_) if sent.files.len() == FILES => {
                return Err(Problem::because(
                    Code::TooLarge,
                    format!("a message may have {FILES} files"),
                ));
            }
            Some(name) => sent.files.push(NewFile {
                name,
                media_type,
                bytes,
            }),
            None => {
                sent.fields
                    .insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
    }
    Ok(sent)
}
