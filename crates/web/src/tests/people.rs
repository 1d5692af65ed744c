//! Inviting a colleague and setting a password, page by page.

use super::site::Site;
use domain::{Permission, Role};
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases};

both_databases! {
    async fn an_absence_is_stated_on_a_page_and_by_the_api(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("vera", Role::Operator).await;
        site.desk.person("Boris", Role::Operator).await;
        let page = site.get("/absences").await;
        assert!(page.body.contains("Everybody is there"), "{}", page.body);
        let people = site.get("/api/v1/operators").await.json();
        let id = |name: &str| {
            let them = people.as_array().unwrap().iter();
            them.clone().find(|one| one["name"] == name).unwrap()["id"].as_str().unwrap().to_owned()
        };
        let (csrf, boris) = (page.field("csrf"), id("Boris"));
        let form = |until: &str| {
            [("csrf", csrf.clone()), ("from", "2026-04-14T09:00".into()), ("until", until.into()), ("deputy", boris.clone())]
        };
        let refused = site.post("/absences", &form("2026-04-13T09:00")).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert_eq!(site.post("/absences", &form("2026-04-20T09:00")).await.status, 303);
        let page = site.get("/absences").await;
        assert!(page.body.contains("Boris is the deputy"), "{}", page.body);
        let people = site.get("/api/v1/operators").await.json();
        let away: Vec<_> = people.as_array().unwrap().iter().filter(|one| one.get("absence").is_some()).collect();
        assert_eq!(away.len(), 1);
        assert_eq!(away[0]["absence"]["deputy"]["name"], "Boris");
        site.forget_cookies();
        let token = site.token(&[Permission::TicketsRead]).await;
        let own = away[0]["id"].as_str().unwrap();
        let path = format!("/api/v1/operators/{own}/absence");
        assert_eq!(site.call("DELETE", &path, &token, &Value::Null, &[]).await.status, 403);
        let token = site.token(&[Permission::TicketsRead, Permission::Supervise]).await;
        assert_eq!(site.call("DELETE", &path, &token, &Value::Null, &[]).await.status, 204);
        let stated = json!({"from": "2026-04-14T09:00:00+03:00", "until": "2026-04-20T09:00:00+03:00"});
        assert_eq!(site.call("PUT", &path, &token, &stated, &[]).await.status, 204);
    }

    async fn a_colleague_is_invited_comes_in_and_is_deactivated(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("admin", Role::Administrator).await;
        let page = site.get("/admin/people").await;
        assert!(page.status == 200 && page.body.contains("admin@desk.example"), "{}", page.body);
        let csrf = page.field("csrf");
        let invite = |email: &str| {
            [("csrf", csrf.clone()), ("email", email.to_owned()), ("name", "Boris".to_owned()), ("role", "supervisor".to_owned()), ("lang", "en".to_owned())]
        };
        let sent = site.post("/admin/people", &invite("boris@desk.example")).await;
        assert_eq!((sent.status, sent.header("location")), (303, "/admin/people"), "{}", sent.body);
        let taken = site.post("/admin/people", &invite("boris@desk.example")).await;
        assert!(taken.status == 409 && taken.body.contains("value=\"boris@desk.example\""), "{}", taken.body);
        site.desk.settle().await;
        let list = site.get("/admin/people").await.body;
        assert!(list.contains("Invited: the link is good"), "{list}");
        let (_, rest) = site.desk.sink.last().text.split_once("/password/").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let link = format!("/password/{}", rest.split_whitespace().next().unwrap());

        site.forget_cookies();
        let form = site.get(&link).await;
        assert!(form.status == 200 && form.body.contains("boris@desk.example"), "{}", form.body);
        let set = |password: &str, repeat: &str| [("csrf", form.field("csrf")), ("password", password.to_owned()), ("repeat", repeat.to_owned())];
        assert_eq!(site.post(&link, &set("a fine password", "a fine passwort")).await.status, 422);
        assert_eq!(site.post(&link, &set("short", "short")).await.status, 422);
        let done = site.post(&link, &set("a fine password", "a fine password")).await;
        assert_eq!((done.status, done.header("location")), (303, "/login?set=1"), "{}", done.body);
        let gone = site.get(&link).await;
        assert!(gone.status == 404 && gone.body.contains("/password/forgotten"), "{}", gone.body);
        let page = site.get("/login?set=1").await;
        assert!(page.body.contains("password"), "{}", page.body);
        let fields = [("csrf", page.field("csrf")), ("email", "boris@desk.example".to_owned()), ("password", "a fine password".to_owned())];
        assert_eq!(site.post("/login", &fields).await.status, 303);
        assert_eq!(site.get("/supervisor").await.status, 200, "with the role of the invitation");
        assert_eq!(site.get("/admin/people").await.status, 403);


    }

    async fn the_forgotten_page_says_the_same_to_everybody(database: TestDatabase) {
        let site = Site::new(database).await;
        site.hire("anna", Role::Operator).await;
        let form = site.get("/password/forgotten").await;
        let ask = |email: &str| [("csrf", form.field("csrf")), ("email", email.to_owned())];
        let (known, unknown) = (site.post("/password/forgotten", &ask("anna@desk.example")).await, site.post("/password/forgotten", &ask("nobody@desk.example")).await);
        assert_eq!((known.status, unknown.status), (200, 200));
        let plain = |body: &str| body.split("okno-now").next().unwrap_or_default().len() + body.split("<main").nth(1).unwrap_or_default().len();
        assert_eq!(plain(&known.body), plain(&unknown.body), "not even in length");
        let forged = site.post("/password/forgotten", &[("csrf", "no".to_owned()), ("email", "anna@desk.example".to_owned())]).await;
        assert_eq!(forged.status, 403);
        site.desk.settle().await;
        assert_eq!(site.desk.sink.taken().len(), 1);
    }

    async fn an_administrator_changes_and_deactivates_people(database: TestDatabase) {
        let site = Site::new(database).await;
        let anna = site.hire("anna", Role::Operator).await;
        let admin = site.log_in("admin", Role::Administrator).await;
        let path = format!("/admin/people/{anna}");
        let page = site.get(&path).await;
        let csrf = page.field("csrf");
        let team = site.desk.desk.setup().teams[0].public_id.clone();
        let fields = [("csrf", csrf.clone()), ("name", "Anna B.".to_owned()), ("role", "supervisor".to_owned()), ("teams", team)];
        assert_eq!(site.post(&path, &fields).await.status, 303);
        let list = site.get("/admin/people").await.body;
        assert!(list.contains("Anna B.") && list.contains("Supervisor") && list.contains("Поддержка"), "{list}");
        assert_eq!(site.post(&path, &[("csrf", csrf.clone()), ("active", "no".to_owned())]).await.status, 303);
        assert!(site.get(&path).await.body.contains("Activate again"));
        let last = site.post(&format!("/admin/people/{admin}"), &[("csrf", csrf), ("active", "no".to_owned())]).await;
        assert!(last.status == 409 && last.body.contains("last administrator"), "{}", last.body);
    }
}
