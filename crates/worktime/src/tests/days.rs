//! Targets in days: until closing, the same time or the end of the day; calendar days; days back and forth.

use super::{built_in, calendar, daily, date, msk, office};
use crate::{Moment, OnDayOff, Target, Until, WallTime};

fn due(start: Moment, target: Target) -> Moment {
    office().due(start, &target).unwrap().at
}

fn calendar_days(days: u32, on_day_off: OnDayOff) -> Target {
    Target::CalendarDays { days, on_day_off }
}

#[test]
fn calendar_days_end_with_the_date_and_say_what_a_day_off_means() {
    let thursday = msk("05-07 10:00");
    assert_eq!(
        due(thursday, calendar_days(2, OnDayOff::Keep)),
        msk("05-09 23:59:59.999999")
    );
    assert_eq!(
        due(thursday, calendar_days(2, OnDayOff::Next)),
        msk("05-12 23:59:59.999999")
    );
    assert_eq!(
        due(thursday, calendar_days(2, OnDayOff::Previous)),
        msk("05-08 23:59:59.999999")
    );
    for choice in [OnDayOff::Keep, OnDayOff::Next, OnDayOff::Previous] {
        assert_eq!(
            due(thursday, calendar_days(1, choice)),
            msk("05-08 23:59:59.999999"),
            "{choice:?}"
        );
    }
}

#[test]
fn a_due_that_an_assumed_holiday_moved_is_preliminary_wherever_it_lands() {
    let office = office();
    let preliminary = |choice| office.due(msk("12-30 10:00"), &calendar_days(2, choice)).unwrap();
    let back = preliminary(OnDayOff::Previous);
    assert_eq!((back.at, back.preliminary), (msk("12-30 23:59:59.999999"), true));
    assert!(preliminary(OnDayOff::Next).preliminary);
    assert!(!preliminary(OnDayOff::Keep).preliminary, "no day off can move it");
    assert!(
        !office
            .due(msk("12-31 10:00"), &Target::CalendarHours(48))
            .unwrap()
            .preliminary
    );
}

#[test]
fn calendar_minutes_and_hours_are_elapsed_time() {
    assert_eq!(
        due(msk("01-16 18:30"), Target::CalendarMinutes(90)),
        msk("01-16 20:00")
    );
    assert_eq!(
        due(msk("01-16 18:30"), Target::CalendarHours(24)),
        msk("01-17 18:30")
    );
}

fn same_time(days: u32) -> Target {
    Target::Days {
        days,
        until: Until::SameTime,
        late_receipt: false,
    }
}

#[test]
fn the_same_time_bends_to_the_hours_of_its_day() {
    let uneven = calendar(
        "name = \"uneven\"\nzone = \"Europe/Moscow\"\n[week]\n\
         mon = [[\"08:00\", \"20:00\"]]\ntue = [[\"10:00\", \"13:00\"], [\"14:00\", \"18:00\"]]",
    );
    let due = |start: &str| uneven.due(msk(start), &same_time(1)).unwrap().at;
    assert_eq!(due("01-12 08:30"), msk("01-13 10:00"), "before opening");
    assert_eq!(due("01-12 13:30"), msk("01-13 14:00"), "in a break");
    assert_eq!(
        due("01-12 13:00"),
        msk("01-13 13:00"),
        "a deadline on closing stays"
    );
    assert_eq!(due("01-12 19:00"), msk("01-13 18:00"), "after closing");
    assert_eq!(due("01-12 11:22:33.000044"), msk("01-13 11:22:33.000044"));
    assert_eq!(
        due("01-14 12:00"),
        msk("01-20 10:00"),
        "outside working time it starts at the next opening"
    );
}

#[test]
fn received_after_hours_counts_from_the_last_closing_of_the_day() {
    let late = |until| Target::Days {
        days: 1,
        until,
        late_receipt: true,
    };
    assert_eq!(
        due(msk("01-16 17:59:59.999999"), late(Until::Close)),
        msk("01-19 18:00")
    );
    assert_eq!(due(msk("01-16 18:00"), late(Until::Close)), msk("01-20 18:00"));
    assert_eq!(
        due(msk("01-16 08:00"), late(Until::Close)),
        msk("01-19 18:00"),
        "before opening it is still that day"
    );
    assert_eq!(
        due(msk("01-16 13:30"), late(Until::Close)),
        msk("01-19 18:00"),
        "in a break too"
    );
    assert_eq!(
        due(msk("01-17 12:00"), late(Until::EndOfDay)),
        msk("01-20 23:59:59.999999")
    );
}

#[test]
fn a_day_open_until_24_closes_at_24_on_the_same_date() {
    let always = daily("Europe/Moscow", "[[\"00:00\", \"24:00\"]]");
    let target = Target::business_days(1);
    let due = always.due(msk("01-13 10:00"), &target).unwrap().at;
    assert_eq!(due, msk("01-15 00:00"));
    assert_eq!(always.shown(due), (date("2026-01-14"), WallTime::END_OF_DAY));
    assert_eq!(always.told(&target, due), due);
    assert_eq!(
        always.shown(msk("01-14 17:45:59")),
        (date("2026-01-14"), "17:45".parse().unwrap())
    );
    let midnight = office().shown(msk("01-15 00:00"));
    assert_eq!(
        midnight,
        (date("2026-01-15"), WallTime::MIDNIGHT),
        "the office did not close then"
    );
}

#[test]
fn told_is_the_closing_of_the_day_or_the_full_minute() {
    let office = office();
    let end_of_day = Target::Days {
        days: 1,
        until: Until::EndOfDay,
        late_receipt: false,
    };
    assert_eq!(
        office.told(&end_of_day, msk("04-30 23:59:59.999999")),
        msk("04-30 17:00")
    );
    assert_eq!(
        office.told(&Target::Minutes(60), msk("04-30 16:30:59.999999")),
        msk("04-30 16:30")
    );
    let saturday = msk("05-16 23:59:59.999999");
    assert_eq!(
        office.told(&calendar_days(1, OnDayOff::Keep), saturday),
        saturday,
        "nothing closes that day"
    );
}

#[test]
fn working_days_back_and_forth() {
    let office = office();
    assert_eq!(
        office.working_day_after(date("2026-05-08"), 1),
        Some(date("2026-05-12"))
    );
    assert_eq!(
        office.working_day_before(date("2026-05-12"), 1),
        Some(date("2026-05-08"))
    );
    assert_eq!(
        office.working_day_before(date("2026-05-10"), 1),
        Some(date("2026-05-08")),
        "from a Sunday"
    );
    assert_eq!(
        office.working_day_before(date("2026-01-12"), 1),
        Some(date("2025-12-30")),
        "over New Year"
    );
    assert_eq!(
        office.working_day_before(date("2026-01-13"), 248),
        Some(date("2025-01-09"))
    );
    assert_eq!(office.working_day_after(date("2026-05-08"), 0), None);
    assert_eq!(office.working_day_after(date("2299-12-31"), 1), None);
    assert_eq!(office.working_day_before(date("1900-01-01"), 1), None);
    assert_eq!(office.working_days(date("2026-05-08"), date("2026-05-12")), 2);
    assert_eq!(office.working_days(date("2026-05-12"), date("2026-05-08")), 0);
}

#[test]
fn hours_of_a_date_are_its_intervals() {
    let office = office();
    let shortened = office.hours_of(date("2026-04-30"));
    assert_eq!(
        shortened,
        [
            (msk("04-30 09:00"), msk("04-30 13:00")),
            (msk("04-30 14:00"), msk("04-30 17:00"))
        ]
    );
    assert_eq!(office.opening_of(date("2026-04-30")), Some(msk("04-30 09:00")));
    assert_eq!(office.opening_of(date("2026-05-01")), None);
    assert_eq!(built_in("ru-line").hours_of(date("2026-05-01")).len(), 1);
    assert_eq!(office.date_of(msk("05-01 00:00")), date("2026-05-01"));
    assert_eq!(
        office.date_of(office.end_of(date("2026-05-01"))),
        date("2026-05-01")
    );
}

#[test]
fn a_shortened_day_is_cut_through_its_break() {
    let short_evening = |minutes: u16| {
        calendar(&format!(
            "name = \"short evening\"\nzone = \"Europe/Moscow\"\n\
             shortened = [{{ date = \"2026-01-13\", minutes = {minutes} }}]\n[week]\n\
             tue = [[\"09:00\", \"13:00\"], [\"14:00\", \"14:30\"]]"
        ))
    };
    let closing = |minutes| short_evening(minutes).closing_of(date("2026-01-13")).unwrap();
    assert_eq!(closing(20), msk("01-13 14:10"));
    assert_eq!(closing(30), msk("01-13 13:00"));
    assert_eq!(
        closing(60),
        msk("01-13 12:30"),
        "an hour of work, not of the clock"
    );
    assert_eq!(
        short_evening(60).closing_of(date("2026-01-20")),
        Some(msk("01-20 14:30")),
        "other days stay"
    );
}
