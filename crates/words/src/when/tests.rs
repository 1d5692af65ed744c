use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;
use crate::Lang;

fn moscow() -> TimeZone {
    TimeZone::get("Europe/Moscow").unwrap()
}

fn at(moscow: &str) -> Timestamp {
    format!("{moscow}+03:00").parse().unwrap()
}

/// What stands in a list, with ordinary spaces.
fn seen(lang: Lang, due_at: &str, now: &str) -> String {
    due(lang, at(due_at), at(now), &moscow()).replace('\u{a0}', " ")
}

/// Glossary, "Time in words"; Tuesday, 12 May 2026 is today where nothing else is said.
#[test]
fn deadlines_of_the_glossary() {
    let table = [
        (
            "2026-05-12T18:00:00",
            "2026-05-12T10:00:00",
            "до 18:00",
            "by 18:00",
        ),
        (
            "2026-05-13T12:00:00",
            "2026-05-12T10:00:00",
            "завтра до 12:00",
            "tomorrow 12:00",
        ),
        (
            "2026-05-13T18:00:00",
            "2026-05-11T10:00:00",
            "до среды, 18:00",
            "by Wed 18:00",
        ),
        (
            "2026-05-12T18:00:00",
            "2026-05-01T10:00:00",
            "до 12 мая, 18:00",
            "by 12 May, 18:00",
        ),
        (
            "2026-05-12T18:00:00",
            "2026-05-12T17:20:00",
            "осталось 40 мин",
            "40 min left",
        ),
        (
            "2026-05-12T15:50:00",
            "2026-05-12T18:00:00",
            "просрочено на 2 ч 10 мин",
            "2 h 10 min late",
        ),
        (
            "2026-05-13T23:59:59.999999",
            "2026-05-04T10:00:00",
            "до конца дня 13 мая",
            "by the end of 13 May",
        ),
        (
            "2026-05-13T23:59:59.999999",
            "2026-05-13T10:00:00",
            "до конца дня",
            "by the end of today",
        ),
        (
            "2027-01-11T18:00:00",
            "2026-12-30T10:00:00",
            "до 11 января 2027 года, 18:00",
            "by 11 January 2027, 18:00",
        ),
        (
            "2026-05-13T09:00:00",
            "2026-05-12T10:00:00",
            "завтра до 9:00",
            "tomorrow 9:00",
        ),
    ];
    for (due, now, russian, english) in table {
        assert_eq!(seen(Lang::Ru, due, now), russian);
        assert_eq!(seen(Lang::En, due, now), english);
    }
    assert_eq!(
        paused(Lang::Ru, &crate::t(Lang::Ru, "why-waiting-client")),
        "приостановлено: ждём клиента"
    );
    assert_eq!(
        paused(Lang::En, &crate::t(Lang::En, "why-waiting-client")),
        "paused: waiting for client"
    );
}

#[test]
fn weekdays_decline() {
    let days = [
        ("2026-05-18", "до понедельника, 18:00"),
        ("2026-05-19", "до вторника, 18:00"),
        ("2026-05-20", "до среды, 18:00"),
        ("2026-05-21", "до четверга, 18:00"),
        ("2026-05-22", "до пятницы, 18:00"),
        ("2026-05-23", "до субботы, 18:00"),
        ("2026-05-24", "до воскресенья, 18:00"),
    ];
    for (day, words) in days {
        let due_at = at(&format!("{day}T18:00:00"));
        let now = due_at - SignedDuration::from_hours(3 * 24);
        assert_eq!(due(Lang::Ru, due_at, now, &moscow()), words);
    }
}

#[test]
fn the_deadline_itself_is_in_time_and_a_microsecond_later_is_late() {
    let moment = "2026-05-12T18:00:00";
    assert_eq!(seen(Lang::Ru, moment, moment), "осталось меньше минуты");
    assert_eq!(
        seen(Lang::Ru, moment, "2026-05-12T18:00:00.000001"),
        "просрочено меньше чем на минуту"
    );
    assert_eq!(seen(Lang::En, moment, "2026-05-12T18:01:00"), "1 min late");
    assert_eq!(seen(Lang::Ru, moment, "2026-05-12T17:00:00"), "до 18:00");
    assert_eq!(
        seen(Lang::Ru, moment, "2026-05-12T17:00:00.000001"),
        "осталось 59 мин"
    );
}

#[test]
fn long_lateness_is_told_in_days() {
    let moment = "2026-05-12T18:00:00";
    assert_eq!(
        seen(Lang::Ru, moment, "2026-05-13T20:30:00"),
        "просрочено на 1 день 2 ч"
    );
    assert_eq!(
        seen(Lang::Ru, moment, "2026-05-14T18:10:00"),
        "просрочено на 2 дня"
    );
    assert_eq!(
        seen(Lang::Ru, moment, "2026-06-02T20:30:00"),
        "просрочено на 21 день"
    );
    assert_eq!(seen(Lang::En, moment, "2026-05-24T20:30:00"), "12 days late");
    assert_eq!(
        late_by(Lang::Ru, SignedDuration::from_secs(42)),
        "с опозданием на 42\u{a0}с"
    );
}

#[test]
fn the_reader_sees_the_own_zone_and_both_on_hover() {
    let vladivostok = TimeZone::get("Asia/Vladivostok").unwrap();
    let (due_at, now) = (at("2026-05-12T18:00:00"), at("2026-05-12T10:00:00"));
    assert_eq!(due(Lang::Ru, due_at, now, &vladivostok), "завтра до 01:00");
    assert_eq!(
        exact(Lang::Ru, due_at, &moscow()).replace('\u{a0}', " "),
        "вторник, 12 мая 2026 года, 18:00 по московскому времени"
    );
    assert_eq!(
        exact(Lang::En, due_at, &moscow()).replace('\u{a0}', " "),
        "Tuesday, 12 May 2026, 18:00 Moscow time"
    );
    assert_eq!(
        exact_in_both(Lang::Ru, due_at, &vladivostok, &moscow()).replace('\u{a0}', " "),
        "среда, 13 мая 2026 года, 01:00 по владивостокскому времени (18:00 вторника, 12 мая, по московскому)"
    );
    let samara = TimeZone::get("Europe/Samara").unwrap();
    assert_eq!(
        exact_in_both(Lang::En, due_at, &moscow(), &samara).replace('\u{a0}', " "),
        "Tuesday, 12 May 2026, 18:00 Moscow time (19:00 Samara time)"
    );
    let minsk = TimeZone::get("Europe/Minsk").unwrap();
    assert_eq!(
        exact_in_both(Lang::Ru, due_at, &moscow(), &minsk),
        exact(Lang::Ru, due_at, &moscow())
    );
}

#[test]
fn timelines_tell_the_day() {
    let now = at("2026-05-12T16:00:00");
    let told = |lang, moment| age(lang, at(moment), now, &moscow()).replace('\u{a0}', " ");
    assert_eq!(told(Lang::Ru, "2026-05-12T14:05:00"), "сегодня, 14:05");
    assert_eq!(told(Lang::Ru, "2026-05-11T23:59:00"), "вчера, 23:59");
    assert_eq!(told(Lang::Ru, "2026-05-01T09:05:00"), "1 мая, 9:05");
    assert_eq!(told(Lang::Ru, "2025-05-12T14:05:00"), "12 мая 2025 года, 14:05");
    assert_eq!(told(Lang::En, "2026-05-11T09:05:00"), "yesterday, 9:05");
    assert_eq!(day(Lang::Ru, at("2026-05-11T09:05:00"), now, &moscow()), "вчера");
    assert_eq!(
        day(Lang::Ru, at("2026-05-02T09:05:00"), now, &moscow()),
        "2\u{a0}мая"
    );
    assert_eq!(
        date_time_short(Lang::Ru, at("2026-05-02T09:05:00"), &moscow()),
        "02.05.2026\u{a0}09:05"
    );
    assert_eq!(
        date_time_short(Lang::En, at("2026-05-02T09:05:00"), &moscow()),
        "2026-05-02\u{a0}09:05"
    );
    assert_eq!(
        date_time_long(Lang::Ru, at("2026-05-02T09:05:00"), &moscow()),
        "2\u{a0}мая 2026\u{a0}года, 9:05"
    );
}

#[test]
fn clients_are_told_their_own_zone_and_both_dates_when_they_differ() {
    let seen_from = at("2026-05-09T12:30:00");
    let told = |lang, due_at, zone: Option<&str>| {
        let client = zone.map(|zone| TimeZone::get(zone).unwrap());
        not_later(lang, at(due_at), seen_from, &moscow(), client.as_ref()).replace('\u{a0}', " ")
    };
    let tuesday = "2026-05-12T18:00:00";
    assert_eq!(
        told(Lang::Ru, tuesday, None),
        "не позднее 18:00 вторника, 12 мая, по московскому времени"
    );
    assert_eq!(
        told(Lang::Ru, tuesday, Some("Europe/Samara")),
        "не позднее 19:00 вторника, 12 мая, по самарскому времени"
    );
    assert_eq!(
        told(Lang::Ru, tuesday, Some("Europe/Minsk")),
        "не позднее 18:00 вторника, 12 мая, по минскому времени"
    );
    assert_eq!(
        told(Lang::En, tuesday, Some("Asia/Vladivostok")),
        "by 18:00 on Tuesday, 12 May, Moscow time (01:00 on Wednesday, 13 May, Vladivostok time)"
    );
    assert_eq!(
        told(Lang::Ru, "2026-05-13T23:59:59.999999", None),
        "до конца дня среды, 13 мая, по московскому времени"
    );
    assert_eq!(
        told(Lang::En, "2026-05-13T23:59:59.999999", None),
        "by the end of Wednesday, 13 May, Moscow time"
    );
    assert_eq!(
        told(Lang::Ru, "2027-01-11T18:00:00", None),
        "не позднее 18:00 понедельника, 11 января 2027 года, по московскому времени"
    );
}

#[test]
fn registration_and_opening_name_their_zones() {
    let vladivostok = TimeZone::get("Asia/Vladivostok").unwrap();
    let evening = at("2026-05-09T20:00:00");
    assert_eq!(
        registered(Lang::Ru, evening, &moscow(), Some(&vladivostok)).replace('\u{a0}', " "),
        "10 мая 2026 года в 03:00 по владивостокскому времени (9 мая в 20:00 по московскому)"
    );
    assert_eq!(
        registered(Lang::En, evening, &moscow(), None).replace('\u{a0}', " "),
        "on 9 May 2026 at 20:00 Moscow time"
    );
    assert_eq!(
        opening(Lang::Ru, at("2026-05-13T09:00:00"), evening, &moscow(), None).replace('\u{a0}', " "),
        "в среду, 13 мая, с 9:00 по московскому времени"
    );
    assert_eq!(
        new_term(Lang::Ru, at("2026-05-13T12:00:00"), evening, &moscow(), None).replace('\u{a0}', " "),
        "среда, 13 мая, 12:00 по московскому времени"
    );
}

proptest! {
    /// Until the announced change the words stay; within a day of the deadline and after it they differ then.
    #[test]
    fn words_change_exactly_when_announced(
        due_at in 1_767_000_000_000_000_i64..1_800_000_000_000_000,
        before in -900_000_000_000_i64..900_000_000_000,
        part in 0.0..1.0_f64,
    ) {
        let due_at = Timestamp::from_microsecond(due_at).unwrap();
        let now = due_at - SignedDuration::from_micros(before);
        let change = next_change(due_at, now, &moscow());
        prop_assert!(change > now);
        let words = |moment| due(Lang::Ru, due_at, moment, &moscow());
        let between = now + SignedDuration::from_micros(((change.as_microsecond() - now.as_microsecond() - 1) as f64 * part) as i64);
        prop_assert_eq!(words(between), words(now));
        // A day or more ahead, midnight may pass without another word.
        if due_at.as_microsecond() - change.as_microsecond() > 24 * 3_600_000_000 {
            return Ok(());
        }
        prop_assert_ne!(words(change), words(now));
    }

    /// Whoever reads "40 min left" has at least 40 minutes.
    #[test]
    fn what_is_left_is_never_overstated(left in 0_i64..3_600_000_000) {
        let due_at = at("2026-05-12T18:00:00");
        let words = due(Lang::En, due_at, due_at - SignedDuration::from_micros(left), &moscow());
        let minutes: i64 = words.split('\u{a0}').next().unwrap().parse().unwrap_or(0);
        prop_assert!(minutes * 60_000_000 <= left && left < (minutes + 1) * 60_000_000);
    }
}
