//! What the client adds on the page: words, files, or both.

use super::{answer, change_is_ours, open};
use crate::app::App;
use crate::console::{lang, page};
use crate::problem::{Answer, Code, Problem};
use crate::public::show::Typed;
use crate::public::upload::{self, Refused, Upload};
use crate::request;
use actix_web::{HttpRequest, post, web};
use channel::{Attachment, Automatic, Happened, Inbound, Message, Sighting, ThreadHint, What, Wishes};
use desk::read::FollowUp;
use domain::Moment;

/// Bytes of a message written on the page.
const LONGEST: usize = 64 << 10;
/// Bytes of the key that makes a second press harmless.
const KEY: std::ops::RangeInclusive<usize> = 8..=64;

#[post("/t/{secret}/messages")]
async fn add_message(
    request: HttpRequest,
    app: web::Data<App>,
    secret: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    let mut sent = upload::read(&request, payload, &app).await?;
    let at = app.desk.now();
    change_is_ours(&request, &app, sent.field("csrf"))?;
    let found = open(&request, &app, &secret).await?;
    let files = std::mem::take(&mut sent.files);
    if let Some(code) = refused(&sent, &files) {
        let error = Problem::new(code).title(lang::of(&request, Some(&found.lang)));
        let typed = Typed {
            text: sent.field("text").replace('\0', ""),
            key: sent.field("idempotency_key").to_owned(),
            error,
            ..Typed::default()
        };
        return answer(&request, &app, &secret, &found, typed, code.status());
    }
    let message = message(&found, &secret, &sent, files, at);
    let what = What::Understood(Inbound::Message(Box::new(message)));
    let sighting = Sighting {
        // What is added on its page counts at the door the request came by.
        channel: found.channel,
        size: sent.size,
        what,
        trace: request::trace(&request),
    };
    app.doors.page.hand_in(&app.desk, sighting).await?;
    Ok(page::see_other(&app, &format!("/t/{secret}?done=message"), None))
}

fn refused(sent: &Upload, files: &[Attachment]) -> Option<Code> {
    let text = sent.field("text");
    match sent.refused {
        Some(Refused::TooLarge | Refused::TooMany) => Some(Code::TooLarge),
        Some(Refused::Busy) => Some(Code::Unavailable),
        None if text.trim().is_empty() && files.is_empty() => Some(Code::EmptyMessage),
        None if text.len() > LONGEST => Some(Code::TooLarge),
        None => None,
    }
}

fn message(
    found: &FollowUp,
    secret: &str,
    sent: &Upload,
    attachments: Vec<Attachment>,
    at: Moment,
) -> Message {
    let press = Some(sent.field("idempotency_key")).filter(|key| KEY.contains(&key.len()));
    let press = press.map_or_else(|| domain::id::secret(20), str::to_owned);
    Message {
        key: format!("page:{}:{press}", found.number),
        from: found.answers_to.clone(),
        others: Vec::new(),
        hints: vec![ThreadHint::Secret(secret.to_owned())],
        external_ids: Vec::new(),
        title: String::new(),
        text: Some(sent.field("text").to_owned()),
        html: None,
        attachments,
        happened: Happened::Reported(at),
        automatic: Automatic::No,
        own: None,
        wishes: Wishes {
            // Whoever holds the link wrote, which says nothing of the address that answers go to.
            typed: true,
            ..Wishes::default()
        },
        raw: None,
    }
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(add_message);
}
