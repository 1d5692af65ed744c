//! A department is asked, with a clock of its own, and answers to the operator: the client keeps one window.

use channel::{Automatic, DeliveryReport, Happened, Inbound, ReportedFate, Sighting, What};
use desk::DeskError;
use desk::read::ClockView;
use desk::ticket::{Change, NewSideTask};
use domain::Role;
use domain::clock::{ClockKind, Verdict};
use domain::entry::EntryKind;
use domain::ledger::Fate;
use domain::ticket::State;
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

fn question(address: &str) -> NewSideTask {
    NewSideTask {
        to: "Юридический отдел".into(),
        address: address.into(),
        question: "Можно ли вернуть комиссию?".into(),
        within_minutes: 300,
    }
}

fn of_task(clocks: Vec<ClockView>) -> ClockView {
    clocks
        .into_iter()
        .find(|clock| clock.kind == ClockKind::SideTask)
        .unwrap()
}

both_databases! {
    async fn a_department_answers_by_its_link_and_no_clock_of_the_clients_minds(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        // Example 11: five working hours from 15:00.
        desk.clock.set("2026-04-14T15:00:00+03:00");
        let taken = desk.take(message("anna@client.example", "Комиссия", "Верните")).await.ticket.unwrap();
        let before: Vec<_> = desk.ticket(&taken.public_id).await.clocks.iter().map(|clock| (clock.kind, clock.due)).collect();
        let asked = desk.desk.ask_side_task(&vera, &taken.public_id, question("law@bank.example")).await.unwrap();
        assert_eq!(asked.due, moment("2026-04-15T11:00:00+03:00"));
        let waiting = Change { state: Some(State::WaitingOthers), ..Change::default() };
        desk.desk.change(&vera, &taken.public_id, waiting).await.unwrap();
        desk.settle().await;
        let letter = desk.sink.taken().into_iter().find(|sent| sent.to.value == "law@bank.example").unwrap();
        assert!(letter.text.contains("Можно ли вернуть комиссию?") && letter.text.contains(&format!("/a/{}", asked.secret)), "{}", letter.text);
        assert!(!letter.text.contains("anna@client.example"), "nothing of the client");
        let page = desk.desk.side_task_by_link(&asked.secret).await.unwrap();
        assert_eq!((page.state.as_str(), page.due), ("asked", asked.due));
        assert!(matches!(desk.desk.side_task_by_link(&asked.public_id).await, Err(DeskError::NotFound(_))), "only the secret opens");
        assert!(matches!(desk.desk.answer_by_link(&asked.public_id, "Да").await, Err(DeskError::NotFound(_))));
        assert!(matches!(desk.desk.answer_by_link(&asked.secret, "  ").await, Err(DeskError::Invalid(_))));

        desk.clock.set("2026-04-15T10:59:00+03:00");
        desk.desk.answer_by_link(&asked.secret, "Можно: пункт 5.2").await.unwrap();
        let view = desk.ticket(&taken.public_id).await;
        let after: Vec<_> = view.clocks.iter().filter(|clock| clock.kind != ClockKind::SideTask).map(|clock| (clock.kind, clock.due)).collect();
        assert_eq!(after, before, "the client's deadlines are as they were");
        assert_eq!(view.state, State::Open, "our turn again");
        assert_eq!((view.side_tasks[0].state.as_str(), view.side_tasks[0].answer.as_str(), view.side_tasks[0].sent.as_str()), ("answered", "Можно: пункт 5.2", "sent"));
        let lines: Vec<_> = view.timeline.entries.iter().filter(|line| line.code.starts_with("side_task")).map(|line| line.kind).collect();
        assert_eq!(lines, [EntryKind::Note, EntryKind::Note], "lines that the client never sees");
        let clock = of_task(view.clocks);
        assert_eq!((clock.verdict, clock.stopped_at), (Verdict::Met, Some(moment("2026-04-15T10:59:00+03:00"))));
        let theirs = desk.desk.ticket_by_link(&taken.link_secret).await.unwrap();
        assert_eq!(theirs.history.iter().filter(|line| matches!(line, desk::read::Line::Said(_))).count(), 2, "their message and the acknowledgement");
        desk.desk.answer_by_link(&asked.secret, "И ещё: до пятницы").await.unwrap();
        let again = desk.ticket(&taken.public_id).await;
        assert!(again.side_tasks[0].answer.ends_with("И ещё: до пятницы"));
        let pressed_twice = desk.desk.answer_by_link(&asked.secret, "И ещё: до пятницы").await;
        assert!(pressed_twice.is_ok());
        let once = desk.ticket(&taken.public_id).await;
        assert_eq!((&once.side_tasks[0].answer, once.timeline.entries.len()), (&again.side_tasks[0].answer, again.timeline.entries.len()));
        assert_eq!(of_task(again.clocks).stopped_at, Some(moment("2026-04-15T10:59:00+03:00")), "the first answer stopped it");
    }

    async fn a_department_answers_the_letter_itself(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        desk.clock.set("2026-04-14T15:00:00+03:00");
        let taken = desk.take(message("anna@client.example", "Комиссия", "Верните")).await.ticket.unwrap();
        let asked = desk.desk.ask_side_task(&vera, &taken.public_id, question("law@bank.example")).await.unwrap();
        desk.settle().await;
        let letter = desk.sink.taken().into_iter().find(|sent| sent.to.value == "law@bank.example").unwrap();
        assert!(!letter.text.contains(&letter.external_id));
        desk.clock.set("2026-04-14T15:01:00+03:00");
        let absent = message("law@bank.example", "Автоответ", "Я в отпуске").answers(&letter.external_id).with(|message| message.automatic = Automatic::Reply);
        assert_eq!(desk.take(absent).await.fate, Fate::Quarantined);
        assert_eq!(of_task(desk.ticket(&taken.public_id).await.clocks).verdict, Verdict::Running, "an absence answers nothing");

        desk.clock.set("2026-04-14T16:00:00+03:00");
        // A colleague to whom the letter was handed over answers as well.
        let answer = message("lawyer@bank.example", "Re: Вопрос", "Можно: пункт 5.2").answers(&letter.external_id);
        let came = desk.take(answer).await;
        assert_eq!((came.fate, came.ticket.as_ref().map(|ticket| &ticket.public_id)), (Fate::Appended, Some(&taken.public_id)));
        desk.clock.set("2026-04-14T16:30:00+03:00");
        desk.take(message("lawyer@bank.example", "Re: Вопрос", "И до пятницы").answers(&letter.external_id)).await;
        let view = desk.ticket(&taken.public_id).await;
        assert_eq!((view.side_tasks[0].state.as_str(), view.side_tasks[0].answer.as_str()), ("answered", "Можно: пункт 5.2\n\nИ до пятницы"));
        let lines: Vec<_> = view.timeline.entries.iter().filter(|line| line.code == "side_task_answered").map(|line| line.kind).collect();
        assert_eq!(lines, [EntryKind::Note, EntryKind::Note]);
        let clock = of_task(view.clocks);
        assert_eq!((clock.verdict, clock.stopped_at), (Verdict::Met, Some(moment("2026-04-14T16:00:00+03:00"))));
        let theirs = desk.desk.ticket_by_link(&taken.link_secret).await.unwrap();
        assert_eq!(theirs.history.iter().filter(|line| matches!(line, desk::read::Line::Said(_))).count(), 2, "the client sees nothing of it");
        assert!(asked.secret.len() > 20);
        // A secret that is no task's is a letter like any other.
        let guessed = message("stranger@example.org", "Re", "?").answers("side-task.aaaaaaaaaaaaaaaaaaaaaaaaaa@desk.example");
        assert_eq!(desk.take(guessed).await.fate, Fate::Opened);
    }

    async fn a_letter_that_does_not_arrive_and_an_answer_after_the_question_was_taken_back(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        desk.clock.set("2026-04-14T15:00:00+03:00");
        let ticket = desk.take(message("anna@client.example", "Комиссия", "Верните")).await.ticket.unwrap().public_id;
        let asked = desk.desk.ask_side_task(&vera, &ticket, question("nobody@bank.example")).await.unwrap();
        desk.settle().await;
        let letter = desk.sink.taken().into_iter().find(|sent| sent.to.value == "nobody@bank.example").unwrap();
        let bounce = DeliveryReport {
            key: "bounce".into(),
            about: vec![letter.external_id.clone()],
            recipient: None,
            fate: ReportedFate::Bounced,
            status: "5.1.1".into(),
            reason: "no such mailbox".into(),
            title: "Undelivered".into(),
            happened: Happened::Now,
            raw: None,
        };
        let what = What::Understood(Inbound::Report(Box::new(bounce)));
        desk.accept(Sighting { channel: desk.channel("mail"), size: 1, what, trace: "t".into() }).await.unwrap();
        assert_eq!(desk.ticket(&ticket).await.side_tasks[0].sent, "failed", "whoever asked hands the link over");
        desk.desk.withdraw_side_task(&vera, &ticket, &asked.public_id).await.unwrap();
        desk.take(message("other@bank.example", "Re", "Можно").answers(&letter.external_id)).await;
        let task = desk.ticket(&ticket).await.side_tasks.remove(0);
        assert_eq!((task.state.as_str(), task.answer.as_str()), ("withdrawn", "Можно"), "kept all the same");
    }

    async fn a_late_department_is_a_miss_of_its_own_and_a_question_can_be_taken_back(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let ticket = desk.take(message("anna@client.example", "Комиссия", "Верните")).await.ticket.unwrap().public_id;
        let late = desk.desk.ask_side_task(&vera, &ticket, NewSideTask { within_minutes: 30, ..question("") }).await.unwrap();
        desk.clock.set("2026-04-14T10:31:00+03:00");
        desk.settle().await;
        assert_eq!(of_task(desk.ticket(&ticket).await.clocks).verdict, Verdict::Missed);
        desk.desk.answer_side_task(&vera, &ticket, &late.public_id, "Сказали по телефону").await.unwrap();
        assert_eq!(of_task(desk.ticket(&ticket).await.clocks).verdict, Verdict::Missed, "late stays late");
        let other = desk.desk.ask_side_task(&vera, &ticket, question("")).await.unwrap();
        desk.desk.withdraw_side_task(&vera, &ticket, &other.public_id).await.unwrap();
        let cancelled = desk.ticket(&ticket).await.clocks.into_iter().filter(|clock| clock.verdict == Verdict::Cancelled).count();
        assert_eq!(cancelled, 1);
        let gone = desk.desk.answer_by_link(&other.secret, "Поздно").await;
        assert!(matches!(gone, Err(DeskError::Conflict { code: "side_task_withdrawn", .. })));
        assert!(desk.desk.withdraw_side_task(&vera, &ticket, &other.public_id).await.is_err());
        for wrong in [NewSideTask { to: " ".into(), ..question("") }, NewSideTask { question: String::new(), ..question("") }, question("no address"), NewSideTask { within_minutes: 0, ..question("") }] {
            assert!(matches!(desk.desk.ask_side_task(&vera, &ticket, wrong).await, Err(DeskError::Invalid(_))));
        }
        let elsewhere = desk.take(message("boris@client.example", "Q", "Вопрос")).await.ticket.unwrap().public_id;
        assert!(matches!(desk.desk.withdraw_side_task(&vera, &elsewhere, &late.public_id).await, Err(DeskError::NotFound(_))), "by its own ticket only");
    }

    async fn an_answer_finds_the_ticket_that_its_own_became_part_of(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let first = desk.take(message("anna@client.example", "A", "Вопрос")).await.ticket.unwrap().public_id;
        let second = desk.take(message("anna@client.example", "B", "Вопрос")).await.ticket.unwrap().public_id;
        let asked = desk.desk.ask_side_task(&vera, &second, question("")).await.unwrap();
        desk.desk.merge(&vera, &second, &first, None).await.unwrap();
        desk.desk.answer_by_link(&asked.secret, "Можно").await.unwrap();
        let view = desk.ticket(&first).await;
        assert_eq!(of_task(view.clocks).verdict, Verdict::Met);
        assert_eq!(view.side_tasks[0].state, "answered");
    }

    async fn two_who_answer_at_once_are_both_heard(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let ticket = desk.take(message("anna@client.example", "A", "Вопрос")).await.ticket.unwrap().public_id;
        let asked = desk.desk.ask_side_task(&vera, &ticket, question("")).await.unwrap();
        let said = (0..8).map(|who| {
            let (desk, secret) = (desk.desk.clone(), asked.secret.clone());
            tokio::spawn(async move { desk.answer_by_link(&secret, &format!("Мнение {who}")).await })
        });
        for one in said.collect::<Vec<_>>() {
            one.await.unwrap().unwrap();
        }
        let answer = desk.ticket(&ticket).await.side_tasks[0].answer.clone();
        for who in 0..8 {
            assert!(answer.contains(&format!("Мнение {who}")), "{answer}");
        }
    }
}
