//! What comes in: opened, appended, duplicate, quarantined, rejected; seen is always the sum of fates.

use channel::inbound::Raw;
use channel::intake::What;
use channel::{Automatic, Happened, IntakeError, Sighting};
use desk::read::View;
use desk::ticket::LoggedCall;
use domain::act::{Call, CallOutcome, Direction};
use domain::ledger::Fate;
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

both_databases! {
    async fn a_message_opens_a_ticket_with_number_clocks_and_promise(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let receipt = desk.take(message("anna@client.example", "Не приходит выписка", "Здравствуйте! Где выписка?")).await;
        assert_eq!(receipt.fate, Fate::Opened);
        let name = receipt.ticket.unwrap();
        assert_eq!(name.number, "2026-000001");
        assert_eq!(receipt.promise.unwrap().due, moment("2026-04-15T18:00:00+03:00"));
        let ticket = desk.ticket(&name.public_id).await;
        assert_eq!(ticket.title, "Не приходит выписка");
        assert_eq!((ticket.lang.as_str(), ticket.clocks.len()), ("ru", 2));
        assert_eq!(ticket.lead.unwrap().due, moment("2026-04-14T11:30:00+03:00"));
        assert_eq!(desk.inbox(View::All).await, [name.public_id]);
    }

    async fn the_same_message_twice_is_one_ticket_and_two_rows_of_the_ledger(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let first = desk.take(message("anna@client.example", "A", "a").key("one")).await;
        let second = desk.take(message("anna@client.example", "A", "a").key("one")).await;
        assert_eq!((first.fate, second.fate), (Fate::Opened, Fate::Duplicate));
        assert_eq!(first.ticket, second.ticket, "a repetition is told where the first went");
        let balance = desk.desk.read(&TestDesk::supervisor()).unwrap().ledger_balance().await.unwrap().total;
        assert_eq!((balance.seen, balance.opened, balance.duplicate), (2, 1, 1));
        assert!(balance.adds_up());
    }

    async fn a_batch_sees_what_it_decided_itself(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let one = message("anna@client.example", "A", "first").with(|m| m.external_ids = vec!["a@x".into()]);
        let two = message("anna@client.example", "Re: A", "second").answers("a@x");
        let three = message("anna@client.example", "A", "first again").key("same");
        let four = message("anna@client.example", "A", "first again").key("same");
        let sightings = [one.sighting(&desk), two.sighting(&desk), three.sighting(&desk), four.sighting(&desk)];
        let [one, two, three, four] = sightings;
        let (one, two, three, four) =
            tokio::join!(desk.accept(one), desk.accept(two), desk.accept(three), desk.accept(four));
        let fates = [one.unwrap(), two.unwrap(), three.unwrap(), four.unwrap()].map(|receipt| receipt.fate);
        assert_eq!(fates, [Fate::Opened, Fate::Appended, Fate::Opened, Fate::Duplicate]);
    }

    async fn what_cannot_be_understood_waits_and_what_is_refused_is_counted(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let raw = || Raw { bytes: vec![0, 255, 13], media_type: "message/rfc822" };
        let sighting = |what| Sighting { channel: desk.channel("mail"), size: 3, what, trace: "t".into() };
        let unreadable = What::Unreadable { key: "k".into(), from: None, title: "?".into(), reason: "no_sender".into(), raw: raw() };
        assert_eq!(desk.accept(sighting(unreadable.clone())).await.unwrap().fate, Fate::Quarantined);
        assert_eq!(desk.accept(sighting(unreadable)).await.unwrap().fate, Fate::Duplicate);
        let refused = What::Refused { key: "big".into(), from: None, title: String::new(), reason: "too_large".into() };
        assert_eq!(desk.accept(sighting(refused.clone())).await.unwrap().fate, Fate::Rejected);
        assert_eq!(desk.accept(sighting(refused)).await.unwrap().fate, Fate::Rejected, "its sender keeps it");
        let balance = desk.desk.read(&TestDesk::supervisor()).unwrap().ledger_balance().await.unwrap().total;
        assert_eq!((balance.seen, balance.quarantined, balance.duplicate, balance.rejected), (4, 1, 1, 2));
        assert!(balance.adds_up());
    }

    async fn naughty_words_come_back_as_they_went_in(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let text = "'; DROP TABLE ticket; -- \u{0}\u{202e} Ω≈ç√∫ 田中さん 👩‍👩‍👧 <script>alert(1)</script>";
        let receipt = desk.take(message("o'brien@client.example", text, text).named("Robert'); --")).await;
        let ticket = desk.ticket(&receipt.ticket.unwrap().public_id).await;
        let body = ticket.timeline.entries[0].body.clone().unwrap();
        assert_eq!(body.text, text.replace('\u{0}', ""));
        assert!(ticket.title.contains("DROP TABLE") && !ticket.title.contains('\u{202e}'));
    }

    async fn a_stated_future_is_refused_and_a_reported_one_is_cut(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let ahead = moment("2026-04-14T12:00:00+03:00");
        let stated = message("a@client.example", "A", "a").with(|m| m.happened = Happened::Stated(ahead));
        let refused = desk.accept(stated.sighting(&desk)).await;
        assert!(matches!(refused, Err(IntakeError::Refused { code: "occurred_in_future", .. })), "{refused:?}");
        let reported = message("a@client.example", "A", "a").with(|m| m.happened = Happened::Reported(ahead));
        let ticket = desk.ticket(&desk.take(reported).await.ticket.unwrap().public_id).await;
        assert_eq!(ticket.occurred_at, desk.now());
        let line = ticket.timeline.entries.first().unwrap();
        assert_eq!(line.params["clock_ahead"], ahead.as_micros(), "and marked");
        let near = desk.now().saturating_add(domain::time::FUTURE_TOLERANCE);
        let near = message("b@client.example", "B", "b").with(move |m| m.happened = Happened::Reported(near));
        let ticket = desk.ticket(&desk.take(near).await.ticket.unwrap().public_id).await;
        assert!(ticket.timeline.entries[0].params.get("clock_ahead").is_none(), "a minute is nothing to speak of");
    }

    async fn an_exchange_whose_clock_is_ahead_is_cut_and_marked(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let line = "[[channel]]\nname = 'line'\nkind = 'phone'\nbrand = 'Север'\nteam = 'Поддержка'\n";
        desk.desk.apply_setup(domain::Actor::System, line).await.unwrap();
        let said = moment("2026-04-14T10:00:00+03:00");
        let logged = |key: &str, direction, outcome, ticket| LoggedCall {
            call: Call {
                direction,
                outcome,
                rang_at: desk.now(),
                connected_at: Some(said),
                ended_at: None,
                recording: String::new(),
                number: "+79123456789".into(),
            },
            channel: desk.channel("line"),
            name: String::new(),
            by: String::new(),
            ticket,
            client: None,
            text: String::new(),
            reason: String::new(),
            on_merits: false,
            clock_said: None,
            key: key.into(),
            trace: String::new(),
        };
        let came = logged("call:1", Direction::In, CallOutcome::Connected, None);
        let id = desk.desk.log_exchange_call(came).await.unwrap().ticket;
        let went = logged("call:2", Direction::Out, CallOutcome::Connected, Some(id.clone()));
        desk.desk.log_exchange_call(went).await.unwrap();
        let view = desk.ticket(&id).await;
        let calls: Vec<_> = view.timeline.entries.iter().filter(|line| line.params.get("call").is_some()).collect();
        assert_eq!(calls.len(), 2);
        for call in calls {
            assert_eq!(call.params["clock_ahead"], said.as_micros());
            assert_eq!(call.params["call"]["connected_at"], desk.now().as_micros());
        }
    }

    async fn automatic_mail_starts_nothing(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let bulk = message("news@shop.example", "Sale", "buy").with(|m| m.automatic = Automatic::Bulk);
        let receipt = desk.take(bulk).await;
        let ticket = desk.ticket(&receipt.ticket.unwrap().public_id).await;
        assert!(ticket.clocks.is_empty() && receipt.promise.is_none());
        let away = message("anna@client.example", "Out of office", "away").with(|m| m.automatic = Automatic::Reply);
        assert_eq!(desk.take(away).await.fate, Fate::Quarantined, "an absence note to nothing we know");
        desk.settle().await;
        assert!(desk.sink.taken().is_empty(), "automatic mail is not answered automatically");
    }
}
