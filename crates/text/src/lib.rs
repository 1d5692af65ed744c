//! Pure text work, done once per message: fold, stem, sanitise, visible reply.
//! Knows nothing of tickets, channels or storage, and keeps no state that callers can see.

#[cfg(test)]
mod cases;
mod clean;
mod fold;
mod forward;
mod handoff;
mod html;
mod lang;
mod phone;
mod preview;
mod reply;
mod stem;
mod terms;
#[cfg(test)]
mod tests;
mod tokens;

pub use clean::{clean, clean_line};
pub use forward::{Forward, bare_title, forwarded, is_forward_title};
pub use handoff::is_handoff_word;
pub use html::{SafeHtml, html_to_text, sanitise, show_inline_images, show_remote_images};
pub use lang::{Lang, language};
pub use preview::preview;
pub use reply::{Reply, split_reply};
pub use terms::{Query, query, term_text, terms};
