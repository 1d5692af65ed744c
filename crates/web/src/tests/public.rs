//! The client's own page.

use super::site::Site;
use domain::Role;
use domain::ticket::State;
use testkit::{TestDatabase, both_databases, message};

both_databases! {
    async fn the_page_tells_number_and_deadline_and_nothing_of_the_house(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("anna", Role::Operator).await;
        let ticket = site.desk.take(message("maria@client.example", "Справка", "Где моя справка?")).await.ticket.unwrap();
        let page = site.get(&format!("/tickets/{}", ticket.public_id)).await;
        let note = [("csrf", page.field("csrf")), ("text", "Тайная заметка".to_owned())];
        site.post(&format!("/tickets/{}/notes", ticket.public_id), &note).await;
        site.forget_cookies();
        let page = site.get(&format!("/t/{}", ticket.link_secret)).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains(&ticket.number) && page.body.contains("Где моя справка?"));
        assert!(page.body.contains("18:00") && page.body.contains("Wednesday") || page.body.contains("среды"), "{}", page.body);
        for hidden in ["Тайная", "anna", "tkt_", "/inbox"] {
            assert!(!page.body.contains(hidden), "{hidden}: {}", page.body);
        }
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(site.get("/t/0123456789abcdefghjk").await.status, 404);
    }

    async fn what_is_added_there_is_the_clients_word_on_the_ticket(database: TestDatabase) {
        let site = Site::new(database).await;
        let ticket = site.desk.take(message("maria@client.example", "Справка", "Где моя справка?")).await.ticket.unwrap();
        let path = format!("/t/{}", ticket.link_secret);
        let page = site.get(&path).await;
        let fields = [
            ("csrf", page.field("csrf")),
            ("idempotency_key", page.field("idempotency_key")),
            ("text", "Нашлась, спасибо!".to_owned()),
        ];
        let sent = site.post(&format!("{path}/messages"), &fields).await;
        assert_eq!((sent.status, sent.header("location")), (303, format!("{path}?done=message").as_str()));
        assert_eq!(site.post(&format!("{path}/messages"), &fields).await.status, 303, "pressed twice");
        let told = site.desk.ticket(&ticket.public_id).await;
        let said: Vec<_> = told.timeline.entries.iter().filter(|e| e.preview.contains("Нашлась")).collect();
        assert_eq!(said.len(), 1);
        assert_eq!(told.state, State::New);
        assert!(site.get(&path).await.body.contains("Нашлась, спасибо!"));
        let forged = [("csrf", "x".repeat(26)), ("text", "x".to_owned())];
        assert_eq!(site.post(&format!("{path}/messages"), &forged).await.status, 403);
        let empty = [("csrf", page.field("csrf")), ("text", " ".to_owned())];
        assert_eq!(site.post(&format!("{path}/messages"), &empty).await.status, 422);
    }

    async fn one_address_may_not_write_without_end(database: TestDatabase) {
        let site = Site::new(database).await;
        let ticket = site.desk.take(message("maria@client.example", "Справка", "Где?")).await.ticket.unwrap();
        let path = format!("/t/{}", ticket.link_secret);
        let csrf = site.get(&path).await.field("csrf");
        let mut last = None;
        for n in 0..21 {
            last = Some(site.post(&format!("{path}/messages"), &[("csrf", csrf.clone()), ("text", format!("раз {n}"))]).await);
        }
        let last = last.unwrap();
        assert_eq!(last.status, 429);
        assert_eq!(last.header("retry-after"), "600");
        site.desk.clock.advance(600 * 1_000_000);
        assert_eq!(site.post(&format!("{path}/messages"), &[("csrf", csrf), ("text", "снова".to_owned())]).await.status, 303);
    }
}
