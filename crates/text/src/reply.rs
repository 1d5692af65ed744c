//! Splits a mail's text into what its author wrote now and the rest.

/// The two parts of a body; `visible` followed by `rest` is the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply<'a> {
    pub visible: &'a str,
    pub rest: &'a str,
}

/// Splits off quoted tail and signature.
pub fn split_reply(body: &str) -> Reply<'_> {
    Reply {
        visible: body,
        rest: "",
    }
}
