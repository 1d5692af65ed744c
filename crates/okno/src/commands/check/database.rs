//! The database: there, up to date, and set so that what was acknowledged survives a crash.

use super::report::Report;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::failure::Failure;
use crate::open::{self, How};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::{DatabaseUrl, Store, StoreError};

const PART: &str = "database";
const PATIENCE: Duration = Duration::from_secs(15);

/// Looks at it, and hands it on when it can be used.
pub async fn look(config: &Config, report: &mut Report) -> Option<Store> {
    let settings = config.clone();
    let opening =
        tokio::task::spawn_blocking(move || open::store(&settings, How::AS_IT_IS, Arc::new(SystemClock)));
    let store = match tokio::time::timeout(PATIENCE, opening).await {
        Err(_elapsed) => {
            let what = format!("it does not answer within {PATIENCE:?}");
            report.problem(
                PART,
                &what,
                "see that host and port in database.url are right and no firewall is between",
            );
            return None;
        }
        Ok(Ok(Ok(store))) => store,
        Ok(Ok(Err(failure))) => {
            report.problem(PART, &failure.sentences(), what_to_do(&failure));
            return None;
        }
        Ok(Err(error)) => {
            report.problem(PART, &format!("opening it ended early: {error}"), "report this");
            return None;
        }
    };
    report.fine(PART, format!("{} answers and is up to date", store.url()));
    match store.durability().await {
        Ok(settings) => {
            for setting in settings {
                let now = format!("{} = {}", setting.name, setting.value);
                match setting.wanted {
                    None => report.fine(PART, now),
                    Some(wanted) => report.problem(
                        PART,
                        &format!("{now}: mail that was acknowledged can be lost when the machine stops"),
                        format!("set {} = {wanted}{}", setting.name, where_to_set(store.url())),
                    ),
                }
            }
        }
        Err(error) => report.problem(
            PART,
            &error.to_string(),
            "see that the user of the database may write",
        ),
    }
    Some(store)
}

fn what_to_do(failure: &Failure) -> &'static str {
    match failure {
        Failure::Database {
            error: StoreError::Older(_),
            ..
        } => "run `okno migrate` (or `okno serve`, which does it too)",
        Failure::Database {
            error: StoreError::Newer(_),
            ..
        } => "install the Okno that wrote it, or restore a backup",
        Failure::Database { url, .. } if url.starts_with("postgres") => {
            "see that PostgreSQL runs there, that it lets this user in, and that the password in database.url is right"
        }
        Failure::Url(_) => "correct database.url",
        _ => "name the right one in database.url, or make it with `okno migrate`",
    }
}

fn where_to_set(url: &DatabaseUrl) -> &'static str {
    match url {
        DatabaseUrl::Postgres(_) => {
            " in postgresql.conf, or for the user by ALTER ROLE, and reload PostgreSQL"
        }
        DatabaseUrl::Sqlite(_) => "; the file system may not support it: put the file on a local disk",
    }
}

/// The folder for large files: there, or can be made; written to for a moment.
pub fn objects(config: &Config, report: &mut Report) {
    let folder = config.data.objects.as_path();
    let shown = folder.display();
    match try_folder(folder) {
        Ok(()) => report.fine("files", format!("{shown} can be written")),
        Err(error) => report.problem(
            "files",
            &format!("the folder {shown} cannot be written: {error}"),
            "make it and give it to the user that runs Okno, or name another one in data.objects",
        ),
    }
}

/// Writes into the folder, or where it would be made; makes nothing that stays.
fn try_folder(folder: &Path) -> std::io::Result<()> {
    let here = Path::new(".");
    let above = folder
        .ancestors()
        .map(|path| if path.as_os_str().is_empty() { here } else { path });
    let there = above.into_iter().find(|path| path.exists()).unwrap_or(here);
    let probe = there.join(format!(".okno-check-{}", domain::id::secret(8)));
    std::fs::write(&probe, b"okno")?;
    std::fs::remove_file(probe)
}
