//! Saved views: filters under a name. They belong to people, so a program reads the shared ones only.

use super::auth::Caller;
use super::body::Body;
use super::number::number;
use super::stale;
use crate::problem::{Answer, Problem, ProblemBody};
use actix_web::http::header::{ETAG, LOCATION};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web};
use desk::read::{Filter, SavedViewView};
use desk::views::{NewView, ViewPatch};
use domain::{Permission, WrittenNumber};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A view to be kept, or what shall be different of one.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewIn {
    pub name: Option<String>,
    /// Everybody sees it.
    pub shared: Option<bool>,
    /// Place among the views, 0 to 1000.
    #[schema(value_type = Option<i64>)]
    pub position: Option<WrittenNumber>,
    /// The query of a list: `view=all&state=open`.
    pub filter: Option<String>,
}

/// A saved view.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ViewOut {
    pub id: String,
    pub name: String,
    pub shared: bool,
    /// It is the caller's own.
    pub mine: bool,
    pub position: i64,
    /// The query of its list; what is left of it where parts name something that is gone.
    pub filter: String,
    /// What names something that is gone; mend the view by saving `filter`.
    pub broken: Vec<String>,
    /// Counted up to 1,001; null where it is not counted.
    pub count: Option<i64>,
    pub version: i64,
}

fn place(position: WrittenNumber) -> Answer<i64> {
    number("position", position, &(0..=1_000), "a place is 0 to 1000").map(i64::from)
}

/// Lists saved views
///
/// The caller's own and the shared ones, by place.
#[utoipa::path(tag = "views", responses(
    (status = 200, description = "Views", body = Vec<ViewOut>),
    (status = 403, description = "The scope `tickets:read` is missing", body = ProblemBody),
))]
#[get("/api/v1/views")]
pub async fn list_views(caller: Caller) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let reader = caller.app.desk.read(&caller.principal)?;
    let views = reader.saved_views(caller.app.desk.now()).await?;
    Ok(HttpResponse::Ok().json(views.into_iter().map(view_out).collect::<Vec<_>>()))
}

/// Saves a view
///
/// A view belongs to a person: send it from a session of the console.
#[utoipa::path(tag = "views", request_body = ViewIn, responses(
    (status = 201, description = "Saved; `Location` is the view", body = ViewOut),
    (status = 409, description = "A program has no views of its own", body = ProblemBody),
    (status = 422, description = "Name, place or filter is wrong", body = ProblemBody),
))]
#[post("/api/v1/views")]
pub async fn save_view(request: HttpRequest, caller: Caller, payload: web::Payload) -> Answer {
    let wanted = Body::<ViewIn>::read(&request, &caller, payload).await?.value;
    let new = NewView {
        name: wanted.name.unwrap_or_default(),
        shared: wanted.shared.unwrap_or_default(),
        position: wanted.position.map(place).transpose()?.unwrap_or_default(),
        filter: filter_of(&caller, wanted.filter.as_deref().unwrap_or_default())?,
    };
    let id = caller.app.desk.save_view(&caller.principal, new).await?;
    let saved = caller.app.desk.read(&caller.principal)?.saved_view(&id).await?;
    Ok(HttpResponse::Created()
        .insert_header((LOCATION, caller.app.options.path(&format!("/api/v1/views/{id}"))))
        .json(view_out(saved)))
}

/// Reads a view
#[utoipa::path(tag = "views", params(("id" = String, Path, description = "Public id: `viw_…`")), responses(
    (status = 200, description = "The view; `ETag` is its version", body = ViewOut),
    (status = 404, description = "Not there, or somebody else's own", body = ProblemBody),
))]
#[get("/api/v1/views/{id}")]
pub async fn get_view(caller: Caller, id: web::Path<String>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let view = caller.app.desk.read(&caller.principal)?.saved_view(&id).await?;
    Ok(HttpResponse::Ok()
        .insert_header((ETAG, stale::etag(view.version)))
        .json(view_out(view)))
}

/// Changes a view
#[utoipa::path(tag = "views", request_body = ViewIn, params(
    ("id" = String, Path, description = "Public id: `viw_…`"),
    ("If-Match" = Option<String>, Header, description = "The `ETag` the change is based on"),
), responses(
    (status = 200, description = "Changed", body = ViewOut),
    (status = 404, description = "Not there, or somebody else's own", body = ProblemBody),
    (status = 409, description = "The view changed meanwhile", body = ProblemBody),
    (status = 422, description = "Name, place or filter is wrong", body = ProblemBody),
))]
#[patch("/api/v1/views/{id}")]
pub async fn change_view(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    let wanted = Body::<ViewIn>::read(&request, &caller, payload).await?.value;
    let filter = wanted.filter.as_deref().map(|filter| filter_of(&caller, filter));
    let patch = ViewPatch {
        based_on: stale::based_on(&request)?,
        name: wanted.name,
        shared: wanted.shared,
        position: wanted.position.map(place).transpose()?,
        filter: filter.transpose()?,
    };
    caller.app.desk.change_view(&caller.principal, &id, patch).await?;
    let view = caller.app.desk.read(&caller.principal)?.saved_view(&id).await?;
    Ok(HttpResponse::Ok()
        .insert_header((ETAG, stale::etag(view.version)))
        .json(view_out(view)))
}

/// Deletes a view
#[utoipa::path(tag = "views", params(("id" = String, Path, description = "Public id: `viw_…`")), responses(
    (status = 204, description = "Gone"),
    (status = 404, description = "Not there, or somebody else's own", body = ProblemBody),
))]
#[delete("/api/v1/views/{id}")]
pub async fn delete_view(caller: Caller, id: web::Path<String>) -> Answer {
    caller.app.desk.delete_view(&caller.principal, &id).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn filter_of(caller: &Caller, query: &str) -> Answer<Filter> {
    let filter = Filter::read(query, &caller.app.desk.setup());
    filter.map_err(|broken| Problem::from(desk::DeskError::from(broken)))
}

fn view_out(view: SavedViewView) -> ViewOut {
    let (filter, broken) = match view.filter {
        Ok(filter) => (filter, Vec::new()),
        Err(broken) => {
            let told =
                |fault: desk::read::FilterFault| format!("{}={}: {}", fault.name, fault.value, fault.reason);
            (*broken.mended, broken.faults.into_iter().map(told).collect())
        }
    };
    ViewOut {
        id: view.public_id,
        name: view.name,
        shared: view.shared,
        mine: view.mine,
        position: view.position,
        filter: filter.query(),
        broken,
        count: view.count,
        version: view.version,
    }
}
