//! Rules that hold for every calendar, start and target.

use proptest::prelude::*;

use super::naive;
use crate::{
    Calendar, CalendarSpec, DayOff, DayOffKind, HOUR, Hours, MINUTE, Moment, OnDayOff, Pause, Segment,
    Shortened, State, Target, Until, WallTime, Week, WorkingDate,
};

const ZONES: [&str; 6] = [
    "Europe/Moscow",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Havana",
];

/// Autumn changes of the clock, in UTC: an hour (in Lord Howe half an hour) is repeated.
const CHANGES: [(&str, &str); 4] = [
    ("Europe/Berlin", "2026-10-25T01:00:00Z"),
    ("America/New_York", "2026-11-01T06:00:00Z"),
    ("America/Havana", "2026-11-01T05:00:00Z"),
    ("Australia/Lord_Howe", "2026-04-04T15:00:00Z"),
];

/// Every start lies in these years: dated days, changes of the clock and a New Year are among them.
const FROM: i64 = 1_767_225_600_000_000; // 2026-01-01T00:00:00Z
const SPAN: i64 = 400 * crate::DAY;

/// Up to three intervals on a grid of so many minutes; they may touch.
fn hours(grid: u16) -> impl Strategy<Value = Vec<Hours>> {
    prop::collection::btree_set(0..=1_440 / grid, 0..=6).prop_map(move |times| {
        let times: Vec<WallTime> = times
            .into_iter()
            .filter_map(|n| WallTime::from_minutes(n * grid))
            .collect();
        times
            .chunks_exact(2)
            .map(|pair| Hours {
                open: pair[0],
                close: pair[1],
            })
            .collect()
    })
}

fn week(grid: u16) -> impl Strategy<Value = Week> {
    let some = hours(grid).prop_filter("the week needs hours", |hours| !hours.is_empty());
    let days = (
        hours(grid),
        hours(grid),
        hours(grid),
        hours(grid),
        hours(grid),
        hours(grid),
        some,
    );
    days.prop_map(|(mon, tue, wed, thu, fri, sat, sun)| Week {
        mon,
        tue,
        wed,
        thu,
        fri,
        sat,
        sun,
    })
}

fn dates() -> impl Strategy<Value = Vec<crate::Date>> {
    prop::collection::btree_set(0..400i64, 0..12).prop_map(|days| {
        let first = crate::Date::new(2026, 1, 1).unwrap();
        days.into_iter()
            .map(|n| first.checked_add(jiff::Span::new().days(n)).unwrap())
            .collect()
    })
}

prop_compose! {
    fn specs(grid: u16)(
        zone in prop::sample::select(ZONES.as_slice()),
        week in week(grid),
        off in dates(),
        working in dates(),
        special in hours(grid),
    ) -> CalendarSpec {
        let own = |date| DayOff { date, name: None, kind: DayOffKind::Own };
        let worked = |date| WorkingDate { date, hours: special.clone(), like: None };
        CalendarSpec {
            name: "any".to_owned(),
            zone: zone.to_owned(),
            known_through: None,
            week,
            days_off: off.into_iter().map(own).collect(),
            working: working.into_iter().filter(|_| !special.is_empty()).map(worked).collect(),
            shortened: Vec::new(),
            yearly_holidays: Vec::new(),
        }
    }
}

fn calendars() -> impl Strategy<Value = Calendar> {
    specs(7).prop_map(|spec| Calendar::compile(&spec).unwrap())
}

fn moments() -> impl Strategy<Value = Moment> {
    // Whole minutes as often as not: edges of intervals are where rules break.
    let aligned = (0..SPAN / MINUTE).prop_map(|minutes| minutes * MINUTE);
    prop_oneof![0..SPAN, aligned].prop_map(|offset| Moment::from_micros(FROM + offset))
}

/// A calendar with the same long hours every day, and two instants within three hours of a change of its clock,
/// in order.
fn around_a_change() -> impl Strategy<Value = (Calendar, Moment, Moment)> {
    let near = || -180..180i64;
    let change = prop::sample::select(CHANGES.as_slice());
    (change, 0..4u16, 4..48u16, near(), near()).prop_map(|((zone, change), open, close, one, other)| {
        let time = |half_hours: u16| WallTime::from_minutes(half_hours * 30).unwrap();
        let calendar = super::daily(zone, &format!("[[\"{}\", \"{}\"]]", time(open), time(close)));
        let minutes = |n: i64| super::at(change).saturating_add(n * MINUTE);
        (calendar, minutes(one.min(other)), minutes(one.max(other)))
    })
}

fn targets() -> impl Strategy<Value = Target> {
    let until = prop::sample::select([Until::Close, Until::EndOfDay, Until::SameTime].as_slice());
    let on_day_off = prop::sample::select([OnDayOff::Keep, OnDayOff::Next, OnDayOff::Previous].as_slice());
    prop_oneof![
        (1..20_000u32).prop_map(Target::Minutes),
        (1..300u32).prop_map(Target::Hours),
        (1..20u32, until, any::<bool>()).prop_map(|(days, until, late)| Target::Days {
            days,
            until,
            late_receipt: late && until != Until::SameTime
        }),
        (1..50_000u32).prop_map(Target::CalendarMinutes),
        (1..800u32).prop_map(Target::CalendarHours),
        (1..30u32, on_day_off).prop_map(|(days, on_day_off)| Target::CalendarDays { days, on_day_off }),
    ]
}

proptest! {
    #[test]
    fn due_and_elapsed_are_inverse(calendar in calendars(), start in moments(), time in 1..300 * HOUR) {
        let due = calendar.add(start, time).at;
        prop_assert_eq!(calendar.between(start, due), time);
        prop_assert_eq!(calendar.between(start, due.saturating_sub(1)), time - 1, "the earliest such instant");
        let back = calendar.before(due, time);
        prop_assert_eq!(calendar.between(back, due), time);
        prop_assert_eq!(calendar.between(back.saturating_add(1), due), time - 1, "the latest such instant");
    }

    #[test]
    fn splitting_a_span_adds_up(calendar in calendars(), mut at in [moments(), moments(), moments()]) {
        at.sort_unstable();
        let [a, b, c] = at;
        prop_assert_eq!(calendar.between(a, c), calendar.between(a, b) + calendar.between(b, c));
    }

    #[test]
    fn it_is_what_counting_step_by_step_gives(spec in specs(30), start in 0..SPAN / HOUR, length in 0..240i64) {
        let calendar = Calendar::compile(&spec).unwrap();
        let a = Moment::from_micros(FROM + start * HOUR);
        let b = a.saturating_add(length * HOUR);
        // The door opens and closes at the first of two equal times: counting by the wall clock agrees only
        // where no edge of an interval lies inside a repeated hour.
        let repeated = repeated_edges(&calendar, a, b);
        prop_assume!(!repeated);
        prop_assert_eq!(calendar.between(a, b), naive::between(&spec, a, b, 15));
    }

    #[test]
    fn more_working_time_never_means_a_later_due(spec in specs(7), start in moments(), minutes in 1..20_000u32) {
        let fewer = Calendar::compile(&spec).unwrap();
        let more = Calendar::compile(&with_more_hours(spec)).unwrap();
        let due = |calendar: &Calendar| calendar.due(start, &Target::Minutes(minutes)).unwrap().at;
        prop_assert!(due(&more) <= due(&fewer));
    }

    #[test]
    fn a_later_request_never_has_an_earlier_due(
        calendar in calendars(),
        target in targets(),
        start in moments(),
        gap in prop_oneof![0..3 * HOUR, 0..10 * crate::DAY],
    ) {
        let earlier = calendar.due(start, &target).unwrap();
        let later = calendar.due(start.saturating_add(gap), &target).unwrap();
        prop_assert!(earlier.at <= later.at, "{:?} then {:?}", earlier, later);
        let may_go_back = matches!(target, Target::CalendarDays { on_day_off: OnDayOff::Previous, .. });
        prop_assert!(may_go_back || earlier.at > start);
    }

    #[test]
    fn nor_where_the_clock_is_changed((calendar, one, other) in around_a_change(), days in 1..3u32) {
        for until in [Until::Close, Until::EndOfDay, Until::SameTime] {
            let target = Target::Days { days, until, late_receipt: false };
            let (earlier, later) = (calendar.due(one, &target).unwrap(), calendar.due(other, &target).unwrap());
            prop_assert!(earlier.at <= later.at, "{:?}: {:?} then {:?}", until, earlier, later);
        }
    }

    #[test]
    fn segments_join_and_add_up(calendar in calendars(), a in moments(), length in 0..40 * crate::DAY) {
        let b = a.saturating_add(length);
        let segments = calendar.segments(a, b);
        let mut at = a;
        let mut open = 0;
        for part in &segments {
            prop_assert_eq!(part.from, at);
            prop_assert!(part.to > part.from);
            at = part.to;
            open += if part.state == State::Open { part.micros() } else { 0 };
        }
        prop_assert_eq!(at, b);
        prop_assert_eq!(open, calendar.between(a, b));
        prop_assert!(segments.windows(2).all(|pair| pair[0].state != pair[1].state));
        let says_open = |part: &Segment| calendar.is_open(part.from) == (part.state == State::Open);
        prop_assert!(segments.iter().all(says_open));
    }

    #[test]
    fn after_a_pause_exactly_as_much_is_left(
        calendar in calendars(),
        start in moments(),
        minutes in 1..5_000u32,
        from in 0..100u32,
        length in 0..10 * crate::DAY,
    ) {
        let target = Target::Minutes(minutes);
        let due = calendar.due(start, &target).unwrap().at;
        let from = calendar.at_percent(start, due, from).unwrap();
        let pause = Pause { from, to: from.saturating_add(length) };
        let moved = calendar.due_with_pauses(start, &target, &[pause]).unwrap().at;
        prop_assert!(moved >= due);
        prop_assert_eq!(calendar.between(pause.to, moved), calendar.between(pause.from, due));
        let parts = halves(pause);
        prop_assert_eq!(calendar.due_with_pauses(start, &target, &parts).unwrap().at, moved, "cut in two");
    }

    #[test]
    fn working_days_count_back_and_forth(calendar in calendars(), at in moments(), n in 1..400u32) {
        let date = calendar.date_of(at);
        let after = calendar.working_day_after(date, n).unwrap();
        prop_assert!(calendar.is_working_day(after));
        prop_assert_eq!(calendar.working_days(date.tomorrow().unwrap(), after), n as usize);
        let back = calendar.working_day_before(after, n).unwrap();
        prop_assert!(back <= date && calendar.working_days(back, date) == 1);
    }

    #[test]
    fn a_shortened_day_loses_exactly_its_minutes(mut spec in specs(7), date in dates(), minutes in 1..600u16) {
        let full = Calendar::compile(&spec).unwrap();
        let Some(&date) = date.first() else { return Ok(()) };
        spec.shortened = vec![Shortened { date, minutes }];
        let worked = |calendar: &Calendar| -> i64 {
            calendar.hours_of(date).into_iter().map(|(open, close)| close - open).sum()
        };
        match Calendar::compile(&spec) {
            Ok(_) if worked(&full) == 0 => {}
            // A change of the clock inside the cut part makes it longer or shorter than its wall time.
            Ok(_) if full.end_of(date) - full.start_of(date) + 1 != crate::DAY => {}
            Ok(cut) => prop_assert_eq!(worked(&cut), worked(&full) - i64::from(minutes) * MINUTE),
            Err(_) => prop_assert!(worked(&full) <= i64::from(minutes) * MINUTE + 2 * HOUR),
        }
    }
}

fn halves(pause: Pause) -> [Pause; 2] {
    let middle = pause.from.saturating_add((pause.to - pause.from) / 2);
    [
        Pause {
            from: middle,
            to: pause.to,
        },
        Pause {
            from: pause.from,
            to: middle,
        },
    ]
}

/// The same calendar without days off, and every weekday that opens at all stays open until 24:00.
fn with_more_hours(mut spec: CalendarSpec) -> CalendarSpec {
    spec.days_off.clear();
    let week = &mut spec.week;
    let days = [
        &mut week.mon,
        &mut week.tue,
        &mut week.wed,
        &mut week.thu,
        &mut week.fri,
        &mut week.sat,
        &mut week.sun,
    ];
    for last in days.into_iter().filter_map(|day| day.last_mut()) {
        last.close = WallTime::END_OF_DAY;
    }
    spec
}

/// Whether an opening or closing of the span lies within two hours of a repeated hour.
fn repeated_edges(calendar: &Calendar, a: Moment, b: Moment) -> bool {
    let zone = calendar.zone();
    let offset = |at: Moment| zone.to_offset(at.to_timestamp()).seconds();
    let near = |edge: Moment| offset(edge.saturating_sub(2 * HOUR)) > offset(edge.saturating_add(2 * HOUR));
    let (mut date, last) = (calendar.date_of(a), calendar.date_of(b));
    let mut found = false;
    while date <= last {
        found |= calendar
            .hours_of(date)
            .into_iter()
            .any(|(open, close)| near(open) || near(close));
        date = date.tomorrow().unwrap();
    }
    found
}
