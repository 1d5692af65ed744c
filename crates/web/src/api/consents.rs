//! Consents to the processing of personal data, as they were given.

use super::auth::Caller;
use crate::problem::{Answer, ProblemBody};
use actix_web::{HttpResponse, get, web};
use domain::Permission;
use serde::Serialize;
use utoipa::ToSchema;

/// A consent that came with a message of the ticket.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ConsentOut {
    /// What the desk calls the text by.
    pub version: String,
    pub lang: String,
    /// The text as it was shown.
    pub text: String,
    /// SHA-256 of the text, hexadecimal.
    pub hash: String,
    pub given_at: String,
}

/// Lists consents
///
/// Which consents came with the ticket, newest first, each with the text it was given to.
#[utoipa::path(tag = "tickets", params(("id" = String, Path, description = "Public id: `tkt_…`")), responses(
    (status = 200, description = "Newest first", body = Vec<ConsentOut>),
    (status = 403, description = "The scope `tickets:read` is missing", body = ProblemBody),
    (status = 404, description = "There is no such ticket", body = ProblemBody),
))]
#[get("/api/v1/tickets/{id}/consents")]
pub async fn list_consents(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let given = caller.app.desk.read(&caller.principal)?.consents(&id).await?;
    let given = given.into_iter().map(|consent| ConsentOut {
        version: consent.version,
        lang: consent.lang,
        text: consent.text,
        hash: consent.hash,
        given_at: consent.given_at.to_string(),
    });
    Ok(HttpResponse::Ok().json(given.collect::<Vec<_>>()))
}
