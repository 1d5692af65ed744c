//! What fits, when people sleep, and how gateways are asked.

use crate::CHANNEL_KIND;
use crate::night::left;
use crate::request::{field, request};
use crate::settings::read;
use crate::words::short;
use channel::contract::refuses_odd_settings;
use domain::Moment;
use serde_json::{Value, json};
use std::time::Duration;

fn settings(change: Value) -> Value {
    let mut settings =
        json!({ "url": "https://sms.example/send", "fields": { "to": "{to}", "text": "{text}" } });
    for (name, value) in change.as_object().unwrap() {
        settings[name] = value.clone();
    }
    settings
}

#[test]
fn a_text_is_cut_and_its_link_is_not() {
    let link = "https://desk.example/t/secret";
    assert_eq!(
        short("Карта  готова.\n", link, 100),
        format!("Карта готова. {link}")
    );
    assert_eq!(
        short("Карта готова и ждёт вас в отделении", link, 45),
        format!("Карта готова… {link}")
    );
    assert!(short(&"слово ".repeat(100), link, 70).chars().count() <= 70);
    // A link that stands in the words already is not said twice.
    let said = format!("Смотрите {link}");
    assert_eq!(short(&said, link, 100), said);
    assert_eq!(short("Привет", "", 100), "Привет");
}

#[test]
fn nobody_is_woken() {
    let by_day = read(&settings(json!({}))).unwrap();
    let quiet =
        |at: &str, zone: &str| left(&by_day, zone, at.parse::<Moment>().unwrap()).map(|left| left.as_secs());
    assert_eq!(quiet("2026-04-14T20:59:59+03:00", "Europe/Moscow"), None);
    assert_eq!(
        quiet("2026-04-14T21:00:00+03:00", "Europe/Moscow"),
        Some(12 * 3600)
    );
    assert_eq!(quiet("2026-04-15T08:59:00+03:00", "Europe/Moscow"), Some(60));
    assert_eq!(quiet("2026-04-15T09:00:00+03:00", "Europe/Moscow"), None);
    // Ten in the morning in Moscow is evening in Kamchatka.
    assert_eq!(
        quiet("2026-04-15T14:00:00+03:00", "Asia/Kamchatka"),
        Some(10 * 3600)
    );
    let never = read(&settings(
        json!({ "quiet_from": "00:00:00", "quiet_until": "00:00:00" }),
    ))
    .unwrap();
    assert_eq!(
        left(&never, "UTC", "2026-04-15T03:00:00Z".parse().unwrap()),
        None::<Duration>
    );
}

#[test]
fn gateways_are_asked_as_they_want_to_be() {
    let form = read(&settings(json!({ "body": "form", "auth": "basic", "token_env": "T", "fields": { "to": "{to}", "msg": "{text}", "from": "Okno" } }))).unwrap();
    let (body, headers) = request(&form, "user:pass", "+79123456789", "Да & нет {to}", "1@desk");
    assert_eq!(
        String::from_utf8(body).unwrap(),
        "from=Okno&msg=%D0%94%D0%B0%20%26%20%D0%BD%D0%B5%D1%82%20%7Bto%7D&to=%2B79123456789"
    );
    assert!(
        headers.contains(&("authorization", "Basic dXNlcjpwYXNz".to_owned())),
        "{headers:?}"
    );
    let json = read(&settings(
        json!({ "token_env": "T", "fields": { "key": "{token}", "to": "{to}", "text": "{text}" } }),
    ))
    .unwrap();
    let (body, _) = request(&json, "secret", "+7", "\"", "1");
    assert_eq!(
        serde_json::from_slice::<Value>(&body).unwrap(),
        json!({ "key": "secret", "to": "+7", "text": "\"" })
    );
    let answer = json!({ "status": "OK", "messages": [{ "code": 100 }] });
    assert_eq!(field(&answer, "messages.0.code").as_deref(), Some("100"));
    assert_eq!(field(&answer, "messages.1.code"), None);
}

#[test]
fn settings_are_checked() {
    assert_eq!(refuses_odd_settings(&CHANNEL_KIND), []);
    let fields = |settings: Value| -> Vec<String> {
        let faults = (CHANNEL_KIND.check)(&settings).faults;
        faults.into_iter().map(|fault| fault.field).collect()
    };
    assert_eq!(fields(settings(json!({}))), Vec::<String>::new());
    assert_eq!(
        fields(settings(json!({ "fields": { "to": "{to}" } }))),
        ["fields"]
    );
    assert_eq!(fields(settings(json!({ "auth": "bearer" }))), ["token_env"]);
    assert_eq!(fields(settings(json!({ "quiet_from": "late" }))), ["quiet_from"]);
    assert_eq!(
        fields(settings(json!({ "url": "sms.example", "most": 10 }))),
        ["url", "most"]
    );
}
