//! Official updates of calendars, on the page and by the API.

use super::site::Site;
use domain::Permission::{Administer, Supervise, TicketsRead};
use domain::Role;
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases};

const DECREE: &str = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20280101\nSUMMARY:Новый год\nEND:VEVENT\nEND:VCALENDAR\n";
const PATH: &str = "/api/v1/calendar-updates";

/// The name of a calendar of the desk.
fn calendar(site: &Site) -> String {
    let setup = site.desk.desk.setup();
    setup.calendar_names.keys().min().unwrap().clone()
}

both_databases! {
    async fn a_program_proposes_an_update_and_an_administrators_one_confirms_it(database: TestDatabase) {
        let site = Site::new(database).await;
        let (supervises, administers) = (site.token(&[Supervise]).await, site.token(&[Administer]).await);
        let body = json!({"calendar": calendar(&site), "document": DECREE, "source": "decree.ics"});
        let key = [("idempotency-key", "one")];
        let made = site.call("POST", PATH, &supervises, &body, &key).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let update = made.json()["update"].clone();
        assert_eq!((update["state"].as_str(), update["days"][0]["change"].as_str()), (Some("proposed"), Some("added")));
        assert_eq!(update["days"][0]["after"]["name"], "Новый год");
        assert_eq!(site.call("POST", PATH, &supervises, &body, &key).await.json(), made.json(), "the same answer");
        let list = site.call("GET", PATH, &supervises, &Value::Null, &[]).await.json();
        assert_eq!(list.as_array().unwrap().len(), 1);
        let confirmation = format!("{PATH}/{}/confirmation", update["id"].as_str().unwrap());
        let grounds = json!({"version": update["version"], "why": "Постановление"});
        assert_eq!(site.call("PUT", &confirmation, &supervises, &grounds, &[]).await.status, 403);
        let early = json!({"version": 99});
        assert_eq!(site.call("PUT", &confirmation, &administers, &early, &[]).await.status, 409, "another version");
        assert_eq!(site.call("PUT", &confirmation, &administers, &grounds, &[]).await.status, 204);
        assert_eq!(site.call("PUT", &confirmation, &administers, &grounds, &[]).await.json()["code"], "already_decided");
        let again = site.call("POST", PATH, &supervises, &body, &[]).await;
        assert_eq!((again.status, again.json()["update"].clone()), (200, Value::Null));
        let bad = json!({"calendar": calendar(&site), "document": "BEGIN:VEVENT"});
        let refused = site.call("POST", PATH, &supervises, &bad, &[]).await;
        assert_eq!((refused.status, refused.json()["fields"][0]["field"].as_str()), (422, Some("line 1")), "{}", refused.body);
        let reads = site.token(&[TicketsRead]).await;
        assert_eq!(site.call("GET", PATH, &reads, &Value::Null, &[]).await.status, 403);
    }

    async fn hours_are_tried_and_changed_on_their_page(database: TestDatabase) {
        let site = Site::new(database).await;
        site.desk.clock.set("2026-04-14T17:00:00+03:00");
        site.desk.take(testkit::message("anna@client.example", "Карта", "Где?")).await;
        site.log_in("irina", Role::Administrator).await;
        let list = site.get("/admin/calendars").await.body;
        assert!(list.contains("/admin/hours?calendar=office"), "{list}");
        let page = site.get("/admin/hours?calendar=office").await;
        assert!(page.body.contains("name=\"wed\" value=\"09:00-13:00, 14:00-18:00\""), "{}", page.body);
        let send = |wednesday: &str, decision: &str, csrf: String, version: String| {
            let mut fields = vec![("csrf", csrf), ("calendar", "office".into()), ("version", version), ("decision", decision.into()), ("why", "лето".into())];
            for day in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] {
                let usual = if day.starts_with('s') { "" } else { "09:00-13:00, 14:00-18:00" };
                fields.push((day, if day == "wed" { wednesday.into() } else { usual.into() }));
            }
            fields.extend([("date", "2026-04-18".to_owned()), ("hours", "11:00-12:00".to_owned()), ("name", String::new())]);
            fields
        };
        let (csrf, version) = (page.field("csrf"), page.field("version"));
        let wrong = site.post("/admin/hours", &send("с девяти", "try", csrf.clone(), version.clone())).await;
        assert_eq!(wrong.status, 422, "{}", wrong.body);
        assert!(wrong.body.contains("value=\"с девяти\"") && wrong.body.contains("лето"), "what was typed stays: {}", wrong.body);
        let never = site.post("/admin/hours", &send("18:00-09:00", "change", csrf.clone(), version.clone())).await;
        assert_eq!(never.status, 422, "{}", never.body);
        let tried = site.post("/admin/hours", &send("10:00-18:00", "try", csrf.clone(), version.clone())).await;
        assert_eq!(tried.status, 200, "{}", tried.body);
        assert!(tried.body.contains("value=\"change\"") && tried.body.contains("2026-04-18"), "{}", tried.body);
        assert!(site.get("/admin/hours?calendar=office").await.body.contains("name=\"wed\" value=\"09:00-13:00, 14:00-18:00\""));
        let changed = site.post("/admin/hours", &send("10:00-18:00", "change", csrf.clone(), version.clone())).await;
        assert_eq!(changed.status, 303, "{}", changed.body);
        assert!(site.get("/admin/hours?calendar=office").await.body.contains("name=\"wed\" value=\"10:00-18:00\""));
        assert_eq!(site.post("/admin/hours", &send("11:00-18:00", "change", csrf, version)).await.status, 409);
        site.log_in("galina", Role::Supervisor).await;
        let looks = site.get("/admin/hours?calendar=office").await;
        assert!(looks.status == 200 && !looks.body.contains("value=\"try\""), "{}", looks.body);
        let (csrf, version) = (looks.field("csrf"), looks.field("version"));
        assert_eq!(site.post("/admin/hours", &send("09:00-18:00", "change", csrf, version)).await.status, 403);
    }

    async fn an_administrator_uploads_a_document_and_decides_on_the_page(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("irina", Role::Administrator).await;
        let empty = site.get("/admin/calendars").await;
        assert_eq!(empty.status, 200, "{}", empty.body);
        let csrf = empty.field("csrf");
        let fields = [("csrf", csrf.clone()), ("calendar", calendar(&site))];
        let wrong = site.post_multipart("/admin/calendars", &fields, Some(("wrong.ics", "<html>"))).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("iCalendar"), "{}", wrong.body);
        let sent = site.post_multipart("/admin/calendars", &fields, Some(("decree.ics", DECREE))).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let page = site.get("/admin/calendars").await.body;
        assert!(page.contains("Новый год") && page.contains("decree.ics"), "{page}");
        let rows = site.desk.desk.calendar_updates(&testkit::TestDesk::supervisor()).await.unwrap();
        let form = [("csrf", csrf), ("decision", "confirm".to_owned()), ("version", rows[0].version.to_string()), ("why", "приказ".to_owned())];
        let decided = site.post(&format!("/admin/calendars/{}", rows[0].update.public_id), &form).await;
        assert_eq!(decided.status, 303, "{}", decided.body);
        assert!(site.get("/admin/calendars").await.body.contains("приказ"));
        let same = site.post_multipart("/admin/calendars", &fields, Some(("decree.ics", DECREE))).await;
        assert_eq!(same.status, 200, "nothing new is no mistake");
    }
}
