//! People and programs at the desk: who they are, how they prove it, and what keeps strangers out. Knows only hashes of
//! passwords, sessions and tokens; a secret leaves this module once, to whom it belongs.

mod absence;
pub(crate) mod authority;
mod change;
mod invite;
mod link;
mod log_in;
mod operators;
mod password;
mod secret;
mod session;
mod team;
mod throttle;
mod token;
mod words;

#[cfg(test)]
mod tests;

pub use absence::NewAbsence;
pub use change::OperatorPatch;
pub use link::OpenLink;
pub use log_in::LoggedIn;
pub use operators::NewOperator;
pub(crate) use operators::People;
pub use password::PasswordCost;
pub use secret::Secret;
pub(crate) use session::Sessions;
pub use session::{LONGEST_SESSION, Session, UNUSED_SESSION};
pub use store::rows::{ApiToken, Operator};
pub use team::{Invitation, Member};
pub use token::NewToken;

pub(crate) use link::INVITATION;
use log_in::network;
pub(crate) use throttle::MEMORY as FAILURES_KEPT;
pub(crate) use words::{changed_fields, lang_is_spoken, login_of, unfit_login, zone_exists};
