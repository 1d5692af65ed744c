//! Plain text with its links found, so that a template can make anchors of them and leave the rest as text.

use linkify::{LinkFinder, LinkKind};

/// A stretch of text, or one web address.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Piece<'a> {
    pub text: &'a str,
    /// The text is an address of the web; nothing else is ever linked.
    pub link: bool,
}

/// The text in pieces, nothing lost or changed.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    finder
        .spans(text)
        .map(|span| Piece {
            text: span.as_str(),
            link: span.kind().is_some() && is_web(span.as_str()),
        })
        .collect()
}

/// Whether a browser asked to open it goes to the web and nowhere else.
fn is_web(address: &str) -> bool {
    let scheme = address.split("://").next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}
