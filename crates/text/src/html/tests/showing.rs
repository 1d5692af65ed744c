//! What stays and what goes when HTML is sanitised.

use serde::Deserialize;

use super::super::style;
use super::judge::faults;
use crate::{sanitise, show_inline_images, show_remote_images};

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
        assert_eq!(style::filter(style).as_deref(), want, "{style}");
    }
}
