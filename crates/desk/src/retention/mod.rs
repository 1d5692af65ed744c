//! Once a day: raw copies that are old enough are let go, and bytes that nothing refers to any more are removed, from
//! the database and from the object folder.

mod objects;
mod raw;
mod references;

use crate::{Desk, DeskResult};

/// Bytes that nothing refers to stay this long: whoever puts some commits what refers to them within it.
const GRACE: i64 = 24 * domain::time::HOUR;

/// What was let go.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub struct Tidied {
    /// Raw copies of messages, reports, and what had come to quarantine.
    pub raw_copies: usize,
    /// Bytes by content that nothing referred to.
    pub blobs: usize,
    /// Files of the object folder that the database does not know.
    pub objects: usize,
}

impl Desk {
    /// Lets go of raw copies that are older than `raw_days` (0: keeps them for ever), and of what nothing refers to.
    ///
    /// # Errors
    /// The store's own. What was let go until then stays let go; the rest is done next time.
    pub async fn tidy(&self, raw_days: u32) -> DeskResult<Tidied> {
        let raw_copies = if raw_days == 0 {
            0
        } else {
            self.drop_raw_copies(raw_days).await?
        };
        let blobs = self.sweep_blobs().await?;
        let objects = self.sweep_objects().await?;
        Ok(Tidied {
            raw_copies,
            blobs,
            objects,
        })
    }
}
