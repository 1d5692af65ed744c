//! A database for one measurement, durable as in service, gone with it.

use crate::failure::{Failure, Outcome, While as _};
use channel::ChannelKind;
use desk::{Desk, DeskOptions};
use domain::setup::Channel;
use domain::{Actor, Moment, Now};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{DatabaseUrl, Options, Server, Store};

/// Which of the two databases.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Database {
    Sqlite,
    Postgres,
}

/// Where the PostgreSQL server is: set by scripts/with-postgres.
pub const SERVER: &str = "OKNO_TEST_POSTGRES";

/// The set-up that everything is measured with.
const DESK: &str = include_str!("desk.toml");

/// A fresh folder with a fresh database.
pub struct Place {
    pub folder: PathBuf,
    pub url: DatabaseUrl,
    /// The server, and the name of the database to remove from it.
    server: Option<(String, String)>,
}

impl Place {
    /// Makes both. `parent` lies on the disk whose speed is meant.
    ///
    /// # Errors
    /// The folder cannot be made, or the server does not answer.
    pub fn new(database: Database, parent: &Path) -> Outcome<Self> {
        let name = format!("okno_bench_{}", domain::id::secret(10));
        let folder = parent.join(&name);
        fs::create_dir_all(&folder).during("making a folder for the database")?;
        if database == Database::Sqlite {
            let url = DatabaseUrl::Sqlite(folder.join("okno.db"));
            return Ok(Self {
                folder,
                url,
                server: None,
            });
        }
        let server = std::env::var(SERVER).map_err(|_| {
            Failure::Other(format!("{SERVER} is not set: run it under scripts/with-postgres"))
        })?;
        Server::connect(&server)?.create(&name, None)?;
        let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
        let url = DatabaseUrl::Postgres(format!("{base}/{name}"));
        Ok(Self {
            folder,
            url,
            server: Some((server, name)),
        })
    }

    /// The port of the PostgreSQL server, if it is one.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        let (url, _) = self.server.as_ref()?;
        let host = url.rsplit_once('@')?.1.split('/').next()?;
        host.rsplit_once(':')?.1.parse().ok()
    }

    /// Opens the store as it is opened in service, migrations first.
    ///
    /// # Errors
    /// The store's own.
    pub fn store(&self, clock: Arc<dyn Now>) -> Outcome<Store> {
        let options = Options {
            migrate: true,
            ..Options::default()
        };
        Ok(Store::open(&self.url, &options, clock)?)
    }

    /// Opens a desk with the set-up of the measurements.
    ///
    /// # Errors
    /// The desk's own.
    pub async fn desk(&self, store: Store, clock: Arc<dyn Now>) -> Outcome<Desk> {
        let options = DeskOptions {
            objects: self.folder.join("objects"),
            site: "http://127.0.0.1".into(),
            message_domain: "example.com".into(),
            password_cost: desk::people::PasswordCost::default(),
            kinds: vec![
                ChannelKind {
                    code: "email",
                    by_hand: false,
                    check: channel::no_settings,
                },
                crate::chat::KIND,
                ChannelKind {
                    code: "api",
                    by_hand: false,
                    check: channel::no_settings,
                },
            ],
        };
        let desk = Desk::open(store, clock, options).await?;
        desk.apply_setup(Actor::System, DESK).await?;
        Ok(desk)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let dropped = self
            .server
            .as_ref()
            .map(|(url, name)| Server::connect(url).and_then(|mut s| s.remove(name)));
        if let Some(Err(error)) = dropped {
            eprintln!("a database of the bench was left behind: {error}");
        }
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("{} was left behind: {error}", self.folder.display());
        }
    }
}

/// The door of a kind.
///
/// # Errors
/// The set-up has none.
pub fn door(desk: &Desk, kind: &str) -> Outcome<Channel> {
    let setup = desk.setup();
    let found = setup.channels.iter().find(|channel| channel.kind == kind);
    found
        .cloned()
        .ok_or_else(|| Failure::Other(format!("the set-up has no door of the kind {kind}")))
}

/// The machine's clock.
pub struct WallClock;

impl Now for WallClock {
    fn now(&self) -> Moment {
        Moment::from_micros(jiff::Timestamp::now().as_microsecond())
    }
}
