//! The texts of letters: to clients and to our own people. Composes subject, text and HTML; addresses
//! nobody, sends nothing and decides neither whether a letter goes out nor which deadline it tells.
//!
//! Every letter is a struct of plain facts with a `render`. Templates are embedded; a brand may replace the
//! subject, text or HTML of any of them ([`Templates::replace`]), tried out when it is set, not when mail is due.

mod account;
mod acknowledgement;
mod context;
mod html;
mod letter;
mod notices;
mod person;
mod reply;
mod samples;
mod subject;
mod templates;

pub use account::{Invitation, PasswordReset};
pub use acknowledgement::{Acknowledgement, How, Who};
pub use context::{Brand, Zones};
pub use letter::{Custom, MailError, Name, Rendered};
pub use notices::{Closed, DueCorrection, Reminder, Resolved, WhyCorrected, WhyResolved};
pub use person::greeting_name;
pub use reply::{Asks, OperatorReply, SanitisedHtml};
pub use templates::Templates;

#[cfg(test)]
mod tests;
