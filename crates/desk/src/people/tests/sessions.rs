//! How long a session lives, and what ends it.

use super::audit;
use crate::fixture::{PASSWORD, empty_desk, hire};
use crate::people::{LONGEST_SESSION, LoggedIn, OperatorPatch, UNUSED_SESSION};
use crate::{Desk, DeskError};
use domain::time::{HOUR, SECOND};
use domain::{Actor, Role};
use testkit::TestDatabase;

async fn log_in(desk: &Desk, login: &str) -> LoggedIn {
    desk.log_in(login, PASSWORD, "192.0.2.1", "a browser")
        .await
        .expect("the password is right")
}

async fn is_open(desk: &Desk, session: &LoggedIn) -> bool {
    match desk.session(session.token.expose()).await {
        Ok(_) => true,
        Err(DeskError::Unauthenticated) => false,
        Err(other) => panic!("{other}"),
    }
}

testkit::both_databases! {
    async fn a_session_that_is_not_used_ends_after_half_a_day(database: TestDatabase) {
        let (desk, clock) = empty_desk(&database).await;
        hire(&desk, "anna@desk.example", Role::Operator).await;
        let session = log_in(&desk, "anna@desk.example").await;
        clock.advance(UNUSED_SESSION - 1);
        assert!(is_open(&desk, &session).await);
        clock.advance(UNUSED_SESSION);
        assert!(!is_open(&desk, &session).await, "at the instant it has ended");
    }

    async fn a_session_that_is_used_lives_two_weeks_and_no_longer(database: TestDatabase) {
        let (desk, clock) = empty_desk(&database).await;
        hire(&desk, "anna@desk.example", Role::Operator).await;
        let session = log_in(&desk, "anna@desk.example").await;
        for _ in 0..LONGEST_SESSION / (8 * HOUR) - 1 {
            clock.advance(8 * HOUR);
            assert!(is_open(&desk, &session).await);
        }
        clock.advance(8 * HOUR - 1);
        assert!(is_open(&desk, &session).await);
        clock.advance(1);
        assert!(!is_open(&desk, &session).await);
    }

    async fn a_use_is_written_down_at_most_once_a_minute(database: TestDatabase) {
        let (desk, clock) = empty_desk(&database).await;
        hire(&desk, "anna@desk.example", Role::Operator).await;
        let session = log_in(&desk, "anna@desk.example").await;
        let first = desk.statements();
        assert!(is_open(&desk, &session).await);
        let cost = desk.statements() - first;
        assert!(cost <= 3, "one statement in its transaction, not {cost}");
        clock.advance(59 * SECOND);
        let before = desk.statements();
        assert!(is_open(&desk, &session).await);
        assert_eq!(desk.statements() - before, cost);
        clock.advance(SECOND);
        let before = desk.statements();
        assert!(is_open(&desk, &session).await);
        assert!(desk.statements() - before > cost);
    }

    async fn a_session_ends_when_its_owner_says_so(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        hire(&desk, "anna@desk.example", Role::Operator).await;
        hire(&desk, "oleg@desk.example", Role::Operator).await;
        let (here, there, third) = (
            log_in(&desk, "anna@desk.example").await,
            log_in(&desk, "anna@desk.example").await,
            log_in(&desk, "anna@desk.example").await,
        );
        let other = log_in(&desk, "oleg@desk.example").await;
        desk.log_out(here.token.expose()).await.unwrap();
        desk.log_out(here.token.expose()).await.unwrap();
        assert!(!is_open(&desk, &here).await && is_open(&desk, &there).await);
        let principal = desk.session(there.token.expose()).await.unwrap().principal;
        assert_eq!(desk.log_out_everywhere(&principal).await.unwrap(), 2);
        assert!(!is_open(&desk, &there).await && !is_open(&desk, &third).await);
        assert!(is_open(&desk, &other).await);
    }

    async fn who_is_deactivated_is_out_at_once_and_stays_out(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let anna = hire(&desk, "anna@desk.example", Role::Operator).await;
        let session = log_in(&desk, "anna@desk.example").await;
        let patch = |active| OperatorPatch {
            active: Some(active),
            ..OperatorPatch::default()
        };
        desk.change_operator(Actor::System, &anna.public_id, patch(false))
            .await
            .unwrap();
        assert!(!is_open(&desk, &session).await);
        let again = desk.log_in("anna@desk.example", PASSWORD, "192.0.2.1", "").await;
        assert!(matches!(again, Err(DeskError::Unauthenticated)));
        desk.change_operator(Actor::System, &anna.public_id, patch(true))
            .await
            .unwrap();
        assert!(
            !is_open(&desk, &session).await,
            "the old session does not come back"
        );
        log_in(&desk, "anna@desk.example").await;
    }

    async fn an_open_session_has_the_role_its_owner_has_now(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let anna = hire(&desk, "anna@desk.example", Role::Supervisor).await;
        let session = log_in(&desk, "anna@desk.example").await;
        let patch = OperatorPatch {
            role: Some(Role::Operator),
            ..OperatorPatch::default()
        };
        desk.change_operator(Actor::System, &anna.public_id, patch)
            .await
            .unwrap();
        assert_eq!(
            desk.session(session.token.expose()).await.unwrap().operator.role,
            Role::Operator
        );
    }

    async fn a_changed_password_ends_every_session_but_this_one(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        hire(&desk, "anna@desk.example", Role::Operator).await;
        let (here, there) = (
            log_in(&desk, "anna@desk.example").await,
            log_in(&desk, "anna@desk.example").await,
        );
        let change =
            async |present: &str, new: &str| desk.change_password(here.token.expose(), present, new).await;
        assert!(matches!(
            change("wrong horse", "battery staple").await,
            Err(DeskError::Unauthenticated)
        ));
        assert!(matches!(
            change(PASSWORD, "short").await,
            Err(DeskError::Invalid(_))
        ));
        change(PASSWORD, "battery staple").await.unwrap();
        assert!(is_open(&desk, &here).await && !is_open(&desk, &there).await);
        assert!(
            desk.log_in("anna@desk.example", PASSWORD, "192.0.2.1", "")
                .await
                .is_err()
        );
        assert!(
            desk.log_in("anna@desk.example", "battery staple", "192.0.2.1", "")
                .await
                .is_ok()
        );
    }

    async fn what_has_expired_is_swept(database: TestDatabase) {
        let (desk, clock) = empty_desk(&database).await;
        hire(&desk, "anna@desk.example", Role::Operator).await;
        log_in(&desk, "anna@desk.example").await;
        assert!(
            desk.log_in("anna@desk.example", "wrong horse", "192.0.2.1", "")
                .await
                .is_err()
        );
        let swept = desk.sweep_expired().await.unwrap();
        assert_eq!((swept.sessions, swept.failures), (0, 0), "nothing is old yet");
        clock.advance(24 * HOUR);
        let swept = desk.sweep_expired().await.unwrap();
        assert_eq!(
            (swept.sessions, swept.failures),
            (1, 2),
            "the failure was of a login and of an address"
        );
    }

    async fn the_record_tells_of_sessions_but_no_secret(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let anna = hire(&desk, "anna@desk.example", Role::Operator).await;
        let session = log_in(&desk, "anna@desk.example").await;
        desk.log_out(session.token.expose()).await.unwrap();
        let record = audit(&desk).await;
        let actions: Vec<(&str, Actor)> = record.iter().map(|r| (r.action.as_str(), r.actor)).collect();
        let anna = Actor::Operator(anna.id);
        assert_eq!(
            actions,
            [
                ("session.ended", anna),
                ("session.opened", anna),
                ("operator.created", Actor::System)
            ]
        );
        let text = format!("{record:?} {session:?}");
        for secret in [PASSWORD, session.token.expose(), "argon2"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
