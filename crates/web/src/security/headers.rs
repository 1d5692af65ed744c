//! Headers of every answer. A handler that sets one itself (the frame of a message, an asset) keeps its own.

use crate::app::WebOptions;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// Puts what is missing. `nonce` lets the one style sheet in that Turbo makes for its progress bar.
pub fn put(headers: &mut HeaderMap, options: &WebOptions, nonce: &str, trace: &str) {
    set(
        headers,
        header::CONTENT_SECURITY_POLICY,
        &page_csp(nonce, "'none'"),
    );
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::REFERRER_POLICY, "same-origin");
    set(
        headers,
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        headers,
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    set(
        headers,
        header::PERMISSIONS_POLICY,
        "camera=(), geolocation=(), microphone=(), payment=()",
    );
    set(headers, header::CACHE_CONTROL, "no-store");
    set(headers, HeaderName::from_static("x-request-id"), trace);
    if options.is_https() {
        set(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}

/// For pages of ours; `ancestors` are the origins that may show them in a frame.
#[must_use]
pub fn page_csp(nonce: &str, ancestors: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; \
         connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
    )
}

/// For the HTML of a message, shown in a frame of our own page: no script, no form, no foreign host; pictures of other
/// hosts only once the reader asked for them.
#[must_use]
pub fn message_csp(remote_images: bool) -> String {
    let images = if remote_images {
        "img-src 'self' data: https:"
    } else {
        "img-src 'self' data:"
    };
    format!(
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; {images}; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if headers.contains_key(&name) {
        return;
    }
    match HeaderValue::from_str(value) {
        Ok(value) => drop(headers.insert(name, value)),
        Err(error) => tracing::error!(%name, %error, "a header could not be written"),
    };
}
