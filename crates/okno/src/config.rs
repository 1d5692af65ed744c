//! Settings of the binary: the documented default, a file over it, the environment over that. Every key stands in the
//! default with a value of its type, so the default is also the list of what there is. Opens and asks nothing.

mod env;
mod error;
mod file;
mod layers;
mod sections;
#[cfg(test)]
mod tests;

pub use error::{ConfigError, Faults};
pub use sections::{Config, LogFormat, Mail, Metrics};

use layers::Layers;
use std::path::{Path, PathBuf};

/// The documented default, as `okno config` prints it.
pub const DEFAULT: &str = include_str!("../../../config/okno.toml");

/// Looked for in this order when no file is named.
const PLACES: [&str; 2] = ["okno.toml", "/etc/okno/okno.toml"];

/// Which file is read.
#[derive(Clone, Debug, Default)]
pub enum Place {
    /// The first of the usual places that there is; none is fine too.
    #[default]
    Usual,
    /// This one; it must be there.
    Named(PathBuf),
    /// None at all.
    Nowhere,
}

impl From<Option<PathBuf>> for Place {
    fn from(named: Option<PathBuf>) -> Self {
        named.map_or(Self::Usual, Self::Named)
    }
}

/// Where settings come from, beside the default.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    pub place: Place,
    /// The address of `--database`; comes after everything else.
    pub database: Option<String>,
    /// Variables of the environment.
    pub env: Vec<(String, String)>,
}

/// Settings with the file they came from.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub config: Config,
    /// None when there is no file: then only the default and the environment count.
    pub file: Option<PathBuf>,
}

/// Reads the settings of this process.
///
/// # Errors
/// Every mistake with its place and what would be right.
pub fn load(place: Place, database: Option<String>) -> Result<Loaded, ConfigError> {
    let env = std::env::vars_os()
        .filter_map(|(key, value)| Some((key.into_string().ok()?, value.to_string_lossy().into_owned())))
        .collect();
    load_from(&Sources { place, database, env })
}

/// Reads the settings of the given sources.
///
/// # Errors
/// Every mistake with its place and what would be right.
pub fn load_from(sources: &Sources) -> Result<Loaded, ConfigError> {
    let file = match &sources.place {
        Place::Named(file) => Some(file.clone()),
        Place::Nowhere => None,
        Place::Usual => PLACES.iter().map(PathBuf::from).find(|place| place.exists()),
    };
    let text = file.as_deref().map(read).transpose()?;
    let mut layers = Layers::from_default()?;
    let mut faults = Faults::default();
    if let (Some(path), Some(text)) = (&file, &text) {
        file::lay(&mut layers, &path.display().to_string(), text, &mut faults);
    }
    env::lay(&mut layers, &sources.env, &mut faults);
    if let Some(database) = &sources.database {
        layers.set(
            "database",
            "url",
            toml::Value::String(database.clone()),
            "--database",
        );
    }
    faults.into_result()?;
    let config = layers.read()?;
    config.check(&layers)?;
    Ok(Loaded { config, file })
}

fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable {
        path: path.display().to_string(),
        reason: error.to_string(),
    })
}
