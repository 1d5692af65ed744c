//! What one run is told.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Settings of a run, handed to each bench.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Settings {
    /// Folder for databases, on the disk whose speed is meant.
    pub data: PathBuf,
    /// Seconds of a measured stretch.
    pub seconds: f64,
    pub seed: u64,
    /// The large sizes.
    pub full: bool,
}
