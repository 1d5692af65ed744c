//! What a gateway is asked, and what its answer says.

use crate::settings::{Auth, Body, Settings};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// Body and headers of a request.
pub fn request(
    settings: &Settings,
    token: &str,
    to: &str,
    text: &str,
    id: &str,
) -> (Vec<u8>, Vec<(&'static str, String)>) {
    let filled = settings.fields.iter().map(|(name, value)| {
        // What was filled in is not looked through again: a client's words may hold a mark.
        let value = fill(
            value,
            &[("{to}", to), ("{text}", text), ("{id}", id), ("{token}", token)],
        );
        (name.as_str(), value)
    });
    let (body, media_type) = match settings.body {
        Body::Json => {
            let object: serde_json::Map<String, Value> = filled
                .map(|(name, value)| (name.to_owned(), value.into()))
                .collect();
            (Value::Object(object).to_string(), "application/json")
        }
        Body::Form => {
            let pairs: Vec<String> = filled
                .map(|(name, value)| format!("{}={}", escaped(name), escaped(&value)))
                .collect();
            (pairs.join("&"), "application/x-www-form-urlencoded")
        }
    };
    let mut headers = vec![
        ("content-type", media_type.to_owned()),
        ("idempotency-key", id.to_owned()),
    ];
    match settings.auth {
        Auth::None => {}
        Auth::Bearer => headers.push(("authorization", format!("Bearer {token}"))),
        Auth::Basic => headers.push(("authorization", format!("Basic {}", STANDARD.encode(token)))),
    }
    (body.into_bytes(), headers)
}

fn fill(pattern: &str, marks: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = pattern;
    while let Some((at, (mark, value))) = marks
        .iter()
        .filter_map(|mark| Some((rest.find(mark.0)?, mark)))
        .min_by_key(|(at, _)| *at)
    {
        filled.push_str(rest.get(..at).unwrap_or_default());
        filled.push_str(value);
        rest = rest.get(at + mark.len()..).unwrap_or_default();
    }
    filled + rest
}

/// Percent-encoded, as forms are (RFC 3986 §2.3 names what stays).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

/// What stands in a field of an answer: `messages.0.code`.
pub fn field(answer: &Value, path: &str) -> Option<String> {
    let mut at = answer;
    for part in path.split('.') {
        at = match part.parse::<usize>() {
            Ok(index) if at.is_array() => at.get(index)?,
            _ => at.get(part)?,
        };
    }
    match at {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
