//! The definitions' own data: every line of `definitions.json` is exact to the microsecond.

use serde::Deserialize;

use super::{at, built_in, office};
use crate::{Moment, Pause, Target};

#[derive(Deserialize)]
struct Case {
    id: String,
    calendar: String,
    start: String,
    target: Target,
    #[serde(default)]
    pauses: Vec<(String, String)>,
    due: String,
}

#[test]
fn the_arithmetic_as_data_is_exact() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("definitions.json")).unwrap();
    let (office, line) = (office(), built_in("ru-line"));
    for case in &cases {
        let calendar = if case.calendar == "line" { &line } else { &office };
        let pauses: Vec<Pause> = case
            .pauses
            .iter()
            .map(|(from, to)| Pause {
                from: at(from),
                to: at(to),
            })
            .collect();
        let due = calendar
            .due_with_pauses(at(&case.start), &case.target, &pauses)
            .unwrap();
        assert_eq!(due.at, at(&case.due), "{}", case.id);
        if case.pauses.is_empty() {
            assert_eq!(
                calendar.due(at(&case.start), &case.target).unwrap(),
                due,
                "{}",
                case.id
            );
        }
        let beyond_2026 = due.at >= Moment::from_timestamp("2027-01-01T00:00:00+03:00".parse().unwrap());
        assert_eq!(
            due.preliminary,
            case.calendar == "office" && beyond_2026,
            "{}",
            case.id
        );
    }
    assert_eq!(cases.len(), 80);
}
