//! Tickets of one client become one and two again (`definitions.md` §8): no clock stops, no deadline moves later.

use desk::DeskError;
use desk::read::{ClockView, Filter, InboxQuery, Relation, TicketView, View};
use desk::ticket::{Change, Reply};
use domain::clock::{ClockKind, Verdict};
use domain::draft::DraftKind;
use domain::entry::EntryKind;
use domain::ticket::{Outcome, State};
use domain::{Principal, Role};
use testkit::{MessageBuilder, TestDatabase, TestDesk, both_databases, bounce, message, moment};

async fn open(desk: &TestDesk, at: &str, new: MessageBuilder) -> String {
    desk.clock.set(at);
    desk.take(new).await.ticket.unwrap().public_id
}

fn anna(title: &str, text: &str) -> MessageBuilder {
    message("anna@client.example", title, text)
}

async fn answer(desk: &TestDesk, by: &Principal, id: &str, then: Option<State>) {
    let reply = Reply {
        text: "An answer.".into(),
        then,
        ..Reply::default()
    };
    desk.desk.reply(by, id, reply).await.unwrap();
}

fn clock(view: &TicketView, kind: ClockKind) -> &ClockView {
    view.clocks.iter().rfind(|clock| clock.kind == kind).unwrap()
}

fn code(error: DeskError) -> &'static str {
    match error {
        DeskError::Conflict { code, .. } => code,
        DeskError::Invalid(_) => "validation",
        DeskError::Stale { .. } => "stale",
        other => panic!("{other}"),
    }
}

both_databases! {
    async fn both_running_the_earlier_start_and_the_earlier_due(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let first = open(&desk, "2026-04-14T10:00:00+03:00", anna("Card", "Where?")).await;
        let second = open(&desk, "2026-04-14T10:30:00+03:00", anna("Card?", "Again.")).await;
        desk.settle().await;
        let acknowledged = desk.sink.taken().len();
        desk.clock.set("2026-04-14T11:00:00+03:00");
        let merged = desk.desk.merge(&vera, &first, &second, None).await.unwrap();
        assert_eq!(merged.survivor, second);
        let survivor = desk.ticket(&second).await;
        let response = clock(&survivor, ClockKind::FirstResponse);
        assert_eq!((response.started_at, response.due), (moment("2026-04-14T10:00:00+03:00"), moment("2026-04-14T12:00:00+03:00")));
        assert_eq!(survivor.lead.as_ref().unwrap().due, response.due);
        let absorbed = desk.ticket(&first).await;
        assert!(absorbed.clocks.iter().all(|clock| clock.verdict == Verdict::Cancelled && clock.steps.last().unwrap().reason == "merged"));
        assert_eq!(absorbed.related[0].0, Relation::MergedInto);
        assert_eq!(desk.inbox(View::All).await, std::slice::from_ref(&second), "lists show one");
        desk.clock.set("2026-04-14T12:00:01+03:00");
        desk.settle().await;
        let late = desk.ticket(&second).await;
        assert_eq!(clock(&late, ClockKind::FirstResponse).verdict, Verdict::Missed);
        let breaches = late.timeline.entries.iter().filter(|entry| entry.code == "clock_breached").count();
        assert_eq!(breaches, 1, "one deadline, one breach");
        assert_eq!(desk.sink.taken().len(), acknowledged, "no second acknowledgement");
    }

    async fn deadlines_that_passed_before_a_merge_are_told_once_and_the_checks_know_it(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let first = open(&desk, "2026-04-14T10:00:00+03:00", anna("Card", "Where?")).await;
        let second = open(&desk, "2026-04-14T10:30:00+03:00", anna("Card?", "Again.")).await;
        desk.clock.set("2026-04-14T12:30:00+03:00");
        desk.settle().await;
        desk.desk.merge(&vera, &first, &second, None).await.unwrap();
        desk.clock.set("2026-04-14T14:00:00+03:00");
        desk.settle().await;
        let told = desk.ticket(&second).await.timeline.entries;
        assert_eq!(told.iter().filter(|line| line.code == "clock_breached").count(), 1);
        assert_eq!(desk.desk.broken_promises().await.unwrap(), Vec::<String>::new());
    }

    async fn undone_both_go_on_by_their_own_histories(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let first = open(&desk, "2026-04-14T10:00:00+03:00", anna("Card", "Where?")).await;
        let second = open(&desk, "2026-04-14T10:30:00+03:00", anna("Card?", "Again.")).await;
        desk.settle().await;
        let before = (desk.ticket(&first).await, desk.ticket(&second).await);
        desk.desk.merge(&vera, &first, &second, None).await.unwrap();
        desk.clock.set("2026-04-14T11:30:00+03:00");
        desk.desk.unmerge(&vera, &first).await.unwrap();
        let after = (desk.ticket(&first).await, desk.ticket(&second).await);
        let told = |view: &TicketView| -> Vec<_> { view.clocks.iter().map(|c| (c.kind, c.started_at, c.due, c.verdict, c.steps.len())).collect() };
        assert_eq!((told(&after.0), told(&after.1)), (told(&before.0), told(&before.1)));
        let head = |view: &TicketView| (view.state, view.told_due, view.last_words.clone(), view.lead.as_ref().map(|lead| lead.due));
        assert_eq!((head(&after.0), head(&after.1)), (head(&before.0), head(&before.1)));
        assert!(after.0.version > before.0.version && after.1.version > before.1.version);
        assert_eq!(desk.inbox(View::All).await.len(), 2);
        assert_eq!(code(desk.desk.unmerge(&vera, &first).await.unwrap_err()), "not_merged");
        desk.desk.merge(&vera, &second, &first, None).await.unwrap();
        assert_eq!(desk.inbox(View::All).await, [first], "and the other way round");
    }

    async fn a_first_response_given_the_others_open_one_becomes_a_next_response(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let survivor = open(&desk, "2026-04-14T10:00:00+03:00", anna("Card", "Where?")).await;
        desk.clock.set("2026-04-14T10:10:00+03:00");
        answer(&desk, &vera, &survivor, None).await;
        let other = open(&desk, "2026-04-14T10:30:00+03:00", anna("Fee", "How much?")).await;
        desk.clock.set("2026-04-14T10:40:00+03:00");
        desk.desk.merge(&vera, &other, &survivor, None).await.unwrap();
        let view = desk.ticket(&survivor).await;
        let next = clock(&view, ClockKind::NextResponse);
        // From the other's oldest unanswered message; 60 minutes end before the 120 of its first response.
        assert_eq!((next.started_at, next.due), (moment("2026-04-14T10:30:00+03:00"), moment("2026-04-14T11:30:00+03:00")));
        assert_eq!(clock(&view, ClockKind::FirstResponse).verdict, Verdict::Met);
        // The survivor's own resolution is earlier than or as early as the other's: due Wednesday at closing.
        assert_eq!(clock(&view, ClockKind::Resolution).due, moment("2026-04-15T18:00:00+03:00"));
        desk.clock.set("2026-04-14T11:30:00+03:00");
        answer(&desk, &vera, &survivor, None).await;
        assert_eq!(clock(&desk.ticket(&survivor).await, ClockKind::NextResponse).verdict, Verdict::Met);
        desk.desk.unmerge(&vera, &other).await.unwrap();
        assert!(desk.ticket(&survivor).await.clocks.iter().all(|clock| clock.kind != ClockKind::NextResponse), "it was the other's");
        let alone = desk.ticket(&other).await;
        assert_eq!(clock(&alone, ClockKind::FirstResponse).due, moment("2026-04-14T12:30:00+03:00"));
        assert_eq!(clock(&alone, ClockKind::FirstResponse).verdict, Verdict::Running, "by its own history nobody has answered it");
    }

    async fn a_due_of_the_other_that_is_earlier_than_the_next_response_holds(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let survivor = open(&desk, "2026-04-14T10:00:00+03:00", anna("Card", "Where?")).await;
        answer(&desk, &vera, &survivor, None).await;
        let other = open(&desk, "2026-04-14T10:30:00+03:00", anna("Fee", "How much?")).await;
        // Urgent: 60 minutes to the first response, 60 to the solution.
        let urgent = Change { priority: Some(domain::ticket::Priority::Urgent), ..Change::default() };
        desk.desk.change(&vera, &other, urgent).await.unwrap();
        desk.desk.merge(&vera, &other, &survivor, None).await.unwrap();
        let view = desk.ticket(&survivor).await;
        assert_eq!(clock(&view, ClockKind::Resolution).due, moment("2026-04-14T11:30:00+03:00"), "no deadline moves later");
        assert_eq!(clock(&view, ClockKind::Resolution).started_at, moment("2026-04-14T10:00:00+03:00"), "the earlier start");
        desk.desk.unmerge(&vera, &other).await.unwrap();
        assert_eq!(clock(&desk.ticket(&survivor).await, ClockKind::Resolution).due, moment("2026-04-15T18:00:00+03:00"));
    }

    async fn a_merge_stops_no_clock_of_a_ticket_that_waits_for_the_client(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        // Example 10: received Monday 11:00, question to the client 15:00.
        let survivor = open(&desk, "2026-04-13T11:00:00+03:00", anna("Card", "Where?")).await;
        desk.clock.set("2026-04-13T15:00:00+03:00");
        answer(&desk, &vera, &survivor, Some(State::WaitingClient)).await;
        let other = open(&desk, "2026-04-15T10:00:00+03:00", anna("Fee", "How much?")).await;
        desk.desk.merge(&vera, &other, &survivor, None).await.unwrap();
        let view = desk.ticket(&survivor).await;
        assert_eq!(view.state, State::Open);
        let resolution = clock(&view, ClockKind::Resolution);
        // 12 business hours were paused, as if the client had answered now; the other's is due on Thursday at 18:00.
        assert_eq!((resolution.verdict, resolution.due), (Verdict::Running, moment("2026-04-16T13:00:00+03:00")));
        desk.desk.unmerge(&vera, &other).await.unwrap();
        let view = desk.ticket(&survivor).await;
        assert_eq!((view.state, clock(&view, ClockKind::Resolution).verdict), (State::WaitingClient, Verdict::Paused));
        desk.clock.set("2026-04-15T12:00:00+03:00");
        let back = anna("Re: Card", "Here.").with(|m| m.hints.push(channel::ThreadHint::Ticket(survivor.clone())));
        desk.take(back).await;
        assert_eq!(clock(&desk.ticket(&survivor).await, ClockKind::Resolution).due, moment("2026-04-16T16:00:00+03:00"), "two hours more");
    }

    async fn what_the_client_writes_meanwhile_is_the_survivors_own(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let survivor = open(&desk, "2026-04-14T10:00:00+03:00", anna("Card", "Where?")).await;
        answer(&desk, &vera, &survivor, None).await;
        let other = open(&desk, "2026-04-14T10:30:00+03:00", anna("Fee", "How much?")).await;
        desk.desk.merge(&vera, &other, &survivor, None).await.unwrap();
        desk.clock.set("2026-04-14T10:50:00+03:00");
        let more = anna("Re: Fee", "Well?").with(|m| m.hints.push(channel::ThreadHint::Ticket(other.clone())));
        let receipt = desk.take(more).await;
        assert_eq!(receipt.ticket.unwrap().public_id, survivor, "mail to the absorbed one lands in the survivor");
        let responses = desk.ticket(&survivor).await.clocks.iter().filter(|clock| clock.open && clock.kind == ClockKind::NextResponse).count();
        assert_eq!(responses, 1, "more messages restart nothing");
        desk.desk.unmerge(&vera, &other).await.unwrap();
        let view = desk.ticket(&survivor).await;
        let own = clock(&view, ClockKind::NextResponse);
        assert_eq!((own.started_at, own.due, own.open), (moment("2026-04-14T10:50:00+03:00"), moment("2026-04-14T11:50:00+03:00"), true));
        assert_eq!(view.last_words, "Well?");
        assert_eq!(desk.ticket(&other).await.last_words, "How much?");
    }

    async fn one_timeline_in_order_with_every_word(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let first = open(&desk, "2026-04-14T10:00:00+03:00", anna("Card", "one")).await;
        let second = open(&desk, "2026-04-14T10:10:00+03:00", anna("Card", "two")).await;
        for (at, id, text) in [("10:20", &first, "three"), ("10:30", &second, "four")] {
            desk.clock.set(&format!("2026-04-14T{at}:00+03:00"));
            let more = anna("Re: Card", text).with(|m| m.hints.push(channel::ThreadHint::Ticket(id.clone())));
            desk.take(more).await;
        }
        let third = open(&desk, "2026-04-14T10:40:00+03:00", anna("Card", "five")).await;
        desk.desk.merge(&vera, &first, &second, None).await.unwrap();
        desk.desk.merge(&vera, &second, &third, None).await.unwrap();
        let view = desk.ticket(&third).await;
        let said: Vec<_> = view.timeline.entries.iter().filter(|entry| entry.kind == EntryKind::MessageIn).collect();
        let words: Vec<_> = said.iter().map(|entry| (entry.preview.as_str(), entry.from.is_some())).collect();
        assert_eq!(words, [("one", true), ("two", true), ("three", true), ("four", true), ("five", false)]);
        assert!(view.timeline.entries.iter().all(|entry| entry.code != "ticket_merged"), "said once");
        assert_eq!(code(desk.desk.unmerge(&vera, &first).await.unwrap_err()), "ticket_merged", "the later merge is undone first");
        let secret = desk.take(anna("Re: Card", "six").with(|m| m.hints.push(channel::ThreadHint::Ticket(first.clone())))).await.ticket.unwrap();
        assert_eq!(secret.public_id, third);
    }

    async fn the_first_link_leads_to_the_talk_as_it_goes_on(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        let first = desk.take(anna("Card", "one")).await.ticket.unwrap();
        let second = desk.take(anna("Card", "two")).await.ticket.unwrap();
        desk.desk.merge(&vera, &first.public_id, &second.public_id, None).await.unwrap();
        let page = desk.desk.ticket_by_link(&first.link_secret).await.unwrap();
        assert_eq!(page.number.to_string(), "2026-000002");
        assert_eq!(page.history.iter().filter(|line| matches!(line, desk::read::Line::Said(said) if !said.ours)).count(), 2);
        let found = desk.desk.read(&vera).unwrap().inbox(InboxQuery::with(Filter { text: Some("one".into()), ..Filter::of(View::All) }, desk.now())).await.unwrap();
        let found: Vec<_> = found.rows.iter().map(|row| row.public_id.as_str()).collect();
        assert_eq!(found, [second.public_id.as_str()], "words of the absorbed ticket are found under the survivor");
    }

    async fn what_cannot_be_merged_is_refused(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let hers = open(&desk, "2026-04-14T10:00:00+03:00", anna("Card", "one")).await;
        let also = open(&desk, "2026-04-14T10:00:00+03:00", anna("Card", "two")).await;
        let his = open(&desk, "2026-04-14T10:00:00+03:00", message("ivan@client.example", "Card", "three")).await;
        let merge = |a: &str, b: &str, version| {
            let (desk, vera, a, b) = (desk.desk.clone(), vera.clone(), a.to_owned(), b.to_owned());
            async move { code(desk.merge(&vera, &a, &b, version).await.unwrap_err()) }
        };
        assert_eq!(merge(&hers, &his, None).await, "validation");
        assert_eq!(merge(&hers, &hers, None).await, "validation");
        assert_eq!(merge(&hers, "2026-999999", None).await, "validation");
        assert_eq!(merge(&hers, &also, Some(99)).await, "stale");
        desk.desk.merge(&vera, &hers, "№ 2026-000002", Some(1)).await.unwrap();
        assert_eq!(merge(&hers, &also, None).await, "ticket_merged");
        assert_eq!(merge(&also, &hers, None).await, "ticket_merged", "no circles");
        let third = open(&desk, "2026-04-14T10:00:00+03:00", anna("Card", "four")).await;
        let done = Change { state: Some(State::Resolved), outcome: Some(Outcome::DUPLICATE), ..Change::default() };
        desk.desk.change(&vera, &also, done).await.unwrap();
        desk.desk.merge(&vera, &third, &also, None).await.unwrap();
        assert_eq!(desk.ticket(&also).await.state, State::Open, "a merge stops no clock: what is resolved is taken up again");
        desk.desk.unmerge(&vera, &third).await.unwrap();
        assert_eq!(desk.ticket(&also).await.state, State::Resolved);
        desk.clock.set("2026-06-01T10:00:00+03:00");
        desk.settle().await;
        assert_eq!(merge(&third, &also, None).await, "ticket_closed");
    }

    async fn likely_duplicates_are_suggested(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let one = open(&desk, "2026-04-14T10:00:00+03:00", anna("Не приходит справка", "one")).await;
        let two = open(&desk, "2026-04-14T10:00:00+03:00", anna("Re: справка не приходит", "two")).await;
        open(&desk, "2026-04-14T10:00:00+03:00", anna("Лимит на переводы", "three")).await;
        open(&desk, "2026-04-14T10:00:00+03:00", message("ivan@client.example", "Не приходит справка", "four")).await;
        let alike: Vec<_> = desk.ticket(&one).await.alike.into_iter().map(|other| other.public_id).collect();
        assert_eq!(alike, [two]);
    }

    async fn an_answer_that_bounces_after_the_merge_is_owed_by_the_survivor(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let first = open(&desk, "2026-04-14T10:00:00+03:00", anna("Card", "Where?")).await;
        desk.clock.set("2026-04-14T10:10:00+03:00");
        answer(&desk, &vera, &first, Some(State::Resolved)).await;
        desk.settle().await;
        let sent = desk.sink.last().external_id;
        let second = open(&desk, "2026-04-14T10:30:00+03:00", anna("Fee", "How much?")).await;
        desk.clock.set("2026-04-14T10:40:00+03:00");
        answer(&desk, &vera, &second, Some(State::Resolved)).await;
        desk.settle().await;
        let before = desk.ticket(&second).await;
        desk.desk.merge(&vera, &first, &second, None).await.unwrap();
        assert_eq!(desk.ticket(&second).await.state, State::Resolved);
        desk.clock.set("2026-04-14T11:00:00+03:00");
        desk.accept(bounce(&desk, &sent, "anna@client.example")).await.unwrap();
        let survivor = desk.ticket(&second).await;
        assert_eq!(survivor.state, State::Open, "the client of the absorbed one still waits");
        let next = clock(&survivor, ClockKind::NextResponse);
        // Given back: 110 minutes from the bounce; 60 minutes of a next response from the question had ended by then.
        assert_eq!((next.started_at, next.verdict), (moment("2026-04-14T10:00:00+03:00"), Verdict::Running));
        assert_eq!(next.due, moment("2026-04-14T11:00:00+03:00"));
        assert!(clock(&survivor, ClockKind::Resolution).open);
        let absorbed = desk.ticket(&first).await;
        assert!(absorbed.clocks.iter().all(|clock| !clock.open), "nothing runs on the absorbed one");
        assert!(absorbed.lead.is_none());
        assert_eq!(desk.inbox(View::All).await, std::slice::from_ref(&second));
        assert_eq!(survivor.timeline.entries.iter().filter(|line| line.code == "bounced").count(), 1);
        desk.desk.unmerge(&vera, &first).await.unwrap();
        let (alone, after) = (desk.ticket(&first).await, desk.ticket(&second).await);
        assert_eq!((alone.state, clock(&alone, ClockKind::FirstResponse).verdict), (State::Open, Verdict::Running));
        assert_eq!(clock(&alone, ClockKind::FirstResponse).due, moment("2026-04-14T12:50:00+03:00"), "by its own history");
        let told = |view: &TicketView| -> Vec<_> { view.clocks.iter().map(|c| (c.kind, c.started_at, c.due, c.verdict)).collect() };
        assert_eq!((after.state, told(&after)), (before.state, told(&before)), "its own answer stands");
    }

    async fn a_line_that_refuses_after_the_merge_wakes_the_last_survivor(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let first = open(&desk, "2026-04-14T10:00:00+03:00", anna("Card", "one")).await;
        let second = open(&desk, "2026-04-14T10:10:00+03:00", anna("Card", "two")).await;
        let third = open(&desk, "2026-04-14T10:20:00+03:00", anna("Card", "three")).await;
        for id in [&second, &third] {
            answer(&desk, &vera, id, Some(State::Resolved)).await;
        }
        desk.settle().await;
        answer(&desk, &vera, &first, Some(State::Resolved)).await;
        desk.desk.merge(&vera, &first, &second, None).await.unwrap();
        desk.desk.merge(&vera, &second, &third, None).await.unwrap();
        desk.clock.set("2026-04-14T10:30:00+03:00");
        desk.sink.fail_with([channel::DeliveryError::Permanent { status: "5.1.1".into(), reason: "no such user".into() }]);
        desk.settle().await;
        let survivor = desk.ticket(&third).await;
        assert_eq!(survivor.state, State::Open);
        assert_eq!(clock(&survivor, ClockKind::NextResponse).started_at, moment("2026-04-14T10:00:00+03:00"));
        assert!(desk.ticket(&second).await.clocks.iter().all(|clock| !clock.open));
        desk.desk.unmerge(&vera, &second).await.unwrap();
        assert_eq!(desk.ticket(&third).await.state, State::Resolved, "it was none of its own");
        let between = desk.ticket(&second).await;
        assert_eq!((between.state, clock(&between, ClockKind::NextResponse).open), (State::Open, true));
    }

    async fn drafts_and_tags_come_along_and_go_back(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (vera, boris) = (desk.person("Vera", Role::Operator).await, desk.person("Boris", Role::Operator).await);
        let first = open(&desk, "2026-04-14T10:00:00+03:00", anna("Card", "one")).await;
        let second = open(&desk, "2026-04-14T10:10:00+03:00", anna("Card", "two")).await;
        let tagged = |tags: &[&str]| Change { tags_add: tags.iter().map(|tag| (*tag).to_owned()).collect(), ..Change::default() };
        desk.desk.change(&vera, &first, tagged(&["card", "lost"])).await.unwrap();
        desk.desk.change(&vera, &second, tagged(&["card"])).await.unwrap();
        let keep = |by: &Principal, id: &str, text: &str| {
            let (desk, by, id, text) = (desk.desk.clone(), by.clone(), id.to_owned(), text.to_owned());
            async move { desk.keep_draft(&by, &id, DraftKind::Reply, &text, "").await.unwrap() }
        };
        keep(&vera, &first, "Theirs").await;
        keep(&vera, &second, "Ours").await;
        keep(&boris, &first, "By Boris").await;
        let file = desk::ticket::NewFile { name: "card.txt".into(), media_type: "text/plain".into(), bytes: b"4000".to_vec() };
        desk.desk.add_draft_files(&boris, &first, DraftKind::Reply, vec![file]).await.unwrap();
        let draft = |by: &Principal, id: &str| {
            let (desk, by, id, now) = (desk.desk.clone(), by.clone(), id.to_owned(), desk.now());
            async move {
                let reply = desk.read(&by).unwrap().ticket(&id, None, now).await.unwrap().unfinished.reply;
                (reply.text, reply.files.len())
            }
        };
        desk.desk.merge(&vera, &first, &second, None).await.unwrap();
        assert_eq!(desk.ticket(&second).await.tags, ["card", "lost"]);
        assert_eq!(draft(&vera, &second).await, ("Ours\n\nTheirs".into(), 0));
        assert_eq!(draft(&boris, &second).await, ("By Boris".into(), 1));
        desk.desk.unmerge(&vera, &first).await.unwrap();
        assert_eq!((desk.ticket(&first).await.tags, desk.ticket(&second).await.tags), (vec!["card".to_owned(), "lost".into()], vec!["card".to_owned()]));
        assert_eq!((draft(&vera, &first).await, draft(&vera, &second).await), (("Theirs".into(), 0), ("Ours".into(), 0)));
        assert_eq!((draft(&boris, &first).await, draft(&boris, &second).await), (("By Boris".into(), 1), (String::new(), 0)));
        // Sent from the survivor, it is no draft of the other any more.
        desk.desk.merge(&vera, &first, &second, None).await.unwrap();
        desk.desk.reply(&boris, &second, Reply { text: "By Boris".into(), with_draft: true, ..Reply::default() }).await.unwrap();
        desk.desk.unmerge(&vera, &first).await.unwrap();
        assert_eq!((draft(&boris, &first).await, draft(&boris, &second).await), ((String::new(), 0), (String::new(), 0)));
    }
}
