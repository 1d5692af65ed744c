//! What the client is told at once: number, deadline, who and how (`definitions.md` §11, example 20).

use desk::ticket::Reply;
use domain::Role;
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

both_databases! {
    async fn on_a_holiday_to_a_client_in_another_zone(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.clock.set("2026-05-09T12:30:00+03:00");
        let question = message("anna@client.example", "Вопрос", "Здравствуйте, где выписка?")
            .named("Анна")
            .with(|m| m.wishes.zone = Some("Asia/Vladivostok".into()));
        let ticket = desk.take(question).await.ticket.unwrap();
        desk.settle().await;
        let sent = desk.sink.last();
        let text = sent.text.replace('\u{a0}', " ");
        for line in [
            "Здравствуйте, Анна! Ваше обращение № 2026-000001 зарегистрировано 9 мая 2026 года в 19:30 по владивостокскому времени.",
            "Ответим не позднее 18:00 вторника, 12 мая, по московскому времени (01:00 среды, 13 мая, по владивостокскому).",
            "Сейчас мы не работаем и снова будем на связи во вторник, 12 мая, с 9:00 по московскому времени (16:00 по владивостокскому).",
            "Обращением занимается служба поддержки. Ответ придёт письмом на этот адрес.",
        ] {
            assert!(text.contains(line), "{line}\nis not in\n{text}");
        }
        assert!(text.contains(&format!("https://desk.example/t/{}", ticket.link_secret)));
        assert!(sent.automatic);
        let view = desk.ticket(&ticket.public_id).await;
        assert_eq!(view.told_due, Some(moment("2026-05-12T18:00:00+03:00")));
    }

    async fn once_per_ticket_and_at_most_three_an_hour(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        for _ in 0..5 {
            desk.take(message("anna@client.example", "Q", "q")).await;
            desk.settle().await;
        }
        assert_eq!(desk.sink.taken().len(), 3);
        desk.clock.advance(3_600_000_001);
        desk.take(message("anna@client.example", "Q", "q")).await;
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), 4);
    }

    async fn not_after_a_person_has_answered(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let ticket = desk.take(message("anna@client.example", "Q", "q")).await.ticket.unwrap();
        let vera = desk.person("Vera", Role::Operator).await;
        desk.desk.reply(&vera, &ticket.public_id, Reply { text: "at once".into(), ..Reply::default() }).await.unwrap();
        desk.settle().await;
        let sent = desk.sink.taken();
        assert_eq!(sent.len(), 1);
        assert!(sent[0].text.contains("at once"));
    }

    async fn in_english_to_who_writes_english(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.take(message("john@client.example", "Statement", "Hello, where is my statement for March?")).await;
        desk.settle().await;
        let text = desk.sink.last().text.replace('\u{a0}', " ");
        assert!(text.contains("2026-000001") && text.contains("15 April"), "{text}");
        assert!(!text.contains("24 hours") && !text.contains("soon"));
    }
}
