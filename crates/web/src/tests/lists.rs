//! Filters, saved views, changes of many, fields and topics, as people and programs use them.

use super::site::Site;
use domain::Permission::{TicketsRead, TicketsWrite};
use domain::{Actor, Role};
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, message};

const NONE: Value = Value::Null;
const LABELS: &str = "[[topic]]\nkey = \"cards\"\nname = { ru = \"Карты\", en = \"Cards\" }\n\
    [[field]]\nkey = \"contract\"\nname = { ru = \"Договор\", en = \"Contract\" }\ntype = \"text\"\n";

async fn site(database: TestDatabase) -> Site {
    let site = Site::new(database).await;
    site.desk.desk.apply_setup(Actor::System, LABELS).await.unwrap();
    site
}

async fn open(site: &Site, title: &str) -> String {
    let receipt = site
        .desk
        .take(message("maria@client.example", title, "Где?"))
        .await;
    receipt.ticket.unwrap().public_id
}

both_databases! {
    async fn a_list_is_narrowed_by_its_address(database: TestDatabase) {
        let site = site(database).await;
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        let (one, _) = (open(&site, "one").await, open(&site, "two").await);
        let patch = json!({"topic": "cards", "fields": {"contract": "7"}, "tags_add": ["vip"]});
        let changed = site.call("PATCH", &format!("/api/v1/tickets/{one}"), &token, &patch, &[]).await;
        assert_eq!(changed.status, 200, "{}", changed.body);
        let read = site.call("GET", &format!("/api/v1/tickets/{one}"), &token, &NONE, &[]).await.json();
        assert_eq!(read["fields"]["contract"], "7");
        for query in ["topic=cards", "field.contract=7", "tag=vip&state=new", "tag=vip&order=oldest"] {
            let page = site.call("GET", &format!("/api/v1/tickets?{query}"), &token, &NONE, &[]).await.json();
            let titles: Vec<_> = page["tickets"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap()).collect();
            assert_eq!(titles, ["one"], "{query}");
        }
        for (query, choices) in [("state=lost", "new, open"), ("topic=weather", "cards"), ("field.colour=red", "field.contract"), ("due=soon", "30m")] {
            let answer = site.call("GET", &format!("/api/v1/tickets?{query}"), &token, &NONE, &[]).await;
            assert!(answer.status == 422 && answer.body.contains(choices), "{query}: {}", answer.body);
        }
        let empty = json!({"fields": {"contract": null}});
        assert_eq!(site.call("PATCH", &format!("/api/v1/tickets/{one}"), &token, &empty, &[]).await.status, 200);
        let read = site.call("GET", &format!("/api/v1/tickets/{one}"), &token, &NONE, &[]).await.json();
        assert!(read["fields"]["contract"].is_null());
        assert_eq!(site.call("GET", "/api/v1/tags?q=v", &token, &NONE, &[]).await.json(), json!(["vip"]));
        assert_eq!(site.call("GET", "/api/v1/topics", &token, &NONE, &[]).await.json()[0]["names"]["en"], "Cards");
        assert_eq!(site.call("GET", "/api/v1/fields", &token, &NONE, &[]).await.json()[0]["type"], "text");
    }

    async fn many_are_changed_by_one_request(database: TestDatabase) {
        let site = site(database).await;
        let token = site.token(&[TicketsRead, TicketsWrite]).await;
        let (one, two) = (open(&site, "one").await, open(&site, "two").await);
        let body = json!({"tickets": [{"id": one}, {"id": two, "version": 9}], "change": {"priority": "high"}});
        let key = [("idempotency-key", "k1")];
        let answer = site.call("POST", "/api/v1/bulk-changes", &token, &body, &key).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let told = answer.json();
        assert_eq!((told["changed"][0]["id"].as_str(), told["skipped"][0]["code"].as_str()), (Some(one.as_str()), Some("stale_version")));
        let again = site.call("POST", "/api/v1/bulk-changes", &token, &body, &key).await;
        assert_eq!(again.json(), told, "the same key changes once");
        let all = json!({"filter": "view=all&priority=normal", "change": {"tags_add": ["late"]}});
        let told = site.call("POST", "/api/v1/bulk-changes", &token, &all, &[]).await.json();
        assert_eq!(told["changed"].as_array().unwrap().len(), 1);
        let neither = site.call("POST", "/api/v1/bulk-changes", &token, &json!({"change": {}}), &[]).await;
        assert_eq!(neither.status, 422);
        let reads = site.token(&[TicketsRead]).await;
        assert_eq!(site.call("POST", "/api/v1/bulk-changes", &reads, &all, &[]).await.status, 403);
    }

    async fn a_view_is_saved_shown_and_mended(database: TestDatabase) {
        let site = site(database).await;
        site.log_in("anna", Role::Operator).await;
        let ticket = open(&site, "Справка").await;
        let list = site.get("/inbox?view=all&state=new&field.contract=7").await;
        assert!(list.body.contains("Contract: 7") && list.body.contains("State: New"), "chips: {}", list.body);
        let csrf = list.field("csrf");
        let save = [("csrf", csrf.clone()), ("name", "My <view>".to_owned()), ("filter", "view=all&field.contract=7".to_owned())];
        let saved = site.post("/views", &save).await;
        assert_eq!(saved.status, 303, "{}", saved.body);
        let at = saved.header("location").to_owned();
        assert!(at.starts_with("/inbox?saved=viw_"), "{at}");
        let shown = site.get(&at).await;
        assert!(shown.status == 200 && shown.body.contains("My &#60;view&#62;"), "{}", shown.body);
        // Its field goes: the page says so, and offers to mend.
        let gone = LABELS.replace("type = \"text\"", "type = \"text\"\nactive = false");
        site.desk.desk.apply_setup(Actor::System, &gone).await.unwrap();
        let broken = site.get(&at).await;
        assert_eq!(broken.status, 200);
        assert!(broken.body.contains("asks for something that is gone") && broken.body.contains("was deleted"), "{}", broken.body);
        let path = at.replace("/inbox?saved=", "/views/");
        let mend = [("csrf", csrf.clone()), ("version", "1".to_owned()), ("name", "Mine".to_owned()), ("filter", "view=all".to_owned())];
        assert_eq!(site.post(&path, &mend).await.status, 303);
        let mended = site.get(&at).await;
        assert!(mended.body.contains("Справка") && !mended.body.contains("is gone"), "{}", mended.body);
        assert_eq!(site.post(&path, &[("csrf", csrf), ("act", "delete".to_owned())]).await.status, 303);
        assert_eq!(site.get(&at).await.status, 404);
        let beside = at.replace("/inbox", &format!("/tickets/{ticket}"));
        assert_eq!(site.get(&beside).await.status, 200, "a ticket outlives the view it was found in");
        let odd = site.get("/inbox?state=lost").await;
        assert!(odd.status == 200 && odd.body.contains("waiting_client"), "{}", odd.body);
    }

    async fn ticked_rows_are_changed_and_what_was_not_is_told(database: TestDatabase) {
        let site = site(database).await;
        site.log_in("anna", Role::Operator).await;
        let (one, two) = (open(&site, "one").await, open(&site, "two").await);
        let csrf = site.get("/inbox?view=all").await.field("csrf");
        let press = |first: String, second: String| [
            ("csrf", csrf.clone()), ("back", "/inbox?view=all".to_owned()), ("ticket", first), ("ticket", second),
            ("assignee", "me".to_owned()), ("state", String::new()), ("add", "a, b".to_owned()),
        ];
        let done = site.post("/bulk-changes", &press(format!("{one}:1"), format!("{two}:1"))).await;
        assert_eq!((done.status, done.header("location")), (303, "/inbox?view=all"), "{}", done.body);
        assert_eq!(site.desk.ticket(&one).await.tags, ["a", "b"]);
        let some = site.post("/bulk-changes", &press(format!("{one}:1"), format!("{two}:2"))).await;
        assert!(some.header("location").starts_with("/bulk-changes/"), "{}", some.body);
        let told = site.get(some.header("location")).await;
        assert!(told.status == 200 && told.body.contains("somebody else changed it"), "{}", told.body);
        site.log_in("boris", Role::Operator).await;
        assert_eq!(site.get(some.header("location")).await.status, 404, "only for whoever made the change");
    }

    async fn many_are_resolved_with_the_outcome_that_was_chosen(database: TestDatabase) {
        let site = site(database).await;
        site.log_in("anna", Role::Operator).await;
        let (one, two) = (open(&site, "one").await, open(&site, "two").await);
        let page = site.get("/inbox?view=all").await;
        let offered: Vec<_> = page.body.split("<option value=\"resolved:").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(offered.first(), Some(&"solved"));
        assert!(offered.contains(&"duplicate"), "{offered:?}");
        let press = |state: &str| [
            ("csrf", page.field("csrf")), ("back", "/inbox?view=all".to_owned()), ("ticket", one.clone()), ("ticket", two.clone()),
            ("state", state.to_owned()),
        ];
        assert_eq!(site.post("/bulk-changes", &press("resolved:lost")).await.status, 303, "told of each");
        assert_eq!(site.post("/bulk-changes", &press("resolved:duplicate")).await.status, 303);
        for id in [&one, &two] {
            let ticket = site.desk.ticket(id).await;
            assert_eq!(ticket.outcome.as_ref().map(domain::ticket::Outcome::code), Some("duplicate"));
        }
    }

    async fn topic_and_fields_are_set_on_the_tickets_page(database: TestDatabase) {
        let site = site(database).await;
        site.log_in("anna", Role::Operator).await;
        let id = open(&site, "t").await;
        let path = format!("/tickets/{id}");
        let page = site.get(&path).await;
        assert!(page.body.contains("Cards") && page.body.contains("Contract"), "{}", page.body);
        let topic = [("csrf", page.field("csrf")), ("version", page.field("version")), ("topic", "cards".to_owned())];
        assert_eq!(site.post(&format!("{path}/topic"), &topic).await.status, 303);
        let page = site.get(&path).await;
        let fields = [("csrf", page.field("csrf")), ("version", page.field("version")), ("field.contract", "Д-7".to_owned())];
        assert_eq!(site.post(&format!("{path}/fields"), &fields).await.status, 303);
        let page = site.get(&path).await;
        assert!(page.body.contains("value=\"Д-7\"") && page.body.contains("Contract: Д-7"), "{}", page.body);
        assert_eq!(site.desk.ticket(&id).await.topic, "cards");
    }
}
