//! Files that are refused: with the place and the reason, and nothing is changed.

use super::{EXAMPLE, SMALL, apply, audit, last_event};
use crate::fixture::empty_desk;
use crate::setup::parse::parse;
use crate::{Desk, DeskError, DeskResult, Field};
use proptest::prelude::*;
use testkit::TestDatabase;

pub(super) fn refused<T: std::fmt::Debug>(result: DeskResult<T>) -> Vec<Field> {
    match result {
        Err(DeskError::Invalid(fields)) => fields,
        other => panic!("not refused: {other:?}"),
    }
}

async fn places(desk: &Desk, text: &str) -> Vec<(String, &'static str)> {
    refused(apply(desk, text).await)
        .into_iter()
        .map(|field| (field.field, field.code))
        .collect()
}

fn week(hours: &str) -> String {
    format!("[[calendar]]\nname = 'Bad'\nzone = 'Europe/Moscow'\n[calendar.week]\nmon = {hours}")
}

fn policy(text: &str) -> String {
    format!(
        "[[policy]]\nname = 'Bad'\n{text}\n[[policy.clock]]\nkind = 'resolution'\ntarget = {{ days = 1 }}"
    )
}

fn clock(text: &str) -> String {
    format!("[[policy]]\nname = 'Bad'\n[[policy.clock]]\n{text}")
}

/// A policy with a step.
fn warn(text: &str) -> String {
    clock(&format!(
        "kind = 'resolution'\ntarget = {{ days = 1 }}\n[[policy.clock.warn]]\n{text}"
    ))
}

testkit::both_databases! {
    async fn each_mistake_is_told_with_its_place_and_changes_nothing(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        apply(&desk, SMALL).await.unwrap();
        let before = (audit(&desk).await, last_event(&desk).await);
        let cases: Vec<(String, &str, &str)> = vec![
            (week("[]"), "calendar[1]", "calendar"),
            (
                week("[['09:00', '13:00'], ['12:00', '18:00']]"),
                "calendar[1]",
                "calendar",
            ),
            (week("[['18:00', '09:00']]"), "calendar[1]", "calendar"),
            (warn("to = ['operator']"), "policy[1].clock[1].warn[1]", "required"),
            (
                warn("percent = 50\nbefore = { hours = 1 }\nto = ['team']"),
                "policy[1].clock[1].warn[1]",
                "required",
            ),
            (warn("percent = 50"), "policy[1].clock[1].warn[1]", "required"),
            (
                clock("kind = 'resolution'\ntarget = { days = 1 }\nat_once = true"),
                "policy[1].clock[1].at_once",
                "invalid",
            ),
            (
                warn("percent = 0\nto = ['team']"),
                "policy[1].clock[1].warn[1].percent",
                "target",
            ),
            (
                warn("before = {}\nto = ['team']"),
                "policy[1].clock[1].warn[1].before",
                "target",
            ),
            (
                warn("after = { hours = 90000 }\nto = ['team']"),
                "policy[1].clock[1].warn[1].after",
                "target",
            ),
            (
                warn("percent = 50\nto = ['the boss']"),
                "policy[1].clock[1].warn[1].to",
                "unknown",
            ),
            (
                warn("percent = 50\nto = ['https://hook.example/x']"),
                "policy[1].clock[1].warn[1].to",
                "unknown",
            ),
            (
                warn("percent = 50\nteam = 'Nobody'"),
                "policy[1].clock[1].warn[1].team",
                "unknown",
            ),
            (
                warn("percent = 50\ntag = ''"),
                "policy[1].clock[1].warn[1].tag",
                "invalid",
            ),
            (
                week("[['9 am', '18:00']]"),
                "calendar[1].week.mon[1][1]",
                "wrong_shape",
            ),
            (
                week("[]").replace("Europe/Moscow", "Mars/Olympus"),
                "calendar[1]",
                "calendar",
            ),
            (
                "[[calendar]]\nname = 'Bad'\nbuiltin = 'none'".into(),
                "calendar[1].builtin",
                "unknown",
            ),
            (
                policy("when = { channels = ['fax'] }"),
                "policy[1].when.channels",
                "unknown",
            ),
            (
                policy("when = { teams = ['nobody'] }"),
                "policy[1].when.teams",
                "unknown",
            ),
            (
                policy("when = { kinds = ['wish'] }"),
                "policy[1].when.kinds[1]",
                "wrong_shape",
            ),
            (
                policy("when = { weather = ['rain'] }"),
                "policy[1].when.weather",
                "wrong_shape",
            ),
            (policy("told = 'first_response'"), "policy[1].told", "unknown"),
            (
                clock("kind = 'resolution'\ntarget = { minutes = -5 }"),
                "policy[1].clock[1].target",
                "wrong_shape",
            ),
            (
                clock("kind = 'resolution'\ntarget = { minutes = 0 }"),
                "policy[1].clock[1].target",
                "target",
            ),
            (
                clock("kind = 'resolution'\ntarget = { days = 100000 }"),
                "policy[1].clock[1].target",
                "target",
            ),
            (
                clock("kind = 'resolution'\ntarget = { days = 1, hours = 2 }"),
                "policy[1].clock[1].target",
                "wrong_shape",
            ),
            (
                clock("kind = 'promise'\ntarget = { days = 1 }"),
                "policy[1].clock[1].kind",
                "invalid",
            ),
            (
                clock("kind = 'resolution'\ntarget = { days = 1 }\ncalendar = 'Lunar'"),
                "policy[1].clock[1].calendar",
                "unknown",
            ),
            (
                "[[policy]]\nname = 'Bad'\nclock = []".into(),
                "policy[1].clock",
                "required",
            ),
            (
                "[[brand]]\nname = 'Bad'\nsite = 'javascript:alert(1)'".into(),
                "brand[1].site",
                "invalid",
            ),
            (
                "[[brand]]\nname = 'Bad'\ncolour = 'red'".into(),
                "brand[1].colour",
                "wrong_shape",
            ),
            ("[[brand]]\nname = ' '".into(), "brand[1].name", "invalid"),
            (
                "[[brand]]\nname = 'A\\u0000'".replace('\'', "\""),
                "brand[1]",
                "nul",
            ),
            ("[brand]\nname = 'Bad'".into(), "brand", "wrong_shape"),
            (
                "[[team]]\nname = 'Bad'\nmembers = ['ghost@desk.example']".into(),
                "team[1].members",
                "unknown",
            ),
            (
                "[[team]]\nname = 'Bad'\ncalendar = 'Lunar'".into(),
                "team[1].calendar",
                "unknown",
            ),
            (
                "[[channel]]\nname = 'Bad'\nkind = 'fax'\nbrand = 'Brand'".into(),
                "channel[1].kind",
                "unknown",
            ),
            (
                "[[channel]]\nname = 'Bad'\nkind = 'api'\nbrand = 'None'".into(),
                "channel[1].brand",
                "unknown",
            ),
            (
                "[[operator]]\nlogin = 'a b'\nname = 'A'\nrole = 'operator'".into(),
                "operator[1].login",
                "invalid",
            ),
            (
                "[[operator]]\nlogin = 'a@b'\nname = 'A'\nrole = 'king'".into(),
                "operator[1].role",
                "wrong_shape",
            ),
            (
                "[[operator]]\nlogin = 'a@b'\nname = 'A'\nrole = 'operator'\npassword = 'x'".into(),
                "operator[1].password",
                "wrong_shape",
            ),
            (
                "[desk]\nname = 'D'\nzone = 'Nowhere'\ncalendar = 'Week'\nlang = 'en'".into(),
                "desk.zone",
                "unknown",
            ),
            (
                "[desk]\nname = 'D'\nzone = 'UTC'\ncalendar = 'Week'\nlang = 'tlh'".into(),
                "desk.lang",
                "unknown",
            ),
            (
                "[desk]\nname = 'D'\nzone = 'UTC'\ncalendar = 'Week'\nlang = 'en'\nlink_days = 0".into(),
                "desk.link_days",
                "invalid",
            ),
            ("[dekc]\nname = 'D'".into(), "dekc", "unknown"),
            ("prune = 'yes'".into(), "prune", "wrong_shape"),
        ];
        for (text, place, code) in cases {
            let found = places(&desk, &text).await;
            assert!(found.contains(&(place.to_owned(), code)), "{text}\n{found:?}");
        }
        assert_eq!((audit(&desk).await, last_event(&desk).await), before);
    }

    async fn all_mistakes_are_told_at_once(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let text = format!(
            "{SMALL}\n[[brand]]\nname = 'Brand'\n[[channel]]\nname = 'x'\nkind = 'api'\nbrand = 'No'\nteam = 'No'\n{}",
            clock("kind = 'resolution'\ntarget = { minutes = 0 }\ncalendar = 'No'")
        );
        let found: Vec<String> = places(&desk, &text)
            .await
            .into_iter()
            .map(|(place, _)| place)
            .collect();
        assert_eq!(
            found,
            [
                "brand[2].name",
                "channel[2].brand",
                "channel[2].team",
                "policy[1].clock[1].target",
                "policy[1].clock[1].calendar",
            ]
        );
        assert!(desk.setup().brands.is_empty(), "nothing was applied");
    }

    async fn the_first_file_describes_the_desk(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        assert_eq!(
            places(&desk, "[[brand]]\nname = 'Brand'\nlang = 'en'").await,
            [("desk".into(), "required")]
        );
    }
}

#[test]
fn a_mistake_says_its_line() {
    let wrong = refused(parse("[desk]\nname = 'D'\nzone = 7\n"));
    assert_eq!(wrong[0].field, "desk.zone");
    assert!(wrong[0].reason.ends_with("(line 3)"), "{}", wrong[0].reason);
    let wrong = refused(parse("\n\nname = = 2"));
    assert_eq!(
        (wrong[0].code, wrong[0].reason.ends_with("(line 3)")),
        ("syntax", true),
        "{}",
        wrong[0].reason
    );
}

#[test]
fn a_file_has_a_size_that_can_be_applied() {
    let wrong = refused(parse(&"#\n".repeat(1 << 20)));
    assert_eq!(wrong[0].code, "too_long");
    let wrong = refused(parse(&"[[brand]]\nname = 'x'\n".repeat(5_001)));
    assert_eq!(wrong[0].code, "too_long");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is cut out of a good file or put into it, the answer is a set-up or a list of mistakes.
    #[test]
    fn a_damaged_file_gets_an_answer(at in 0usize..EXAMPLE.len(), length in 0usize..60, put in "[\\[\\]{}=\"'a-z0-9.\n]{0,8}") {
        let mut start = at;
        while !EXAMPLE.is_char_boundary(start) { start -= 1; }
        let mut end = (at + length).min(EXAMPLE.len());
        while !EXAMPLE.is_char_boundary(end) { end += 1; }
        let text = format!("{}{put}{}", &EXAMPLE[..start], &EXAMPLE[end..]);
        match parse(&text) {
            Ok(_) => {}
            Err(DeskError::Invalid(fields)) => prop_assert!(!fields.is_empty()),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}
