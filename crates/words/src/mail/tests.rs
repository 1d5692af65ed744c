mod strangers;
mod wording;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::*;
use crate::Lang;
use crate::when::{ToldDue, What};

fn at(moscow: &str) -> Timestamp {
    format!("{moscow}+03:00").parse().unwrap()
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn templates() -> Templates {
    Templates::built_in().unwrap()
}

/// Definitions, worked example 20.
fn on_a_holiday(lang: Lang) -> Acknowledgement {
    Acknowledgement {
        lang,
        brand: Brand {
            key: "north".into(),
            name: "Издательство «Север»".into(),
            signature: None,
            signatures: std::collections::BTreeMap::new(),
        },
        client_name: Some(if lang == Lang::Ru { "Анна" } else { "Anna" }.into()),
        number: "2026-004512".into(),
        registered_at: at("2026-05-09T12:30:00"),
        due: Some(ToldDue {
            what: What::Answer,
            at: at("2026-05-12T18:00:00"),
        }),
        zones: Zones {
            desk: zone("Europe/Moscow"),
            client: Some(zone("Asia/Vladivostok")),
        },
        reopens_at: Some(at("2026-05-12T09:00:00")),
        who: Who::Team(
            if lang == Lang::Ru {
                "служба поддержки"
            } else {
                "the support team"
            }
            .into(),
        ),
        how: How::ThisAddress,
        follow_url: Some("https://desk.example/r/abc".into()),
    }
}

#[test]
fn the_acknowledgement_of_the_worked_example() {
    let letter = on_a_holiday(Lang::Ru).render(&templates()).unwrap();
    let body = letter
        .text
        .split("\n-- \n")
        .next()
        .unwrap()
        .replace('\u{a0}', " ");
    assert_eq!(
        body,
        "Здравствуйте, Анна! Ваше обращение № 2026-004512 зарегистрировано 9 мая 2026 года в 19:30 по владивостокскому времени.\n\
         \n\
         Ответим не позднее 18:00 вторника, 12 мая, по московскому времени (01:00 среды, 13 мая, по владивостокскому).\n\
         \n\
         Сейчас мы не работаем и снова будем на связи во вторник, 12 мая, с 9:00 по московскому времени (16:00 по владивостокскому).\n\
         \n\
         Обращением занимается служба поддержки. Ответ придёт письмом на этот адрес. Посмотреть, дополнить или отозвать обращение: https://desk.example/r/abc\n"
    );
    assert_eq!(letter.subject, "Обращение №\u{a0}2026-004512 зарегистрировано");
}

/// A letter as it is read, no-break spaces visible as `~`.
fn page(letter: &Rendered) -> String {
    format!(
        "Subject: {}\n\n{}\n=====\n{}",
        letter.subject, letter.text, letter.html
    )
    .replace('\u{a0}', "~")
}

fn sample(lang: Lang) -> samples::Sample {
    let mut sample = samples::Sample::full("north", lang);
    sample.brand.name = "Издательство «Север»".into();
    sample.brand.signature = Some("Служба поддержки\nИздательство «Север»".into());
    sample.zones = Zones {
        desk: zone("Europe/Moscow"),
        client: Some(zone("Asia/Vladivostok")),
    };
    sample
}

#[test]
fn every_letter_reads_well_in_both_languages() {
    let templates = templates();
    for lang in Lang::ALL {
        let sample = sample(lang);
        let letters = [
            ("acknowledgement", on_a_holiday(lang).render(&templates)),
            ("operator_reply", sample.operator_reply().render(&templates)),
            ("due_correction", sample.due_correction().render(&templates)),
            ("closed", sample.closed().render(&templates)),
            ("person_expected", sample.person_expected().render(&templates)),
            ("resolved", sample.resolved().render(&templates)),
            ("reminder", sample.reminder().render(&templates)),
            ("password_reset", sample.password_reset().render(&templates)),
            ("invitation", sample.invitation().render(&templates)),
            ("link_renewal", sample.link_renewal().render(&templates)),
            ("deadlines", sample.deadlines().render(&templates)),
        ];
        assert_eq!(letters.len(), Name::ALL.len());
        for (name, letter) in letters {
            insta::assert_snapshot!(format!("{name}_{lang}"), page(&letter.unwrap()));
        }
    }
}

#[test]
fn the_least_that_is_known_still_makes_a_letter() {
    for lang in Lang::ALL {
        let mut letter = on_a_holiday(lang);
        letter.client_name = None;
        letter.due = None;
        letter.reopens_at = None;
        letter.follow_url = None;
        letter.zones = Zones::desk_only(zone("Europe/Moscow"));
        letter.who = Who::Person("Мария Петрова".into());
        insta::assert_snapshot!(
            format!("acknowledgement_least_{lang}"),
            page(&letter.render(&templates()).unwrap())
        );
    }
}

#[test]
fn the_acknowledgement_never_says_soon_or_in_24_hours() {
    for lang in Lang::ALL {
        let text = on_a_holiday(lang)
            .render(&templates())
            .unwrap()
            .text
            .to_lowercase();
        assert!(
            !["скоро", "24 час", "суток", "soon", "24 hours", "shortly"]
                .iter()
                .any(|word| text.contains(word))
        );
    }
}

#[test]
fn a_call_is_promised_as_a_call() {
    let mut letter = on_a_holiday(Lang::Ru);
    letter.due = Some(ToldDue {
        what: What::Call,
        at: at("2026-05-12T10:00:00"),
    });
    letter.how = How::Phone("+7 495 …-12-34".into());
    let text = letter.render(&templates()).unwrap().text;
    assert!(
        text.contains("Перезвоним не позднее 17:00 вторника, 12\u{a0}мая, по владивостокскому времени."),
        "{text}"
    );
    assert!(text.contains("Ответим по телефону +7 495 …-12-34."), "{text}");
}

#[test]
fn a_reply_says_what_it_asks_and_promises() {
    let templates = templates();
    let reply = |asks: Option<Asks>| OperatorReply {
        asks: asks.into_iter().collect(),
        html: None,
        ..sample(Lang::Ru).operator_reply()
    };
    let text = |asks| {
        reply(asks)
            .render(&templates)
            .unwrap()
            .text
            .replace('\u{a0}', " ")
    };
    let due = |what| ToldDue {
        what,
        at: at("2026-05-12T10:00:00"),
    };
    assert!(text(Some(Asks::Waiting)).contains("пока его нет, срок по обращению приостановлен"));
    assert!(text(Some(Asks::Resolved)).contains("обращение откроется снова"));
    assert!(
        text(Some(Asks::Promise(due(What::Call))))
            .contains("Перезвоним не позднее 17:00 вторника, 12 мая, по владивостокскому времени.")
    );
    assert!(text(Some(Asks::Promise(due(What::Solution)))).contains("Решим вопрос не позднее"));
    assert!(
        text(Some(Asks::NewDue(due(What::Answer))))
            .contains("Новый срок: вторник, 12 мая, 17:00 по владивостокскому времени.")
    );
    assert!(text(None).starts_with("Выписка готова.\n\nСпасибо за ожидание.\n\n-- \n"));
}

#[test]
fn the_subject_of_a_reply_keeps_the_thread_and_the_number() {
    let templates = templates();
    let subject = |given: &str| {
        let reply = OperatorReply {
            subject: given.into(),
            ..sample(Lang::Ru).operator_reply()
        };
        reply.render(&templates).unwrap().subject.replace('\u{a0}', " ")
    };
    assert_eq!(
        subject("Не приходит выписка"),
        "Re: Не приходит выписка [№ 2026-004512]"
    );
    assert_eq!(
        subject("RE: Re: Не приходит выписка [№ 2026-004512]"),
        "Re: Не приходит выписка [№ 2026-004512]"
    );
    assert_eq!(subject("  "), "Ответ на обращение № 2026-004512");
    assert_eq!(
        subject("Привет\r\nBcc: all@example.org"),
        "Re: Привет Bcc: all@example.org [№ 2026-004512]"
    );
    assert!(subject(&"длинно ".repeat(100)).ends_with("… [№ 2026-004512]"));
}
