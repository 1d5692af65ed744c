//! Targets as data, and which of them are refused.

use crate::{OnDayOff, Target, TargetError, Until};

fn read(json: &str) -> Result<Target, String> {
    serde_json::from_str(json).map_err(|refused| refused.to_string())
}

#[test]
fn every_unit_is_read_and_written_alike() {
    let same = [
        (r#"{"minutes":90}"#, Target::Minutes(90)),
        (r#"{"hours":2}"#, Target::Hours(2)),
        (r#"{"days":1,"until":"close"}"#, Target::business_days(1)),
        (
            r#"{"days":1,"until":"end_of_day","late_receipt":true}"#,
            Target::Days {
                days: 1,
                until: Until::EndOfDay,
                late_receipt: true,
            },
        ),
        (
            r#"{"days":2,"until":"same_time"}"#,
            Target::Days {
                days: 2,
                until: Until::SameTime,
                late_receipt: false,
            },
        ),
        (r#"{"calendar_minutes":30}"#, Target::CalendarMinutes(30)),
        (r#"{"calendar_hours":24}"#, Target::CalendarHours(24)),
        (
            r#"{"calendar_days":3,"on_day_off":"previous"}"#,
            Target::CalendarDays {
                days: 3,
                on_day_off: OnDayOff::Previous,
            },
        ),
    ];
    for (json, target) in same {
        assert_eq!(read(json).as_ref(), Ok(&target), "{json}");
        assert_eq!(serde_json::to_string(&target).unwrap(), json);
        assert_eq!(
            toml::from_str::<Target>(&toml::to_string(&target).unwrap()),
            Ok(target)
        );
    }
    assert_eq!(
        read(r#"{"days":1}"#),
        Ok(Target::business_days(1)),
        "until close is the default"
    );
}

#[test]
fn what_makes_no_sense_is_refused_with_the_reason() {
    let refused = [
        (r#"{}"#, "exactly one of"),
        (r#"{"minutes":1,"hours":1}"#, "exactly one of"),
        (r#"{"minutes":1,"until":"close"}"#, "until belongs to days"),
        (
            r#"{"calendar_days":1,"on_day_off":"keep","late_receipt":true}"#,
            "late_receipt belongs to days",
        ),
        (
            r#"{"days":1,"on_day_off":"keep"}"#,
            "on_day_off belongs to calendar_days",
        ),
        (r#"{"calendar_days":1}"#, "needs on_day_off"),
        (r#"{"weeks":1}"#, "unknown field"),
        (
            r#"{"minutes":-1}"#,
            "-1 minutes is not allowed: a target is a whole number from 1 to 5260320",
        ),
        (
            r#"{"days":1.5}"#,
            "1.5 days is not allowed: a target is a whole number from 1 to 3653",
        ),
        (r#"{"calendar_hours":1e30}"#, "1e30 hours is not allowed"),
        (r#"{"hours":"2"}"#, "expected a whole number"),
    ];
    for (json, reason) in refused {
        let message = read(json).unwrap_err();
        assert!(message.contains(reason), "{json}: {message}");
    }
}

#[test]
fn a_target_is_more_than_nothing_and_at_most_ten_years() {
    let ten_years = [
        Target::business_days(3_653),
        Target::Hours(3_653 * 24),
        Target::CalendarMinutes(3_653 * 1_440),
    ];
    for target in ten_years {
        assert_eq!(target.validate(), Ok(()), "{target:?}");
    }
    for target in [
        Target::Minutes(0),
        Target::business_days(0),
        Target::business_days(3_654),
        Target::CalendarHours(87_673),
        Target::Minutes(5_260_321),
    ] {
        assert!(
            matches!(target.validate(), Err(TargetError::NotAllowed { .. })),
            "{target:?}"
        );
    }
    let late = Target::Days {
        days: 1,
        until: Until::SameTime,
        late_receipt: true,
    };
    assert_eq!(late.validate(), Err(TargetError::LateReceiptNotApplicable));
    assert_eq!(
        super::office().due(super::msk("01-13 10:00"), &late),
        Err(TargetError::LateReceiptNotApplicable)
    );
}
