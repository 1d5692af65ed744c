//! The ladder as the operator sees it: an answer is left in the chat, goes on by mail, comes back, goes on by SMS, is refused,
//! and is somebody's work. Each step stands on the ticket's page, and the last one arrives while they look elsewhere.

use super::chat::{ANNA, CHAT, only_ticket, say};
use super::live::hear;
use super::site::Site;
use desk::client::ClientRecord;
use desk::ticket::{Change, Reply};
use domain::time::SECOND;
use domain::{Handle, HandleKind, Permission, Principal, Role};
use serde_json::{Value, json};
use testkit::vendor::Vendor;
use testkit::{TestDatabase, both_databases, bounce, message};

/// The steps in the words of the page.
const LEFT: &str = "Not read in the chat, sent on to anna@client.example";
const BOUNCED: &str = "Answer not delivered: the address does not exist";
const PASSED_ON: &str = "Not delivered, sent on to +79123456789";
const REFUSED: &str = "Answer not sent: the reason is unknown (the gateway answered 422";

async fn site(database: TestDatabase, gateway: &Vendor) -> Site {
    let site = Site::new(database).await;
    let sms = format!(
        "[[channel]]\nname = 'SMS'\nkind = 'sms'\nbrand = 'Север'\n[channel.settings]\nurl = '{}/open/sms'\n\
         fields = {{ to = '{{to}}', text = '{{text}}' }}\naccepted = {{ field = 'status', value = 'OK' }}\n",
        gateway.api()
    );
    super::form::apply(&site, &format!("{CHAT}\n{sms}")).await;
    site.desk.open_chat("Чат");
    site.desk.open_sms("SMS");
    site.desk.clock.set("2026-04-14T11:00:00+03:00");
    site
}

/// The host's own system knows by which number they are reached.
async fn reached_by_phone(site: &Site, vera: &Principal, ticket: &str) {
    let client = site.desk.ticket(ticket).await.client.public_id;
    let record = ClientRecord {
        addresses: vec![Handle::new(HandleKind::Phone, "+79123456789", "")],
        ..ClientRecord::default()
    };
    let host = site
        .desk
        .desk
        .upsert_client(vera, "A-17", record)
        .await
        .unwrap()
        .client;
    site.desk.desk.merge_clients(vera, &host, &client).await.unwrap();
}

/// What became of the answer, as the ticket's page tells it, in its order.
async fn told(site: &Site, ticket: &str) -> Vec<&'static str> {
    let page = site
        .get(&format!("/tickets/{ticket}"))
        .await
        .body
        .replace('\u{a0}', " ");
    let mut found: Vec<(usize, &str)> = [LEFT, BOUNCED, PASSED_ON, REFUSED]
        .into_iter()
        .filter_map(|words| Some((page.find(words)?, words)))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, words)| words).collect()
}

async fn fates(site: &Site, ticket: &str) -> Vec<(String, String)> {
    let view = site.desk.ticket(ticket).await;
    let deliveries = view
        .timeline
        .entries
        .into_iter()
        .filter(|entry| entry.code.is_empty())
        .flat_map(|entry| entry.deliveries);
    let mut all: Vec<_> = deliveries
        .map(|one| (one.to.kind.code().to_owned(), one.fate.to_string()))
        .collect();
    all.sort();
    all
}

both_databases! {
    async fn an_answer_goes_from_door_to_door_until_it_is_somebodys_work(database: TestDatabase) {
        let gateway = Vendor::start().await;
        let site = site(database, &gateway).await;
        site.log_in("vera", Role::Operator).await;
        let people = site.desk.desk.operators(&testkit::TestDesk::supervisor(), false).await.unwrap();
        let own = people.iter().find(|one| one.name == "vera").unwrap();
        let vera = Principal::Operator { id: own.id, role: Role::Operator };
        let fields = [("id", "m-000001"), ("text", "Где моя карта?"), ("email", "anna@client.example"), ("name", "Анна")];
        say(&site, ANNA, &fields).await;
        let ticket = only_ticket(&site).await;
        reached_by_phone(&site, &vera, &ticket).await;
        let mine = Change { assignee: Some(Some(own.public_id.clone())), ..Change::default() };
        site.desk.desk.change(&vera, &ticket, mine).await.unwrap();
        let answer = Reply { text: "Карта готова.".into(), hold: Some(0), ..Reply::default() };
        site.desk.desk.reply(&vera, &ticket, answer).await.unwrap();
        site.desk.settle().await;
        assert_eq!(fates(&site, &ticket).await, [("visitor".into(), "sent".into())]);
        assert_eq!(told(&site, &ticket).await, Vec::<&str>::new());

        // They have left the chat.
        site.desk.clock.advance(121 * SECOND);
        site.desk.settle().await;
        let mail = site.desk.sink.last();
        assert_eq!((mail.to.value.as_str(), mail.text.contains("Карта готова.")), ("anna@client.example", true));
        assert_eq!(told(&site, &ticket).await, [LEFT]);

        // The mail comes back, and the gateway has no such number: there is no door left.
        let mut heard = String::new();
        let mut stream = site.open("GET", "/events", &[], b"").await;
        hear(&mut stream, &mut heard, ": hello").await;
        gateway.fail_with(422, json!({ "status": "ERROR" }));
        site.desk.accept(bounce(&site.desk, &mail.external_id, "anna@client.example")).await.unwrap();
        site.desk.settle().await;
        assert_eq!(gateway.requests().len(), 1);
        let sent: Value = serde_json::from_slice(&gateway.requests()[0].body).unwrap();
        assert_eq!(sent["to"], "+79123456789");
        let all = fates(&site, &ticket).await;
        let of = |kind: &str, fate: &str| (kind.to_owned(), fate.to_owned());
        assert_eq!(all, [of("email", "bounced"), of("phone", "failed"), of("visitor", "sent")]);

        // Who is responsible hears of it wherever they are, and finds it as work.
        hear(&mut stream, &mut heard, "\"notices\":\"1\"").await;
        assert!(heard.contains(&format!("row-{ticket}")), "its row changes as well: {heard}");
        let notices = site.get("/notices").await.body;
        assert!(notices.contains("no other address is left"), "{notices}");
        assert!(site.get("/inbox?view=mine").await.body.contains(&ticket), "and it is theirs");
        assert_eq!(told(&site, &ticket).await, [LEFT, BOUNCED, PASSED_ON, REFUSED]);
    }

    async fn what_reaches_them_at_last_is_told_as_well(database: TestDatabase) {
        let gateway = Vendor::start().await;
        let site = site(database, &gateway).await;
        site.log_in("vera", Role::Operator).await;
        let vera = testkit::TestDesk::supervisor();
        let ticket = site.desk.take(message("anna@client.example", "Карта", "Где?")).await.ticket.unwrap().public_id;
        site.desk.settle().await;
        reached_by_phone(&site, &vera, &ticket).await;
        gateway.fail_with(200, json!({ "status": "OK" }));
        site.desk.sink.fail_with([channel::DeliveryError::Permanent { status: "5.1.1".into(), reason: "no such user".into() }]);
        let answer = Reply { text: "Карта готова.".into(), hold: Some(0), ..Reply::default() };
        site.desk.desk.reply(&vera, &ticket, answer).await.unwrap();
        site.desk.settle().await;
        assert_eq!(fates(&site, &ticket).await, [("email".into(), "failed".into()), ("phone".into(), "sent".into())]);
        assert!(told(&site, &ticket).await.contains(&PASSED_ON));
        let token = site.token(&[Permission::TicketsRead]).await;
        let line = site.call("GET", &format!("/api/v1/tickets/{ticket}/timeline"), &token, &Value::Null, &[]).await;
        assert!(line.body.contains("\"passed_on\""), "{}", line.body);
    }
}
