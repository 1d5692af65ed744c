//! The API's description: generated from the handlers, sent as JSON and shown as a page that needs no other host.

use crate::api::Doc;
use crate::app::App;
use crate::console::docs;
use crate::problem::{Answer, Code, Problem};
use crate::public::AccountDoc;
use actix_web::{HttpRequest, HttpResponse, get, web};
use std::sync::LazyLock;
use utoipa::OpenApi as _;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Info, OpenApi};

static DOC: LazyLock<OpenApi> = LazyLock::new(describe);

fn describe() -> OpenApi {
    let mut doc = Doc::openapi();
    // Asked by clients' apps with tokens of the host, not of the desk.
    doc.merge(AccountDoc::openapi());
    doc.info = Info::new("Okno", env!("CARGO_PKG_VERSION"));
    doc.info.description = Some(
        "One window for every client request: open tickets, add to them, answer them, follow what happens. \
         Times are RFC 3339 in UTC, cut to microseconds. Errors are RFC 9457 problem+json with a stable `code`."
            .to_owned(),
    );
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    doc.components
        .get_or_insert_default()
        .add_security_scheme("token", bearer);
    doc.security = Some(vec![utoipa::openapi::SecurityRequirement::new(
        "token",
        Vec::<String>::new(),
    )]);
    doc
}

/// The description.
#[must_use]
pub fn doc() -> &'static OpenApi {
    &DOC
}

/// Operations of a path item with their methods.
pub fn operations(item: &PathItem) -> impl Iterator<Item = (&'static str, &Operation)> {
    let all = [
        ("GET", &item.get),
        ("POST", &item.post),
        ("PUT", &item.put),
        ("PATCH", &item.patch),
        ("DELETE", &item.delete),
    ];
    all.into_iter()
        .filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

/// The methods an address of the API takes; none where there is no such address.
#[must_use]
pub fn methods_of(path: &str) -> Vec<&'static str> {
    let found = DOC
        .paths
        .paths
        .iter()
        .find(|(template, _)| matches(template, path));
    found
        .map(|(_, item)| operations(item).map(|(method, _)| method).collect())
        .unwrap_or_default()
}

/// Whether a path is one of a template: `/tickets/{id}`.
fn matches(template: &str, path: &str) -> bool {
    let (mut left, mut right) = (template.split('/'), path.split('/'));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(want), Some(have)) if want == have || (want.starts_with('{') && !have.is_empty()) => {}
            _ => return false,
        }
    }
}

#[get("/api/openapi.json")]
async fn get_description(app: web::Data<App>) -> Answer {
    let mut doc = DOC.clone();
    doc.servers = Some(vec![utoipa::openapi::Server::new(app.options.address(""))]);
    Ok(HttpResponse::Ok().json(doc))
}

#[get("/api/docs")]
async fn get_docs(request: HttpRequest) -> Answer {
    docs::show(&request, doc())
}

/// What a code of a problem means: the address its `type` names.
#[get("/api/problems/{code}")]
async fn get_problem(request: HttpRequest, code: web::Path<String>) -> Answer {
    let code = Code::parse(&code).ok_or_else(|| Problem::new(Code::NotFound))?;
    docs::show_code(&request, code)
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_description)
        .service(get_docs)
        .service(get_problem);
}
