//! Coming in and going out.

use super::site::{PASSWORD, Site};
use domain::Role;
use testkit::{TestDatabase, both_databases};

both_databases! {
    async fn who_is_not_logged_in_is_led_to_the_log_in_and_back(database: TestDatabase) {
        let site = Site::new(database).await;
        let answer = site.get("/inbox?view=overdue").await;
        assert_eq!((answer.status, answer.header("location")), (303, "/login?next=/inbox%3Fview%3Doverdue"));
        site.hire("anna", Role::Operator).await;
        let form = site.get(answer.header("location")).await;
        assert_eq!(form.field("next"), "/inbox?view=overdue");
        let fields = [
            ("csrf", form.field("csrf")),
            ("email", "anna@desk.example".to_owned()),
            ("password", PASSWORD.to_owned()),
            ("next", form.field("next")),
        ];
        let answer = site.post("/login", &fields).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/inbox?view=overdue"));
        let cookie = answer.headers.iter().find(|(_, value)| value.starts_with("okno_session=")).unwrap().1.clone();
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Secure"), "plain HTTP could not send it back: {cookie}");
        let page = site.get("/inbox").await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("anna"), "{}", page.body);
        let gone = site.post("/logout", &[("csrf", page.field("csrf"))]).await;
        assert_eq!(gone.header("location"), "/login");
        assert_eq!(site.cookie("okno_session"), None);
        assert_eq!(site.get("/inbox").await.status, 303);
    }

    async fn a_wrong_password_is_refused_and_the_address_given_back(database: TestDatabase) {
        let site = Site::new(database).await;
        site.hire("anna", Role::Operator).await;
        let form = site.get("/login").await;
        let wrong = |email: &str| {
            [("csrf", form.field("csrf")), ("email", email.to_owned()), ("password", "no".to_owned())]
        };
        let answer = site.post("/login", &wrong("anna@desk.example")).await;
        assert_eq!(answer.status, 401);
        assert!(answer.body.contains("value=\"anna@desk.example\""));
        let other = site.post("/login", &wrong("nobody@desk.example")).await;
        assert_eq!(other.status, 401, "who is known is not told");
        for _ in 0..5 {
            site.post("/login", &wrong("anna@desk.example")).await;
        }
        let throttled = site.post("/login", &wrong("anna@desk.example")).await;
        assert_eq!(throttled.status, 429);
        assert!(throttled.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0), "{throttled:?}");
    }

    async fn a_log_in_from_another_site_is_refused(database: TestDatabase) {
        let site = Site::new(database).await;
        site.hire("anna", Role::Operator).await;
        let fields = |csrf: String| [("csrf", csrf), ("email", "anna@desk.example".to_owned()), ("password", PASSWORD.to_owned())];
        // Without the cookie of the form the token proves nothing.
        let forged = site.post("/login", &fields("x".repeat(26))).await;
        assert_eq!(forged.status, 403);
        let form = site.get("/login").await;
        let body = format!("csrf={}&email=anna%40desk.example&password=correct%20horse", form.field("csrf"));
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
        let forged = site.send("POST", "/login", &headers, body.as_bytes()).await;
        assert_eq!(forged.status, 403);
        assert_eq!(site.cookie("okno_session"), None);
    }

    async fn the_log_in_leads_to_no_other_host(database: TestDatabase) {
        let site = Site::new(database).await;
        site.hire("anna", Role::Operator).await;
        for next in ["//evil.example/", "https://evil.example/", "/\\evil.example"] {
            let form = site.get("/login").await;
            let fields = [
                ("csrf", form.field("csrf")),
                ("email", "anna@desk.example".to_owned()),
                ("password", PASSWORD.to_owned()),
                ("next", next.to_owned()),
            ];
            let answer = site.post("/login", &fields).await;
            assert_eq!(answer.header("location"), "/inbox", "{next}");
        }
    }
}
