//! Raw copies are let go a few at a time. Files that were ranges of one are cut out first: nothing that is shown is lost.

use crate::receive::keep_bytes;
use crate::{Desk, DeskError, DeskResult};
use domain::{Actor, EntryId};
use store::rows::{Blob, OwnFile, RawCopy};
use store::{StoreError, Tx};

/// Entries of one transaction.
const CHUNK: i64 = 100;

impl Desk {
    /// Lets go of raw copies older than so many days; how many there were.
    pub(super) async fn drop_raw_copies(&self, days: u32) -> DeskResult<usize> {
        let before = self
            .now()
            .saturating_add(-i64::from(days) * 24 * domain::time::HOUR);
        let (mut after, mut dropped) = (EntryId(0), 0);
        loop {
            let copies = self
                .store()
                .read(move |reader| reader.raw_copies(after, before, CHUNK))
                .await?;
            let Some(last) = copies.last() else { break };
            after = last.entry;
            dropped += self.drop_chunk(copies).await?;
        }
        let decided = move |tx: &mut Tx<'_>| -> Result<usize, StoreError> { tx.drop_decided_raw(before) };
        Ok(dropped + self.store().write(Actor::System, decided).await?)
    }

    async fn drop_chunk(&self, copies: Vec<RawCopy>) -> DeskResult<usize> {
        let mut cut = Vec::with_capacity(copies.len());
        for copy in copies {
            match self.cut_out(&copy).await {
                Ok((files, blobs)) => cut.push((copy, files, blobs)),
                // A copy that cannot be read is not thrown away: somebody may still mend the folder.
                Err(error @ (DeskError::NotFound(_) | DeskError::Internal(_))) => {
                    tracing::warn!(entry.id = copy.entry.0, %error, "a raw copy cannot be read and is kept");
                }
                Err(error) => return Err(error),
            }
        }
        let dropped = cut.len();
        let run = move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
            for (copy, files, blobs) in &cut {
                tx.keep_blobs(blobs)?;
                tx.drop_raw(copy, files)?;
            }
            Ok(())
        };
        self.store().write(Actor::System, run).await?;
        Ok(dropped)
    }

    /// The files of a raw copy as bytes of their own.
    async fn cut_out(&self, copy: &RawCopy) -> DeskResult<(Vec<OwnFile>, Vec<Blob>)> {
        let (mut files, mut blobs) = (Vec::new(), Vec::new());
        for (id, file) in &copy.files {
            let bytes = self.file_bytes(file).await?;
            let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
            let folder = self.options().objects.clone();
            let kept = tokio::task::spawn_blocking(move || {
                let mut blobs = Vec::new();
                keep_bytes(bytes, &folder, &mut blobs).map(|hash| (hash, blobs))
            });
            let kept = kept
                .await
                .map_err(|error| DeskError::Internal(error.to_string()))?;
            let (blob, mut new) = kept.map_err(|error| DeskError::Unavailable(error.to_string()))?;
            blobs.append(&mut new);
            files.push(OwnFile { id: *id, blob, size });
        }
        Ok((files, blobs))
    }
}
