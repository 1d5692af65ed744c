//! Steps of what a person starts and of what the law asks, and the step that hands a ticket over (`definitions.md` §12).

use desk::read::TicketView;
use desk::ticket::NewSideTask;
use domain::clock::{ClockKind, Verdict};
use domain::ticket::Kind;
use domain::{Actor, Moment, Principal, Role};
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, message, moment};

const SECOND_LINE: &str = "
[[team]]
name = 'Вторая линия'
public_name = { ru = 'вторая линия', en = 'second line' }
";

async fn opened(desk: &TestDesk, at: &str, kind: Option<Kind>) -> String {
    desk.clock.set(at);
    let letter =
        message("anna@client.example", "Q", "Where is it?").with(|message| message.wishes.kind = kind);
    desk.take(letter).await.ticket.unwrap().public_id
}

async fn notices(desk: &TestDesk, who: &Principal) -> Vec<Moment> {
    let reader = desk.desk.read(who).unwrap();
    let lines = reader.notices(desk.now()).await.unwrap();
    lines.into_iter().map(|line| line.at).collect()
}

/// The jobs of that instant, and those that they bring.
async fn passes(desk: &TestDesk, at: &str) {
    desk.clock.set(at);
    desk.settle().await;
    desk.settle().await;
}

fn team(view: &TicketView) -> String {
    view.team
        .as_ref()
        .map(|team| team.name.clone())
        .unwrap_or_default()
}

fn dues(view: &TicketView) -> Vec<(ClockKind, Moment)> {
    view.clocks.iter().map(|clock| (clock.kind, clock.due)).collect()
}

both_databases! {
    async fn a_step_hands_a_ticket_over_and_moves_no_deadline(database: TestDatabase) {
        let clock = "kind = \"first_response\"\ntarget = { minutes = 120 }\n";
        let step = "[[policy.clock.warn]]\npercent = 50\nteam = 'Вторая линия'\n[[policy.clock.warn]]\nafter = { minutes = 0 }\nto = ['team']\n";
        let toml = DESK_TOML.replacen("[[brand]]", &format!("{SECOND_LINE}\n[[brand]]"), 1).replacen(clock, &format!("{clock}{step}"), 1);
        let desk = TestDesk::with(database, &toml).await;
        let id = opened(&desk, "2026-04-14T10:00:00+03:00", None).await;
        let before = desk.ticket(&id).await;
        assert_eq!(team(&before), "Поддержка");
        passes(&desk, "2026-04-14T10:59:59+03:00").await;
        assert_eq!(team(&desk.ticket(&id).await), "Поддержка");
        passes(&desk, "2026-04-14T11:00:00+03:00").await;
        let view = desk.ticket(&id).await;
        assert_eq!(team(&view), "Вторая линия");
        assert_eq!(dues(&view), dues(&before), "whoever works on it moves nothing");
        let lines: Vec<_> = view.timeline.entries.iter().filter(|line| line.code == "team_changed").collect();
        assert_eq!(lines.len(), 1, "and the timeline tells it once");
        assert_eq!(lines[0].params["to"], "Вторая линия");
    }

    async fn a_side_task_is_warned_of_and_escalated_by_its_own_steps(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (vera, olga) = (desk.person("Vera", Role::Operator).await, desk.person("Olga", Role::Supervisor).await);
        let chain = "[[escalation]]\nclock = 'side_task'\n[[escalation.warn]]\nbefore = { hours = 1 }\nto = ['asks@desk.example']\n\
            [[escalation.warn]]\nafter = { minutes = 0 }\nto = ['supervisor']\ntag = 'department'\n";
        desk.desk.apply_setup(Actor::System, chain).await.unwrap();
        let id = opened(&desk, "2026-04-14T15:00:00+03:00", None).await;
        desk.desk.answer_not_needed(&vera, &id, None).await.unwrap();
        let question = NewSideTask { to: "Law".into(), address: "law@bank.example".into(), question: "May we?".into(), within_minutes: 300 };
        let asked = desk.desk.ask_side_task(&vera, &id, question.clone()).await.unwrap();
        assert_eq!(asked.due, moment("2026-04-15T11:00:00+03:00"));
        let letters = || desk.sink.taken().iter().filter(|sent| sent.to.value == "asks@desk.example").count();
        passes(&desk, "2026-04-15T09:59:59+03:00").await;
        assert_eq!(letters(), 0);
        passes(&desk, "2026-04-15T10:00:00+03:00").await;
        passes(&desk, "2026-04-15T10:01:00+03:00").await;
        assert_eq!(letters(), 1, "an hour before it is due");
        passes(&desk, "2026-04-15T11:00:00+03:00").await;
        assert_eq!(notices(&desk, &olga).await, []);
        passes(&desk, "2026-04-15T11:00:01+03:00").await;
        assert_eq!(notices(&desk, &olga).await.len(), 1);
        assert!(desk.ticket(&id).await.tags.contains(&"department".to_owned()));
        // One that is answered in time is escalated to nobody.
        let other = opened(&desk, "2026-04-16T10:00:00+03:00", None).await;
        desk.desk.answer_not_needed(&vera, &other, None).await.unwrap();
        let asked = desk.desk.ask_side_task(&vera, &other, question).await.unwrap();
        desk.desk.answer_by_link(&asked.secret, "You may.").await.unwrap();
        passes(&desk, "2026-04-17T17:00:00+03:00").await;
        assert_eq!((letters(), notices(&desk, &olga).await.len()), (1, 1));
    }

    async fn a_statutory_term_has_a_chain_of_its_own_beside_the_desks(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let olga = desk.person("Olga", Role::Supervisor).await;
        let term = "[[term]]\nname = 'Жалобы'\npreset = 'ru-financial'\ncalendar = 'office'\n\
            [[term.warn]]\nbefore = { hours = 16 }\nto = ['law@desk.example']\n\
            [[term.warn]]\nafter = { minutes = 0 }\nto = ['supervisor']\npriority = 'urgent'\n";
        desk.desk.apply_setup(Actor::System, term).await.unwrap();
        let id = opened(&desk, "2026-04-20T09:40:00+03:00", Some(Kind::Complaint)).await;
        let letters = || desk.sink.taken().iter().filter(|sent| sent.to.value == "law@desk.example").count();
        // Due with the end of Wednesday 13 May: sixteen working hours before lie two working days, the 12th and the 13th.
        passes(&desk, "2026-05-12T08:59:59+03:00").await;
        assert_eq!(letters(), 0);
        passes(&desk, "2026-05-12T09:00:00+03:00").await;
        passes(&desk, "2026-05-12T09:01:00+03:00").await;
        assert_eq!(letters(), 1);
        passes(&desk, "2026-05-13T23:59:59+03:00").await;
        assert_eq!(notices(&desk, &olga).await, [], "it lasts until the end of the day");
        passes(&desk, "2026-05-14T00:00:00+03:00").await;
        passes(&desk, "2026-05-14T09:00:00+03:00").await;
        assert_eq!(notices(&desk, &olga).await.len(), 1);
        let view = desk.ticket(&id).await;
        let term = view.clocks.iter().find(|clock| clock.kind == ClockKind::Statutory).unwrap();
        assert_eq!((term.verdict, term.due), (Verdict::Missed, moment("2026-05-13T23:59:59.999999+03:00")));
        assert_eq!(view.priority, domain::ticket::Priority::Urgent);
    }
}
