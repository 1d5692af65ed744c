//! The texts of letters: to clients and to our own people. Composes subject, text and HTML; addresses
//! nobody, sends nothing and decides neither whether a letter goes out nor which deadline it tells.
//!
//! Every letter is a struct of plain facts with a `render`. Templates are embedded; a brand may replace the
//! subject, text or HTML of any of them ([`Templates::replace`]), tried out when it is set, not when mail is due.
//!
//! What a wording may name, beside `brand.name` and `brand.signature` (all ready to be read; what is not
//! always there is asked for with `{% if … %}`):
//!
//! | letter | names |
//! |---|---|
//! | `acknowledgement` | `client_name`, `number`, `registered`, `due`, `call`, `reopens`, `who`, `team`, `how`, `by_mail`, `link` |
//! | `operator_reply` | `subject`, `numbered`, `number`, `body`, `beside` (the lines of `promise`, `new_due` and `waiting`), `promise`, `new_due`, `waiting`, `resolved`, `link` |
//! | `due_correction` | `client_name`, `number`, `told`, `resumed`, `call`, `due`, `link` |
//! | `closed` | `client_name`, `number`, `opens`, `link` |
//! | `person_expected` | `client_name`, `number`, `opens`, `due`, `link` |
//! | `resolved` | `client_name`, `number`, `no_answer`, `closes`, `link` |
//! | `reminder` | `client_name`, `number`, `resolves`, `link` |
//! | `password_reset` | `name`, `link`, `valid` |
//! | `invitation` | `name`, `invited_by`, `role`, `link`, `valid` |
//! | `deadlines` | `name`, `number`, `count`, `asked`, `missed`, `coming`, `more`, `link` |
//! | `link_renewal` | `client_name`, `number`, `link` |

mod account;
mod acknowledgement;
mod beside;
mod context;
mod deadlines;
mod html;
mod letter;
mod link_renewal;
mod notices;
mod person;
mod reply;
mod samples;
mod subject;
mod templates;

pub use account::{Invitation, PasswordReset};
pub use acknowledgement::{Acknowledgement, How, Who};
pub use beside::{Asks, beside};
pub use context::{Brand, Zones};
pub use deadlines::{DeadlineLine, Deadlines, LineAbout};
pub use letter::{Custom, MailError, Name, Rendered};
pub use link_renewal::LinkRenewal;
pub use notices::{Closed, DueCorrection, PersonExpected, Reminder, Resolved, WhyCorrected, WhyResolved};
pub use person::greeting_name;
pub use reply::{OperatorReply, SanitisedHtml};
pub use templates::Templates;

#[cfg(test)]
mod tests;
