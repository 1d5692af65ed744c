//! Deadlines over HTTP: explained, on the page and for programs.

use super::site::Site;
use desk::ticket::Change;
use domain::Permission::TicketsRead;
use domain::Role;
use domain::ticket::State;
use serde_json::Value;
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
}
