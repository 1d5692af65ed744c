//! Tickets: opened on behalf of clients, listed, read, changed.

use super::auth::Caller;
use super::body::Body;
use super::idempotency::Key;
use super::shapes::{ChangedOut, ReceiptOut, TicketIn, TicketOut, TicketPageOut, TicketPatch};
use super::show::at;
use super::{intake, show, stale};
use crate::problem::{Answer, Code, Problem, ProblemBody};
use crate::request;
use actix_web::http::StatusCode;
use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, get, patch, post, web};
use channel::{Automatic, Inbound, Message, Sighting, What, Wishes};
use desk::read::{Broken, Cursor, Filter, InboxQuery};
use desk::ticket::Change;
use domain::Permission;
use utoipa::IntoParams;

/// Which tickets; everything that is asked for must hold. Read pair by pair, since the desk's own fields are among the
/// names: this says what there is.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the description of the parameters, not their values")]
pub struct TicketFilter {
    /// `mine`, `team`, `unassigned`, `due`, `overdue`, `waiting`, `all` (open; the default), `resolved`, `closed`,
    /// `everything`.
    view: Option<String>,
    /// Words to look for, or a number.
    q: Option<String>,
    /// `new`, `open`, `waiting_client`, `waiting_others`, `resolved`, `closed`.
    state: Option<String>,
    /// `question`, `complaint`, `application`, `claim`, `suggestion`, `thanks`.
    kind: Option<String>,
    /// `low`, `normal`, `high`, `urgent`.
    priority: Option<String>,
    /// Public id or name of a team.
    team: Option<String>,
    /// Public id of an operator, `me` or `nobody`.
    assignee: Option<String>,
    /// Key of a topic.
    topic: Option<String>,
    /// Exactly this tag.
    tag: Option<String>,
    /// Public id or name of a channel.
    channel: Option<String>,
    /// Public id of a client.
    client: Option<String>,
    /// Name of a company, as it stands on the clients' cards.
    company: Option<String>,
    /// Name of a brand.
    brand: Option<String>,
    /// Came on this day or later: `2026-04-14` in the desk's zone, or an instant.
    created_from: Option<String>,
    /// Came on this day or earlier.
    created_to: Option<String>,
    /// Changed on this day or later.
    updated_from: Option<String>,
    /// Changed on this day or earlier.
    updated_to: Option<String>,
    /// `overdue`, or due within a time: `30m`, `4h`, `2d`.
    due: Option<String>,
    /// A field of the desk's own by its key, `field.contract=7`; numbers and days in a range too: `field.sum=10..20`.
    #[param(rename = "field.KEY")]
    field: Option<String>,
    /// `due` (what is open), `updated`, `created`, `oldest`.
    order: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// 1 to 100; 50 by default.
    limit: Option<i64>,
}

/// Lists tickets
///
/// A page of tickets. Open ones come by their leading deadline, others by their last change.
#[utoipa::path(tag = "tickets", params(TicketFilter), responses(
    (status = 200, description = "A page of the list", body = TicketPageOut),
    (status = 422, description = "A filter is wrong", body = ProblemBody, content_type = "application/problem+json"),
    (status = 401, description = "No token, or one that is not good", body = ProblemBody),
))]
#[get("/api/v1/tickets")]
pub async fn list_tickets(caller: Caller, asked: web::Query<Vec<(String, String)>>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let (mut pairs, mut after, mut limit) = (Vec::new(), None, 50);
    for (name, value) in asked.into_inner() {
        match name.as_str() {
            "after" => {
                let place = value.parse::<Cursor>();
                after = Some(place.map_err(|_| Problem::new(Code::CursorInvalid))?);
            }
            "limit" => {
                let number = value.parse();
                limit =
                    number.map_err(|_| Problem::because(Code::BadQuery, "limit is a number, 1 to 100"))?;
            }
            _ => pairs.push((name, value)),
        }
    }
    let filter = Filter::parse(&pairs, &caller.app.desk.setup()).map_err(refused)?;
    let query = InboxQuery {
        after,
        limit,
        ..InboxQuery::with(filter, caller.app.desk.now())
    };
    let page = caller.app.desk.read(&caller.principal)?.inbox(query).await?;
    Ok(HttpResponse::Ok().json(TicketPageOut {
        tickets: page.rows.into_iter().map(show::row).collect(),
        next: page.next.map(|next| next.to_string()),
    }))
}

/// A name that is not known is a wrong query; a value that is not, a wrong value with its choices.
fn refused(broken: Broken) -> Problem {
    match broken.faults.iter().find(|fault| fault.unknown_name) {
        Some(fault) => Problem::because(Code::BadQuery, format!("{}: {}", fault.name, fault.reason)),
        None => desk::DeskError::from(broken).into(),
    }
}

/// Opens a ticket
///
/// Takes in a request of a client, by the same way as every other channel: counted in the ledger, checked for
/// duplicates, answered only after the commit. Send an `Idempotency-Key`, and a repetition gets the same answer.
#[utoipa::path(tag = "tickets", request_body = TicketIn, params(
    ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same body opens one ticket and gets one answer"),
), responses(
    (status = 201, description = "Opened; `Location` is the ticket", body = ReceiptOut),
    (status = 403, description = "The token has not the scope `intake:write`", body = ProblemBody),
    (status = 422, description = "A field is wrong, or the key came with another body", body = ProblemBody),
    (status = 503, description = "Nothing was kept: come again after `Retry-After`", body = ProblemBody),
))]
#[post("/api/v1/tickets")]
pub async fn open_ticket(request: HttpRequest, caller: Caller, payload: web::Payload) -> Answer {
    caller.require(Permission::IntakeWrite)?;
    let body = Body::<TicketIn>::read(&request, &caller, payload).await?;
    let key = Key::of(&request, &caller, &body.digest)?;
    if let Some(answer) = key.answered(&caller).await? {
        return Ok(answer);
    }
    let (size, wanted) = (body.size, body.value);
    let channel = intake::channel(&caller.app, wanted.channel.as_deref())?;
    let message = message(&caller, wanted, &key.message)?;
    let what = What::Understood(Inbound::Message(Box::new(message)));
    let receipt = caller
        .app
        .doors
        .api
        .hand_in(
            &caller.app.desk,
            Sighting {
                channel,
                size,
                what,
                trace: request::trace(&request),
            },
        )
        .await?;
    let told = intake::told(&caller.app, receipt)?;
    let location = caller.app.options.path(&format!("/api/v1/tickets/{}", told.id));
    let body = serde_json::to_value(&told).map_err(Problem::internal)?;
    key.answer(&caller, StatusCode::CREATED, &location, &body).await
}

fn message(caller: &Caller, wanted: TicketIn, key: &str) -> Answer<Message> {
    intake::known_place(wanted.lang.as_deref(), wanted.zone.as_deref())?;
    intake::something(&wanted.text, wanted.html.as_deref(), &wanted.attachments)?;
    Ok(Message {
        key: key.to_owned(),
        from: intake::handle(&wanted.client)?,
        others: Vec::new(),
        hints: Vec::new(),
        external_ids: Vec::new(),
        title: wanted.title,
        text: Some(wanted.text).filter(|text| !text.trim().is_empty()),
        html: wanted.html,
        attachments: intake::attachments(wanted.attachments)?,
        happened: intake::happened(caller, wanted.occurred_at.as_deref())?,
        automatic: Automatic::No,
        own: None,
        wishes: Wishes {
            kind: wanted.kind,
            priority: wanted.priority,
            topic: wanted.topic,
            tags: wanted.tags,
            lang: wanted.lang,
            zone: wanted.zone,
            silent: wanted.silent,
            ..Wishes::default()
        },
        raw: None,
    })
}

/// Reads a ticket
#[utoipa::path(tag = "tickets", params(("id" = String, Path, description = "Public id: `tkt_…`")), responses(
    (status = 200, description = "The ticket; `ETag` is its version", body = TicketOut),
    (status = 404, description = "Not there", body = ProblemBody),
))]
#[get("/api/v1/tickets/{id}")]
pub async fn get_ticket(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let ticket = caller
        .app
        .desk
        .read(&caller.principal)?
        .ticket(&id, None, caller.app.desk.now())
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((ETAG, stale::etag(ticket.version)))
        .json(show::ticket(ticket)))
}

/// Changes a ticket
///
/// With `If-Match` only the version it names is changed; otherwise the answer is 409 and says what changed meanwhile.
#[utoipa::path(tag = "tickets", request_body = TicketPatch, params(
    ("id" = String, Path, description = "Public id: `tkt_…`"),
    ("If-Match" = Option<String>, Header, description = "The `ETag` the change is based on"),
), responses(
    (status = 200, description = "Changed; `ETag` is the new version", body = ChangedOut),
    (status = 409, description = "The ticket changed meanwhile (`stale_version`), or cannot be changed so", body = ProblemBody),
    (status = 422, description = "A field is wrong", body = ProblemBody),
))]
#[patch("/api/v1/tickets/{id}")]
pub async fn change_ticket(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<TicketPatch>::read(&request, &caller, payload).await?;
    let wanted = body.value;
    let change = Change {
        based_on: stale::based_on(&request)?,
        ..change_of(wanted)
    };
    match caller.app.desk.change(&caller.principal, &id, change).await {
        Ok(changed) => Ok(changed_answer(changed)),
        Err(error) => Err(stale::explained(&caller, &id, error).await),
    }
}

/// What a caller wants different.
#[must_use]
pub fn change_of(wanted: TicketPatch) -> Change {
    Change {
        based_on: None,
        assignee: wanted.assignee,
        team: wanted.team,
        state: wanted.state,
        outcome: wanted.outcome,
        priority: wanted.priority,
        kind: wanted.kind,
        topic: wanted.topic,
        title: wanted.title,
        tags_add: wanted.tags_add,
        tags_remove: wanted.tags_remove,
        fields: wanted
            .fields
            .into_iter()
            .map(|(key, value)| (key, value.unwrap_or_default()))
            .collect(),
    }
}

/// A change that was made, with the version it made.
#[must_use]
pub fn changed_answer(changed: desk::ticket::Changed) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((ETAG, stale::etag(changed.version)))
        .json(ChangedOut {
            version: changed.version,
            entry: changed.entry,
            after_client_deadline: changed.ends_after.map(at),
        })
}
