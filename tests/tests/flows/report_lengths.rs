//! How long answers and solutions took, and what was solved at first contact (`definitions.md` §13).

use desk::read::{ClockReport, FirstContact, Lengths};
use desk::ticket::{LoggedCall, Reply};
use domain::act::{Call, CallOutcome, Direction};
use domain::clock::ClockKind;
use domain::ticket::{Outcome, State};
use domain::time::MINUTE;
use domain::{Actor, Permission, Principal, Role};
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

const LINE: &str = "
[[channel]]
name = 'line'
kind = 'phone'
brand = 'Север'
team = 'Поддержка'
";

const HOUR: i64 = 60 * MINUTE;

async fn came(desk: &TestDesk, who: &str, at: &str) -> String {
    desk.clock.set(at);
    let letter = message(&format!("{who}@client.example"), "Card", "Where?");
    desk.take(letter).await.ticket.unwrap().public_id
}

async fn answer(desk: &TestDesk, by: &Principal, id: &str, at: &str, then: Option<State>) {
    desk.clock.set(at);
    let reply = Reply {
        text: "Here it is.".into(),
        then,
        outcome: then.map(|_| Outcome::SOLVED),
        ..Reply::default()
    };
    desk.desk.reply(by, id, reply).await.unwrap();
}

async fn call(desk: &TestDesk, by: &Principal, id: &str, rang: &str, spoke: &str, ended: &str) {
    let logged = LoggedCall {
        call: Call {
            direction: Direction::Out,
            outcome: CallOutcome::Connected,
            rang_at: moment(rang),
            connected_at: Some(moment(spoke)),
            ended_at: Some(moment(ended)),
            recording: String::new(),
            number: "+79161234567".into(),
        },
        channel: desk.channel("line"),
        name: String::new(),
        by: String::new(),
        ticket: Some(id.to_owned()),
        client: None,
        text: "They know.".into(),
        reason: String::new(),
        on_merits: false,
        clock_said: None,
        key: format!("{id} {rang}"),
        trace: "trace".into(),
    };
    desk.desk.log_call(by, logged).await.unwrap();
}

async fn counted(desk: &TestDesk, from: &str, to: &str) -> ClockReport {
    let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
    let (from, to) = (moment(from), moment(to));
    reader.clock_report(from, to, desk.now()).await.unwrap()
}

async fn april(desk: &TestDesk) -> ClockReport {
    counted(desk, "2026-04-01T00:00:00+03:00", "2026-05-01T00:00:00+03:00").await
}

both_databases! {
    async fn answers_of_people_and_of_programs_are_measured_apart_in_both_times(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let writes = vec![Permission::TicketsRead, Permission::TicketsWrite];
        let token = desk.desk.create_token(Actor::System, "bot", &writes, None).await.unwrap();
        let bot = desk.desk.token(token.secret.expose()).await.unwrap();
        // Tuesday: in 10, 20, 30 and 40 minutes; Anna after the break; and one on the next morning, too late.
        let told = [("anna", "10:00", "10:10"), ("boris", "10:00", "10:20"), ("clara", "12:45", "14:15"), ("dmitri", "10:00", "10:40")];
        for (who, at, answered) in told {
            let id = came(&desk, who, &format!("2026-04-14T{at}:00+03:00")).await;
            answer(&desk, &vera, &id, &format!("2026-04-14T{answered}:00+03:00"), None).await;
        }
        let late = came(&desk, "elena", "2026-04-14T15:00:00+03:00").await;
        let by_bot = came(&desk, "fyodor", "2026-04-14T15:00:00+03:00").await;
        answer(&desk, &bot, &by_bot, "2026-04-14T15:01:00+03:00", None).await;
        desk.clock.set("2026-04-14T18:00:00+03:00");
        desk.settle().await;
        answer(&desk, &vera, &late, "2026-04-15T09:05:00+03:00", None).await;

        let report = april(&desk).await;
        let people = report.lengths(ClockKind::FirstResponse, false).unwrap();
        assert_eq!((people.count, people.met), (5, 4), "and what the bot said is its own");
        let minutes = |lengths: Lengths| [lengths.median, lengths.ninety, lengths.longest].map(|length| length / MINUTE);
        assert_eq!(minutes(people.worked), [30, 185, 185], "10, 20, 30, 40 and 3 h 05 min of working time");
        assert_eq!(minutes(people.waited), [40, 18 * 60 + 5, 18 * 60 + 5], "10, 20, 40, 90 and 18 h 05 min by the wall");
        let programs = report.lengths(ClockKind::FirstResponse, true).unwrap();
        assert_eq!((programs.count, programs.met, programs.worked.median), (1, 1, MINUTE));
        let first = report.kinds.iter().find(|counts| counts.kind == ClockKind::FirstResponse).unwrap();
        assert_eq!((first.met, first.missed, first.share()), (5, 1, Some(0.8333)));
        // The miss is the day's on which it was missed, what was measured the day's on which it was answered.
        let tuesday = counted(&desk, "2026-04-14T00:00:00+03:00", "2026-04-15T00:00:00+03:00").await;
        let people = tuesday.lengths(ClockKind::FirstResponse, false).unwrap();
        assert_eq!((people.count, minutes(people.worked)), (4, [25, 40, 40]), "of an even number, the mean of the middle two");
        assert_eq!(tuesday.kinds.iter().find(|counts| counts.kind == ClockKind::FirstResponse).unwrap().missed, 1);
    }

    async fn clocks_that_stopped_before_lengths_were_kept_are_measured_once(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        for who in ["anna", "boris"] {
            let id = came(&desk, who, "2026-04-14T10:00:00+03:00").await;
            answer(&desk, &vera, &id, "2026-04-14T10:20:00+03:00", Some(State::Resolved)).await;
        }
        let open = came(&desk, "clara", "2026-04-14T10:00:00+03:00").await;
        let (before, known) = (april(&desk).await, desk.ticket(&open).await.clocks);
        let forgets = "UPDATE clock SET worked = NULL, waited = NULL, stop_entry_id = NULL, stop_recorded_at = NULL";
        let other = desk.another_store();
        let forgotten = other.write::<_, store::StoreError, _>(Actor::System, |tx| tx.run_as_another_version(forgets));
        assert!(forgotten.await.unwrap() > 4);
        assert!(april(&desk).await.lengths(ClockKind::FirstResponse, false).is_none(), "as the version before left them");
        let plan = other.read::<_, store::StoreError, _>(|reader| reader.unmeasured_plan()).await.unwrap();
        assert!(plan.iter().any(|line| line.contains("clock_unmeasured")), "{plan:?}");
        assert_eq!(desk.desk.measure_clocks().await.unwrap(), 4, "two answers, two solutions");
        assert_eq!(format!("{:?}", april(&desk).await), format!("{before:?}"));
        assert_eq!(desk.desk.measure_clocks().await.unwrap(), 0, "once");
        assert_eq!(format!("{:?}", desk.ticket(&open).await.clocks), format!("{known:?}"), "what runs is let be");
    }

    async fn a_pause_is_no_work_and_the_client_waits_through_it(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        // Example 10: 12 h of working time are paused.
        let id = came(&desk, "anna", "2026-04-13T11:00:00+03:00").await;
        answer(&desk, &vera, &id, "2026-04-13T15:00:00+03:00", Some(State::WaitingClient)).await;
        desk.clock.set("2026-04-15T10:00:00+03:00");
        desk.take(message("anna@client.example", "Card", "This one.").hint(channel::ThreadHint::Ticket(id.clone()))).await;
        answer(&desk, &vera, &id, "2026-04-15T11:00:00+03:00", Some(State::Resolved)).await;
        let report = april(&desk).await;
        let took = report.lengths(ClockKind::Resolution, false).unwrap();
        assert_eq!((took.worked.longest, took.waited.longest), (4 * HOUR, 48 * HOUR));
    }

    async fn what_was_logged_late_is_counted_apart(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.desk.apply_setup(Actor::System, LINE).await.unwrap();
        let vera = desk.person("Vera", Role::Operator).await;
        // Example 17: due at 12:00, at 12:40 a call of 11:50 is logged.
        let id = came(&desk, "anna", "2026-04-14T10:00:00+03:00").await;
        desk.clock.set("2026-04-14T12:00:01+03:00");
        desk.settle().await;
        let first = |report: ClockReport| {
            let counts = *report.kinds.iter().find(|counts| counts.kind == ClockKind::FirstResponse).unwrap();
            (counts.met, counts.missed, counts.logged_late)
        };
        assert_eq!(first(april(&desk).await), (0, 1, 0));
        desk.clock.set("2026-04-14T12:40:00+03:00");
        call(&desk, &vera, &id, "2026-04-14T11:49:40+03:00", "2026-04-14T11:50:00+03:00", "2026-04-14T11:55:00+03:00").await;
        let report = april(&desk).await;
        assert_eq!(report.lengths(ClockKind::FirstResponse, false).unwrap().worked.longest, 110 * MINUTE);
        assert_eq!(first(report), (1, 0, 1));
    }

    async fn solved_at_first_contact_is_known_after_seven_days(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.desk.apply_setup(Actor::System, LINE).await.unwrap();
        let vera = desk.person("Vera", Role::Operator).await;
        let mut ids = Vec::new();
        for who in ["anna", "boris", "clara", "dmitri", "elena"] {
            ids.push(came(&desk, who, "2026-04-06T10:00:00+03:00").await);
        }
        // Anna: one answer. Boris: two. Clara: one, and she writes again. Dmitri: one call, and what was said in it in writing.
        answer(&desk, &vera, &ids[0], "2026-04-06T11:00:00+03:00", Some(State::Resolved)).await;
        answer(&desk, &vera, &ids[1], "2026-04-06T11:00:00+03:00", None).await;
        answer(&desk, &vera, &ids[1], "2026-04-06T12:00:00+03:00", Some(State::Resolved)).await;
        answer(&desk, &vera, &ids[2], "2026-04-06T12:00:00+03:00", Some(State::Resolved)).await;
        desk.clock.set("2026-04-06T12:10:00+03:00");
        call(&desk, &vera, &ids[3], "2026-04-06T11:59:00+03:00", "2026-04-06T12:00:00+03:00", "2026-04-06T12:10:00+03:00").await;
        answer(&desk, &vera, &ids[3], "2026-04-06T12:10:00+03:00", Some(State::Resolved)).await;
        // Elena: the same, and another message after they hung up.
        call(&desk, &vera, &ids[4], "2026-04-06T11:59:00+03:00", "2026-04-06T12:00:00+03:00", "2026-04-06T12:09:00+03:00").await;
        answer(&desk, &vera, &ids[4], "2026-04-06T12:10:00+03:00", Some(State::Resolved)).await;
        let undecided = april(&desk).await.first_contact;
        assert_eq!(undecided, FirstContact { resolved: 0, solved: 0, undecided: 5 });
        // Clara writes of the same topic, in another letter; Anna a moment too late to count.
        desk.clock.set("2026-04-13T11:00:00+03:00");
        let again = desk.take(message("clara@client.example", "Another card", "Still nothing.")).await.ticket.unwrap();
        assert_ne!(again.public_id, ids[2], "a ticket of its own, or the same: neither is first contact");
        desk.clock.set("2026-04-13T11:00:00.000001+03:00");
        desk.take(message("anna@client.example", "Another card", "One more thing.")).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let known = april(&desk).await.first_contact;
        assert_eq!(known, FirstContact { resolved: 5, solved: 2, undecided: 0 }, "Anna and Dmitri");
        assert_eq!(known.share(), Some(0.4));
    }
}
