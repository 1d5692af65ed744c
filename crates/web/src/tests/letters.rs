//! Letters registered on their page and by programs.

use super::site::Site;
use domain::Permission::{TicketsRead, TicketsWrite};
use domain::Role;
use serde_json::{Value, json};
use testkit::{TestDatabase, both_databases, message};

const POST: &str = "
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

async fn site(database: TestDatabase) -> Site {
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
}
