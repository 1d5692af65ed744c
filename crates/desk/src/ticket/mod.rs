//! What is done on a ticket: one file an action. Each takes the ticket in hand, lets the domain decide, writes the
//! plan, and answers with the new version.

mod answer;
mod change;
mod edit;
mod files;
mod note;
mod told;
mod words;

pub use answer::Reply;
pub use change::Change;
pub use edit::Changed;
pub use files::NewFile;
pub use note::Note;
pub(crate) use told::reopens;
pub use told::{Told, told};
