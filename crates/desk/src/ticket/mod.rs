//! What is done on a ticket: one file an action. Each takes the ticket in hand, lets the domain decide, writes the
//! plan, and answers with the new version.

mod answer;
mod answer_all;
mod bulk;
mod by_client;
mod call;
mod call_end;
mod call_out;
mod change;
mod dispatch;
mod draft;
mod edit;
mod excuse;
mod fields;
mod files;
mod letter;
mod link;
mod merge;
mod note;
mod outreach;
mod presence;
mod promise;
mod rate;
mod renew_link;
mod resend;
mod ring;
mod side_task;
mod split;
mod statutory;
mod told_by_voice;
mod undo;
pub(crate) mod way;
mod words;

pub use answer::Reply;
pub use bulk::{BulkChange, BulkResult, BulkTarget, MOST_CHANGED, Skipped, Touched};
pub use call::{CallLogged, LoggedCall};
pub use call_end::EndedCall;
pub use change::Change;
pub use dispatch::LetterNews;
pub(crate) use domain::told::reopens;
pub use domain::told::{Told, told};
pub use edit::Changed;
pub use files::NewFile;
pub use letter::{NewPaper, ReceivedLetter, RegisteredLetter};
pub use merge::Merged;
pub use note::Note;
pub use outreach::{Begun, Conversation};
pub use promise::{By, NewPromise};
pub use side_task::{AskedSideTask, LONGEST_SIDE_TASK, NewSideTask, SideTaskPage};
pub use split::SplitOff;
pub use undo::Undone;

pub(crate) use change::unknown_topic;
pub(crate) use draft::is_writing;
