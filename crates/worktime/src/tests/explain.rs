//! Segments: every span explained, without a gap.

use super::{at, built_in, calendar, msk, office};
use crate::{HOUR, Moment, Segment, State, Why};

fn segment(from: &str, to: &str, state: State) -> Segment {
    Segment {
        from: msk(from),
        to: msk(to),
        state,
    }
}

#[test]
fn an_ordinary_span_has_breaks_nights_and_weekends() {
    let night = || State::Closed(Why::Night);
    let explained = office().segments(msk("01-16 12:00"), msk("01-19 10:00"));
    assert_eq!(
        explained,
        [
            segment("01-16 12:00", "01-16 13:00", State::Open),
            segment("01-16 13:00", "01-16 14:00", State::Closed(Why::Break)),
            segment("01-16 14:00", "01-16 18:00", State::Open),
            segment("01-16 18:00", "01-17 00:00", night()),
            segment("01-17 00:00", "01-19 00:00", State::Closed(Why::Weekend)),
            segment("01-19 00:00", "01-19 09:00", night()),
            segment("01-19 09:00", "01-19 10:00", State::Open),
        ]
    );
    let open: i64 = explained
        .iter()
        .filter(|part| part.state == State::Open)
        .map(Segment::micros)
        .sum();
    assert_eq!(open, 6 * HOUR);
}

#[test]
fn around_the_clock_is_one_segment() {
    let explained = built_in("always").segments(msk("01-16 12:00"), msk("03-19 10:00"));
    assert_eq!(explained, [segment("01-16 12:00", "03-19 10:00", State::Open)]);
}

#[test]
fn nothing_is_explained_by_nothing() {
    assert_eq!(office().segments(msk("01-16 12:00"), msk("01-16 12:00")), []);
    assert_eq!(office().segments(msk("01-16 12:00"), msk("01-15 12:00")), []);
}

#[test]
fn the_years_that_are_not_computed_are_named() {
    let sundays = calendar("name = \"s\"\nzone = \"UTC\"\n[week]\nsun = [[\"10:00\", \"11:00\"]]");
    let late = sundays.segments(at("2299-12-31T00:00:00Z"), Moment::MAX);
    let beyond = State::Closed(Why::BeyondCalendar);
    assert_eq!(
        late.last().unwrap(),
        &Segment {
            from: at("2300-01-01T00:00:00Z"),
            to: Moment::MAX,
            state: beyond
        }
    );
    assert_eq!(sundays.segments(Moment::MIN, at("1800-01-01T00:00:00Z")).len(), 1);
}

#[test]
fn it_travels_with_its_reasons() {
    let explained = office().segments(msk("01-16 17:00"), msk("01-16 19:00"));
    let json = serde_json::to_value(&explained).unwrap();
    assert_eq!(json[0]["state"], "open");
    assert_eq!(json[1]["state"]["closed"], "night");
    let holiday = serde_json::to_value(office().segments(msk("02-23 10:00"), msk("02-23 11:00"))).unwrap();
    assert_eq!(
        holiday[0]["state"]["closed"]["holiday"]["name"],
        "День защитника Отечества"
    );
    assert_eq!(holiday[0]["state"]["closed"]["holiday"]["kind"], "law");
}
