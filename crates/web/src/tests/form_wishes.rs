//! How a client would like to be answered, said in the form: kept, followed and told.

use super::form::{CALLS, COMPLAINTS, apply, but, filled, plain, site_with_form};
use domain::clock::ClockKind;
use domain::{Permission, Role};
use testkit::{TestDatabase, both_databases};

both_databases! {
    async fn wishes_and_consent_stand_beside_the_ticket(database: TestDatabase) {
        let site = site_with_form(database).await;
        let page = site.get("/form/help?lang=ru").await;
        let mut fields = but(&page, "answer_by", "phone");
        fields.push(("phone", "+7 912 345-67-89".into()));
        assert_eq!(site.post_multipart("/form/help?lang=ru", &fields, None).await.status, 303);
        let id = site.desk.inbox(desk::read::View::All).await.remove(0);
        site.log_in("vera", Role::Operator).await;
        let shown = plain(&site.get(&format!("/tickets/{id}")).await.body);
        assert!(shown.contains("Asks to be called: +7 912 345-67-89"), "{shown}");
        assert!(shown.contains("Agreed to data processing, version 2026-11") && shown.contains("Я согласен на обработку."), "{shown}");
        let token = site.token(&[Permission::TicketsRead]).await;
        let none = serde_json::Value::Null;
        let ticket = site.call("GET", &format!("/api/v1/tickets/{id}"), &token, &none, &[]).await.json();
        assert_eq!(ticket["answer_wish"], serde_json::json!({ "by": "phone", "phone": "+7 912 345-67-89" }));
        let consents = site.call("GET", &format!("/api/v1/tickets/{id}/consents"), &token, &none, &[]).await.json();
        assert_eq!(consents[0]["version"], "2026-11");
    }

    async fn who_asks_to_be_called_is_waited_for_by_a_clock_and_who_chose_writing_is_not(database: TestDatabase) {
        let site = site_with_form(database).await;
        let callback = async |by: &'static str, policy: &str| {
            apply(&site, policy).await;
            let page = site.get("/form/help?lang=ru").await;
            let mut fields = but(&page, "answer_by", by);
            fields.push(("phone", "+7 912 345-67-89".into()));
            assert_eq!(site.post_multipart("/form/help?lang=ru", &fields, None).await.status, 303);
            // Ids go up in the order in which tickets come.
            let mut views = Vec::new();
            for id in site.desk.inbox(desk::read::View::All).await {
                views.push(site.desk.ticket(&id).await);
            }
            let newest = views.into_iter().max_by_key(|view| view.created_at).unwrap();
            let clocks = newest.clocks;
            let found = clocks.into_iter().find(|clock| clock.kind == ClockKind::Callback);
            site.desk.clock.advance(domain::time::HOUR);
            found.map(|clock| clock.about)
        };
        assert_eq!(callback("phone", COMPLAINTS).await, None, "no policy has one");
        assert_eq!(callback("phone", CALLS).await.as_deref(), Some("asked"));
        assert_eq!(callback("email", CALLS).await, None);
        let at_once = format!("{CALLS}at_once = true\n");
        assert_eq!(callback("email", &at_once).await, None, "in writing, as they chose");
        assert_eq!(callback("phone", &at_once).await.as_deref(), Some("asked"), "once");
    }

    async fn who_asks_to_be_called_is_told_so_and_each_page_speaks_its_readers_language(database: TestDatabase) {
        let site = site_with_form(database).await;
        let page = site.get("/form/help?lang=en").await;
        let mut fields = but(&page, "answer_by", "phone");
        fields.push(("phone", "+7 912 345-67-89".into()));
        let sent = site.post_multipart("/form/help?lang=en", &fields, None).await;
        let after = site.get(sent.header("location")).await.body;
        assert!(after.contains("We will answer by phone at +7 912 345-67-89") && !after.contains("by e-mail"), "{after}");
        let link = after.split("href=\"/t/").nth(1).unwrap().split('"').next().unwrap();
        let english = plain(&site.get(&format!("/t/{link}?lang=en")).await.body);
        assert!(english.contains("We will answer by phone at +7 912 345-67-89") && english.contains("the support team"), "{english}");
        // A form has no subject: the request is called by its number, once in words of the page's own.
        assert!(english.contains("<h1>Request No. 2026-000001</h1>") && !english.contains("Ticket"), "{english}");
        let russian = plain(&site.get(&format!("/t/{link}?lang=ru")).await.body);
        assert!(russian.contains("Ответим по телефону +7 912 345-67-89") && russian.contains("лужба поддержки"), "{russian}");
        site.desk.settle().await;
        let letter = plain(&site.desk.sink.last().text);
        assert!(letter.contains("We will answer by phone at +7 912 345-67-89"), "{letter}");
        // Who chose writing is written to.
        let page = site.get("/form/help?lang=en").await;
        site.post_multipart("/form/help?lang=en", &filled(&page), None).await;
        site.desk.settle().await;
        let letter = plain(&site.desk.sink.last().text);
        assert!(letter.contains("The answer will come by e-mail to this address"), "{letter}");
    }
}
