//! The client's private page of one ticket, by the secret in its address: read, add, fetch what was sent.

use super::show::{self, Typed};
use crate::app::App;
use crate::console::show::Reader;
use crate::console::{bytes, lang, page};
use crate::problem::{Answer, Code, Problem};
use crate::request::{self, client_address};
use crate::security;
use actix_web::http::StatusCode;
use actix_web::http::header::REFERRER_POLICY;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use channel::{Automatic, Happened, Inbound, Intake as _, Message, Sighting, ThreadHint, What, Wishes};
use desk::read::FollowUp;
use domain::{ChannelId, Permission, Principal, TokenId};
use serde::Deserialize;
use words::t;

/// Bytes of a message written on the page.
const LONGEST: usize = 64 << 10;
/// Bytes of the key that makes a second press harmless.
const KEY: usize = 64;

#[derive(Deserialize)]
struct Asked {
    /// 1: what was sent has just been taken.
    #[serde(default)]
    sent: u8,
}

#[get("/t/{secret}")]
async fn get_follow_up(
    request: HttpRequest,
    app: web::Data<App>,
    secret: web::Path<String>,
    asked: web::Query<Asked>,
) -> Answer {
    let found = app.desk.ticket_by_link(&secret).await?;
    let done = if asked.sent == 1 {
        t(lang::of(&request, Some(&found.lang)), "client-page-message-sent")
    } else {
        String::new()
    };
    answer(
        &request,
        &app,
        &secret,
        &found,
        Typed {
            done,
            ..Typed::default()
        },
        StatusCode::OK,
    )
}

fn answer(
    request: &HttpRequest,
    app: &App,
    secret: &str,
    found: &FollowUp,
    typed: Typed,
    status: StatusCode,
) -> Answer<HttpResponse> {
    let setup = app.desk.setup();
    let lang = lang::of(request, Some(&found.lang));
    let zone = if found.zone.is_empty() {
        &setup.zone
    } else {
        &found.zone
    };
    let reader = Reader::new(lang, zone, app.desk.now());
    let (token, is_new) = security::visitor_token(request);
    let mut frame = page::plain(request);
    frame.lang = lang;
    frame.csrf.clone_from(&token);
    frame.title = words::tr(
        lang,
        "client-page-title",
        &[(
            "number",
            words::number::ticket(lang, &found.number.to_string()).into(),
        )],
    );
    let shown = show::follow_up(frame, &reader, found, &format!("/t/{secret}"), typed);
    let mut answer = page::html_with(status, &shown)?;
    // The address is the key: it is told to nobody.
    answer.headers_mut().insert(
        REFERRER_POLICY,
        actix_web::http::header::HeaderValue::from_static("no-referrer"),
    );
    if is_new {
        answer
            .add_cookie(&security::visitor_cookie(&app.options, &token))
            .map_err(Problem::internal)?;
    }
    Ok(answer)
}

#[derive(Deserialize)]
struct AddForm {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    idempotency_key: String,
    text: String,
}

#[post("/t/{secret}/messages")]
async fn add_message(
    request: HttpRequest,
    app: web::Data<App>,
    secret: web::Path<String>,
    sent: web::Form<AddForm>,
) -> Answer {
    let (token, is_new) = security::visitor_token(&request);
    if is_new {
        return Err(Problem::new(Code::Csrf));
    }
    security::check_form(&request, &app.options, &token, &sent.csrf)?;
    app.visitors
        .count(client_address(&request), app.desk.now())
        .map_err(|seconds| Problem {
            retry_after: Some(seconds),
            ..Problem::new(Code::TooManyRequests)
        })?;
    let found = app.desk.ticket_by_link(&secret).await?;
    let refused = if sent.text.trim().is_empty() {
        Some(Code::EmptyMessage)
    } else if sent.text.len() > LONGEST {
        Some(Code::TooLarge)
    } else {
        None
    };
    if let Some(code) = refused {
        let error = Problem::new(code).title(lang::of(&request, Some(&found.lang)));
        let typed = Typed {
            text: sent.text.clone(),
            key: sent.idempotency_key.clone(),
            error,
            ..Typed::default()
        };
        return answer(&request, &app, &secret, &found, typed, code.status());
    }
    let channel = channel_of(&app, &found).await?;
    let what = What::Understood(Inbound::Message(Box::new(message(&found, &secret, &sent))));
    let size = u64::try_from(sent.text.len()).unwrap_or(u64::MAX);
    app.desk
        .accept(Sighting {
            channel,
            size,
            what,
            trace: request::trace(&request),
        })
        .await?;
    Ok(page::see_other(&app, &format!("/t/{secret}?sent=1"), None))
}

fn message(found: &FollowUp, secret: &str, sent: &AddForm) -> Message {
    let press = Some(sent.idempotency_key.as_str()).filter(|key| (8..=KEY).contains(&key.len()));
    let press = press.map_or_else(|| domain::id::secret(20), str::to_owned);
    Message {
        key: format!("page:{}:{press}", found.number),
        from: found.answers_to.clone(),
        others: Vec::new(),
        hints: vec![ThreadHint::Secret(secret.to_owned())],
        external_ids: Vec::new(),
        title: String::new(),
        text: Some(sent.text.clone()),
        html: None,
        attachments: Vec::new(),
        happened: Happened::Now,
        automatic: Automatic::No,
        wishes: Wishes::default(),
        raw: None,
    }
}

/// The channel the ticket came by: what is added on its page counts there.
async fn channel_of(app: &App, found: &FollowUp) -> Answer<ChannelId> {
    let Principal::Visitor { ticket } = found.principal else {
        return Err(Problem::internal("a private link has no ticket"));
    };
    let within = Principal::Integration {
        id: TokenId(0),
        may: vec![Permission::TicketsRead],
    };
    let row = app.desk.read(&within)?.inbox_row(ticket, app.desk.now()).await?;
    let setup = app.desk.setup();
    let channel = setup
        .channels
        .iter()
        .find(|channel| channel.public_id == row.door.public_id);
    channel
        .map(|channel| channel.id)
        .ok_or_else(|| Problem::internal("the channel of a ticket is gone"))
}

#[get("/t/{secret}/files/{id}")]
async fn get_file(app: web::Data<App>, path: web::Path<(String, String)>) -> Answer {
    let (secret, id) = path.into_inner();
    let found = app.desk.attachment_by_link(&secret, &id).await?;
    Ok(bytes::file(found, false))
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_follow_up).service(add_message).service(get_file);
}
