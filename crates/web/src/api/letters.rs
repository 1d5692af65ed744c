//! Letters on paper: registered when they come.

use super::auth::Caller;
use super::body::Body;
use super::idempotency::Key;
use super::intake;
use super::shapes::FileIn;
use crate::problem::{Answer, Problem, ProblemBody};
use crate::request;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, post, web};
use desk::ticket::{NewFile, ReceivedLetter};
use domain::ticket::Kind;
use domain::{Moment, Permission};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A letter that came.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LetterIn {
    /// Name or public id of a channel of the kind letter; left out: the first.
    pub channel: Option<String>,
    /// Public id of the paper it is, where its scan was put in before: then date of receipt, channel and scan are the paper's and
    /// left out here.
    pub paper: Option<String>,
    /// Public id of the ticket it belongs to; left out: it opens one.
    pub ticket: Option<String>,
    /// Public id of the client who wrote; left out: whoever has the address, or somebody new.
    pub client: Option<String>,
    /// Who signed it.
    #[serde(default)]
    pub name: String,
    /// The sender's postal address, as it is written on the letter.
    pub address: String,
    pub title: String,
    /// What it says, where somebody typed it.
    #[serde(default)]
    pub text: String,
    /// Decides whether a statutory term applies.
    #[schema(value_type = Option<String>)]
    pub kind: Option<Kind>,
    pub topic: Option<String>,
    /// The date of receipt, `2026-04-17`; left out with `paper` alone.
    #[serde(default)]
    pub received: String,
    pub postmark: Option<String>,
    /// Number and date that the sender gave it.
    #[serde(default)]
    pub their_number: String,
    pub their_date: Option<String>,
    /// RFC 3339; now by default.
    pub registered_at: Option<String>,
    /// Why it is entered more than 5 working days after its receipt.
    #[serde(default)]
    pub reason: String,
    /// The scan: PDF or pictures, at most 20 files.
    #[serde(default)]
    pub scan: Vec<FileIn>,
}

/// A letter that stands in the register.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LetterOut {
    /// Public id of the letter.
    pub id: String,
    /// Its number in the register.
    pub number: String,
    /// Public id of the ticket.
    pub ticket: String,
    pub ticket_number: String,
    /// `opened`, `appended` or `duplicate`.
    pub fate: &'static str,
}

/// Registers a letter
///
/// It happened at the midnight of its receipt; what the law gives counts from the registration. Enter it within 5 working
/// days; further back needs `intake:backdate` and a reason.
#[utoipa::path(tag = "letters", request_body = LetterIn, params(
    ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same body registers one letter"),
), responses(
    (status = 201, description = "Registered; `Location` is the ticket", body = LetterOut),
    (status = 404, description = "There is no such ticket or client", body = ProblemBody),
    (status = 422, description = "A field is wrong, a date lies ahead, or too far back", body = ProblemBody),
))]
#[post("/api/v1/letters")]
pub async fn register_letter(request: HttpRequest, caller: Caller, payload: web::Payload) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<LetterIn>::read(&request, &caller, payload).await?;
    let key = Key::of(&request, &caller, &body.digest)?;
    if let Some(answer) = key.answered(&caller).await? {
        return Ok(answer);
    }
    let new = read(body.value, &key, request::trace(&request))?;
    let done = caller.app.desk.register_letter(&caller.principal, new).await?;
    let location = caller
        .app
        .options
        .path(&format!("/api/v1/tickets/{}", done.ticket));
    let out = LetterOut {
        id: done.letter,
        number: done.number,
        ticket: done.ticket,
        ticket_number: done.ticket_number,
        fate: done.fate.code(),
    };
    let body = serde_json::to_value(&out).map_err(Problem::internal)?;
    key.answer(&caller, StatusCode::CREATED, &location, &body).await
}

fn read(wanted: LetterIn, key: &Key, trace: String) -> Answer<ReceivedLetter> {
    let file = |(name, media_type, bytes)| NewFile {
        name,
        media_type,
        bytes,
    };
    if wanted.paper.is_some() {
        for (field, given) in [
            ("received", !wanted.received.is_empty()),
            ("channel", wanted.channel.is_some()),
            ("scan", !wanted.scan.is_empty()),
        ] {
            if given {
                let reason = "the paper has it: leave it out, or put the paper in anew";
                return Err(Problem::field(field, "invalid", reason));
            }
        }
    }
    let registered_at = wanted.registered_at.map(|at| at.parse::<Moment>()).transpose();
    let registered_at = registered_at.map_err(|_| {
        let reason = "write RFC 3339 with an offset: 2026-04-20T09:40:00+03:00";
        Problem::field("registered_at", "invalid", reason)
    })?;
    Ok(ReceivedLetter {
        received: match &wanted.paper {
            // It takes the paper's.
            Some(_) => Date::MIN,
            None => date("received", &wanted.received)?,
        },
        paper: wanted.paper,
        postmark: optional("postmark", wanted.postmark.as_deref())?,
        their_date: optional("their_date", wanted.their_date.as_deref())?,
        channel: wanted.channel,
        ticket: wanted.ticket,
        client: wanted.client,
        name: wanted.name,
        address: wanted.address,
        title: wanted.title,
        text: wanted.text,
        kind: wanted.kind,
        topic: wanted.topic,
        scan: intake::decode(wanted.scan)?.into_iter().map(file).collect(),
        their_number: wanted.their_number,
        registered_at,
        reason: wanted.reason,
        key: format!("letter:{}", key.message),
        trace,
    })
}

/// A date as it is written.
///
/// # Errors
/// It is none.
pub fn date(field: &str, text: &str) -> Answer<Date> {
    let reason = "write the date as 2026-04-17";
    text.trim()
        .parse::<Date>()
        .map_err(|_| Problem::field(field, "invalid", reason))
}

fn optional(field: &str, text: Option<&str>) -> Answer<Option<Date>> {
    let given = text.filter(|text| !text.trim().is_empty());
    given.map(|text| date(field, text)).transpose()
}
