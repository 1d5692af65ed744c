//! What a mail server's answer, or its silence, means for a delivery (RFC 5321 §4.2, RFC 3463).

use channel::DeliveryError;
use lettre::transport::smtp::Error;

pub(super) const SILENT: &str = "the mail server did not answer in time";

/// Reply codes that speak of us and our settings, not of the mail: once somebody corrects them it can go.
const ABOUT_US: &[&str] = &["530", "534", "535", "538"];

/// An error before the content was handed over: it cannot have arrived.
pub(super) fn before_content(error: &Error) -> DeliveryError {
    told(error).unwrap_or_else(|| DeliveryError::Temporary {
        reason: words(error),
        retry_after: None,
    })
}

/// An error after: without an answer it may have arrived.
pub(super) fn after_content(error: &Error) -> DeliveryError {
    told(error).unwrap_or_else(|| DeliveryError::Unknown { reason: words(error) })
}

/// What the server itself said, if it said something.
fn told(error: &Error) -> Option<DeliveryError> {
    let code = error.status()?.to_string();
    let reason = words(error);
    if error.is_permanent() && !ABOUT_US.contains(&code.as_str()) {
        let status = enhanced(&reason).unwrap_or_else(|| format!("{}.0.0", &code[..1]));
        return Some(DeliveryError::Permanent { status, reason });
    }
    Some(DeliveryError::Temporary {
        reason,
        retry_after: None,
    })
}

/// The reason in one line: the server's own words where there are any.
pub(super) fn words(error: &Error) -> String {
    let source = std::error::Error::source(error).map(ToString::to_string);
    let words = match (error.status(), source) {
        (Some(code), Some(said)) => format!("{code} {said}"),
        (None, Some(source)) => format!("{}: {source}", kind(error)),
        (_, None) => error.to_string(),
    };
    text::clean_line(&words, 500)
}

fn kind(error: &Error) -> &'static str {
    if error.is_timeout() {
        SILENT
    } else if error.is_tls() {
        "TLS with the mail server failed"
    } else {
        "the connection to the mail server failed"
    }
}

/// The enhanced status code of an answer: the first word after the reply code (RFC 2034 §4).
fn enhanced(reason: &str) -> Option<String> {
    let word = reason.split(' ').nth(1)?;
    let parts: Vec<&str> = word.split('.').collect();
    let digits = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    (parts.len() == 3 && parts.iter().all(digits) && parts[0] == "5").then(|| word.to_owned())
}
