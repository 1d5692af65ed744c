use serde_json::json;

use super::*;
use crate::keys;

fn read(lang: Lang, code: &str, params: &Json) -> String {
    let zone = TimeZone::get("Europe/Moscow").unwrap();
    let now = "2026-05-09T12:00:00+03:00".parse().unwrap();
    entry(
        Reader {
            lang,
            zone: &zone,
            now,
        },
        code,
        params,
    )
    .replace('\u{a0}', " ")
}

fn micros(instant: &str) -> i64 {
    instant.parse::<Timestamp>().unwrap().as_microsecond()
}

#[test]
fn codes_instants_and_spans_become_words() {
    let params = json!({"from": "new", "to": "waiting_client"});
    assert_eq!(read(Lang::Ru, "state_changed", &params), "Новое → Ждём клиента");
    assert_eq!(
        read(Lang::En, "state_changed", &params),
        "New → Waiting for client"
    );
    let params = json!({"clock": "first_response", "due": micros("2026-05-12T18:00:00+03:00")});
    assert_eq!(
        read(Lang::Ru, "clock_started", &params),
        "Первый ответ: срок пошёл, до 12 мая, 18:00"
    );
    let params = json!({"clock": "resolution", "reason": "waiting_client"});
    assert_eq!(
        read(Lang::Ru, "clock_paused", &params),
        "Решение: срок приостановлен, ждём клиента"
    );
    let params = json!({"clock": "resolution", "late": 7_800_000_000_i64});
    assert_eq!(
        read(Lang::Ru, "clock_stopped_late", &params),
        "Решение: с опозданием на 2 ч 10 мин"
    );
    let params = json!({"clock": "resolution", "late": 999_999});
    assert_eq!(
        read(Lang::Ru, "clock_late", &params),
        "Решение: срок истёк, предупреждение отправлено"
    );
    assert_eq!(
        read(Lang::Ru, "ticket_merged", &json!({"number": "2026-000007"})),
        "Объединено с обращением № 2026-000007"
    );
}

#[test]
fn a_failed_delivery_is_explained_by_its_status() {
    let bounced = |status: &str, reason: &str| {
        read(
            Lang::Ru,
            "bounced",
            &json!({"to": "a@example.org", "status": status, "reason": reason}),
        )
    };
    assert_eq!(
        bounced("5.1.1", "550 no such user"),
        "Ответ не доставлен: адрес не существует"
    );
    assert_eq!(
        bounced("", "mailbox_full"),
        "Ответ не доставлен: почтовый ящик переполнен"
    );
    assert_eq!(
        bounced("5.0.0", "no"),
        "Ответ не доставлен: сервер получателя отказался принять письмо (no)"
    );
    assert_eq!(bounced("", ""), "Ответ не доставлен: причина неизвестна");
}

#[test]
fn an_empty_end_reads_as_a_removal() {
    assert_eq!(
        read(Lang::Ru, "assigned", &json!({"to": "Анна"})),
        "Ответственный: Анна"
    );
    assert_eq!(
        read(Lang::Ru, "assigned", &json!({"to": null})),
        "Ответственный снят"
    );
    assert_eq!(
        read(Lang::En, "topic_changed", &json!({"from": "cards", "to": ""})),
        "Topic removed"
    );
}

#[test]
fn an_outcome_is_told_where_it_says_more_than_the_state() {
    let resolved = |outcome: Json| {
        read(
            Lang::Ru,
            "state_changed",
            &json!({"from": "open", "to": "resolved", "outcome": outcome}),
        )
    };
    assert_eq!(resolved(json!("explained")), "В работе → Решено: Разъяснено");
    assert_eq!(resolved(json!("solved")), "В работе → Решено");
    assert_eq!(resolved(json!(null)), "В работе → Решено");
}

#[test]
fn what_has_no_word_is_shown_as_it_is() {
    assert_eq!(
        read(Lang::Ru, "ticket_opened", &json!({"channel": "Горячая линия"})),
        "Обращение открыто: Горячая линия"
    );
    assert_eq!(
        read(Lang::Ru, "ticket_opened", &json!({})),
        "Обращение открыто: …"
    );
    assert_eq!(read(Lang::En, "unheard_of", &json!({})), "Event unheard_of");
}

#[test]
fn whoever_did_it_stands_behind() {
    let reader = Reader {
        lang: Lang::Ru,
        zone: &TimeZone::UTC,
        now: Timestamp::UNIX_EPOCH,
    };
    let line = entry_by(reader, "assigned", &json!({"to": "Анна"}), "Борис");
    assert_eq!(line, "Ответственный: Анна · Борис");
}

#[test]
fn no_entry_shows_a_hole_whatever_it_lacks() {
    for lang in Lang::ALL {
        for key in keys(lang) {
            if let Some(code) = key.strip_prefix("event-") {
                let line = read(lang, &code.replace('-', "_"), &json!({}));
                assert!(!line.contains(['{', '$']), "{key}: {line}");
            }
        }
    }
}
