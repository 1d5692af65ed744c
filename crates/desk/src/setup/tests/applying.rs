//! What applying a file does, once and again.

use super::{EXAMPLE, SMALL, apply, audit, last_event, news};
use crate::DeskError;
use crate::fixture::{empty_desk, hire};
use crate::setup::Outcome;
use domain::{Actor, Role};
use testkit::TestDatabase;

testkit::both_databases! {
    async fn the_shipped_example_applies(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let applied = apply(&desk, EXAMPLE).await.unwrap();
        assert_eq!(
            (applied.count(Outcome::Created), applied.changes.len()),
            (26, 26),
            "{applied}"
        );
        let setup = desk.setup();
        assert_eq!(
            (setup.desk_name.as_str(), setup.zone.as_str()),
            ("Северный банк", "Europe/Moscow")
        );
        assert_eq!(
            (setup.brands.len(), setup.channels.len(), setup.teams.len()),
            (2, 6, 2)
        );
        assert_eq!(setup.brands[0].site, "https://help.bank.example");
        assert_eq!(
            setup.brands[1].site, "https://desk.example",
            "the installation's own"
        );
        assert_eq!(setup.teams[0].public_name["en"], "the support team");
        assert_eq!(setup.calendar, setup.calendar_names.get("Поддержка").copied());
    }

    async fn applying_once_more_changes_nothing(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        apply(&desk, EXAMPLE).await.unwrap();
        let (records, event) = (audit(&desk).await, last_event(&desk).await);
        let again = apply(&desk, EXAMPLE).await.unwrap();
        assert!(!again.changed(), "{again}");
        assert_eq!((audit(&desk).await, last_event(&desk).await), (records, event));
    }

    async fn a_change_is_announced_once_and_recorded_with_who_and_what(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        apply(&desk, SMALL).await.unwrap();
        let boss = hire(&desk, "boss@desk.example", Role::Administrator).await;
        let event = last_event(&desk).await;
        let text = "[[channel]]\nname = 'api'\nkind = 'api'\nbrand = 'Brand'\nenabled = false\nsettings = { password = 'hunter2' }";
        let applied = desk.apply_setup(Actor::Operator(boss.id), text).await.unwrap();
        assert_eq!(news(&applied), ["changed channel api (enabled, settings)"]);
        assert_eq!(last_event(&desk).await, event + 1);
        let record = audit(&desk).await;
        assert_eq!(
            (
                record[0].action.as_str(),
                record[0].subject.as_str(),
                record[0].actor
            ),
            ("channel.changed", "api", Actor::Operator(boss.id))
        );
        assert!(
            !format!("{record:?}").contains("hunter2"),
            "settings may hold secrets"
        );
        let setup = desk.setup();
        assert_eq!(
            (setup.channels[0].enabled, &setup.channels[0].settings["password"]),
            (false, &"hunter2".into())
        );
    }

    async fn what_a_file_does_not_name_stays(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        apply(&desk, EXAMPLE).await.unwrap();
        let applied = apply(&desk, "[[brand]]\nname = 'Third'\nlang = 'en'")
            .await
            .unwrap();
        assert_eq!(news(&applied), ["created brand Third"]);
        let setup = desk.setup();
        assert_eq!(
            (setup.brands.len(), setup.channels.len(), setup.teams.len()),
            (3, 6, 2)
        );
    }

    async fn a_file_that_prunes_switches_off_what_it_does_not_name(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        apply(&desk, EXAMPLE).await.unwrap();
        let applied = apply(&desk, &format!("prune = true\n{SMALL}")).await.unwrap();
        let retired: Vec<String> = news(&applied)
            .into_iter()
            .filter(|line| line.starts_with("retired"))
            .collect();
        assert_eq!(
            retired,
            [
                "retired channel help@bank.example",
                "retired channel complaints@bank.example",
                "retired channel Форма на сайте",
                "retired channel Чат на сайте",
                "retired channel Горячая линия 8 800",
                "retired topic cards",
                "retired topic cards.block",
                "retired field contract",
                "retired field loss",
                "retired field tier",
                "retired segment vip",
                "retired policy VIP",
                "retired policy Жалобы",
                "retired policy Обычный",
            ]
        );
        let setup = desk.setup();
        assert!(
            setup
                .channels
                .iter()
                .all(|channel| channel.enabled == (channel.name == "api"))
        );
        assert_eq!(
            (setup.policies.len(), setup.channels.len(), setup.teams.len()),
            (0, 6, 2)
        );
        assert!(
            !apply(&desk, &format!("prune = true\n{SMALL}"))
                .await
                .unwrap()
                .changed()
        );
    }

    async fn only_administrators_apply(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let anna = hire(&desk, "anna@desk.example", Role::Supervisor).await;
        let applied = desk.apply_setup(Actor::Operator(anna.id), SMALL).await;
        assert!(matches!(applied, Err(DeskError::Forbidden(_))), "{applied:?}");
        assert!(desk.setup().brands.is_empty());
    }

    async fn two_who_apply_at_the_same_time_make_one_set_up(database: TestDatabase) {
        let (one, _) = empty_desk(&database).await;
        let (two, _) = empty_desk(&database).await;
        let (first, second) = tokio::join!(apply(&one, EXAMPLE), apply(&two, EXAMPLE));
        let created = [first.unwrap(), second.unwrap()].map(|applied| applied.count(Outcome::Created));
        assert_eq!(created.iter().sum::<usize>(), 26, "{created:?}");
        assert_eq!(one.setup().brands, two.setup().brands);
    }

    async fn a_desk_without_a_set_up_works_at_once(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        assert!(desk.setup().brands.is_empty());
        desk.ensure_setup().await.unwrap();
        let setup = desk.setup();
        assert_eq!(
            (setup.brands[0].name.as_str(), setup.channels[0].kind.as_str()),
            ("Okno", "api")
        );
        assert_eq!(
            (
                setup.teams.len(),
                setup.policies.len(),
                setup.policies[0].clocks.len()
            ),
            (1, 1, 2)
        );
        let event = last_event(&desk).await;
        desk.ensure_setup().await.unwrap();
        assert_eq!(last_event(&desk).await, event, "once");
    }

    async fn a_desk_with_a_set_up_keeps_it(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        apply(&desk, SMALL).await.unwrap();
        desk.ensure_setup().await.unwrap();
        assert_eq!(
            (desk.setup().brands.len(), desk.setup().desk_name.as_str()),
            (1, "Desk")
        );
    }

    async fn another_process_sees_the_same_set_up(database: TestDatabase) {
        let (one, _) = empty_desk(&database).await;
        let (two, _) = empty_desk(&database).await;
        apply(&one, EXAMPLE).await.unwrap();
        assert!(two.setup().brands.is_empty());
        two.reload_setup().await.unwrap();
        let (one, two) = (one.setup(), two.setup());
        assert_eq!(
            (&one.brands, &one.channels, &one.teams, &one.policies),
            (&two.brands, &two.channels, &two.teams, &two.policies)
        );
    }

    async fn a_channel_keeps_its_kind(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        apply(&desk, SMALL).await.unwrap();
        let applied = apply(
            &desk,
            "[[channel]]\nname = 'api'\nkind = 'email'\nbrand = 'Brand'",
        )
        .await;
        let Err(DeskError::Invalid(wrong)) = applied else {
            panic!("{applied:?}")
        };
        assert_eq!(
            (wrong[0].field.as_str(), wrong[0].code),
            ("channel[1].kind", "fixed")
        );
    }
}
