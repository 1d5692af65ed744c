//! The quarantine for programs: what was set aside, and the decision about it as a resource.

use super::auth::Caller;
use super::body::Body;
use super::shapes::{ChannelOut, NamedOut};
use super::show;
use crate::problem::{Answer, Code, Problem, ProblemBody};
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use desk::quarantine::{Acceptance, Accepted, Decision};
use desk::read::{Cursor, QuarantineState, QuarantinedView};
use domain::Permission;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct QuarantineFilter {
    /// `waiting` (the default), `accepted`, `rejected`.
    pub state: Option<String>,
    /// The `next` of the page before.
    pub after: Option<String>,
}

/// Something set aside.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuarantinedOut {
    pub id: String,
    pub channel: ChannelOut,
    pub arrived_at: String,
    /// Why it was set aside, as a code.
    pub reason: String,
    pub sender: String,
    pub title: String,
    /// Bytes.
    pub size: i64,
    /// `waiting`, `accepted`, `rejected`.
    pub state: String,
    pub decided_by: Option<NamedOut>,
    pub decided_at: Option<String>,
    /// Why it was rejected; empty otherwise.
    pub decision: String,
    /// Public id and number of the ticket it became.
    pub ticket: Option<NamedOut>,
}

/// A page of the quarantine.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuarantinePageOut {
    /// What waits with the oldest first, what was decided with the newest first.
    pub items: Vec<QuarantinedOut>,
    pub next: Option<String>,
}

/// Something set aside, with what it says as far as anybody can tell.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SetAsideOut {
    #[serde(flatten)]
    pub item: QuarantinedOut,
    /// Whether it could be read as a message; if not, state sender and title on accepting it.
    pub understood: bool,
    pub text: String,
    /// Header fields, name and value, nothing decoded.
    #[schema(value_type = Vec<Vec<String>>)]
    pub headers: Vec<(String, String)>,
}

/// What a person states about something that cannot tell by itself.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AcceptanceIn {
    /// A mail address, or a telephone number with its country code.
    pub sender: Option<String>,
    pub name: Option<String>,
    pub title: Option<String>,
}

/// Why it is no request.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectionIn {
    pub reason: String,
}

/// One decision about many.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionsIn {
    /// Public ids; at most 100.
    pub items: Vec<String>,
    /// `accept` or `reject`.
    pub decision: String,
    /// Required to reject.
    #[serde(default)]
    pub reason: String,
}

/// Where an accepted one went.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AcceptedOut {
    /// `opened` or `appended`.
    pub fate: &'static str,
    pub ticket: NamedOut,
}

/// What became of one of many.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DecidedOut {
    pub id: String,
    /// Whether it was decided by this request.
    pub decided: bool,
    pub accepted: Option<AcceptedOut>,
    /// The code and the words of what stood in the way.
    pub problem: Option<NamedOut>,
}

/// Lists the quarantine
///
/// What could not be understood, was refused by policy or looks like an attack.
#[utoipa::path(tag = "quarantine", params(QuarantineFilter), responses(
    (status = 200, description = "A page", body = QuarantinePageOut),
    (status = 403, description = "The scope `supervise` is missing", body = ProblemBody),
    (status = 422, description = "There is no such state", body = ProblemBody),
))]
#[get("/api/v1/quarantine")]
pub async fn list_quarantine(caller: Caller, filter: web::Query<QuarantineFilter>) -> Answer {
    caller.require(Permission::Supervise)?;
    let state = filter.state.as_deref().map(QuarantineState::parse).transpose();
    let state =
        state.map_err(|_| Problem::field("state", "unknown", "use one of waiting, accepted, rejected"))?;
    let after = filter.after.as_deref().map(str::parse::<Cursor>).transpose();
    let after = after.map_err(|_| Problem::new(Code::CursorInvalid))?;
    let reader = caller.app.desk.read(&caller.principal)?;
    let page = reader
        .quarantine(state.unwrap_or(QuarantineState::Waiting), after)
        .await?;
    Ok(HttpResponse::Ok().json(QuarantinePageOut {
        items: page.items.into_iter().map(item_out).collect(),
        next: page.next.map(|next| next.to_string()),
    }))
}

/// Reads something set aside
#[utoipa::path(tag = "quarantine", params(("id" = String, Path, description = "Public id: `qtn_…`")), responses(
    (status = 200, description = "What it says", body = SetAsideOut),
    (status = 404, description = "Not there", body = ProblemBody),
))]
#[get("/api/v1/quarantine/{id}")]
pub async fn get_quarantined(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::Supervise)?;
    let found = caller.app.desk.read(&caller.principal)?.set_aside(&id).await?;
    Ok(HttpResponse::Ok().json(SetAsideOut {
        item: item_out(found.item),
        understood: found.understood,
        text: found.text,
        headers: found.headers,
    }))
}

/// Accepts something set aside
///
/// It becomes a ticket, or goes onto the one it belongs to, as of the instant it arrived.
#[utoipa::path(tag = "quarantine", request_body = AcceptanceIn, params(
    ("id" = String, Path, description = "Public id: `qtn_…`"),
), responses(
    (status = 200, description = "Accepted", body = AcceptedOut),
    (status = 409, description = "Somebody has decided already (`already_decided`)", body = ProblemBody),
    (status = 422, description = "Nobody can tell who sent it: state `sender`", body = ProblemBody),
))]
#[put("/api/v1/quarantine/{id}/acceptance")]
pub async fn accept_quarantined(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::Supervise)?;
    let stated = Body::<AcceptanceIn>::read(&request, &caller, payload)
        .await?
        .value;
    let stated = Acceptance {
        sender: stated.sender,
        name: stated.name,
        title: stated.title,
    };
    let accepted = caller
        .app
        .desk
        .accept_quarantined(&caller.principal, &id, stated)
        .await?;
    Ok(HttpResponse::Ok().json(accepted_out(accepted)))
}

/// Rejects something set aside
///
/// The copy stays, with the reason and who gave it.
#[utoipa::path(tag = "quarantine", request_body = RejectionIn, params(
    ("id" = String, Path, description = "Public id: `qtn_…`"),
), responses(
    (status = 204, description = "Rejected"),
    (status = 409, description = "Somebody has decided already (`already_decided`)", body = ProblemBody),
    (status = 422, description = "There is no reason", body = ProblemBody),
))]
#[put("/api/v1/quarantine/{id}/rejection")]
pub async fn reject_quarantined(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::Supervise)?;
    let body = Body::<RejectionIn>::read(&request, &caller, payload).await?;
    caller
        .app
        .desk
        .reject_quarantined(&caller.principal, &id, &body.value.reason)
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Decides about many
///
/// Each by itself: one that cannot be decided holds up no other, and says why.
#[utoipa::path(tag = "quarantine", request_body = DecisionsIn, responses(
    (status = 200, description = "What became of each, in the order of the request", body = Vec<DecidedOut>),
    (status = 422, description = "Too many, or no reason", body = ProblemBody),
))]
#[post("/api/v1/quarantine/decisions")]
pub async fn decide_quarantined(request: HttpRequest, caller: Caller, payload: web::Payload) -> Answer {
    caller.require(Permission::Supervise)?;
    let wanted = Body::<DecisionsIn>::read(&request, &caller, payload).await?.value;
    let decision = match wanted.decision.as_str() {
        "accept" => Decision::Accept(Acceptance::default()),
        "reject" => Decision::Reject {
            reason: wanted.reason,
        },
        _ => return Err(Problem::field("decision", "unknown", "use accept or reject")),
    };
    let answers = caller
        .app
        .desk
        .decide_quarantined(&caller.principal, &wanted.items, &decision)
        .await?;
    let answers = answers.into_iter().map(|(id, answer)| match answer {
        Ok(accepted) => DecidedOut {
            id,
            decided: true,
            accepted: accepted.map(accepted_out),
            problem: None,
        },
        Err(error) => DecidedOut {
            id,
            decided: false,
            accepted: None,
            problem: Some(NamedOut {
                name: error.to_string(),
                id: Problem::from(error).code.code().to_owned(),
            }),
        },
    });
    Ok(HttpResponse::Ok().json(answers.collect::<Vec<_>>()))
}

fn accepted_out(accepted: Accepted) -> AcceptedOut {
    AcceptedOut {
        fate: accepted.fate.code(),
        ticket: NamedOut {
            id: accepted.ticket,
            name: accepted.number,
        },
    }
}

fn item_out(item: QuarantinedView) -> QuarantinedOut {
    QuarantinedOut {
        channel: show::channel(item.door),
        arrived_at: show::at(item.arrived_at),
        decided_by: item.decided_by.map(show::person),
        decided_at: item.decided_at.map(show::at),
        ticket: item.ticket.map(|(id, number)| NamedOut {
            id,
            name: number.to_string(),
        }),
        id: item.public_id,
        reason: item.reason,
        sender: item.sender,
        title: item.title,
        size: item.size,
        state: item.state,
        decision: item.decision,
    }
}
