//! Text work on what our people write: the same as for what arrives.

use domain::entry::Body;

/// Characters of a preview.
const PREVIEW: usize = 200;

/// A text with what lists and search need of it.
#[derive(Clone, Debug)]
pub(crate) struct BodyText {
    pub body: Body,
    pub preview: String,
    pub terms: String,
}

/// Works out a text that one of ours wrote: all of it is visible.
pub(crate) fn body_text(text: &str) -> BodyText {
    let text = text::clean(text);
    let body = Body {
        visible: text.len(),
        html: String::new(),
        remote_images: 0,
        text: text.clone(),
    };
    BodyText {
        body,
        preview: text::preview(&text, PREVIEW),
        terms: text::term_text(&text),
    }
}
