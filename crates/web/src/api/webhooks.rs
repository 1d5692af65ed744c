//! Webhooks: systems that are told what happens, and what became of each push.

use super::auth::Caller;
use super::body::Body;
use super::idempotency::Key;
use super::stale;
use crate::problem::{Answer, Problem, ProblemBody};
use actix_web::http::StatusCode;
use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web};
use desk::webhook::{COUNTED, NewWebhook, WebhookPatch, WebhookView, codes};
use domain::webhook::Push;
use domain::{Moment, Permission};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A webhook to be registered.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookIn {
    /// Small Latin letters, digits, hyphens; steps of deadlines name it so. Never changes.
    pub name: String,
    /// `https://…`; plain http only to hosts of `outgoing.within`.
    pub url: String,
    /// The variable of Okno's environment that holds the secret.
    pub secret_env: String,
    /// Codes of events; empty: only what names it.
    #[serde(default)]
    pub events: Vec<String>,
    #[serde(default = "yes")]
    pub enabled: bool,
}

fn yes() -> bool {
    true
}

/// What shall be different; what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WebhookPatchIn {
    pub url: Option<String>,
    pub secret_env: Option<String>,
    pub events: Option<Vec<String>>,
    pub enabled: Option<bool>,
}

/// A webhook, and how it is doing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WebhookOut {
    pub id: String,
    pub name: String,
    pub url: String,
    pub secret_env: String,
    pub events: Vec<String>,
    pub enabled: bool,
    /// Why it cannot sign: the variable is empty, or too short.
    pub unsigned: Option<String>,
    /// Since when nothing gets through, and why.
    pub failing_since: Option<String>,
    pub problem: Option<String>,
    /// Pushes that wait, counted up to 1,001.
    pub waiting: i64,
    pub version: i64,
}

/// An event on its way.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PushOut {
    /// `webhook-id`: `evt_…`, of a trial `trial_…`.
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    /// `queued`, `delivered`, `failed`.
    pub fate: &'static str,
    pub attempts: i32,
    /// The status of the last answer.
    pub status: Option<i32>,
    pub reason: String,
    pub created_at: String,
    pub tried_at: Option<String>,
}

/// Lists webhooks
#[utoipa::path(tag = "webhooks", responses(
    (status = 200, description = "The oldest first", body = Vec<WebhookOut>),
    (status = 403, description = "The scope `administer` is missing", body = ProblemBody),
))]
#[get("/api/v1/webhooks")]
pub async fn list_webhooks(caller: Caller) -> Answer {
    caller.require(Permission::Administer)?;
    let all = caller.app.desk.webhooks(&caller.principal).await?;
    Ok(HttpResponse::Ok().json(all.iter().map(out).collect::<Vec<_>>()))
}

/// Registers a webhook
///
/// It is told of what happens from now on.
#[utoipa::path(tag = "webhooks", request_body = WebhookIn, params(
    ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same body gets the same answer"),
), responses(
    (status = 201, description = "Registered; `Location` is the webhook", body = WebhookOut),
    (status = 403, description = "The scope `administer` is missing", body = ProblemBody),
    (status = 422, description = "Every mistake, with its field", body = ProblemBody),
))]
#[post("/api/v1/webhooks")]
pub async fn add_webhook(request: HttpRequest, caller: Caller, payload: web::Payload) -> Answer {
    caller.require(Permission::Administer)?;
    let body = Body::<WebhookIn>::read(&request, &caller, payload).await?;
    let key = Key::of(&request, &caller, &body.digest)?;
    if let Some(answer) = key.answered(&caller).await? {
        return Ok(answer);
    }
    let new = NewWebhook {
        name: body.value.name,
        url: body.value.url,
        secret_env: body.value.secret_env,
        events: body.value.events,
        enabled: body.value.enabled,
    };
    let desk = &caller.app.desk;
    let id = desk.add_webhook(caller.principal.actor(), new).await?;
    let added = desk.webhook(&caller.principal, &id).await?;
    let location = caller.app.options.path(&format!("/api/v1/webhooks/{id}"));
    let shown = serde_json::to_value(out(&added)).map_err(Problem::internal)?;
    key.answer(&caller, StatusCode::CREATED, &location, &shown).await
}

/// Reads a webhook
#[utoipa::path(tag = "webhooks", params(("id" = String, Path, description = "`whk_…`")), responses(
    (status = 200, description = "The webhook; `ETag` is its version", body = WebhookOut),
    (status = 404, description = "There is none", body = ProblemBody),
))]
#[get("/api/v1/webhooks/{id}")]
pub async fn get_webhook(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::Administer)?;
    answer(&caller, &id).await
}

/// Changes a webhook
///
/// One that is switched on again is told of what happens from then on.
#[utoipa::path(tag = "webhooks", request_body = WebhookPatchIn, params(
    ("id" = String, Path, description = "`whk_…`"),
    ("If-Match" = Option<String>, Header, description = "The `ETag` the change is based on"),
), responses(
    (status = 200, description = "Changed", body = WebhookOut),
    (status = 404, description = "There is none", body = ProblemBody),
    (status = 409, description = "It changed meanwhile", body = ProblemBody),
    (status = 422, description = "Every mistake, with its field", body = ProblemBody),
))]
#[patch("/api/v1/webhooks/{id}")]
pub async fn change_webhook(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::Administer)?;
    let wanted = Body::<WebhookPatchIn>::read(&request, &caller, payload)
        .await?
        .value;
    let patch = WebhookPatch {
        based_on: stale::based_on(&request)?,
        url: wanted.url,
        secret_env: wanted.secret_env,
        events: wanted.events,
        enabled: wanted.enabled,
    };
    let actor = caller.principal.actor();
    caller.app.desk.change_webhook(actor, &id, patch).await?;
    answer(&caller, &id).await
}

/// Deletes a webhook
///
/// What was on its way goes with it.
#[utoipa::path(tag = "webhooks", params(("id" = String, Path, description = "`whk_…`")), responses(
    (status = 204, description = "Gone"),
    (status = 404, description = "There is none", body = ProblemBody),
    (status = 409, description = "A step of a deadline names it", body = ProblemBody),
))]
#[delete("/api/v1/webhooks/{id}")]
pub async fn delete_webhook(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::Administer)?;
    let desk = &caller.app.desk;
    desk.delete_webhook(caller.principal.actor(), &id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lists the newest pushes of a webhook
#[utoipa::path(tag = "webhooks", params(("id" = String, Path, description = "`whk_…`")), responses(
    (status = 200, description = "The newest fifty", body = Vec<PushOut>),
    (status = 404, description = "There is none", body = ProblemBody),
))]
#[get("/api/v1/webhooks/{id}/pushes")]
pub async fn list_pushes(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::Administer)?;
    let one = caller.app.desk.webhook(&caller.principal, &id).await?;
    Ok(HttpResponse::Ok().json(one.pushes.iter().map(push_out).collect::<Vec<_>>()))
}

/// Pushes a trial
///
/// Its body has the type `webhook.trial`. It goes at once, whatever waits, and is not tried again.
#[utoipa::path(tag = "webhooks", params(("id" = String, Path, description = "`whk_…`")), responses(
    (status = 202, description = "On its way; look at the pushes"),
    (status = 404, description = "There is none", body = ProblemBody),
))]
#[post("/api/v1/webhooks/{id}/trials")]
pub async fn try_webhook(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::Administer)?;
    let desk = &caller.app.desk;
    desk.try_webhook(caller.principal.actor(), &id).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Pushes an event once more
#[utoipa::path(tag = "webhooks", params(
    ("id" = String, Path, description = "`whk_…`"),
    ("event" = String, Path, description = "`evt_…`"),
), responses(
    (status = 202, description = "On its way again"),
    (status = 404, description = "It was never on its way there, or still is", body = ProblemBody),
))]
#[post("/api/v1/webhooks/{id}/pushes/{event}/attempts")]
pub async fn push_again(caller: Caller, path: web::Path<(String, String)>) -> Answer {
    caller.require(Permission::Administer)?;
    let (id, event) = path.into_inner();
    let desk = &caller.app.desk;
    desk.push_again(caller.principal.actor(), &id, &event).await?;
    Ok(HttpResponse::Accepted().finish())
}

async fn answer(caller: &Caller, id: &str) -> Answer {
    let one = caller.app.desk.webhook(&caller.principal, id).await?;
    Ok(HttpResponse::Ok()
        .insert_header((ETAG, stale::etag(one.webhook.version)))
        .json(out(&one)))
}

fn out(one: &WebhookView) -> WebhookOut {
    let hook = &one.webhook;
    let fails = !hook.problem.is_empty();
    WebhookOut {
        id: hook.public_id.clone(),
        name: hook.name.clone(),
        url: hook.url.clone(),
        secret_env: hook.secret_env.clone(),
        events: codes(&hook.events),
        enabled: hook.enabled,
        unsigned: one.unsigned.clone(),
        failing_since: fails.then(|| hook.failing_since.to_string()),
        problem: fails.then(|| hook.problem.clone()),
        waiting: one.waiting.min(COUNTED + 1),
        version: hook.version,
    }
}

fn push_out(push: &Push) -> PushOut {
    let told = |at: Moment| (at != domain::time::NEVER).then(|| at.to_string());
    PushOut {
        id: push.message_id(),
        kind: push.kind.clone(),
        fate: push.fate.code(),
        attempts: push.attempts,
        status: (push.status != 0).then_some(push.status),
        reason: push.reason.clone(),
        created_at: push.created_at.to_string(),
        tried_at: told(push.tried_at),
    }
}
