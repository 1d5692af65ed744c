//! `okno restore`: a backup into an empty place, or only a look at whether it is whole.

use super::ledger;
use crate::cli::Where;
use crate::failure::{End, Failure};
use crate::open;
use desk::backup::{self, Destination, Manifest, Outgoing};
use std::path::Path;

/// Reads a backup through.
pub fn check(file: &Path) -> Result<End, Failure> {
    let manifest = backup::verify(file, &mut super::telling())?;
    super::print(&format!("{} is whole. {}\n", file.display(), told(&manifest)))
}

/// Restores it.
pub fn run(file: &Path, at: &Where, send_outgoing: bool) -> Result<End, Failure> {
    let config = super::settings(at)?;
    let into = Destination {
        url: open::url(&config)?,
        objects: config.data.objects.clone(),
    };
    let outgoing = if send_outgoing {
        Outgoing::Send
    } else {
        Outgoing::Hold
    };
    let restored = backup::restore(file, &into, outgoing, &mut super::telling())?;
    super::print(&format!(
        "{} has it all again. {}\n",
        into.url,
        told(&restored.manifest)
    ))?;
    if restored.held > 0 {
        super::print(&format!(
            "{} outgoing messages are held back. When this is the desk that goes on, and no other copy of it runs: okno \
             outgoing --release\n",
            restored.held
        ))?;
    }
    ledger::tell(&config, false)
}

fn told(manifest: &Manifest) -> String {
    format!(
        "Taken at {} by Okno {} from {}: {} tickets, {} timeline entries, {} rows in all, {} large files{}.",
        manifest.head.taken_at,
        manifest.head.okno,
        manifest.head.database,
        manifest.rows("ticket"),
        manifest.rows("entry"),
        manifest.tables.iter().map(|table| table.rows).sum::<u64>(),
        manifest.objects.count,
        match manifest.objects.missing.len() {
            0 => String::new(),
            missing => format!(" ({missing} more were missing then)"),
        },
    )
}
