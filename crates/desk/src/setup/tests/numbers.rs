//! Numbers out of their range: all of a file at once, each with its place, its value and what is allowed.

use super::mistakes::refused;
use super::{SMALL, apply};
use crate::fixture::empty_desk;
use testkit::TestDatabase;

testkit::both_databases! {
    async fn a_number_out_of_its_range_is_told_with_its_value_and_what_is_allowed(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        apply(&desk, SMALL).await.unwrap();
        let text = "[desk]
name = 'Desk'
zone = 'Europe/Moscow'
calendar = 'Week'
lang = 'en'
link_days = -1
undo_seconds = 1.5
remind_days = 251
close_days = -2
call_attempts = 0
due_soon_minutes = 99999999999
[[policy]]
name = 'Bad'
[[policy.clock]]
kind = 'resolution'
target = { minutes = -5 }
calendar = 'Lunar'
[[policy.clock.warn]]
percent = -10
to = ['team']
[[policy.clock.warn]]
before = { hours = 1, minutes = -30 }
to = ['team']
[[policy.clock.warn]]
after = { minutes = 0.5 }
to = ['team']
[[policy.clock]]
kind = 'first_response'
target = { days = 1.5 }
[[policy.clock]]
kind = 'next_response'
target = { calendar_hours = 0 }
[[policy.clock]]
kind = 'periodic_update'
target = { weeks = 2 }
[[term]]
name = 'Law'
when = { kinds = ['complaint'] }
calendar = 'Week'
days = -15
extension = 2501
registration_days = 0
[[feed]]
calendar = 'Week'
url = 'https://calendars.example/ru.ics'
every_days = -7
";
        let found = refused(apply(&desk, text).await);
        let told: Vec<String> = found.iter().map(|field| format!("{}: {}", field.field, field.reason)).collect();
        let wanted = [
            "desk.undo_seconds: 1.5 is no whole number: answers wait meanwhile: use 0 to 120 seconds (line 1)",
            "desk.remind_days: 251 is not allowed: use 0 (never) to 250 working days (line 1)",
            "desk.close_days: -2 is not allowed: use 0 (never) to 250 working days (line 1)",
            "desk.call_attempts: 0 is not allowed: use 1 to 20 calls (line 1)",
            "desk.link_days: -1 is not allowed: private links live 1 to 3650 days after their tickets close (line 1)",
            "desk.due_soon_minutes: 99999999999 is not allowed: soon is 1 to 43200 minutes, which is 30 days (line 1)",
            "policy[1].clock[1].target: -5 minutes is not allowed: a target is a whole number from 1 to 5260320, which is 10 years (line 12)",
            "policy[1].clock[1].calendar: there is no calendar “Lunar”: add it as [[calendar]], or use one that is there (line 12)",
            "policy[1].clock[2].target: 1.5 days is not allowed: a target is a whole number from 1 to 3653, which is 10 years (line 12)",
            "policy[1].clock[3].target: 0 hours is not allowed: a target is a whole number from 1 to 87672, which is 10 years (line 12)",
            "policy[1].clock[1].warn[1].percent: -10 is not allowed: a whole number from 1 to 1000 percent of the time (line 12)",
            "policy[1].clock[1].warn[2].before: hours = 1, minutes = -30 is not allowed: from one minute to 4000 business hours (line 12)",
            "policy[1].clock[1].warn[3].after: minutes = 0.5 is not allowed: at most 4000 business hours, and not below 0 (line 12)",
            "term[1].days: -15 is not allowed: a term has 1 to 2500 working days (line 36)",
            "term[1].extension: 2501 is not allowed: a term has 0 to 2500 working days (line 36)",
            "term[1].registration_days: 0 is not allowed: a term has 1 to 2500 working days (line 36)",
            "feed[1].every_days: -7 is not allowed: a feed is fetched every 1 to 92 days (line 43)",
        ];
        for one in wanted {
            assert!(told.iter().any(|told| told == one), "{one}\n{}", told.join("\n"));
        }
        let weeks = told.iter().find(|told| told.starts_with("policy[1].clock[4].target: ")).unwrap();
        assert!(weeks.contains("weeks") && weeks.contains("minutes"), "{weeks}");
        assert_eq!(told.len(), wanted.len() + 1, "{}", told.join("\n"));
    }
}
