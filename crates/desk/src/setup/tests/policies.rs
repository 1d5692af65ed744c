//! Versions of calendars and policies, and which of them counts.

use super::{SMALL, apply, news};
use crate::Desk;
use crate::fixture::empty_desk;
use domain::clock::{Calendars as _, ClockKind};
use domain::policy::{Policy, Request, choose};
use domain::ticket::{Kind, Priority};
use domain::{ChannelId, TeamId};
use testkit::TestDatabase;
use worktime::Target;

fn policy(name: &str, days: u32) -> String {
    format!(
        "[[policy]]\nname = '{name}'\n[[policy.clock]]\nkind = 'resolution'\ntarget = {{ days = {days} }}\n"
    )
}

fn names(desk: &Desk) -> Vec<String> {
    desk.setup()
        .policies
        .iter()
        .map(|policy| policy.name.clone())
        .collect()
}

fn chosen(desk: &Desk, team: Option<TeamId>) -> Policy {
    let request = Request {
        channel: ChannelId(1),
        kind: Kind::Question,
        priority: Priority::Normal,
        topic: "",
        segment: "",
        lang: "en",
        team,
    };
    choose(&desk.setup().policies, &request)
        .expect("a policy holds")
        .clone()
}

testkit::both_databases! {
    async fn a_changed_policy_is_a_new_version(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        apply(&desk, &format!("{SMALL}{}", policy("P", 1))).await.unwrap();
        let first = desk.setup().policies[0].clone();
        assert_eq!(
            (first.told, first.clocks[0].target),
            (ClockKind::Resolution, Target::business_days(1))
        );
        let applied = apply(&desk, &policy("P", 2)).await.unwrap();
        assert_eq!(news(&applied), ["changed policy P (clocks)"]);
        let second = desk.setup().policies[0].clone();
        assert_ne!(first.id, second.id);
        assert_eq!(
            (desk.setup().policies.len(), second.clocks[0].target),
            (1, Target::business_days(2))
        );
    }

    async fn a_changed_calendar_is_a_new_version_and_the_old_one_stays(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        apply(&desk, &format!("{SMALL}{}", policy("P", 1))).await.unwrap();
        let old = desk.setup().calendar.unwrap();
        let before = desk.setup().calendar(old).unwrap();
        let applied = apply(
            &desk,
            "[[calendar]]\nname = 'Week'\nbuiltin = 'plain'\nzone = 'Asia/Tokyo'",
        )
        .await
        .unwrap();
        assert_eq!(
            news(&applied),
            ["changed calendar Week (zone)"],
            "the policy names the calendar, not its version"
        );
        let setup = desk.setup();
        let new = setup.calendar.unwrap();
        assert_eq!(
            (setup.zones[&old].as_str(), setup.zones[&new].as_str()),
            ("Europe/Moscow", "Asia/Tokyo")
        );
        assert_eq!(setup.policies[0].clocks[0].calendar, new);
        assert!(
            std::sync::Arc::ptr_eq(&setup.calendar(old).unwrap(), &before),
            "not compiled again"
        );
    }

    async fn policies_stand_in_the_order_of_the_file(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let (a, b, c) = (policy("A", 1), policy("B", 1), policy("C", 1));
        apply(&desk, &format!("{SMALL}{a}{b}{c}")).await.unwrap();
        assert_eq!(names(&desk), ["A", "B", "C"]);
        let id = desk.setup().policies[2].id;
        let applied = apply(&desk, &format!("{c}{a}")).await.unwrap();
        assert_eq!(
            news(&applied),
            ["changed policy C (position)", "changed policy A (position)"]
        );
        assert_eq!(
            names(&desk),
            ["C", "A", "B"],
            "what the file leaves alone comes after it"
        );
        assert_eq!(
            desk.setup().policies[0].id,
            id,
            "another place is no other version"
        );
        assert!(!apply(&desk, &format!("{c}{a}")).await.unwrap().changed());
    }

    async fn a_retired_policy_that_comes_back_is_a_new_version(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        apply(&desk, &format!("{SMALL}{}", policy("P", 1))).await.unwrap();
        let first = desk.setup().policies[0].id;
        apply(&desk, &format!("prune = true\n{SMALL}")).await.unwrap();
        assert_eq!(names(&desk), [""; 0]);
        let applied = apply(&desk, &policy("P", 1)).await.unwrap();
        assert_eq!(news(&applied), ["created policy P"]);
        assert_ne!(desk.setup().policies[0].id, first);
    }

    async fn without_a_calendar_of_its_own_a_clock_runs_by_the_teams_else_the_desks(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let text = "
            [[calendar]]
            name = 'Always'
            builtin = 'always'
            [[calendar]]
            name = 'Line'
            builtin = 'ru-line'
            [[team]]
            name = 'Night'
            calendar = 'Always'
            [[team]]
            name = 'Day'
            [[policy]]
            name = 'P'
            [[policy.clock]]
            kind = 'first_response'
            target = { hours = 1 }
            [[policy.clock]]
            kind = 'resolution'
            target = { days = 1 }
            calendar = 'Line'";
        apply(&desk, &format!("{SMALL}{text}")).await.unwrap();
        let setup = desk.setup();
        let calendar = |name: &str| setup.calendar_names[name];
        let (night, day) = (setup.teams[0].id, setup.teams[1].id);
        for (team, wanted) in [(Some(night), "Always"), (Some(day), "Week"), (None, "Week")] {
            let policy = chosen(&desk, team);
            assert_eq!(
                policy.clock(ClockKind::FirstResponse).unwrap().calendar,
                calendar(wanted),
                "{team:?}"
            );
            assert_eq!(
                policy.clock(ClockKind::Resolution).unwrap().calendar,
                calendar("Line"),
                "{team:?}"
            );
            assert_eq!(policy.id, setup.policies[0].id, "it is one policy all the same");
        }
    }

    async fn what_clients_are_told_is_resolution_else_first_response(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let text =
            "[[policy]]\nname = 'P'\n[[policy.clock]]\nkind = 'first_response'\ntarget = { minutes = 5 }\n";
        apply(&desk, &format!("{SMALL}{text}")).await.unwrap();
        assert_eq!(desk.setup().policies[0].told, ClockKind::FirstResponse);
        let more = "[[policy.clock]]\nkind = 'resolution'\ntarget = { days = 5 }\n";
        apply(&desk, &format!("{text}{more}")).await.unwrap();
        assert_eq!(desk.setup().policies[0].told, ClockKind::Resolution);
    }
}
