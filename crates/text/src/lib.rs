//! Pure text work, done once per message: fold, stem, sanitise, visible reply.
//! Knows nothing of tickets, channels or storage, and keeps no state that callers can see.

mod clean;
mod handoff;
mod html;
mod lang;
mod preview;
mod reply;
mod terms;

pub use clean::{clean, clean_line};
pub use handoff::is_handoff_word;
pub use html::{SafeHtml, html_to_text, sanitise, show_remote_images};
pub use lang::{Lang, language};
pub use preview::preview;
pub use reply::{Reply, split_reply};
pub use terms::{Query, query, term_text, terms};
