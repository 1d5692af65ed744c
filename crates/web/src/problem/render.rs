//! Writes a problem for whoever asked: JSON for programs, a page for people, both with the code and the request's id.

use super::{Code, Problem};
use crate::app::App;
use crate::console::lang;
use crate::console::page;
use crate::console::view::ProblemPage;
use crate::request;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template as _;
use desk::Field;
use words::{Lang, t};

/// RFC 9457 problem details.
#[derive(Clone, Debug, serde::Serialize, utoipa::ToSchema)]
pub struct ProblemBody {
    /// A page about the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the code means, in the caller's language.
    pub title: String,
    pub status: u16,
    /// What is wrong in this very request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The stable code to branch on.
    pub code: &'static str,
    /// What to do next.
    pub advice: String,
    /// The id under which the log tells more.
    pub trace: String,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub fields: Vec<Field>,
    /// Particulars of the code, e.g. `current_version` of a stale change.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub more: serde_json::Map<String, serde_json::Value>,
}

/// Puts a body to a response that carries a problem; leaves all others as they are.
pub fn finish<B: MessageBody>(response: ServiceResponse<B>) -> ServiceResponse<EitherBody<B>> {
    let Some(problem) = response.response().error().map(Problem::of) else {
        return response.map_into_left_body();
    };
    let (request, _) = response.into_parts();
    let answer = problem.answer(&request);
    ServiceResponse::new(request, answer.map_into_right_body())
}

impl Problem {
    /// The whole answer to this request.
    #[must_use]
    pub fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let trace = request::trace(request);
        if let Some(cause) = &self.cause {
            tracing::error!(trace = %trace, problem.code = self.code.code(), %cause, "a request failed");
        }
        let asks_for_json = wants_json(request);
        if let Some(address) = self.log_in_at.as_ref().filter(|_| !asks_for_json) {
            return HttpResponse::SeeOther()
                .insert_header((header::LOCATION, &**address))
                .finish();
        }
        let mut answer = if asks_for_json {
            self.as_json(request, trace)
        } else {
            self.as_page(request, trace)
        };
        if let Some(seconds) = self.retry_after {
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        if self.code.status() == actix_web::http::StatusCode::UNAUTHORIZED && asks_for_json {
            let challenge = header::HeaderValue::from_static("Bearer realm=\"okno\"");
            answer.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        answer
    }

    fn as_json(&self, request: &HttpRequest, trace: String) -> HttpResponse {
        let lang = lang::of_header(request).unwrap_or(Lang::En);
        let base = request
            .app_data::<web::Data<App>>()
            .map(|app| app.options.address(""))
            .unwrap_or_default();
        let body = ProblemBody {
            kind: format!("{base}/api/problems/{}", self.code.code()),
            title: self.title(lang),
            status: self.code.status().as_u16(),
            detail: self.detail.as_deref().map(str::to_owned),
            code: self.code.code(),
            advice: t(lang, &self.code.key("advice")),
            trace,
            fields: self.fields.clone(),
            more: self.more.clone(),
        };
        // Serialising strings and numbers cannot fail; an empty body would still carry the status.
        let json = serde_json::to_string(&body).unwrap_or_default();
        HttpResponse::build(self.code.status())
            .content_type("application/problem+json")
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .body(json)
    }

    fn as_page(&self, request: &HttpRequest, trace: String) -> HttpResponse {
        let mut page = page::plain(request);
        let lang = page.lang;
        page.title = self.title(lang);
        // What happened in particular is said to programs, in English: elsewhere it stands with the code, for whoever reads
        // the log.
        let reasons = self
            .fields
            .iter()
            .map(|field| (known(field, lang).is_some(), reason_of(field, lang)));
        let detail = self.detail.iter().map(|detail| (false, detail.to_string()));
        let (words, said): (Vec<_>, Vec<_>) = detail
            .chain(reasons)
            .partition(|(is_known, _)| *is_known || lang == Lang::En);
        let joined = |parts: Vec<(bool, String)>| {
            let parts: Vec<_> = parts.into_iter().map(|(_, words)| words).collect();
            parts.join(". ")
        };
        let step = match self.code {
            Code::Unauthenticated => ("/login".to_owned(), t(lang, "log-in-button")),
            _ => ("/inbox".to_owned(), t(lang, "nav-inbox")),
        };
        let shown = ProblemPage {
            status: self.code.status().as_u16(),
            code: self.code.code().to_owned(),
            words: joined(words),
            said: joined(said),
            kept: String::new(),
            advice: t(lang, &self.code.key("advice")),
            step: (!is_public(request)).then_some(step),
            trace,
            page,
        };
        let mut answer = HttpResponse::build(self.code.status());
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        match shown.render() {
            Ok(html) => answer.content_type("text/html; charset=utf-8").body(html),
            Err(error) => {
                tracing::error!(%error, "the page of a problem could not be written");
                answer
                    .content_type("text/plain; charset=utf-8")
                    .body(self.code.code())
            }
        }
    }

    /// What the code means.
    #[must_use]
    pub fn title(&self, lang: Lang) -> String {
        t(lang, &self.code.key("title"))
    }
}

/// Programs get JSON: on their own paths always, elsewhere where they ask for it.
fn wants_json(request: &HttpRequest) -> bool {
    let path = request.path();
    let inside = request
        .app_data::<web::Data<App>>()
        .map_or(path, |app| app.options.inside(path));
    if inside == "/api/docs" || inside.starts_with("/api/problems/") {
        return false;
    }
    if inside.starts_with("/api/")
        || inside.starts_with("/chat/")
        || inside.starts_with("/account/")
        || inside.starts_with("/hooks/")
        || matches!(inside, "/healthz" | "/readyz" | "/metrics")
    {
        return true;
    }
    let accept = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    accept.contains("json") && !accept.contains("html")
}

/// A client's page leads nowhere into the house.
fn is_public(request: &HttpRequest) -> bool {
    let path = request.path();
    request.app_data::<web::Data<App>>().is_some_and(|app| {
        ["/t/", "/form/", "/chat/"]
            .iter()
            .any(|room| app.options.inside(path).starts_with(room))
    })
}

/// Why a field was refused, in the reader's language where there are words for it.
pub fn reason_of(field: &Field, lang: Lang) -> String {
    known(field, lang).unwrap_or_else(|| field.reason.clone())
}

fn known(field: &Field, lang: Lang) -> Option<String> {
    let key = format!("field-error-{}-{}", field.field, field.code).replace(['_', '.'], "-");
    words::has(lang, &key).then(|| t(lang, &key))
}
