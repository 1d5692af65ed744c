//! Clients: the card, addresses, the whole history; brought up to date by the host's own id; two made one and two again.

use super::auth::Caller;
use super::body::Body;
use super::client_shapes::{ClientCardOut, ClientMergeIn, ClientMergedOut, ClientRecordIn, UpsertedOut};
use super::{client_shapes, intake};
use crate::problem::{Answer, Code, Problem, ProblemBody};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, put, web};
use desk::client::{ClientPatch, ClientRecord};
use desk::read::Cursor;
use domain::{HandleKind, Permission};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What shall be different. What is absent stays; what is empty becomes unknown.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientIn {
    pub name: Option<String>,
    /// `ru` or `en`.
    pub lang: Option<String>,
    /// IANA zone.
    pub zone: Option<String>,
    /// `vip` …; empty for none.
    pub segment: Option<String>,
    pub company: Option<String>,
    /// Does not want to be called.
    pub no_calls: Option<bool>,
    /// When calls are welcome, in the client's zone: `10:00-19:00`.
    pub call_hours: Option<String>,
    /// By which kind of address the client likes to be answered, by topic (an empty one is any other):
    /// `{"": "email", "cards": "phone"}`. Replaces what was known.
    pub answer_by: Option<BTreeMap<String, String>>,
}

impl ClientIn {
    /// The patch of the desk.
    ///
    /// # Errors
    /// A kind of address is none.
    pub fn patch(self) -> Answer<ClientPatch> {
        let kind = |(topic, kind): (String, String)| {
            HandleKind::parse(&kind)
                .map(|kind| (topic, kind))
                .map_err(|error| Problem::field("answer_by", "unknown", error.to_string()))
        };
        let wishes = self
            .answer_by
            .map(|wishes| wishes.into_iter().map(kind).collect())
            .transpose()?;
        Ok(ClientPatch {
            name: self.name,
            lang: self.lang,
            zone: self.zone,
            segment: self.segment,
            company: self.company,
            no_calls: self.no_calls,
            call_hours: self.call_hours,
            wishes,
        })
    }
}

/// Which page of the timeline.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientQuery {
    after: Option<String>,
}

/// A client
///
/// The card, addresses with how each was verified, merges, records that may be the same person, the newest tickets, and a
/// page of everything said over all tickets and channels, newest first.
#[utoipa::path(tag = "clients", params(
    ("id" = String, Path, description = "Public id: `cli_…`"),
    ("after" = Option<String>, Query, description = "`next` of the page before"),
), responses(
    (status = 200, description = "The client", body = ClientCardOut),
    (status = 404, description = "There is no such client", body = ProblemBody),
))]
#[get("/api/v1/clients/{id}")]
pub async fn get_client(caller: Caller, id: web::Path<String>, query: web::Query<ClientQuery>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let after = query.after.as_deref().map(str::parse::<Cursor>).transpose();
    let after = after.map_err(|_| Problem::new(Code::CursorInvalid))?;
    let found = caller
        .app
        .desk
        .read(&caller.principal)?
        .client(&id, after)
        .await?;
    Ok(HttpResponse::Ok().json(client_shapes::card(found)))
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
    (status = 409, description = "The client is part of another: `client_merged`", body = ProblemBody),
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
    let patch = body.value.patch()?;
    let desk = &caller.app.desk;
    desk.change_client(&caller.principal, &id, patch).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Brings a client up to date by your own id
///
/// Makes the client where nobody has the id. Addresses you send count as verified by you; one that is another record's is
/// not taken from it: it is listed as `taken`, and a merge is proposed on the client's page.
#[utoipa::path(tag = "clients", request_body = ClientRecordIn, params(
    ("account" = String, Path, description = "Your own id of the client"),
), responses(
    (status = 200, description = "Brought up to date", body = UpsertedOut),
    (status = 201, description = "Made", body = UpsertedOut),
    (status = 422, description = "A field is wrong", body = ProblemBody),
))]
#[put("/api/v1/accounts/{account}/client")]
pub async fn upsert_client(
    request: HttpRequest,
    caller: Caller,
    account: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<ClientRecordIn>::read(&request, &caller, payload).await?;
    let (card, emails, phones) = (body.value.card, body.value.emails, body.value.phones);
    let name = card.name.clone().unwrap_or_default();
    let one = |email: Option<String>, phone: Option<String>| {
        intake::handle(&super::shapes::ClientIn {
            email,
            phone,
            account: None,
            name: name.clone(),
        })
    };
    let emails = emails.into_iter().map(|email| one(Some(email), None));
    let phones = phones.into_iter().map(|phone| one(None, Some(phone)));
    let record = ClientRecord {
        addresses: emails.chain(phones).collect::<Answer<Vec<_>>>()?,
        patch: card.patch()?,
    };
    let desk = &caller.app.desk;
    let done = desk.upsert_client(&caller.principal, &account, record).await?;
    let location = format!("/api/v1/clients/{}", done.client);
    let mut answer = if done.created {
        HttpResponse::Created()
    } else {
        HttpResponse::Ok()
    };
    answer.insert_header(("location", caller.app.options.path(&location)));
    Ok(answer.json(UpsertedOut {
        id: done.client,
        created: done.created,
        taken: done.taken.into_iter().map(|handle| handle.value).collect(),
    }))
}

/// Merges a client into another
///
/// Tickets, addresses, consents and wishes go over; the card of the other one is filled in where it was empty, and whoever
/// does not want calls in either does not want them.
#[utoipa::path(tag = "clients", request_body = ClientMergeIn, params(
    ("id" = String, Path, description = "Public id of the client to be absorbed"),
), responses(
    (status = 200, description = "Merged", body = ClientMergedOut),
    (status = 404, description = "There is no such client", body = ProblemBody),
    (status = 409, description = "One of them is part of another: `client_merged`", body = ProblemBody),
    (status = 422, description = "There is no such other client", body = ProblemBody),
))]
#[put("/api/v1/clients/{id}/merge")]
pub async fn merge_client(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<ClientMergeIn>::read(&request, &caller, payload).await?;
    let desk = &caller.app.desk;
    let merged = desk
        .merge_clients(&caller.principal, &id, &body.value.into)
        .await?;
    Ok(HttpResponse::Ok().json(ClientMergedOut::from(merged)))
}

/// Takes a merge of clients back
///
/// What went over returns, with what came by the returned addresses since; every other later change stays.
#[utoipa::path(tag = "clients", params(
    ("id" = String, Path, description = "Public id of the absorbed client"),
), responses(
    (status = 200, description = "Two clients again", body = ClientMergedOut),
    (status = 404, description = "There is no such client", body = ProblemBody),
    (status = 409, description = "It is not merged (`client_not_merged`), the other is part of a third (`client_merged`), or tickets of the two are part of one another (`tickets_merged`)", body = ProblemBody),
))]
#[delete("/api/v1/clients/{id}/merge")]
pub async fn unmerge_client(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let desk = &caller.app.desk;
    let undone = desk.unmerge_clients(&caller.principal, &id).await?;
    Ok(HttpResponse::Ok().json(ClientMergedOut::from(undone)))
}

/// Says that two records are of two people
///
/// They are not proposed to be merged again.
#[utoipa::path(tag = "clients", params(
    ("id" = String, Path, description = "Public id of the one"),
    ("other" = String, Path, description = "Public id of the other"),
), responses(
    (status = 204, description = "Noted"),
    (status = 404, description = "There is no such client", body = ProblemBody),
))]
#[put("/api/v1/clients/{id}/different-from/{other}")]
pub async fn tell_clients_apart(caller: Caller, path: web::Path<(String, String)>) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let (one, other) = path.into_inner();
    let desk = &caller.app.desk;
    desk.tell_clients_apart(&caller.principal, &one, &other).await?;
    Ok(HttpResponse::NoContent().finish())
}
