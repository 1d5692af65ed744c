//! What keeps pages and people safe.

use super::site::Site;
use crate::app::{Extras, WebOptions};
use domain::{Permission, Role};
use std::sync::Arc;
use testkit::{TestDatabase, both_databases, message};

both_databases! {
    async fn every_answer_carries_the_strict_headers(database: TestDatabase) {
        let site = Site::new(database).await;
        for path in ["/login", "/inbox", "/nothing", "/api/v1/tickets", "/healthz", "/api/docs"] {
            let answer = site.get(path).await;
            let csp = answer.header("content-security-policy");
            assert!(csp.starts_with("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"), "{path}: {csp}");
            assert!(csp.contains("frame-ancestors 'none'") && !csp.contains("unsafe"), "{path}: {csp}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
            assert!(answer.header("x-request-id").starts_with("req_"), "{path}");
            assert_eq!(answer.header("strict-transport-security"), "", "plain HTTP");
        }
        let given = site.send("GET", "/healthz", &[("x-request-id", "proxy-12345678")], b"").await;
        assert_eq!(given.header("x-request-id"), "proxy-12345678");
        let login = site.get("/login").await;
        let nonce = login.header("content-security-policy").split("nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        assert!(login.body.contains(&format!("name=\"csp-nonce\" content=\"{nonce}\"")));
    }

    async fn behind_https_cookies_are_secure(database: TestDatabase) {
        let options = WebOptions {
            public_url: "https://desk.example/okno".into(),
            prefix: "/okno".into(),
            secure_cookies: true,
            ..WebOptions::default()
        };
        let site = Site::with(database, options, Extras::default()).await;
        let answer = site.get("/okno/login").await;
        assert_eq!(answer.status, 200);
        assert!(answer.header("strict-transport-security").starts_with("max-age="));
        let cookie = answer.header("set-cookie");
        assert!(cookie.contains("Secure") && cookie.contains("Path=/okno"), "{cookie}");
        assert!(answer.body.contains("action=\"/okno/login\"") && answer.body.contains("/okno/assets/"));
        assert_eq!(site.get("/login").await.status, 404, "nothing lies outside the prefix");
        let led = site.get("/okno/inbox").await;
        assert_eq!(led.header("location"), "/okno/login?next=/inbox");
    }

    async fn changes_need_the_token_of_the_session(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("anna", Role::Operator).await;
        let id = site.desk.take(message("maria@client.example", "Справка", "Где?")).await.ticket.unwrap().public_id;
        let page = site.get(&format!("/tickets/{id}")).await;
        let path = format!("/tickets/{id}/priority");
        for csrf in [String::new(), "x".repeat(32)] {
            let answer = site.post(&path, &[("csrf", csrf), ("priority", "high".to_owned())]).await;
            assert_eq!(answer.status, 403);
            assert!(answer.body.contains("csrf"), "the page names the code: {}", answer.body);
        }
        let body = format!("csrf={}&priority=high", page.field("csrf"));
        for origin in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")] {
            let headers = [("content-type", "application/x-www-form-urlencoded"), origin];
            let answer = site.send("POST", &path, &headers, body.as_bytes()).await;
            assert_eq!(answer.status, 403, "{origin:?}");
        }
        assert_eq!(site.desk.ticket(&id).await.priority.code(), "normal");
        let lost = site.post_multipart(&format!("/tickets/{id}/replies"), &[("text", "Долгий труд".to_owned())], None).await;
        assert_eq!(lost.status, 403);
        assert!(lost.body.contains("Долгий труд"), "an old page loses no text: {}", lost.body);
    }

    async fn html_of_a_message_is_shown_in_a_frame_that_may_do_nothing(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("anna", Role::Operator).await;
        let html = "<p onclick=\"x()\">Привет<script>alert(1)</script><img src=\"https://evil.example/p.png\"></p>";
        let mail = message("maria@client.example", "Справка", "Привет").with(|mail| mail.html = Some(html.to_owned()));
        let receipt = site.desk.take(mail).await;
        let entry = receipt.entry.unwrap();
        let frame = site.get(&format!("/messages/{entry}/html")).await;
        assert_eq!(frame.status, 200);
        let csp = frame.header("content-security-policy");
        assert!(csp.starts_with("sandbox allow-popups") && csp.contains("default-src 'none'"), "{csp}");
        assert!(!csp.contains("https:") && csp.contains("frame-ancestors 'self'"), "{csp}");
        for gone in ["<script", "onclick", " src=\"https://evil"] {
            assert!(!frame.body.contains(gone), "{gone}: {}", frame.body);
        }
        let with_images = site.get(&format!("/messages/{entry}/html?images=1")).await;
        assert!(with_images.header("content-security-policy").contains("https:"));
        assert!(with_images.body.contains("https://evil.example/p.png"), "{}", with_images.body);
        site.forget_cookies();
        assert_eq!(site.get(&format!("/messages/{entry}/html")).await.status, 303, "for operators only");
    }

    async fn a_picture_is_shown_and_everything_else_downloaded(database: TestDatabase) {
        let site = Site::new(database).await;
        let token = site.token(&[Permission::IntakeWrite]).await;
        use base64::Engine as _;
        let encode = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
        let body = serde_json::json!({
            "client": {"email": "maria@client.example"},
            "text": "см. файлы",
            "attachments": [
                {"name": "a.png", "media_type": "image/png", "content": encode(b"\x89PNG\r\n\x1a\nrest")},
                {"name": "b.png", "media_type": "image/png", "content": encode(b"<html><script>alert(1)</script>")},
            ],
        });
        let id = site.call("POST", "/api/v1/tickets", &token, &body, &[]).await.json()["id"].as_str().unwrap().to_owned();
        site.log_in("anna", Role::Operator).await;
        let view = site.desk.ticket(&id).await;
        let files: Vec<_> = view.timeline.entries.iter().flat_map(|entry| &entry.files).collect();
        let shown = site.get(&format!("/files/{}?inline=1", files[0].public_id)).await;
        assert_eq!(shown.header("content-type"), "image/png");
        assert!(shown.header("content-disposition").starts_with("inline"));
        let liar = site.get(&format!("/files/{}?inline=1", files[1].public_id)).await;
        assert_eq!(liar.header("content-type"), "application/octet-stream");
        assert!(liar.header("content-disposition").starts_with("attachment"));
        assert!(liar.header("content-security-policy").contains("sandbox"));
        let plain = site.get(&format!("/files/{}", files[0].public_id)).await;
        assert!(plain.header("content-disposition").starts_with("attachment"));
    }

    async fn errors_have_one_shape_and_tell_no_causes(database: TestDatabase) {
        let site = Site::new(database).await;
        let missing = site.call("GET", "/api/v1/nothing", "", &serde_json::Value::Null, &[]).await;
        assert_eq!((missing.status, missing.header("content-type")), (404, "application/problem+json"));
        let body = missing.json();
        for field in ["type", "title", "status", "code", "advice", "trace"] {
            assert!(!body[field].is_null(), "{field}: {body}");
        }
        assert_eq!(body["trace"], missing.header("x-request-id"));
        let wrong = site.call("PUT", "/api/v1/tickets", "", &serde_json::Value::Null, &[]).await;
        assert_eq!((wrong.status, wrong.json()["code"].as_str()), (405, Some("method_not_allowed")));
        assert!(wrong.json()["detail"].as_str().unwrap().contains("POST"));
        let page = site.get("/nothing").await;
        assert!(page.body.contains("<html") && page.body.contains("not_found") && page.body.contains(page.header("x-request-id")));
        let about = site.get("/api/problems/stale_version").await;
        assert_eq!(about.status, 200);
        assert!(about.body.contains("stale_version"));
        let huge = site.send("POST", "/login", &[("content-type", "application/x-www-form-urlencoded")], &vec![b'a'; 2 << 20]).await;
        assert_eq!(huge.status, 413);
    }

    async fn health_readiness_and_numbers(database: TestDatabase) {
        struct Hatch;
        impl channel::Tally for Hatch {
            fn sightings(&self) -> channel::Sightings {
                channel::Sightings { seen: 3, accepted: 1, deferred: 2, refused: 0 }
            }
        }
        let extras = Extras { doors: vec![("hatch", Arc::new(Hatch))], ..Extras::default() };
        let site = Site::with(database, WebOptions::default(), extras).await;
        assert_eq!(site.get("/healthz").await.status, 200);
        assert_eq!(site.get("/readyz").await.json()["status"], "ready");
        site.desk.take(message("maria@client.example", "Справка", "Где?")).await;
        let numbers = site.get("/metrics").await;
        assert!(numbers.header("content-type").starts_with("application/openmetrics-text"));
        for line in [
            "okno_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1",
            "okno_intake_fates{fate=\"opened\"} 1",
            "okno_intake_seen 1",
            "okno_door_sightings{door=\"hatch\",answer=\"deferred\"} 2",
            "# EOF",
        ] {
            assert!(numbers.body.contains(line), "{line}: {}", numbers.body);
        }
        let outside = site.send("GET", "/metrics", &[("x-forwarded-for", "203.0.113.7")], b"").await;
        assert_eq!(outside.status, 404, "through a proxy nobody is local");
    }

    async fn the_description_and_its_page_are_served(database: TestDatabase) {
        let site = Site::new(database).await;
        let doc = site.get("/api/openapi.json").await.json();
        assert!(doc["paths"]["/api/v1/tickets"]["post"].is_object());
        let page = site.get("/api/docs").await;
        assert!(page.body.contains("/api/v1/tickets/{id}/closure") && !page.body.contains("http://cdn"), "{}", page.body);
        let style = page.body.split("href=\"").find(|part| part.contains("main.css")).unwrap().split('"').next().unwrap();
        let css = site.get(style).await;
        assert_eq!(css.status, 200);
        assert!(css.header("cache-control").contains("immutable"));
    }
}
