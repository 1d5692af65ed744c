//! Clients: the segment, by which policies choose.

use super::auth::Caller;
use super::body::Body;
use crate::problem::{Answer, ProblemBody};
use actix_web::{HttpRequest, HttpResponse, patch, web};
use desk::client::ClientPatch;
use domain::Permission;
use serde::Deserialize;
use utoipa::ToSchema;

/// What shall be different. What is absent stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientIn {
    /// `vip` …; empty for none.
    pub segment: Option<String>,
}

/// Changes a client
///
/// Another segment means other policies: deadlines of the client's open tickets are worked out anew in the same
/// commit, and none is put into the past.
#[utoipa::path(tag = "clients", request_body = ClientIn, params(
    ("id" = String, Path, description = "Public id: `cli_…`"),
), responses(
    (status = 204, description = "Changed"),
    (status = 404, description = "There is no such client", body = ProblemBody),
    (status = 422, description = "A field is wrong", body = ProblemBody),
))]
#[patch("/api/v1/clients/{id}")]
pub async fn change_client(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<ClientIn>::read(&request, &caller, payload).await?;
    let patch = ClientPatch {
        segment: body.value.segment,
    };
    caller
        .app
        .desk
        .change_client(&caller.principal, &id, patch)
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
