//! Scan now, register tomorrow: paper waits with its date of receipt, and is registered once (`definitions.md` §1, §9).

use crate::letters::{POST, desk, letter};
use crate::scopes::{gone, of_team};
use desk::DeskError;
use desk::ticket::{NewFile, NewPaper, ReceivedLetter};
use domain::clock::{ClockKind, Verdict};
use domain::ledger::Fate;
use domain::notice::Told;
use domain::time::MINUTE;
use domain::{Principal, Role};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, moment};

fn paper(received: &str) -> NewPaper {
    NewPaper {
        channel: None,
        received: received.parse().unwrap(),
        note: "Верхняя пачка".into(),
        scan: vec![NewFile {
            name: "1.pdf".into(),
            media_type: "text/html".into(),
            bytes: b"%PDF-1.7 first page".to_vec(),
        }],
        reason: String::new(),
        key: format!("scan of {received}"),
    }
}

fn registered(paper: &str) -> ReceivedLetter {
    ReceivedLetter {
        paper: Some(paper.into()),
        // The paper's own count, whatever stands here.
        scan: Vec::new(),
        received: "2026-01-01".parse().unwrap(),
        postmark: Some("2026-04-14".parse().unwrap()),
        key: "whatever".into(),
        ..letter("2026-04-17")
    }
}

fn code(result: Result<impl std::fmt::Debug, DeskError>) -> &'static str {
    match result {
        Err(DeskError::Invalid(fields)) => fields[0].code,
        Err(DeskError::Conflict { code, .. }) => code,
        other => panic!("{other:?}"),
    }
}

async fn waiting(desk: &TestDesk, who: &Principal) -> Vec<desk::read::PaperView> {
    let reader = desk.desk.read(who).unwrap();
    reader.papers("waiting", "").await.unwrap().papers
}

both_databases! {
    async fn where_teams_see_their_own_alone_a_paper_lies_with_the_team_of_its_door(database: TestDatabase) {
        let toml = DESK_TOML.replace("undo_seconds = 0", "undo_seconds = 0\nsees = \"own_teams\"");
        let desk = TestDesk::with(database, &format!("{toml}\n[[team]]\nname = \"Архив\"\n{POST}")).await;
        desk.open_post("post");
        let (vera, gleb) = (of_team(&desk, "Vera", "Поддержка").await, of_team(&desk, "Gleb", "Архив").await);
        let oleg = desk.person("Oleg", Role::Supervisor).await;
        desk.clock.set("2026-04-17T16:00:00+03:00");
        let id = desk.desk.put_paper(&vera, paper("2026-04-17")).await.unwrap();
        assert_eq!(waiting(&desk, &vera).await.len(), 1);
        assert_eq!(waiting(&desk, &oleg).await.len(), 1);
        assert!(waiting(&desk, &gleb).await.is_empty());
        let reader = desk.desk.read(&gleb).unwrap();
        assert!(gone(reader.paper(&id).await));
        assert!(gone(reader.paper_file(&id, 0).await));
        assert!(gone(desk.desk.set_paper_aside(&gleb, &id, "Не нам").await));
        assert!(gone(desk.desk.register_letter(&gleb, registered(&id)).await));
        assert_eq!(waiting(&desk, &vera).await.len(), 1, "it waits as it did");
        desk.desk.register_letter(&vera, registered(&id)).await.unwrap();
        assert!(gone(desk.desk.register_letter(&gleb, registered(&id)).await), "nor is it told what it became");
    }

    async fn a_scan_waits_with_its_clock_and_is_registered_the_next_day(database: TestDatabase) {
        let (desk, vera, _) = desk(database).await;
        desk.clock.set("2026-04-17T16:00:00+03:00");
        let id = desk.desk.put_paper(&vera, paper("2026-04-17")).await.unwrap();
        assert_eq!(desk.desk.put_paper(&vera, paper("2026-04-17")).await.unwrap(), id, "put in once");
        let waits = waiting(&desk, &vera).await;
        assert_eq!(waits.len(), 1);
        // Friday's paper is to be registered by the end of Monday.
        assert_eq!(waits[0].due, Some(moment("2026-04-20T23:59:59.999999+03:00")));
        assert_eq!((waits[0].files[0].media_type.as_str(), waits[0].late), ("application/pdf", false));
        assert!(desk.inbox(desk::read::View::All).await.is_empty(), "no request before its registration");

        desk.clock.set("2026-04-20T09:40:00+03:00");
        let done = desk.desk.register_letter(&vera, registered(&id)).await.unwrap();
        assert_eq!((done.fate, done.number.as_str()), (Fate::Opened, "ВХ-1/26"));
        let view = desk.ticket(&done.ticket).await;
        assert_eq!(view.occurred_at, moment("2026-04-17T00:00:00+03:00"));
        let line = &view.timeline.entries[0];
        assert_eq!((line.params["letter"]["received"].as_str(), line.params["letter"]["postmark"].as_str()), (Some("2026-04-17"), Some("2026-04-14")));
        let file = desk.desk.read(&vera).unwrap().attachment(&line.files[0].public_id).await.unwrap();
        assert_eq!(file.bytes, b"%PDF-1.7 first page");
        let clock = |kind: ClockKind| view.clocks.iter().find(|clock| clock.kind == kind).map(|clock| (clock.verdict, clock.due));
        assert_eq!(clock(ClockKind::Registration).unwrap().0, Verdict::Met);
        // Example 5: the term counts from the registration.
        assert_eq!(clock(ClockKind::Statutory), Some((Verdict::Running, moment("2026-05-13T23:59:59.999999+03:00"))));
        assert!(waiting(&desk, &vera).await.is_empty());
    }

    async fn a_paper_is_registered_once_whoever_presses(database: TestDatabase) {
        let (desk, vera, oleg) = desk(database).await;
        desk.clock.set("2026-04-17T16:00:00+03:00");
        let id = desk.desk.put_paper(&vera, paper("2026-04-17")).await.unwrap();
        let (one, other) = tokio::join!(
            desk.desk.register_letter(&vera, registered(&id)),
            desk.desk.register_letter(&oleg, ReceivedLetter { title: "То же письмо".into(), ..registered(&id) }),
        );
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!((&one.letter, &one.number, &one.ticket), (&other.letter, &other.number, &other.ticket));
        assert!([one.fate, other.fate].contains(&Fate::Duplicate));
        assert_eq!(desk.inbox(desk::read::View::All).await.len(), 1);
        assert_eq!(code(desk.desk.set_paper_aside(&vera, &id, "Двойник").await), "conflict");
        // The next letter has the next number: none is left out.
        let next = desk.desk.register_letter(&vera, letter("2026-04-17")).await.unwrap();
        assert_eq!(next.number, "ВХ-2/26");
    }

    async fn a_paper_registered_late_is_late_by_its_own_clock(database: TestDatabase) {
        let (desk, vera, _) = desk(database).await;
        desk.clock.set("2026-04-17T16:00:00+03:00");
        let id = desk.desk.put_paper(&vera, paper("2026-04-17")).await.unwrap();
        // More than five working days on: it was put in in time, so an operator may register it, and it is late.
        desk.clock.set("2026-04-29T10:00:00+03:00");
        assert!(waiting(&desk, &vera).await[0].late);
        let done = desk.desk.register_letter(&vera, registered(&id)).await.unwrap();
        let view = desk.ticket(&done.ticket).await;
        assert_eq!(view.timeline.entries[0].params["letter"]["late"], true);
        let clock = view.clocks.iter().find(|clock| clock.kind == ClockKind::Registration).unwrap();
        assert_eq!((clock.verdict, clock.due), (Verdict::Missed, moment("2026-04-20T23:59:59.999999+03:00")));
    }

    async fn a_paper_that_nobody_registered_in_time_is_told_once_to_the_team_of_its_door(database: TestDatabase) {
        let toml = DESK_TOML.replace("undo_seconds = 0", "undo_seconds = 0\nsees = \"own_teams\"");
        let desk = TestDesk::with(database, &format!("{toml}\n[[team]]\nname = \"Архив\"\n{POST}")).await;
        desk.open_post("post");
        let (vera, gleb) = (of_team(&desk, "Vera", "Поддержка").await, of_team(&desk, "Gleb", "Архив").await);
        let oleg = desk.person("Oleg", Role::Supervisor).await;
        let other = desk.node("other").await;
        let told = async |who: &Principal| desk.desk.read(who).unwrap().notices(desk.now()).await.unwrap();
        let unseen = async |who: &Principal| desk.desk.read(who).unwrap().unseen_notices(desk.now()).await.unwrap();

        desk.clock.set("2026-04-17T16:00:00+03:00");
        let late = desk.desk.put_paper(&vera, paper("2026-04-17")).await.unwrap();
        desk.desk.put_paper(&vera, paper("2026-04-17")).await.unwrap();
        let done = desk.desk.put_paper(&vera, paper("2026-04-16")).await.unwrap();
        let double = desk.desk.put_paper(&vera, paper("2026-04-15")).await.unwrap();
        desk.desk.register_letter(&vera, registered(&done)).await.unwrap();
        desk.desk.set_paper_aside(&vera, &double, "Двойник").await.unwrap();
        // By the end of Monday is in time; a microsecond later is not.
        desk.clock.set("2026-04-20T23:59:59.999999+03:00");
        desk.settle().await;
        desk.clock.set("2026-04-21T00:00:00+03:00");
        tokio::join!(desk.settle(), async { other.work_off_jobs().await.unwrap() });
        assert!(told(&vera).await.is_empty(), "they do not work at night");

        desk.clock.set("2026-04-21T09:00:00+03:00");
        let lines = told(&vera).await;
        assert_eq!((lines.len(), unseen(&vera).await), (1, 1));
        let line = &lines[0];
        assert_eq!((line.about, line.title.as_str()), (Told::Paper, "Верхняя пачка"));
        assert_eq!((line.paper.as_ref().unwrap().public_id.as_str(), line.paper.as_ref().unwrap().received.as_str()), (late.as_str(), "2026-04-17"));
        assert_eq!(line.due, moment("2026-04-20T23:59:59.999999+03:00"));
        assert!(told(&gleb).await.is_empty() && told(&oleg).await.is_empty(), "it lies with its team");
        desk.clock.advance(MINUTE);
        desk.settle().await;
        let mail = desk.sink.last();
        assert!(mail.text.contains(&format!("/letters/new?paper={late}")) && mail.text.contains("Верхняя пачка"), "{}", mail.text);
        let sent = desk.sink.taken().len();
        desk.clock.set("2026-04-23T09:00:00+03:00");
        desk.settle().await;
        assert_eq!((told(&vera).await.len(), desk.sink.taken().len()), (1, sent), "once");
        desk.desk.register_letter(&vera, registered(&late)).await.unwrap();
        assert_eq!((told(&vera).await.len(), unseen(&vera).await), (0, 0));
    }

    async fn a_paper_of_a_door_without_a_team_is_told_to_the_supervisors(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let post = POST.replace("team = 'Поддержка'\n", "");
        desk.desk.apply_setup(domain::Actor::System, &post).await.unwrap();
        desk.open_post("post");
        let vera = desk.person("Vera", Role::Operator).await;
        let oleg = desk.person("Oleg", Role::Supervisor).await;
        desk.clock.set("2026-04-17T16:00:00+03:00");
        desk.desk.put_paper(&vera, paper("2026-04-17")).await.unwrap();
        desk.clock.set("2026-04-21T10:00:00+03:00");
        desk.settle().await;
        let unseen = async |who: &Principal| desk.desk.read(who).unwrap().unseen_notices(desk.now()).await.unwrap();
        assert_eq!((unseen(&vera).await, unseen(&oleg).await), (0, 1));
        let late = waiting(&desk, &vera).await.remove(0).paper.public_id;
        desk.desk.set_paper_aside(&vera, &late, "Не нам").await.unwrap();
        assert_eq!(unseen(&oleg).await, 0);
    }

    async fn what_cannot_be_a_paper_is_refused_and_a_double_is_set_aside(database: TestDatabase) {
        let (desk, vera, oleg) = desk(database).await;
        desk.clock.set("2026-04-17T16:00:00+03:00");
        assert_eq!(code(desk.desk.put_paper(&vera, paper("2026-04-18")).await), "occurred_in_future");
        assert_eq!(code(desk.desk.put_paper(&vera, paper("2026-04-01")).await), "too_far_back");
        assert_eq!(code(desk.desk.put_paper(&oleg, paper("2026-04-01")).await), "required");
        let page = NewPaper { scan: vec![NewFile { name: "x.pdf".into(), media_type: "application/pdf".into(), bytes: b"<script>".to_vec() }], ..paper("2026-04-17") };
        assert_eq!(code(desk.desk.put_paper(&vera, page).await), "wrong_type");
        assert_eq!(code(desk.desk.put_paper(&vera, NewPaper { scan: Vec::new(), ..paper("2026-04-17") }).await), "required");
        let id = desk.desk.put_paper(&vera, paper("2026-04-17")).await.unwrap();
        assert_eq!(code(desk.desk.set_paper_aside(&vera, &id, " ").await), "required");
        desk.desk.set_paper_aside(&vera, &id, "Отсканировано дважды").await.unwrap();
        assert!(waiting(&desk, &vera).await.is_empty());
        // It was none after all.
        let done = desk.desk.register_letter(&vera, registered(&id)).await.unwrap();
        assert_eq!(done.fate, Fate::Opened);
    }

    async fn the_list_of_papers_is_read_by_its_index(database: TestDatabase) {
        let (desk, vera, _) = desk(database).await;
        desk.clock.set("2026-04-17T16:00:00+03:00");
        for n in 0..5 {
            let new = NewPaper { key: n.to_string(), received: format!("2026-04-{}", 13 + n).parse().unwrap(), ..paper("2026-04-17") };
            desk.desk.put_paper(&vera, new).await.unwrap();
        }
        let all = waiting(&desk, &vera).await;
        assert_eq!(all.iter().map(|one| one.paper.received.as_str()).collect::<Vec<_>>(), ["2026-04-13", "2026-04-14", "2026-04-15", "2026-04-16", "2026-04-17"]);
        let after = desk.desk.read(&vera).unwrap().papers("waiting", &all[2].paper.public_id).await.unwrap();
        assert_eq!(after.papers, all[3..]);
    }
}
