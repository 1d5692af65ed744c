//! What is too large for a timeline, one at a time: a message's HTML for its sandboxed frame, its raw copy, its files.

use super::DeskReader;
use super::timeline::{FileView, file};
use crate::{DeskError, DeskResult};
use store::rows::EntryFile;

/// A message as its author laid it out, made safe.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EntryHtml {
    pub html: String,
    /// Images on other hosts, which stay off until asked for.
    pub remote_images: i64,
    /// They are on in this answer.
    pub shows_remote: bool,
}

/// A file with its bytes, decoded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FileBytes {
    pub file: FileView,
    pub bytes: Vec<u8>,
}

impl DeskReader {
    /// The HTML of a message, sanitised; its own images get the address that `address` has for their file.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where there is no such message or no HTML in it; the store's own.
    pub async fn entry_html(
        &self,
        public_id: &str,
        remote: bool,
        address: impl Fn(&FileView) -> String,
    ) -> DeskResult<EntryHtml> {
        let EntryFile { body, files, .. } = self.entry(public_id).await?;
        let body = body.filter(|body| !body.html.is_empty());
        let body = body.ok_or(DeskError::NotFound("message with a layout"))?;
        let files: Vec<FileView> = files.into_iter().map(file).collect();
        let own = |cid: &str| files.iter().find(|file| file.content_id == cid).map(&address);
        let mut html = text::show_inline_images(&body.html, own);
        if remote {
            html = text::show_remote_images(&html);
        }
        Ok(EntryHtml {
            html,
            remote_images: body.remote_images,
            shows_remote: remote,
        })
    }

    /// The raw copy of a message, as it came through the door.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; the store's own.
    pub async fn entry_raw(&self, public_id: &str) -> DeskResult<Vec<u8>> {
        let found = self.entry(public_id).await?;
        self.desk.blob(&found.entry.raw).await
    }

    /// A file of a message.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; the store's own.
    pub async fn attachment(&self, public_id: &str) -> DeskResult<FileBytes> {
        let wanted = public_id.to_owned();
        let found = self.snapshot(move |reader, scope| Ok(reader.attachment(scope, &wanted)?));
        let (_, stored) = found.await?.ok_or(DeskError::NotFound("file"))?;
        let bytes = self.desk.file_bytes(&stored.file).await?;
        Ok(FileBytes {
            file: file(stored),
            bytes,
        })
    }

    async fn entry(&self, public_id: &str) -> DeskResult<EntryFile> {
        let wanted = public_id.to_owned();
        let found = self.snapshot(move |reader, scope| Ok(reader.entry_file(scope, &wanted)?));
        found.await?.ok_or(DeskError::NotFound("message"))
    }
}
