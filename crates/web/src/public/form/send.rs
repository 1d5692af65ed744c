//! Send was pressed: what was typed becomes a message of the form's channel, or comes back with what is wrong.

use super::page::{Fault, answer};
use super::{Opened, Posts, find};
use crate::app::App;
use crate::console::page::see_other;
use crate::problem::{Answer, Code, Problem};
use crate::public::Network;
use crate::public::upload::{self, Refused, Upload};
use crate::request;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, post, web};
use channel::form::{Filled, Typed};
use channel::{Inbound, IntakeError, Raw, Receipt, Sighting, What};
use domain::ledger::Fate;
use words::{Lang, number, t, tr};

#[post("/form/{path}")]
async fn send_form(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    let form = find(&app, &path)?;
    let mut sent = upload::read(&request, payload, &app).await?;
    // The complete request is here: this is when it happened (`definitions.md` §1).
    let at = app.desk.now();
    let typed = typed(&request, &form, &sent);
    let lang = typed.lang.parse().unwrap_or_default();
    if let Some(refused) = sent.refused {
        return not_taken(&request, &app, &form, &typed, refused, lang);
    }
    let files = std::mem::take(&mut sent.files);
    let Some(door) = app.extras.form.as_ref() else {
        return Err(Problem::new(Code::NotFound));
    };
    let filled = match door.read(&form.spec, &typed, files, at) {
        Ok(filled) => filled,
        Err(wrong) => {
            let fault = Fault {
                wrong,
                ..Fault::default()
            };
            return answer(
                &request,
                &app,
                &form,
                &typed,
                &fault,
                StatusCode::UNPROCESSABLE_ENTITY,
            );
        }
    };
    if let Err(seconds) = count(&request, &app, &form) {
        return too_often(&request, &app, &form, &typed, seconds, lang);
    }
    let sighting = Sighting {
        channel: form.channel.id,
        size: sent.size,
        what: what(filled),
        trace: request::trace(&request),
    };
    match app.doors.form.hand_in(&app.desk, sighting).await {
        Ok(receipt) => Ok(on_to(&app, &form, lang, &receipt)),
        Err(IntakeError::Unavailable { retry_after }) => {
            let seconds = i64::try_from(retry_after.as_secs()).unwrap_or(i64::MAX);
            let fault = Fault {
                words: t(lang, "client-form-unavailable"),
                retry_after: Some(seconds),
                ..Fault::default()
            };
            answer(
                &request,
                &app,
                &form,
                &typed,
                &fault,
                StatusCode::SERVICE_UNAVAILABLE,
            )
        }
        Err(error) => Err(error.into()),
    }
}

fn typed(request: &HttpRequest, form: &Opened, sent: &Upload) -> Typed {
    let field = |name: &str| sent.field(name).to_owned();
    // A zone that is none is left out: the client did not type it.
    let zone = Some(field("zone")).filter(|zone| jiff::tz::TimeZone::get(zone).is_ok());
    Typed {
        name: field("name"),
        email: field("email"),
        phone: field("phone"),
        answer_by: field("answer_by"),
        kind: field("kind"),
        topic: field("topic"),
        subject: field("subject"),
        text: field("text"),
        consent: field("consent"),
        lang: form.lang(request).code().to_owned(),
        zone: zone.unwrap_or_default(),
        token: field("token"),
        trap: field("website"),
    }
}

fn what(filled: Filled) -> What {
    match filled {
        Filled::Message(message) => What::Understood(Inbound::Message(message)),
        Filled::Suspect {
            key,
            reason,
            raw,
            title,
        } => What::Unreadable {
            key,
            from: None,
            title,
            reason: reason.to_owned(),
            raw: Raw {
                bytes: raw,
                media_type: "application/json",
            },
        },
    }
}

/// Counts a post; in so many seconds the next one may come.
fn count(request: &HttpRequest, app: &App, form: &Opened) -> Result<(), i64> {
    let (id, spec, now) = (form.channel.id, &form.spec, app.desk.now());
    let from = Posts::From(id, Network::of(request));
    app.form_posts.count_up_to(from, spec.posts_of_address, now)?;
    app.form_posts.count_up_to(Posts::To(id), spec.posts_of_form, now)
}

/// On to the page that a reload does not send again. A second press leads to the first one's ticket.
fn on_to(app: &App, form: &Opened, lang: Lang, receipt: &Receipt) -> HttpResponse {
    let base = format!("/form/{}/sent", form.spec.path);
    let again = if receipt.fate == Fate::Duplicate {
        "&again=1"
    } else {
        ""
    };
    let lang = lang.code();
    match &receipt.ticket {
        Some(ticket) => see_other(
            app,
            &format!("{base}/{}?lang={lang}{again}", ticket.link_secret),
            None,
        ),
        None => see_other(app, &format!("{base}?lang={lang}"), None),
    }
}

fn not_taken(
    request: &HttpRequest,
    app: &App,
    form: &Opened,
    typed: &Typed,
    refused: Refused,
    lang: Lang,
) -> Answer {
    let most = number::bytes(lang, app.options.max_upload as u64);
    let (words, status) = match refused {
        Refused::TooLarge => (
            tr(lang, "client-form-files-too-large", &[("size", most.into())]),
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
        Refused::TooMany => {
            let count = i64::try_from(upload::FILES).unwrap_or(i64::MAX);
            (
                tr(lang, "client-form-files-too-many", &[("count", count.into())]),
                StatusCode::PAYLOAD_TOO_LARGE,
            )
        }
        Refused::Busy => (
            t(lang, "client-form-unavailable"),
            StatusCode::SERVICE_UNAVAILABLE,
        ),
    };
    let fault = Fault {
        words,
        retry_after: (refused == Refused::Busy).then_some(10),
        ..Fault::default()
    };
    answer(request, app, form, typed, &fault, status)
}

fn too_often(
    request: &HttpRequest,
    app: &App,
    form: &Opened,
    typed: &Typed,
    seconds: i64,
    lang: Lang,
) -> Answer {
    let span = words::when::span(lang, jiff::SignedDuration::from_secs(seconds.max(60)));
    let fault = Fault {
        words: tr(lang, "client-form-too-often", &[("span", span.into())]),
        retry_after: Some(seconds),
        ..Fault::default()
    };
    answer(request, app, form, typed, &fault, StatusCode::TOO_MANY_REQUESTS)
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(send_form);
}
