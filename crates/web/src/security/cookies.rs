//! The cookies: of the session, of a visitor's form, of language and palette, of the sentence told once.

use crate::app::WebOptions;
use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

/// The session of one of our people.
pub const SESSION: &str = "okno_session";
/// Proves that a form of a page without log-in was fetched by the browser that sends it.
pub const VISITOR: &str = "okno_visitor";
/// Chosen language.
pub const LANG: &str = "okno_lang";
/// Chosen palette.
pub const THEME: &str = "okno_theme";
/// What the last action did, told once.
pub const FLASH: &str = "okno_flash";

const YEAR: Duration = Duration::days(365);

fn cookie(options: &WebOptions, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build(name, value)
        .path(if options.prefix.is_empty() {
            "/".to_owned()
        } else {
            options.prefix.clone()
        })
        .http_only(true)
        .secure(options.secure_cookies)
        .same_site(SameSite::Lax)
        .finish()
}

/// Ends with the browser; the session itself ends by its own time.
#[must_use]
pub fn session_cookie(options: &WebOptions, secret: &str) -> Cookie<'static> {
    cookie(options, SESSION, secret.to_owned())
}

/// Takes the session's cookie back.
#[must_use]
pub fn clear_session(options: &WebOptions) -> Cookie<'static> {
    let mut gone = cookie(options, SESSION, String::new());
    gone.make_removal();
    gone
}

/// The secret of the session the browser brings.
#[must_use]
pub fn session_secret(request: &HttpRequest) -> Option<String> {
    request
        .cookie(SESSION)
        .map(|cookie| cookie.value().to_owned())
        .filter(|secret| !secret.is_empty())
}

/// For forms of pages without log-in.
#[must_use]
pub fn visitor_cookie(options: &WebOptions, token: &str) -> Cookie<'static> {
    cookie(options, VISITOR, token.to_owned())
}

/// Remembers a language.
#[must_use]
pub fn lang_cookie(options: &WebOptions, code: &str) -> Cookie<'static> {
    let mut kept = cookie(options, LANG, code.to_owned());
    kept.set_max_age(YEAR);
    kept
}

/// Remembers a palette.
#[must_use]
pub fn theme_cookie(options: &WebOptions, code: &str) -> Cookie<'static> {
    let mut kept = cookie(options, THEME, code.to_owned());
    kept.set_max_age(YEAR);
    kept
}

/// Carries a key of the catalogue over a redirect, so that the next page says what was done; `None` takes it back.
#[must_use]
pub fn flash_cookie(options: &WebOptions, key: Option<&str>) -> Cookie<'static> {
    let mut told = cookie(options, FLASH, key.unwrap_or_default().to_owned());
    match key {
        Some(_) => told.set_max_age(Duration::minutes(1)),
        None => told.make_removal(),
    }
    told
}
