//! A client's own page and the API of clients: merged, parted, brought up to date.

use super::site::Site;
use domain::Permission::{TicketsRead, TicketsWrite};
use domain::Role;
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, message};

const NONE: Value = Value::Null;

async fn ask(site: &Site, from: &str, title: &str) -> (String, String) {
    let taken = site
        .desk
        .take(message(from, title, "Где ответ?").named("Мария Линд"))
        .await;
    let ticket = taken.ticket.unwrap().public_id;
    let client = site.desk.ticket(&ticket).await.client.public_id;
    (ticket, client)
}

both_databases! {
    async fn two_cards_become_one_and_two_again_by_buttons(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("vera", Role::Operator).await;
        let (ticket, one) = ask(&site, "maria@home.example", "Карта").await;
        let (_, other) = ask(&site, "maria@work.example", "Счёт").await;
        let page = site.get(&format!("/tickets/{ticket}")).await;
        assert!(page.body.contains(&format!("/clients/{one}")), "the ticket leads to the card");
        let csrf = page.field("csrf");
        let path = format!("/clients/{one}");
        for client in [&one, &other] {
            let card = [("csrf", csrf.clone()), ("name", "Мария Линд".to_owned()), ("company", "Ромашка".to_owned()), ("no_calls", "1".to_owned())];
            assert_eq!(site.post(&format!("/clients/{client}"), &card).await.status, 303);
        }
        let page = site.get(&path).await;
        assert!(page.body.contains("This may be the same person") && page.body.contains("Ромашка"), "{}", page.body);
        assert!(page.body.contains("Does not want calls"));
        let merged = site.post(&format!("{path}/absorbed"), &[("csrf", csrf.clone()), ("client", other.clone())]).await;
        assert_eq!((merged.status, merged.header("location")), (303, path.as_str()), "{}", merged.body);
        let page = site.get(&path).await.body;
        assert!(page.contains("maria@work.example") && page.contains("Счёт") && page.contains("Undo the merge"), "{page}");
        assert!(site.get(&format!("/clients/{other}")).await.body.contains("merged with another one"));
        let undo = format!("{path}/unmerge");
        assert_eq!(site.post(&undo, &[("csrf", csrf.clone()), ("client", other.clone())]).await.status, 303);
        let again = site.post(&undo, &[("csrf", csrf.clone()), ("client", other.clone())]).await;
        assert!(again.status == 409 && again.body.contains("is not merged"), "{}", again.body);
        assert_eq!(site.post(&format!("{path}/apart"), &[("csrf", csrf.clone()), ("client", other.clone())]).await.status, 303);
        assert!(!site.get(&path).await.body.contains("This may be the same person"));
        let wrong = site.post(&path, &[("csrf", csrf), ("call_hours", "late".to_owned())]).await;
        assert!(wrong.status == 422 && wrong.body.contains("10:00-19:00"), "{}", wrong.body);
        assert_eq!(site.get("/clients/cli_nobody").await.status, 404);
    }

    async fn wishes_about_single_topics_are_kept_on_the_card(database: TestDatabase) {
        let site = Site::new(database).await;
        super::form::apply(&site, "[[topic]]\nkey = 'cards'\nname = { ru = 'Карты', en = 'Cards' }\n[[topic]]\nkey = 'loans'\nname = { ru = 'Кредиты', en = 'Loans' }\n").await;
        site.log_in("vera", Role::Operator).await;
        let (_, client) = ask(&site, "maria@home.example", "Карта").await;
        let path = format!("/clients/{client}");
        let csrf = site.get(&path).await.field("csrf");
        let card = |wishes: &[(&'static str, &'static str)]| {
            let mut fields = vec![("csrf", csrf.clone()), ("name", "Мария Линд".to_owned()), ("way", "email".to_owned()), ("topics", "1".to_owned())];
            fields.extend(wishes.iter().flat_map(|(topic, way)| [("topic", (*topic).to_owned()), ("topic_way", (*way).to_owned())]));
            fields
        };
        let saved = site.post(&path, &card(&[("cards", "phone"), ("loans", "postal"), ("", "email")])).await;
        assert_eq!(saved.status, 303, "{}", saved.body);
        let page = site.get(&path).await.body;
        assert!(page.contains("<option value=\"cards\" selected>Cards") && page.contains("<option value=\"loans\" selected>Loans"), "{page}");
        let wishes = || async { site.desk.desk.read(&testkit::TestDesk::supervisor()).unwrap().client(&client, None).await.unwrap().wishes.into_iter().map(|(topic, kind)| format!("{topic}={}", kind.code())).collect::<Vec<_>>() };
        assert_eq!(wishes().await, ["=email", "cards=phone", "loans=postal"]);
        // One is taken back; a form that does not ask leaves the other.
        assert_eq!(site.post(&path, &card(&[("cards", "phone"), ("loans", "")])).await.status, 303);
        assert_eq!(wishes().await, ["=email", "cards=phone"]);
        assert_eq!(site.post(&path, &[("csrf", csrf.clone()), ("way", String::new())]).await.status, 303);
        assert_eq!(wishes().await, ["cards=phone"]);
        for (topic, way) in [("weather", "phone"), ("cards", "pigeon")] {
            let wrong = site.post(&path, &card(&[(topic, way)])).await;
            assert_eq!(wrong.status, 422, "{}", wrong.body);
        }
        assert_eq!(wishes().await, ["cards=phone"]);
    }

    async fn a_program_keeps_clients_merges_and_parts_them(database: TestDatabase) {
        let site = Site::new(database).await;
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        let (_, one) = ask(&site, "maria@home.example", "Карта").await;
        let record = json!({"card": {"name": "Maria Lind", "answer_by": {"": "email", "cards": "phone"}}, "emails": ["maria@home.example", "maria@work.example"], "phones": ["+7 912 345-67-89"]});
        let made = site.call("PUT", "/api/v1/accounts/A-17/client", &token, &record, &[]).await;
        assert_eq!((made.status, made.json()["taken"][0].as_str()), (201, Some("maria@home.example")), "{}", made.body);
        let host = made.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(made.header("location"), format!("/api/v1/clients/{host}"));
        let again = site.call("PUT", "/api/v1/accounts/A-17/client", &token, &record, &[]).await;
        assert_eq!((again.status, again.json()["created"].as_bool()), (200, Some(false)));
        let shown = site.call("GET", &format!("/api/v1/clients/{host}"), &token, &NONE, &[]).await;
        assert_eq!(shown.json()["proposals"][0]["client"].as_str(), Some(one.as_str()), "{}", shown.body);
        assert_eq!(shown.json()["answer_by"]["cards"].as_str(), Some("phone"));
        let merge = format!("/api/v1/clients/{one}/merge");
        let merged = site.call("PUT", &merge, &token, &json!({"into": host}), &[]).await;
        assert_eq!((merged.status, merged.json()["survivor"].as_str()), (200, Some(host.as_str())), "{}", merged.body);
        let shown = site.call("GET", &format!("/api/v1/clients/{host}"), &token, &NONE, &[]).await;
        assert_eq!(shown.json()["timeline"][0]["entry"]["text"].as_str(), Some("Где ответ?"), "{}", shown.body);
        let twice = site.call("PUT", &merge, &token, &json!({"into": host}), &[]).await;
        assert_eq!((twice.status, twice.json()["code"].as_str()), (409, Some("client_merged")));
        assert_eq!(site.call("DELETE", &merge, &token, &NONE, &[]).await.status, 200);
        let none = site.call("DELETE", &merge, &token, &NONE, &[]).await;
        assert_eq!((none.status, none.json()["code"].as_str()), (409, Some("client_not_merged")));
        let apart = format!("/api/v1/clients/{one}/different-from/{host}");
        assert_eq!(site.call("PUT", &apart, &token, &NONE, &[]).await.status, 204);
        let reads = site.token(&[TicketsRead]).await;
        assert_eq!(site.call("PUT", &merge, &reads, &json!({"into": host}), &[]).await.status, 403);
    }

    async fn a_company_is_its_clients_and_their_tickets(database: TestDatabase) {
        let site = Site::new(database).await;
        site.log_in("vera", Role::Operator).await;
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        for (who, company) in [("anna", "Ромашка & Ко"), ("boris", "Ромашка & Ко"), ("clara", "Астра")] {
            let ticket = site.desk.take(message(&format!("{who}@client.example"), who, "Где?").named(who)).await.ticket.unwrap().public_id;
            let client = site.desk.ticket(&ticket).await.client.public_id;
            let path = format!("/api/v1/clients/{client}");
            assert_eq!(site.call("PATCH", &path, &token, &json!({ "company": company }), &[]).await.status, 204);
        }
        let list = site.call("GET", "/api/v1/companies", &token, &Value::Null, &[]).await.json();
        assert_eq!(list, json!([{ "name": "Астра", "clients": 1 }, { "name": "Ромашка & Ко", "clients": 2 }]));
        let name = "%D0%A0%D0%BE%D0%BC%D0%B0%D1%88%D0%BA%D0%B0%20%26%20%D0%9A%D0%BE";
        let card = site.call("GET", &format!("/api/v1/companies/card?name={name}"), &token, &Value::Null, &[]).await.json();
        let names = |list: &Value, field: &str| list.as_array().unwrap().iter().map(|one| one[field].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!((names(&card["clients"], "name"), names(&card["tickets"], "title")), (vec!["anna".to_owned(), "boris".to_owned()], vec!["boris".to_owned(), "anna".to_owned()]));
        assert_eq!(site.call("GET", "/api/v1/companies/card?name=none", &token, &Value::Null, &[]).await.status, 404);
        let page = site.get(&format!("/companies?name={name}")).await.body;
        assert!(page.contains("anna") && page.contains("boris") && !page.contains("clara"), "{page}");
        let id = card["clients"][0]["id"].as_str().unwrap();
        let room = site.get(&format!("/clients/{id}")).await.body;
        assert!(room.contains("/companies?name="), "{room}");
    }
}
