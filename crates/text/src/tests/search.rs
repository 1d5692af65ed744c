//! Search terms: what is found by what.

use proptest::prelude::*;

use crate::{query, term_text, terms};

/// Whether a search finds a text, as both databases decide it.
fn finds(search: &str, text: &str) -> bool {
    let terms = terms(text);
    let query = query(search);
    query.all.iter().all(|t| terms.contains(t))
        && query
            .prefix
            .is_none_or(|p| terms.iter().any(|t| t.starts_with(&p)))
        && !search.trim().is_empty()
}

#[test]
fn forms_and_spellings_find_one_another() {
    for (search, text) in [
        ("договор ", "Прошу расторгнуть ДОГОВОРЫ"),
        ("договорами", "по договору № 5"),
        ("зачёт ", "зачет"),
        ("елка ", "Ёлками"),
        ("returned ", "I want to RETURN it"),
        ("Müller ", "Herr Muller"),
        ("muller ", "Herr Mu\u{308}ller"),
        ("йод ", "и\u{306}ода"),
        ("ＡＢＣ ", "abc"),
        ("за\u{301}мок ", "замок"),
        ("оʼбраєн", "о'браєн"),
        ("client ", "the client's"),
        ("онлайн банк ", "онлайн-банк"),
        ("онлайн-банк ", "онлайн банк"),
    ] {
        assert!(
            finds(search, text),
            "{search} in {text}: {:?} {:?}",
            query(search),
            terms(text)
        );
    }
    for (search, text) in [
        ("договор ", "разговор"),
        ("кот ", "который"),
        ("", "text"),
        ("заказ чашка ", "заказ"),
    ] {
        assert!(!finds(search, text), "{search} in {text}");
    }
}

#[test]
fn numbers_and_addresses_are_found_whole_and_in_parts() {
    let text = "Обращение №2026-004512, e-mail Anna.Petrova@mail.example.com, тел. +7 (495) 123-45-67, счёт 40817/810, v1.2.3";
    for search in [
        "2026-004512",
        "2026-004512 ",
        "004512 ",
        "4512 ",
        "4512",
        "№ 2026-0045",
        "2026",
        "anna.petrova@mail.example.com ",
        "petrova",
        "example.com",
        "anna.petrova@",
        "8 495 123 45 67",
        "+74951234567",
        "84951234567",
        "123-45-67",
        "40817/810",
        "v1.2.3",
    ] {
        assert!(
            finds(search, text),
            "{search}: {:?} {:?}",
            query(search),
            terms(text)
        );
    }
    for search in [
        "2026-004513",
        "2025-004512 ",
        "+7 495 123 45 68",
        "ivan@mail.example.com ",
    ] {
        assert!(!finds(search, text), "{search}");
    }
}

#[test]
fn a_word_being_typed_is_found_at_each_letter() {
    for (word, text) in [
        ("договорами", "о договоре"),
        ("компания", "компании"),
        ("2026-004512", "№ 2026-004512"),
    ] {
        for end in word.char_indices().map(|(n, c)| n + c.len_utf8()).skip(1) {
            assert!(
                finds(&word[..end], text),
                "{}: {:?} {:?}",
                &word[..end],
                query(&word[..end]),
                terms(text)
            );
        }
    }
    assert_eq!(query("заказ чай").prefix.as_deref(), Some("ча"));
    assert_eq!(query("заказ чай ").prefix, None);
    assert_eq!(query("заказ ч").all, ["заказ"]);
    assert_eq!(query("я").all, ["я"]);
}

#[test]
fn terms_are_plain_and_in_order() {
    assert_eq!(
        terms("Заказ, заказы; \"Чай\" & 'кофе' a@b.example"),
        [
            "заказ",
            "ча",
            "коф",
            "a@b.example",
            "b.example",
            "a",
            "b",
            "exampl"
        ]
    );
    assert_eq!(term_text("Два слова"), "два слов");
    assert_eq!(terms(" .,-!?«»\u{0}\n"), Vec::<String>::new());
}

#[test]
fn texts_are_bounded() {
    let many: String = (0..200_000).map(|n| format!("w{n} ")).collect();
    assert_eq!(terms(&many).len(), 20_000);
    assert!(terms(&"x".repeat(3_000_000)).iter().all(|t| t.len() <= 64));
    assert!(terms(&"a-".repeat(1_000_000)).iter().all(|t| t.len() <= 400));
    assert!(query(&"слово ".repeat(1000)).all.len() <= 32);
    assert!(terms(&"1 ".repeat(500_000)).len() < 100);
}

proptest! {
    #[test]
    fn folded_variants_have_equal_terms(text in "([а-яёйa-z]{1,9}[ ,.\n]){0,8}") {
        use unicode_normalization::UnicodeNormalization;
        let want = terms(&text);
        prop_assert_eq!(&terms(&text.to_uppercase()), &want);
        prop_assert_eq!(&terms(&text.replace('ё', "е")), &want);
        prop_assert_eq!(&terms(&text.nfd().collect::<String>()), &want);
    }

    #[test]
    fn terms_hold_only_what_both_databases_take(text in "\\PC{0,60}") {
        for term in terms(&text) {
            prop_assert!(!term.is_empty() && term.len() <= 800);
            prop_assert!(term.chars().all(|c| c.is_alphanumeric() || "-._@/+".contains(c)), "{:?}", term);
            prop_assert!(term.chars().next().is_some_and(char::is_alphanumeric), "{:?}", term);
        }
    }

    #[test]
    fn every_word_finds_its_text(text in "([а-яёa-z0-9]{2,9}([ ,.\n]|-|@){1,2}){1,6}") {
        for word in text.split_whitespace() {
            prop_assert!(query(word).all.is_empty() && query(word).prefix.is_none() || finds(word, &text),
                "{} {:?} {:?}", word, query(word), terms(&text));
        }
    }
}
