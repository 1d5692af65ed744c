//! Who is in which team, and what a file may do to people.

use super::{SMALL, apply, audit, news};
use crate::fixture::{PASSWORD, empty_desk, hire};
use crate::people::OperatorPatch;
use crate::{Desk, DeskError};
use domain::{Actor, OperatorId, Principal, Role};
use testkit::TestDatabase;

fn person(login: &str, more: &str) -> String {
    format!("[[operator]]\nlogin = '{login}'\nname = 'Name'\nrole = 'operator'\n{more}\n")
}

/// Logins by team.
async fn members(desk: &Desk) -> Vec<(String, Vec<String>)> {
    let reader = Principal::Operator {
        id: OperatorId(1),
        role: Role::Operator,
    };
    let people = desk.operators(&reader, true).await.unwrap();
    let setup = desk.setup();
    let of = |id| {
        people
            .iter()
            .filter(|p| p.teams.contains(&id))
            .map(|p| p.login.clone())
            .collect()
    };
    setup
        .teams
        .iter()
        .map(|team| (team.name.clone(), of(team.id)))
        .collect()
}

fn expected(teams: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    teams
        .iter()
        .map(|(name, logins)| {
            (
                (*name).to_owned(),
                logins.iter().map(|l| (*l).to_owned()).collect(),
            )
        })
        .collect()
}

testkit::both_databases! {
    async fn teams_name_members_and_people_their_teams(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let text = format!(
            "{SMALL}\n[[team]]\nname = 'A'\nmembers = ['One@x']\n[[team]]\nname = 'B'\n{}{}{}",
            person("one@x", ""),
            person("two@x", "teams = ['A', 'B']"),
            person("three@x", "")
        );
        apply(&desk, &text).await.unwrap();
        assert_eq!(
            members(&desk).await,
            expected(&[("A", &["one@x", "two@x"]), ("B", &["two@x"])])
        );
        assert!(!apply(&desk, &text).await.unwrap().changed());

        let applied = apply(&desk, "[[team]]\nname = 'A'\nmembers = ['three@x']")
            .await
            .unwrap();
        assert_eq!(news(&applied), ["changed team A (members)"]);
        assert_eq!(
            members(&desk).await,
            expected(&[("A", &["three@x"]), ("B", &["two@x"])])
        );

        let applied = apply(&desk, &person("two@x", "teams = []")).await.unwrap();
        assert_eq!(news(&applied), ["changed team B (members)"]);
        assert_eq!(members(&desk).await, expected(&[("A", &["three@x"]), ("B", &[])]));

        let applied = apply(&desk, "[[team]]\nname = 'A'").await.unwrap();
        assert!(!applied.changed(), "whoever is in the team stays: {applied}");
    }

    async fn people_of_a_file_have_no_password_until_it_is_set(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        apply(&desk, &format!("{SMALL}{}", person("one@x", "")))
            .await
            .unwrap();
        for guess in ["", PASSWORD] {
            assert!(matches!(
                desk.log_in("one@x", guess, "192.0.2.1", "").await,
                Err(DeskError::Unauthenticated)
            ));
        }
        desk.set_password(Actor::System, "one@x", PASSWORD).await.unwrap();
        let open = desk.log_in("one@x", PASSWORD, "192.0.2.1", "").await.unwrap();
        assert_eq!(
            (open.operator.lang.as_str(), open.operator.zone.as_str()),
            ("en", "Europe/Moscow"),
            "the desk's"
        );
        apply(&desk, &person("one@x", "lang = 'ru'")).await.unwrap();
        assert!(
            desk.log_in("one@x", PASSWORD, "192.0.2.1", "").await.is_ok(),
            "a file takes no password away"
        );
        assert!(desk.session(open.token.expose()).await.is_ok());
    }

    async fn a_file_leaves_what_people_chose_and_never_lets_anybody_back_in(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        apply(&desk, &format!("{SMALL}{}", person("one@x", "")))
            .await
            .unwrap();
        let reader = Principal::Operator {
            id: OperatorId(1),
            role: Role::Operator,
        };
        let one = desk.operators(&reader, true).await.unwrap().remove(0);
        let own = Principal::Operator {
            id: one.id,
            role: one.role,
        };
        desk.prefer(&own, Some("ru".into()), Some("Asia/Almaty".into()))
            .await
            .unwrap();
        let gone = OperatorPatch {
            active: Some(false),
            ..OperatorPatch::default()
        };
        desk.change_operator(Actor::System, &one.public_id, gone)
            .await
            .unwrap();
        assert!(!apply(&desk, &person("one@x", "")).await.unwrap().changed());
        let one = desk.operators(&reader, true).await.unwrap().remove(0);
        assert_eq!(
            (one.lang.as_str(), one.zone.as_str(), one.active),
            ("ru", "Asia/Almaty", false)
        );
    }

    async fn a_new_role_is_recorded_from_what_to_what(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        apply(&desk, &format!("{SMALL}{}", person("one@x", "")))
            .await
            .unwrap();
        let text = person("one@x", "").replace("'operator'\n", "'supervisor'\n");
        let applied = apply(&desk, &text).await.unwrap();
        assert_eq!(
            news(&applied),
            ["changed operator one@x (role: operator to supervisor)"]
        );
        assert!(
            audit(&desk).await[0]
                .detail
                .to_string()
                .contains("operator to supervisor")
        );
    }

    async fn a_file_leaves_the_desk_an_administrator(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        apply(&desk, SMALL).await.unwrap();
        hire(&desk, "boss@x", Role::Administrator).await;
        let applied = apply(&desk, &person("boss@x", "")).await;
        let Err(DeskError::Invalid(wrong)) = applied else {
            panic!("{applied:?}")
        };
        assert_eq!(wrong[0].code, "last_administrator");
        let both = format!(
            "{}{}",
            person("boss@x", ""),
            person("new@x", "").replace("'operator'\n", "'administrator'\n")
        );
        apply(&desk, &both).await.unwrap();
    }
}
