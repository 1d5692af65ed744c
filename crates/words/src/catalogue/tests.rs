use std::collections::BTreeMap;

use super::*;

/// Some value for each argument a phrase takes, so that it can be read as a person would see it.
fn read(lang: Lang, key: &str) -> (String, Vec<FluentError>) {
    let args: Vec<(&str, Value)> = arguments(lang, key)
        .map(|name| {
            (
                name,
                if is_figure(name) {
                    Value::Whole(5)
                } else {
                    Value::from("x")
                },
            )
        })
        .collect();
    catalogue(lang).format(key, &args).unwrap_or_default()
}

fn is_figure(argument: &str) -> bool {
    matches!(argument, "count" | "seconds" | "minutes" | "hours")
}

#[test]
fn the_embedded_vocabulary_has_no_faults() {
    assert_eq!(check(), Ok(()));
}

#[test]
fn both_languages_have_the_same_phrases_with_the_same_arguments() {
    let all = |lang| -> BTreeMap<_, Vec<_>> {
        keys(lang)
            .map(|key| (key, arguments(lang, key).collect()))
            .collect()
    };
    let (russian, english) = (all(Lang::Ru), all(Lang::En));
    for (key, arguments) in &russian {
        assert_eq!(english.get(key), Some(arguments), "{key} in English");
    }
    for key in english.keys() {
        assert!(russian.contains_key(key), "{key} is missing in Russian");
    }
}

#[test]
fn every_phrase_can_be_read() {
    for lang in Lang::ALL {
        for key in keys(lang) {
            let (phrase, faults) = read(lang, key);
            assert!(faults.is_empty(), "{lang} {key}: {faults:?}");
            assert!(
                !phrase.trim().is_empty() && !phrase.contains(['{', '}']),
                "{lang} {key}: {phrase:?}"
            );
        }
    }
}

#[test]
fn lines_do_not_break_before_dashes_and_units() {
    for lang in Lang::ALL {
        for key in keys(lang) {
            let (phrase, _) = read(lang, key);
            assert!(
                !phrase.contains(" —") && !phrase.contains("№ "),
                "{lang} {key}: {phrase}"
            );
            let words: Vec<_> = phrase.split(' ').collect();
            let broken = words.windows(2).any(|pair| {
                let unit = pair[1].trim_end_matches([',', '.', ':']);
                pair[0].ends_with('5') && ["ч", "мин", "с", "h", "min", "s", "%"].contains(&unit)
            });
            assert!(!broken, "{lang} {key}: {phrase}");
        }
    }
}

#[test]
fn russian_keeps_to_the_glossary() {
    let forbidden = [
        "тикет",
        "заявк",
        "кейс",
        "агент",
        "супервайзер",
        "инбокс",
        "таймлайн",
        "дедлайн",
        "автоответ",
        "эскалация на",
        "sla",
        "реплай",
        "коммент",
        "юзер",
        "пользовател",
        "\"",
        "..",
        "нажмите сюда",
    ];
    for key in keys(Lang::Ru) {
        let phrase = read(Lang::Ru, key).0.to_lowercase();
        for word in forbidden {
            assert!(!phrase.contains(word), "{key}: {phrase}");
        }
        let unlettered = [
            "еще",
            "ее",
            "счет",
            "отчет",
            "нее",
            "идет",
            "ждем",
            "дойдет",
            "придет",
            "прием",
        ];
        let words = phrase.split(|c: char| !c.is_alphabetic());
        assert!(
            !words.into_iter().any(|word| unlettered.contains(&word)),
            "{key}: «ё» is written: {phrase}"
        );
    }
}

#[test]
fn a_missing_key_shows_itself() {
    assert_eq!(t(Lang::Ru, "no-such-phrase"), "no-such-phrase");
    assert!(!has(Lang::Ru, "no-such-phrase"));
}

#[test]
fn codes_find_their_words() {
    assert_eq!(t_code(Lang::Ru, "state", "waiting_client"), "Ждём клиента");
    assert_eq!(t_code(Lang::En, "scope", "tickets:read"), "Read tickets");
    assert_eq!(t_code(Lang::En, "channel", "Hotline"), "Hotline");
}

/// Glossary, "Plurals": the nouns it lists and the numbers it lists them with.
#[test]
fn plurals_of_the_glossary() {
    let read = |key: &str, count: i64| tr(Lang::Ru, key, &[("count", count.into())]);
    let table = [
        (
            "count-tickets",
            [
                (1, "1 обращение"),
                (21, "21 обращение"),
                (2, "2 обращения"),
                (5, "5 обращений"),
                (11, "11 обращений"),
            ]
            .as_slice(),
        ),
        (
            "count-business-days",
            &[(1, "1 рабочий день"), (2, "2 рабочих дня"), (5, "5 рабочих дней")],
        ),
        (
            "count-business-days-within",
            &[
                (1, "1 рабочего дня"),
                (21, "21 рабочего дня"),
                (2, "2 рабочих дней"),
                (5, "5 рабочих дней"),
            ],
        ),
        (
            "count-business-hours",
            &[
                (1, "1 рабочий час"),
                (3, "3 рабочих часа"),
                (6, "6 рабочих часов"),
            ],
        ),
        (
            "count-minutes-in",
            &[
                (1, "1 минуту"),
                (21, "21 минуту"),
                (2, "2 минуты"),
                (5, "5 минут"),
            ],
        ),
        (
            "count-calls",
            &[(1, "1 звонок"), (2, "2 звонка"), (5, "5 звонков")],
        ),
        (
            "count-messages",
            &[(1, "1 сообщение"), (2, "2 сообщения"), (5, "5 сообщений")],
        ),
        (
            "count-operators",
            &[(1, "1 оператор"), (2, "2 оператора"), (5, "5 операторов")],
        ),
        (
            "count-overdue-tickets",
            &[
                (1, "просрочено 1 обращение"),
                (2, "просрочено 2 обращения"),
                (5, "просрочено 5 обращений"),
            ],
        ),
    ];
    for (key, cases) in table {
        for (count, expected) in cases {
            assert_eq!(read(key, *count), *expected);
        }
    }
}

#[test]
fn fractions_take_the_genitive_singular_and_a_decimal_comma() {
    let days = |lang, tenths| tr(lang, "count-business-days", &[("count", Value::Tenths(tenths))]);
    assert_eq!(days(Lang::Ru, 15), "1,5 рабочего дня");
    assert_eq!(days(Lang::Ru, 25), "2,5 рабочего дня");
    assert_eq!(days(Lang::En, 15), "1.5 business days");
}

#[test]
fn thousands_stand_apart() {
    assert_eq!(
        tr(Lang::Ru, "count-tickets", &[("count", 45_000.into())]),
        "45\u{a0}000 обращений"
    );
    assert_eq!(tr(Lang::En, "count-tickets", &[("count", 1.into())]), "1 ticket");
    assert_eq!(
        tr(Lang::En, "count-tickets", &[("count", 45_000.into())]),
        "45,000 tickets"
    );
}
