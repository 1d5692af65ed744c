//! The private link: what can be done by it, and what happens to one that is guessed, shared, expired.

use super::site::Site;
use domain::clock::Verdict;
use domain::ticket::{Outcome, State};
use domain::time::DAY;
use domain::{Actor, Role};
use testkit::{TestDatabase, both_databases, message};

async fn opened(site: &Site) -> (String, String) {
    let ticket = site
        .desk
        .take(message("maria@client.example", "Справка", "Где моя справка?"))
        .await
        .ticket
        .unwrap();
    (ticket.public_id, format!("/t/{}", ticket.link_secret))
}

both_databases! {
    async fn a_request_is_taken_back_after_being_asked_once_more(database: TestDatabase) {
        let site = Site::new(database).await;
        let (id, path) = opened(&site).await;
        let page = site.get(&path).await;
        assert!(page.body.contains(&format!("{path}/withdrawal")), "{}", page.body);
        let asked = site.get(&format!("{path}/withdrawal")).await;
        assert!(asked.body.contains("2026-000001"), "{}", asked.body);
        assert_eq!(site.desk.ticket(&id).await.state, State::New, "asking takes nothing back");
        let fields = [("csrf", asked.field("csrf"))];
        let done = site.post(&format!("{path}/withdrawal"), &fields).await;
        assert_eq!((done.status, done.header("location")), (303, format!("{path}?done=withdrawn").as_str()));
        assert_eq!(site.post(&format!("{path}/withdrawal"), &fields).await.status, 303, "pressed twice");
        let ticket = site.desk.ticket(&id).await;
        assert_eq!((ticket.state, ticket.outcome), (State::Resolved, Some(Outcome::WITHDRAWN)));
        assert!(ticket.clocks.iter().all(|clock| clock.verdict == Verdict::Cancelled), "{:?}", ticket.clocks);
        let told: Vec<_> = ticket.timeline.entries.iter().filter(|entry| entry.code == "ticket_withdrawn").collect();
        assert_eq!(told.len(), 1);
        let after = site.get(&path).await.body;
        assert!(after.contains("Обращение отозвано") && !after.contains("/withdrawal"), "{after}");
        let forged = site.post(&format!("{path}/withdrawal"), &[("csrf", "x".repeat(26))]).await;
        assert_eq!(forged.status, 403);
    }

    async fn solved_is_said_and_taken_back_by_writing(database: TestDatabase) {
        let site = Site::new(database).await;
        let (id, path) = opened(&site).await;
        let page = site.get(&path).await;
        let done = site.post(&format!("{path}/solution"), &[("csrf", page.field("csrf"))]).await;
        assert_eq!((done.status, done.header("location")), (303, format!("{path}?done=solved").as_str()));
        let ticket = site.desk.ticket(&id).await;
        assert_eq!((ticket.state, ticket.outcome), (State::Resolved, Some(Outcome::SOLVED)));
        let fields = [("csrf", page.field("csrf")), ("text", "Нет, не решён".to_owned())];
        assert_eq!(site.post(&format!("{path}/messages"), &fields).await.status, 303);
        let ticket = site.desk.ticket(&id).await;
        assert_eq!((ticket.state, ticket.outcome), (State::Open, None));
        let page = site.get(&path).await.body;
        assert!(page.contains("Вопрос решён") && page.contains("Нет, не решён"), "{page}");
    }

    async fn files_come_along_with_what_is_added(database: TestDatabase) {
        let site = Site::new(database).await;
        let (id, path) = opened(&site).await;
        let page = site.get(&path).await;
        let fields = [("csrf", page.field("csrf")), ("text", String::new())];
        let sent = site.post_multipart(&format!("{path}/messages"), &fields, Some(("скан.txt", "страница"))).await;
        assert_eq!(sent.status, 303, "a file says it all: {}", sent.body);
        let ticket = site.desk.ticket(&id).await;
        assert_eq!(ticket.timeline.entries.last().unwrap().files[0].name, "скан.txt");
        let nothing = site.post_multipart(&format!("{path}/messages"), &fields, None).await;
        assert_eq!(nothing.status, 422);
    }

    async fn guessed_links_look_alike_and_are_guessed_slowly(database: TestDatabase) {
        let site = Site::new(database).await;
        let (id, path) = opened(&site).await;
        let shape = |answer: &super::site::Answer| {
            let body = answer.body.split("<code>").next().unwrap().split("okno-now").next().unwrap().to_owned();
            let mut headers: Vec<_> = answer.headers.iter().map(|(name, _)| name.clone()).collect();
            headers.sort();
            (answer.status, headers, body.split("<script").next().unwrap().replace(char::is_whitespace, "").len())
        };
        let first = site.get("/t/0123456789abcdefghjkmnpqrs").await;
        assert_eq!(first.status, 404);
        assert!(!first.body.contains("/inbox"));
        for wrong in [format!("/t/{id}"), "/t/x".into(), format!("{}x", path), "/t/%D1%8F".into(), format!("/t/{}", "z".repeat(500))] {
            assert_eq!(shape(&site.get(&wrong).await), shape(&first), "{wrong}");
        }
        for n in 0..20 {
            site.get(&format!("/t/{n:026}")).await;
        }
        let stopped = site.get("/t/0123456789abcdefghjkmnpqrs").await;
        assert_eq!((stopped.status, stopped.header("retry-after")), (429, "600"));
        assert_eq!(site.get(&path).await.status, 429, "a lucky guess is not told either");
        site.desk.clock.advance(600 * 1_000_000);
        assert_eq!(site.get(&path).await.status, 200);
    }

    async fn an_expired_link_tells_nothing_and_sends_a_new_one_to_the_known_address(database: TestDatabase) {
        let site = Site::new(database).await;
        let (id, path) = opened(&site).await;
        let csrf = site.get(&path).await.field("csrf");
        site.post(&format!("{path}/solution"), &[("csrf", csrf)]).await;
        // Five working days of quiet close it.
        site.desk.clock.advance(10 * DAY);
        site.desk.settle().await;
        assert_eq!(site.desk.ticket(&id).await.state, State::Closed);
        site.desk.clock.advance(180 * DAY);
        assert_eq!(site.get(&path).await.status, 200, "half a year later it still opens");
        site.desk.clock.advance(1);
        let gone = site.get(&path).await;
        assert_eq!(gone.status, 410);
        for hidden in ["справка", "Справка", "2026-000001", "maria"] {
            assert!(!gone.body.contains(hidden), "{hidden}: {}", gone.body);
        }
        assert_eq!((gone.header("referrer-policy"), gone.header("x-robots-tag")), ("no-referrer", "noindex, nofollow"));
        let fields = [("csrf", gone.field("csrf")), ("text", "x".to_owned())];
        assert_eq!(site.post(&format!("{path}/messages"), &fields).await.status, 410);
        let before = site.desk.sink.taken().len();
        let told = site.post(&format!("{path}/renewals"), &fields).await;
        assert_eq!(told.status, 200);
        assert!(!told.body.contains("maria"), "{}", told.body);
        site.desk.settle().await;
        let sent = site.desk.sink.taken();
        assert_eq!(sent.len(), before + 1);
        let letter = sent.last().unwrap();
        assert_eq!(letter.to.value, "maria@client.example");
        let link = letter.text.split_whitespace().find(|word| word.contains("/t/")).unwrap();
        let new = link.split("desk.example").nth(1).unwrap();
        assert_ne!(new, path);
        let page = site.get(new).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("Где моя справка?"));
        assert_eq!(site.get(&path).await.status, 404, "whoever had the old one is not let in again");
    }

    async fn how_long_a_link_lives_is_a_setting(database: TestDatabase) {
        let site = Site::new(database).await;
        let desk = testkit::DESK_TOML.replacen("lang = \"ru\"\n", "lang = \"ru\"\nlink_days = 1\n", 1);
        site.desk.desk.apply_setup(Actor::System, &desk).await.unwrap();
        let (_, path) = opened(&site).await;
        let csrf = site.get(&path).await.field("csrf");
        site.post(&format!("{path}/solution"), &[("csrf", csrf)]).await;
        site.desk.clock.advance(10 * DAY);
        site.desk.settle().await;
        site.desk.clock.advance(DAY + 1);
        assert_eq!(site.get(&path).await.status, 410);
    }

    async fn a_shared_link_shows_the_talk_and_no_more(database: TestDatabase) {
        let site = Site::new(database).await;
        let (id, path) = opened(&site).await;
        let other = site.desk.take(message("maria@client.example", "Ипотека", "Тайное дело")).await.ticket.unwrap();
        site.log_in("boris", Role::Operator).await;
        let page = site.get(&format!("/tickets/{id}")).await;
        let note = [("csrf", page.field("csrf")), ("text", "Клиент сложный".to_owned())];
        site.post(&format!("/tickets/{id}/notes"), &note).await;
        site.forget_cookies();
        let shared = site.get(&path).await;
        for hidden in ["Тайное дело", "Ипотека", &other.number, "сложный", "boris", &id] {
            assert!(!shared.body.contains(hidden), "{hidden}: {}", shared.body);
        }
        assert_eq!(shared.header("x-robots-tag"), "noindex, nofollow");
        assert_eq!((shared.header("cache-control"), shared.header("referrer-policy")), ("no-store", "no-referrer"));
    }
}
