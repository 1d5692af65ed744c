//! The judge: nothing leaves here that runs, loads or covers the page around it. Knows nothing of mail.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::bound::bound;
use super::images::keep_aside;
use super::policy;
use super::style;

/// HTML that is safe to show in a sandboxed frame, and what it holds back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SafeHtml {
    /// Ready to be shown; no image in it loads.
    pub html: String,
    /// Images in `data-remote-src`: other hosts' (which tell them who read the mail) or embedded as data.
    pub remote_images: usize,
    /// Content ids (RFC 2392, without angle brackets) of the mail's own images, kept in `data-cid`; each once.
    pub cids: Vec<String>,
    /// Whether the end was cut off: more than 2 MiB.
    pub truncated: bool,
}

/// Built once: its sets are large and never change.
static JUDGE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let attrs = |tag: &policy::Tag| (tag.name, policy::own_attrs(tag.name).iter().copied().collect());
    let tag_attrs: HashMap<&str, HashSet<&str>> = policy::TAGS.iter().map(attrs).collect();
    let mut judge = Builder::empty();
    judge
        .tags(policy::TAGS.iter().map(|tag| tag.name).collect())
        .tag_attributes(tag_attrs)
        .generic_attributes(policy::COMMON_ATTRS.iter().copied().collect())
        .url_schemes(policy::LINK_SCHEMES.iter().copied().collect())
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .set_tag_attribute_value("a", "target", "_blank")
        .attribute_filter(|_, name, value| judge_value(name, value));
    judge
});

fn judge_value<'v>(name: &str, value: &'v str) -> Option<Cow<'v, str>> {
    match name {
        "style" => style::filter(value).map(Cow::Owned),
        "data-remote-src" => keep_aside(value).then_some(Cow::Borrowed(value)),
        "class" => {
            let known = value
                .split_ascii_whitespace()
                .filter(|c| policy::QUOTE_CLASSES.contains(c));
            let known = known.collect::<Vec<_>>().join(" ");
            (!known.is_empty()).then_some(Cow::Owned(known))
        }
        _ => Some(Cow::Borrowed(value)),
    }
}

/// Makes foreign HTML safe: nothing in it runs, nothing loads by itself, links open elsewhere and tell nothing.
/// Never fails; takes time proportional to the input, whatever its nesting, and keeps at most 2 MiB.
pub fn sanitise(html: &str) -> SafeHtml {
    let bounded = bound(html);
    SafeHtml {
        html: without_lost_line_ends(JUDGE.clean(&bounded.html).to_string()),
        remote_images: bounded.remote_images,
        cids: bounded.cids,
        truncated: bounded.truncated,
    }
}

/// A line end right behind `<pre>` is dropped by whoever parses it, but the serialiser does not write one more:
/// without this a text would lose a line each time it is read and written.
fn without_lost_line_ends(html: String) -> String {
    if !html.contains("<pre") {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    for (n, part) in html.split("<pre").enumerate() {
        if n == 0 {
            out.push_str(part);
            continue;
        }
        let (attrs, content) = part.split_once('>').unwrap_or((part, ""));
        out.push_str("<pre");
        out.push_str(attrs);
        out.push('>');
        out.push_str(content.trim_start_matches('\n'));
    }
    out
}
