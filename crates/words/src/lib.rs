//! What people read: the words of Okno in Russian and English, time in words, and the texts of letters.
//! Knows nothing of tickets, channels or storage: callers hand over instants, names and numbers.
//!
//! The vocabulary lies in `locales/<language>/*.ftl`, letters in `templates/<language>/`. Both are embedded.
//! Typography (no-break spaces before dashes and units, after «№») is put in when they are loaded.

mod calendar;
mod catalogue;
mod lang;
mod typography;
mod value;

pub mod delivery;
pub mod event;
pub mod mail;
pub mod number;
pub mod when;
pub mod zone;

pub use catalogue::{CatalogueError, arguments, check, has, keys, t, t_code, tr};
pub use lang::{Lang, UnknownLang};
pub use value::Value;
