//! Paper that came and waits to be registered.

use super::auth::Caller;
use super::body::Body;
use super::idempotency::Key;
use super::intake;
use super::letters::date;
use super::shapes::FileIn;
use crate::console::bytes;
use crate::problem::{Answer, Problem, ProblemBody};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use desk::read::PaperView;
use desk::ticket::{NewFile, NewPaper};
use domain::Permission;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A scan that is put in.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperIn {
    /// Name or public id of a channel of the kind letter; left out: the first.
    pub channel: Option<String>,
    /// The date of receipt, `2026-04-17`.
    pub received: String,
    /// What whoever registers it should know.
    #[serde(default)]
    pub note: String,
    /// Why it is put in more than 5 working days after its receipt.
    #[serde(default)]
    pub reason: String,
    /// PDF or pictures, at most 20 files.
    pub scan: Vec<FileIn>,
}

/// Which papers.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct PaperQuery {
    /// `waiting`, the default, `aside` or `registered`.
    pub state: Option<String>,
    /// Id of the paper after which the page begins.
    pub after: Option<String>,
}

/// A page of a scan.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PaperFileOut {
    pub name: String,
    pub media_type: String,
    pub size: i64,
}

/// A paper.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PaperOut {
    pub id: String,
    pub state: String,
    /// Date of receipt.
    pub received: String,
    /// By when it is to be registered.
    pub due: Option<String>,
    /// It waits, and the due is over.
    pub late: bool,
    pub note: String,
    pub reason: String,
    pub put_at: String,
    /// Its files, fetched by their place from 0.
    pub files: Vec<PaperFileOut>,
}

/// Why a paper is not registered.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AsideIn {
    pub reason: String,
}

fn out(view: PaperView) -> PaperOut {
    let files = view.files.into_iter().map(|file| PaperFileOut {
        name: file.name,
        media_type: file.media_type,
        size: file.size,
    });
    PaperOut {
        files: files.collect(),
        id: view.paper.public_id,
        state: view.paper.state,
        received: view.paper.received,
        due: view.due.map(|due| due.to_string()),
        late: view.late,
        note: view.paper.note,
        reason: view.paper.reason,
        put_at: view.paper.put_at.to_string(),
    }
}

/// Puts a scan in, to be registered later
///
/// It waits with its date of receipt; registering it is `POST /api/v1/letters` with `paper`.
#[utoipa::path(tag = "letters", request_body = PaperIn, params(
    ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same body puts one paper in"),
), responses(
    (status = 201, description = "It waits", body = PaperOut),
    (status = 422, description = "A field is wrong, a date lies ahead, or too far back", body = ProblemBody),
))]
#[post("/api/v1/papers")]
pub async fn put_paper(request: HttpRequest, caller: Caller, payload: web::Payload) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<PaperIn>::read(&request, &caller, payload).await?;
    let key = Key::of(&request, &caller, &body.digest)?;
    if let Some(answer) = key.answered(&caller).await? {
        return Ok(answer);
    }
    let file = |(name, media_type, bytes)| NewFile {
        name,
        media_type,
        bytes,
    };
    let wanted = body.value;
    let new = NewPaper {
        channel: wanted.channel,
        received: date("received", &wanted.received)?,
        note: wanted.note,
        reason: wanted.reason,
        scan: intake::decode(wanted.scan)?.into_iter().map(file).collect(),
        key: format!("api:{}", key.message),
    };
    let id = caller.app.desk.put_paper(&caller.principal, new).await?;
    let shown = out(caller.app.desk.read(&caller.principal)?.paper(&id).await?);
    let location = caller.app.options.path(&format!("/api/v1/papers/{id}"));
    let body = serde_json::to_value(&shown).map_err(Problem::internal)?;
    key.answer(&caller, StatusCode::CREATED, &location, &body).await
}

/// Papers that wait to be registered
///
/// At most 200, those received first before the others. The next ones come by `after`, the id of the last one.
#[utoipa::path(tag = "letters", params(PaperQuery), responses(
    (status = 200, description = "The papers", body = Vec<PaperOut>),
    (status = 422, description = "There is no such state", body = ProblemBody),
))]
#[get("/api/v1/papers")]
pub async fn list_papers(caller: Caller, query: web::Query<PaperQuery>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let state = query.state.as_deref().unwrap_or("waiting");
    if !matches!(state, "waiting" | "aside" | "registered") {
        return Err(Problem::field(
            "state",
            "unknown",
            "name waiting, aside or registered",
        ));
    }
    let after = query.after.as_deref().unwrap_or_default();
    let page = caller
        .app
        .desk
        .read(&caller.principal)?
        .papers(state, after)
        .await?;
    Ok(HttpResponse::Ok().json(page.papers.into_iter().map(out).collect::<Vec<_>>()))
}

/// One paper
#[utoipa::path(tag = "letters", params(("id" = String, Path, description = "Public id of the paper")), responses(
    (status = 200, description = "The paper", body = PaperOut),
    (status = 404, description = "There is no such paper", body = ProblemBody),
))]
#[get("/api/v1/papers/{id}")]
pub async fn get_paper(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let paper = caller.app.desk.read(&caller.principal)?.paper(&id).await?;
    Ok(HttpResponse::Ok().json(out(paper)))
}

/// A file of a scan
#[utoipa::path(tag = "letters", params(
    ("id" = String, Path, description = "Public id of the paper"),
    ("at" = usize, Path, description = "Which of its files, from 0"),
), responses(
    (status = 200, description = "The bytes", content_type = "application/octet-stream", body = Vec<u8>),
    (status = 404, description = "There is no such file", body = ProblemBody),
))]
#[get("/api/v1/papers/{id}/files/{at}")]
pub async fn get_paper_file(caller: Caller, path: web::Path<(String, usize)>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let (id, at) = path.into_inner();
    let reader = caller.app.desk.read(&caller.principal)?;
    let (file, found) = reader.paper_file(&id, at).await?;
    Ok(bytes::download(&file.name, found))
}

/// Sets a paper aside that is not to be registered
///
/// Scanned twice, or none of ours. It stays with the reason, and may still be registered.
#[utoipa::path(tag = "letters", request_body = AsideIn, params(("id" = String, Path, description = "Public id of the paper")), responses(
    (status = 204, description = "Set aside"),
    (status = 409, description = "It is registered", body = ProblemBody),
    (status = 422, description = "No reason is given", body = ProblemBody),
))]
#[put("/api/v1/papers/{id}/aside")]
pub async fn set_paper_aside(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    caller.require(Permission::TicketsWrite)?;
    let body = Body::<AsideIn>::read(&request, &caller, payload).await?.value;
    let desk = &caller.app.desk;
    desk.set_paper_aside(&caller.principal, &id, &body.reason).await?;
    Ok(HttpResponse::NoContent().finish())
}
