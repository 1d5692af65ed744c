//! Calendars and policies corrected while clocks run (`definitions.md` §8, example 16).

use desk::setup::ApplyOptions;
use desk::ticket::Change;
use domain::Actor;
use domain::clock::{ClockKind, Verdict};
use domain::recount::RecountState;
use testkit::{DESK_TOML, TestDatabase, TestDesk, both_databases, message, moment};

/// One business day until close, in a calendar that can be corrected.
fn toml(days_off: &str) -> String {
    format!(
        "[[calendar]]\nname = 'office'\nzone = 'Europe/Moscow'\n{days_off}\n\
         week = {{ mon = [['09:00', '18:00']], tue = [['09:00', '18:00']], wed = [['09:00', '18:00']], \
         thu = [['09:00', '18:00']], fri = [['09:00', '18:00']] }}\n"
    )
}

const DECLARED: &str = "days_off = [{ date = '2026-04-15', name = 'Объявлен выходным' }]";

fn policy(days: u32) -> String {
    format!(
        "[[policy]]\nname = 'standard'\n[[policy.clock]]\nkind = 'resolution'\ntarget = {{ days = {days} }}\n"
    )
}

async fn asked(database: TestDatabase) -> (TestDesk, String) {
    let desk = TestDesk::new(database).await;
    let set_up = toml("") + &policy(1);
    desk.desk.apply_setup(Actor::System, &set_up).await.unwrap();
    desk.clock.set("2026-04-14T10:00:00+03:00");
    let question = message("anna@client.example", "Перевод", "Где мой перевод?");
    let id = desk.take(question).await.ticket.unwrap().public_id;
    desk.settle().await;
    (desk, id)
}

async fn resolution(desk: &TestDesk, ticket: &str) -> desk::read::ClockView {
    let view = desk.ticket(ticket).await;
    let found = view
        .clocks
        .into_iter()
        .find(|clock| clock.kind == ClockKind::Resolution);
    found.unwrap()
}

/// The only proposal that waits.
async fn proposal(desk: &TestDesk) -> store::rows::RecountRow {
    let all = desk.desk.recounts(&TestDesk::supervisor()).await.unwrap();
    let mut waiting = all.into_iter().filter(|row| row.state == RecountState::Proposed);
    let one = waiting.next().expect("a proposal");
    assert!(waiting.next().is_none());
    one
}

both_databases! {
    async fn a_day_off_declared_late_moves_the_deadline_once_somebody_confirms_it(database: TestDatabase) {
        let (desk, id) = asked(database).await;
        assert_eq!(resolution(&desk, &id).await.due, moment("2026-04-15T18:00:00+03:00"));
        desk.clock.set("2026-04-15T12:00:00+03:00");
        let trial = desk.desk.try_setup(Actor::System, &toml(DECLARED)).await.unwrap();
        assert_eq!((trial.effect.tickets, trial.effect.moved, trial.effect.flipped), (1, 1, 0));
        desk.desk.apply_setup(Actor::System, &toml(DECLARED)).await.unwrap();
        desk.settle().await;
        assert_eq!(resolution(&desk, &id).await.due, moment("2026-04-15T18:00:00+03:00"), "nobody confirmed it yet");
        let waiting = proposal(&desk).await;
        let effect = desk.desk.recount_effect(&TestDesk::supervisor(), &waiting).await.unwrap();
        assert_eq!(effect, trial.effect, "what was tried is what is proposed");
        let sent = desk.sink.taken().len();
        desk.desk.confirm_recount(Actor::System, &waiting.public_id).await.unwrap();
        assert!(desk.desk.confirm_recount(Actor::System, &waiting.public_id).await.is_err(), "once");
        desk.settle().await;
        assert_eq!(resolution(&desk, &id).await.due, moment("2026-04-16T18:00:00+03:00"));
        desk.clock.set("2026-04-15T12:10:00+03:00");
        desk.settle().await;
        assert_eq!(desk.sink.taken().len(), sent + 1, "one correction");
        assert!(desk.sink.last().text.contains("16\u{a0}апреля, 18:00"), "{}", desk.sink.last().text);
        let done = &desk.desk.recounts(&TestDesk::supervisor()).await.unwrap()[0];
        assert_eq!((done.state, done.done, done.total, done.moved), (RecountState::Done, 1, 1, 1));
    }

    async fn a_breach_of_a_day_off_is_withdrawn_with_its_history(database: TestDatabase) {
        let (desk, id) = asked(database).await;
        desk.clock.set("2026-04-16T09:00:00+03:00");
        desk.settle().await;
        assert_eq!(resolution(&desk, &id).await.verdict, Verdict::Missed);
        let how = ApplyOptions { recount: true, why: "постановление".into() };
        let trial = desk.desk.try_setup(Actor::System, &toml(DECLARED)).await.unwrap();
        assert_eq!(trial.effect.flipped, 1);
        desk.desk.apply_setup_with(Actor::System, &toml(DECLARED), how).await.unwrap();
        desk.settle().await;
        let clock = resolution(&desk, &id).await;
        assert_eq!((clock.verdict, clock.due), (Verdict::Running, moment("2026-04-16T18:00:00+03:00")));
        let codes: Vec<String> = desk.ticket(&id).await.timeline.entries.into_iter().map(|entry| entry.code).collect();
        assert!(codes.contains(&"clock_breached".into()) && codes.contains(&"clock_verdict_changed".into()), "{codes:?}");
        let lines = desk.ticket(&id).await.timeline.entries;
        let flipped = lines.iter().find(|entry| entry.code == "clock_verdict_changed").unwrap();
        assert_eq!(flipped.params["why"], "постановление", "who and why stay with the verdict");
        // What was told for Wednesday stays broken.
        let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
        let april = (moment("2026-04-01T00:00:00+03:00"), moment("2026-05-01T00:00:00+03:00"));
        assert_eq!(reader.told_and_kept(april.0, april.1, desk.now()).await.unwrap().broken, 1);
        desk.clock.set("2026-04-16T18:00:01+03:00");
        assert_eq!(desk.desk.fire_due().await.unwrap(), 1, "and may be missed again");
    }

    async fn a_dismissed_proposal_leaves_running_clocks_alone(database: TestDatabase) {
        let (desk, id) = asked(database).await;
        desk.desk.apply_setup(Actor::System, &toml(DECLARED)).await.unwrap();
        desk.desk.dismiss_recount(Actor::System, &proposal(&desk).await.public_id).await.unwrap();
        desk.settle().await;
        assert_eq!(resolution(&desk, &id).await.due, moment("2026-04-15T18:00:00+03:00"));
        let next = desk.take(message("boris@client.example", "Q", "Вопрос")).await.ticket.unwrap().public_id;
        assert_eq!(resolution(&desk, &next).await.due, moment("2026-04-16T18:00:00+03:00"), "new ones run by the new one");
    }

    async fn other_policies_are_followed_and_a_deleted_one_goes_on(database: TestDatabase) {
        let (desk, id) = asked(database).await;
        let looser = policy(3);
        assert_eq!(desk.desk.try_setup(Actor::System, &looser).await.unwrap().effect.moved, 1);
        assert_eq!(resolution(&desk, &id).await.due, moment("2026-04-15T18:00:00+03:00"), "only tried");
        desk.desk.apply_setup(Actor::System, &looser).await.unwrap();
        desk.settle().await;
        assert_eq!(resolution(&desk, &id).await.due, moment("2026-04-17T18:00:00+03:00"));
        desk.desk.apply_setup(Actor::System, "prune = true\n[[policy]]\nname = 'other'\nwhen = { kinds = ['thanks'] }\n[[policy.clock]]\nkind = 'resolution'\ntarget = { days = 9 }\n[[channel]]\nname = 'mail'\nkind = 'email'\nbrand = 'Север'\nteam = 'Поддержка'\naddress = 'support@desk.example'\n").await.unwrap();
        desk.settle().await;
        let clock = resolution(&desk, &id).await;
        assert_eq!((clock.verdict, clock.due), (Verdict::Running, moment("2026-04-17T18:00:00+03:00")), "under the version it had");
        // What the policy named is still what the client is told of.
        let vera = desk.person("Vera", domain::Role::Operator).await;
        desk.desk.change(&vera, &id, Change { topic: Some("переводы".into()), ..Change::default() }).await.unwrap();
    }

    async fn hundreds_of_tickets_are_counted_in_portions(database: TestDatabase) {
        let (desk, _) = asked(database).await;
        for n in 0..300 {
            desk.take(message(&format!("c{n}@client.example"), "Q", "Вопрос")).await;
        }
        desk.desk.apply_setup_with(Actor::System, &toml(DECLARED), ApplyOptions { recount: true, why: String::new() }).await.unwrap();
        desk.settle().await;
        let done = &desk.desk.recounts(&TestDesk::supervisor()).await.unwrap()[0];
        assert_eq!((done.state, done.total, done.done, done.moved), (RecountState::Done, 301, 301, 301));
    }

    async fn another_calendar_of_the_desk_or_a_team_moves_what_runs(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.clock.set("2026-04-18T10:00:00+03:00");
        let id = desk.take(message("anna@client.example", "Перевод", "Где мой перевод?")).await.ticket.unwrap().public_id;
        let first = |view: desk::read::TicketView| view.clocks.iter().find(|one| one.kind == ClockKind::FirstResponse).unwrap().due;
        assert_eq!(first(desk.ticket(&id).await), moment("2026-04-20T11:00:00+03:00"), "Saturday is no day of the office");
        let of_desk = DESK_TOML.replacen("calendar = \"office\"", "calendar = \"line\"", 1);
        assert!(desk.desk.try_setup(Actor::System, &of_desk).await.unwrap().effect.moved > 0);
        desk.desk.apply_setup(Actor::System, &of_desk).await.unwrap();
        desk.settle().await;
        assert_eq!(first(desk.ticket(&id).await), moment("2026-04-18T12:00:00+03:00"), "the line works on Saturdays");
        let of_team = "[[team]]\nname = 'Поддержка'\npublic_name = { ru = 'служба поддержки', en = 'the support team' }\ncalendar = 'office'\n";
        assert!(desk.desk.try_setup(Actor::System, of_team).await.unwrap().effect.moved > 0);
        desk.desk.apply_setup(Actor::System, of_team).await.unwrap();
        desk.settle().await;
        assert_eq!(first(desk.ticket(&id).await), moment("2026-04-20T11:00:00+03:00"));
    }
}
