//! Hours of a calendar changed by hand: what it would do is told before, running deadlines follow, and what makes no calendar is
//! refused before anything changes.

use desk::DeskError;
use desk::setup::{CalendarHours, OwnDate};
use domain::clock::ClockKind;
use domain::{Principal, Role};
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

fn with(hours: &CalendarHours, day: usize, intervals: &[(&str, &str)]) -> CalendarHours {
    let mut changed = hours.clone();
    let parse = |(open, close): &(&str, &str)| (open.parse().unwrap(), close.parse().unwrap()).into();
    changed.week[day] = intervals.iter().map(parse).collect();
    changed
}

async fn due(desk: &TestDesk, ticket: &str) -> domain::Moment {
    let clocks = desk.ticket(ticket).await.clocks;
    clocks
        .iter()
        .find(|clock| clock.kind == ClockKind::FirstResponse)
        .unwrap()
        .due
}

async fn hours(desk: &TestDesk, admin: &Principal) -> CalendarHours {
    desk.desk.calendar_hours(admin, "office").await.unwrap()
}

both_databases! {
    async fn deadlines_follow_hours_that_were_changed(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let admin = desk.person("Igor", Role::Administrator).await;
        let galina = desk.person("Galina", Role::Supervisor).await;
        // Tuesday, 17:00: an hour today, an hour tomorrow.
        desk.clock.set("2026-04-14T17:00:00+03:00");
        let ticket = desk.take(message("anna@client.example", "Карта", "Где?")).await.ticket.unwrap().public_id;
        assert_eq!(due(&desk, &ticket).await, moment("2026-04-15T10:00:00+03:00"));
        let before = hours(&desk, &galina).await;
        assert_eq!((before.zone.as_str(), before.dates.len()), ("Europe/Moscow", 0));

        // Wednesday begins at ten.
        let later = with(&before, 2, &[("10:00", "18:00")]);
        let effect = desk.desk.try_calendar_hours(&admin, &later).await.unwrap();
        assert!(effect.moved > 0, "{effect:?}");
        assert_eq!(due(&desk, &ticket).await, moment("2026-04-15T10:00:00+03:00"), "a trial changes nothing");
        desk.desk.change_calendar_hours(admin.actor(), later.clone(), "летом позже").await.unwrap();
        desk.settle().await;
        assert_eq!(due(&desk, &ticket).await, moment("2026-04-15T11:00:00+03:00"));
        let stale = desk.desk.change_calendar_hours(admin.actor(), later, "").await;
        assert!(matches!(stale, Err(DeskError::Conflict { .. })), "{stale:?}");

        // That Wednesday is off altogether, and the Saturday after is worked.
        let mut own = hours(&desk, &admin).await;
        own.dates = vec![
            OwnDate { date: "2026-04-15".parse().unwrap(), hours: Vec::new(), name: "Переезд".into() },
            OwnDate { date: "2026-04-18".parse().unwrap(), hours: with(&own, 0, &[("11:00", "12:00")]).week[0].clone(), name: String::new() },
        ];
        desk.desk.change_calendar_hours(admin.actor(), own.clone(), "переезд").await.unwrap();
        desk.settle().await;
        assert_eq!(due(&desk, &ticket).await, moment("2026-04-16T10:00:00+03:00"));
        let kept = hours(&desk, &admin).await;
        assert_eq!(kept.dates, own.dates);

        let nobody = desk.desk.change_calendar_hours(galina.actor(), kept.clone(), "").await;
        assert!(matches!(nobody, Err(DeskError::Forbidden(_))), "{nobody:?}");
        let mut none = kept.clone();
        none.week = Default::default();
        none.dates.clear();
        let twice = with(&kept, 0, &[("09:00", "13:00"), ("12:00", "18:00")]);
        let backwards = with(&kept, 0, &[("18:00", "09:00")]);
        for wrong in [none, twice, backwards] {
            let refused = desk.desk.change_calendar_hours(admin.actor(), wrong.clone(), "").await;
            assert!(matches!(refused, Err(DeskError::Invalid(_))), "{refused:?}");
            assert!(desk.desk.try_calendar_hours(&admin, &wrong).await.is_err());
        }
        assert_eq!(hours(&desk, &admin).await, kept, "nothing changed");
    }
}
