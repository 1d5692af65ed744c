//! The deadline that a client was read on the telephone.

use super::auth::Caller;
use super::shapes::ChangedOut;
use super::{stale, tickets};
use crate::problem::{Answer, ProblemBody};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, post, web};
use domain::Permission;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Copy, Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ToldHow {
    /// The client wants no message with number, deadline and link: none is sent after the call.
    #[param(inline)]
    pub no_sms: bool,
}

/// Tells the deadline by voice
///
/// Writes down that somebody of ours read the client the deadline on the telephone. The ticket's `told_due` is that deadline
/// from then on, and it counts among those told and kept. While `untold` is true, nobody has.
#[utoipa::path(tag = "clocks", params(
    ("id" = String, Path, description = "Public id of the ticket"),
    ("If-Match" = Option<String>, Header, description = "The `ETag` this is based on"),
    ToldHow,
), responses(
    (status = 201, description = "Told", body = ChangedOut),
    (status = 409, description = "The ticket changed meanwhile", body = ProblemBody),
    (status = 422, description = "Nothing to tell: no deadline runs, it has passed, or it was told already", body = ProblemBody),
))]
#[post("/api/v1/tickets/{id}/told")]
pub async fn tell_by_voice(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    how: web::Query<ToldHow>,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let based_on = stale::based_on(&request)?;
    let desk = &caller.app.desk;
    match desk
        .tell_by_voice(&caller.principal, &id, based_on, how.no_sms)
        .await
    {
        Ok(changed) => {
            let mut answer = tickets::changed_answer(changed);
            *answer.status_mut() = StatusCode::CREATED;
            Ok(answer)
        }
        Err(error) => Err(stale::explained(&caller, &id, error).await),
    }
}
