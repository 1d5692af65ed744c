//! How mail programs mark quotes and signatures in HTML. Only recognises: what follows from it is `to_text`'s.

use super::scan::Scanner;

/// What an element's attributes tell about its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Plain,
    /// The whole element is quoted.
    Quote,
    /// Quoted up to the first `blockquote` inside; what follows that may be an answer between the quotes.
    QuoteHead,
    /// Here another mail begins, with its own header; it has no end.
    OtherMail,
    Signature,
    /// Not shown by any mail program.
    Hidden,
}

const QUOTE_HEADS: &[&str] = &["gmail_quote", "gmail_attr", "protonmail_quote", "zmail_extra"];
const QUOTES: &[&str] = &["yahoo_quoted", "moz-cite-prefix", "mailru-blockquote"];
const SIGNATURES: &[&str] = &["gmail_signature", "moz-signature", "protonmail_signature_block"];
/// Outlook's ids; a copy inside another mail gets the prefix `x_`.
const OTHER_MAIL_IDS: &[&str] = &["divRplyFwdMsg", "mail-editor-reference-message-container"];
const SIGNATURE_IDS: &[&str] = &["Signature", "ms-outlook-mobile-signature"];
/// The line that Outlook draws above the header of the mail it answers.
const OTHER_MAIL_STYLES: &[&str] = &["border-top:solid#e1e1e1", "border-top:solid#b5c4df"];

/// Reads the attributes of the last start tag.
pub(super) fn mark(tag: &str, scanner: &Scanner<'_>) -> Mark {
    if scanner.attrs.is_empty() {
        return Mark::Plain;
    }
    let style: String = scanner
        .attr("style")
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let style = style.to_ascii_lowercase();
    let collapsed = style.contains("max-height:0") && style.contains("overflow:hidden");
    if style.contains("display:none") || collapsed || scanner.attr("hidden").is_some() {
        return Mark::Hidden;
    }
    let class = scanner.attr("class").unwrap_or_default();
    let has_class = |known: &[&str]| class.split_ascii_whitespace().any(|c| known.contains(&c));
    let id = scanner.attr("id").unwrap_or_default();
    let has_id = |known: &[&str]| known.contains(&id.trim_start_matches("x_"));
    if tag == "blockquote" || has_class(QUOTES) || id.starts_with("yahoo_quoted") {
        Mark::Quote
    } else if has_class(QUOTE_HEADS) {
        Mark::QuoteHead
    } else if has_id(OTHER_MAIL_IDS) || OTHER_MAIL_STYLES.iter().any(|s| style.contains(s)) {
        Mark::OtherMail
    } else if has_class(SIGNATURES) || has_id(SIGNATURE_IDS) {
        Mark::Signature
    } else {
        Mark::Plain
    }
}

/// Whether a paragraph stands close to its neighbours: Word writes every line as one.
pub(super) fn is_close(scanner: &Scanner<'_>) -> bool {
    let class = scanner.attr("class").unwrap_or_default();
    let style = scanner.attr("style").unwrap_or_default();
    class.starts_with("Mso")
        || style.split(';').any(|d| {
            let (name, value) = d.split_once(':').unwrap_or_default();
            let name = name.trim();
            (name.eq_ignore_ascii_case("margin") || name.eq_ignore_ascii_case("margin-bottom"))
                && value.trim_start().starts_with('0')
        })
}
