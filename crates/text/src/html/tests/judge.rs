//! Reads sanitised HTML as a browser would and tells what is wrong with it.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

const BAD_TAGS: &[&str] = &[
    "script",
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "base",
    "meta",
    "link",
    "style",
    "form",
    "input",
    "button",
    "textarea",
    "select",
    "svg",
    "math",
    "template",
    "noscript",
    "xmp",
    "plaintext",
    "noembed",
    "noframes",
    "isindex",
    "keygen",
    "portal",
    "dialog",
    "title",
    "audio",
    "video",
    "source",
    "track",
];
const URL_ATTRS: &[&str] = &[
    "href",
    "src",
    "action",
    "formaction",
    "background",
    "poster",
    "cite",
    "data",
    "longdesc",
    "xlink:href",
    "dynsrc",
    "lowsrc",
    "ping",
    "srcset",
    "usemap",
    "icon",
    "manifest",
    "profile",
    "classid",
    "codebase",
];
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel", "cid"];
const BAD_STYLES: &[&str] = &[
    "url(",
    "expression",
    "@import",
    "-moz-binding",
    "behavior",
    "image-set",
    "position",
];

/// What a browser would find wrong in `html`.
pub(super) fn faults(html: &str) -> Vec<String> {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(format!("<body>{html}"));
    let mut found = Vec::new();
    let document = dom.document.children.borrow();
    let root = document
        .iter()
        .find(|n| matches!(n.data, NodeData::Element { .. }))
        .unwrap();
    let body = root.children.borrow().last().unwrap().clone();
    let mut open: Vec<Handle> = body.children.borrow().clone();
    while let Some(node) = open.pop() {
        if let NodeData::Element { name, attrs, .. } = &node.data {
            let tag = name.local.to_ascii_lowercase();
            if BAD_TAGS.contains(&&*tag) {
                found.push(format!("<{tag}>"));
            }
            for attr in attrs.borrow().iter() {
                found.extend(attribute_fault(
                    &tag,
                    &attr.name.local.to_ascii_lowercase(),
                    &attr.value,
                ));
            }
        }
        open.extend(node.children.borrow().iter().cloned());
    }
    found
}

fn attribute_fault(tag: &str, name: &str, value: &str) -> Option<String> {
    let fault = Some(format!("{tag}@{name}={value}"));
    if name.starts_with("on") || matches!(name, "srcdoc" | "formaction" | "id" | "name" | "src") {
        return fault;
    }
    if URL_ATTRS.contains(&name) {
        let url: String = value.trim_matches(|c| c <= ' ').replace(['\t', '\n', '\r'], "");
        let scheme = url
            .split_once(':')
            .map(|(scheme, _)| scheme.to_lowercase())
            .filter(|s| {
                s.starts_with(|c: char| c.is_ascii_alphabetic())
                    && s.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
            });
        if scheme.is_some_and(|s| !SCHEMES.contains(&&*s)) {
            return fault;
        }
    }
    let style: String = value.to_lowercase().split_whitespace().collect();
    (name == "style" && BAD_STYLES.iter().any(|bad| style.contains(bad)))
        .then_some(fault)
        .flatten()
}

#[test]
fn the_judge_sees_faults() {
    for html in [
        "<script>x</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=' java\nscript:x'>y</a>",
        "<svg></svg>",
        "<p style='background:url(http://x)'>y</p>",
        "<form></form>",
    ] {
        assert!(!faults(html).is_empty(), "{html}");
    }
}
