//! What the disk takes for a promise.

use super::Spread;
use crate::failure::{Outcome, While as _};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

/// Appends so many times.
const ROUNDS: usize = 300;

/// The cost of one `fdatasync` after an append of 4 kB, in the folder where the databases lie.
///
/// # Errors
/// The folder cannot be written.
pub fn fdatasync(folder: &Path) -> Outcome<Spread> {
    let path = folder.join("fdatasync");
    let mut file = File::create(&path).during("making a file to sync")?;
    let mut costs = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        file.write_all(&[7; 4_096]).during("appending")?;
        let begun = Instant::now();
        file.sync_data().during("fdatasync")?;
        costs.push(begun.elapsed());
    }
    fs::remove_file(&path).during("removing the file")?;
    Ok(Spread::of(&costs))
}
