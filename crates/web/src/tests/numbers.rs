//! Numbers that are none of those that are allowed: by forms and by the API, refused with the number and with what is allowed.

use super::site::Site;
use domain::Permission::{Administer, Supervise, TicketsRead, TicketsWrite};
use domain::ticket::Kind;
use domain::{Actor, Role};
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, message};

const NONE: Value = Value::Null;

const TERM: &str = "[[term]]\nname = 'Law'\npreset = 'ru-financial'\ncalendar = 'office'\n";

/// A complaint whose term by law runs.
async fn complaint(site: &Site) -> String {
    site.desk.desk.apply_setup(Actor::System, TERM).await.unwrap();
    let complaint = message("anna@client.example", "Жалоба", "Верните деньги.")
        .with(|message| message.wishes.kind = Some(Kind::Complaint));
    site.desk.take(complaint).await.ticket.unwrap().public_id
}

both_databases! {
    async fn a_program_is_told_the_field_the_number_and_what_is_allowed(database: TestDatabase) {
        let site = Site::new(database).await;
        let ticket = complaint(&site).await;
        let token = site.token(&[TicketsRead, TicketsWrite, Supervise]).await;
        let days = |days: Value| json!({"days": days, "reason": "ждём"});
        let within = |minutes: Value| json!({"to": "Law", "question": "May we?", "within_minutes": minutes});
        let undo = |seconds: Value| json!({"text": "Yes.", "undo_seconds": seconds});
        let cases = [
            ("extension", days(json!(-5)), "days", "-5 is not allowed: the term may be extended by whole working days, 1 or more"),
            ("extension", days(json!(1.5)), "days", "1.5 is no whole number: the term may be extended by whole working days, 1 or more"),
            ("extension", days(json!(11)), "extension", "11 is not allowed: the term may be extended by 1 to 10 working days"),
            ("side-tasks", within(json!(-60)), "within_minutes", "-60 is not allowed: whole minutes of working time, 1 to 120000"),
            ("side-tasks", within(json!(0.5)), "within_minutes", "0.5 is no whole number: whole minutes of working time, 1 to 120000"),
            ("side-tasks", within(json!(1e12)), "within_minutes", "1000000000000.0 is no whole number: whole minutes of working time, 1 to 120000"),
            ("replies", undo(json!(-1)), "undo_seconds", "-1 is not allowed: an answer may be undone for 0 to 120 seconds"),
            ("replies", undo(json!(121)), "undo_seconds", "121 is not allowed: an answer may be undone for 0 to 120 seconds"),
        ];
        for (what, body, field, reason) in cases {
            let answer = site.call("POST", &format!("/api/v1/tickets/{ticket}/{what}"), &token, &body, &[]).await;
            assert_eq!(answer.status, 422, "{what} {body}: {}", answer.body);
            let told = &answer.json()["fields"][0];
            assert_eq!((told["field"].as_str(), told["reason"].as_str()), (Some(field), Some(reason)), "{what} {body}");
        }
        for hours in ["-5", "0", "745", "1.5", "soon"] {
            let answer = site.call("GET", &format!("/api/v1/board?hours={hours}"), &token, &NONE, &[]).await;
            let wanted = format!("hours={hours} is not allowed: a whole number from 1 to 744");
            assert_eq!((answer.status, answer.json()["detail"].as_str()), (400, Some(wanted.as_str())), "{}", answer.body);
        }
        assert_eq!(site.call("GET", "/api/v1/board?hours=744", &token, &NONE, &[]).await.status, 200);
    }

    async fn a_set_up_with_a_negative_target_is_refused_by_the_api_with_its_place(database: TestDatabase) {
        let site = Site::new(database).await;
        let token = site.token(&[Administer]).await;
        let toml = "[[policy]]\nname = 'Bad'\n[[policy.clock]]\nkind = 'resolution'\ntarget = { hours = -2 }\n";
        let answer = site.call("POST", "/api/v1/setup/trial", &token, &json!({"toml": toml}), &[]).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        let told = &answer.json()["fields"][0];
        assert_eq!(told["field"], "policy[1].clock[1].target", "{}", answer.body);
        let reason = "-2 hours is not allowed: a target is a whole number from 1 to 87672, which is 10 years (line 1)";
        assert_eq!(told["reason"], reason, "{}", answer.body);
    }

    async fn a_person_is_told_in_words_and_keeps_what_was_typed(database: TestDatabase) {
        let site = Site::new(database).await;
        let ticket = complaint(&site).await;
        site.log_in("olga", Role::Supervisor).await;
        let path = format!("/tickets/{ticket}");
        let csrf = site.get(&path).await.field("csrf");
        for days in ["-5", "11", "1.5", "two"] {
            let fields = [("csrf", csrf.clone()), ("days", days.to_owned()), ("reason", "We wait".to_owned())];
            let answer = site.post(&format!("{path}/extension"), &fields).await;
            let words = format!("“{days}” is not allowed: the term may be extended by a whole number of working days, 1 to 10");
            assert_eq!(answer.status, 422, "{}", answer.body);
            assert!(answer.body.contains(&words), "{}", answer.body);
        }
        for hours in ["-1", "0", "2001", "soon"] {
            let fields = [("csrf", csrf.clone()), ("to", "Law".into()), ("question", "May we refund?".into()), ("hours", hours.to_owned())];
            let answer = site.post(&format!("{path}/side-tasks"), &fields).await;
            assert_eq!(answer.status, 422, "{}", answer.body);
            let words = format!("“{hours}” is not allowed: give the working hours to answer in");
            assert!(answer.body.contains(&words) && answer.body.contains("May we refund?</textarea>"), "{}", answer.body);
            assert!(!answer.body.contains("name=\"anyway\""), "nothing was asked that a second press could mean");
        }
        for position in ["-1", "1001", "1.5", "first"] {
            let fields = [("csrf", csrf.clone()), ("name", "Mine".into()), ("position", position.to_owned()), ("filter", "view=all".into())];
            let answer = site.post("/views", &fields).await;
            assert_eq!(answer.status, 422, "{}", answer.body);
            assert!(answer.body.contains("A place is a whole number from 0 to 1000"), "{}", answer.body);
        }
    }
}
