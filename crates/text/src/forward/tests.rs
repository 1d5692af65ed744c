//! What the programs write, and what only looks like it.

use super::{Forward, bare_title, forwarded, is_forward_title};
use proptest::prelude::*;

/// Program, subject of the mail that passes it on, its text.
const WRITTEN: [(&str, &str, &str); 14] = [
    (
        "Gmail",
        "Fwd: Карта",
        "Посмотрите, пожалуйста.\n\n---------- Forwarded message ---------\nFrom: Анна Петрова <anna@client.example>\nDate: Tue, Apr 14, 2026 at 10:00 AM\nSubject: Карта\nTo: <ivan@desk.example>\n\n\nГде моя карта?\n\nАнна\n",
    ),
    (
        "Gmail, Russian",
        "Fwd: Карта",
        "Посмотрите, пожалуйста.\n\n---------- Forwarded message ---------\nОт: Анна Петрова <anna@client.example>\nDate: вт, 14 апр. 2026 г. в 10:00\nSubject: Карта\nTo: <ivan@desk.example>\n\n\nГде моя карта?\n\nАнна\n",
    ),
    (
        "Outlook",
        "FW: Карта",
        "Посмотрите, пожалуйста.\n\n________________________________\nFrom: Анна Петрова <anna@client.example>\nSent: Tuesday, April 14, 2026 10:00 AM\nTo: Ivan <ivan@desk.example>\nSubject: Карта\n\nГде моя карта?\n\nАнна\n",
    ),
    (
        "Outlook, Russian",
        "FW: Карта",
        "Посмотрите, пожалуйста.\n\nОт: Анна Петрова [mailto:anna@client.example]\nОтправлено: 14 апреля 2026 г. 10:00\nКому: Иван;\n Ольга\nТема: Карта\n\nГде моя карта?\n\nАнна\n",
    ),
    (
        "Outlook, bold letters",
        "Fwd: Карта",
        "Посмотрите, пожалуйста.\n\n*От:* Анна Петрова <anna@client.example>\n*Отправлено:* 14 апреля 2026 г.\n*Тема:* Карта\n\nГде моя карта?\n\nАнна\n",
    ),
    (
        "Thunderbird",
        "Fwd: Карта",
        "Посмотрите, пожалуйста.\n\n\n-------- Forwarded Message --------\nSubject: \tКарта\nDate: \tTue, 14 Apr 2026 10:00:00 +0300\nFrom: \tАнна Петрова <anna@client.example>\nTo: \tivan@desk.example\n\n\n\nГде моя карта?\n\nАнна\n",
    ),
    (
        "Thunderbird, Russian",
        "Fwd: Карта",
        "Посмотрите, пожалуйста.\n\n\n-------- Перенаправленное сообщение --------\nТема: \tКарта\nДата: \tTue, 14 Apr 2026 10:00:00 +0300\nОт: \tАнна Петрова <anna@client.example>\nКому: \tivan@desk.example\n\n\n\nГде моя карта?\n\nАнна\n",
    ),
    (
        "Apple Mail",
        "Fwd: Карта",
        "Посмотрите, пожалуйста.\n\n> Begin forwarded message:\n> \n> From: Анна Петрова <anna@client.example>\n> Subject: Карта\n> Date: April 14, 2026 at 10:00:00 GMT+3\n> To: ivan@desk.example\n> \n> Где моя карта?\n> \n> Анна\n",
    ),
    (
        "Apple Mail, Russian",
        "Fwd: Карта",
        "Посмотрите, пожалуйста.\n\nНачало переадресованного сообщения:\n\nОт: Анна Петрова <anna@client.example>\nТема: Карта\nДата: 14 апреля 2026 г., 10:00:00 GMT+3\nКому: ivan@desk.example\n\nГде моя карта?\n\nАнна\n",
    ),
    (
        "Yandex",
        "Fwd: Карта",
        "Посмотрите, пожалуйста.\n\n-------- Forwarded message --------\n14.04.2026, 10:00, \"Анна Петрова\" <anna@client.example>:\n\nГде моя карта?\n\nАнна\n\n-------- End of forwarded message --------\nИван\n",
    ),
    (
        "Yandex, Russian",
        "Fwd: Карта",
        "Посмотрите, пожалуйста.\n\n-------- Пересылаемое сообщение --------\n14.04.2026, 10:00, Анна Петрова <anna@client.example>:\n\nГде моя карта?\n\nАнна\n-------- Конец пересылаемого сообщения --------\n",
    ),
    (
        "Yandex, with fields",
        "Fwd: Карта",
        "Посмотрите, пожалуйста.\n\n-------- Пересылаемое сообщение --------\nКому: ivan@desk.example\nТема: Карта\n\n14.04.2026, 10:00, \"Анна Петрова\" <anna@client.example>:\nГде моя карта?\n\nАнна\n",
    ),
    (
        "Mail.ru",
        "Fwd: Карта",
        "Посмотрите, пожалуйста.\n\n---------- Forwarded message ----------\nFrom: Анна Петрова <anna@client.example>\nTo: ivan@desk.example\nDate: Tuesday, April 14, 2026, 10:00 +03:00\nSubject: Карта\n\nГде моя карта?\n\nАнна\n",
    ),
    (
        "Mail.ru, Russian",
        "Fwd: Карта",
        "Посмотрите, пожалуйста.\n\n-------- Пересылаемое сообщение --------\nОт кого: Анна Петрова <anna@client.example>\nКому: ivan@desk.example\nДата: Вторник, 14 апреля 2026, 10:00 +03:00\nТема: Карта\n\nГде моя карта?\n\nАнна\n",
    ),
];

#[test]
fn six_programs_pass_a_mail_on_in_two_languages() {
    for (program, title, text) in WRITTEN {
        let expected = Forward {
            note: "Посмотрите, пожалуйста.".into(),
            name: "Анна Петрова".into(),
            address: "anna@client.example".into(),
            title: "Карта".into(),
            text: "Где моя карта?\n\nАнна".into(),
        };
        let found = forwarded(text, title).map(|found| Forward {
            note: found.note.trim_end_matches(['_', '\n']).to_owned(),
            ..found
        });
        assert_eq!(found, Some(expected), "{program}");
    }
}

#[test]
fn what_only_looks_like_it_passes_nothing_on() {
    let block = "From: Anna <anna@client.example>\nSent: Tuesday\nTo: Ivan\nSubject: Card\n\nWhere is it?\n";
    let cases = [
        (
            "a reply quotes with the same block",
            "RE: Card",
            format!("See below.\n\n{block}"),
        ),
        (
            "one line is no block",
            "Fwd: Card",
            "From: anna@client.example\n\nHello".to_owned(),
        ),
        (
            "an author without an address",
            "Fwd: Card",
            block.replace(" <anna@client.example>", ""),
        ),
        (
            "two addresses are none",
            "Fwd: Card",
            block.replace("Anna <anna@client.example>", "a@b.example, c@d.example"),
        ),
        (
            "words that speak of one",
            "Card",
            "I got a forwarded message from Anna yesterday\nFrom: then on nothing\n".to_owned(),
        ),
        ("nothing", "", String::new()),
    ];
    for (why, title, text) in cases {
        assert_eq!(forwarded(&text, title), None, "{why}");
    }
}

#[test]
fn subjects_say_it_in_both_languages() {
    for title in [
        "FW: Card",
        "fwd: Card",
        " Fwd: FW: Card",
        "Пересл: Card",
        "ПЕР: Card",
    ] {
        assert!(is_forward_title(title), "{title}");
        assert_eq!(bare_title(title), "Card");
    }
    assert!(!is_forward_title("Forward: Card"));
    assert_eq!(bare_title("Re: Card"), "Re: Card");
    assert_eq!(bare_title("Fwd:"), "");
}

proptest! {
    /// Whatever stands around the block, its author is read or nothing is; nothing panics, and words are not made up.
    #[test]
    fn anything_may_stand_around_it(above in "(?s).{0,80}", below in "(?s).{0,200}", title in ".{0,20}") {
        let text = format!("{above}\n-------- Forwarded message --------\nFrom: Anna <anna@client.example>\nSubject: Card\n\n{below}");
        let found = forwarded(&text, &title);
        if let Some(found) = &found {
            prop_assert!(found.address.contains('@'));
            prop_assert!(found.text.len() <= text.len() && found.note.len() <= text.len());
        }
        drop(forwarded(&below, &above));
    }
}
