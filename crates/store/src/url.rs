//! Where the database is: a PostgreSQL URL or the path of an SQLite file.

use std::path::PathBuf;
use std::str::FromStr;

/// The address of a database.
#[derive(Clone, Eq, PartialEq)]
pub enum DatabaseUrl {
    Postgres(String),
    Sqlite(PathBuf),
}

/// Why a text is not the address of a database.
#[derive(Clone, Debug, thiserror::Error, Eq, PartialEq)]
pub enum UrlError {
    #[error("the database address is empty; give a file path (./data/okno.db) or postgres://user@host/name")]
    Empty,
    #[error("{0}:// is not a database Okno can use; give a file path or postgres://user@host/name")]
    Scheme(String),
}

impl FromStr for DatabaseUrl {
    type Err = UrlError;

    fn from_str(s: &str) -> Result<Self, UrlError> {
        let s = s.trim();
        if s.is_empty() {
            return Err(UrlError::Empty);
        }
        match s.split_once("://") {
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(s.to_owned())),
            Some(("sqlite" | "file", path)) => Ok(Self::Sqlite(path.into())),
            Some((scheme, _)) => Err(UrlError::Scheme(scheme.to_owned())),
            None => Ok(Self::Sqlite(s.into())),
        }
    }
}

/// The address without its password.
impl std::fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => path.display().fmt(f),
            Self::Postgres(url) => {
                let Some((scheme, rest)) = url.split_once("://") else {
                    return f.write_str("postgres://…");
                };
                match rest.rsplit_once('@') {
                    Some((user, host)) => {
                        let user = user.split(':').next().unwrap_or_default();
                        write!(f, "{scheme}://{user}@{}", strip_query(host))
                    }
                    None => write!(f, "{scheme}://{}", strip_query(rest)),
                }
            }
        }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

/// A password may also stand in the query of the URL.
fn strip_query(host: &str) -> &str {
    host.split('?').next().unwrap_or_default()
}
