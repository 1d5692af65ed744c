//! Foreign HTML: made safe to show, or turned into text. Knows nothing of mail beyond the class names that
//! mail programs give their quotes, and loads nothing.
//!
//! Two walls. `bound` rewrites the input as a small, well-nested, bounded document of known tags; `ammonia`
//! then parses that as a browser would and judges every element, attribute and URL. The first keeps hostile
//! nesting away from the parser (whose time grows with the square of the depth), the second is what safety
//! rests on.

mod attributes;
mod bound;
mod entities;
mod images;
mod marks;
mod policy;
mod sanitise;
mod scan;
mod style;
#[cfg(test)]
mod tests;
mod text_out;
mod to_text;

pub use images::{show_inline_images, show_remote_images};
pub use sanitise::{SafeHtml, sanitise};
pub use to_text::html_to_text;
