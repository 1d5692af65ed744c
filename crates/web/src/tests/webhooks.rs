//! Webhooks by the API and on the administrators' pages.

use super::site::Site;
use domain::Permission::{Administer, Supervise};
use domain::Role;
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases};

const PATH: &str = "/api/v1/webhooks";

both_databases! {
    async fn a_program_registers_a_webhook_changes_it_and_takes_it_away(database: TestDatabase) {
        let site = Site::new(database).await;
        let (token, other) = (site.token(&[Administer]).await, site.token(&[Supervise]).await);
        let body = json!({"name": "crm", "url": "https://crm.example/okno", "secret_env": "CRM_SECRET", "events": ["ticket.opened"]});
        assert_eq!(site.call("POST", PATH, &other, &body, &[]).await.status, 403);
        let key = [("idempotency-key", "one")];
        let made = site.call("POST", PATH, &token, &body, &key).await;
        assert_eq!(made.status, 201, "{}", made.body);
        assert_eq!(site.call("POST", PATH, &token, &body, &key).await.json(), made.json(), "the same answer");
        assert_eq!(site.call("POST", PATH, &token, &body, &[]).await.json()["fields"][0]["code"], "twice");
        let one = format!("{PATH}/{}", made.json()["id"].as_str().unwrap());
        assert_eq!(made.header("location"), one);
        let read = site.call("GET", &one, &token, &Value::Null, &[]).await;
        assert_eq!((read.header("etag"), read.json()["enabled"].as_bool()), ("\"1\"", Some(true)));
        let patch = json!({"events": ["clock.breached", "clock.warned"]});
        assert_eq!(site.call("PATCH", &one, &token, &patch, &[("if-match", "\"9\"")]).await.status, 409);
        let changed = site.call("PATCH", &one, &token, &patch, &[("if-match", "\"1\"")]).await;
        assert_eq!((changed.status, changed.header("etag")), (200, "\"2\""));
        assert_eq!(changed.json()["events"], json!(["clock.breached", "clock.warned"]));
        let bad = json!({"url": "file:///etc/passwd", "events": ["all"]});
        let refused = site.call("PATCH", &one, &token, &bad, &[]).await;
        assert_eq!((refused.status, refused.json()["fields"].as_array().unwrap().len()), (422, 2), "{}", refused.body);
        assert_eq!(site.call("POST", &format!("{one}/trials"), &token, &Value::Null, &[]).await.status, 202);
        let pushes = site.call("GET", &format!("{one}/pushes"), &token, &Value::Null, &[]).await.json();
        assert_eq!((pushes[0]["type"].as_str(), pushes[0]["fate"].as_str()), (Some("webhook.trial"), Some("queued")));
        assert_eq!(site.call("POST", &format!("{one}/pushes/evt_1/attempts"), &token, &Value::Null, &[]).await.status, 404);
        assert_eq!(site.call("GET", PATH, &token, &Value::Null, &[]).await.json().as_array().unwrap().len(), 1);
        assert_eq!(site.call("DELETE", &one, &token, &Value::Null, &[]).await.status, 204);
        assert_eq!(site.call("GET", &one, &token, &Value::Null, &[]).await.status, 404);
    }

    async fn an_administrator_sees_how_a_webhook_is_doing_and_changes_it(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("irina", Role::Administrator).await;
        let csrf = site.get("/admin/webhooks").await.field("csrf");
        let wrong = [("csrf", csrf.clone()), ("name", "Наш CRM".to_owned()), ("url", "https://crm.example/".to_owned()), ("secret_env", "CRM".to_owned())];
        let refused = site.post("/admin/webhooks", &wrong).await;
        assert!(refused.status == 422 && refused.body.contains("small Latin letters") && refused.body.contains("https://crm.example/"), "{}", refused.body);
        let fields = [
            ("csrf", csrf.clone()), ("name", "crm".to_owned()), ("url", "https://crm.example/okno".to_owned()),
            ("secret_env", "CRM_SECRET".to_owned()), ("events", "ticket.opened".to_owned()), ("events", "clock.breached".to_owned()),
        ];
        let added = site.post("/admin/webhooks", &fields).await;
        assert_eq!(added.status, 303, "{}", added.body);
        let path = added.header("location").to_owned();
        let page = site.get(&path).await;
        assert!(page.body.contains("Cannot sign") && page.body.contains("value=\"clock.breached\" checked"), "{}", page.body);
        let version = page.field("version");
        let off = [("csrf", csrf.clone()), ("version", version.clone()), ("url", "https://crm.example/okno".to_owned()), ("secret_env", "CRM_SECRET".to_owned())];
        assert_eq!(site.post(&path, &off).await.status, 303);
        assert!(site.get("/admin/webhooks").await.body.contains("Off"));
        assert_eq!(site.post(&path, &off).await.status, 409, "another version");
        assert_eq!(site.post(&format!("{path}/trials"), &[("csrf", csrf.clone())]).await.status, 303);
        assert!(site.get(&path).await.body.contains("Trial"));
        assert_eq!(site.post(&format!("{path}/deletion"), &[("csrf", csrf)]).await.status, 303);
        assert_eq!(site.get(&path).await.status, 404);
    }
}
