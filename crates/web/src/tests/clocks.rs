//! Deadlines over HTTP: explained, on the page and for programs.

use super::site::Site;
use desk::ticket::Change;
use domain::Permission::{IntakeWrite, Supervise, TicketsRead, TicketsWrite};
use domain::ticket::State;
use domain::{Actor, Role};
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, message};

const NONE: Value = Value::Null;

/// A ticket of Monday 13 April 2026, 11:00 (example 10).
async fn came(site: &Site) -> channel::TicketRef {
    site.desk.clock.set("2026-04-13T11:00:00+03:00");
    let letter = message("ivan@client.example", "Card", "Where?").named("Ivan Petrov");
    site.desk.take(letter).await.ticket.unwrap()
}

/// Somebody changes the state at that time of Monday.
async fn change(site: &Site, who: &domain::Principal, id: &str, at: &str, state: State) {
    site.desk.clock.set(&format!("2026-04-13T{at}+03:00"));
    let change = Change {
        state: Some(state),
        ..Change::default()
    };
    site.desk.desk.change(who, id, change).await.unwrap();
}

fn of_kind<'a>(clocks: &'a Value, kind: &str) -> &'a Value {
    let clocks = clocks.as_array().unwrap();
    clocks.iter().find(|clock| clock["kind"] == kind).unwrap()
}

fn sum(pieces: &Value, states: &[&str]) -> i64 {
    let pieces = pieces.as_array().unwrap().iter();
    let of_them = pieces.filter(|piece| states.contains(&piece["state"].as_str().unwrap()));
    of_them.map(|piece| piece["micros"].as_i64().unwrap()).sum()
}

const CLOSED: [&str; 5] = ["night", "break", "weekend", "holiday", "beyond_calendar"];

both_databases! {
    async fn a_clock_is_explained_to_the_second_and_by_whom(database: TestDatabase) {
        let site = Site::new(database).await;
        let vera = site.desk.person("Vera", Role::Operator).await;
        let ticket = came(&site).await;
        let id = ticket.public_id.as_str();
        change(&site, &vera, id, "15:00:10", State::WaitingClient).await;
        change(&site, &vera, id, "15:00:20", State::Open).await;
        change(&site, &vera, id, "15:00:40", State::WaitingClient).await;
        change(&site, &vera, id, "15:00:55", State::Open).await;
        site.desk.clock.set("2026-04-13T15:30:00+03:00");
        let visitor = site.desk.desk.visitor(&ticket.link_secret).await.unwrap();
        site.desk.desk.solved_by_client(&visitor).await.unwrap();
        change(&site, &vera, id, "15:30:30", State::Open).await;
        site.desk.clock.set("2026-04-13T15:40:05+03:00");

        let token = site.token(&[TicketsRead]).await;
        let clocks = site.call("GET", &format!("/api/v1/tickets/{id}/clocks"), &token, &NONE, &[]).await.json();
        let resolution = of_kind(&clocks, "resolution");
        let pieces = &resolution["pieces"];
        let halts: Vec<_> = pieces.as_array().unwrap().iter().filter(|piece| piece["state"] == "paused").collect();
        let told: Vec<_> = halts.iter().map(|piece| (piece["micros"].as_i64().unwrap() / 1_000_000, piece["why"].as_str().unwrap(), piece["by"].as_str().unwrap(), piece["by_name"].as_str().unwrap())).collect();
        assert_eq!(told, [
            (10, "waiting_client", "operator", "Vera"),
            (15, "waiting_client", "operator", "Vera"),
            (30, "resolved", "client", "Ivan Petrov"),
        ]);
        for (sum_of, states) in [("ran", &["ran"][..]), ("paused", &["paused"][..]), ("closed", &CLOSED[..])] {
            assert_eq!(resolution[sum_of].as_i64().unwrap(), sum(pieces, states), "{sum_of}");
        }
        let whole: i64 = ["ran", "paused", "closed"].iter().map(|sum| resolution[*sum].as_i64().unwrap()).sum();
        assert_eq!(whole, (4 * 3_600 + 40 * 60 + 5) * 1_000_000, "from 11:00:00 to 15:40:05");
        assert_eq!(resolution["steps"][0]["by_name"], "Vera");

        site.log_in("anna", Role::Operator).await;
        let page = site.get(&format!("/tickets/{id}")).await.body;
        for words in ["15:00:10 – 15:00:20", "0:00:10", "15:00:40 – 15:00:55", "0:00:15", "(Vera)", "(Ivan Petrov)"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let totals = page.split("<tfoot>").skip(1).map(|rest| rest.split("</tfoot>").next().unwrap()).find(|totals| totals.contains("0:00:55")).unwrap();
        let amounts: Vec<&str> = totals.split("class=\"num\">").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
        assert_eq!(amounts, ["3:39:10", "0:00:55", "1:00:00", "4:40:05"], "each kind, and in all");
    }

    async fn a_miss_says_whose_it_is_and_may_be_explained(database: TestDatabase) {
        let site = Site::new(database).await;
        let boris = site.hire("Boris", Role::Operator).await;
        let vera = site.desk.person("Vera", Role::Operator).await;
        let id = came(&site).await.public_id;
        site.desk.clock.set("2026-04-13T12:50:00+03:00");
        let to_boris = Change { assignee: Some(Some(boris.clone())), ..Change::default() };
        site.desk.desk.change(&vera, &id, to_boris).await.unwrap();
        // Two business hours from 11:00, with the break: due 13:00.
        site.desk.clock.set("2026-04-13T14:30:00+03:00");
        site.desk.settle().await;
        let (writes, supervises) = (site.token(&[TicketsRead, TicketsWrite]).await, site.token(&[TicketsRead, TicketsWrite, Supervise]).await);
        let path = format!("/api/v1/tickets/{id}/clocks");
        let clocks = site.call("GET", &path, &writes, &NONE, &[]).await.json();
        let first = of_kind(&clocks, "first_response");
        let held: Vec<_> = first["held"].as_array().unwrap().iter().map(|held| (held["by"].as_str().unwrap(), held["name"].as_str().unwrap(), held["micros"].as_i64().unwrap() / 60_000_000)).collect();
        assert_eq!(held, [("team", "Поддержка", 110), ("operator", "Boris", 10)], "the miss is Boris's");
        assert_eq!(first["held"][1]["id"], boris.as_str());
        assert!(of_kind(&clocks, "resolution")["held"].as_array().unwrap().is_empty(), "that one is not missed");

        let miss = format!("{path}/{}/miss", first["id"].as_str().unwrap());
        let said = json!({"reason": "The bank was closed"});
        assert_eq!(site.call("PUT", &miss, &writes, &said, &[]).await.status, 200);
        let excused = json!({"reason": "The bank was closed", "excused": true});
        assert_eq!(site.call("PUT", &miss, &writes, &excused, &[]).await.status, 403);
        assert_eq!(site.call("PUT", &miss, &supervises, &excused, &[]).await.status, 200);
        let other = format!("{path}/{}/miss", of_kind(&clocks, "resolution")["id"].as_str().unwrap());
        assert_eq!(site.call("PUT", &other, &writes, &said, &[]).await.status, 422, "that one is not missed");
        assert_eq!(site.call("PUT", &format!("{path}/clk_x/miss"), &writes, &said, &[]).await.status, 404);
        let clocks = site.call("GET", &path, &writes, &NONE, &[]).await.json();
        let first = of_kind(&clocks, "first_response");
        assert_eq!((first["miss_reason"].as_str(), first["excused"].as_bool(), first["verdict"].as_str()), (Some("The bank was closed"), Some(true), Some("missed")));

        site.log_in("anna", Role::Operator).await;
        let page = site.get(&format!("/tickets/{id}")).await;
        assert!(page.body.contains("The miss is with Boris, who held the ticket for 10\u{a0}min") && page.body.contains("The bank was closed"), "{}", page.body);
        let clock = first["id"].as_str().unwrap().trim_start_matches("clk_").to_owned();
        let fields = |excused: &str| vec![("csrf", page.field("csrf")), ("clock", clock.clone()), ("reason", "A strike".into()), ("excused", excused.to_owned())];
        let form = format!("/tickets/{id}/miss");
        assert_eq!(site.post(&form, &fields("1")).await.status, 403, "an operator excuses nothing");
        assert_eq!(site.post(&form, &fields("")).await.status, 303);
        assert!(site.get(&format!("/tickets/{id}")).await.body.contains("A strike"));
    }

    async fn what_became_of_deadlines_is_counted_for_programs_and_on_the_board(database: TestDatabase) {
        let site = Site::new(database).await;
        let vera = site.desk.person("Vera", Role::Operator).await;
        let id = came(&site).await.public_id;
        site.desk.clock.set("2026-04-13T11:10:00+03:00");
        site.desk.desk.answer_not_needed(&vera, &id, None).await.unwrap();
        let (reads, supervises) = (site.token(&[TicketsRead]).await, site.token(&[TicketsRead, Supervise]).await);
        let path = "/api/v1/reports/clocks?from=2026-04-01T00:00:00Z&to=2026-05-01T00:00:00Z";
        assert_eq!(site.call("GET", path, &reads, &NONE, &[]).await.status, 403);
        let report = site.call("GET", path, &supervises, &NONE, &[]).await;
        assert_eq!(report.status, 200, "{}", report.body);
        let report = report.json();
        assert_eq!((report["answer_not_needed"].as_i64(), report["closed_without_answer"].as_i64(), report["missed_excused"].as_i64()), (Some(1), Some(0), Some(0)));
        assert_eq!(report["promises"], json!({"kept": 0, "broken": 0, "moved": 0, "moved_tickets": 0}));
        let wrong = site.call("GET", "/api/v1/reports/clocks?from=April&to=2026-05-01T00:00:00Z", &supervises, &NONE, &[]).await;
        assert_eq!((wrong.status, wrong.json()["fields"][0]["field"].as_str()), (422, Some("from")), "{}", wrong.body);
        site.desk.clock.set("2026-04-13T11:11:00+03:00");
        site.log_in("oleg", Role::Supervisor).await;
        let board = site.get("/supervisor").await.body;
        let row = board.split("Answer not needed").nth(1).unwrap();
        assert!(row.split("</tr>").next().unwrap().contains(">1<"), "{board}");
    }

    async fn a_deadline_is_foretold_and_what_the_lists_do_not_have_is_refused(database: TestDatabase) {
        let site = Site::new(database).await;
        let lists = "[[topic]]\nkey = 'cards'\nname = { ru = 'Карты', en = 'Cards' }\n[[segment]]\nkey = 'vip'\nname = { ru = 'Важный', en = 'VIP' }\n\
            [[policy]]\nname = 'vip'\nwhen = { segments = ['vip'] }\n[[policy.clock]]\nkind = 'resolution'\ntarget = { minutes = 5 }\n";
        site.desk.clock.set("2026-04-13T11:00:00+03:00");
        let takes = site.token(&[IntakeWrite]).await;
        let due = async |query: &str| site.call("GET", &format!("/api/v1/due{query}"), &takes, &NONE, &[]).await;
        assert_eq!(due("?topic=anything").await.status, 200, "a desk without a list takes any word");
        site.desk.desk.apply_setup(Actor::System, lists).await.unwrap();
        let plain = due("").await.json();
        assert_eq!((plain["due"].as_str(), plain["clock"].as_str()), (Some("2026-04-14T15:00:00Z"), Some("resolution")), "{plain}");
        assert_eq!((plain["zone"].as_str(), plain["opens_at"].as_str()), (Some("Europe/Moscow"), None));
        assert_eq!(due("?segment=vip&topic=cards").await.json()["due"], "2026-04-13T08:05:00Z");
        for (query, field) in [("?topic=loans", "topic"), ("?segment=gold", "segment"), ("?kind=riot", "kind"), ("?priority=yesterday", "priority"), ("?channel=pigeon", "channel")] {
            let refused = due(query).await;
            assert_eq!((refused.status, refused.json()["fields"][0]["field"].as_str()), (422, Some(field)), "{query}: {}", refused.body);
        }
        let supervises = site.token(&[Supervise]).await;
        assert_eq!(site.call("GET", "/api/v1/due", &supervises, &NONE, &[]).await.status, 403);
    }
}
