//! Adding and changing people.

use crate::fixture::{PASSWORD, empty_desk, hire};
use crate::people::{NewOperator, OperatorPatch};
use crate::{Desk, DeskError, DeskResult};
use domain::{Actor, ClientId, OperatorId, Permission, Principal, Role, TeamId, TokenId};
use testkit::TestDatabase;

fn somebody(login: &str) -> NewOperator {
    NewOperator {
        login: login.into(),
        name: "Ada Young".into(),
        role: Role::Operator,
        password: None,
        lang: "en".into(),
        zone: "Europe/London".into(),
        teams: Vec::new(),
    }
}

/// The fields that were refused.
fn wrong<T>(result: DeskResult<T>) -> Vec<String> {
    match result {
        Err(DeskError::Invalid(fields)) => fields.into_iter().map(|field| field.field).collect(),
        Err(other) => panic!("{other}"),
        Ok(_) => Vec::new(),
    }
}

async fn support(desk: &Desk) -> TeamId {
    desk.ensure_setup().await.expect("the default set-up applies");
    desk.setup().teams[0].id
}

testkit::both_databases! {
    async fn everything_that_is_wrong_is_told_at_once(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let new = NewOperator {
            login: "two words".into(),
            name: " ".into(),
            role: Role::Operator,
            password: Some("short".into()),
            lang: "de".into(),
            zone: "Mars/Olympus".into(),
            teams: vec![TeamId(77)],
        };
        assert_eq!(
            wrong(desk.add_operator(Actor::System, new).await),
            ["login", "name", "lang", "zone", "password", "teams"]
        );
        assert_eq!(
            desk.operators(
                &Principal::Operator {
                    id: OperatorId(1),
                    role: Role::Operator
                },
                true
            )
            .await
            .unwrap(),
            []
        );
    }

    async fn a_password_is_long_and_not_the_login(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let with = |login: &str, password: &str| NewOperator {
            password: Some(password.into()),
            ..somebody(login)
        };
        assert_eq!(
            wrong(
                desk.add_operator(Actor::System, with("a@desk.example", "девять бу"))
                    .await
            ),
            ["password"]
        );
        assert_eq!(
            wrong(
                desk.add_operator(Actor::System, with("a@desk.example", " A@Desk.Example"))
                    .await
            ),
            ["password"]
        );
        assert_eq!(
            wrong(
                desk.add_operator(Actor::System, with("a@desk.example", &"x".repeat(257)))
                    .await
            ),
            ["password"]
        );
        assert_eq!(
            wrong(
                desk.add_operator(Actor::System, with("a@desk.example", "десять бук"))
                    .await
            ),
            [""; 0]
        );
    }

    async fn a_login_belongs_to_one_person(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        desk.add_operator(Actor::System, somebody("ada@desk.example"))
            .await
            .unwrap();
        let again = desk
            .add_operator(Actor::System, somebody(" ADA@desk.example"))
            .await;
        assert!(
            matches!(
                again,
                Err(DeskError::Conflict {
                    code: "login_taken",
                    ..
                })
            ),
            "{again:?}"
        );
    }

    async fn only_administrators_change_people(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let anna = hire(&desk, "anna@desk.example", Role::Supervisor).await;
        let boss = hire(&desk, "boss@desk.example", Role::Administrator).await;
        for actor in [
            Actor::Operator(anna.id),
            Actor::Operator(OperatorId(9)),
            Actor::Client(ClientId(1)),
            Actor::Visitor,
            Actor::Integration(TokenId(1)),
        ] {
            let added = desk.add_operator(actor, somebody("new@desk.example")).await;
            assert!(
                matches!(added, Err(DeskError::Forbidden(Permission::Administer))),
                "{actor:?}: {added:?}"
            );
            let patch = OperatorPatch {
                role: Some(Role::Administrator),
                ..OperatorPatch::default()
            };
            let changed = desk.change_operator(actor, &anna.public_id, patch).await;
            assert!(
                matches!(changed, Err(DeskError::Forbidden(_))),
                "{actor:?}: {changed:?}"
            );
            let set = desk
                .set_password(actor, "boss@desk.example", "battery staple")
                .await;
            assert!(matches!(set, Err(DeskError::Forbidden(_))), "{actor:?}: {set:?}");
        }
        desk.add_operator(Actor::Operator(boss.id), somebody("new@desk.example"))
            .await
            .unwrap();
        let token = desk
            .create_token(Actor::System, "people", &[Permission::Administer], None)
            .await
            .unwrap()
            .token;
        desk.add_operator(Actor::Integration(token.id), somebody("newer@desk.example"))
            .await
            .unwrap();
    }

    async fn somebody_always_administers(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let boss = hire(&desk, "boss@desk.example", Role::Administrator).await;
        let demoted = || OperatorPatch {
            role: Some(Role::Operator),
            ..OperatorPatch::default()
        };
        let gone = OperatorPatch {
            active: Some(false),
            ..OperatorPatch::default()
        };
        for patch in [demoted(), gone] {
            let changed = desk.change_operator(Actor::System, &boss.public_id, patch).await;
            assert!(
                matches!(
                    changed,
                    Err(DeskError::Conflict {
                        code: "last_administrator",
                        ..
                    })
                ),
                "{changed:?}"
            );
        }
        hire(&desk, "second@desk.example", Role::Administrator).await;
        assert_eq!(
            desk.change_operator(Actor::System, &boss.public_id, demoted())
                .await
                .unwrap()
                .role,
            Role::Operator
        );
    }

    async fn teams_are_joined_and_left(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let team = support(&desk).await;
        let ada = desk
            .add_operator(
                Actor::System,
                NewOperator {
                    teams: vec![team, team],
                    ..somebody("ada@desk.example")
                },
            )
            .await
            .unwrap();
        assert_eq!(ada.teams, [team]);
        let reader = Principal::Operator {
            id: ada.id,
            role: Role::Operator,
        };
        assert_eq!(
            desk.operators(&reader, false).await.unwrap(),
            std::slice::from_ref(&ada)
        );
        let patch = OperatorPatch {
            teams: Some(Vec::new()),
            ..OperatorPatch::default()
        };
        let changed = desk
            .change_operator(Actor::System, &ada.public_id, patch)
            .await
            .unwrap();
        assert_eq!((changed.teams.as_slice(), changed.version), (&[][..], 2));
        assert_eq!(desk.operators(&reader, false).await.unwrap(), [changed]);
    }

    async fn who_left_is_listed_only_when_asked_for(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let ada = desk
            .add_operator(Actor::System, somebody("ada@desk.example"))
            .await
            .unwrap();
        let gone = OperatorPatch {
            active: Some(false),
            ..OperatorPatch::default()
        };
        desk.change_operator(Actor::System, &ada.public_id, gone)
            .await
            .unwrap();
        let reader = Principal::Integration {
            id: TokenId(1),
            may: vec![Permission::TicketsRead],
        };
        assert_eq!(desk.operators(&reader, false).await.unwrap(), []);
        assert_eq!(desk.operators(&reader, true).await.unwrap().len(), 1);
        let stranger = Principal::Client { id: ClientId(1) };
        assert!(matches!(
            desk.operators(&stranger, true).await,
            Err(DeskError::Forbidden(_))
        ));
    }

    async fn people_choose_their_own_language_and_zone_and_nothing_else(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let anna = hire(&desk, "anna@desk.example", Role::Operator).await;
        let principal = Principal::Operator {
            id: anna.id,
            role: anna.role,
        };
        let now = desk
            .prefer(&principal, Some("en".into()), Some("Asia/Almaty".into()))
            .await
            .unwrap();
        assert_eq!(
            (now.lang.as_str(), now.zone.as_str(), now.name),
            ("en", "Asia/Almaty", anna.name)
        );
        assert_eq!(
            wrong(
                desk.prefer(&principal, Some("xx".into()), Some("Moon".into()))
                    .await
            ),
            ["lang", "zone"]
        );
    }

    async fn nobody_is_changed_who_is_not_there(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let changed = desk
            .change_operator(Actor::System, "opr_nobody", OperatorPatch::default())
            .await;
        assert!(matches!(changed, Err(DeskError::NotFound("operator"))));
        let set = desk
            .set_password(Actor::System, "nobody@desk.example", PASSWORD)
            .await;
        assert!(matches!(set, Err(DeskError::NotFound("operator"))));
    }
}
