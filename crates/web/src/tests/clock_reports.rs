//! What became of deadlines, how long it took and by how much one was missed: on the pages and for programs.

use super::site::Site;
use desk::ticket::{Change, Reply};
use domain::Permission::{IntakeWrite, Supervise, TicketsRead, TicketsWrite};
use domain::ticket::{Outcome, State};
use domain::{Principal, Role};
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, message};

const NONE: Value = Value::Null;

async fn answer(site: &Site, who: &Principal, id: &str, at: &str, then: Option<State>) {
    site.desk.clock.set(at);
    let reply = Reply {
        text: "Here it is.".into(),
        outcome: then.map(|_| Outcome::SOLVED),
        then,
        ..Reply::default()
    };
    site.desk.desk.reply(who, id, reply).await.unwrap();
}

/// A letter of 16:00, due at 18:00, which Vera answers on the next morning; Boris has it by then. And one answered in time.
async fn answered_late(site: &Site) -> String {
    let (vera, boris) = (
        site.desk.person("Vera", Role::Operator).await,
        site.desk.person("Boris", Role::Operator).await,
    );
    site.desk.clock.set("2026-04-14T16:00:00+03:00");
    let id = site
        .desk
        .take(message("ivan@client.example", "Card", "Where?").named("Ivan"))
        .await
        .ticket
        .unwrap()
        .public_id;
    let other = site
        .desk
        .take(message("anna@client.example", "Card", "Where?").named("Anna"))
        .await
        .ticket
        .unwrap()
        .public_id;
    let people = site.desk.desk.operators(&boris, false).await.unwrap();
    let taken = people
        .into_iter()
        .find(|one| one.name == "Boris")
        .unwrap()
        .public_id;
    let take = Change {
        assignee: Some(Some(taken)),
        ..Change::default()
    };
    site.desk.desk.change(&boris, &id, take).await.unwrap();
    answer(
        site,
        &vera,
        &other,
        "2026-04-14T16:30:00+03:00",
        Some(State::Resolved),
    )
    .await;
    site.desk.clock.set("2026-04-14T18:00:01+03:00");
    site.desk.settle().await;
    answer(site, &vera, &id, "2026-04-15T09:05:00+03:00", None).await;
    id
}

both_databases! {
    async fn a_missed_deadline_says_by_how_much_in_both_times(database: TestDatabase) {
        let site = Site::new(database).await;
        let id = answered_late(&site).await;
        let token = site.token(&[TicketsRead]).await;
        let clocks = site.call("GET", &format!("/api/v1/tickets/{id}/clocks"), &token, &NONE, &[]).await.json();
        let first = clocks.as_array().unwrap().iter().find(|clock| clock["kind"] == "first_response").unwrap();
        assert_eq!((first["late"]["working"].as_i64(), first["late"]["elapsed"].as_i64()), (Some(300_000_000), Some(54_300_000_000)));
        let resolution = clocks.as_array().unwrap().iter().find(|clock| clock["kind"] == "resolution").unwrap();
        assert!(resolution["late"].is_null());
        site.log_in("anna", Role::Operator).await;
        let page = site.get(&format!("/tickets/{id}")).await.body.replace('\u{a0}', " ");
        assert!(page.contains("Late by 5 min of working time (15 h 5 min elapsed)"), "{page}");
    }

    async fn the_report_tells_shares_lengths_and_first_contact(database: TestDatabase) {
        let site = Site::new(database).await;
        answered_late(&site).await;
        site.desk.clock.set("2026-04-22T10:00:00+03:00");
        let token = site.token(&[Supervise, TicketsRead]).await;
        let report = site.call("GET", "/api/v1/reports/clocks?from=2026-04-14&to=2026-04-16", &token, &NONE, &[]).await.json();
        let seconds = |count: i64| count * 1_000_000;
        let took = |count: i64, met: i64, working: [i64; 3], elapsed: [i64; 3]| {
            let lengths = |of: [i64; 3]| json!({ "median": seconds(of[0]), "p90": seconds(of[1]), "max": seconds(of[2]) });
            json!({ "count": count, "met": met, "working": lengths(working), "elapsed": lengths(elapsed) })
        };
        let told = json!({
            "promises": { "kept": 0, "broken": 0, "moved": 0, "moved_tickets": 0 },
            "answer_not_needed": 0, "closed_without_answer": 0, "missed_excused": 0,
            "share_in_time": 0.5,
            "first_contact": { "resolved": 1, "solved": 1, "share": 1.0, "undecided": 0 },
            "kinds": [
                { "kind": "first_response", "met": 1, "met_automatically": 0, "missed_automatically": 0, "missed": 1, "excused": 0, "logged_late": 0, "share_in_time": 0.5,
                  "by_people": took(2, 1, [4_650, 7_500, 7_500], [31_650, 61_500, 61_500]), "by_programs": null },
                { "kind": "resolution", "met": 1, "met_automatically": 0, "missed_automatically": 0, "missed": 1, "excused": 0, "logged_late": 0, "share_in_time": 0.5,
                  "by_people": took(1, 1, [1_800; 3], [1_800; 3]), "by_programs": null },
            ],
        });
        assert_eq!(report, told);
        // The desk's day begins at midnight in Moscow: the breach is Tuesday's, the late answer Wednesday's.
        let tuesday = site.call("GET", "/api/v1/reports/clocks?from=2026-04-14&to=2026-04-15", &token, &NONE, &[]).await.json();
        let first = tuesday["kinds"].as_array().unwrap().iter().find(|kind| kind["kind"] == "first_response").unwrap();
        assert_eq!((first["missed"].as_i64(), first["by_people"]["count"].as_i64()), (Some(1), Some(1)));
        let wrong = site.call("GET", "/api/v1/reports/clocks?from=2026-04-32&to=2026-04-15", &token, &NONE, &[]).await;
        assert_eq!(wrong.status, 422);
        let reads = site.token(&[TicketsRead, TicketsWrite, IntakeWrite]).await;
        assert_eq!(site.call("GET", "/api/v1/reports/clocks?from=2026-04-14&to=2026-04-15", &reads, &NONE, &[]).await.status, 403);

        site.log_in("oleg", Role::Supervisor).await;
        let page = site.get("/supervisor").await.body.replace('\u{a0}', " ");
        for words in ["How long it took, last 30 days", "Working time, median", "Elapsed, longest", "1 h 17 min", "17 h 5 min", "In time, share", "Solved at first contact, share", "100%"] {
            assert!(page.contains(words), "{words}: {page}");
        }
    }

    async fn a_calendar_that_ends_within_sixty_days_is_told_to_the_administrator(database: TestDatabase) {
        let site = Site::new(database).await;
        site.desk.clock.set("2026-10-31T12:00:00+03:00");
        site.log_in("irina", Role::Administrator).await;
        let told = async |at: &str| {
            site.desk.clock.set(at);
            site.get("/admin/deadlines").await.body.contains(&words::t(words::Lang::En, "deadlines-ends-soon"))
        };
        // Its days off are official through 31 December.
        assert!(!told("2026-10-31T23:59:59+03:00").await);
        assert!(told("2026-11-01T00:00:00+03:00").await);
    }

    async fn words_for_a_person_are_counted_for_programs_and_in_the_numbers(database: TestDatabase) {
        let site = Site::new(database).await;
        let day = "/api/v1/reports/handoffs?from=2026-04-14T00:00:00Z&to=2026-04-15T00:00:00Z";
        let token = site.token(&[Supervise, TicketsRead]).await;
        let none = site.call("GET", day, &token, &NONE, &[]).await;
        assert_eq!((none.status, none.json()), (200, json!([])), "{}", none.body);
        for (number, words) in ["Соедините с ОПЕРАТОРОМ!", "human, please", "Где карта?", "позовите сотрудника"].into_iter().enumerate() {
            let from = format!("client{number}@client.example");
            site.desk.take(message(&from, "Q", words)).await;
        }
        let counted = site.call("GET", day, &token, &NONE, &[]).await.json();
        assert_eq!((counted.as_array().unwrap().len(), &counted[0]["count"]), (1, &json!(3)), "{counted}");
        assert_eq!(counted[0]["channel"]["name"], "mail", "{counted}");
        let before = "/api/v1/reports/handoffs?from=2026-04-13T00:00:00Z&to=2026-04-14T00:00:00Z";
        assert_eq!(site.call("GET", before, &token, &NONE, &[]).await.json(), json!([]));
        let odd = site.call("GET", "/api/v1/reports/handoffs?from=today&to=2026-04-14T00:00:00Z", &token, &NONE, &[]).await;
        assert_eq!((odd.status, &odd.json()["fields"][0]["field"]), (422, &json!("from")), "{}", odd.body);
        let reads = site.token(&[TicketsRead]).await;
        assert_eq!(site.call("GET", day, &reads, &NONE, &[]).await.status, 403);
        site.desk.clock.advance(1);
        let numbers = site.get("/metrics").await.body;
        assert!(numbers.contains("okno_handoffs_day 3\n"), "{numbers}");
    }
}
