//! How the errors of the rooms behind become problems: of the desk, of intake, of actix's extractors.

use super::{Code, Problem};
use actix_web::error::{JsonPayloadError, PathError, PayloadError, QueryPayloadError, UrlencodedError};
use channel::IntakeError;
use desk::DeskError;

/// What a caller is asked to wait, in seconds, when the store is away.
const COME_AGAIN: i64 = 5;

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Unauthenticated => Self::new(Code::Unauthenticated),
            DeskError::Forbidden(permission) => {
                Self::because(Code::Forbidden, format!("this needs the permission {permission}"))
            }
            DeskError::NotFound(what) => Self::because(Code::NotFound, format!("there is no such {what}")),
            DeskError::Invalid(fields) => Self {
                fields,
                ..Self::new(Code::Validation)
            },
            DeskError::Expired => Self::new(Code::LinkExpired),
            DeskError::Stale { current, based_on } => stale(current, based_on),
            DeskError::Conflict { code, reason } => {
                Self::because(Code::parse(code).unwrap_or(Code::Conflict), reason)
            }
            DeskError::Throttled { seconds } => Self {
                retry_after: Some(seconds.max(1)),
                ..Self::new(Code::TooManyRequests)
            },
            DeskError::Unavailable(cause) => Self {
                retry_after: Some(COME_AGAIN),
                cause: Some(cause.into_boxed_str()),
                ..Self::new(Code::Unavailable)
            },
            DeskError::Internal(cause) => Self::internal(cause),
        }
    }
}

fn stale(current: i64, based_on: i64) -> Problem {
    let detail = format!("the ticket is at version {current}, the change was based on {based_on}");
    let mut problem = Problem::because(Code::StaleVersion, detail);
    problem.more.insert("current_version".into(), current.into());
    problem.more.insert("based_on".into(), based_on.into());
    problem
}

impl From<IntakeError> for Problem {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Unavailable { retry_after } => {
                let seconds = i64::try_from(retry_after.as_secs()).unwrap_or(COME_AGAIN).max(1);
                Self {
                    retry_after: Some(seconds),
                    ..Self::new(Code::Unavailable)
                }
            }
            IntakeError::Refused { code, reason } => {
                Self::because(Code::parse(code).unwrap_or(Code::Validation), reason)
            }
        }
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Self {
        Self::internal(error)
    }
}

impl From<JsonPayloadError> for Problem {
    fn from(error: JsonPayloadError) -> Self {
        match error {
            JsonPayloadError::OverflowKnownLength { limit, .. } | JsonPayloadError::Overflow { limit } => {
                Self::because(Code::TooLarge, format!("the body may have {limit} bytes"))
            }
            JsonPayloadError::ContentType => {
                Self::because(Code::UnsupportedMediaType, "send application/json")
            }
            JsonPayloadError::Deserialize(error) if error.is_data() => {
                Self::because(Code::Validation, error.to_string())
            }
            JsonPayloadError::Deserialize(error) => Self::because(Code::BadJson, error.to_string()),
            JsonPayloadError::Payload(error) => error.into(),
            other => Self::because(Code::BadRequest, other.to_string()),
        }
    }
}

impl From<PayloadError> for Problem {
    fn from(error: PayloadError) -> Self {
        match error {
            PayloadError::Overflow => Self::new(Code::TooLarge),
            other => Self::because(Code::BadRequest, other.to_string()),
        }
    }
}

impl From<QueryPayloadError> for Problem {
    fn from(error: QueryPayloadError) -> Self {
        Self::because(Code::BadQuery, error.to_string())
    }
}

impl From<UrlencodedError> for Problem {
    fn from(error: UrlencodedError) -> Self {
        match error {
            UrlencodedError::Overflow { .. } => Self::new(Code::TooLarge),
            UrlencodedError::ContentType => Self::new(Code::UnsupportedMediaType),
            UrlencodedError::Payload(error) => error.into(),
            other => Self::because(Code::BadRequest, other.to_string()),
        }
    }
}

impl From<PathError> for Problem {
    /// An address that cannot be read names nothing.
    fn from(_: PathError) -> Self {
        Self::new(Code::NotFound)
    }
}

impl Problem {
    /// The problem behind any error of actix: ours as it is, a foreign one by its status.
    #[must_use]
    pub fn of(error: &actix_web::Error) -> Self {
        if let Some(problem) = error.as_error::<Self>() {
            return problem.clone();
        }
        let status = error.as_response_error().status_code();
        let code = Code::of_status(status);
        if status.is_server_error() {
            Self {
                cause: Some(error.to_string().into_boxed_str()),
                ..Self::new(code)
            }
        } else {
            Self::new(code)
        }
    }
}
