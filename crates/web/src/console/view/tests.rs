//! What every page promises: its words exist in both languages, it obeys the strict CSP, what people wrote
//! stays text, and every form can be sent without a script.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use askama::Template;

use super::{
    Clock, Flash, InboxPage, Level, List, ListBody, LogInPage, Page, Piece, Row, RowMarkup, RowStream,
    Ticket, TicketFrame, pieces,
};
use words::Lang;

fn templates() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"),
        &mut found,
    );
    found
}

#[test]
fn every_word_of_a_template_exists_in_both_languages() {
    let mut missing = Vec::new();
    let mut used = 0;
    for (path, text) in templates() {
        for key in text
            .split("t(\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            used += 1;
            for lang in Lang::ALL {
                if !words::has(lang, key) {
                    missing.push(format!("{} {key} ({})", lang.code(), path.display()));
                }
            }
        }
    }
    assert!(used > 100, "the templates were not found");
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_word_of_the_pages_room_is_left_over() {
    let text: String = templates().into_iter().map(|(_, text)| text).collect();
    let left_over: Vec<_> = words::keys(Lang::Ru)
        .filter(|key| key.starts_with("page-") && !text.contains(&format!("t(\"{key}\")")))
        .collect();
    assert!(left_over.is_empty(), "{left_over:?}");
}

#[test]
fn no_template_breaks_the_content_security_policy() {
    for (path, text) in templates() {
        for forbidden in [
            " style=",
            "<style",
            " onclick=",
            " onload=",
            " onsubmit=",
            "javascript:",
            "http://",
            "https://",
        ] {
            assert!(!text.contains(forbidden), "{} has {forbidden}", path.display());
        }
        for script in text.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(
                tag.contains(" src=") || tag.contains("application/json"),
                "{} has an inline script",
                path.display()
            );
        }
    }
}

#[test]
fn every_post_carries_the_csrf_token() {
    let mut posts = 0;
    for (path, text) in templates() {
        for form in text.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap();
            if form.split('>').next().unwrap().contains("method=\"post\"") {
                posts += 1;
                // Anybody may send the public form, from a frame without cookies: there is no authority to borrow.
                if path.ends_with("public/form.html") {
                    continue;
                }
                assert!(
                    form.contains("name=\"csrf\""),
                    "{}: a form without csrf: {form}",
                    path.display()
                );
            }
        }
    }
    assert!(posts > 15, "the forms were not found");
}

fn of_row(page: &Page, row: &Row) -> Arc<ListBody> {
    Arc::new(ListBody {
        rows: vec![RowMarkup::of(page, row).unwrap()],
        ..ListBody::default()
    })
}

#[test]
fn what_people_wrote_stays_text() {
    let evil = "<script>alert(1)</script>\"'><img src=x>";
    let row = Row {
        id: "tkt_1".into(),
        client: evil.into(),
        subject: evil.into(),
        last_words: evil.into(),
        tags: vec![evil.into()],
        ..Row::default()
    };
    let list = List {
        title: evil.into(),
        body: of_row(&Page::default(), &row),
        ..List::default()
    };
    let html = InboxPage {
        page: Page {
            title: evil.into(),
            ..Page::default()
        },
        list,
    }
    .render()
    .unwrap();
    assert!(!html.contains("<script>alert"), "{html}");
    assert!(!html.contains("<img src=x"), "{html}");
}

#[test]
fn a_pushed_row_is_the_row_of_the_first_render() {
    let row = Row {
        id: "tkt_1".into(),
        subject: "Справка".into(),
        path: "/tickets/tkt_1".into(),
        ..Row::default()
    };
    let page = Page {
        base: "/okno".into(),
        ..Page::default()
    };
    let list = List {
        body: of_row(&page, &row),
        ..List::default()
    };
    let whole = InboxPage {
        page: page.clone(),
        list,
    }
    .render()
    .unwrap();
    let pushed = RowStream { page, row }.render().unwrap();
    let inner = pushed
        .split_once("<template>")
        .unwrap()
        .1
        .split_once("</template>")
        .unwrap()
        .0;
    assert!(whole.contains(inner.trim()), "{inner}");
    assert!(pushed.contains("target=\"row-tkt_1\""), "{pushed}");
    assert!(inner.contains("href=\"/okno/tickets/tkt_1\""), "{inner}");
}

#[test]
fn only_a_running_clock_ticks() {
    for (level, ticks) in [
        (Level::Calm, true),
        (Level::Late, true),
        (Level::Met, false),
        (Level::Paused, false),
    ] {
        let row = Row {
            clock: Some(Clock {
                level,
                due_ms: 7,
                ..Clock::default()
            }),
            ..Row::default()
        };
        let html = RowStream {
            page: Page::default(),
            row,
        }
        .render()
        .unwrap();
        assert_eq!(html.contains("data-due=\"7\""), ticks, "{level:?}");
        assert!(
            html.contains(&format!("data-level=\"{}\"", level.code())),
            "{html}"
        );
    }
}

#[test]
fn a_refused_log_in_gives_the_address_back_and_says_why() {
    let page = LogInPage {
        email: "anna@example.org".into(),
        error: "Не подходит".into(),
        ..LogInPage::default()
    };
    let html = page.render().unwrap();
    assert!(
        html.contains("value=\"anna@example.org\"") && html.contains("role=\"alert\""),
        "{html}"
    );
}

#[test]
fn script_words_cannot_close_their_element() {
    for lang in Lang::ALL {
        let words = Page {
            lang,
            ..Page::default()
        }
        .script_words();
        assert!(!words.contains('<'), "{words}");
        let json: serde_json::Value = serde_json::from_str(&words).unwrap();
        assert!(json["late"].as_str().unwrap().contains("{span}"), "{words}");
        assert!(json["hmin"].as_str().unwrap().contains("{h}"), "{words}");
        assert_eq!(
            json["days"]["many"].as_str().unwrap().matches("{n}").count(),
            1,
            "{words}"
        );
    }
}

#[test]
fn only_web_addresses_become_links_and_no_text_is_lost() {
    let text = "См. https://bank.example/справка?a=1&b=2. javascript:alert(1) file:///etc/passwd HTTP://A.example, почта a@b.example";
    let found = pieces(text);
    let links: Vec<_> = found
        .iter()
        .filter(|piece| piece.link)
        .map(|piece| piece.text)
        .collect();
    assert_eq!(
        links,
        ["https://bank.example/справка?a=1&b=2", "HTTP://A.example"]
    );
    assert_eq!(found.iter().map(|piece| piece.text).collect::<String>(), text);
    assert_eq!(
        pieces("без ссылок"),
        [Piece {
            text: "без ссылок",
            link: false
        }]
    );
}

#[test]
fn a_frame_brings_along_what_the_last_action_did() {
    let page = Page {
        flash: Some(Flash {
            words: "Сохранено".into(),
            ..Flash::default()
        }),
        ..Page::default()
    };
    let told = TicketFrame {
        page,
        ticket: Ticket::default(),
    }
    .render()
    .unwrap();
    let (stream, _) = told
        .split_once("target=\"flash\"")
        .unwrap()
        .1
        .split_once("</turbo-stream>")
        .unwrap();
    assert!(stream.contains("Сохранено"), "{stream}");
    assert!(
        told.trim_end().ends_with("</turbo-frame>"),
        "a frame keeps only what is inside it"
    );
    let silent = TicketFrame {
        page: Page::default(),
        ticket: Ticket::default(),
    }
    .render()
    .unwrap();
    assert!(!silent.contains("turbo-stream"), "{silent}");
}
