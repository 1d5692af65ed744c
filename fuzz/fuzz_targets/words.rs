//! Text of a message: a visible part is a part of it, a preview is a line, terms are what the search index takes.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &str| {
    let clean = text::clean(body);
    assert!(!clean.contains('\0'));
    let visible = text::split_reply(&clean).visible;
    assert!(clean.starts_with(visible));
    assert!(!text::preview(visible, 200).contains('\n'));
    assert!(text::terms(&clean).iter().all(|term| !term.contains(char::is_whitespace)));
    // What is passed on is a part of the text, and its author an address.
    let forwarded = text::forwarded(&clean, body.lines().next().unwrap_or_default());
    assert!(forwarded.is_none_or(|found| found.address.contains('@') && found.text.len() <= clean.len()));
    drop(text::query(&clean));
});
