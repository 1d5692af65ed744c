//! Foreign HTML: made safe to show, or turned into text.

/// HTML that is safe to show in a sandboxed frame.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SafeHtml {
    pub html: String,
    pub remote_images: usize,
    pub cids: Vec<String>,
}

/// Makes foreign HTML safe.
pub fn sanitise(html: &str) -> SafeHtml {
    SafeHtml {
        html: ammonia::clean(html),
        ..SafeHtml::default()
    }
}

/// Lets remote images of already sanitised HTML load.
pub fn show_remote_images(html: &str) -> String {
    html.replace(" data-remote-src=\"", " src=\"")
}

/// Readable plain text of HTML.
pub fn html_to_text(html: &str) -> String {
    html2text::config::plain_no_decorate()
        .string_from_read(html.as_bytes(), 100_000)
        .unwrap_or_default()
}
