//! What a person prefers: language and palette of the pages.

use crate::console::page;
use crate::console::session::LoggedIn;
use crate::problem::{Answer, Problem};
use crate::security;
use actix_web::{HttpRequest, post, web};
use serde::Deserialize;
use words::Lang;

#[derive(Deserialize)]
struct Preferred {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    back: String,
    lang: Option<String>,
    theme: Option<String>,
}

#[post("/preferences")]
async fn set_preferences(request: HttpRequest, me: LoggedIn, sent: web::Form<Preferred>) -> Answer {
    me.check(&request, &sent.csrf)?;
    let mut answer = page::see_other(&me.app, page::own_path(&sent.back), None);
    if let Some(lang) = sent.lang.as_deref().and_then(Lang::parse) {
        me.app
            .desk
            .prefer(&me.principal, Some(lang.code().to_owned()), None)
            .await?;
        answer
            .add_cookie(&security::lang_cookie(&me.app.options, lang.code()))
            .map_err(Problem::internal)?;
    }
    if let Some(theme) = sent
        .theme
        .as_deref()
        .filter(|theme| matches!(*theme, "auto" | "light" | "dark"))
    {
        answer
            .add_cookie(&security::theme_cookie(&me.app.options, theme))
            .map_err(Problem::internal)?;
    }
    Ok(answer)
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(set_preferences);
}
