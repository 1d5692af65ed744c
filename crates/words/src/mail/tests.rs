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
