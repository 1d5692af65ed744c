//! Opening the database of the settings, with words for what can be wrong, and the desk over it.

use crate::adapters;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::failure::Failure;
use desk::people::PasswordCost;
use desk::{Desk, DeskOptions};
use domain::Now;
use std::fs::{File, TryLockError};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{DatabaseUrl, Options, Store, StoreError};

/// How long a PostgreSQL that is still starting is waited for.
const PATIENCE: Duration = Duration::from_secs(60);
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// What may be done to a database while it is opened.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct How {
    /// Make an SQLite file that is not there.
    pub create: bool,
    pub migrate: bool,
    /// Wait a minute for a PostgreSQL that is away.
    pub wait: bool,
}

impl How {
    /// For commands on a desk that exists.
    pub const AS_IT_IS: Self = Self {
        create: false,
        migrate: false,
        wait: false,
    };
}

/// The address of the database.
pub fn url(config: &Config) -> Result<DatabaseUrl, Failure> {
    Ok(config.database.url.expose().parse()?)
}

/// Opens the database; blocks meanwhile.
pub fn store(config: &Config, how: How, clock: Arc<dyn Now>) -> Result<Store, Failure> {
    let url = url(config)?;
    let options = Options {
        readers: config.database.readers,
        writers: config.database.writers,
        fast_and_loose: false,
        migrate: how.migrate,
        node: config.node_name(),
    };
    if let DatabaseUrl::Sqlite(path) = &url {
        prepare_file(path, how.create)?;
    }
    let began = Instant::now();
    let mut pause = FIRST_PAUSE;
    loop {
        match Store::open(&url, &options, Arc::clone(&clock)) {
            Ok(store) => return Ok(store),
            Err(error) if how.wait && may_come(&url, &error) && began.elapsed() + pause < PATIENCE => {
                tracing::warn!(%error, database = %url, "the database is away; tried again in {pause:?}");
                std::thread::sleep(pause);
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            Err(error) => {
                return Err(Failure::Database {
                    url: url.to_string(),
                    error,
                });
            }
        }
    }
}

/// A server may be starting; a file that cannot be opened stays so.
fn may_come(url: &DatabaseUrl, error: &StoreError) -> bool {
    matches!(url, DatabaseUrl::Postgres(_)) && error.is_unavailable()
}

fn prepare_file(path: &std::path::Path, create: bool) -> Result<(), Failure> {
    if path.exists() {
        return Ok(());
    }
    if !create {
        return Err(Failure::said(format!(
            "there is no database {}; name the right one with --database, or make it with `okno migrate`",
            path.display()
        )));
    }
    match path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        Some(parent) => std::fs::create_dir_all(parent).map_err(|error| {
            Failure::said(format!("the folder {} cannot be made: {error}", parent.display()))
        }),
        None => Ok(()),
    }
}

/// Keeps others from serving the same SQLite file: two nodes would do without each other's signals. Held until dropped,
/// and gone with the process however it ends. A PostgreSQL database has as many nodes as one likes.
///
/// # Errors
/// Another process serves it.
pub fn serve_alone(config: &Config) -> Result<Option<File>, Failure> {
    let DatabaseUrl::Sqlite(path) = url(config)? else {
        return Ok(None);
    };
    let mut name = path.clone().into_os_string();
    name.push(".lock");
    let failed = |error| Failure::said(format!("{} cannot be locked: {error}", path.display()));
    let file = File::create(name).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(Failure::said(format!(
            "another okno serves {} already: stop it first; for several nodes use PostgreSQL",
            path.display()
        ))),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// The desk over an open store.
pub async fn desk(config: &Config, store: Store, clock: Arc<dyn Now>) -> Result<Desk, Failure> {
    let options = DeskOptions {
        objects: config.data.objects.clone(),
        site: config.site(),
        message_domain: config.mail_name(),
        password_cost: PasswordCost {
            memory_kib: config.security.password_memory_kib,
            passes: config.security.password_passes,
        },
        kinds: adapters::kinds(),
    };
    Ok(Desk::open(store, clock, options).await?)
}

/// Store and desk by the machine's clock, for a command that does one thing.
pub async fn both(config: &Config, how: How) -> Result<(Store, Desk), Failure> {
    let clock: Arc<dyn Now> = Arc::new(SystemClock);
    let (settings, at) = (config.clone(), Arc::clone(&clock));
    let opened = tokio::task::spawn_blocking(move || store(&settings, how, at)).await;
    let store =
        opened.map_err(|error| Failure::said(format!("opening the database ended early: {error}")))??;
    let desk = desk(config, store.clone(), clock).await?;
    Ok((store, desk))
}
