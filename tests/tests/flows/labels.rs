//! Topics, the desk's own fields, saved views, changes of many, and numbers written the desk's own way.

use desk::DeskError;
use desk::read::{Filter, InboxQuery, View};
use desk::ticket::{BulkChange, BulkTarget, Change, Reply};
use desk::views::{NewView, ViewPatch};
use domain::ticket::{Outcome, Priority, State};
use domain::{Actor, Permission, Principal, Role};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, message};

const LABELS: &str = r#"
[[topic]]
key = "cards"
name = { ru = "Карты", en = "Cards" }

[[topic]]
key = "loans"
name = { ru = "Кредиты", en = "Loans" }

[[topic]]
key = "cards.block"
name = { ru = "Блокировка карты", en = "Blocking a card" }
parent = "cards"

[[field]]
key = "contract"
name = { ru = "Договор", en = "Contract" }
type = "text"

[[field]]
key = "sum"
name = { ru = "Сумма", en = "Sum" }
type = "number"
required = true
kinds = ["claim"]

[[field]]
key = "tier"
name = { ru = "Уровень", en = "Tier" }
type = "choice"
choice = [{ key = "gold", name = { ru = "Золотой", en = "Gold" } }]
"#;

async fn labelled(database: TestDatabase) -> TestDesk {
    TestDesk::with(database, &format!("{DESK_TOML}{LABELS}")).await
}

async fn open(desk: &TestDesk, title: &str) -> String {
    let receipt = desk.take(message("a@client.example", title, "text")).await;
    receipt.ticket.unwrap().public_id
}

async fn set(desk: &TestDesk, id: &str, fields: &[(&str, &str)]) -> Result<(), DeskError> {
    let fields = fields
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    let change = Change {
        fields: fields.collect(),
        ..Change::default()
    };
    desk.desk
        .change(&TestDesk::supervisor(), id, change)
        .await
        .map(drop)
}

async fn listed(desk: &TestDesk, query: &str) -> Vec<String> {
    let filter = Filter::read(query, &desk.desk.setup()).unwrap();
    let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
    let page = reader.inbox(InboxQuery::with(filter, desk.now())).await.unwrap();
    page.rows.into_iter().map(|row| row.title).collect()
}

fn filter(desk: &TestDesk, query: &str) -> Filter {
    Filter::read(query, &desk.desk.setup()).unwrap()
}

both_databases! {
    async fn topics_are_chosen_from_the_desks_list(database: TestDatabase) {
        let desk = labelled(database).await;
        let keys: Vec<_> = desk.desk.setup().topics.iter().map(|topic| topic.key.clone()).collect();
        assert_eq!(keys, ["cards", "cards.block", "loans"], "below the one it belongs under");
        let id = open(&desk, "t").await;
        let chief = TestDesk::supervisor();
        let to = |topic: &str| Change { topic: Some(topic.into()), ..Change::default() };
        let refused = desk.desk.change(&chief, &id, to("weather")).await.unwrap_err();
        assert!(refused.to_string().contains("cards, cards.block, loans"), "{refused}");
        desk.desk.change(&chief, &id, to("cards.block")).await.unwrap();
        let told = desk.ticket(&id).await.timeline.entries.pop().unwrap();
        assert_eq!((told.code.as_str(), &told.params["to_ru"]), ("topic_changed", &"Блокировка карты".into()));
        assert_eq!(listed(&desk, "topic=cards.block").await, ["t"]);
        // Renamed and retired: the ticket keeps its topic, nobody else gets it.
        let toml = "[[topic]]\nkey = \"cards.block\"\nname = { ru = \"Карта заблокирована\" }\nparent = \"cards\"\nactive = false\n";
        let applied = desk.desk.apply_setup(Actor::System, toml).await.unwrap();
        assert_eq!(applied.changes.iter().filter(|change| change.noun == "topic").count(), 1, "{applied}");
        assert_eq!(desk.ticket(&id).await.topic, "cards.block");
        assert_eq!(listed(&desk, "topic=cards.block").await, ["t"]);
        let other = open(&desk, "u").await;
        assert!(desk.desk.change(&chief, &other, to("cards.block")).await.is_err());
    }

    async fn fields_are_checked_found_and_kept(database: TestDatabase) {
        let desk = labelled(database).await;
        let (one, two) = (open(&desk, "one").await, open(&desk, "two").await);
        for (key, value, told) in [("sum", "much", "12.5"), ("tier", "silver", "gold"), ("colour", "red", "contract, sum, tier")] {
            let refused = set(&desk, &one, &[(key, value)]).await.unwrap_err();
            assert!(refused.to_string().contains(told), "{key}: {refused}");
        }
        set(&desk, &one, &[("contract", "Д-7"), ("sum", "1 200,50"), ("tier", "gold")]).await.unwrap();
        set(&desk, &two, &[("sum", "90")]).await.unwrap();
        let ticket = desk.ticket(&one).await;
        let values: Vec<_> = ticket.fields.iter().map(|field| (field.key.as_str(), field.value.as_str())).collect();
        assert_eq!(values, [("contract", "Д-7"), ("sum", "1200.5"), ("tier", "gold")]);
        assert_eq!(listed(&desk, "field.contract=д-7").await, ["one"], "whatever the case");
        assert_eq!(listed(&desk, "field.sum=100..").await, ["one"]);
        assert_eq!(listed(&desk, "field.sum=..100").await, ["two"]);
        assert_eq!(listed(&desk, "field.sum=1..2000&field.tier=gold").await, ["one"]);
        let before = desk.ticket(&one).await.version;
        set(&desk, &one, &[("sum", "1200.50")]).await.unwrap();
        assert_eq!(desk.ticket(&one).await.version, before, "the same value is no change");
        set(&desk, &one, &[("tier", "")]).await.unwrap();
        assert_eq!(listed(&desk, "field.tier=gold").await, Vec::<String>::new());
        // Deleted: the value stays, marked; the filter says what happened.
        let without = LABELS.split("[[field]]").next().unwrap();
        let toml = format!("prune = true\n{DESK_TOML}{without}");
        desk.desk.apply_setup(Actor::System, &toml).await.unwrap();
        let kept = desk.ticket(&one).await.fields;
        assert!(kept.iter().any(|field| field.key == "contract" && field.value == "Д-7" && !field.is_active()), "{kept:?}");
        let broken = Filter::read("field.contract=7", &desk.desk.setup()).unwrap_err();
        assert!(broken.faults[0].reason.contains("was deleted"), "{broken:?}");
    }

    async fn nothing_is_resolved_without_what_is_required(database: TestDatabase) {
        let desk = labelled(database).await;
        let chief = TestDesk::supervisor();
        let id = open(&desk, "t").await;
        let claim = Change { kind: Some(domain::ticket::Kind::Claim), ..Change::default() };
        desk.desk.change(&chief, &id, claim).await.unwrap();
        let resolve = || Change { state: Some(State::Resolved), outcome: Some(Outcome::SOLVED), ..Change::default() };
        let refused = desk.desk.change(&chief, &id, resolve()).await.unwrap_err();
        assert!(matches!(&refused, DeskError::Conflict { code: "field_required", reason } if reason.contains("Sum")), "{refused:?}");
        let answer = Reply { text: "done".into(), then: Some(State::Resolved), outcome: Some(Outcome::SOLVED), ..Reply::default() };
        assert!(matches!(desk.desk.reply(&chief, &id, answer).await, Err(DeskError::Conflict { code: "field_required", .. })));
        let both = Change { fields: vec![("sum".into(), "5".into())], ..resolve() };
        desk.desk.change(&chief, &id, both).await.unwrap();
        assert_eq!(desk.ticket(&id).await.state, State::Resolved);
    }

    async fn many_are_changed_and_told_one_by_one(database: TestDatabase) {
        let desk = labelled(database).await;
        let chief = TestDesk::supervisor();
        let mut ids = Vec::new();
        for number in 0..60 {
            ids.push(open(&desk, &number.to_string()).await);
        }
        let stale = (ids[0].clone(), Some(99));
        let ticked = vec![stale, (ids[1].clone(), None), ("tkt_none".into(), None), (ids[2].clone(), Some(1))];
        let high = Change { priority: Some(Priority::High), tags_add: vec!["vip".into()], ..Change::default() };
        let bulk = BulkChange { target: BulkTarget::Ticked(ticked), change: high };
        let result = desk.desk.change_many(&chief, bulk).await.unwrap();
        assert_eq!(result.changed.iter().map(|one| one.id.clone()).collect::<Vec<_>>(), ids[1..3]);
        let skipped: Vec<_> = result.skipped.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(skipped, ["not_found", "stale_version"]);
        let all = |change: Change, query: &str| BulkChange { target: BulkTarget::Matching(Box::new(filter(&desk, query))), change };
        let high = || Change { priority: Some(Priority::High), ..Change::default() };
        let result = desk.desk.change_many(&chief, all(high(), "view=all")).await.unwrap();
        assert_eq!((result.changed.len(), result.skipped.len(), result.more), (58, 2, false), "two were so already");
        assert!(result.skipped.iter().all(|one| one.code == "unchanged"));
        assert_eq!(listed(&desk, "priority=high").await.len(), 50, "a page");
        let result = desk.desk.change_many(&chief, all(high(), "tag=vip")).await.unwrap();
        assert_eq!((result.changed.len(), result.skipped.len()), (0, 2), "nothing different is no change");
        let wrong = Change { topic: Some("weather".into()), ..Change::default() };
        assert!(matches!(desk.desk.change_many(&chief, all(wrong, "view=all")).await, Err(DeskError::Invalid(_))));
        let reads = Principal::Integration { id: domain::TokenId(1), may: vec![Permission::TicketsRead] };
        assert!(matches!(desk.desk.change_many(&reads, all(high(), "view=all")).await, Err(DeskError::Forbidden(_))));
        assert!(desk.desk.broken_promises().await.unwrap().is_empty());
    }

    async fn views_are_ones_own_or_shared_and_can_be_mended(database: TestDatabase) {
        let desk = labelled(database).await;
        let (anna, boris) = (desk.person("Anna", Role::Operator).await, desk.person("Boris", Role::Operator).await);
        let one = open(&desk, "one").await;
        open(&desk, "two").await;
        set(&desk, &one, &[("contract", "7")]).await.unwrap();
        let new = |name: &str, shared, query: &str| NewView { name: name.into(), shared, position: 0, filter: filter(&desk, query) };
        let own = desk.desk.save_view(&anna, new("mine", false, "view=all&field.contract=7")).await.unwrap();
        let shared = desk.desk.save_view(&anna, new("for all", true, "view=all&state=new")).await.unwrap();
        let names = |who: &Principal| {
            let reader = desk.desk.read(who).unwrap();
            let now = desk.now();
            async move {
                let views = reader.saved_views(now).await.unwrap();
                views.into_iter().map(|view| (view.name, view.count)).collect::<Vec<_>>()
            }
        };
        assert_eq!(names(&anna).await, [("mine".to_owned(), Some(1)), ("for all".to_owned(), Some(2))]);
        assert_eq!(names(&boris).await, [("for all".to_owned(), Some(2))]);
        let patch = || ViewPatch { name: Some("x".into()), ..ViewPatch::default() };
        assert!(matches!(desk.desk.change_view(&boris, &own, patch()).await, Err(DeskError::NotFound(_))));
        assert!(matches!(desk.desk.change_view(&boris, &shared, patch()).await, Err(DeskError::Forbidden(_))));
        desk.desk.change_view(&TestDesk::supervisor(), &shared, patch()).await.unwrap();
        let stale = ViewPatch { based_on: Some(1), ..patch() };
        assert!(matches!(desk.desk.change_view(&anna, &shared, stale).await, Err(DeskError::Stale { current: 2, based_on: 1 })));
        // The field goes, the view says so and keeps the rest.
        let toml = "[[field]]\nkey = \"contract\"\nname = { ru = \"Договор\" }\ntype = \"text\"\nactive = false\n";
        desk.desk.apply_setup(Actor::System, toml).await.unwrap();
        let reader = desk.desk.read(&anna).unwrap();
        let view = reader.saved_view(&own).await.unwrap();
        let broken = view.filter.unwrap_err();
        assert_eq!((broken.faults[0].name.as_str(), broken.mended.view), ("field.contract", Some(View::All)));
        assert_eq!(names(&anna).await.len(), 2, "the rail goes on");
        let mend = ViewPatch { filter: Some(*broken.mended), ..ViewPatch::default() };
        desk.desk.change_view(&anna, &own, mend).await.unwrap();
        assert!(reader.saved_view(&own).await.unwrap().filter.is_ok());
        desk.desk.delete_view(&anna, &own).await.unwrap();
        assert!(matches!(reader.saved_view(&own).await.map(drop), Err(DeskError::NotFound(_))));
    }

    async fn tags_that_are_there_are_offered(database: TestDatabase) {
        let desk = labelled(database).await;
        let id = open(&desk, "t").await;
        let tags_add = ["Возврат", "возражение", "vip"].map(str::to_owned).to_vec();
        desk.desk.change(&TestDesk::supervisor(), &id, Change { tags_add, ..Change::default() }).await.unwrap();
        let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
        assert_eq!(reader.tags("ВОЗВ").await.unwrap(), ["Возврат"]);
        assert_eq!(reader.tags("воз").await.unwrap(), ["Возврат", "возражение"]);
        assert_eq!(reader.tags("%").await.unwrap(), Vec::<String>::new());
    }

    async fn numbers_are_written_and_known_the_desks_own_way(database: TestDatabase) {
        let own = "[desk]\nnumber = \"SB-{year:2}/{serial:5}\"\ndue_soon_minutes = 30\n";
        let toml = DESK_TOML.replacen("[desk]\n", own, 1);
        let desk = TestDesk::with(database, &toml).await;
        let receipt = desk.take(message("anna@client.example", "Карта", "где?")).await;
        let name = receipt.ticket.unwrap();
        assert_eq!(name.number, "SB-26/00001");
        desk.settle().await;
        assert!(desk.sink.last().text.contains("SB-26/00001"), "{}", desk.sink.last().text);
        // Whoever is in the talk goes on with it by the number; a stranger who guesses it does not.
        let more = desk.take(message("anna@client.example", "Re: sb-26/00001 карта", "ещё")).await;
        assert_eq!(more.ticket.unwrap().public_id, name.public_id);
        let stranger = desk.take(message("eve@client.example", "SB-26/00001", "дайте выписку")).await.ticket.unwrap();
        assert_ne!(stranger.public_id, name.public_id);
        assert!(listed(&desk, "q=SB-26/00001&view=everything").await.contains(&"Карта".to_owned()));
        assert_eq!(listed(&desk, "view=due").await, Vec::<String>::new(), "soon is half an hour here");
        desk.clock.set("2026-04-14T11:05:00+03:00");
        assert_eq!(listed(&desk, "view=due").await.len(), 2);
        let odd = desk.desk.apply_setup(Actor::System, "[desk]\nname = \"x\"\nzone = \"UTC\"\ncalendar = \"office\"\nlang = \"ru\"\nnumber = \"{serial}\"\n").await;
        assert!(odd.unwrap_err().to_string().contains("begin anew every year"));
    }
}
