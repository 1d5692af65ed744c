//! The table of codes is whole.

use super::{Code, Problem};
use desk::DeskError;
use domain::Permission;
use words::{Lang, has};

#[test]
fn every_code_has_words_in_both_languages_and_a_status_of_its_kind() {
    for code in Code::ALL {
        assert_eq!(Code::parse(code.code()), Some(*code));
        assert!(
            code.status().is_client_error() || code.status().is_server_error(),
            "{}",
            code.code()
        );
        for lang in Lang::ALL {
            for part in ["title", "advice"] {
                assert!(
                    has(lang, &code.key(part)),
                    "{} has no {part} in {lang}",
                    code.code()
                );
            }
        }
    }
}

#[test]
fn errors_of_the_desk_get_their_codes() {
    let cases = [
        (DeskError::Unauthenticated, Code::Unauthenticated),
        (DeskError::Forbidden(Permission::Supervise), Code::Forbidden),
        (DeskError::NotFound("ticket"), Code::NotFound),
        (DeskError::Expired, Code::LinkExpired),
        (DeskError::invalid("text", "required", "write"), Code::Validation),
        (
            DeskError::Stale {
                current: 3,
                based_on: 2,
            },
            Code::StaleVersion,
        ),
        (
            DeskError::Conflict {
                code: "ticket_closed",
                reason: String::new(),
            },
            Code::TicketClosed,
        ),
        (
            DeskError::Conflict {
                code: "of_tomorrow",
                reason: String::new(),
            },
            Code::Conflict,
        ),
        (DeskError::Throttled { seconds: 7 }, Code::TooManyRequests),
        (
            DeskError::Unavailable("connection refused".into()),
            Code::Unavailable,
        ),
        (DeskError::Internal("oops".into()), Code::Internal),
    ];
    for (error, code) in cases {
        let problem = Problem::from(error.clone());
        assert_eq!(problem.code, code, "{error:?}");
        assert_eq!(
            problem.retry_after.is_some(),
            matches!(code, Code::TooManyRequests | Code::Unavailable),
            "{error:?}"
        );
        let told = problem.detail.unwrap_or_default();
        assert!(
            !told.contains("connection refused") && !told.contains("oops"),
            "a cause is told: {told}"
        );
    }
}
