//! Realistic mail from a seed: what clients of a service desk send. The same seed gives the same mails to the sender and
//! to the bare loop. Knows nothing of how mail is read.

mod charset;
mod compose;
mod script;
#[cfg(test)]
mod tests;
mod words;

pub use compose::Pool;
pub use script::{Place, Script};
pub use words::{Lang, prose};
