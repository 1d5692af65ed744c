//! The only crate that knows diesel. Two databases, one query code, one way to write. Rows never leave: the
//! surface speaks the domain's types.

mod cached;
mod conn;
mod durability;
mod error;
mod ids;
mod migrate;
mod open;
mod pool;
mod read;
mod schema;
mod scope;
mod server;
mod sqlite_writer;
mod tx;
mod url;
mod write;

pub mod archive;
pub mod bulk;
pub mod rows;

pub use durability::DurabilitySetting;
pub use error::StoreError;
pub use migrate::FINGERPRINT as MIGRATIONS_FINGERPRINT;
pub use open::{Options, Store};
pub use read::Reader;
pub use scope::Scope;
pub use server::Server;
pub use tx::Tx;
pub use url::{DatabaseUrl, UrlError};
pub use write::WriteError;
