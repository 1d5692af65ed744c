//! An official update of a calendar: proposed by a document, confirmed or rejected by a person, followed by running
//! clocks.

use desk::DeskError;
use desk::official::{NewUpdate, Proposal};
use desk::setup::ApplyOptions;
use domain::clock::ClockKind;
use domain::official::UpdateState;
use domain::recount::RecountState;
use domain::{Actor, Moment, Role};
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

const OFFICE: &str = "[[calendar]]
name = 'office'
zone = 'Europe/Moscow'
known_through = '2025-12-31'
days_off = [{ date = '2026-05-01', name = 'Праздник' }, { date = '2026-07-10', name = 'Переезд', kind = 'own' }]
week = { mon = [['09:00', '18:00']], tue = [['09:00', '18:00']], wed = [['09:00', '18:00']], thu = [['09:00', '18:00']], fri = [['09:00', '18:00']] }
[[policy]]
name = 'standard'
[[policy.clock]]
kind = 'resolution'
target = { days = 1 }
";

/// The 15th of April becomes a day off, the 1st of May gets its whole name.
const DECREE: &str = "BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20260415\r
SUMMARY:Объявлен выходным\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20260501\r
SUMMARY:Праздник Весны и Труда\r
END:VEVENT\r
END:VCALENDAR\r
";

async fn asked(database: TestDatabase) -> (TestDesk, String) {
    let desk = TestDesk::new(database).await;
    desk.desk
        .apply_setup_with(Actor::System, OFFICE, ApplyOptions::default())
        .await
        .unwrap();
    desk.clock.set("2026-04-14T10:00:00+03:00");
    let id = desk
        .take(message("anna@client.example", "Перевод", "Где?"))
        .await
        .ticket
        .unwrap()
        .public_id;
    desk.settle().await;
    (desk, id)
}

async fn due(desk: &TestDesk, ticket: &str) -> Moment {
    let clocks = desk.ticket(ticket).await.clocks;
    clocks
        .into_iter()
        .find(|clock| clock.kind == ClockKind::Resolution)
        .unwrap()
        .due
}

fn decree(document: &str) -> NewUpdate {
    NewUpdate {
        calendar: "office".into(),
        source: "postanovlenie.ics".into(),
        document: document.as_bytes().to_vec(),
        known_through: None,
    }
}

async fn proposed(desk: &TestDesk, document: &str) -> Proposal {
    let new = decree(document);
    desk.desk
        .propose_update(&TestDesk::supervisor(), new)
        .await
        .unwrap()
        .expect("something new")
}

async fn state(desk: &TestDesk, id: &str) -> UpdateState {
    let all = desk.desk.calendar_updates(&TestDesk::supervisor()).await.unwrap();
    all.into_iter()
        .find(|one| one.update.public_id == id)
        .unwrap()
        .update
        .state
}

both_databases! {
    async fn a_confirmed_update_moves_running_deadlines_and_keeps_who_and_why(database: TestDatabase) {
        let (desk, ticket) = asked(database).await;
        let proposal = proposed(&desk, DECREE).await;
        let days: Vec<_> = proposal.difference.days.iter().map(|day| (day.date.to_string(), day.code())).collect();
        assert_eq!(days, [("2026-04-15".to_owned(), "added"), ("2026-05-01".to_owned(), "changed")]);
        assert_eq!(proposal.difference.known_through.1.unwrap().to_string(), "2026-12-31");
        assert_eq!((proposal.effect.tickets, proposal.effect.moved), (1, 1), "what confirming would do");
        assert_eq!(due(&desk, &ticket).await, moment("2026-04-15T18:00:00+03:00"), "only proposed");
        let admin = desk.person("Irina", Role::Administrator).await;
        let id = &proposal.update.public_id;
        let supervisor = desk.person("Galina", Role::Supervisor).await;
        let refused = desk.desk.confirm_update(supervisor.actor(), id, proposal.version, "").await;
        assert!(matches!(refused, Err(DeskError::Forbidden(_))), "{refused:?}");
        desk.desk.confirm_update(admin.actor(), id, proposal.version, "Постановление № 1").await.unwrap();
        desk.settle().await;
        assert_eq!(due(&desk, &ticket).await, moment("2026-04-16T18:00:00+03:00"));
        let recount = &desk.desk.recounts(&TestDesk::supervisor()).await.unwrap()[0];
        assert_eq!((recount.state, recount.actor, recount.moved), (RecountState::Done, admin.actor(), 1));
        assert!(recount.why.contains("Постановление № 1") && recount.why.contains("postanovlenie.ics"), "{}", recount.why);
        assert!(desk.desk.confirm_update(admin.actor(), id, proposal.version, "").await.is_err(), "once");
        let again = desk.desk.propose_update(&supervisor, decree(DECREE)).await.unwrap();
        assert_eq!(again, None, "nothing new");
    }

    async fn a_deadline_beyond_what_is_official_is_preliminary_until_the_year_is_published(database: TestDatabase) {
        let (desk, ticket) = asked(database).await;
        let resolution = async || {
            let clocks = desk.ticket(&ticket).await.clocks;
            let clock = clocks.into_iter().find(|clock| clock.kind == ClockKind::Resolution).unwrap();
            (clock.preliminary, clock.due)
        };
        let wednesday = moment("2026-04-15T18:00:00+03:00");
        assert_eq!(resolution().await, (true, wednesday), "the calendar is known through 2025");
        // The year, as it is published: the 15th is off.
        let proposal = proposed(&desk, DECREE).await;
        let admin = desk.person("Irina", Role::Administrator).await;
        desk.desk.confirm_update(admin.actor(), &proposal.update.public_id, proposal.version, "").await.unwrap();
        desk.settle().await;
        assert_eq!(resolution().await, (false, moment("2026-04-16T18:00:00+03:00")), "recomputed, and official");
        assert_eq!(desk.desk.recounts(&TestDesk::supervisor()).await.unwrap().len(), 1, "once");
    }

    async fn a_year_that_is_published_as_it_was_assumed_makes_the_deadline_official(database: TestDatabase) {
        let (desk, ticket) = asked(database).await;
        let year = NewUpdate { known_through: Some("2026-12-31".parse().unwrap()), ..decree(&DECREE.replace("20260415", "20260417")) };
        let proposal = desk.desk.propose_update(&TestDesk::supervisor(), year).await.unwrap().unwrap();
        let admin = desk.person("Irina", Role::Administrator).await;
        desk.desk.confirm_update(admin.actor(), &proposal.update.public_id, proposal.version, "").await.unwrap();
        desk.settle().await;
        let clocks = desk.ticket(&ticket).await.clocks;
        let resolution = clocks.into_iter().find(|clock| clock.kind == ClockKind::Resolution).unwrap();
        assert_eq!((resolution.preliminary, resolution.due), (false, moment("2026-04-15T18:00:00+03:00")));
    }

    async fn a_rejected_or_outdated_update_changes_nothing(database: TestDatabase) {
        let (desk, ticket) = asked(database).await;
        let first = proposed(&desk, DECREE).await;
        let other = DECREE.replace("20260415", "20260416");
        let second = proposed(&desk, &other).await;
        assert_eq!(state(&desk, &first.update.public_id).await, UpdateState::Superseded);
        let late = desk.desk.confirm_update(Actor::System, &first.update.public_id, first.version, "").await;
        assert!(matches!(late, Err(DeskError::Conflict { code: "already_decided", .. })), "{late:?}");
        // The calendar changes between the look and the decision.
        desk.desk.apply_setup(Actor::System, &OFFICE.replace("'Переезд'", "'Ремонт'")).await.unwrap();
        let stale = desk.desk.confirm_update(Actor::System, &second.update.public_id, second.version, "").await;
        assert!(matches!(stale, Err(DeskError::Conflict { code: "conflict", .. })), "{stale:?}");
        desk.desk.reject_update(Actor::System, &second.update.public_id, "не наш регион").await.unwrap();
        desk.settle().await;
        assert_eq!(state(&desk, &second.update.public_id).await, UpdateState::Rejected);
        assert_eq!(due(&desk, &ticket).await, moment("2026-04-15T18:00:00+03:00"));
    }

    async fn a_bad_document_is_refused_before_anything_is_kept(database: TestDatabase) {
        let (desk, _) = asked(database).await;
        let supervisor = TestDesk::supervisor();
        let bad = decree("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nDTSTART:tomorrow\nEND:VEVENT\nEND:VCALENDAR");
        let refused = desk.desk.propose_update(&supervisor, bad).await;
        let Err(DeskError::Invalid(faults)) = refused else { panic!("{refused:?}") };
        assert_eq!((faults[0].field.as_str(), faults[0].code), ("line 4", "no_date"));
        let nowhere = NewUpdate { calendar: "nowhere".into(), ..decree(DECREE) };
        assert!(matches!(desk.desk.propose_update(&supervisor, nowhere).await, Err(DeskError::Invalid(_))));
        assert!(desk.desk.calendar_updates(&supervisor).await.unwrap().is_empty());
        let anna = desk.person("Anna", Role::Operator).await;
        assert!(matches!(desk.desk.propose_update(&anna, decree(DECREE)).await, Err(DeskError::Forbidden(_))));
    }
}
