//! `okno backup`: everything the desk holds, into one file.

use crate::cli::Where;
use crate::clock::SystemClock;
use crate::failure::{End, Failure};
use crate::open;
use desk::backup::{self, Taken};
use domain::{Moment, Now as _};
use std::path::{Path, PathBuf};
use store::DatabaseUrl;

pub fn run(to: &Path, at: &Where) -> Result<End, Failure> {
    let config = super::settings(at)?;
    let url = open::url(&config)?;
    if let DatabaseUrl::Sqlite(path) = &url
        && !path.exists()
    {
        return Err(Failure::said(format!(
            "there is no database {}; name the right one with --database",
            path.display()
        )));
    }
    let now = SystemClock.now();
    let file = file_of(to, now);
    let taken = backup::take(&url, &config.data.objects, &file, now, &mut super::telling())?;
    super::print(&told(&file, &taken))?;
    let missing = &taken.manifest.objects.missing;
    if missing.is_empty() {
        return Ok(End::Done);
    }
    Err(Failure::said(format!(
        "the backup was taken, but {} of the files named in the database are not in {}: the first is {}. Is data.objects \
         the folder that the desk uses?",
        missing.len(),
        config.data.objects.display(),
        missing.first().map_or("", String::as_str),
    )))
}

/// In a folder, a file named by the time.
fn file_of(to: &Path, now: Moment) -> PathBuf {
    if to.is_dir() {
        to.join(format!(
            "okno-{}.tar",
            now.to_timestamp().strftime("%Y-%m-%dT%H%M%SZ")
        ))
    } else {
        to.to_owned()
    }
}

fn told(file: &Path, taken: &Taken) -> String {
    let manifest = &taken.manifest;
    format!(
        "{}\n{} tickets, {} timeline entries, {} rows in all, {} large files; {}.\n\
         Copy it to another machine, and read it through there: okno restore --check {}\n",
        file.display(),
        manifest.rows("ticket"),
        manifest.rows("entry"),
        manifest.tables.iter().map(|table| table.rows).sum::<u64>(),
        manifest.objects.count,
        size(taken.size),
        file.file_name().map_or_else(
            || file.display().to_string(),
            |name| name.to_string_lossy().into_owned()
        ),
    )
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}
