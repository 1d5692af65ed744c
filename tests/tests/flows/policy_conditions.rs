//! Which policy holds: each condition by itself, several together, the first of several; and what a change of what they ask
//! about does to clocks that run.

use channel::Message;
use desk::client::ClientPatch;
use desk::ticket::{Change, Conversation, Reply};
use domain::clock::{ClockKind, Verdict};
use domain::ticket::{Kind, Priority, State};
use domain::time::MINUTE;
use domain::{Handle, Role};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, message, moment};

const AT: &str = "2026-04-14T10:00:00+03:00";

const LISTS: &str = "
[[topic]]
key = 'cards'
name = { ru = 'Карты', en = 'Cards' }
[[segment]]
key = 'vip'
name = { ru = 'Важный', en = 'VIP' }
[[team]]
name = 'Письма'
public_name = { ru = 'канцелярия', en = 'the office' }
[[channel]]
name = 'paper'
kind = 'api'
brand = 'Север'
team = 'Письма'
";

/// In this order: what must be fulfilled, and the minutes of its first response.
const POLICIES: [(&str, i64); 8] = [
    ("topics = ['cards'], kinds = ['complaint']", 5),
    ("topics = ['cards']", 10),
    ("segments = ['vip']", 20),
    ("kinds = ['complaint', 'claim']", 30),
    ("langs = ['en']", 40),
    ("teams = ['Письма']", 50),
    ("channels = ['api']", 70),
    ("priorities = ['high']", 80),
];

async fn desk(database: TestDatabase) -> TestDesk {
    let policy = |(when, minutes): &(&str, i64)| {
        format!(
            "[[policy]]\nname = \"{when}\"\nwhen = {{ {when} }}\n[[policy.clock]]\nkind = 'first_response'\ntarget = {{ minutes = {minutes} }}\n\n"
        )
    };
    let first: String = POLICIES.iter().map(policy).collect();
    let urgent = "[[policy]]\nname = \"urgent\"";
    let toml = DESK_TOML.replacen(urgent, &format!("{first}{urgent}"), 1);
    let desk = TestDesk::with(database, &format!("{toml}{LISTS}")).await;
    desk.clock.set(AT);
    desk
}

/// Minutes from the request to the deadline of its first response.
async fn minutes(desk: &TestDesk, ticket: &str) -> i64 {
    let view = desk.ticket(ticket).await;
    let first = view
        .clocks
        .into_iter()
        .find(|clock| clock.kind == ClockKind::FirstResponse)
        .unwrap();
    (first.due - first.started_at) / MINUTE
}

async fn opened(desk: &TestDesk, door: &str, with: impl FnOnce(&mut Message)) -> String {
    let asked = message("anna@client.example", "Вопрос", "Где моя карта?")
        .by(door)
        .with(with);
    desk.take(asked).await.ticket.unwrap().public_id
}

both_databases! {
    async fn each_condition_is_asked_for_and_the_first_policy_holds(database: TestDatabase) {
        let desk = desk(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let plain = opened(&desk, "mail", |_| {}).await;
        assert_eq!(minutes(&desk, &plain).await, 120, "none of them: the standard one");
        let topic = |topic: &str| Some(topic.to_owned());
        let cards = opened(&desk, "mail", |message| message.wishes.topic = topic("cards")).await;
        assert_eq!(minutes(&desk, &cards).await, 10);
        let both = opened(&desk, "mail", |message| {
            message.wishes.topic = topic("cards");
            message.wishes.kind = Some(Kind::Complaint);
        }).await;
        assert_eq!(minutes(&desk, &both).await, 5, "all that is asked for, and the first that holds");
        let claim = opened(&desk, "mail", |message| message.wishes.kind = Some(Kind::Claim)).await;
        assert_eq!(minutes(&desk, &claim).await, 30, "any of a list");
        let english = opened(&desk, "mail", |message| message.wishes.lang = Some("en".into())).await;
        assert_eq!(minutes(&desk, &english).await, 40);
        let paper = opened(&desk, "paper", |_| {}).await;
        assert_eq!(minutes(&desk, &paper).await, 50);
        let api = opened(&desk, "api", |_| {}).await;
        assert_eq!(minutes(&desk, &api).await, 70);
        let high = opened(&desk, "mail", |message| message.wishes.priority = Some(Priority::High)).await;
        assert_eq!(minutes(&desk, &high).await, 80);
        let client = desk.ticket(&plain).await.client.public_id;
        let vip = ClientPatch { segment: Some("vip".into()), ..ClientPatch::default() };
        desk.desk.change_client(&vera, &client, vip).await.unwrap();
        let theirs = opened(&desk, "mail", |_| {}).await;
        assert_eq!(minutes(&desk, &theirs).await, 20);
    }

    async fn topic_kind_and_priority_count_anew_and_another_team_moves_nothing(database: TestDatabase) {
        let desk = desk(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "mail", |_| {}).await;
        let change = async |change: Change| {
            desk.desk.change(&vera, &id, change).await.unwrap();
            minutes(&desk, &id).await
        };
        desk.clock.set("2026-04-14T10:20:00+03:00");
        let to = |topic: &str| Change { topic: Some(topic.into()), ..Change::default() };
        assert_eq!(change(to("cards")).await, 30, "ten minutes from now, not from a time that is past");
        assert_eq!(change(to("")).await, 120, "looser: from the request on");
        let complaint = Change { kind: Some(Kind::Complaint), ..Change::default() };
        assert_eq!(change(complaint).await, 50);
        let question = Change { kind: Some(Kind::Question), ..Change::default() };
        assert_eq!(change(question).await, 120);
        let setup = desk.desk.setup();
        let team = setup.teams.iter().find(|team| team.name == "Письма").unwrap().public_id.clone();
        let other = Change { team: Some(Some(team)), ..Change::default() };
        assert_eq!(change(other).await, 120, "reassignment moves nothing");
        let high = Change { priority: Some(Priority::High), ..Change::default() };
        assert_eq!(change(high).await, 70, "what is changed asks all conditions: now it is that team's");
    }

    async fn what_another_policy_asks_for_waits_for_the_client_too(database: TestDatabase) {
        let desk = desk(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let to = |topic: &str| Change { topic: Some(topic.into()), ..Change::default() };
        let resolution = async |id: &str| {
            let view = desk.ticket(id).await;
            view.clocks.into_iter().rfind(|clock| clock.kind == ClockKind::Resolution).map(|clock| (clock.verdict, clock.due))
        };
        let ask = async |id: &str| {
            let reply = Reply { text: "Which card?".into(), then: Some(State::WaitingClient), ..Reply::default() };
            desk.desk.reply(&vera, id, reply).await.unwrap();
            desk.settle().await;
            desk.sink.last().external_id
        };
        let id = opened(&desk, "mail", |message| message.wishes.topic = Some("cards".into())).await;
        assert_eq!(resolution(&id).await, None, "that policy has no such deadline");
        let thread = ask(&id).await;
        desk.clock.set("2026-04-14T10:30:00+03:00");
        desk.desk.change(&vera, &id, to("")).await.unwrap();
        assert_eq!(resolution(&id).await, Some((Verdict::Paused, moment("2026-04-15T18:00:00+03:00"))));
        desk.clock.set("2026-04-14T16:30:00+03:00");
        desk.take(message("anna@client.example", "Re", "The blue one.").answers(&thread)).await;
        let left = Some((Verdict::Running, moment("2026-04-16T15:00:00+03:00")));
        assert_eq!(resolution(&id).await, left, "five working hours were waited");
        // Given up by one policy and asked for again by another while the client is waited for.
        desk.desk.change(&vera, &id, to("cards")).await.unwrap();
        assert_eq!(resolution(&id).await.map(|one| one.0), Some(Verdict::Cancelled));
        let thread = ask(&id).await;
        desk.desk.change(&vera, &id, to("")).await.unwrap();
        assert_eq!(resolution(&id).await.map(|one| one.0), Some(Verdict::Paused));
        desk.clock.set("2026-04-14T17:30:00+03:00");
        desk.take(message("anna@client.example", "Re", "The old one.").answers(&thread)).await;
        assert_eq!(resolution(&id).await, Some((Verdict::Running, moment("2026-04-16T16:00:00+03:00"))), "and an hour more");
    }

    async fn whom_we_wrote_to_first_is_owed_no_first_response_by_any_policy(database: TestDatabase) {
        let desk = desk(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let conversation = Conversation {
            to: Handle::email("anna@client.example", ""),
            channel: None,
            title: "Ваша карта готова".into(),
            text: "Её можно забрать.".into(),
            files: Vec::new(),
            lang: None,
            then: None,
            take: true,
            key: None,
        };
        let id = desk.desk.begin_conversation(&vera, conversation).await.unwrap().ticket;
        desk.settle().await;
        let thread = desk.sink.last().external_id;
        let change = async |priority| {
            let change = Change { priority: Some(priority), ..Change::default() };
            desk.desk.change(&vera, &id, change).await.unwrap();
            let view = desk.ticket(&id).await;
            view.clocks.iter().any(|clock| clock.kind == ClockKind::FirstResponse)
        };
        assert!(!change(Priority::Low).await);
        desk.clock.set("2026-04-14T11:00:00+03:00");
        desk.take(message("anna@client.example", "Re", "А в субботу?").answers(&thread)).await;
        assert!(!change(Priority::Urgent).await, "nor once they have answered us");
    }

    async fn what_has_less_working_time_left_comes_first_though_it_is_due_later(database: TestDatabase) {
        let policy = |door: &str, minutes: i64, calendar: &str| {
            format!("[[policy]]\nname = 'by {door}'\nwhen = {{ channels = ['{door}'] }}\n[[policy.clock]]\nkind = 'first_response'\ntarget = {{ minutes = {minutes} }}\ncalendar = '{calendar}'\n\n")
        };
        let urgent = "[[policy]]\nname = \"urgent\"";
        let both = policy("api", 180, "line") + &policy("mail", 60, "office");
        let desk = TestDesk::with(database, &DESK_TOML.replacen(urgent, &format!("{both}{urgent}"), 1)).await;
        desk.clock.set("2026-04-14T17:30:00+03:00");
        let line = opened(&desk, "api", |_| {}).await;
        let office = opened(&desk, "mail", |_| {}).await;
        let board = desk.desk.read(&TestDesk::supervisor()).unwrap().forecast(desk.now(), 48 * 60 * MINUTE).await.unwrap();
        let told: Vec<_> = board.next.iter().map(|due| (due.clock.due, due.left / MINUTE)).collect();
        let (tonight, tomorrow) = (moment("2026-04-14T20:30:00+03:00"), moment("2026-04-15T09:30:00+03:00"));
        assert_eq!(told, [(tomorrow, 60), (tonight, 180)], "{line} {office}");
        let team: Vec<_> = board.teams.iter().map(|(_, load)| (load.open, load.soon)).collect();
        assert_eq!(team, [(2, 2)], "by team");
        assert_eq!(board.people.iter().map(|(who, load)| (who.is_none(), load.soon)).collect::<Vec<_>>(), [(true, 2)], "and by operator");
    }
}
