//! Pauses beyond the worked examples: order, overlaps, edges, and targets that do not pause.

use super::{msk, office};
use crate::{Moment, OnDayOff, Pause, Target, TargetError, Until};

fn pause(from: &str, to: &str) -> Pause {
    Pause {
        from: msk(from),
        to: msk(to),
    }
}

fn paused(target: Target, pauses: &[Pause]) -> Moment {
    office()
        .due_with_pauses(msk("04-14 10:00"), &target, pauses)
        .unwrap()
        .at
}

const TWO_HOURS: Target = Target::Hours(2);

#[test]
fn a_pause_outside_working_hours_adds_nothing() {
    assert_eq!(
        paused(TWO_HOURS, &[pause("04-14 13:00", "04-14 14:00")]),
        msk("04-14 12:00")
    );
    let friday = office()
        .due_with_pauses(
            msk("04-17 16:00"),
            &TWO_HOURS,
            &[pause("04-17 18:00", "04-20 09:00")],
        )
        .unwrap();
    assert_eq!(friday.at, msk("04-17 18:00"), "closing stays closing");
}

#[test]
fn a_pause_after_the_due_instant_does_not_undo_the_breach() {
    assert_eq!(
        paused(TWO_HOURS, &[pause("04-14 12:00:00.000001", "04-15 12:00")]),
        msk("04-14 12:00")
    );
    let at_the_instant = pause("04-14 12:00", "04-14 12:30");
    assert_eq!(
        paused(TWO_HOURS, &[at_the_instant]),
        msk("04-14 12:30"),
        "\"by\" includes the instant"
    );
}

#[test]
fn an_earlier_pause_makes_room_for_a_later_one() {
    let first = pause("04-14 11:00", "04-14 12:00");
    let second = pause("04-14 12:30", "04-14 13:00");
    assert_eq!(paused(TWO_HOURS, &[first, second]), msk("04-14 14:30"));
    assert_eq!(
        paused(TWO_HOURS, &[second, first]),
        msk("04-14 14:30"),
        "in any order"
    );
    assert_eq!(
        paused(TWO_HOURS, &[second]),
        msk("04-14 12:00"),
        "alone it comes after the due instant"
    );
}

#[test]
fn overlapping_pauses_count_once() {
    let pauses = [
        pause("04-14 10:30", "04-14 11:00"),
        pause("04-14 10:45", "04-14 11:15"),
    ];
    assert_eq!(paused(TWO_HOURS, &pauses), msk("04-14 12:45"));
    let inside = [
        pause("04-14 10:30", "04-14 11:15"),
        pause("04-14 10:45", "04-14 11:00"),
    ];
    assert_eq!(paused(TWO_HOURS, &inside), msk("04-14 12:45"));
}

#[test]
fn what_lies_before_the_start_counts_for_nothing() {
    assert_eq!(
        paused(TWO_HOURS, &[pause("04-14 09:00", "04-14 10:30")]),
        msk("04-14 12:30")
    );
    assert_eq!(
        paused(TWO_HOURS, &[pause("04-13 09:00", "04-14 10:00")]),
        msk("04-14 12:00")
    );
}

#[test]
fn clocks_until_the_end_of_a_day_and_in_calendar_days_do_not_pause() {
    let whole_day = [pause("04-14 10:00", "04-15 10:00")];
    let end_of_day = Target::Days {
        days: 1,
        until: Until::EndOfDay,
        late_receipt: false,
    };
    assert_eq!(paused(end_of_day, &whole_day), msk("04-15 23:59:59.999999"));
    let calendar_days = Target::CalendarDays {
        days: 1,
        on_day_off: OnDayOff::Keep,
    };
    assert_eq!(paused(calendar_days, &whole_day), msk("04-15 23:59:59.999999"));
    let same_time = Target::Days {
        days: 1,
        until: Until::SameTime,
        late_receipt: false,
    };
    assert_eq!(paused(same_time, &whole_day), msk("04-16 10:00"));
    assert_eq!(
        paused(Target::CalendarHours(8), &[pause("04-14 11:00", "04-14 12:00")]),
        msk("04-15 10:00")
    );
}

#[test]
fn an_extension_into_an_unpublished_year_is_preliminary() {
    let office = office();
    let pauses = [pause("12-30 16:00", "12-30 18:00")];
    let due = office
        .due_with_pauses(msk("12-30 15:00"), &TWO_HOURS, &pauses)
        .unwrap();
    assert!(due.preliminary);
    assert_eq!(due.at, super::at("2027-01-11T10:00:00+03:00"));
}

#[test]
fn a_pause_that_ends_before_it_begins_is_refused() {
    let wrong = pause("04-14 12:00", "04-14 11:00");
    let refused = office()
        .due_with_pauses(msk("04-14 10:00"), &TWO_HOURS, &[wrong])
        .unwrap_err();
    assert_eq!(
        refused,
        TargetError::InvertedPause {
            from: wrong.from,
            to: wrong.to
        }
    );
}
