//! The telephone from outside: numbers in every spelling, events in every order.

use crate::{CHANNEL_KIND, Telephone};
use channel::contract::refuses_odd_settings;
use channel::phone::{CallEvent, Phone as _};
use channel::webhook::{Pushed, Verified, sign, verify};
use domain::Moment;
use domain::act::CallOutcome;
use serde_json::{Value, json};

fn now() -> Moment {
    "2026-04-14T19:10:00+03:00".parse().unwrap()
}

fn read(event: &Value) -> Result<CallEvent, String> {
    let body = event.to_string();
    let verified = Verified {
        id: "1",
        body: body.as_bytes(),
    };
    Telephone.read(&json!({}), &verified, now())
}

#[test]
fn ten_spellings_are_one_number() {
    for text in [
        "+79123456789",
        "+7 912 345-67-89",
        "8 (912) 345-67-89",
        "89123456789",
        "79123456789",
        "9123456789",
        "007 912 345 67 89",
        "tel:+7-912-345-67-89",
        "+7 (912) 345.67.89 доб. 12",
        "8\u{a0}912\u{a0}345\u{2011}67\u{2011}89 ext. 5",
    ] {
        assert_eq!(
            Telephone.number(&json!({}), text).unwrap(),
            "+79123456789",
            "{text}"
        );
    }
    for text in [
        "",
        "12345",
        "call me",
        "+7 912 345-67-89 +7 912",
        "++79123456789",
        "anna@client.example",
    ] {
        assert!(Telephone.number(&json!({}), text).is_err(), "{text}");
    }
    let german = json!({ "country": "49", "trunk": "0", "national_digits": 10 });
    assert_eq!(
        Telephone.number(&german, "0301 2345678").unwrap(),
        "+493012345678"
    );
}

#[test]
fn events_tell_what_became_of_a_call() {
    let event = |kind: &str| json!({ "type": kind, "call": "c1", "number": "8 912 345-67-89", "rang_at": "2026-04-14T19:05:00+03:00" });
    let CallEvent::Ringing(ringing) = read(&event("call.ringing")).unwrap() else {
        panic!("it rings")
    };
    assert_eq!(
        (ringing.number.as_str(), ringing.to.as_str()),
        ("+79123456789", "")
    );
    let mut out = event("call.ringing");
    out["direction"] = "out".into();
    assert_eq!(
        read(&out).unwrap(),
        CallEvent::Noted,
        "nobody wonders whom they call"
    );
    let CallEvent::Happened { id, call, .. } = read(&event("call.missed")).unwrap() else {
        panic!("a missed call happened")
    };
    assert_eq!(
        (id.as_str(), call.outcome, call.number.as_str()),
        ("c1", CallOutcome::Missed, "+79123456789")
    );
    assert!(
        read(&event("call.answered"))
            .unwrap_err()
            .starts_with("answered_at")
    );
    let mut answered = event("call.answered");
    answered["answered_at"] = "2026-04-14T19:05:20+03:00".into();
    let CallEvent::Happened { call, .. } = read(&answered).unwrap() else {
        panic!("an answered call happened")
    };
    assert_eq!(call.outcome, CallOutcome::Connected);
    assert!(read(&json!({ "type": "call.missed" })).is_err());
}

#[test]
fn settings_are_checked() {
    assert_eq!(refuses_odd_settings(&CHANNEL_KIND), []);
    assert!((CHANNEL_KIND.check)(&json!({})).faults.is_empty());
    let wrong = json!({ "country": "x", "path": "exchange" });
    let fields: Vec<String> = (CHANNEL_KIND.check)(&wrong)
        .faults
        .into_iter()
        .map(|fault| fault.field)
        .collect();
    assert_eq!(fields, ["country", "secret_env"]);
}

/// What every door keeps, as far as an exchange tells: it brings calls and no words.
#[test]
fn an_exchange_keeps_what_every_door_keeps() {
    const SECRET: &str = "a secret of the exchange, long enough";
    let told = json!({ "type": "call.missed", "call": "c1", "number": "8 912 345-67-89", "rang_at": "2030-01-01T00:00:00Z" });
    // What is told twice is one call. What lies ahead is told as it was said: the desk cuts it, and marks the line.
    let (first, again) = (read(&told).unwrap(), read(&told).unwrap());
    assert_eq!(first, again);
    let CallEvent::Happened { id, call, .. } = first else {
        panic!("a missed call happened")
    };
    assert_eq!(
        (id.as_str(), call.rang_at.to_string()),
        ("c1", "2030-01-01T00:00:00Z".into())
    );
    let mut other = told.clone();
    other["call"] = "c2".into();
    assert_ne!(read(&other).unwrap(), again, "another call is another one");
    // What is unsigned, forged or recorded is turned away with a reason.
    let (body, seconds) = (told.to_string(), now().as_micros() / 1_000_000);
    let signature = sign(SECRET, "1", seconds, body.as_bytes()).unwrap();
    let timestamp = seconds.to_string();
    let pushed = |signature: &'static str, body: &'static [u8]| Pushed {
        id: "1",
        timestamp: "",
        signature,
        body,
    };
    for forged in [pushed("", b"{}"), pushed("v1,AAAA", b"{}")] {
        let refused = verify(SECRET, &forged, now()).unwrap_err();
        assert!(!refused.to_string().is_empty());
    }
    let signed = Pushed {
        id: "1",
        timestamp: &timestamp,
        signature: &signature,
        body: body.as_bytes(),
    };
    assert!(verify(SECRET, &signed, now()).is_ok());
    let later = now().saturating_add(6 * domain::time::MINUTE);
    assert!(
        verify(SECRET, &signed, later).is_err(),
        "what was recorded is not taken later"
    );
    // Garbage is answered with what is wrong and where.
    for garbage in [
        "",
        "{",
        "[]",
        "null",
        "{\"type\": 1}",
        "{\"type\": \"call.missed\", \"call\": \"\"}",
    ] {
        let verified = Verified {
            id: "1",
            body: garbage.as_bytes(),
        };
        let reason = Telephone.read(&json!({}), &verified, now()).unwrap_err();
        assert!(!reason.trim().is_empty(), "{garbage}");
    }
}
