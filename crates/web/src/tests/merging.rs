//! Two tickets become one and two again, by buttons and by programs.

use super::site::Site;
use domain::Permission::{TicketsRead, TicketsWrite};
use domain::Role;
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, message};

const NONE: Value = Value::Null;

async fn two(site: &Site) -> (String, String) {
    let first = site
        .desk
        .take(message("maria@client.example", "Справка о доходах", "Где?"))
        .await;
    let second = site
        .desk
        .take(message("maria@client.example", "Справка о доходах", "Ну где же?"))
        .await;
    (first.ticket.unwrap().public_id, second.ticket.unwrap().public_id)
}

both_databases! {
    async fn the_page_suggests_merges_shows_one_timeline_and_undoes(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("vera", Role::Operator).await;
        let (first, second) = two(&site).await;
        let page = site.get(&format!("/tickets/{first}")).await;
        assert!(page.body.contains("looks like the same request"), "{}", page.body);
        let csrf = page.field("csrf");
        let merged = site.post(&format!("/tickets/{first}/absorbed"), &[("csrf", csrf.clone()), ("ticket", second.clone())]).await;
        assert_eq!((merged.status, merged.header("location")), (303, format!("/tickets/{first}").as_str()), "{}", merged.body);
        let page = site.get(&format!("/tickets/{first}")).await.body;
        assert!(page.contains("Ну где же?") && page.contains("from No."), "{page}");
        assert!(!page.contains("looks like the same request"));
        let away = site.get(&format!("/tickets/{second}")).await;
        assert_eq!((away.status, away.header("location")), (303, format!("/tickets/{first}").as_str()));
        let undo = format!("/tickets/{first}/absorbed/{second}/undo");
        assert!(page.contains(&undo), "{page}");
        assert_eq!(site.post(&undo, &[("csrf", csrf.clone())]).await.status, 303);
        assert_eq!(site.get(&format!("/tickets/{second}")).await.status, 200);
        let again = site.post(&undo, &[("csrf", csrf.clone())]).await;
        assert_eq!(again.status, 409, "{}", again.body);
        let wrong = site.post(&format!("/tickets/{first}/merge"), &[("csrf", csrf), ("into", "2026-999999".to_owned())]).await;
        assert!(wrong.status == 422 && wrong.body.contains("Nothing was found: check the number"), "{}", wrong.body);
    }

    async fn a_program_merges_and_takes_it_back(database: TestDatabase) {
        let site = Site::new(database).await;
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        let (first, second) = two(&site).await;
        let path = format!("/api/v1/tickets/{second}/merge");
        let stale = site.call("PUT", &path, &token, &json!({"into": first}), &[("if-match", "\"9\"")]).await;
        assert_eq!((stale.status, stale.json()["code"].as_str()), (409, Some("stale_version")));
        let merged = site.call("PUT", &path, &token, &json!({"into": first}), &[("if-match", "\"1\"")]).await;
        assert_eq!((merged.status, merged.json()["survivor"].as_str()), (200, Some(first.as_str())), "{}", merged.body);
        let timeline = site.call("GET", &format!("/api/v1/tickets/{first}/timeline"), &token, &NONE, &[]).await;
        assert!(timeline.body.contains("Ну где же?"), "{}", timeline.body);
        let again = site.call("PUT", &path, &token, &json!({"into": first}), &[]).await;
        assert_eq!((again.status, again.json()["code"].as_str()), (409, Some("ticket_merged")));
        let undone = site.call("DELETE", &path, &token, &NONE, &[]).await;
        assert_eq!(undone.status, 200, "{}", undone.body);
        let twice = site.call("DELETE", &path, &token, &NONE, &[]).await;
        assert_eq!((twice.status, twice.json()["code"].as_str()), (409, Some("not_merged")));
        let reads = site.token(&[TicketsRead]).await;
        assert_eq!(site.call("PUT", &path, &reads, &json!({"into": first}), &[]).await.status, 403);
    }
}
