//! A desk may let operators see their own teams' tickets only: in every list, by every id, in every change.

use desk::DeskError;
use desk::people::OperatorPatch;
use desk::read::{Filter, InboxQuery, View};
use desk::ticket::{BulkChange, BulkTarget, Change, Note, Reply};
use desk::views::NewView;
use domain::draft::DraftKind;
use domain::ticket::Priority;
use domain::{Actor, Principal, Role};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, message};

/// Two teams with a door each.
const TWO_TEAMS: &str = "\n[[team]]\nname = \"Письма\"\n\n[[channel]]\nname = \"letters\"\nkind = \"email\"\nbrand = \"Север\"\nteam = \"Письма\"\naddress = \"letters@desk.example\"\nacknowledges = false\n";

async fn desk(database: TestDatabase) -> TestDesk {
    let toml = DESK_TOML.replace("undo_seconds = 0", "undo_seconds = 0\nsees = \"own_teams\"");
    TestDesk::with(database, &format!("{toml}{TWO_TEAMS}")).await
}

/// Somebody of a team.
pub async fn of_team(desk: &TestDesk, name: &str, team: &str) -> Principal {
    let person = desk.person(name, Role::Operator).await;
    let id = desk
        .desk
        .setup()
        .teams
        .iter()
        .find(|known| known.name == team)
        .unwrap()
        .id;
    let all = desk.desk.operators(&TestDesk::supervisor(), true).await.unwrap();
    let public_id = all
        .into_iter()
        .find(|known| known.name == name)
        .unwrap()
        .public_id;
    let patch = OperatorPatch {
        teams: Some(vec![id]),
        ..OperatorPatch::default()
    };
    desk.desk
        .change_operator(Actor::System, &public_id, patch)
        .await
        .unwrap();
    desk.desk.reload_setup().await.unwrap();
    person
}

pub fn gone<T: std::fmt::Debug>(result: Result<T, DeskError>) -> bool {
    matches!(result, Err(DeskError::NotFound(_)))
}

both_databases! {
    async fn another_teams_tickets_are_not_there(database: TestDatabase) {
        let desk = desk(database).await;
        let vera = of_team(&desk, "Vera", "Поддержка").await;
        let mine = desk.take(message("anna@client.example", "Card", "Where is the card?")).await.ticket.unwrap().public_id;
        let file = channel::Attachment { name: "scan.txt".into(), media_type: "text/plain".into(), content: channel::Content::Bytes(b"secret".to_vec()), content_id: String::new(), inline: false };
        let other = message("anna@client.example", "Card", "The other card, please").by("letters").with(|m| m.attachments.push(file));
        let theirs = desk.take(other).await.ticket.unwrap().public_id;
        let reader = desk.desk.read(&vera).unwrap();
        for view in [View::All, View::Everything, View::Unassigned] {
            let rows = reader.inbox(InboxQuery::of(view, desk.now())).await.unwrap().rows;
            assert_eq!(rows.iter().map(|row| row.public_id.as_str()).collect::<Vec<_>>(), [mine.as_str()], "{view}");
        }
        let found = reader.inbox(InboxQuery::with(Filter { text: Some("card".into()), ..Filter::of(View::All) }, desk.now())).await.unwrap().rows;
        assert_eq!(found.len(), 1);
        assert_eq!(reader.counts(&[View::All], desk.now()).await.unwrap()[0].1, 1);
        assert!(gone(reader.ticket(&theirs, None, desk.now()).await));
        let opened = reader.ticket(&mine, None, desk.now()).await.unwrap();
        assert!(opened.others.is_empty() && opened.alike.is_empty(), "not even beside one's own");
        let whole = desk.ticket(&theirs).await;
        let entry = &whole.timeline.entries[0];
        assert!(gone(reader.entry_raw(&entry.public_id).await) && gone(reader.attachment(&entry.files[0].public_id).await));
    }

    async fn nor_can_they_be_changed(database: TestDatabase) {
        let desk = desk(database).await;
        let vera = of_team(&desk, "Vera", "Поддержка").await;
        let mine = desk.take(message("anna@client.example", "Card", "mine")).await.ticket.unwrap().public_id;
        let theirs = desk.take(message("anna@client.example", "Card", "theirs").by("letters")).await.ticket.unwrap().public_id;
        let before = desk.ticket(&theirs).await.version;
        let reply = Reply { text: "x".into(), ..Reply::default() };
        assert!(gone(desk.desk.reply(&vera, &theirs, reply).await));
        assert!(gone(desk.desk.note(&vera, &theirs, Note { text: "x".into(), ..Note::default() }).await));
        assert!(gone(desk.desk.change(&vera, &theirs, Change { title: Some("x".into()), ..Change::default() }).await));
        assert!(gone(desk.desk.answer_not_needed(&vera, &theirs, None).await));
        assert!(gone(desk.desk.merge(&vera, &theirs, &mine, None).await));
        assert!(gone(desk.desk.merge(&vera, &mine, &theirs, None).await));
        assert!(gone(desk.desk.keep_draft(&vera, &theirs, DraftKind::Note, "x", "").await));
        assert_eq!(desk.ticket(&theirs).await.version, before);
        let setup = desk.desk.setup();
        let team = |name: &str| setup.teams.iter().find(|team| team.name == name).map(|team| team.public_id.clone());
        assert!(desk.desk.may_see_team(&vera, team("Поддержка").as_deref()));
        assert!(!desk.desk.may_see_team(&vera, team("Письма").as_deref()), "live rows of others are not pushed");
    }

    async fn supervisors_see_all_and_a_desk_that_says_nothing_lets_everybody(database: TestDatabase) {
        let desk = desk(database).await;
        let vera = of_team(&desk, "Vera", "Письма").await;
        let chief = desk.person("Chief", Role::Supervisor).await;
        let id = desk.take(message("anna@client.example", "Card", "mine")).await.ticket.unwrap().public_id;
        assert!(desk.desk.read(&chief).unwrap().ticket(&id, None, desk.now()).await.is_ok());
        assert!(gone(desk.desk.read(&vera).unwrap().ticket(&id, None, desk.now()).await));
        desk.desk.apply_setup(Actor::System, DESK_TOML).await.unwrap();
        assert!(desk.desk.read(&vera).unwrap().ticket(&id, None, desk.now()).await.is_ok());
    }

    async fn nor_by_many_at_once_by_a_saved_view_by_undoing_or_by_sending_again(database: TestDatabase) {
        let toml = DESK_TOML.replace("undo_seconds = 0", "undo_seconds = 10\nsees = \"own_teams\"");
        let desk = TestDesk::with(database, &format!("{toml}{TWO_TEAMS}")).await;
        let (vera, galina) = (of_team(&desk, "Vera", "Поддержка").await, of_team(&desk, "Galina", "Письма").await);
        let mine = desk.take(message("anna@client.example", "Card", "mine")).await.ticket.unwrap().public_id;
        let theirs = desk.take(message("anna@client.example", "Card", "theirs").by("letters")).await.ticket.unwrap().public_id;
        // Many at once: by name, and by a filter that matches both.
        let urgent = || Change { priority: Some(Priority::Urgent), ..Change::default() };
        let ticked = BulkTarget::Ticked(vec![(mine.clone(), None), (theirs.clone(), None)]);
        let done = desk.desk.change_many(&vera, BulkChange { target: ticked, change: urgent() }).await.unwrap();
        assert_eq!(done.changed.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), [mine.as_str()]);
        assert_eq!(done.skipped.iter().map(|one| (one.id.as_str(), one.code.as_str(), one.number.as_str())).collect::<Vec<_>>(), [(theirs.as_str(), "not_found", "")]);
        let all = BulkTarget::Matching(Box::new(Filter::of(View::Everything)));
        let tagged = Change { tags_add: vec!["seen".into()], ..Change::default() };
        let done = desk.desk.change_many(&vera, BulkChange { target: all, change: tagged }).await.unwrap();
        assert_eq!((done.changed.len(), done.skipped.len(), done.more), (1, 0, false));
        let untouched = desk.ticket(&theirs).await;
        assert!(untouched.priority == Priority::Normal && untouched.tags.is_empty());
        // A view that a colleague of the other team shares shows what its reader sees.
        let view = NewView { name: "All of Anna's".into(), shared: true, position: 1, filter: Filter::of(View::Everything) };
        desk.desk.save_view(&galina, view).await.unwrap();
        let shared = desk.desk.read(&vera).unwrap().saved_views(desk.now()).await.unwrap().remove(0);
        assert_eq!((shared.mine, shared.count), (false, Some(1)));
        let filter = shared.filter.unwrap();
        let rows = desk.desk.read(&vera).unwrap().inbox(InboxQuery::with(filter, desk.now())).await.unwrap().rows;
        assert_eq!(rows.iter().map(|row| row.public_id.as_str()).collect::<Vec<_>>(), [mine.as_str()]);
        // Undo, and sending again.
        let reply = Reply { text: "Here.".into(), ..Reply::default() };
        let entry = desk.desk.reply(&galina, &theirs, reply).await.unwrap().entry.unwrap();
        assert!(gone(desk.desk.undo_answer(&vera, &theirs, &entry).await));
        desk.clock.advance(11_000_000);
        desk.sink.fail_with([channel::DeliveryError::Permanent { status: "5.1.1".into(), reason: "no such user".into() }]);
        desk.settle().await;
        assert!(gone(desk.desk.send_again(&vera, &theirs, &entry, None).await));
        assert!(desk.desk.send_again(&galina, &theirs, &entry, None).await.is_ok());
        // Merged by somebody who sees both, it can be read and taken apart only by those who see both.
        let chief = desk.person("Chief", Role::Supervisor).await;
        desk.desk.merge(&chief, &theirs, &mine, None).await.unwrap();
        assert!(gone(desk.desk.unmerge(&vera, &theirs).await));
        assert!(gone(desk.desk.read(&vera).unwrap().ticket(&theirs, None, desk.now()).await));
    }
}
