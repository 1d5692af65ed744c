//! What every answer carries and every request must pass: headers that keep a browser strict, the token of forms, the
//! origin of changes, the cookies. Knows nothing of tickets.

mod cookies;
mod csrf;
mod headers;
mod limiter;
#[cfg(test)]
mod tests;

pub use cookies::{FLASH, LANG, THEME, VISITOR};
pub use cookies::{
    clear_session, flash_cookie, lang_cookie, session_cookie, session_secret, theme_cookie, visitor_cookie,
};
pub use csrf::{check_form, same_origin, visitor_token};
pub use headers::{message_csp, page_csp, put};
pub use limiter::Limiter;
