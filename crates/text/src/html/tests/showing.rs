//! Sanitised HTML: judged as a browser would read it.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::prelude::*;
use serde::Deserialize;

use crate::{sanitise, show_inline_images, show_remote_images};

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
fn faults(html: &str) -> Vec<String> {
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

#[derive(Deserialize)]
struct Payload {
    payload: String,
}

#[test]
fn shared_payloads() {
    let Some(text) = crate::cases::read("dompurify/payloads.json") else {
        return;
    };
    let payloads: Vec<Payload> = serde_json::from_str(&text).unwrap();
    let naughty: Vec<String> = serde_json::from_str(&crate::cases::read("blns/blns.json").unwrap()).unwrap();
    let all: Vec<String> = payloads.into_iter().map(|p| p.payload).chain(naughty).collect();
    let mut pairs = Vec::new();
    let mut wrong = Vec::new();
    for payload in &all {
        let safe = sanitise(payload).html;
        let faults = [
            faults(&safe),
            faults(&show_remote_images(&safe))
                .into_iter()
                .filter(|f| !f.starts_with("img@src"))
                .collect(),
        ]
        .concat();
        if !faults.is_empty() {
            wrong.push(format!("{faults:?} <- {payload}\n -> {safe}"));
        }
        pairs.push(serde_json::json!({"in": payload, "out": safe}));
    }
    println!("{} of {} payloads harmless", all.len() - wrong.len(), all.len());
    if let Some(file) = std::env::var_os("OKNO_SANITISED") {
        std::fs::write(file, serde_json::to_string(&pairs).unwrap()).unwrap();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn formatting_stays() {
    let html = "<p style=\"color: red; position: fixed\">Ваш <b>заказ</b> <font color=\"red\" face=\"Arial\">принят</font></p>\
        <table border=\"0\" width=\"600\"><tbody><tr><td bgcolor=\"#fff\" colspan=\"2\">ячейка</td></tr></tbody></table>\
        <ul><li>раз</li></ul><blockquote class=\"gmail_quote other\">цитата</blockquote>";
    let safe = sanitise(html).html;
    assert_eq!(
        safe,
        html.replace("color: red; position: fixed", "color:red")
            .replace("gmail_quote other", "gmail_quote")
    );
}

#[test]
fn links_open_elsewhere_and_tell_nothing() {
    let safe = sanitise("<a href=\"https://x.example/?a=1&amp;b=2\" onclick=x target=_top>y</a>").html;
    let rest = "target=\"_blank\" rel=\"noopener noreferrer nofollow\">y</a>";
    assert_eq!(safe, format!("<a href=\"https://x.example/?a=1&amp;b=2\" {rest}"));
    for href in [
        "javascript:alert(1)",
        "JaVa&#115;cript:x",
        "data:text/html,x",
        "/relative",
        "vbscript:x",
        "file:///etc",
    ] {
        let safe = sanitise(&format!("<a href=\"{href}\">y</a>")).html;
        assert!(!safe.contains("href"), "{safe}");
    }
    for href in ["mailto:a@b.example", "tel:+74951234567"] {
        assert!(sanitise(&format!("<a href='{href}'>y</a>")).html.contains(href));
    }
}

#[test]
fn remote_images_wait_until_asked_for() {
    let safe = sanitise(
        "<img src='https://x.example/a.png?a=1&amp;b=\"2' alt=Лого width=10><img src=//y.example/b>",
    );
    assert_eq!(safe.remote_images, 2);
    assert!(!safe.html.contains(" src="), "{}", safe.html);
    assert!(
        safe.html.contains(
            "alt=\"Лого\" width=\"10\" data-remote-src=\"https://x.example/a.png?a=1&amp;b=&quot;2\""
        )
    );
    let shown = show_remote_images(&safe.html);
    assert!(
        shown.contains(" src=\"https://x.example/a.png?a=1&amp;b=&quot;2\""),
        "{shown}"
    );
    assert!(shown.contains(" src=\"https://y.example/b\"") && !shown.contains("data-remote-src"));
    let text = sanitise("<p>&lt;img data-remote-src=\"x\"&gt; data-remote-src=\"x\"</p>").html;
    assert_eq!(show_remote_images(&text), text);
}

#[test]
fn only_pictures_become_images() {
    for src in [
        "javascript:x",
        "data:image/svg+xml;base64,PHN2Zz4=",
        "data:text/html,x",
        "a.png",
        "file:///a",
        "",
    ] {
        let safe = sanitise(&format!(
            "<img src=\"{src}\" data-remote-src=\"{src}\" srcset=\"https://x 1x\">"
        ));
        assert_eq!((safe.html.as_str(), safe.remote_images), ("<img>", 0), "{src}");
    }
    let embedded = sanitise("<img src=\"data:image/png;base64,iVBORw0KGgo=\">");
    assert_eq!(embedded.remote_images, 1);
    assert!(show_remote_images(&embedded.html).contains(" src=\"data:image/png;base64,iVBORw0KGgo=\""));
}

#[test]
fn own_images_are_named() {
    let safe = sanitise(
        "<img src=\"cid:a%40b.example\"><IMG SRC='CID:&lt;c@d.example&gt;'><img src=cid:a@b.example>",
    );
    assert_eq!(safe.cids, ["a@b.example", "c@d.example"]);
    assert_eq!(safe.html.matches("data-cid=\"a@b.example\"").count(), 2);
    let shown = show_inline_images(&safe.html, |cid| {
        (cid == "c@d.example").then(|| "/files/1?a&b".to_owned())
    });
    assert_eq!(shown.matches("data-cid").count(), 2);
    assert!(shown.contains("<img src=\"/files/1?a&amp;b\">"), "{shown}");
}

#[test]
fn styles_load_and_cover_nothing() {
    let cases = [
        ("color:red", Some("color:red")),
        ("COLOR : #FFF !important;;", Some("color:#FFF !important")),
        ("background:url(https://x.example/a.png)", None),
        ("background: u\\72l(x)", None),
        (
            "background-color:rgb(1, 2, 3);margin:0 auto",
            Some("background-color:rgb(1, 2, 3);margin:0 auto"),
        ),
        ("width:expression(alert(1))", None),
        ("width:calc(100% - 2px)", Some("width:calc(100% - 2px)")),
        ("position:fixed;top:0;z-index:9", None),
        ("color:/**/red", None),
        (
            "font-family:'Segoe UI',\"x\"",
            Some("font-family:'Segoe UI',\"x\""),
        ),
        ("border-image:url(x)", None),
        ("mso-line-height-rule:exactly", None),
        ("color:var(--x)", None),
    ];
    for (style, want) in cases {
        assert_eq!(super::super::style::filter(style).as_deref(), want, "{style}");
    }
}

#[test]
fn hostile_size_and_depth_are_bounded() {
    let fonts: String = (0..3_000).map(|n| format!("<font size={n}>")).collect();
    let inputs = [
        "<div>".repeat(100_000),
        "<b><p>".repeat(50_000),
        "<div>".repeat(50_000) + &"</span>".repeat(50_000),
        "<table><td>".repeat(20_000) + &"</b>".repeat(50_000),
        fonts + &"<p>x</p>".repeat(5_000),
        format!("<p {}>x</p>", "a=1 ".repeat(100_000)),
        "<a href=x>".repeat(50_000),
        "<!--".repeat(100_000),
        "<".repeat(200_000),
        "<style>".repeat(50_000),
        "&amp".repeat(100_000),
        "«".repeat(200_000),
        "<img src=cid:x>".repeat(20_000),
        format!("<p title='{}", "x".repeat(1_000_000)),
        format!("<p title='{}'>", "&".repeat(500_000)),
        "текст ".repeat(300_000),
    ];
    for input in inputs {
        let started = std::time::Instant::now();
        let safe = sanitise(&input);
        let text = crate::html_to_text(&input);
        let took = started.elapsed();
        assert!(
            safe.html.len() < 30_000_000 && text.len() <= 1024 * 1024,
            "{:?}",
            input.chars().take(60).collect::<String>()
        );
        assert!(
            took.as_secs() < 30,
            "{took:?}: {:?}",
            input.chars().take(60).collect::<String>()
        );
    }
}

#[test]
fn what_is_cut_is_said() {
    assert!(sanitise(&"слово ".repeat(300_000)).truncated);
    assert!(!sanitise(&"слово ".repeat(1_000)).truncated);
}

fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<a href=https://x.example>", "</a>", "<table>", "</table>",
            "<tr>", "<td>", "</td>", "<li>", "<ul>", "</ul>", "<pre>", "</pre>", "<br>", "<img src=cid:x>", "<blockquote>",
            "</blockquote>", "<font color=red>", "</font>", "<span style='color:red'>", "</span>", "<h1>", "</h1>", "<dd>",
            "<script>", "</script>", "<svg>", "<math>", "<style>", "</style>", "<title>", "<!--", "-->", "<textarea>",
            "<form>", "<select>", "<option>", "<i>", "</i>", "<caption>", "<col>", "<tbody>", "<center>", "<template>",
        ]).prop_map(str::to_owned),
        2 => "[а-яa-z \n&;<>\"'=/]{0,8}",
        1 => "\\PC{0,8}",
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn nothing_harmful_comes_out(html in soup()) {
        let safe = sanitise(&html).html;
        prop_assert_eq!(faults(&safe), Vec::<String>::new(), "{}", safe);
    }

    #[test]
    fn sanitising_again_changes_nothing(html in soup()) {
        let once = sanitise(&html);
        prop_assert_eq!(&sanitise(&once.html), &once, "{}", html);
    }
}
