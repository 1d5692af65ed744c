//! What a client is told before anything is sent: exactly what the acknowledgement will say.

use desk::DeskError;
use desk::forecast::Foreseen;
use domain::ticket::{Kind, Priority};
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

both_databases! {
    async fn what_is_foretold_is_what_is_promised(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        // Before opening, in the break, after closing, on a Saturday, on the eve of a holiday.
        for at in ["2026-04-14T03:00:00+03:00", "2026-04-14T13:30:00+03:00", "2026-04-17T19:40:00+03:00",
            "2026-04-18T12:00:00+03:00", "2026-04-30T16:59:00+03:00", "2026-05-08T18:30:00+03:00"] {
            desk.clock.set(at);
            for (priority, name) in [(Priority::Normal, "normal"), (Priority::Urgent, "urgent")] {
                let foreseen = Foreseen { kind: Kind::Complaint, priority, lang: "ru".into(), ..Foreseen::by(desk.channel("mail")) };
                let foretold = desk.desk.forecast(&foreseen, desk.now()).unwrap().due.unwrap();
                let asks = message("ivan@client.example", "Вопрос", "Где выписка?").with(|message| {
                    message.wishes.kind = Some(Kind::Complaint);
                    message.wishes.priority = Some(priority);
                });
                let promise = desk.take(asks).await.promise.unwrap();
                assert_eq!((foretold.due, foretold.zone), (promise.due, promise.zone), "{at}, {name}");
            }
        }
    }

    async fn outside_working_hours_the_next_opening_is_told(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let foreseen = Foreseen::by(desk.channel("mail"));
        let open = desk.desk.forecast(&foreseen, moment("2026-05-08T16:00:00+03:00")).unwrap();
        assert_eq!(open.reopens_at, None);
        let closed = desk.desk.forecast(&foreseen, moment("2026-05-08T17:00:00+03:00")).unwrap();
        assert_eq!(closed.reopens_at, Some(moment("2026-05-12T09:00:00+03:00")));
        assert_eq!(closed.due.unwrap().due, moment("2026-05-12T18:00:00+03:00"));
    }

    async fn a_door_that_is_not_open_foretells_nothing(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let nowhere = Foreseen::by(domain::ChannelId(1));
        assert!(matches!(desk.desk.forecast(&nowhere, desk.now()), Err(DeskError::NotFound("channel"))));
    }
}
