//! Worked examples of `definitions.md` §14 by the doors that clients and programs have: mail, form, API.

use super::phone::site;
use super::site::Site;
use domain::Permission::{TicketsRead, TicketsWrite};
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, bounce, message, moment};

const NONE: Value = Value::Null;

/// A mail of Anna's at that time.
async fn mail(site: &Site, at: &str) -> String {
    site.desk.clock.set(at);
    let letter = message("anna@client.example", "Card", "Where is my card?");
    site.desk.take(letter).await.ticket.unwrap().public_id
}

/// What the API answers to a change at that time.
async fn does(
    site: &Site,
    token: &str,
    at: &str,
    method: &str,
    path: &str,
    body: Value,
) -> super::site::Answer {
    site.desk.clock.set(at);
    site.call(method, &format!("/api/v1{path}"), token, &body, &[])
        .await
}

async fn answers(site: &Site, token: &str, id: &str, at: &str, mut body: Value) {
    body["text"] = "Here it is.".into();
    let sent = does(site, token, at, "POST", &format!("/tickets/{id}/replies"), body).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
}

/// Verdict and due of the clocks of a kind, oldest first, as the API tells them.
async fn clocks(site: &Site, token: &str, id: &str, kind: &str) -> Vec<(String, String)> {
    let told = site
        .call("GET", &format!("/api/v1/tickets/{id}/clocks"), token, &NONE, &[])
        .await
        .json();
    let of_kind = told
        .as_array()
        .unwrap()
        .iter()
        .filter(|clock| clock["kind"] == kind);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    of_kind
        .map(|clock| (text(&clock["verdict"]), text(&clock["due"])))
        .collect()
}

fn stands(verdict: &str, due: &str) -> (String, String) {
    (verdict.to_owned(), moment(due).to_string())
}

/// All that stops no first response: an acknowledgement, a note, another person, a call in vain, a question to a department.
async fn works_without_answering(site: &Site, token: &str, id: &str, boris: &str) {
    site.desk.clock.set("2026-04-14T10:00:04+03:00");
    site.desk.settle().await;
    assert!(site.desk.sink.last().automatic, "the acknowledgement");
    let path = format!("/tickets/{id}");
    let note = json!({ "text": "Ask the branch." });
    assert_eq!(
        does(
            site,
            token,
            "2026-04-14T10:30:00+03:00",
            "POST",
            &format!("{path}/notes"),
            note
        )
        .await
        .status,
        201
    );
    let to_boris = json!({ "assignee": boris });
    assert_eq!(
        does(site, token, "2026-04-14T11:00:00+03:00", "PATCH", &path, to_boris)
            .await
            .status,
        200
    );
    let in_vain = json!({ "direction": "out", "outcome": "no_answer", "number": "+7 912 345-67-89", "rang_at": "2026-04-14T11:20:00+03:00", "ticket": id });
    assert_eq!(
        does(
            site,
            token,
            "2026-04-14T11:20:30+03:00",
            "POST",
            "/calls",
            in_vain
        )
        .await
        .status,
        201
    );
    let question = json!({ "to": "The branch", "address": "branch@bank.example", "question": "Is it there?", "within_minutes": 60 });
    assert_eq!(
        does(
            site,
            token,
            "2026-04-14T11:40:00+03:00",
            "POST",
            &format!("{path}/side-tasks"),
            question
        )
        .await
        .status,
        201
    );
}

both_databases! {
    async fn example_7_first_response_in_120_business_minutes(database: TestDatabase) {
        let (site, token) = site(database).await;
        let boris = site.hire("boris", domain::Role::Operator).await;
        let due = "2026-04-14T12:00:00+03:00";
        let worked_on = mail(&site, "2026-04-14T10:00:00+03:00").await;
        works_without_answering(&site, &token, &worked_on, &boris).await;
        assert_eq!(clocks(&site, &token, &worked_on, "first_response").await, [stands("running", due)], "none of that stops it");
        answers(&site, &token, &worked_on, due, json!({})).await;
        assert_eq!(clocks(&site, &token, &worked_on, "first_response").await, [stands("met", due)]);

        let late = mail(&site, "2026-04-14T10:00:00+03:00").await;
        answers(&site, &token, &late, "2026-04-14T12:00:00.000001+03:00", json!({})).await;
        assert_eq!(clocks(&site, &token, &late, "first_response").await, [stands("missed", due)]);
        // Nobody answers, and the desk is down from 11:50 until 12:20.
        let down = mail(&site, "2026-04-14T10:00:00+03:00").await;
        site.desk.clock.set("2026-04-14T12:20:00+03:00");
        site.desk.settle().await;
        let view = site.desk.ticket(&down).await;
        let breach = view.timeline.entries.iter().find(|line| line.code == "clock_breached").unwrap();
        assert_eq!((breach.occurred_at, breach.recorded_at), (moment(due), moment("2026-04-14T12:20:00+03:00")));
    }

    async fn example_8_the_answer_bounces(database: TestDatabase) {
        let (site, token) = site(database).await;
        for (back, due) in [("2026-04-14T16:00:00+03:00", "2026-04-14T16:30:00+03:00"), ("2026-04-15T08:00:00+03:00", "2026-04-15T09:30:00+03:00")] {
            let id = mail(&site, "2026-04-14T10:00:00+03:00").await;
            let promise = json!({ "what": "answer", "by": "2026-04-14T12:00:00+03:00" });
            let given = does(&site, &token, "2026-04-14T10:05:00+03:00", "POST", &format!("/tickets/{id}/promises"), promise).await;
            assert_eq!(given.status, 201, "{}", given.body);
            answers(&site, &token, &id, "2026-04-14T11:30:00+03:00", json!({})).await;
            site.desk.settle().await;
            assert_eq!(clocks(&site, &token, &id, "promise").await[0].0, "met");
            let sent = site.desk.sink.last().external_id;
            site.desk.clock.set(back);
            site.desk.accept(bounce(&site.desk, &sent, "anna@client.example")).await.unwrap();
            assert_eq!(clocks(&site, &token, &id, "first_response").await, [stands("running", due)], "{back}");
            assert_eq!(clocks(&site, &token, &id, "promise").await, [stands("missed", "2026-04-14T12:00:00+03:00")]);
        }
    }

    async fn example_12_reopened(database: TestDatabase) {
        let (site, token) = site(database).await;
        let eight_hours = "[[policy]]\nname = 'standard'\n[[policy.clock]]\nkind = 'first_response'\ntarget = { minutes = 480 }\n\
            [[policy.clock]]\nkind = 'next_response'\ntarget = { minutes = 60 }\n[[policy.clock]]\nkind = 'resolution'\ntarget = { minutes = 480 }\n";
        super::form::apply(&site, eight_hours).await;
        let due = "2026-04-13T18:00:00+03:00";
        let mut threads = Vec::new();
        let mut ids = Vec::new();
        for _ in 0..2 {
            let id = mail(&site, "2026-04-13T09:00:00+03:00").await;
            assert_eq!(clocks(&site, &token, &id, "resolution").await, [stands("running", due)]);
            answers(&site, &token, &id, "2026-04-13T17:00:00+03:00", json!({ "then": "resolved" })).await;
            site.desk.settle().await;
            assert_eq!(clocks(&site, &token, &id, "resolution").await, [stands("met", due)]);
            threads.push(site.desk.sink.last().external_id);
            ids.push(id);
        }
        site.desk.clock.set("2026-04-15T10:00:00+03:00");
        let again = message("anna@client.example", "Re: Card", "It is not there.").answers(&threads[0]);
        assert_eq!(site.desk.take(again).await.ticket.unwrap().public_id, ids[0]);
        assert_eq!(clocks(&site, &token, &ids[0], "resolution").await, [stands("running", "2026-04-15T11:00:00+03:00")], "ten business hours were a pause");
        assert_eq!(clocks(&site, &token, &ids[0], "next_response").await, [stands("running", "2026-04-15T11:00:00+03:00")]);
        // To the other one nobody wrote: it closes on Monday the 20th at 18:00.
        site.desk.clock.set("2026-04-20T18:00:01+03:00");
        site.desk.settle().await;
        let late = message("anna@client.example", "Re: Card", "It is not there.").answers(&threads[1]);
        let new = site.desk.take(late).await.ticket.unwrap().public_id;
        assert!(!ids.contains(&new));
        let old = site.call("GET", &format!("/api/v1/tickets/{}", ids[1]), &token, &NONE, &[]).await.json();
        assert_eq!(old["state"], "closed");
        assert_eq!(clocks(&site, &token, &new, "resolution").await.len(), 1, "with clocks of its own");
        let page = site.desk.ticket(&new).await;
        assert_eq!(page.related.len(), 1, "and linked");
    }

    async fn example_19_a_promise(database: TestDatabase) {
        let (site, _) = site(database).await;
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        let (tuesday, thursday) = ("2026-04-21T15:00:00+03:00", "2026-04-23T15:00:00+03:00");
        let promised = async || {
            let id = mail(&site, "2026-04-16T11:00:00+03:00").await;
            answers(&site, &token, &id, "2026-04-16T12:00:00+03:00", json!({ "promise": { "what": "answer", "by": tuesday } })).await;
            assert_eq!(clocks(&site, &token, &id, "resolution").await, [stands("running", "2026-04-17T18:00:00+03:00")], "it moves nothing");
            id
        };
        for (at, verdict) in [(tuesday, "met"), ("2026-04-21T15:00:01+03:00", "missed")] {
            let id = promised().await;
            answers(&site, &token, &id, at, json!({})).await;
            assert_eq!(clocks(&site, &token, &id, "promise").await, [stands(verdict, tuesday)], "{at}");
        }
        for (at, verdict) in [("2026-04-20T16:00:00+03:00", "moved"), ("2026-04-21T15:30:00+03:00", "missed")] {
            let id = promised().await;
            answers(&site, &token, &id, at, json!({ "promise": { "what": "answer", "by": thursday } })).await;
            assert_eq!(clocks(&site, &token, &id, "promise").await, [stands(verdict, tuesday), stands("running", thursday)], "{at}");
        }
        let id = promised().await;
        let on = async |date: &str| does(&site, &token, "2026-05-06T12:00:00+03:00", "POST", &format!("/tickets/{id}/promises"), json!({ "what": "solution", "on": date })).await;
        assert_eq!(on("2026-05-08").await.status, 201);
        assert_eq!(clocks(&site, &token, &id, "promise").await[1], stands("running", "2026-05-08T17:00:00+03:00"));
        let refused = on("2026-05-09").await;
        assert_eq!(refused.status, 422, "it is not a working day: {}", refused.body);
    }

    async fn example_20_a_form_on_a_holiday_from_another_zone(database: TestDatabase) {
        let site = super::form::site_with_form(database).await;
        site.desk.clock.set("2026-05-09T12:30:00+03:00");
        let page = site.get("/form/help?lang=ru").await;
        let sent = site.post_multipart("/form/help?lang=ru", &super::form::filled(&page), None).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        site.desk.settle().await;
        let letter = site.desk.sink.last();
        let text = letter.text.replace('\u{a0}', " ").replace(&letter.link, "LINK");
        let told = [
            "Здравствуйте, Анна! Ваше обращение № 2026-000001 зарегистрировано 9 мая 2026 года в 19:30 по владивостокскому времени.",
            "Ответим не позднее 18:00 вторника, 12 мая, по московскому времени (01:00 среды, 13 мая, по владивостокскому).",
            "Сейчас мы не работаем и снова будем на связи во вторник, 12 мая, с 9:00 по московскому времени (16:00 по владивостокскому).",
            "Обращением занимается служба поддержки. Ответ придёт письмом на этот адрес. Посмотреть, дополнить или отозвать обращение: LINK",
            "-- \nСевер\n",
        ];
        assert_eq!(text, told.join("\n\n"));
    }
}
