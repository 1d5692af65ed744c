//! What the script needs to know before anything is said: what is asked, the words, and when an answer will come.

use super::{Opened, find};
use crate::app::App;
use crate::console::show::zone_of;
use crate::problem::Answer;
use actix_web::{HttpRequest, HttpResponse, get, web};
use channel::form::Ask;
use desk::forecast::Foreseen;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::json;
use words::{Lang, t, tr, when};

/// Words of the script, without the `chat-` before them.
const WORDS: [&str; 33] = [
    "open",
    "close",
    "write",
    "send",
    "attach",
    "name",
    "email",
    "optional",
    "log",
    "you",
    "typing",
    "sending",
    "sent",
    "read",
    "failed",
    "again",
    "remove",
    "offline",
    "files-lost",
    "too-large",
    "too-often",
    "required",
    "email-wrong",
    "refused",
    "files-refused",
    "number",
    "page",
    "new",
    "consent",
    "idle",
    "queue",
    "queue-next",
    "earlier",
];

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    lang: String,
    #[serde(default)]
    zone: String,
}

/// When an answer will come, as of now.
pub struct Expected {
    pub sentence: String,
    pub closed_now: String,
}

/// What a visitor is told before sending.
///
/// # Errors
/// The channel was switched off meanwhile.
pub fn expected(app: &App, chat: &Opened, lang: Lang, zone: &str) -> Answer<Expected> {
    let now = app.desk.now();
    let foreseen = Foreseen {
        lang: lang.code().to_owned(),
        ..Foreseen::by(chat.channel.id)
    };
    let forecast = app.desk.forecast(&foreseen, now)?;
    let own = TimeZone::get(zone).ok();
    let setup = app.desk.setup();
    let calendar = forecast.due.as_ref().map_or(&setup.zone, |told| &told.zone);
    let (desk, now) = (zone_of(calendar), now.to_timestamp());
    let sentence = forecast.due.as_ref().map(|told| {
        let due = when::not_later(lang, told.due.to_timestamp(), now, &desk, own.as_ref());
        tr(lang, "client-form-due", &[("due", due.into())])
    });
    let closed_now = forecast.reopens_at.map(|opens| {
        let opens = when::opening(lang, opens.to_timestamp(), now, &desk, own.as_ref());
        tr(lang, "client-closed-now", &[("opens", opens.into())])
    });
    Ok(Expected {
        sentence: sentence.unwrap_or_default(),
        closed_now: closed_now.unwrap_or_default(),
    })
}

fn ask(ask: Ask) -> &'static str {
    match ask {
        Ask::No => "",
        Ask::Optional => "optional",
        Ask::Required => "required",
    }
}

#[get("/{path}/settings")]
async fn get_settings(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<String>,
    asked: web::Query<Asked>,
) -> Answer {
    let chat = find(&request, &app, &path)?;
    let (lang, spec) = (chat.lang(&request, &asked.lang), &chat.spec);
    let expected = expected(&app, &chat, lang, &asked.zone)?;
    let email = if expected.closed_now.is_empty() || spec.email == Ask::Required {
        spec.email
    } else {
        spec.email_when_closed
    };
    let setup = app.desk.setup();
    let brand = setup.brand(chat.channel.brand).map(|brand| brand.name.clone());
    let title = spec.title.get(lang.code());
    let words: serde_json::Map<_, _> = WORDS
        .iter()
        .map(|word| {
            // The script puts the place in the queue where the sign stands.
            let text = tr(lang, &format!("chat-{word}"), &[("place", "$".into())]);
            ((*word).to_owned(), text.into())
        })
        .collect();
    let consent = spec
        .consent
        .as_ref()
        .map(|consent| json!({ "version": consent.version, "text": consent.text.get(lang.code()) }));
    Ok(HttpResponse::Ok().json(json!({
        "version": chat.version(),
        "lang": lang.code(),
        "title": if title.is_empty() { t(lang, "client-form-title") } else { title.to_owned() },
        "greeting": spec.greeting.get(lang.code()),
        "us": brand.unwrap_or_default(),
        "colour": spec.colour,
        "on_colour": crate::public::look::readable_on_or_empty(&spec.colour),
        "name": ask(spec.name),
        "email": ask(email),
        "consent": consent,
        "files": spec.files,
        "max_bytes": app.options.max_upload,
        "expected": expected.sentence,
        "closed": expected.closed_now,
        "idle_ms": u64::try_from(spec.idle.as_millis()).unwrap_or(u64::MAX),
        "words": words,
    })))
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_settings);
}
