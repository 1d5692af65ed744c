//! Cuts a `style` attribute down to declarations that only change how text looks.
//! Allows no function that loads something, and nothing that moves content over the page around it.

/// Properties that stay, in the order of their names. Those ending in `-` stand for all that begin so.
const PROPERTIES: &[&str] = &[
    "background",
    "background-color",
    "border",
    "border-",
    "clear",
    "color",
    "direction",
    "display",
    "float",
    "font",
    "font-family",
    "font-size",
    "font-stretch",
    "font-style",
    "font-variant",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style",
    "list-style-type",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "max-height",
    "max-width",
    "min-height",
    "min-width",
    "overflow-wrap",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "table-layout",
    "tab-size",
    "text-align",
    "text-decoration",
    "text-decoration-",
    "text-indent",
    "text-transform",
    "unicode-bidi",
    "vertical-align",
    "white-space",
    "width",
    "word-break",
    "word-wrap",
];

/// Functions a value may call; each only makes a colour or a length.
const FUNCTIONS: &[&str] = &["rgb", "rgba", "hsl", "hsla", "calc"];

/// Words that ran or loaded something in some browser, wherever they stand in a value.
const FORBIDDEN: &[&str] = &[
    "url",
    "expression",
    "moz-binding",
    "behavior",
    "javascript",
    "image-set",
];

/// Declarations past this are cut: no mail needs them.
const MAX_DECLARATIONS: usize = 64;
const MAX_VALUE: usize = 300;

/// The safe declarations of a decoded style attribute; `None` when none is left.
pub(super) fn filter(style: &str) -> Option<String> {
    if style.contains("/*") {
        return None; // comments hide things from simple readers, and mail programs write none here
    }
    let mut out = String::with_capacity(style.len());
    for declaration in style.split(';').take(MAX_DECLARATIONS) {
        let Some((name, value)) = declaration.split_once(':') else {
            continue;
        };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        if value.is_empty() || !is_allowed(&name) || !is_safe(value) {
            continue;
        }
        if !out.is_empty() {
            out.push(';');
        }
        out.push_str(&name);
        out.push(':');
        out.push_str(value);
    }
    (!out.is_empty()).then_some(out)
}

fn is_allowed(name: &str) -> bool {
    PROPERTIES
        .iter()
        .any(|p| *p == name || (p.ends_with('-') && name.starts_with(p)))
        && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        && name != "border-image"
        && name != "border-image-source"
}

fn is_safe(value: &str) -> bool {
    let plain =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '-' | '#' | '%' | '!' | '+' | '*');
    if value.len() > MAX_VALUE
        || !value
            .chars()
            .all(|c| plain(c) || matches!(c, '(' | ')' | '/' | '"' | '\'' | '_'))
    {
        return false;
    }
    let lower = value.to_ascii_lowercase();
    let calls = lower.match_indices('(').all(|(at, _)| {
        let head = lower.get(..at).unwrap_or_default();
        let name = head
            .rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .next()
            .unwrap_or_default();
        FUNCTIONS.contains(&name) || (name.is_empty() && head.contains("calc"))
    });
    calls && !FORBIDDEN.iter().any(|word| lower.contains(word))
}
