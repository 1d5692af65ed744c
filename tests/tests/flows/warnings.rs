//! Warnings and escalations: told once, to whom they are meant for, in their working hours (`definitions.md` §12).

use desk::read::TicketView;
use desk::ticket::Change;
use domain::clock::{ClockKind, StepKind};
use domain::ticket::{Priority, State};
use domain::{Moment, Principal, Role};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, message};

/// The desk of the worked examples with steps on the first response.
fn with(steps: &str) -> String {
    let clock = "kind = \"first_response\"\ntarget = { minutes = 120 }\n";
    DESK_TOML.replacen(clock, &format!("{clock}{steps}"), 1)
}

const CHAIN: &str = "
[[policy.clock.warn]]
percent = 75
to = ['operator']

[[policy.clock.warn]]
after = { minutes = 0 }
to = ['supervisor', 'boss@desk.example']
priority = 'urgent'
tag = 'late'
";

fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

async fn opened(desk: &TestDesk, at: &str) -> String {
    desk.clock.set(at);
    let taken = desk.take(message("anna@client.example", "Q", "Hello?")).await;
    taken.ticket.unwrap().public_id
}

async fn take_over(desk: &TestDesk, who: &Principal, ticket: &str) {
    let Principal::Operator { id, .. } = who else {
        panic!("an operator")
    };
    let people = desk.desk.operators(&TestDesk::supervisor(), false).await.unwrap();
    let public_id = people.iter().find(|one| one.id == *id).unwrap().public_id.clone();
    let change = Change {
        assignee: Some(Some(public_id)),
        ..Change::default()
    };
    desk.desk.change(who, ticket, change).await.unwrap();
}

/// When the notices of somebody came, newest first, as seen now.
async fn notices(desk: &TestDesk, who: &Principal) -> Vec<Moment> {
    let reader = desk.desk.read(who).unwrap();
    let lines = reader.notices(desk.now()).await.unwrap();
    lines.into_iter().map(|line| line.at).collect()
}

fn codes(view: &TicketView) -> Vec<&str> {
    let entries = view.timeline.entries.iter();
    entries
        .map(|entry| entry.code.as_str())
        .filter(|code| code.starts_with("clock_"))
        .collect()
}

/// Letters that went to an address.
fn letters(desk: &TestDesk, to: &str) -> Vec<String> {
    let sent = desk.sink.taken();
    let to_them = sent.into_iter().filter(|letter| letter.to.value == to);
    to_them.map(|letter| letter.title).collect()
}

both_databases! {
    async fn a_warning_is_given_once_to_whoever_is_responsible(database: TestDatabase) {
        let desk = TestDesk::with(database, &with(CHAIN)).await;
        let (vera, boris) = (desk.person("Vera", Role::Operator).await, desk.person("Boris", Role::Operator).await);
        let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        take_over(&desk, &vera, &id).await;
        desk.clock.set("2026-04-14T11:29:59+03:00");
        assert_eq!(desk.desk.warn_due().await.unwrap(), 0);
        desk.clock.set("2026-04-14T11:30:00+03:00");
        let (one, two, three) = tokio::join!(desk.desk.warn_due(), desk.desk.warn_due(), desk.desk.warn_due());
        assert_eq!(one.unwrap() + two.unwrap() + three.unwrap() + desk.desk.warn_due().await.unwrap(), 1);
        assert_eq!(notices(&desk, &vera).await, [moment("2026-04-14T11:30:00+03:00")]);
        assert_eq!(notices(&desk, &boris).await, []);
        assert_eq!(codes(&desk.ticket(&id).await), ["clock_warning"]);
        desk.clock.set("2026-04-14T11:31:00+03:00");
        desk.settle().await;
        assert_eq!(letters(&desk, "vera@desk.example").len(), 1);
        desk.settle().await;
        assert_eq!(letters(&desk, "vera@desk.example").len(), 1, "a letter is sent once");
    }

    async fn an_answer_in_time_leaves_the_later_steps_untold(database: TestDatabase) {
        let desk = TestDesk::with(database, &with(CHAIN)).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        desk.clock.set("2026-04-14T11:00:00+03:00");
        let reply = desk::ticket::Reply { text: "answer".into(), ..Default::default() };
        desk.desk.reply(&vera, &id, reply).await.unwrap();
        desk.clock.set("2026-04-14T18:00:00+03:00");
        desk.settle().await;
        assert_eq!(codes(&desk.ticket(&id).await), Vec::<&str>::new());
    }

    async fn a_breach_is_escalated_to_supervisors_to_an_address_and_to_another_priority(database: TestDatabase) {
        let desk = TestDesk::with(database, &with(CHAIN)).await;
        let (vera, olga) = (desk.person("Vera", Role::Operator).await, desk.person("Olga", Role::Supervisor).await);
        let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        take_over(&desk, &vera, &id).await;
        desk.clock.set("2026-04-14T12:00:00+03:00");
        desk.settle().await;
        assert_eq!(notices(&desk, &olga).await, [], "by 12:00 includes 12:00");
        desk.clock.set("2026-04-14T12:01:00+03:00");
        desk.settle().await;
        let view = desk.ticket(&id).await;
        assert_eq!(view.priority, Priority::Urgent);
        assert!(view.tags.contains(&"late".to_owned()));
        assert_eq!(notices(&desk, &olga).await.len(), 1);
        desk.clock.set("2026-04-14T12:02:00+03:00");
        desk.settle().await;
        assert_eq!(letters(&desk, "olga@desk.example").len(), 1);
        assert_eq!(letters(&desk, "boss@desk.example").len(), 1);
        let first = view.clocks.iter().find(|clock| clock.kind == ClockKind::FirstResponse).unwrap();
        assert_eq!(first.steps.iter().filter(|step| step.kind == StepKind::Warned).count(), 2);
        assert_eq!(first.due, moment("2026-04-14T12:00:00+03:00"), "what was missed stays missed");
    }

    async fn a_notice_waits_for_the_working_hours_of_its_recipient_unless_it_is_urgent(database: TestDatabase) {
        let night = with("
[[policy.clock.warn]]
before = { hours = 1 }
to = ['supervisor']
[[policy.clock.warn]]
after = { minutes = 0 }
to = ['team', 'alarm@desk.example']
urgent = true
").replacen("target = { minutes = 120 }", "target = { calendar_minutes = 120 }\ncalendar = 'line'", 1);
        let desk = TestDesk::with(database, &night).await;
        let olga = desk.person("Olga", Role::Supervisor).await;
        // Saturday: the line works until 22:00, the office does not.
        opened(&desk, "2026-04-18T17:00:00+03:00").await;
        desk.clock.set("2026-04-18T18:00:00+03:00");
        desk.settle().await;
        assert_eq!(notices(&desk, &olga).await, [], "nobody is called from their Saturday");
        desk.clock.set("2026-04-18T19:00:01+03:00");
        desk.settle().await;
        desk.clock.set("2026-04-18T19:00:10+03:00");
        desk.settle().await;
        assert_eq!(letters(&desk, "alarm@desk.example").len(), 1, "what is urgent goes out");
        assert_eq!(notices(&desk, &olga).await.len(), 1, "nobody is in the team: the supervisors are told, urgently");
        desk.clock.set("2026-04-20T09:00:31+03:00");
        desk.settle().await;
        assert_eq!(notices(&desk, &olga).await.len(), 2, "and on Monday what waited");
    }

    async fn what_falls_due_together_is_one_letter(database: TestDatabase) {
        let desk = TestDesk::with(database, &with(CHAIN)).await;
        let olga = desk.person("Olga", Role::Supervisor).await;
        for second in 0..40 {
            opened(&desk, &format!("2026-04-14T10:00:{second:02}+03:00")).await;
        }
        desk.clock.set("2026-04-14T16:00:00+03:00");
        desk.settle().await;
        desk.clock.set("2026-04-14T16:01:00+03:00");
        desk.settle().await;
        let told = notices(&desk, &olga).await;
        assert_eq!(told.len(), 40);
        assert_eq!(told.last(), Some(&moment("2026-04-14T12:00:00.000001+03:00")), "each has its own instant");
        assert_eq!(letters(&desk, "olga@desk.example").len(), 1);
    }

    async fn what_was_seen_in_the_console_is_not_sent_too(database: TestDatabase) {
        let desk = TestDesk::with(database, &with(CHAIN)).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        take_over(&desk, &vera, &id).await;
        desk.clock.set("2026-04-14T11:30:00+03:00");
        desk.desk.warn_due().await.unwrap();
        let reader = desk.desk.read(&vera).unwrap();
        assert_eq!(reader.unseen_notices(desk.now()).await.unwrap(), 1);
        desk.desk.notices_seen(&vera, desk.now()).await.unwrap();
        assert_eq!(reader.unseen_notices(desk.now()).await.unwrap(), 0);
        desk.clock.set("2026-04-14T11:31:00+03:00");
        desk.settle().await;
        assert_eq!(letters(&desk, "vera@desk.example").len(), 0);
    }

    async fn waiting_for_the_client_is_silent(database: TestDatabase) {
        let toml = DESK_TOML.replacen(
            "kind = \"resolution\"\ntarget = { days = 1, until = \"close\" }",
            "kind = \"resolution\"\ntarget = { days = 1, until = \"close\" }\n[[policy.clock.warn]]\nbefore = { hours = 2 }\nto = ['supervisor']\n",
            1,
        );
        let desk = TestDesk::with(database, &toml).await;
        let (vera, olga) = (desk.person("Vera", Role::Operator).await, desk.person("Olga", Role::Supervisor).await);
        let id = opened(&desk, "2026-04-13T11:00:00+03:00").await;
        desk.clock.set("2026-04-13T15:00:00+03:00");
        let question = desk::ticket::Reply { text: "Which?".into(), then: Some(State::WaitingClient), ..Default::default() };
        desk.desk.reply(&vera, &id, question).await.unwrap();
        desk.clock.set("2026-04-14T17:00:00+03:00");
        desk.settle().await;
        assert_eq!(notices(&desk, &olga).await, []);
    }

    async fn a_step_added_to_a_policy_reaches_clocks_that_run(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let olga = desk.person("Olga", Role::Supervisor).await;
        opened(&desk, "2026-04-14T10:00:00+03:00").await;
        desk.desk.apply_setup(domain::Actor::System, &with(CHAIN)).await.unwrap();
        desk.settle().await;
        desk.clock.set("2026-04-14T12:01:00+03:00");
        desk.settle().await;
        assert_eq!(notices(&desk, &olga).await.len(), 1);
    }

    async fn a_promise_is_warned_of_and_escalated_like_any_deadline(database: TestDatabase) {
        use desk::ticket::{By, NewPromise};
        let desk = TestDesk::new(database).await;
        let (vera, olga) = (desk.person("Vera", Role::Operator).await, desk.person("Olga", Role::Supervisor).await);
        let id = opened(&desk, "2026-04-14T10:00:00+03:00").await;
        take_over(&desk, &vera, &id).await;
        let promise = NewPromise { what: domain::clock::Promised::Solution, by: By::At(moment("2026-04-15T15:00:00+03:00")) };
        desk.desk.promise(&vera, &id, promise, None).await.unwrap();
        // Added while it runs.
        let chain = "[[escalation]]\nclock = 'promise'\n[[escalation.warn]]\nbefore = { hours = 2 }\nto = ['operator']\n\
            [[escalation.warn]]\nafter = { minutes = 0 }\nto = ['supervisor']\ntag = 'broken'\n";
        desk.desk.apply_setup(domain::Actor::System, chain).await.unwrap();
        desk.settle().await;
        desk.clock.set("2026-04-15T11:59:59+03:00");
        desk.settle().await;
        assert_eq!(notices(&desk, &vera).await, []);
        desk.clock.set("2026-04-15T12:00:00+03:00");
        desk.settle().await;
        assert_eq!(notices(&desk, &vera).await, [moment("2026-04-15T12:00:00+03:00")], "two business hours before, lunch left out");
        desk.clock.set("2026-04-15T15:00:01+03:00");
        desk.settle().await;
        desk.clock.set("2026-04-15T15:00:02+03:00");
        desk.settle().await;
        assert_eq!(notices(&desk, &olga).await.len(), 1);
        assert!(desk.ticket(&id).await.tags.contains(&"broken".to_owned()));
        let wrong = "[[escalation]]\nclock = 'resolution'\n[[escalation.warn]]\npercent = 50\nto = ['team']\n";
        assert!(desk.desk.apply_setup(domain::Actor::System, wrong).await.is_err(), "a policy's clock has its steps there");
    }
}
