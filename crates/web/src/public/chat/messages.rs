//! A visitor says something. The page made an id for it, so it may be sent again until it is answered: it is one message.

use super::shape::TRACE;
use super::{Chatted, Opened, find, settings, speaker, too_many};
use crate::app::App;
use crate::problem::{Answer, Code, Problem};
use crate::public::Network;
use crate::public::upload::{self, Refused};
use actix_web::{HttpRequest, HttpResponse, post, web};
use channel::chat::{ChatMessage, ChatPlace};
use channel::form::{Fault, Field, Wrong};
use channel::{Inbound, Sighting, What};
use desk::DeskError;
use domain::Handle;
use serde_json::json;
use words::Lang;

#[post("/{path}/messages")]
async fn send_message(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    let chat = find(&request, &app, &path)?;
    let (who, proved) = speaker(&request, &app, &chat)?;
    // Counted before anything is read: a flood fills no memory.
    count(&request, &app, &chat, &who)?;
    let mut sent = upload::read(&request, payload, &app).await?;
    // The complete request is here: this is when it happened (`definitions.md` §1).
    let at = app.desk.now();
    match sent.refused {
        Some(Refused::TooLarge | Refused::TooMany) => return Err(Problem::new(Code::TooLarge)),
        Some(Refused::Busy) => return Err(Problem::new(Code::Unavailable)),
        None => {}
    }
    let files = std::mem::take(&mut sent.files);
    let lang = chat.lang(&request, sent.field("lang"));
    let mut said = said(&sent, lang);
    if proved.is_some() {
        // Where else they are reached, the host says: what is typed beside its word could be anybody's address.
        said.email.clear();
    }
    let mut place = place(&app, &chat, &who, lang).await?;
    place.address_known |= proved.is_some();
    let mut message = chat
        .door
        .read(&chat.spec, &who, &place, &said, files, at)
        .map_err(|wrong| told(&wrong))?;
    if let Some(proved) = proved {
        // The host vouches for where else its clients are reached.
        message.wishes.vouched = proved.reach;
    }
    let sighting = Sighting {
        channel: chat.channel.id,
        size: sent.size,
        what: What::Understood(Inbound::Message(Box::new(message))),
        trace: format!("{TRACE}{}", said.id),
    };
    let receipt = app.doors.chat.hand_in(&app.desk, sighting).await?;
    // The visitor's other pages, and this one, where it hears before it is answered.
    app.talks.changed(&who.value);
    let ticket = receipt.ticket.as_ref();
    Ok(HttpResponse::Ok().json(json!({
        "entry": receipt.entry,
        "fate": receipt.fate.code(),
        "number": ticket.map(|ticket| &ticket.number),
    })))
}

/// Counts a message; in so many seconds the next one may come.
fn count(request: &HttpRequest, app: &App, chat: &Opened, who: &Handle) -> Answer<()> {
    let (id, spec, now) = (chat.channel.id, &chat.spec, app.desk.now());
    let by = Chatted::By(id, who.value.clone());
    let from = Chatted::From(id, Network::of(request));
    app.chatted
        .count_up_to(by, spec.messages_of_visitor, now)
        .and_then(|()| app.chatted.count_up_to(from, spec.messages_of_network, now))
        .map_err(too_many)
}

fn said(sent: &upload::Upload, lang: Lang) -> ChatMessage {
    let field = |name: &str| sent.field(name).to_owned();
    // A zone that is none is left out: the visitor did not type it.
    let zone = Some(field("zone")).filter(|zone| jiff::tz::TimeZone::get(zone).is_ok());
    ChatMessage {
        id: field("id"),
        text: field("text"),
        name: field("name"),
        email: field("email"),
        consent: field("consent"),
        lang: lang.code().to_owned(),
        zone: zone.unwrap_or_default(),
    }
}

/// Where the visitor's talk stands. Nothing that the page says about it is believed.
async fn place(app: &App, chat: &Opened, who: &Handle, lang: Lang) -> Answer<ChatPlace> {
    let talk = app.desk.talk_head(who).await?;
    let goes_on = talk.as_ref().is_some_and(desk::read::TalkHead::goes_on);
    let closed_now = !settings::expected(app, chat, lang, "")?.closed_now.is_empty();
    Ok(ChatPlace {
        ticket: talk
            .as_ref()
            .filter(|_| goes_on)
            .map(|talk| talk.public_id.clone()),
        thread: talk
            .as_ref()
            .map(|talk| talk.public_id.clone())
            .unwrap_or_default(),
        closed_now,
        address_known: talk.is_some_and(|talk| talk.address_known),
    })
}

/// What is wrong, by the names of what is sent.
fn told(wrong: &[Wrong]) -> Problem {
    let fields = wrong.iter().map(|wrong| {
        let field = match wrong.field {
            Field::Name => "name",
            Field::Email => "email",
            Field::Consent => "consent",
            Field::Files => "files",
            _ => "text",
        };
        let (code, reason) = match wrong.what {
            Fault::Required => ("required", "this is needed".to_owned()),
            Fault::TooLong(most) => ("too_long", format!("at most {most} characters")),
            Fault::Unfit => ("invalid", "this cannot be taken as it is".to_owned()),
            Fault::NotOne | Fault::NoChoice => ("invalid", "this is none of its kind".to_owned()),
            Fault::OldText => ("old_text", "the text has changed: read it again".to_owned()),
        };
        desk::Field {
            field: field.to_owned(),
            code,
            reason,
        }
    });
    DeskError::Invalid(fields.collect()).into()
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(send_message);
}
