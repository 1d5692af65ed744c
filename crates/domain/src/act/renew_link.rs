//! A new private link: the old one opens nothing from here on, the new one goes to the address we know.

use super::answer::{Answer, message_out};
use super::edit::Edit;
use crate::event::EventType;
use crate::plan::Plan;
use crate::ticket::Speaker;

/// Gives the ticket a new secret and sends the letter that carries it.
#[must_use]
pub fn renew_link(mut edit: Edit<'_>, secret: String, letter: &Answer, subject: &str) -> Plan {
    message_out(&mut edit, letter, "link_renewed", Speaker::System);
    if let Some(line) = edit.last_line() {
        line.params = serde_json::json!({ "title": subject });
    }
    edit.ticket.link_secret = secret;
    edit.event(EventType::MessageQueued);
    edit.finish_quietly()
}
