//! Cleaning, one-line texts, previews, languages.

use proptest::prelude::*;

use crate::{Lang, clean, clean_line, language, preview};

#[test]
fn only_nul_and_line_ends_change() {
    assert_eq!(
        clean("a\0b\r\nc\rd\n\r\n\re\u{1}\u{202E}"),
        "ab\nc\nd\n\n\ne\u{1}\u{202E}"
    );
    assert_eq!(clean("\r\0\n"), "\n");
    let decomposed = "и\u{306} ﬁ ½";
    assert_eq!(clean(decomposed), decomposed);
}

#[test]
fn naughty_strings_read_back_equal() {
    let Some(text) = crate::cases::read("blns/blns.json") else {
        return;
    };
    let strings: Vec<String> = serde_json::from_str(&text).unwrap();
    for string in &strings {
        assert_eq!(clean(string), *string);
    }
    println!("{} of {} strings equal", strings.len(), strings.len());
    let lines = strings.iter().filter(|s| clean_line(s, 10_000) == **s).count();
    println!("{lines} of {} equal as a line", strings.len());
}

#[test]
fn a_line_is_one_line_without_tricks() {
    assert_eq!(
        clean_line(
            "  Тема:\r\n\tзаказ \u{202E}txt.exe\u{2066} \0\u{7} №\u{A0}5 ",
            100
        ),
        "Тема: заказ txt.exe № 5"
    );
    assert_eq!(clean_line("👨\u{200D}👩\u{200D}👦 семья", 4), "");
    assert_eq!(
        clean_line("👨\u{200D}👩\u{200D}👦 семья", 5),
        "👨\u{200D}👩\u{200D}👦"
    );
    assert_eq!(clean_line("слово другое", 6), "слово");
    assert_eq!(clean_line("слово другое", 8), "слово др");
    assert_eq!(clean_line("слово", 0), "");
}

#[test]
fn a_preview_holds_the_authors_last_words() {
    let body = "Добрый день!\n\n> Какой размер?\n42\n\n12.05.2025, 15:19, \"Анна\" <a@b.example>:\n\nЦитата";
    assert_eq!(preview(body, 100), "Добрый день! 42");
    assert_eq!(preview(body, 9), "Добрый д…");
    assert_eq!(preview(body, 8), "Добрый…");
    assert_eq!(preview("> только\n>> цитата", 100), "только цитата");
    assert_eq!(preview("", 100), "");
}

#[test]
fn languages_by_letters() {
    assert_eq!(language("Добрый день"), Lang::Ru);
    assert_eq!(language("Не работает Outlook 365 Business Premium"), Lang::Ru);
    assert_eq!(language("Hello, my name is Анна"), Lang::En);
    assert_eq!(language("12:30 +7 😀"), Lang::Unknown);
    assert_eq!(language("你好"), Lang::Unknown);
}

proptest! {
    #[test]
    fn cleaning_again_changes_nothing(text in "(\\PC|[\r\n\0\t])*") {
        let once = clean(&text);
        prop_assert!(!once.contains(['\0', '\r']));
        prop_assert_eq!(clean(&once), once);
    }

    #[test]
    fn lines_are_bounded_and_stable(text in "(\\PC|[\r\n\0\t \u{202E}\u{2028}])*", max in 0usize..40) {
        let line = clean_line(&text, max);
        prop_assert!(line.chars().count() <= max);
        let tricks = line.chars().any(|c| c.is_control() || c == '\u{202E}');
        prop_assert!(!tricks);
        prop_assert_eq!(clean_line(&line, max), line);
    }

    #[test]
    fn previews_are_bounded(text in "(\\PC|[\n>-])*", max in 0usize..40) {
        prop_assert!(preview(&text, max).chars().count() <= max);
    }
}
