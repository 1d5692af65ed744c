//! Splits a mail's text into what its author wrote now and the rest: quotes, signature, footers.
//! Knows how mail programs write, in Russian, English and a dozen other languages; knows nothing of HTML.

mod attribution;
mod headers;
mod lines;
mod regions;
mod separators;
mod signature;
#[cfg(test)]
mod tests;

pub(crate) use regions::{Region, regions};

/// The two parts of a body; `visible` followed by `rest` is the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply<'a> {
    /// What the author wrote now. Quotes stay in it where the author answers between or below them.
    pub visible: &'a str,
    /// The quoted tail, the signature and what follows them.
    pub rest: &'a str,
}

/// Splits off the quoted tail and the signature of a plain-text body.
/// `visible` is never blank when the body is not: a mail that only quotes or forwards is all visible.
pub fn split_reply(body: &str) -> Reply<'_> {
    let mut cut = 0;
    for region in regions(body) {
        if let Region::Author(part) = region {
            cut = part.end;
        }
    }
    let (visible, rest) = body.split_at(if cut == 0 { body.len() } else { cut });
    Reply { visible, rest }
}
