//! The words of a message, worked out once: what is read, what is shown in lists, what is searched. Pure.

use super::prepare::{NAME, TITLE};
use channel::{Forwarded, Own};
use domain::Handle;
use domain::entry::Body;
use domain::intake::{NewForwarded, NewOwn};

/// Bytes of a text that may be a word for a person.
const SHORT: usize = 400;
/// Characters of a preview.
const PREVIEW: usize = 200;
/// Bytes of text that are kept as text; the whole stays in the raw copy.
const TEXT: usize = 1 << 20;

/// What somebody said.
pub(super) struct Said {
    pub title: String,
    pub body: Body,
    pub preview: String,
    pub terms: String,
    pub guessed_lang: String,
    pub wants_person: bool,
}

/// Reads a message, of which there is a text, a layout, or both. `words` are those for a person.
pub(super) fn read(
    from: &Handle,
    title: &str,
    (text, html): (Option<&str>, Option<&str>),
    words: &[String],
) -> Said {
    let sanitised = html.map(text::sanitise);
    let plain = match (text, html) {
        (Some(plain), _) if !plain.trim().is_empty() => text::clean(plain),
        (_, Some(html)) => text::clean(&text::html_to_text(html)),
        (Some(plain), None) => text::clean(plain),
        (None, None) => String::new(),
    };
    let plain = shorten(plain);
    let visible = text::split_reply(&plain).visible;
    let title = text::clean_line(title, TITLE);
    let guessed_lang = match text::language(visible) {
        text::Lang::Ru => "ru",
        text::Lang::En => "en",
        text::Lang::Unknown => "",
    };
    let terms = text::term_text(&format!("{title}\n{}\n{}\n{visible}", from.name, from.value));
    let preview = text::preview(visible, PREVIEW);
    // A long text that names one tells a story.
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let wants_person = visible.len() <= SHORT && text::is_handoff_word(visible, &words);
    let remote_images = sanitised.as_ref().map_or(0, |safe| safe.remote_images);
    let body = Body {
        visible: visible.len(),
        html: sanitised.map(|safe| safe.html).unwrap_or_default(),
        remote_images: i64::try_from(remote_images).unwrap_or(i64::MAX),
        text: plain,
    };
    Said {
        title,
        body,
        preview,
        terms,
        guessed_lang: guessed_lang.to_owned(),
        wants_person,
    }
}

/// What a message means if its author works for us.
pub(super) fn own(own: Own, words: &[String]) -> NewOwn {
    NewOwn {
        to: own.to,
        forwarded: own.forwarded.map(|passed| Box::new(forwarded(passed, words))),
    }
}

fn forwarded(passed: Forwarded, words: &[String]) -> NewForwarded {
    let mut from = passed.from;
    from.name = text::clean_line(&from.name, NAME);
    from.value = text::clean_line(&from.value, TITLE);
    let said = read(
        &from,
        &passed.title,
        (passed.text.as_deref(), passed.html.as_deref()),
        words,
    );
    let note = shorten(text::clean(&passed.note));
    NewForwarded {
        from,
        title: said.title,
        body: said.body,
        preview: said.preview,
        terms: said.terms,
        guessed_lang: said.guessed_lang,
        wants_person: said.wants_person,
        note_preview: text::preview(&note, PREVIEW),
        note_terms: text::term_text(&note),
        note,
    }
}

/// Cuts a text that no person reads to its end; the raw copy keeps it whole.
fn shorten(mut plain: String) -> String {
    if plain.len() > TEXT {
        let mut end = TEXT;
        while !plain.is_char_boundary(end) {
            end -= 1;
        }
        plain.truncate(end);
    }
    plain
}
