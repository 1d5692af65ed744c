//! The worked examples of the definitions that are more than one due time.

use super::{at, built_in, date, msk, office};
use crate::{HOUR, MINUTE, Pause, Target, Until};

#[test]
fn example_4_business_time_over_a_shortened_day_and_a_holiday() {
    assert_eq!(
        office().between(msk("04-29 12:00"), msk("05-04 10:00")),
        13 * HOUR
    );
}

#[test]
fn example_5_a_letter_under_a_statutory_term() {
    let office = office();
    let registration = Target::Days {
        days: 1,
        until: Until::EndOfDay,
        late_receipt: false,
    };
    let received = office.start_of(date("2026-04-17"));
    assert_eq!(
        office.due(received, &registration).unwrap().at,
        msk("04-20 23:59:59.999999")
    );
    assert_eq!(
        office.working_day_after(date("2026-04-20"), 1),
        Some(date("2026-04-21")),
        "first day"
    );
    assert_eq!(
        office.working_day_after(date("2026-04-20"), 15),
        Some(date("2026-05-13")),
        "last day"
    );
}

#[test]
fn example_8_a_bounce_is_a_pause() {
    let office = office();
    let bounced_at = |to: &str| Pause {
        from: msk("04-14 11:30"),
        to: msk(to),
    };
    let due = |pause| {
        office
            .due_with_pauses(msk("04-14 10:00"), &Target::Minutes(120), &[pause])
            .unwrap()
            .at
    };
    assert_eq!(due(bounced_at("04-14 16:00")), msk("04-14 16:30"));
    assert_eq!(due(bounced_at("04-15 08:00")), msk("04-15 09:30"));
}

#[test]
fn example_10_warnings_pause_and_what_the_client_is_told() {
    let office = office();
    let target = Target::business_days(1);
    let (start, due) = (msk("04-13 11:00"), msk("04-14 18:00"));
    assert_eq!(office.due(start, &target).unwrap().at, due);
    assert_eq!(office.between(start, due), 14 * HOUR);
    assert_eq!(office.at_percent(start, due, 75), Some(msk("04-14 14:30")));
    assert_eq!(office.before(due, 2 * HOUR), msk("04-14 16:00"));
    let pause = Pause {
        from: msk("04-13 15:00"),
        to: msk("04-15 10:00"),
    };
    assert_eq!(office.between(pause.from, pause.to), 12 * HOUR);
    let moved = office.due_with_pauses(start, &target, &[pause]).unwrap().at;
    assert_eq!(moved, msk("04-16 13:00"));
    assert_eq!(office.told(&target, moved), msk("04-16 18:00"));
}

#[test]
fn example_11_a_side_task_ends_after_the_clients_deadline() {
    let task = office()
        .due(msk("04-14 15:00"), &Target::Minutes(300))
        .unwrap()
        .at;
    assert_eq!(task, msk("04-15 11:00"));
    assert!(task > msk("04-14 18:00"));
}

#[test]
fn example_12_reopened_and_closed() {
    let office = office();
    let resolved = Pause {
        from: msk("04-13 17:00"),
        to: msk("04-15 10:00"),
    };
    assert_eq!(office.between(resolved.from, resolved.to), 10 * HOUR);
    let due = office
        .due_with_pauses(msk("04-13 09:00"), &Target::Minutes(480), &[resolved])
        .unwrap();
    assert_eq!(due.at, msk("04-15 11:00"));
    let closes = office
        .due(msk("04-13 17:00"), &Target::business_days(5))
        .unwrap()
        .at;
    assert_eq!(closes, msk("04-20 18:00"));
}

#[test]
fn examples_14_and_15_lateness_and_a_changed_target() {
    let office = office();
    assert_eq!(office.between(msk("04-14 18:00"), msk("04-15 09:05")), 5 * MINUTE);
    assert_eq!(msk("04-15 09:05") - msk("04-14 18:00"), 15 * HOUR + 5 * MINUTE);
    assert_eq!(office.add(msk("04-13 15:00"), HOUR).at, msk("04-13 16:00"));
}

#[test]
fn examples_17_and_18_calls() {
    let callback = office().due(msk("04-14 19:05"), &Target::Minutes(30)).unwrap().at;
    assert_eq!(callback, msk("04-15 09:30"));
    let vip = built_in("ru-line")
        .due(msk("01-17 21:58"), &Target::Minutes(5))
        .unwrap();
    assert_eq!(vip.at, msk("01-18 08:03"));
    assert!(!vip.preliminary);
}

#[test]
fn example_19_a_promise_by_date_means_its_closing_time() {
    let office = office();
    assert_eq!(office.closing_of(date("2026-05-08")), Some(msk("05-08 17:00")));
    assert_eq!(office.closing_of(date("2026-05-09")), None);
}

#[test]
fn example_20_closed_on_a_holiday() {
    let office = office();
    let written = msk("05-09 12:30");
    assert!(!office.is_open(written));
    assert_eq!(office.next_opening(written), Some(msk("05-12 09:00")));
    let due = office.due(written, &Target::business_days(1)).unwrap().at;
    assert_eq!(due, at("2026-05-12T18:00:00+03:00"));
    assert_eq!(office.told(&Target::business_days(1), due), due);
}
