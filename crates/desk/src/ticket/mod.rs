//! What is done on a ticket: one file an action. Each takes the ticket in hand, lets the domain decide, writes the
//! plan, and answers with the new version.

mod answer;
mod change;
mod draft;
mod edit;
mod files;
mod note;
mod told;
mod undo;
mod words;

pub use answer::Reply;
pub use change::Change;
pub use edit::Changed;
pub use files::NewFile;
pub use note::Note;
pub(crate) use told::reopens;
pub use told::{Told, told};
pub use undo::Undone;

pub(crate) use draft::is_writing;
