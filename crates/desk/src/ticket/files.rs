//! Files that go out with an answer.

use crate::Desk;
use crate::error::{DeskError, DeskResult};
use crate::receive::keep_bytes;
use domain::entry::{AttachmentRef, Bytes, Encoding};
use store::rows::Blob;

/// Bytes that one file may have, and all of an answer together.
const LARGEST: usize = 25 * 1024 * 1024;

/// A file as it is handed over.
#[derive(Clone, Debug)]
pub struct NewFile {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// Refuses files that are too large for one message together.
pub(crate) fn fit_together<'a>(files: impl Iterator<Item = &'a AttachmentRef>) -> DeskResult<()> {
    let bytes: i64 = files.map(|file| file.size).sum();
    if usize::try_from(bytes).unwrap_or(usize::MAX) > LARGEST {
        return Err(too_large());
    }
    Ok(())
}

fn too_large() -> DeskError {
    let reason = format!(
        "files may have {} MB together: send fewer at once, or lay a large one where the client can fetch it",
        LARGEST >> 20
    );
    DeskError::invalid("files", "too_large", reason)
}

impl Desk {
    /// Puts files aside before the commit that refers to them.
    pub(crate) async fn put_files_aside(
        &self,
        files: Vec<NewFile>,
    ) -> DeskResult<(Vec<AttachmentRef>, Vec<Blob>)> {
        if files.iter().map(|file| file.bytes.len()).sum::<usize>() > LARGEST {
            return Err(too_large());
        }
        if files.is_empty() {
            return Ok((Vec::new(), Vec::new()));
        }
        let folder = self.options().objects.clone();
        let kept = tokio::task::spawn_blocking(move || {
            let mut blobs = Vec::new();
            let files = files
                .into_iter()
                .map(|file| keep(file, &folder, &mut blobs))
                .collect::<Result<Vec<_>, _>>()?;
            Ok::<_, std::io::Error>((files, blobs))
        });
        match kept.await {
            Ok(Ok(kept)) => Ok(kept),
            Ok(Err(error)) => Err(DeskError::Unavailable(error.to_string())),
            Err(panic) => Err(DeskError::Internal(panic.to_string())),
        }
    }
}

fn keep(file: NewFile, folder: &std::path::Path, blobs: &mut Vec<Blob>) -> std::io::Result<AttachmentRef> {
    let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
    let blob = keep_bytes(file.bytes, folder, blobs)?;
    Ok(AttachmentRef {
        name: text::clean_line(&file.name, 120),
        media_type: text::clean_line(&file.media_type, 120),
        size,
        blob,
        start: 0,
        length: size,
        encoding: Encoding::Identity,
        content_id: String::new(),
        inline: false,
        bytes: Bytes::Here,
    })
}
