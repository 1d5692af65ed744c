//! The quarantine as supervisors and programs see it.

use super::site::Site;
use channel::inbound::Raw;
use channel::intake::What;
use channel::{Intake as _, Sighting};
use domain::Permission::{Supervise, TicketsRead};
use domain::Role;
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases};

const NONE: Value = Value::Null;

/// Sets something aside that nobody can read; its public id.
async fn set_aside(site: &Site, key: &str, title: &str) -> String {
    let what = What::Unreadable {
        key: key.into(),
        from: None,
        title: title.into(),
        reason: "too_deep".into(),
        raw: Raw {
            bytes: b"<script>alert(1)</script>".to_vec(),
            media_type: "message/rfc822",
        },
    };
    let sighting = Sighting {
        channel: site.desk.channel("mail"),
        size: 25,
        what,
        trace: "t".into(),
    };
    site.desk.desk.accept(sighting).await.unwrap();
    let token = site.token(&[Supervise, TicketsRead]).await;
    let page = site
        .call("GET", "/api/v1/quarantine", &token, &NONE, &[])
        .await
        .json();
    let items = page["items"].as_array().unwrap();
    items.last().unwrap()["id"].as_str().unwrap().to_owned()
}

both_databases! {
    async fn a_program_reads_accepts_and_rejects(database: TestDatabase) {
        let site = Site::new(database).await;
        let token = site.token(&[Supervise, TicketsRead]).await;
        let (one, two, three) = (set_aside(&site, "1", "One").await, set_aside(&site, "2", "Two").await, set_aside(&site, "3", "Three").await);
        let path = format!("/api/v1/quarantine/{one}");
        let read = site.call("GET", &path, &token, &NONE, &[]).await.json();
        assert_eq!((read["title"].as_str(), read["understood"].as_bool()), (Some("One"), Some(false)));
        let acceptance = format!("{path}/acceptance");
        let nobody = site.call("PUT", &acceptance, &token, &json!({}), &[]).await;
        assert_eq!((nobody.status, nobody.json()["fields"][0]["field"].as_str()), (422, Some("sender")), "{}", nobody.body);
        let body = json!({"sender": "maria@client.example", "title": "Справка"});
        let accepted = site.call("PUT", &acceptance, &token, &body, &[]).await;
        assert_eq!(accepted.status, 200, "{}", accepted.body);
        let ticket = accepted.json()["ticket"]["id"].as_str().unwrap().to_owned();
        assert_eq!(site.desk.ticket(&ticket).await.title, "Справка");
        let again = site.call("PUT", &acceptance, &token, &body, &[]).await;
        assert_eq!((again.status, again.json()["code"].as_str()), (409, Some("already_decided")));
        let rejected = site.call("PUT", &format!("/api/v1/quarantine/{two}/rejection"), &token, &json!({"reason": "spam"}), &[]).await;
        assert_eq!(rejected.status, 204, "{}", rejected.body);
        let many = json!({"items": [one, two, three], "decision": "reject", "reason": "spam"});
        let decided = site.call("POST", "/api/v1/quarantine/decisions", &token, &many, &[]).await.json();
        let told: Vec<_> = decided.as_array().unwrap().iter().map(|one| one["decided"].as_bool().unwrap()).collect();
        assert_eq!(told, [false, false, true]);
        assert_eq!(decided[0]["problem"]["id"], "already_decided");
        let accepted = site.call("GET", "/api/v1/quarantine?state=accepted", &token, &NONE, &[]).await.json();
        assert_eq!(accepted["items"][0]["ticket"]["id"], ticket.as_str());
        let odd = site.call("GET", "/api/v1/quarantine?state=lost", &token, &NONE, &[]).await;
        assert!(odd.status == 422 && odd.body.contains("waiting, accepted, rejected"), "{}", odd.body);
        let reads = site.token(&[TicketsRead]).await;
        assert_eq!(site.call("PUT", &acceptance, &reads, &body, &[]).await.status, 403);
    }

    async fn a_supervisor_decides_on_pages(database: TestDatabase) {
        let site = Site::new(database).await;
        let (one, two) = (set_aside(&site, "1", "One").await, set_aside(&site, "2", "Two").await);
        site.log_in("boris", Role::Supervisor).await;
        let list = site.get("/quarantine").await;
        assert!(list.body.contains("One") && list.body.contains("Two"), "{}", list.body);
        let page = site.get(&format!("/quarantine/{one}")).await;
        assert!(page.body.contains("&#60;script&#62;"), "as text: {}", page.body);
        let csrf = page.field("csrf");
        let by_hand = |sender: &str| [
            ("csrf", csrf.clone()), ("item", one.clone()), ("decision", "accept".to_owned()),
            ("sender", sender.to_owned()), ("title", "Моя <тема>".to_owned()),
        ];
        let wrong = site.post("/quarantine/decisions", &by_hand("nobody")).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("Моя &#60;тема&#62;") && wrong.body.contains("value=\"nobody\""), "what was typed: {}", wrong.body);
        let taken = site.post("/quarantine/decisions", &by_hand("maria@client.example")).await;
        assert_eq!(taken.status, 303, "{}", taken.body);
        assert!(taken.header("location").starts_with("/tickets/tkt_"));
        assert_eq!(site.get(taken.header("location")).await.status, 200);
        let late = site.post("/quarantine/decisions", &by_hand("maria@client.example")).await;
        assert_eq!(late.status, 409);
        assert!(late.body.contains("It has been decided already") && late.body.contains("boris"), "{}", late.body);
        let many = [("csrf", csrf), ("item", one), ("item", two), ("decision", "reject".to_owned()), ("reason", "spam".to_owned())];
        let some = site.post("/quarantine/decisions", &many).await;
        assert!(some.status == 422 && some.body.contains("1 of 2"), "{}", some.body);
        let rejected = site.get("/quarantine?state=rejected").await;
        assert!(rejected.body.contains("Two") && rejected.body.contains("boris") && rejected.body.contains("spam"), "{}", rejected.body);
    }
}
