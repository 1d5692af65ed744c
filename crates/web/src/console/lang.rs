//! Which language and palette a page is in: what the address says, else what the reader has set, else what the browser
//! remembers, else what it prefers.

use crate::console::view::Theme;
use crate::security::{LANG, THEME};
use actix_web::http::header;
use actix_web::{HttpMessage as _, HttpRequest};
use words::Lang;

/// The language of the operator who is logged in, kept with the request once that is known.
pub struct Own(pub Lang);

/// The language of a page; `own` is the setting of the operator who is logged in.
#[must_use]
pub fn of(request: &HttpRequest, own: Option<&str>) -> Lang {
    let kept = || request.extensions().get::<Own>().map(|own| own.0);
    asked(request)
        .or_else(|| own.and_then(Lang::parse))
        .or_else(kept)
        .or_else(|| {
            request
                .cookie(LANG)
                .and_then(|cookie| Lang::parse(cookie.value()))
        })
        .or_else(|| of_header(request))
        .unwrap_or_default()
}

/// The language named in the address: `?lang=en`.
#[must_use]
pub fn asked(request: &HttpRequest) -> Option<Lang> {
    let value = request
        .query_string()
        .split('&')
        .find_map(|pair| pair.strip_prefix("lang="))?;
    Lang::parse(value)
}

/// The language the browser prefers.
#[must_use]
pub fn of_header(request: &HttpRequest) -> Option<Lang> {
    let header = request.headers().get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    Lang::from_accept_language(header)
}

/// The palette the browser remembers.
#[must_use]
pub fn theme(request: &HttpRequest) -> Theme {
    match request.cookie(THEME).as_ref().map(|cookie| cookie.value()) {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::Auto,
    }
}
