//! What is done on a ticket: one file an action.

mod told;

pub use told::{Told, told};
