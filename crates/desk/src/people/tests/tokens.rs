//! Programs with a token.

use super::audit;
use crate::DeskError;
use crate::fixture::{empty_desk, hire};
use domain::time::HOUR;
use domain::{Actor, Permission, Principal, Role};
use testkit::TestDatabase;

testkit::both_databases! {
    async fn a_token_may_what_its_scopes_say(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let scopes = [
            Permission::IntakeWrite,
            Permission::TicketsRead,
            Permission::IntakeWrite,
        ];
        let new = desk
            .create_token(Actor::System, "site form", &scopes, None)
            .await
            .unwrap();
        assert!(new.secret.expose().starts_with("okno_") && new.secret.expose().len() == 37);
        let before = desk.statements();
        let principal = desk.token(new.secret.expose()).await.unwrap();
        assert!(
            desk.statements() - before <= 3,
            "one statement in its transaction"
        );
        let may = vec![Permission::TicketsRead, Permission::IntakeWrite];
        assert_eq!(
            principal,
            Principal::Integration {
                id: new.token.id,
                may
            }
        );
        assert!(!principal.may(Permission::Administer));
    }

    async fn what_is_no_good_token_opens_nothing(database: TestDatabase) {
        let (desk, clock) = empty_desk(&database).await;
        let expires = desk.now().saturating_add(HOUR);
        let new = desk
            .create_token(Actor::System, "a", &[Permission::TicketsRead], Some(expires))
            .await
            .unwrap();
        for wrong in [
            "",
            "okno_",
            "okno_00000000000000000000000000000000",
            &new.secret.expose()[5..],
        ] {
            assert!(
                matches!(desk.token(wrong).await, Err(DeskError::Unauthenticated)),
                "{wrong}"
            );
        }
        clock.advance(HOUR - 1);
        assert!(desk.token(new.secret.expose()).await.is_ok());
        clock.advance(1);
        assert!(matches!(
            desk.token(new.secret.expose()).await,
            Err(DeskError::Unauthenticated)
        ));
    }

    async fn a_revoked_token_is_over_at_once_and_once(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let new = desk
            .create_token(Actor::System, "a", &[Permission::Administer], None)
            .await
            .unwrap();
        desk.revoke_token(Actor::System, &new.token.public_id)
            .await
            .unwrap();
        assert!(matches!(
            desk.token(new.secret.expose()).await,
            Err(DeskError::Unauthenticated)
        ));
        let again = desk.revoke_token(Actor::System, &new.token.public_id).await;
        assert!(matches!(again, Err(DeskError::NotFound("token"))));
        let used = desk
            .create_token(
                Actor::Integration(new.token.id),
                "b",
                &[Permission::Administer],
                None,
            )
            .await;
        assert!(
            matches!(used, Err(DeskError::Forbidden(_))),
            "a change is refused too that was let in just before"
        );
    }

    async fn tokens_are_made_and_seen_by_administrators(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let anna = hire(&desk, "anna@desk.example", Role::Supervisor).await;
        let boss = hire(&desk, "boss@desk.example", Role::Administrator).await;
        let made = desk
            .create_token(Actor::Operator(anna.id), "a", &[Permission::TicketsRead], None)
            .await;
        assert!(matches!(made, Err(DeskError::Forbidden(_))));
        let new = desk
            .create_token(Actor::Operator(boss.id), "a", &[Permission::TicketsRead], None)
            .await
            .unwrap();
        let anna = Principal::Operator {
            id: anna.id,
            role: Role::Supervisor,
        };
        assert!(matches!(desk.tokens(&anna).await, Err(DeskError::Forbidden(_))));
        let boss = Principal::Operator {
            id: boss.id,
            role: Role::Administrator,
        };
        assert_eq!(desk.tokens(&boss).await.unwrap(), [new.token]);
    }

    async fn a_token_needs_a_name_a_scope_and_a_future(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let Err(DeskError::Invalid(wrong)) =
            desk.create_token(Actor::System, "", &[], Some(desk.now())).await
        else {
            panic!("a token was made of nothing");
        };
        let wrong: Vec<&str> = wrong.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(wrong, ["name", "scopes", "expires_at"]);
    }

    async fn the_record_tells_of_tokens_but_no_secret(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let new = desk
            .create_token(Actor::System, "site form", &[Permission::TicketsRead], None)
            .await
            .unwrap();
        desk.revoke_token(Actor::System, &new.token.public_id)
            .await
            .unwrap();
        let record = audit(&desk).await;
        let actions: Vec<&str> = record.iter().map(|r| r.action.as_str()).collect();
        assert_eq!(actions, ["token.revoked", "token.created"]);
        let text = format!("{record:?} {new:?}");
        assert!(!text.contains(&new.secret.expose()[5..]), "{text}");
    }
}
