//! Documents as they come: read to the day, or refused with the line and the reason.

use super::document;
use crate::error::{DeskError, Field};
use domain::official::{Announced, DayKind};

fn calendar(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\n{events}END:VCALENDAR\r\n")
        .replace("\r\n\r\n", "\r\n")
}

fn event(lines: &str) -> String {
    let lines = lines.trim().replace('\n', "\r\n");
    format!("BEGIN:VEVENT\r\nUID:1@test\r\n{lines}\r\nEND:VEVENT\r\n")
}

fn read(document: &str) -> Announced {
    document::read(document.as_bytes(), None).unwrap()
}

fn refused(document: &[u8]) -> Vec<(String, &'static str)> {
    let Err(DeskError::Invalid(faults)) = document::read(document, None) else {
        panic!("it should be refused");
    };
    faults
        .into_iter()
        .map(|Field { field, code, .. }| (field, code))
        .collect()
}

fn told(announced: &Announced) -> Vec<String> {
    let days = announced.days.iter();
    days.map(|day| format!("{} {:?} {}", day.date, day.kind, day.name))
        .collect()
}

#[test]
fn days_are_read_with_names_kinds_and_folded_lines() {
    let document = calendar(&[
        event("DTSTART;VALUE=DATE:20270101\nDTEND;VALUE=DATE:20270104\nSUMMARY:Новогодние \n каникулы\\, первые"),
        event("DTSTART:20270222\nSUMMARY:Перенос\nCATEGORIES:Россия,Перенос"),
        event("DTSTART:20270220\nSUMMARY:Рабочая суббота\nCATEGORIES:Рабочий день\nX-OKNO-LIKE:MO"),
        event("DTSTART:20270430\nSUMMARY:Канун\nCATEGORIES:Сокращенный день\nX-OKNO-SHORTENED:90"),
        event("DTSTART:20270505\nSUMMARY:Отменён\nSTATUS:CANCELLED"),
        event("DTSTART:20270612\nDURATION:P1D\nSUMMARY:День России\nBEGIN:VALARM\nTRIGGER:-PT1H\nEND:VALARM"),
    ].concat());
    let announced = read(&document);
    let expected = [
        "2027-01-01 Off { moved: None } Новогодние каникулы, первые",
        "2027-01-02 Off { moved: None } Новогодние каникулы, первые",
        "2027-01-03 Off { moved: None } Новогодние каникулы, первые",
        "2027-02-20 Working { like: Some(0) } Рабочая суббота",
        "2027-02-22 Off { moved: Some(true) } Перенос",
        "2027-04-30 Shortened { minutes: Some(90) } Канун",
        "2027-06-12 Off { moved: None } День России",
    ];
    assert_eq!(told(&announced), expected);
    assert_eq!(
        announced.known_through.to_string(),
        "2027-12-31",
        "the end of its last year"
    );
}

#[test]
fn what_comes_every_year_comes_until_the_last_year_that_is_known() {
    let yearly = event("DTSTART:20250508\nRRULE:FREQ=YEARLY\nSUMMARY:Ежегодно");
    let known = calendar(&format!("X-OKNO-KNOWN-THROUGH:20270630\r\n{yearly}"));
    let dates: Vec<_> = read(&known).days.iter().map(|day| day.date.to_string()).collect();
    assert_eq!(dates, ["2025-05-08", "2026-05-08", "2027-05-08"]);
    assert_eq!(read(&known).known_through.to_string(), "2027-06-30");
    let stated = document::read(known.as_bytes(), Some("2026-12-31".parse().unwrap())).unwrap();
    assert_eq!(
        (stated.days.len(), stated.known_through.to_string()),
        (2, "2026-12-31".to_owned()),
        "what is stated counts"
    );
    let counted = calendar(
        &(event("DTSTART:20250508\nRRULE:FREQ=YEARLY;COUNT=2\nSUMMARY:a")
            + &event("DTSTART:20290101\nSUMMARY:b")),
    );
    assert_eq!(read(&counted).days.len(), 3);
}

#[test]
fn a_document_that_is_not_understood_is_refused_with_its_place() {
    let whole = |events: &str| calendar(events).into_bytes();
    let cases: Vec<(Vec<u8>, &str, &'static str)> = vec![
        (b"<html>not found</html>".to_vec(), "line 1", "syntax"),
        (whole(""), "line 1", "no_days"),
        (
            whole(&event("DTSTART:20270101T090000Z\nSUMMARY:x")),
            "line 6",
            "has_time",
        ),
        (whole(&event("DTSTART:20270230\nSUMMARY:x")), "line 6", "no_date"),
        (whole(&event("SUMMARY:x")), "line 4", "required"),
        (
            whole(&event("DTSTART:20270102\nDTEND:20270102")),
            "line 4",
            "out_of_range",
        ),
        (
            whole(&event("DTSTART:20270101\nDTEND:20280101")),
            "line 4",
            "out_of_range",
        ),
        (
            whole(&event("DTSTART:20270101\nRRULE:FREQ=WEEKLY;BYDAY=SU")),
            "line 7",
            "rule",
        ),
        (
            whole(&event("DTSTART:20270101\nEXDATE:20270102")),
            "line 7",
            "rule",
        ),
        (
            whole(&event("DTSTART:20270101\nX-OKNO-SHORTENED:all day")),
            "line 7",
            "invalid",
        ),
        (
            whole(&(event("DTSTART:20270101") + &event("DTSTART:20270101\nCATEGORIES:working day"))),
            "line 8",
            "twice",
        ),
        (
            b"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nDTSTART:20270101\n".to_vec(),
            "line 4",
            "cut_off",
        ),
        (
            b"BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VEVENT\nDTSTART:20270101\nEND:VEVENT\nEND:VCALENDAR\n"
                .to_vec(),
            "line 1",
            "version",
        ),
        (
            b"BEGIN:VCALENDAR\nVERSION:2.0\nSUMMARY:\xff\nEND:VCALENDAR\n".to_vec(),
            "line 3",
            "encoding",
        ),
        (vec![b'x'; (1 << 20) + 1], "line 1", "too_long"),
    ];
    for (document, place, code) in cases {
        let text = String::from_utf8_lossy(document.get(..200.min(document.len())).unwrap()).into_owned();
        assert_eq!(
            refused(&document).first(),
            Some(&(place.to_owned(), code)),
            "{text}"
        );
    }
}

proptest::proptest! {
    /// Whatever comes is read or refused, and never the end of anything.
    #[test]
    fn any_bytes_are_read_or_refused(lines in proptest::collection::vec("(BEGIN|END|DTSTART|DTEND|RRULE|SUMMARY|DURATION|CATEGORIES|;|\"|[a-z]{0,3})[:;=]?(VCALENDAR|VEVENT|[0-9]{8}|P[0-9]{1,20}[DW]|FREQ=YEARLY;COUNT=[0-9]{1,6}|.{0,12})", 0..30)) {
        let document = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{}\nEND:VCALENDAR", lines.join("\n"));
        if let Ok(announced) = document::read(document.as_bytes(), None) {
            proptest::prop_assert!(!announced.days.is_empty());
            proptest::prop_assert!(announced.days.is_sorted_by_key(|day| day.date));
            let both = announced.days.iter().any(|day| matches!(day.kind, DayKind::Off { .. })
                && announced.days.iter().any(|other| other.date == day.date && other.kind != day.kind && !matches!(other.kind, DayKind::Off { .. })));
            proptest::prop_assert!(!both);
        }
    }
}
