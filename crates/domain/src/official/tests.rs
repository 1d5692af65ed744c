use super::*;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn spec(rest: &str) -> CalendarSpec {
    let week = "[week]\nmon = [['09:00', '18:00']]\ntue = [['09:00', '18:00']]\n";
    toml::from_str(&format!("name = 'c'\nzone = 'Europe/Moscow'\n{rest}\n{week}")).unwrap()
}

fn off(day: &str, name: &str) -> OfficialDay {
    OfficialDay {
        date: date(day),
        name: name.into(),
        kind: DayKind::Off { moved: None },
    }
}

fn announced(days: Vec<OfficialDay>) -> Announced {
    Announced {
        days,
        known_through: date("2027-12-31"),
    }
}

fn told(difference: &Difference) -> Vec<(String, &'static str)> {
    let days = difference.days.iter();
    days.map(|day| (day.date.to_string(), day.code())).collect()
}

const KNOWN: &str = "known_through = '2026-12-31'
days_off = [{ date = '2026-01-01', name = 'Новый год' }, { date = '2027-01-01', name = 'Новый год' },
  { date = '2027-03-08', name = 'Праздник' }, { date = '2027-05-20', name = 'Переезд', kind = 'own' },
  { date = '2027-11-05', name = 'Перенос', kind = 'moved' }]
working = [{ date = '2027-02-20', hours = [['10:00', '15:00']] }]
shortened = [{ date = '2027-11-03', minutes = 90 }]";

#[test]
fn what_is_announced_is_compared_day_by_day() {
    let spec = spec(KNOWN);
    let news = announced(vec![
        off("2027-01-01", "Новогодние каникулы"),
        off("2027-05-10", "Перенос с 9 мая"),
        off("2027-11-05", "Перенос"),
    ]);
    let (new, difference) = update(&spec, &news);
    let expected = [
        ("2027-01-01", "changed"),
        ("2027-03-08", "removed"),
        ("2027-05-10", "added"),
    ];
    assert_eq!(
        told(&difference),
        expected.map(|(day, code)| (day.to_owned(), code))
    );
    assert_eq!(
        difference.known_through,
        (Some(date("2026-12-31")), Some(date("2027-12-31")))
    );
    // The desk's own day, last year's days, and what a list of holidays says nothing of, stay.
    assert!(new.days_off.iter().any(|day| day.kind == DayOffKind::Own));
    assert!(new.days_off.iter().any(|day| day.date == date("2026-01-01")));
    assert_eq!(
        (new.working.clone(), new.shortened.clone()),
        (spec.working, spec.shortened)
    );
    // Moved stays moved where the document does not say.
    let moved = new
        .days_off
        .iter()
        .find(|day| day.date == date("2027-11-05"))
        .unwrap();
    assert_eq!(moved.kind, DayOffKind::Moved);
    assert!(update(&new, &news).1.is_empty(), "once");
}

#[test]
fn a_document_that_names_worked_and_shortened_days_speaks_for_all_of_the_year() {
    let spec = spec(KNOWN);
    let day = |day: &str, kind| OfficialDay { kind, ..off(day, "") };
    let news = announced(vec![
        off("2027-01-01", "Новый год"),
        day("2027-02-27", DayKind::Working { like: Some(1) }),
        off("2027-03-08", "Праздник"),
        day("2027-11-03", DayKind::Shortened { minutes: None }),
        off("2027-11-05", "Перенос"),
    ]);
    let (new, difference) = update(&spec, &news);
    let expected = [("2027-02-20", "removed"), ("2027-02-27", "added")];
    assert_eq!(
        told(&difference),
        expected.map(|(day, code)| (day.to_owned(), code))
    );
    assert_eq!(new.working[0].like, Some(Weekday::Tuesday));
    assert_eq!(
        new.shortened[0].minutes, 90,
        "as it was, where the document does not say"
    );
}

#[test]
fn a_day_off_is_not_worked_any_more() {
    let (new, _) = update(&spec(KNOWN), &announced(vec![off("2027-02-20", "Выходной")]));
    assert!(new.working.is_empty(), "a dated working day would beat it");
}

#[test]
fn what_is_known_is_never_forgotten_and_nothing_announced_changes_nothing() {
    let older = Announced {
        days: vec![off("2026-01-01", "Новый год")],
        known_through: date("2026-06-30"),
    };
    let (new, difference) = update(&spec(KNOWN), &older);
    assert_eq!(new.known_through, Some(date("2026-12-31")));
    assert!(difference.is_empty());
    assert!(update(&spec(KNOWN), &announced(Vec::new())).1.is_empty());
}
