//! Official calendars that are fetched: proposed once, tried again, refused with the place and the reason.

use channel::Fetch;
use domain::official::UpdateState;
use domain::{Actor, Role};
use std::sync::{Arc, Mutex};
use testkit::{TestDatabase, TestDesk, both_databases, moment};

const FEED: &str = "[[calendar]]
name = 'fed'
zone = 'Europe/Moscow'
known_through = '2025-12-31'
week = { mon = [['09:00', '18:00']], tue = [['09:00', '18:00']] }
[[feed]]
calendar = 'fed'
url = 'https://calendars.example/ru.ics'
every_days = 3
";

/// What stands at the address now, and how often it was asked for.
#[derive(Default)]
struct Elsewhere(Mutex<(Option<String>, usize)>);

impl Elsewhere {
    fn put(&self, date: &str) {
        let document = format!(
            "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nDTSTART:{date}\nSUMMARY:Праздник\nEND:VEVENT\nEND:VCALENDAR\n"
        );
        self.0.lock().unwrap().0 = Some(document);
    }

    fn asked(&self) -> usize {
        self.0.lock().unwrap().1
    }
}

#[async_trait::async_trait]
impl Fetch for Elsewhere {
    async fn fetch(&self, url: &str, limit: usize) -> Result<Vec<u8>, String> {
        assert!(url == "https://calendars.example/ru.ics" && limit > 0);
        let mut here = self.0.lock().unwrap();
        here.1 += 1;
        here.0
            .clone()
            .map(String::into_bytes)
            .ok_or_else(|| "calendars.example cannot be reached".to_owned())
    }
}

async fn fed(database: TestDatabase) -> (TestDesk, Arc<Elsewhere>) {
    let desk = TestDesk::new(database).await;
    let elsewhere = Arc::new(Elsewhere::default());
    desk.desk.set_fetcher(Arc::clone(&elsewhere) as Arc<dyn Fetch>);
    desk.clock.set("2026-04-13T10:00:00+03:00");
    (desk, elsewhere)
}

async fn states(desk: &TestDesk) -> Vec<UpdateState> {
    let all = desk.desk.calendar_updates(&TestDesk::supervisor()).await.unwrap();
    all.into_iter().map(|one| one.update.state).collect()
}

both_databases! {
    async fn a_feed_is_fetched_again_and_again_and_its_news_proposed_once(database: TestDatabase) {
        let (desk, elsewhere) = fed(database).await;
        elsewhere.put("20260504");
        desk.desk.apply_setup(Actor::System, FEED).await.unwrap();
        desk.settle().await;
        assert_eq!(states(&desk).await, [UpdateState::Proposed]);
        let proposal = desk.desk.calendar_updates(&TestDesk::supervisor()).await.unwrap().remove(0);
        assert_eq!((proposal.update.actor, proposal.update.source.as_str()), (Actor::System, "https://calendars.example/ru.ics"));
        desk.desk.reject_update(Actor::System, &proposal.update.public_id, "не наше").await.unwrap();
        desk.settle().await;
        assert_eq!(elsewhere.asked(), 1, "not before its time");
        desk.clock.set("2026-04-16T10:00:01+03:00");
        desk.settle().await;
        assert_eq!((elsewhere.asked(), states(&desk).await), (2, vec![UpdateState::Rejected]), "what was rejected is not asked again");
        elsewhere.put("20260505");
        desk.clock.set("2026-04-19T10:00:02+03:00");
        desk.settle().await;
        assert_eq!(states(&desk).await, [UpdateState::Proposed, UpdateState::Rejected]);
        let admin = desk.person("Irina", Role::Administrator).await;
        let news = desk.desk.calendar_updates(&TestDesk::supervisor()).await.unwrap().remove(0);
        desk.desk.confirm_update(admin.actor(), &news.update.public_id, news.version, "").await.unwrap();
        desk.clock.set("2026-04-22T10:00:03+03:00");
        desk.settle().await;
        assert_eq!((elsewhere.asked(), states(&desk).await.len()), (4, 2), "nothing new");
    }

    async fn what_goes_wrong_is_told_and_tried_the_next_day(database: TestDatabase) {
        let (desk, elsewhere) = fed(database).await;
        desk.desk.apply_setup(Actor::System, FEED).await.unwrap();
        desk.settle().await;
        let supervisor = TestDesk::supervisor();
        let feeds = desk.desk.calendar_feeds(&supervisor).await.unwrap();
        assert_eq!((feeds[0].problem.as_str(), feeds[0].tried_at), ("calendars.example cannot be reached", moment("2026-04-13T10:00:00+03:00")));
        elsewhere.put("soon");
        desk.clock.set("2026-04-14T10:00:01+03:00");
        desk.settle().await;
        let feeds = desk.desk.calendar_feeds(&supervisor).await.unwrap();
        assert!(feeds[0].problem.starts_with("line 4: “soon” is no date"), "{}", feeds[0].problem);
        assert!(states(&desk).await.is_empty());
        elsewhere.put("20260504");
        desk.clock.set("2026-04-15T10:00:02+03:00");
        desk.settle().await;
        assert_eq!(desk.desk.calendar_feeds(&supervisor).await.unwrap()[0].problem, "");
        assert_eq!(states(&desk).await, [UpdateState::Proposed]);
        // Taken away: fetched no more. What else the file would retire is named in it.
        desk.desk.apply_setup(Actor::System, &format!("prune = true\n{}", testkit::DESK_TOML)).await.unwrap();
        desk.clock.set("2026-05-15T10:00:00+03:00");
        desk.settle().await;
        assert_eq!(elsewhere.asked(), 3);
    }

    async fn an_address_that_may_not_be_fetched_is_refused_with_its_place(database: TestDatabase) {
        let (desk, _) = fed(database).await;
        for (wrong, place) in [
            ("http://calendars.example/ru.ics", "feed[1].url"), ("https://user:word@calendars.example/", "feed[1].url"),
            ("file:///etc/passwd", "feed[1].url"), ("https://", "feed[1].url"),
        ] {
            let file = FEED.replace("https://calendars.example/ru.ics", wrong);
            let refused = desk.desk.apply_setup(Actor::System, &file).await;
            let Err(desk::DeskError::Invalid(faults)) = refused else { panic!("{wrong}") };
            assert_eq!(faults[0].field, place, "{wrong}");
        }
        assert!(desk.desk.calendar_feeds(&TestDesk::supervisor()).await.unwrap().is_empty());
    }
}
