//! The supervisor's board: missed and open, next to fall due, and with whom it lies.

use super::{answer, change, open, public_id};
use desk::read::Board;
use desk::ticket::Change;
use domain::Role;
use domain::clock::{ClockKind, Verdict};
use domain::ticket::{Priority, State};
use domain::time::{HOUR, MINUTE};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, message, moment};

async fn board(desk: &TestDesk) -> Board {
    let reader = desk
        .desk
        .read(&TestDesk::supervisor())
        .expect("a supervisor reads");
    reader.board(desk.now()).await.expect("the board reads")
}

fn rows(list: &[desk::read::DueTicket]) -> Vec<(&str, ClockKind)> {
    list.iter().map(|due| (due.title.as_str(), due.kind)).collect()
}

/// One door, two policies for a first answer: by a clock that never stands, and by the office's.
const TWO_CALENDARS: &str = "
[[calendar]]
name = 'round'
zone = 'Europe/Moscow'
week = { mon = [['00:00', '24:00']], tue = [['00:00', '24:00']], wed = [['00:00', '24:00']], thu = [['00:00', '24:00']], \
fri = [['00:00', '24:00']], sat = [['00:00', '24:00']], sun = [['00:00', '24:00']] }
[[channel]]
name = 'slow'
kind = 'api'
brand = 'Север'
team = 'Поддержка'
[[policy]]
name = 'low'
when = { channels = ['slow'], priorities = ['low'] }
[[policy.clock]]
kind = 'first_response'
target = { minutes = 15 }
[[policy]]
name = 'round'
when = { channels = ['slow'] }
[[policy.clock]]
kind = 'first_response'
calendar = 'round'
target = { hours = 3 }
";

both_databases! {
    async fn a_breach_is_on_the_board_before_and_after_it_is_written_down(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let first = open(&desk, message("a@client.example", "first", "text").by("api")).await;
        desk.clock.set("2026-04-14T10:30:00+03:00");
        open(&desk, message("b@client.example", "second", "text").by("api")).await;

        desk.clock.set("2026-04-14T12:00:00+03:00");
        let calm = board(&desk).await;
        assert_eq!(rows(&calm.late), []);
        // The resolution falls due on Wednesday at 18:00: further than a day ahead.
        assert_eq!(rows(&calm.next), [("first", ClockKind::FirstResponse), ("second", ClockKind::FirstResponse)]);
        assert_eq!(calm.next[0].clock.due, desk.now(), "the instant itself is in time");
        assert_eq!(calm.next[1].clock.due, moment("2026-04-14T12:30:00+03:00"));

        desk.clock.advance(1);
        let unwritten = board(&desk).await;
        assert_eq!(rows(&unwritten.late), [("first", ClockKind::FirstResponse)]);
        assert_eq!(unwritten.late[0].clock.verdict, Verdict::Missed);
        desk.settle().await;
        assert_eq!(rows(&board(&desk).await.late), rows(&unwritten.late), "the timer wrote it down");

        desk.clock.set("2026-04-14T13:00:00+03:00");
        let both = board(&desk).await;
        assert_eq!(rows(&both.late), [("first", ClockKind::FirstResponse), ("second", ClockKind::FirstResponse)]);
        answer(&desk.desk, &anna, &first, "Late, sorry.", None).await;
        assert_eq!(rows(&board(&desk).await.late), [("second", ClockKind::FirstResponse)], "answered, if late");
        assert!(!both.more_late && !both.more_next);
    }

    async fn the_board_counts_what_lies_with_whom(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        for title in ["late", "answered", "solved"] {
            let id = open(&desk, message("a@client.example", title, "text").by("api")).await;
            let assignee = Some(Some(public_id(&desk, &anna).await));
            change(&desk.desk, &anna, &id, Change { assignee, ..Change::default() }).await;
        }
        desk.clock.set("2026-04-14T11:30:00+03:00");
        open(&desk, message("a@client.example", "free", "text").by("api")).await;
        let ids = desk.inbox(desk::read::View::All).await;
        answer(&desk.desk, &anna, &ids[1], "Soon.", None).await;
        answer(&desk.desk, &anna, &ids[2], "Done.", Some(State::Resolved)).await;
        desk.clock.set("2026-04-14T12:30:00+03:00");
        let board = board(&desk).await;
        let people: Vec<_> = board.people.iter().map(|(who, load)| {
            (who.as_ref().map_or("nobody", |who| who.name.as_str()), load.open, load.soon, load.late)
        }).collect();
        // Due in more than a day is neither late nor soon.
        assert_eq!(people, [("Anna", 2, 0, 1), ("nobody", 1, 1, 0)]);
        let teams: Vec<_> = board.teams.iter().map(|(team, load)| {
            (team.as_ref().map_or("none", |team| team.name.as_str()), load.open, load.late)
        }).collect();
        assert_eq!(teams, [("Поддержка", 3, 1)]);
    }

    async fn a_board_costs_the_same_whatever_is_on_it(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let cost = || async {
            let start = desk.desk.statements();
            let board = board(&desk).await;
            (board.late.len(), desk.desk.statements() - start)
        };
        open(&desk, message("a@client.example", "t", "text")).await;
        desk.clock.set("2026-04-20T10:00:00+03:00");
        let few = cost().await;
        for number in 0..30 {
            open(&desk, message(&format!("{number}@client.example"), "t", "text")).await;
        }
        desk.clock.set("2026-04-30T10:00:00+03:00");
        let many = cost().await;
        assert_eq!((few.0, many.0), (2, 62));
        assert!(many.1 <= 20 && many.1 <= few.1 + 7, "{few:?} {many:?}");
    }

    async fn what_has_least_working_time_left_comes_first_among_all_that_fall_due(database: TestDatabase) {
        let desk = TestDesk::with(database, &DESK_TOML.replacen("[[policy]]", &format!("{TWO_CALENDARS}[[policy]]"), 1)).await;
        let vera = desk.person("Vera", Role::Operator).await;
        // Friday evening: the office is closed until Monday, the other clock never stands.
        desk.clock.set("2026-04-17T19:00:00+03:00");
        let office = message("a@client.example", "office", "text").by("slow");
        open(&desk, office.with(|message| message.wishes.priority = Some(Priority::Low))).await;
        let moved = open(&desk, message("b@client.example", "moved", "text").by("slow")).await;
        let change_it = Change { priority: Some(Priority::Low), ..Change::default() };
        change(&desk.desk, &vera, &moved, change_it).await;
        let ahead = |hours: i64| hours * HOUR;
        let forecast = async |hours: i64| {
            let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
            reader.forecast(desk.now(), ahead(hours)).await.unwrap()
        };
        let at_first = forecast(64).await;
        assert_eq!(rows(&at_first.next), [("office", ClockKind::FirstResponse), ("moved", ClockKind::FirstResponse)]);
        // More than the board shows fall due before, by the wall clock.
        for number in 0..205 {
            open(&desk, message(&format!("{number}@client.example"), "round", "text").by("slow")).await;
        }
        let all = forecast(64).await;
        assert_eq!((all.next.len(), all.more_next), (200, true));
        assert_eq!(rows(&all.next[..3]), [
            ("office", ClockKind::FirstResponse),
            ("moved", ClockKind::FirstResponse),
            ("round", ClockKind::FirstResponse),
        ]);
        assert_eq!(all.next[0].clock.due, moment("2026-04-20T09:15:00+03:00"), "the next morning that is worked");
        assert_eq!(all.next[0].left, 15 * MINUTE);
        assert_eq!(all.next[2].left, 3 * HOUR);
        assert!(all.next.is_sorted_by_key(|due| due.left));
        assert_eq!((all.teams[0].1.soon, all.people[0].1.soon), (207, 207), "by team and operator, all of them");
        // Nearer than Monday only what never stands falls due.
        let near = forecast(3).await;
        assert!(near.next.iter().all(|due| due.title == "round") && near.more_next);
        assert_eq!(forecast(2).await.next.len(), 0);
        let plan = desk.desk.read(&TestDesk::supervisor()).unwrap().forecast_plan(desk.now(), ahead(64)).await.unwrap().join("\n");
        assert!(plan.contains("clock_runs") && !plan.contains("SCAN clock") && !plan.contains("Seq Scan on clock"), "{plan}");
    }
}
