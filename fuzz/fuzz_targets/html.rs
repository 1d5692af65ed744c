//! HTML of a mail: what was sanitised stays as it is when it is sanitised again, and holds no script.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|html: &str| {
    let safe = text::sanitise(html).html;
    assert!(!safe.to_ascii_lowercase().contains("<script"), "{safe}");
    assert_eq!(text::sanitise(&safe).html, safe);
    drop(text::html_to_text(html));
});
