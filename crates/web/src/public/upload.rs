//! What a client's page sends: fields as text, files as bytes, read as they come and never beyond their bounds. What was
//! read before a bound was met is given back, so that nothing typed is lost.

mod room;

pub use room::Room;

use crate::app::App;
use crate::problem::{Answer, Code, Problem};
use actix_multipart::{Field, Multipart};
use actix_web::http::header;
use actix_web::{FromRequest as _, HttpRequest, web};
use channel::{Attachment, Content};
use futures_util::TryStreamExt as _;
use room::Share;
use std::collections::HashMap;
use std::time::Duration;

/// Files of one message.
pub const FILES: usize = 20;
/// Bytes of one text field, and how many fields there may be.
const FIELD: usize = 256 << 10;
const FIELDS: usize = 64;
/// Bytes that fields and the frame around them may have beside the files.
const AROUND: usize = 1 << 20;
/// A sender that is silent for so long is gone.
const SILENCE: Duration = Duration::from_secs(30);

/// What was sent.
#[derive(Debug, Default)]
pub struct Upload {
    fields: HashMap<String, String>,
    pub files: Vec<Attachment>,
    /// Why the files, and whatever came after them, were not read.
    pub refused: Option<Refused>,
    /// Bytes that were read.
    pub size: u64,
    /// Held as long as the bytes are.
    share: Share,
}

/// Why files were not read.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Refused {
    /// They are larger together than may be.
    TooLarge,
    TooMany,
    /// There is no room for so many senders at once.
    Busy,
}

impl Upload {
    /// A field; empty where it is not there. U+0000 is left: whoever reads it decides.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map(String::as_str).unwrap_or_default()
    }
}

/// Reads a form with or without files.
///
/// # Errors
/// It is no form, has too much text, or its sender fell silent.
pub async fn read(request: &HttpRequest, payload: web::Payload, app: &App) -> Answer<Upload> {
    let is_multipart = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/"));
    if is_multipart {
        return Reading::new(request, app)
            .parts(Multipart::new(request.headers(), payload))
            .await;
    }
    let mut payload = payload.into_inner();
    let pairs = web::Form::<Vec<(String, String)>>::from_request(request, &mut payload)
        .await
        .map_err(|error| Problem::of(&error))?;
    let size = pairs
        .iter()
        .map(|(name, value)| name.len() + value.len())
        .sum::<usize>();
    Ok(Upload {
        fields: pairs.into_inner().into_iter().collect(),
        size: size as u64,
        ..Upload::default()
    })
}

/// A form being read.
struct Reading<'a> {
    upload: Upload,
    room: &'a Room,
    /// Bytes that files may still have.
    left: usize,
    /// The sender said that more will come than may: its files are not even begun.
    hopeless: bool,
}

impl<'a> Reading<'a> {
    fn new(request: &HttpRequest, app: &'a App) -> Self {
        let most = app.options.max_upload;
        let declared = request
            .headers()
            .get(header::CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        Self {
            upload: Upload::default(),
            room: &app.uploads,
            left: most,
            hopeless: declared.is_some_and(|declared| declared > most.saturating_add(AROUND) as u64),
        }
    }

    async fn parts(mut self, mut form: Multipart) -> Answer<Upload> {
        while let Some(part) = in_time(form.try_next()).await? {
            let file = part
                .content_disposition()
                .and_then(|head| head.get_filename().map(str::to_owned));
            let refused = match file {
                Some(name) => self.file(part, name).await?,
                None => self.field(part).await?,
            };
            if refused.is_some() {
                self.upload.refused = refused;
                self.upload.files.clear();
                break;
            }
        }
        Ok(self.upload)
    }

    async fn field(&mut self, mut part: Field) -> Answer<Option<Refused>> {
        let name = part.name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = in_time(part.try_next()).await? {
            if bytes.len() + chunk.len() > FIELD || self.upload.fields.len() == FIELDS {
                return Err(Problem::new(Code::TooLarge));
            }
            bytes.extend_from_slice(&chunk);
        }
        self.upload.size += bytes.len() as u64;
        self.upload
            .fields
            .insert(name, String::from_utf8_lossy(&bytes).into_owned());
        Ok(None)
    }

    async fn file(&mut self, mut part: Field, name: String) -> Answer<Option<Refused>> {
        if self.hopeless && !name.is_empty() {
            return Ok(Some(Refused::TooLarge));
        }
        let media_type = part.content_type().map(ToString::to_string).unwrap_or_default();
        let mut bytes = Vec::new();
        while let Some(chunk) = in_time(part.try_next()).await? {
            if bytes.len() + chunk.len() > self.left {
                return Ok(Some(Refused::TooLarge));
            }
            if !self.upload.share.grow(self.room, chunk.len()) {
                return Ok(Some(Refused::Busy));
            }
            bytes.extend_from_slice(&chunk);
        }
        // A browser sends an empty file where none was chosen.
        if name.is_empty() && bytes.is_empty() {
            return Ok(None);
        }
        if self.upload.files.len() == FILES {
            return Ok(Some(Refused::TooMany));
        }
        self.left -= bytes.len();
        self.upload.size += bytes.len() as u64;
        self.upload.files.push(Attachment {
            name,
            media_type: media_type.to_lowercase(),
            content: Content::Bytes(bytes),
            content_id: String::new(),
            inline: false,
        });
        Ok(None)
    }
}

/// What comes next, unless the sender has fallen silent.
async fn in_time<T>(
    next: impl Future<Output = Result<Option<T>, actix_multipart::MultipartError>>,
) -> Answer<Option<T>> {
    match tokio::time::timeout(SILENCE, next).await {
        Ok(next) => Ok(next?),
        Err(_silence) => Err(Problem::new(Code::Timeout)),
    }
}
