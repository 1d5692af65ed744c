//! Colleagues come by a letter and choose their own password; who forgot theirs gets another letter; no stranger learns
//! who is here.

use channel::DeliveryError;
use desk::DeskError;
use desk::people::{NewOperator, Operator};
use domain::{Actor, Principal, Role};
use testkit::{TestDatabase, TestDesk, both_databases};

const HOUR: i64 = 3_600_000_000;

fn boris() -> NewOperator {
    NewOperator {
        login: "Boris@desk.example".into(),
        name: "Борис".into(),
        role: Role::Operator,
        password: None,
        lang: "ru".into(),
        zone: "Europe/Moscow".into(),
        teams: Vec::new(),
    }
}

async fn admin(desk: &TestDesk) -> (Principal, Actor) {
    let admin = desk.person("Admin", Role::Administrator).await;
    let actor = admin.actor();
    (admin, actor)
}

/// The secret of the link in the letter that went out last.
fn secret(desk: &TestDesk) -> String {
    let text = desk.sink.last().text;
    let (_, rest) = text
        .split_once("https://desk.example/password/")
        .unwrap_or_else(|| panic!("no link in {text}"));
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn invited(desk: &TestDesk, actor: Actor) -> Operator {
    let operator = desk.desk.invite(actor, boris()).await.unwrap();
    desk.settle().await;
    operator
}

async fn enters(desk: &TestDesk, password: &str) -> bool {
    desk.desk
        .log_in("boris@desk.example", password, "192.0.2.1", "")
        .await
        .is_ok()
}

both_databases! {
    async fn an_invitation_lets_in_once_by_a_password_of_ones_own(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (admin, actor) = admin(&desk).await;
        invited(&desk, actor).await;
        let letter = desk.sink.last();
        assert_eq!((letter.to.value.as_str(), letter.from.value.as_str(), letter.automatic), ("boris@desk.example", "support@desk.example", true));
        assert!(letter.text.contains("Борис") && letter.text.contains("Admin"), "{}", letter.text);
        let secret = secret(&desk);
        let members = desk.desk.members(&admin).await.unwrap();
        let member = members.iter().find(|member| member.operator.name == "Борис").unwrap();
        assert!(!member.joined);
        assert_eq!(member.invitation.as_ref().unwrap().fate, "sent");
        assert!(desk.desk.open_link(&secret).await.unwrap().invites);
        assert!(matches!(desk.desk.use_link(&secret, "short").await, Err(DeskError::Invalid(_))));
        desk.desk.use_link(&secret, "a fine password").await.unwrap();
        assert!(enters(&desk, "a fine password").await);
        assert!(matches!(desk.desk.use_link(&secret, "another password").await, Err(DeskError::NotFound(_))), "once");
        let again = desk.desk.invite_again(actor, &member.operator.public_id).await;
        assert!(matches!(again, Err(DeskError::Conflict { code: "already_joined", .. })));
    }

    async fn an_invitation_expires_is_sent_again_and_withdrawn(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (admin, actor) = admin(&desk).await;
        let operator = invited(&desk, actor).await;
        let first = secret(&desk);
        desk.clock.advance(7 * 24 * HOUR + 1);
        assert!(matches!(desk.desk.open_link(&first).await, Err(DeskError::NotFound(_))), "expired");
        desk.desk.invite_again(actor, &operator.public_id).await.unwrap();
        desk.settle().await;
        let second = secret(&desk);
        assert_ne!(first, second);
        assert!(desk.desk.open_link(&second).await.is_ok());
        desk.desk.withdraw_invitation(actor, &operator.public_id).await.unwrap();
        assert!(matches!(desk.desk.use_link(&second, "a fine password").await, Err(DeskError::NotFound(_))));
        let members = desk.desk.members(&admin).await.unwrap();
        let member = members.iter().find(|member| member.operator.name == "Борис").unwrap();
        assert!(!member.operator.active && member.invitation.is_none());
    }

    async fn only_administrators_invite_and_an_address_is_invited_once(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (_, actor) = admin(&desk).await;
        let chief = desk.person("Chief", Role::Supervisor).await;
        assert!(matches!(desk.desk.invite(chief.actor(), boris()).await, Err(DeskError::Forbidden(_))));
        assert!(matches!(desk.desk.members(&chief).await, Err(DeskError::Forbidden(_))));
        invited(&desk, actor).await;
        assert!(matches!(desk.desk.invite(actor, boris()).await, Err(DeskError::Conflict { code: "login_taken", .. })));
        let nowhere = NewOperator { login: "boris".into(), ..boris() };
        assert!(matches!(desk.desk.invite(actor, nowhere).await, Err(DeskError::Invalid(_))));
    }

    async fn a_letter_that_cannot_be_sent_says_why(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (admin, actor) = admin(&desk).await;
        desk.sink.fail_with([DeliveryError::Temporary { reason: "busy".into(), retry_after: None }]);
        invited(&desk, actor).await;
        assert!(desk.sink.taken().is_empty());
        desk.clock.advance(HOUR);
        desk.settle().await;
        assert!(desk.desk.open_link(&secret(&desk)).await.is_ok(), "the letter that came through opens");
        desk.sink.fail_with([DeliveryError::Permanent { status: "5.1.1".into(), reason: "no such user".into() }]);
        let other = NewOperator { login: "vera@desk.example".into(), name: "Vera".into(), ..boris() };
        desk.desk.invite(actor, other).await.unwrap();
        desk.settle().await;
        let members = desk.desk.members(&admin).await.unwrap();
        let member = members.iter().find(|member| member.operator.name == "Vera").unwrap();
        let invitation = member.invitation.as_ref().unwrap();
        assert_eq!((invitation.fate.as_str(), invitation.reason.as_str()), ("failed", "no such user"));
    }

    async fn a_forgotten_password_is_set_anew_within_the_hour_and_ends_every_session(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (_, actor) = admin(&desk).await;
        invited(&desk, actor).await;
        desk.desk.use_link(&secret(&desk), "a fine password").await.unwrap();
        let session = desk.desk.log_in("boris@desk.example", "a fine password", "192.0.2.1", "").await.unwrap();
        let before = desk.sink.taken().len();
        // Whoever asks for somebody who is not here gets the same answer, and no letter.
        desk.desk.forgot_password("nobody@desk.example", "192.0.2.1").await.unwrap();
        desk.desk.forgot_password("nonsense", "192.0.2.1").await.unwrap();
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), before);
        desk.desk.forgot_password("BORIS@desk.example", "192.0.2.1").await.unwrap();
        desk.settle().await;
        let link = secret(&desk);
        assert!(!desk.desk.open_link(&link).await.unwrap().invites);
        assert!(enters(&desk, "a fine password").await, "asking changes nothing");
        desk.clock.advance(HOUR);
        desk.desk.use_link(&link, "a finer password").await.unwrap();
        assert!(desk.desk.session(session.token.expose()).await.is_err(), "every session ends");
        assert!(!enters(&desk, "a fine password").await);
        assert!(enters(&desk, "a finer password").await);
        desk.desk.forgot_password("boris@desk.example", "192.0.2.1").await.unwrap();
        desk.settle().await;
        let late = secret(&desk);
        desk.clock.advance(HOUR + 1);
        assert!(matches!(desk.desk.use_link(&late, "the finest password").await, Err(DeskError::NotFound(_))), "an hour and no longer");
    }

    async fn letters_about_passwords_are_few(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (_, actor) = admin(&desk).await;
        invited(&desk, actor).await;
        let before = desk.sink.taken().len();
        for n in 0..8 {
            desk.desk.forgot_password("boris@desk.example", &format!("192.0.2.{n}")).await.unwrap();
            desk.settle().await;
        }
        assert_eq!(desk.sink.taken().len() - before, 3);
        for _ in 0..20 {
            drop(desk.desk.forgot_password("nobody@desk.example", "198.51.100.1").await);
        }
        let refused = desk.desk.forgot_password("boris@desk.example", "198.51.100.1").await;
        assert!(matches!(refused, Err(DeskError::Throttled { .. })));
    }
}
