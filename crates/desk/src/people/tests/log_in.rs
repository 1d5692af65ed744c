//! Who gets in, and who has to wait.

use crate::fixture::{PASSWORD, empty_desk, hire};
use crate::{Desk, DeskError};
use domain::time::SECOND;
use domain::{Principal, Role};
use testkit::TestDatabase;

const HOME: &str = "192.0.2.1";
const AGENT: &str = "a browser";

async fn fails(desk: &Desk, login: &str, password: &str, address: &str) -> &'static str {
    match desk.log_in(login, password, address, AGENT).await {
        Ok(_) => "in",
        Err(DeskError::Unauthenticated) => "refused",
        Err(DeskError::Throttled { .. }) => "throttled",
        Err(other) => panic!("{other}"),
    }
}

testkit::both_databases! {
    async fn the_right_password_opens_a_session(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let anna = hire(&desk, "Anna@Desk.example", Role::Supervisor).await;
        let open = desk
            .log_in(" anna@desk.EXAMPLE ", PASSWORD, HOME, AGENT)
            .await
            .unwrap();
        assert_eq!(open.operator, anna);
        assert_eq!(open.token.expose().len(), 32, "160 bits in base 32");
        let session = desk.session(open.token.expose()).await.unwrap();
        assert_eq!(
            session.principal,
            Principal::Operator {
                id: anna.id,
                role: Role::Supervisor
            }
        );
        assert_eq!((session.operator, session.csrf), (anna, open.csrf));
    }

    async fn a_wrong_password_and_an_unknown_login_are_told_the_same(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        hire(&desk, "anna@desk.example", Role::Operator).await;
        for (login, password) in [
            ("anna@desk.example", "wrong horse"),
            ("nobody@desk.example", PASSWORD),
            ("", ""),
            ("a b\0", "\0"),
        ] {
            assert_eq!(fails(&desk, login, password, HOME).await, "refused", "{login:?}");
        }
    }

    async fn a_password_is_the_same_however_its_letters_are_composed(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        hire(&desk, "anna@desk.example", Role::Operator).await;
        let (composed, decomposed) = ("й\u{439}correct horse", "и\u{306}и\u{306}correct horse");
        desk.set_password(domain::Actor::System, "anna@desk.example", composed)
            .await
            .unwrap();
        assert_eq!(fails(&desk, "anna@desk.example", decomposed, HOME).await, "in");
    }

    async fn the_sixth_attempt_has_to_wait_even_with_the_right_password(database: TestDatabase) {
        let (desk, clock) = empty_desk(&database).await;
        hire(&desk, "anna@desk.example", Role::Operator).await;
        for _ in 0..5 {
            assert_eq!(
                fails(&desk, "anna@desk.example", "wrong horse", HOME).await,
                "refused"
            );
        }
        let error = desk
            .log_in("anna@desk.example", PASSWORD, "198.51.100.9", AGENT)
            .await
            .unwrap_err();
        assert!(matches!(error, DeskError::Throttled { seconds: 30 }), "{error}");
        clock.advance(29 * SECOND);
        assert_eq!(
            fails(&desk, "anna@desk.example", PASSWORD, HOME).await,
            "throttled"
        );
        clock.advance(SECOND);
        assert_eq!(
            fails(&desk, "anna@desk.example", "wrong horse", HOME).await,
            "refused"
        );
        let error = desk
            .log_in("anna@desk.example", PASSWORD, HOME, AGENT)
            .await
            .unwrap_err();
        assert!(
            matches!(error, DeskError::Throttled { seconds: 60 }),
            "the wait has doubled: {error}"
        );
    }

    async fn a_log_in_forgets_the_mistakes_before_it(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        hire(&desk, "anna@desk.example", Role::Operator).await;
        for _ in 0..2 {
            for _ in 0..4 {
                assert_eq!(
                    fails(&desk, "anna@desk.example", "wrong horse", HOME).await,
                    "refused"
                );
            }
            assert_eq!(fails(&desk, "anna@desk.example", PASSWORD, HOME).await, "in");
        }
    }

    async fn an_address_that_tries_many_logins_has_to_wait(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        hire(&desk, "anna@desk.example", Role::Operator).await;
        for n in 0..20 {
            // Neighbours in one IPv6 network are one guesser.
            let address = format!("2001:db8:1:2::{n:x}");
            assert_eq!(
                fails(&desk, &format!("guess{n}@desk.example"), "guess", &address).await,
                "refused"
            );
        }
        assert_eq!(
            fails(&desk, "anna@desk.example", PASSWORD, "2001:db8:1:2:ffff::1").await,
            "throttled"
        );
        assert_eq!(
            fails(&desk, "anna@desk.example", PASSWORD, "2001:db8:1:3::1").await,
            "in"
        );
    }

    async fn attempts_at_the_same_time_count_like_attempts_in_turn(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        hire(&desk, "anna@desk.example", Role::Operator).await;
        let attempts: Vec<_> = (0..30)
            .map(|n| {
                let desk = desk.clone();
                tokio::spawn(async move {
                    fails(&desk, "anna@desk.example", "wrong horse", &format!("192.0.2.{n}")).await
                })
            })
            .collect();
        let mut refused = 0;
        for attempt in attempts {
            refused += usize::from(attempt.await.unwrap() == "refused");
        }
        assert_eq!(refused, 5, "only five were verified");
    }

    async fn office_workers_who_log_in_do_not_lock_each_other_out(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        hire(&desk, "anna@desk.example", Role::Operator).await;
        for _ in 0..30 {
            assert_eq!(fails(&desk, "anna@desk.example", PASSWORD, HOME).await, "in");
        }
    }
}
