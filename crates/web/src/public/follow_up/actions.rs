//! What the client does on the page beside writing: takes the request back, after being asked once more; says that it is
//! solved. Both are undone by writing.

use super::{change_is_ours, keep_private, open};
use crate::app::App;
use crate::console::view::WithdrawPage;
use crate::console::{lang, page};
use crate::problem::{Answer, Code, Problem};
use crate::public::look::Look;
use crate::public::show::title;
use crate::security;
use actix_web::{HttpRequest, get, post, web};
use desk::read::Turn;
use serde::Deserialize;
use words::{number, tr};

#[derive(Deserialize)]
struct Press {
    #[serde(default)]
    csrf: String,
}

/// Asks once more.
#[get("/t/{secret}/withdrawal")]
async fn confirm_withdrawal(request: HttpRequest, app: web::Data<App>, secret: web::Path<String>) -> Answer {
    let found = open(&request, &app, &secret).await?;
    if !matches!(found.turn, Turn::Ours | Turn::Yours) {
        return Ok(page::see_other(&app, &format!("/t/{secret}"), None));
    }
    let (token, is_new) = security::visitor_token(&request);
    let mut frame = page::plain(&request);
    frame.lang = lang::of(&request, Some(&found.lang));
    frame.csrf.clone_from(&token);
    frame.title = title(frame.lang, &found);
    let number = number::ticket(frame.lang, &found.number.to_string());
    let look = Look::of_channel(&app, found.channel);
    let shown = WithdrawPage {
        question: tr(
            frame.lang,
            "client-page-withdraw-confirm",
            &[("number", number.into())],
        ),
        brand: found
            .brand
            .as_ref()
            .map_or_else(|| frame.desk.clone(), |brand| brand.name.clone()),
        logo: look.logo,
        brand_css: look.css,
        action: app.options.path(&format!("/t/{secret}/withdrawal")),
        back: app.options.path(&format!("/t/{secret}")),
        page: frame,
    };
    let mut answer = page::html(&shown)?;
    keep_private(answer.headers_mut());
    if is_new {
        answer
            .add_cookie(&security::visitor_cookie(&app.options, &token))
            .map_err(Problem::internal)?;
    }
    Ok(answer)
}

#[post("/t/{secret}/withdrawal")]
async fn withdraw(
    request: HttpRequest,
    app: web::Data<App>,
    secret: web::Path<String>,
    press: web::Form<Press>,
) -> Answer {
    change_is_ours(&request, &app, &press.csrf)?;
    let found = open(&request, &app, &secret).await?;
    app.desk.withdraw(&found.principal).await?;
    Ok(page::see_other(
        &app,
        &format!("/t/{secret}?done=withdrawn"),
        None,
    ))
}

#[post("/t/{secret}/solution")]
async fn say_solved(
    request: HttpRequest,
    app: web::Data<App>,
    secret: web::Path<String>,
    press: web::Form<Press>,
) -> Answer {
    change_is_ours(&request, &app, &press.csrf)?;
    let found = open(&request, &app, &secret).await?;
    if found.turn == Turn::Closed {
        return Err(Problem::new(Code::TicketClosed));
    }
    app.desk.solved_by_client(&found.principal).await?;
    Ok(page::see_other(&app, &format!("/t/{secret}?done=solved"), None))
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(confirm_withdrawal)
        .service(withdraw)
        .service(say_solved);
}
