//! The table of codes: code → status; title and advice are in the catalogue of words under the same code.

use actix_web::http::StatusCode;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $code:literal $status:ident;)+) => {
        /// A stable code of something that went wrong. Programs branch on it; the words may change.
        #[derive(Copy, Clone, Debug, Eq, PartialEq)]
        pub enum Code { $($(#[$doc])* $name),+ }

        impl Code {
            /// All codes, in order of declaration.
            #[cfg(test)]
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code as it is sent.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The status it goes with.
            #[must_use]
            pub fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status),+ }
            }

            /// The code of that spelling.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

codes! {
    BadRequest "bad_request" BAD_REQUEST;
    BadJson "bad_json" BAD_REQUEST;
    BadQuery "bad_query" BAD_REQUEST;
    CursorInvalid "cursor_invalid" BAD_REQUEST;
    IdempotencyKeyMissing "idempotency_key_missing" BAD_REQUEST;
    Unauthenticated "unauthenticated" UNAUTHORIZED;
    TokenInvalid "token_invalid" UNAUTHORIZED;
    LogInFailed "log_in_failed" UNAUTHORIZED;
    Forbidden "forbidden" FORBIDDEN;
    ScopeMissing "scope_missing" FORBIDDEN;
    /// The form is too old, or was sent from another site.
    Csrf "csrf" FORBIDDEN;
    NotFound "not_found" NOT_FOUND;
    /// A private link that is no ticket's, whatever it looks like.
    LinkUnknown "link_unknown" NOT_FOUND;
    LinkExpired "link_expired" GONE;
    MethodNotAllowed "method_not_allowed" METHOD_NOT_ALLOWED;
    Timeout "timeout" REQUEST_TIMEOUT;
    Conflict "conflict" CONFLICT;
    StaleVersion "stale_version" CONFLICT;
    TicketClosed "ticket_closed" CONFLICT;
    TicketMerged "ticket_merged" CONFLICT;
    NoRecipient "no_recipient" CONFLICT;
    LoginTaken "login_taken" CONFLICT;
    LastAdministrator "last_administrator" CONFLICT;
    OutcomeRequired "outcome_required" CONFLICT;
    AlreadyJoined "already_joined" CONFLICT;
    NotMerged "not_merged" CONFLICT;
    ClientMerged "client_merged" CONFLICT;
    ClientNotMerged "client_not_merged" CONFLICT;
    SideTaskWithdrawn "side_task_withdrawn" CONFLICT;
    /// Tickets of two clients are part of one another.
    TicketsMerged "tickets_merged" CONFLICT;
    TooLateToUndo "too_late_to_undo" CONFLICT;
    StateNotAllowed "state_not_allowed" CONFLICT;
    /// Somebody was faster.
    AlreadyDecided "already_decided" CONFLICT;
    /// The ticket cannot be resolved before its required fields are filled in.
    FieldRequired "field_required" CONFLICT;
    TooLarge "too_large" PAYLOAD_TOO_LARGE;
    UnsupportedMediaType "unsupported_media_type" UNSUPPORTED_MEDIA_TYPE;
    Validation "validation" UNPROCESSABLE_ENTITY;
    EmptyMessage "empty_message" UNPROCESSABLE_ENTITY;
    IdempotencyKeyReused "idempotency_key_reused" UNPROCESSABLE_ENTITY;
    OccurredInFuture "occurred_in_future" UNPROCESSABLE_ENTITY;
    TooFarBack "too_far_back" UNPROCESSABLE_ENTITY;
    FileRefused "file_refused" UNPROCESSABLE_ENTITY;
    TooManyRequests "too_many_requests" TOO_MANY_REQUESTS;
    LogInThrottled "log_in_throttled" TOO_MANY_REQUESTS;
    Internal "internal" INTERNAL_SERVER_ERROR;
    Unavailable "unavailable" SERVICE_UNAVAILABLE;
}

impl Code {
    /// The key of a phrase about it in the catalogue of words: `error-stale-version-title`.
    #[must_use]
    pub fn key(self, part: &str) -> String {
        format!("error-{}-{part}", self.code().replace('_', "-"))
    }

    /// The code that stands for a status nothing more is known about.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::Unauthenticated,
            StatusCode::FORBIDDEN => Self::Forbidden,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::REQUEST_TIMEOUT => Self::Timeout,
            StatusCode::CONFLICT => Self::Conflict,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType,
            StatusCode::UNPROCESSABLE_ENTITY => Self::Validation,
            StatusCode::TOO_MANY_REQUESTS => Self::TooManyRequests,
            StatusCode::SERVICE_UNAVAILABLE => Self::Unavailable,
            status if status.is_server_error() => Self::Internal,
            _ => Self::BadRequest,
        }
    }
}
