//! Everything that can go wrong at the door, as clients see it: RFC 9457 problem+json for programs, a page with the
//! same code for people. Causes are logged once under the request's id and never sent.

mod code;
mod from;
mod render;
#[cfg(test)]
mod tests;

pub use code::Code;
pub use render::{ProblemBody, finish, reason_of};

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use desk::Field;

/// A refusal on its way out.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}: {}", code.code(), detail.as_deref().unwrap_or("no detail"))]
pub struct Problem {
    pub code: Code,
    /// What is wrong in this very request, for the caller; never a cause from inside.
    pub detail: Option<Box<str>>,
    pub fields: Vec<Field>,
    /// Seconds after which coming again makes sense.
    pub retry_after: Option<i64>,
    /// What else a program may want to know: `current_version`, what changed.
    pub more: serde_json::Map<String, serde_json::Value>,
    /// For the log only.
    pub cause: Option<Box<str>>,
    /// Where a person who is not logged in goes instead.
    pub log_in_at: Option<Box<str>>,
}

/// What handlers answer.
pub type Answer<T = HttpResponse> = Result<T, Problem>;

impl Problem {
    /// A problem without particulars.
    #[must_use]
    pub fn new(code: Code) -> Self {
        let more = serde_json::Map::new();
        Self {
            code,
            detail: None,
            fields: Vec::new(),
            retry_after: None,
            more,
            cause: None,
            log_in_at: None,
        }
    }

    /// A problem that says what is wrong here.
    #[must_use]
    pub fn because(code: Code, detail: impl Into<String>) -> Self {
        Self {
            detail: Some(detail.into().into_boxed_str()),
            ..Self::new(code)
        }
    }

    /// A mistake of ours: the cause goes to the log.
    #[must_use]
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self {
            cause: Some(cause.to_string().into_boxed_str()),
            ..Self::new(Code::Internal)
        }
    }

    /// One wrong field.
    #[must_use]
    pub fn field(field: &str, code: &'static str, reason: impl Into<String>) -> Self {
        desk::DeskError::invalid(field, code, reason).into()
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.code.status()
    }

    /// Only the status: [`finish`] writes the body, since only there is it known who asks and in which language.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}
