//! Promises, statutory terms and recounts over HTTP: by the API, and by the buttons of the console.

use super::site::Site;
use channel::Happened;
use domain::Permission::{Administer, Supervise, TicketsRead, TicketsWrite};
use domain::clock::{ClockKind, Verdict};
use domain::ticket::Kind;
use domain::{Actor, Moment, Role};
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, message, moment};

const NONE: Value = Value::Null;

/// The clock of that kind that began last.
async fn clock(site: &Site, ticket: &str, kind: ClockKind) -> Option<(Verdict, Moment)> {
    let view = site.desk.ticket(ticket).await;
    let found = view.clocks.into_iter().rev().find(|clock| clock.kind == kind)?;
    Some((found.verdict, found.due))
}

async fn asked(site: &Site, at: &str) -> String {
    site.desk.clock.set(at);
    let question = message("anna@client.example", "Перевод", "Где мой перевод?");
    site.desk.take(question).await.ticket.unwrap().public_id
}

/// A working week in Moscow, with days off that are its own.
fn calendar(days_off: &str) -> String {
    let day = "[['09:00', '18:00']]";
    format!(
        "[[calendar]]\nname = 'office'\nzone = 'Europe/Moscow'\n{days_off}\nweek = {{ mon = {day}, tue = {day}, wed = {day}, thu = {day}, fri = {day} }}\n"
    )
}

const DECLARED: &str = "days_off = [{ date = '2026-04-15', name = 'Объявлен выходным' }]";

both_databases! {
    async fn a_promise_is_given_moved_and_released_by_a_program(database: TestDatabase) {
        let site = Site::new(database).await;
        let id = asked(&site, "2026-04-16T10:00:00+03:00").await;
        let (reads, writes) = (site.token(&[TicketsRead]).await, site.token(&[TicketsRead, TicketsWrite]).await);
        let path = format!("/api/v1/tickets/{id}/promises");
        let promise = json!({"what": "call", "by": "2026-04-17T12:00:00+03:00"});
        assert_eq!(site.call("POST", &path, &reads, &promise, &[]).await.status, 403);
        let made = site.call("POST", &path, &writes, &promise, &[]).await;
        assert_eq!(made.status, 201, "{}", made.body);
        assert_eq!(clock(&site, &id, ClockKind::Promise).await, Some((Verdict::Running, moment("2026-04-17T12:00:00+03:00"))));
        let day = json!({"what": "call", "on": "2026-04-20"});
        assert_eq!(site.call("POST", &path, &writes, &day, &[]).await.status, 201);
        assert_eq!(clock(&site, &id, ClockKind::Promise).await.unwrap().1, moment("2026-04-20T18:00:00+03:00"), "closing time of that day");
        for (wrong, field) in [
            (json!({"what": "call"}), "promise"),
            (json!({"what": "call", "on": "soon"}), "promise.on"),
            (json!({"what": "call", "by": "soon"}), "promise.by"),
        ] {
            let refused = site.call("POST", &path, &writes, &wrong, &[]).await;
            assert_eq!((refused.status, refused.json()["fields"][0]["field"].as_str()), (422, Some(field)), "{}", refused.body);
        }
        assert_eq!(site.call("POST", &path, &writes, &json!({"what": "call", "on": "2026-04-18"}), &[]).await.status, 422, "a Saturday");
        let stale = site.call("POST", &path, &writes, &promise, &[("if-match", "\"1\"")]).await;
        assert_eq!((stale.status, stale.json()["code"].as_str()), (409, Some("stale_version")), "{}", stale.body);
        let clocks = site.call("GET", &format!("/api/v1/tickets/{id}/clocks"), &reads, &NONE, &[]).await.json();
        let promises: Vec<_> = clocks.as_array().unwrap().iter().filter(|clock| clock["kind"] == "promise").collect();
        let told: Vec<_> = promises.iter().map(|clock| (clock["verdict"].as_str().unwrap(), clock["about"].as_str().unwrap(), clock["target"].is_null())).collect();
        assert_eq!(told, [("moved", "call", true), ("running", "call", true)]);
        let standing = format!("{path}/{}", promises[1]["id"].as_str().unwrap());
        assert_eq!(site.call("DELETE", &standing, &writes, &NONE, &[]).await.status, 200);
        assert_eq!(clock(&site, &id, ClockKind::Promise).await.unwrap().0, Verdict::Cancelled);
        assert_eq!(site.call("DELETE", &standing, &writes, &NONE, &[]).await.status, 422, "it is over");
    }

    async fn an_operator_is_told_before_sending_that_a_promise_comes_after_the_deadline(database: TestDatabase) {
        let site = Site::new(database).await;
        let id = asked(&site, "2026-04-16T10:00:00+03:00").await;
        site.log_in("vera", Role::Operator).await;
        let path = format!("/tickets/{id}");
        let page = site.get(&path).await;
        let fields = |date: &str, anyway: &str, page: &super::site::Answer| vec![
            ("csrf", page.field("csrf")), ("idempotency_key", page.field("idempotency_key")), ("text", "Проверяем.".to_owned()),
            ("promise_what", "answer".to_owned()), ("promise_date", date.to_owned()), ("promise_time", "15:00".to_owned()), ("promise_anyway", anyway.to_owned()),
        ];
        let warned = site.post_multipart(&format!("{path}/replies"), &fields("2026-04-21", "", &page), None).await;
        assert_eq!(warned.status, 422, "{}", warned.body);
        assert!(warned.body.contains("A promise does not extend it") && warned.body.contains("name=\"promise_anyway\" value=\"1\""), "{}", warned.body);
        assert!(warned.body.contains("Проверяем.") && warned.body.contains("value=\"2026-04-21\""), "what was typed is still there");
        assert!(clock(&site, &id, ClockKind::Promise).await.is_none(), "nothing was sent");
        let sent = site.post_multipart(&format!("{path}/replies"), &fields("2026-04-21", "1", &warned), None).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        assert_eq!(clock(&site, &id, ClockKind::Promise).await, Some((Verdict::Running, moment("2026-04-21T15:00:00+03:00"))));
        assert_eq!(clock(&site, &id, ClockKind::Resolution).await.unwrap().1, moment("2026-04-17T18:00:00+03:00"), "which extends nothing");

        let page = site.get(&path).await;
        let voice = |date: &str, page: &super::site::Answer| vec![
            ("csrf", page.field("csrf")), ("promise_what", "call".to_owned()), ("promise_date", date.to_owned()), ("promise_time", "12:00".to_owned()),
        ];
        let form = format!("{path}/promises");
        assert_eq!(site.post(&form, &voice("some day", &page)).await.status, 422);
        let told = site.post(&form, &voice("2026-04-17", &page)).await;
        assert_eq!(told.status, 303, "{}", told.body);
        let page = site.get(&path).await;
        let promise = site.desk.ticket(&id).await.clocks.last().unwrap().id;
        let released = site.post(&format!("{form}/release"), &[("csrf", page.field("csrf")), ("version", page.field("version")), ("clock", promise.to_string())]).await;
        assert_eq!(released.status, 303, "{}", released.body);
        assert_eq!(clock(&site, &id, ClockKind::Promise).await.unwrap().0, Verdict::Cancelled);
    }

    async fn what_came_on_paper_is_registered_and_its_term_extended_once(database: TestDatabase) {
        let site = Site::new(database).await;
        let term = "[[term]]\nname = 'Жалобы'\npreset = 'ru-financial'\ncalendar = 'office'\n\
            [[channel]]\nname = 'paper'\nkind = 'api'\nbrand = 'Север'\nregisters = false\nacknowledges = false\n";
        site.desk.desk.apply_setup(Actor::System, term).await.unwrap();
        let complaint = async |door: &str, at: &str| {
            site.desk.clock.set(at);
            let letter = message("anna@client.example", "Жалоба", "Верните деньги.").by(door).with(|message| {
                message.wishes.kind = Some(Kind::Complaint);
                message.happened = Happened::Now;
            });
            site.desk.take(letter).await.ticket.unwrap().public_id
        };
        let (writes, supervises) = (site.token(&[TicketsWrite]).await, site.token(&[TicketsWrite, Supervise]).await);
        let paper = complaint("paper", "2026-04-17T00:00:00+03:00").await;
        site.desk.clock.set("2026-04-20T09:40:00+03:00");
        let registration = format!("/api/v1/tickets/{paper}/registration");
        let wrong = site.call("PUT", &registration, &writes, &json!({"at": "today"}), &[]).await;
        assert_eq!((wrong.status, wrong.json()["fields"][0]["field"].as_str()), (422, Some("at")), "{}", wrong.body);
        assert_eq!(site.call("PUT", &registration, &writes, &json!({}), &[]).await.status, 200);
        assert_eq!(clock(&site, &paper, ClockKind::Registration).await.unwrap().0, Verdict::Met);
        assert_eq!(clock(&site, &paper, ClockKind::Statutory).await.unwrap().1, moment("2026-05-13T23:59:59.999999+03:00"));
        assert_eq!(site.call("PUT", &registration, &writes, &json!({}), &[]).await.status, 422, "once");

        let mail = complaint("mail", "2026-04-20T09:40:00+03:00").await;
        site.desk.clock.set("2026-05-13T17:00:00+03:00");
        let extension = format!("/api/v1/tickets/{mail}/extension");
        let wanted = json!({"days": 10, "reason": "ждём ответа банка"});
        assert_eq!(site.call("POST", &extension, &writes, &wanted, &[]).await.status, 403);
        assert_eq!(site.call("POST", &extension, &supervises, &json!({"days": 11, "reason": "ждём"}), &[]).await.status, 422);
        assert_eq!(site.call("POST", &extension, &supervises, &wanted, &[]).await.status, 200);
        assert_eq!(clock(&site, &mail, ClockKind::Statutory).await.unwrap().1, moment("2026-05-27T23:59:59.999999+03:00"));
        assert_eq!(site.call("POST", &extension, &supervises, &wanted, &[]).await.status, 422, "once");
    }

    async fn a_correction_is_tried_and_dismissed_or_confirmed_by_a_program(database: TestDatabase) {
        let site = Site::new(database).await;
        site.desk.desk.apply_setup(Actor::System, &calendar("")).await.unwrap();
        let id = asked(&site, "2026-04-14T10:00:00+03:00").await;
        let (supervises, administers) = (site.token(&[Supervise]).await, site.token(&[Administer]).await);
        let before = clock(&site, &id, ClockKind::Resolution).await.unwrap().1;
        let body = json!({"toml": calendar(DECLARED)});
        assert_eq!(site.call("POST", "/api/v1/setup/trial", &supervises, &body, &[]).await.status, 403);
        let tried = site.call("POST", "/api/v1/setup/trial", &administers, &body, &[]).await;
        assert_eq!(tried.status, 200, "{}", tried.body);
        let effect = &tried.json()["effect"];
        assert_eq!((effect["tickets"].as_i64(), effect["flipped"].as_i64(), effect["named"][0]["ticket"].as_str()), (Some(1), Some(0), Some(id.as_str())));
        assert!(!tried.json()["changes"].as_array().unwrap().is_empty());
        let broken = site.call("POST", "/api/v1/setup/trial", &administers, &json!({"toml": "[[calendar]]\nname = 'office'\nzone = 'Moon/Crater'"}), &[]).await;
        assert_eq!(broken.status, 422, "{}", broken.body);
        assert_eq!(clock(&site, &id, ClockKind::Resolution).await.unwrap().1, before, "nothing was changed");

        site.desk.desk.apply_setup(Actor::System, &calendar(DECLARED)).await.unwrap();
        let list = async || site.call("GET", "/api/v1/recounts", &supervises, &NONE, &[]).await.json();
        let proposed = list().await;
        assert_eq!((proposed[0]["state"].as_str(), proposed[0]["by"].as_str()), (Some("proposed"), Some("system")));
        let path = format!("/api/v1/recounts/{}", proposed[0]["id"].as_str().unwrap());
        assert_eq!(site.call("PUT", &format!("{path}/confirmation"), &supervises, &NONE, &[]).await.status, 403);
        assert_eq!(site.call("PUT", &format!("{path}/confirmation"), &administers, &NONE, &[]).await.status, 204);
        assert_eq!(site.call("DELETE", &path, &administers, &NONE, &[]).await.status, 409, "decided already");
        site.desk.settle().await;
        let done = list().await;
        assert_eq!((done[0]["state"].as_str(), done[0]["done"].as_i64(), done[0]["total"].as_i64()), (Some("done"), Some(1), Some(1)));
        assert_eq!((done[0]["by"].as_str(), done[0]["by_name"].as_str()), (Some("integration"), Some("a program")), "who decided");
        assert!(clock(&site, &id, ClockKind::Resolution).await.unwrap().1 > before);
        let lines = site.desk.ticket(&id).await.timeline.entries;
        assert!(lines.iter().any(|line| line.code == "clock_moved" && line.params["why"].as_str().is_some_and(|why| !why.is_empty())), "what for");
    }

    async fn an_administrator_decides_about_recounts_on_the_page(database: TestDatabase) {
        let site = Site::new(database).await;
        site.desk.desk.apply_setup(Actor::System, &calendar("")).await.unwrap();
        let id = asked(&site, "2026-04-14T10:00:00+03:00").await;
        let number = site.desk.ticket(&id).await.number;
        let before = clock(&site, &id, ClockKind::Resolution).await.unwrap().1;
        site.desk.desk.apply_setup(Actor::System, &calendar(DECLARED)).await.unwrap();
        site.log_in("vera", Role::Operator).await;
        assert_eq!(site.get("/admin/deadlines").await.status, 403);
        site.forget_cookies();
        site.log_in("irina", Role::Administrator).await;
        let page = site.get("/admin/deadlines").await;
        assert!(page.body.contains("waits for a decision") && page.body.contains(&number.to_string()), "{}", page.body);
        let decide = async |decision: &str| {
            let page = site.get("/admin/deadlines").await;
            let recount = page.body.split("/admin/deadlines/").nth(1).unwrap().split('"').next().unwrap().to_owned();
            site.post(&format!("/admin/deadlines/{recount}"), &[("csrf", page.field("csrf")), ("decision", decision.to_owned())]).await.status
        };
        assert_eq!(decide("dismiss").await, 303);
        site.desk.settle().await;
        assert_eq!(clock(&site, &id, ClockKind::Resolution).await.unwrap().1, before);
        let other = DECLARED.replace("2026-04-15", "2026-04-16").replacen("days_off = [", "days_off = [{ date = '2026-04-15', name = 'Выходной' }, ", 1);
        site.desk.desk.apply_setup(Actor::System, &calendar(&other)).await.unwrap();
        assert_eq!(decide("confirm").await, 303);
        let page = site.get("/admin/deadlines").await.body;
        assert!(page.contains("<progress") && page.contains("running"), "{page}");
        site.desk.settle().await;
        let page = site.get("/admin/deadlines").await.body;
        assert!(!page.contains("<progress") && page.contains("done") && page.contains("dismissed"), "{page}");
        assert!(page.contains("irina"), "who decided: {page}");
    }
}
