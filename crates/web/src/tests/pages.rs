//! The rooms of the console, as operators and supervisors see them.

use super::site::Site;
use domain::Role;
use domain::ticket::{Outcome, State};
use testkit::{TestDatabase, both_databases, message};

both_databases! {
    async fn a_ticket_is_found_opened_taken_and_answered(database: TestDatabase) {
        let site = Site::new(database).await;
        let me = site.log_in("anna", Role::Operator).await;
        let receipt = site.desk.take(message("maria@client.example", "Справка", "Где моя справка?").named("Мария")).await;
        let id = receipt.ticket.unwrap().public_id;
        let list = site.get("/inbox?view=unassigned").await;
        assert!(list.body.contains("Справка") && list.body.contains("Мария"), "{}", list.body);
        assert!(list.body.contains(&format!("/tickets/{id}?view=unassigned")));
        let page = site.get(&format!("/tickets/{id}?view=unassigned")).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("Где моя справка?"));
        assert!(page.body.contains("First response"), "the clock is on the page");
        let taken = site
            .post(&format!("/tickets/{id}/assignee"), &[("csrf", page.field("csrf")), ("version", page.field("version")), ("assignee", "me".to_owned())])
            .await;
        assert_eq!((taken.status, taken.header("location")), (303, format!("/tickets/{id}").as_str()));
        let page = site.get(&format!("/tickets/{id}")).await;
        assert!(page.body.contains(&words::t(words::Lang::En, "done-taken")), "the page says what was done");
        assert!(!site.get(&format!("/tickets/{id}")).await.body.contains("class=\"flash\""), "once");
        assert_eq!(site.desk.ticket(&id).await.assignee.unwrap().public_id, me);
        let fields = [
            ("csrf", page.field("csrf")),
            ("version", page.field("version")),
            ("idempotency_key", page.field("idempotency_key")),
            ("text", "Справка готова.".to_owned()),
            ("then", "resolved".to_owned()),
        ];
        let sent = site.post_multipart(&format!("/tickets/{id}/replies"), &fields, Some(("справка.txt", "файл"))).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let again = site.post_multipart(&format!("/tickets/{id}/replies"), &fields, None).await;
        assert_eq!(again.status, 303, "a second press is told what the first did: {}", again.body);
        let ticket = site.desk.ticket(&id).await;
        assert_eq!((ticket.state, ticket.outcome), (State::Resolved, Some(Outcome::SOLVED)));
        let answers = ticket.timeline.entries.iter().filter(|e| e.kind == domain::entry::EntryKind::MessageOut && e.code.is_empty());
        assert_eq!(answers.count(), 1);
        site.desk.settle().await;
        let page = site.get(&format!("/tickets/{id}")).await;
        let (_, rest) = page.body.split_once("/files/").unwrap();
        let file = site.get(&format!("/files/{}", rest.split('"').next().unwrap())).await;
        assert_eq!((file.status, file.body.as_str()), (200, "файл"));
        assert!(file.header("content-disposition").starts_with("attachment"), "{file:?}");
    }

    async fn who_comes_too_late_is_told_what_changed_and_loses_nothing(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("anna", Role::Operator).await;
        let receipt = site.desk.take(message("maria@client.example", "Справка", "Где?")).await;
        let id = receipt.ticket.unwrap().public_id;
        let page = site.get(&format!("/tickets/{id}")).await;
        let csrf = page.field("csrf");
        let change = [("csrf", csrf.clone()), ("version", page.field("version")), ("priority", "high".to_owned())];
        assert_eq!(site.post(&format!("/tickets/{id}/priority"), &change).await.status, 303);
        let late = [
            ("csrf", csrf.clone()),
            ("version", page.field("version")),
            ("idempotency_key", "k".repeat(20)),
            ("text", "Моё <длинное> письмо".to_owned()),
        ];
        let answer = site.post_multipart(&format!("/tickets/{id}/replies"), &late, None).await;
        assert_eq!(answer.status, 409);
        assert!(answer.body.contains("Моё &#60;длинное&#62; письмо"), "what was typed: {}", answer.body);
        assert!(answer.body.contains("Normal → High"), "what changed: {}", answer.body);
        let stale = [("csrf", csrf), ("version", page.field("version")), ("state", "waiting_client".to_owned())];
        let answer = site.post(&format!("/tickets/{id}/state"), &stale).await;
        assert_eq!(answer.status, 409);
        assert!(answer.body.contains("data-problem"), "told above the page");
        assert_ne!(site.desk.ticket(&id).await.state, State::WaitingClient);
    }

    async fn every_property_is_changed_by_its_own_form(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("anna", Role::Operator).await;
        let id = site.desk.take(message("maria@client.example", "Справка", "Где?")).await.ticket.unwrap().public_id;
        let presses = [
            ("kind", "kind", "complaint"),
            ("priority", "priority", "urgent"),
            ("tags", "add", "налоги"),
            ("state", "state", "waiting_others"),
        ];
        for (resource, field, value) in presses {
            let page = site.get(&format!("/tickets/{id}")).await;
            let fields = [("csrf", page.field("csrf")), ("version", page.field("version")), (field, value.to_owned())];
            let answer = site.post(&format!("/tickets/{id}/{resource}"), &fields).await;
            assert_eq!(answer.status, 303, "{resource}: {}", answer.body);
        }
        let page = site.get(&format!("/tickets/{id}")).await;
        let note = [("csrf", page.field("csrf")), ("version", page.field("version")), ("text", "Звонила в архив".to_owned())];
        assert_eq!(site.post(&format!("/tickets/{id}/notes"), &note).await.status, 303);
        let mut pressed = note.to_vec();
        pressed.push(("idempotency_key", page.field("idempotency_key")));
        for _ in 0..2 {
            assert_eq!(site.post(&format!("/tickets/{id}/notes"), &pressed).await.status, 303);
        }
        let ticket = site.desk.ticket(&id).await;
        let notes = ticket.timeline.entries.iter().filter(|entry| entry.kind == domain::entry::EntryKind::Note);
        assert_eq!(notes.count(), 2, "one without a key, one pressed twice");
        assert_eq!(ticket.state, State::WaitingOthers);
        assert_eq!(ticket.kind.code(), "complaint");
        assert_eq!(ticket.priority.code(), "urgent");
        assert_eq!(ticket.tags, ["налоги"]);
        assert!(site.get(&format!("/tickets/{id}")).await.body.contains("Звонила в архив"));
        let wrong = [("csrf", page.field("csrf")), ("kind", "nonsense".to_owned())];
        assert_eq!(site.post(&format!("/tickets/{id}/kind"), &wrong).await.status, 422);
    }

    async fn a_frame_gets_the_ticket_alone(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("anna", Role::Operator).await;
        let id = site.desk.take(message("maria@client.example", "Справка", "Где?")).await.ticket.unwrap().public_id;
        let whole = site.get(&format!("/tickets/{id}")).await;
        let frame = site.send("GET", &format!("/tickets/{id}"), &[("turbo-frame", "ticket")], b"").await;
        assert!(whole.body.contains("<html") && whole.body.contains("id=\"list-title\""));
        assert!(!frame.body.contains("<html") && frame.body.contains("<turbo-frame id=\"ticket\""), "{}", frame.body);
    }

    async fn supervisors_see_what_is_late_and_operators_do_not(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("boris", Role::Supervisor).await;
        site.desk.take(message("maria@client.example", "Справка", "Где?")).await;
        site.desk.clock.set("2026-04-14T17:00:00+03:00");
        site.desk.settle().await;
        let board = site.get("/supervisor").await;
        assert_eq!(board.status, 200);
        assert!(board.body.contains("Справка") && board.body.contains("data-level=\"late\""), "{}", board.body);
        let ledger = site.get("/ledger").await;
        assert!(ledger.body.contains("data-adds-up=\"true\""), "{}", ledger.body);
        assert_eq!(site.get("/quarantine").await.status, 200);
        assert_eq!(site.get("/admin").await.status, 403);
        site.log_in("anna", Role::Operator).await;
        for room in ["/supervisor", "/ledger", "/quarantine", "/admin"] {
            assert_eq!(site.get(room).await.status, 403, "{room}");
        }
        site.log_in("root", Role::Administrator).await;
        let admin = site.get("/admin").await;
        assert!(admin.body.contains("support@desk.example"), "{}", admin.body);
    }

    async fn pages_come_in_the_readers_language(database: TestDatabase) {
        let site = Site::new(database).await;
        let russian = site.send("GET", "/login", &[("accept-language", "ru-RU,ru;q=0.9")], b"").await;
        assert!(russian.body.contains("<html lang=\"ru\""));
        site.log_in("anna", Role::Operator).await;
        let english = site.send("GET", "/inbox", &[("accept-language", "ru")], b"").await;
        assert!(english.body.contains("<html lang=\"en\""), "the operator's own setting comes first");
        let asked = site.get("/inbox?lang=ru").await;
        assert!(asked.body.contains("<html lang=\"ru\""), "what the address says comes before it");
        let chosen = [("csrf", english.field("csrf")), ("lang", "ru".to_owned()), ("back", "/inbox?view=all".to_owned())];
        let answer = site.post("/preferences", &chosen).await;
        assert_eq!(answer.header("location"), "/inbox?view=all");
        assert!(site.get("/inbox").await.body.contains("<html lang=\"ru\""), "remembered");
    }
}
