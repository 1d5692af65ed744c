//! HTML of a letter made from its text: escaped, in paragraphs, with our own links clickable.

use minijinja::HtmlEscape;

/// Holds the place of a body that has HTML of its own. A private-use character: no wording contains it.
pub(super) const PLACE: &str = "\u{f8ff}";

/// Plain text as HTML: an empty line parts paragraphs, a line break stays one. Only the given links become
/// links; whatever else looks like one stays text, since a stranger may have written it.
pub(super) fn from_text(text: &str, links: &[String]) -> String {
    let unix = text.replace("\r\n", "\n");
    let paragraphs = unix
        .split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty());
    let marked: Vec<_> = paragraphs
        .map(|paragraph| {
            let lines: Vec<_> = paragraph.lines().map(|line| linked(line, links)).collect();
            format!("<p>{}</p>", lines.join("<br>\n"))
        })
        .collect();
    marked.join("\n")
}

/// Lines without paragraphs around them.
pub(super) fn lines(lines: &[String], links: &[String]) -> String {
    lines
        .iter()
        .map(|line| linked(line, links))
        .collect::<Vec<_>>()
        .join("<br>\n")
}

/// Puts HTML in the place held for it, in place of the paragraph that holds nothing else.
pub(super) fn put(around: &str, own: &str) -> String {
    let paragraph = format!("<p>{PLACE}</p>");
    let place = if around.contains(&paragraph) {
        paragraph.as_str()
    } else {
        PLACE
    };
    around.replacen(place, &format!("<div>{own}</div>"), 1)
}

fn linked(line: &str, links: &[String]) -> String {
    let found = links
        .iter()
        .filter(|link| !link.is_empty())
        .find_map(|link| Some((link, line.split_once(link.as_str())?)));
    match found {
        Some((link, (before, after))) => {
            let link = escape(link);
            format!(
                "{}<a href=\"{link}\">{link}</a>{}",
                linked(before, links),
                linked(after, links)
            )
        }
        None => escape(line),
    }
}

/// Escaped for text and attribute values. The slash needs no escaping there, and links stay readable.
fn escape(text: &str) -> String {
    HtmlEscape(text).to_string().replace("&#x2f;", "/")
}
