//! Letters registered on their page and by programs.

use super::site::Site;
use domain::Permission::{TicketsRead, TicketsWrite};
use domain::Role;
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, message};

pub(super) const POST: &str = "
[[channel]]
name = 'Почта России'
kind = 'letter'
brand = 'Север'
registers = false
acknowledges = false
[channel.settings]
sender = '''Банк «Север»
101000, Москва, а/я 5'''
";

pub(super) async fn site(database: TestDatabase) -> Site {
    let site = Site::new(database).await;
    super::form::apply(&site, POST).await;
    site.desk.open_post("Почта России");
    site.desk.clock.set("2026-04-20T09:40:00+03:00");
    site
}

fn body() -> Value {
    json!({
        "name": "Анна Королёва", "address": "170000, г. Тверь, ул. Победы, д. 5", "title": "Претензия", "kind": "claim",
        "received": "2026-04-17", "postmark": "2026-04-14", "their_number": "45-К", "their_date": "2026-04-13",
        "scan": [{ "name": "1.pdf", "media_type": "application/pdf", "content": "JVBERi0xLjc=" }],
    })
}

/// A claim on paper and an answer to it, which waits to be sent; the ticket.
pub(super) async fn answered_on_paper(site: &Site, token: &str) -> String {
    let opened = site
        .call("POST", "/api/v1/letters", token, &body(), &[])
        .await
        .json();
    let ticket = opened["ticket"].as_str().unwrap().to_owned();
    let reply = json!({ "text": "Деньги возвращены.", "then": "resolved", "outcome": "solved" });
    let done = site
        .call(
            "POST",
            &format!("/api/v1/tickets/{ticket}/replies"),
            token,
            &reply,
            &[],
        )
        .await;
    assert_eq!(done.status, 201, "{}", done.body);
    site.desk.settle().await;
    ticket
}

async fn state(site: &Site, token: &str, ticket: &str) -> String {
    let told = site
        .call(
            "GET",
            &format!("/api/v1/tickets/{ticket}"),
            token,
            &Value::Null,
            &[],
        )
        .await
        .json();
    told["state"].as_str().unwrap().to_owned()
}

async fn register(site: &Site, token: &str, query: &str) -> Vec<Value> {
    let told = site
        .call(
            "GET",
            &format!("/api/v1/letters{query}"),
            token,
            &Value::Null,
            &[],
        )
        .await;
    assert_eq!(told.status, 200, "{}", told.body);
    told.json().as_array().unwrap().clone()
}

both_databases! {
    async fn a_program_registers_a_letter_once(database: TestDatabase) {
        let site = site(database).await;
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        let key = [("idempotency-key", "l-1")];
        let done = site.call("POST", "/api/v1/letters", &token, &body(), &key).await;
        assert_eq!(done.status, 201, "{}", done.body);
        let out = done.json();
        assert_eq!((out["number"].as_str(), out["fate"].as_str()), (Some("Вх-1/2026"), Some("opened")));
        assert_eq!(site.call("POST", "/api/v1/letters", &token, &body(), &key).await.json(), out, "once");
        for (field, value) in [("received", "2026-04-21"), ("received", "17.04.2026"), ("address", "?"), ("their_date", "2026-13-01")] {
            let mut wrong = body();
            wrong[field] = value.into();
            let answer = site.call("POST", "/api/v1/letters", &token, &wrong, &[]).await;
            assert_eq!(answer.status, 422, "{field} {}", answer.body);
            assert!(answer.body.contains(field), "{}", answer.body);
        }
        let mut evil = body();
        evil["scan"][0]["content"] = "PHNjcmlwdD4=".into();
        assert_eq!(site.call("POST", "/api/v1/letters", &token, &evil, &[]).await.status, 422, "a page is no scan");
        let reads = site.token(&[TicketsRead]).await;
        assert_eq!(site.call("POST", "/api/v1/letters", &reads, &body(), &[]).await.status, 403);
    }

    async fn a_scan_is_put_in_on_its_page_and_registered_from_the_list(database: TestDatabase) {
        let site = site(database).await;
        site.log_in("vera", Role::Operator).await;
        let list = site.get("/papers").await;
        let fields = |received: &str| vec![
            ("csrf", list.field("csrf")), ("idempotency_key", "k1".into()), ("received", received.to_owned()), ("note", "Пачка 3".into()),
        ];
        let scan = Some(("scan.pdf", "%PDF-1.7"));
        let wrong = site.post_multipart("/papers", &fields("2026-04-21"), scan).await;
        assert_eq!(wrong.status, 422, "{}", wrong.body);
        assert!(wrong.body.contains("Пачка 3"), "what was typed stays");
        for _ in 0..2 {
            let put = site.post_multipart("/papers", &fields("2026-04-17"), scan).await;
            assert_eq!((put.status, put.header("location")), (303, "/papers"), "{}", put.body);
        }
        let list = site.get("/papers").await.body;
        assert_eq!(list.matches("/letters/new?paper=").count(), 1, "{list}");
        assert!(list.contains("Пачка 3") && list.contains("data-level=\"soon\""), "{list}");
        let paper = list.split("/letters/new?paper=").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        assert_eq!(site.get(&format!("/papers/{paper}/files/0")).await.status, 200);
        assert_eq!(site.get(&format!("/papers/{paper}/files/1")).await.status, 404);
        let form = site.get(&format!("/letters/new?paper={paper}")).await;
        assert!(form.body.contains("readonly") && form.body.contains("2026-04-17"), "{}", form.body);
        let fields = vec![
            ("csrf", form.field("csrf")), ("idempotency_key", form.field("idempotency_key")), ("paper", paper.clone()), ("received", "2026-04-17".into()),
            ("name", "Анна Королёва".into()), ("address", "Тверь, Победы 5".into()), ("title", "Комиссия".into()), ("kind", "claim".into()),
        ];
        let done = site.post_multipart("/letters", &fields, None).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert!(!site.get("/papers").await.body.contains("/letters/new?paper="));
        let again = site.post_multipart("/letters", &fields, None).await;
        assert_eq!(again.header("location"), done.header("location"), "one letter, one request");
    }

    async fn a_program_puts_a_scan_in_and_registers_it_once(database: TestDatabase) {
        let site = site(database).await;
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        let scan = json!([{ "name": "1.pdf", "media_type": "application/pdf", "content": "JVBERi0xLjc=" }]);
        let new = json!({ "received": "2026-04-17", "note": "Пачка 3", "scan": scan });
        let key = [("idempotency-key", "p-1")];
        let put = site.call("POST", "/api/v1/papers", &token, &new, &key).await;
        assert_eq!(put.status, 201, "{}", put.body);
        let paper = put.json();
        assert_eq!(site.call("POST", "/api/v1/papers", &token, &new, &key).await.json(), paper, "once");
        assert_eq!((paper["due"].as_str(), paper["late"].as_bool()), (Some("2026-04-20T20:59:59.999999Z"), Some(false)));
        let list = site.call("GET", "/api/v1/papers", &token, &json!({}), &[]).await.json();
        assert_eq!(list, json!([paper]));
        let mut letter = body();
        letter["paper"] = paper["id"].clone();
        let both = site.call("POST", "/api/v1/letters", &token, &letter, &[]).await;
        assert_eq!(both.status, 422, "{}", both.body);
        letter.as_object_mut().unwrap().retain(|field, _| field != "received" && field != "scan");
        let done = site.call("POST", "/api/v1/letters", &token, &letter, &[]).await;
        assert_eq!(done.status, 201, "{}", done.body);
        let again = site.call("POST", "/api/v1/letters", &token, &letter, &[]).await.json();
        assert_eq!((again["id"].clone(), again["fate"].as_str()), (done.json()["id"].clone(), Some("duplicate")));
        let path = format!("/api/v1/papers/{}", paper["id"].as_str().unwrap());
        assert_eq!(site.call("GET", &path, &token, &json!({}), &[]).await.json()["state"], "registered");
        assert_eq!(site.call("PUT", &format!("{path}/aside"), &token, &json!({ "reason": "x" }), &[]).await.status, 409);
        let reads = site.token(&[TicketsRead]).await;
        assert_eq!(site.call("POST", "/api/v1/papers", &reads, &new, &[]).await.status, 403);
    }

    async fn a_notice_of_a_paper_that_is_overdue_leads_to_its_registration(database: TestDatabase) {
        let site = site(database).await;
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        let scan = json!([{ "name": "1.pdf", "media_type": "application/pdf", "content": "JVBERi0xLjc=" }]);
        let new = json!({ "received": "2026-04-17", "note": "Пачка 3", "scan": scan });
        let paper = site.call("POST", "/api/v1/papers", &token, &new, &[]).await.json()["id"].as_str().unwrap().to_owned();
        site.desk.clock.set("2026-04-21T09:00:00+03:00");
        site.log_in("galina", Role::Supervisor).await;
        site.desk.settle().await;
        let page = site.get("/notices").await;
        let path = format!("/letters/new?paper={paper}");
        let shown = page.body.replace('\u{a0}', " ");
        assert!(shown.contains(&path) && shown.contains("A letter on paper is not registered: it was due 20 April") && page.body.contains("Пачка 3"), "{}", page.body);
        assert!(shown.contains("Received 17 April") && !shown.contains("№"), "{}", page.body);
        assert_eq!(site.get(&path).await.status, 200);
    }

    async fn the_look_of_letters_is_looked_at_and_changed_on_a_page(database: TestDatabase) {
        let site = site(database).await;
        site.log_in("root", Role::Administrator).await;
        let admin = site.get("/admin").await.body;
        let path = admin.split("/admin/letters/").nth(1).and_then(|rest| rest.split('"').next()).map(|id| format!("/admin/letters/{id}")).unwrap();
        let form = site.get(&path).await;
        let fields = |decision: &str, left: &str, window: &str| {
            let mut fields = vec![("csrf", form.field("csrf")), ("revision", form.field("revision")), ("decision", decision.to_owned())];
            fields.extend([("letterhead", "Банк «Север»\r\n101000, Москва".to_owned()), ("align", "right".to_owned()), ("signature", "Служба поддержки".to_owned())]);
            fields.extend([("margins-left", left.to_owned()), ("address-left", window.to_owned()), ("address-top", "50".to_owned()), ("address-width", "85".to_owned()), ("address-height", "40".to_owned())]);
            fields
        };
        let pdf = site.post(&path, &fields("preview", "30", "110,5")).await;
        assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"), "{}", pdf.body);
        assert!(pdf.body.starts_with("%PDF-"));
        for (left, window, field) in [("900", "110", "Left margin"), ("wide", "110", "Left margin"), ("30", "200", "Window from the left edge"), ("30", "", "address")] {
            let wrong = site.post(&path, &fields("change", left, window)).await;
            assert!(wrong.status == 422 && wrong.body.contains(field) && wrong.body.contains("Служба поддержки"), "{field}: {}", wrong.body);
        }
        assert_eq!(site.post(&path, &fields("change", "30", "110,5")).await.status, 303);
        assert_eq!(site.post(&path, &fields("change", "31", "110,5")).await.status, 409, "it is another one by now");
        site.desk.open_post("Почта России");
        let form = site.get(&path).await.body;
        assert!(form.contains("value=\"110.5\"") && form.contains("value=\"30\"") && form.contains("Служба поддержки"), "{form}");
        site.log_in("vera", Role::Operator).await;
        assert_eq!(site.get(&path).await.status, 403);
    }

    async fn a_registrar_finds_who_wrote_and_registers(database: TestDatabase) {
        let site = site(database).await;
        let mail = message("anna@client.example", "Комиссия", "Верните").with(|message| message.from.name = "Анна Королёва".into());
        let ticket = site.desk.take(mail).await.ticket.unwrap();
        site.log_in("vera", Role::Operator).await;
        let found = site.get("/letters/new?find=%D0%BA%D0%BE%D1%80%D0%BE%D0%BB%D1%91%D0%B2%D0%B0").await;
        let link = found.body.split("/letters/new?client=").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        let form = site.get(&format!("/letters/new?client={link}")).await;
        assert!(form.body.contains(&ticket.number), "the open request is offered: {}", form.body);
        let fields = |received: &str| vec![
            ("csrf", form.field("csrf")), ("idempotency_key", "k1".into()), ("client", link.clone()),
            ("ticket", ticket.public_id.clone()), ("name", "Анна Королёва".into()),
            ("address", "Тверь, Победы 5".into()), ("title", "Ещё раз о комиссии".into()),
            ("text", "Верните наконец".into()), ("received", received.to_owned()), ("kind", "claim".into()),
        ];
        let wrong = site.post_multipart("/letters", &fields("2026-04-21"), None).await;
        assert_eq!(wrong.status, 422, "{}", wrong.body);
        assert!(wrong.body.contains("Верните наконец"), "what was typed stays");
        let done = site.post_multipart("/letters", &fields("2026-04-17"), None).await;
        assert_eq!((done.status, done.header("location")), (303, format!("/tickets/{}", ticket.public_id).as_str()), "{}", done.body);
        let page = site.get(&format!("/tickets/{}", ticket.public_id)).await.body;
        assert!(page.contains("Вх-1/2026") && page.contains("letter-dates"), "{page}");
    }

    async fn a_program_keeps_the_register_of_what_leaves(database: TestDatabase) {
        let site = site(database).await;
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        let ticket = answered_on_paper(&site, &token).await;
        let waiting = register(&site, &token, "").await;
        assert_eq!(waiting.len(), 1);
        let line = &waiting[0];
        assert_eq!((&line["state"], &line["number"], &line["ticket"]), (&json!("prepared"), &json!("Исх-1/2026"), &json!(ticket)));
        assert_eq!((&line["address"], &line["dated"]), (&json!("170000, г. Тверь, ул. Победы, д. 5"), &json!("2026-04-20")));
        let id = line["id"].as_str().unwrap();
        let sheet = site.call("GET", &format!("/api/v1/letters/{id}/sheet"), &token, &Value::Null, &[]).await;
        assert_eq!((sheet.status, sheet.header("content-type"), &sheet.body[..5]), (200, "application/pdf", "%PDF-"));
        assert_eq!(state(&site, &token, &ticket).await, "open", "written answers nothing");

        let tell = async |what: &str, body: Value| site.call("PUT", &format!("/api/v1/letters/{id}/{what}"), &token, &body, &[]).await;
        assert_eq!(tell("delivery", Value::Null).await.status, 409, "it has not left");
        assert_eq!(tell("return", json!({})).await.status, 409);
        for on in ["2026-04-21", "2026-04-19", "20.04.2026"] {
            let wrong = tell("dispatch", json!({ "on": on })).await;
            assert_eq!((wrong.status, &wrong.json()["fields"][0]["field"]), (422, &json!("on")), "{on} {}", wrong.body);
        }
        let reads = site.token(&[TicketsRead]).await;
        let path = format!("/api/v1/letters/{id}/dispatch");
        assert_eq!(site.call("PUT", &path, &reads, &json!({}), &[]).await.status, 403);
        assert_eq!(site.call("PUT", "/api/v1/letters/ltr_unknown/dispatch", &token, &json!({}), &[]).await.status, 404);
        assert_eq!(tell("dispatch", json!({ "on": "2026-04-20", "tracking": "RA123456789RU" })).await.status, 204);
        assert_eq!(tell("dispatch", json!({})).await.status, 409, "once");
        assert_eq!(state(&site, &token, &ticket).await, "resolved", "dispatched it is the answer");
        assert!(register(&site, &token, "").await.is_empty());
        let left = register(&site, &token, "?way=out&day=2026-04-20").await;
        assert_eq!((&left[0]["state"], &left[0]["tracking"]), (&json!("dispatched"), &json!("RA123456789RU")));
        assert!(register(&site, &token, &format!("?day=2026-04-20&after={id}")).await.is_empty(), "the next page");
        assert_eq!(register(&site, &token, "?way=in&day=2026-04-20").await.len(), 1, "the claim itself");

        assert_eq!(tell("delivery", Value::Null).await.status, 204);
        assert_eq!(tell("return", json!({ "reason": "истёк срок хранения" })).await.status, 409, "its end is known");
        assert_eq!(register(&site, &token, "?day=2026-04-20").await[0]["state"], "delivered");
        let told = site.call("GET", &format!("/api/v1/tickets/{ticket}/timeline"), &token, &Value::Null, &[]).await.json();
        let fates = told["entries"].as_array().unwrap().iter().filter_map(|entry| entry["deliveries"][0]["fate"].as_str());
        assert_eq!(fates.collect::<Vec<_>>(), ["delivered"]);
        assert_eq!(state(&site, &token, &ticket).await, "resolved");
    }

    async fn a_letter_that_comes_back_is_work_again(database: TestDatabase) {
        let site = site(database).await;
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        let ticket = answered_on_paper(&site, &token).await;
        let id = register(&site, &token, "").await[0]["id"].as_str().unwrap().to_owned();
        for (what, body) in [("dispatch", json!({})), ("return", json!({ "reason": "адресат выбыл" }))] {
            assert_eq!(site.call("PUT", &format!("/api/v1/letters/{id}/{what}"), &token, &body, &[]).await.status, 204);
        }
        let line = &register(&site, &token, "?day=2026-04-20").await[0];
        assert_eq!((&line["state"], &line["reason"]), (&json!("returned"), &json!("адресат выбыл")));
        assert_eq!(state(&site, &token, &ticket).await, "open", "somebody has to see to it");
        let told = site.call("GET", &format!("/api/v1/tickets/{ticket}/timeline"), &token, &Value::Null, &[]).await;
        assert!(told.body.contains("letter_returned") && told.body.contains("адресат выбыл"), "{}", told.body);
    }

    async fn the_register_is_kept_on_its_page(database: TestDatabase) {
        let site = site(database).await;
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        let ticket = answered_on_paper(&site, &token).await;
        let id = register(&site, &token, "").await[0]["id"].as_str().unwrap().to_owned();
        site.log_in("vera", Role::Operator).await;
        let page = site.get("/letters").await;
        assert!(page.body.contains("Исх-1/2026") && page.body.contains(&format!("/letters/{id}.pdf")), "{}", page.body);
        let pdf = site.get(&format!("/letters/{id}.pdf")).await;
        assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"));
        let csrf = page.field("csrf");
        let press = async |what: &str, on: &str, more: (&str, &str)| {
            let fields = [
                ("csrf", csrf.clone()), ("what", what.into()), ("on", on.to_owned()), ("list", "out".into()),
                ("day", "2026-04-20".into()), (more.0, more.1.to_owned()),
            ];
            site.post(&format!("/letters/{id}/news"), &fields).await
        };
        let early = press("dispatched", "2026-04-21", ("tracking", "RA1")).await;
        assert_eq!(early.status, 422, "{}", early.body);
        assert!(early.body.contains("role=\"alert\""), "{}", early.body);
        let done = press("dispatched", "2026-04-20", ("tracking", "RA1")).await;
        assert_eq!((done.status, done.header("location")), (303, "/letters?list=out&day=2026-04-20"), "{}", done.body);
        let of_day = site.get("/letters?list=out&day=2026-04-20").await.body;
        assert!(of_day.contains("Исх-1/2026") && of_day.contains("RA1"), "{of_day}");
        assert_eq!(press("dispatched", "2026-04-20", ("tracking", "RA2")).await.status, 409, "once");
        assert_eq!(press("returned", "", ("reason", "адресат выбыл")).await.status, 303);
        let of_day = site.get("/letters?list=out&day=2026-04-20").await.body;
        assert!(of_day.contains("адресат выбыл"), "{of_day}");
        let page = site.get(&format!("/tickets/{ticket}")).await.body;
        assert!(page.contains("адресат выбыл"), "the ticket says why it is open again: {page}");
        let without = site.post(&format!("/letters/{id}/news"), &[("what", "delivered".to_owned())]).await;
        assert_eq!(without.status, 403, "a form of another site");
    }
}
