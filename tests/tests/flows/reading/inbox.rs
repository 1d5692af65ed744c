//! Lists: what each view holds, in which order, page by page, and what a row says.

use super::{answer, change, inbox, open, public_id, titles};
use desk::DeskError;
use desk::client::ClientPatch;
use desk::read::{Cursor, Filter, InboxQuery, View};
use desk::ticket::Change;
use desk::views::NewView;
use domain::clock::{ClockKind, Verdict};
use domain::ticket::{Outcome, Priority, Speaker, State};
use domain::{Permission, Principal, Role};
use testkit::{TestDatabase, TestDesk, both_databases, bounce, message, moment};
use tokio_util::sync::CancellationToken;

/// The opening of a list by its view.
fn of(desk: &TestDesk, view: View) -> InboxQuery {
    InboxQuery::of(view, desk.now())
}

both_databases! {
    async fn each_view_holds_what_its_name_says(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        let boris = desk.person("Boris", Role::Operator).await;
        for title in ["mine", "his", "free", "waits", "solved"] {
            open(&desk, message("a@client.example", title, "text")).await;
        }
        let ids = desk.inbox(View::All).await;
        let id = |at: usize| ids[at].as_str();
        for (at, who) in [(0, &anna), (1, &boris), (3, &anna), (4, &anna)] {
            let assignee = Some(Some(public_id(&desk, who).await));
            change(&desk.desk, who, id(at), Change { assignee, ..Change::default() }).await;
        }
        answer(&desk.desk, &anna, id(3), "Which one?", Some(State::WaitingClient)).await;
        answer(&desk.desk, &anna, id(4), "Done.", Some(State::Resolved)).await;

        assert_eq!(titles(&desk, &anna, View::Mine).await, ["mine", "waits"]);
        assert_eq!(titles(&desk, &boris, View::Mine).await, ["his"]);
        assert_eq!(titles(&desk, &anna, View::Unassigned).await, ["free"]);
        assert_eq!(titles(&desk, &anna, View::WaitingClient).await, ["waits"]);
        assert_eq!(titles(&desk, &anna, View::All).await, ["mine", "his", "free", "waits"]);
        assert_eq!(titles(&desk, &anna, View::Resolved).await, ["solved"]);
        assert_eq!(titles(&desk, &anna, View::Closed).await, Vec::<String>::new());
        assert_eq!(titles(&desk, &anna, View::Everything).await.len(), 5);
        assert_eq!(titles(&desk, &anna, View::Team).await, Vec::<String>::new(), "she is in no team");

        let counts = desk.desk.read(&anna).unwrap().counts(View::ALL, desk.now()).await.unwrap();
        for (view, count) in counts {
            let listed = titles(&desk, &anna, view).await.len();
            assert_eq!(count, i64::try_from(listed).unwrap(), "{view}");
        }
    }

    async fn a_team_list_merges_the_lists_of_my_teams(database: TestDatabase) {
        let toml = format!(
            "{}\n[[team]]\nname = \"Letters\"\n[[team]]\nname = \"Calls\"\n[[channel]]\nname = \"letters\"\n\
             kind = \"api\"\nbrand = \"Север\"\nteam = \"Letters\"\n[[channel]]\nname = \"calls\"\nkind = \"api\"\n\
             brand = \"Север\"\nteam = \"Calls\"\n[[operator]]\nlogin = \"vera@desk.example\"\nname = \"Vera\"\n\
             role = \"operator\"\nteams = [\"Letters\", \"Calls\"]\n",
            testkit::DESK_TOML
        );
        let desk = TestDesk::with(database, &toml).await;
        let people = desk.desk.operators(&TestDesk::supervisor(), false).await.unwrap();
        let vera = Principal::Operator { id: people[0].id, role: Role::Operator };
        for (door, title) in [("letters", "1"), ("mail", "not hers"), ("calls", "2"), ("letters", "3"), ("calls", "4")] {
            open(&desk, message("a@client.example", title, "text").by(door)).await;
            desk.clock.advance(60_000_000);
        }
        assert_eq!(titles(&desk, &vera, View::Team).await, ["1", "2", "3", "4"]);
        let first = inbox(&desk, &vera, InboxQuery { limit: 3, ..of(&desk, View::Team) }).await.unwrap();
        let rest = InboxQuery { after: first.next, ..of(&desk, View::Team) };
        assert_eq!(inbox(&desk, &vera, rest).await.unwrap().rows[0].title, "4");
        let counts = desk.desk.read(&vera).unwrap().counts(&[View::Team], desk.now()).await.unwrap();
        assert_eq!(counts, [(View::Team, 4)]);
    }

    async fn what_is_due_and_what_is_late_follow_the_clock(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        desk.clock.set("2026-04-14T10:00:00+03:00");
        open(&desk, message("a@client.example", "two hours", "text")).await;
        desk.clock.set("2026-04-14T12:00:00+03:00");
        assert_eq!(titles(&desk, &anna, View::DueSoon).await, ["two hours"], "the instant itself is in time");
        assert_eq!(titles(&desk, &anna, View::Overdue).await, Vec::<String>::new());
        desk.clock.advance(1);
        assert_eq!(titles(&desk, &anna, View::DueSoon).await, Vec::<String>::new());
        assert_eq!(titles(&desk, &anna, View::Overdue).await, ["two hours"]);
        let row = inbox(&desk, &anna, of(&desk, View::Overdue)).await.unwrap().rows.remove(0);
        let lead = row.lead.unwrap();
        assert_eq!((lead.kind, lead.verdict), (Some(ClockKind::FirstResponse), Verdict::Missed));
        assert_eq!(lead.due, moment("2026-04-14T12:00:00+03:00"));
        assert_eq!(lead.soon_at, moment("2026-04-14T11:30:00+03:00"), "a quarter of two hours is left");
    }

    async fn pages_follow_one_another_without_gap_or_repetition(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        // All at the same instant: the dues are equal, and only the id tells them apart.
        for number in 0..7 {
            open(&desk, message("a@client.example", &number.to_string(), "text")).await;
        }
        for view in [View::All, View::Everything] {
            let whole = titles(&desk, &anna, view).await;
            assert_eq!(whole.len(), 7);
            let (mut seen, mut after, mut pages) = (Vec::new(), None, 0);
            loop {
                let page = inbox(&desk, &anna, InboxQuery { after, limit: 2, ..of(&desk, view) }).await.unwrap();
                seen.extend(page.rows.into_iter().map(|row| row.title));
                pages += 1;
                let Some(next) = page.next else { break };
                // A place survives being written into an address and read back.
                after = Some(next.to_string().parse::<Cursor>().unwrap());
            }
            assert_eq!((seen, pages), (whole, 4), "{view}");
        }
        let first = inbox(&desk, &anna, InboxQuery { limit: 2, ..of(&desk, View::All) }).await.unwrap();
        let elsewhere = InboxQuery { after: first.next, ..of(&desk, View::Everything) };
        assert!(matches!(inbox(&desk, &anna, elsewhere).await, Err(DeskError::Invalid(_))));
    }

    async fn filters_narrow_a_list(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        let urgent = message("a@client.example", "urgent", "text");
        open(&desk, urgent.with(|message| message.wishes.priority = Some(Priority::Urgent))).await;
        let tagged = message("a@client.example", "tagged", "text").by("api");
        open(&desk, tagged.with(|message| message.wishes.tags = vec!["refund".into(), "vip".into()])).await;
        let named = |query: InboxQuery| async {
            let page = inbox(&desk, &anna, query).await.unwrap();
            page.rows.into_iter().map(|row| row.title).collect::<Vec<_>>()
        };
        let asked = |query: &str| InboxQuery::with(Filter::read(query, &desk.desk.setup()).unwrap(), desk.now());
        assert_eq!(named(asked("priority=urgent")).await, ["urgent"]);
        assert_eq!(named(asked("tag=vip")).await, ["tagged"]);
        assert_eq!(named(asked("tag=VIP")).await, Vec::<String>::new());
        assert_eq!(named(asked("state=open")).await, Vec::<String>::new());
        let api = desk.desk.setup().channels.iter().find(|c| c.name == "api").unwrap().public_id.clone();
        assert_eq!(named(asked(&format!("channel={api}"))).await, ["tagged"]);
        assert_eq!(named(asked("channel=api&brand=Север")).await, ["tagged"], "by name too");
        let team = desk.desk.setup().teams[0].public_id.clone();
        assert_eq!(named(asked(&format!("team={team}"))).await, ["urgent", "tagged"]);
        let me = public_id(&desk, &anna).await;
        assert_eq!(named(asked(&format!("assignee={me}"))).await, Vec::<String>::new());
        assert_eq!(named(asked("assignee=nobody&tag=vip")).await, ["tagged"]);
        assert_eq!(named(asked("due=1h")).await, ["urgent"], "an hour for what is urgent, two for the rest");
        assert_eq!(named(asked("due=overdue")).await, Vec::<String>::new());
        assert_eq!(named(asked("created_from=2026-04-14&created_to=2026-04-14")).await.len(), 2, "the day is included");
        assert_eq!(named(asked("created_to=2026-04-13")).await, Vec::<String>::new());
        assert_eq!(named(asked("updated_from=2026-04-15")).await, Vec::<String>::new());
        let client = desk.ticket(&desk.inbox(View::All).await[0]).await.client.public_id;
        assert_eq!(named(asked(&format!("client={client}"))).await.len(), 2);
        assert_eq!(named(asked("client=cli_none")).await, Vec::<String>::new());
        assert!(Filter::read("team=none", &desk.desk.setup()).unwrap_err().faults[0].reason.contains("Поддержка"));
        let done = inbox(&desk, &anna, asked("view=resolved&order=due")).await;
        assert!(matches!(done, Err(DeskError::Invalid(_))), "what is done has no deadline");
    }

    async fn every_order_is_kept_from_page_to_page(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        for number in 0..5 {
            open(&desk, message("a@client.example", &number.to_string(), "text")).await;
            desk.clock.advance(60_000_000);
        }
        for (order, expected) in [("due", "01234"), ("updated", "43210"), ("created", "43210"), ("oldest", "01234")] {
            let (mut seen, mut after) = (String::new(), None);
            loop {
                let filter = Filter::read(&format!("order={order}"), &desk.desk.setup()).unwrap();
                let query = InboxQuery { after, limit: 2, ..InboxQuery::with(filter, desk.now()) };
                let page = inbox(&desk, &anna, query).await.unwrap();
                seen.extend(page.rows.into_iter().map(|row| row.title));
                after = page.next;
                if after.is_none() { break }
            }
            assert_eq!(seen, expected, "{order}");
        }
    }

    async fn what_somebody_has_read_is_read_until_the_client_writes_again(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (anna, boris) = (desk.person("Anna", Role::Operator).await, desk.person("Boris", Role::Operator).await);
        let id = open(&desk, message("a@client.example", "t", "text").with(|m| m.external_ids = vec!["one@x".into()])).await;
        let unread = |who: &Principal| {
            let reader = desk.desk.read(who).unwrap();
            let query = of(&desk, View::All);
            async move { reader.inbox(query).await.unwrap().rows[0].unread }
        };
        assert!(unread(&anna).await);
        let ticket = desk.ticket(&id).await;
        desk.desk.see_ticket(&anna, ticket.id, ticket.last_seq).await.unwrap();
        assert_eq!((unread(&anna).await, unread(&boris).await), (false, true), "each reads by himself");
        desk.take(message("a@client.example", "Re: t", "more").answers("one@x")).await;
        assert!(unread(&anna).await);
    }

    async fn a_row_says_who_spoke_last_and_what_did_not_arrive(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        let id = open(&desk, message("ivan@client.example", "Card", "My card is lost.").named("Иван")).await;
        desk.settle().await;
        let row = || async { inbox(&desk, &anna, of(&desk, View::Everything)).await.unwrap().rows.remove(0) };
        let fresh = row().await;
        assert_eq!((fresh.public_id.as_str(), fresh.client_label()), (id.as_str(), "Иван"));
        assert_eq!((fresh.door.kind.as_str(), fresh.handle.value.as_str()), ("email", "ivan@client.example"));
        assert_eq!(fresh.team.unwrap().name, "Поддержка");

        let assignee = Some(Some(public_id(&desk, &anna).await));
        change(&desk.desk, &anna, &id, Change { assignee, ..Change::default() }).await;
        answer(&desk.desk, &anna, &id, "We block it.", None).await;
        desk.settle().await;
        let answered = row().await;
        assert_eq!((answered.last_words.as_str(), answered.last_speaker), ("We block it.", Speaker::Operator));
        assert_eq!(answered.assignee.unwrap().name, "Anna");
        assert!(!answered.undelivered);

        let lost = desk.sink.last().external_id;
        desk.accept(bounce(&desk, &lost, "ivan@client.example")).await.unwrap();
        assert!(row().await.undelivered);
        answer(&desk.desk, &anna, &id, "Once more.", None).await;
        assert!(!row().await.undelivered, "a later answer deals with it");
    }

    async fn a_paused_clock_is_shown_when_nothing_runs(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        let id = open(&desk, message("a@client.example", "t", "text")).await;
        answer(&desk.desk, &anna, &id, "Which card?", Some(State::WaitingClient)).await;
        let row = inbox(&desk, &anna, of(&desk, View::WaitingClient)).await.unwrap().rows.remove(0);
        let lead = row.lead.unwrap();
        assert_eq!((lead.kind, lead.verdict), (Some(ClockKind::Resolution), Verdict::Paused));
        answer(&desk.desk, &anna, &id, "Done.", Some(State::Resolved)).await;
        let row = inbox(&desk, &anna, of(&desk, View::Resolved)).await.unwrap().rows.remove(0);
        assert_eq!((row.lead, row.state), (None, State::Resolved));
    }

    async fn a_page_costs_the_same_whatever_is_on_it(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        let reader = desk.desk.read(&anna).unwrap();
        let cost = || async {
            let before = desk.desk.statements();
            let page = reader.inbox(InboxQuery { limit: 100, ..of(&desk, View::All) }).await.unwrap();
            let listed = desk.desk.statements();
            reader.counts(View::ALL, desk.now()).await.unwrap();
            (page.rows.len(), listed - before, desk.desk.statements() - listed)
        };
        for title in ["1", "2"] {
            let id = open(&desk, message("a@client.example", title, "text")).await;
            let assignee = Some(Some(public_id(&desk, &anna).await));
            let tags_add = vec!["a".into(), "b".into()];
            change(&desk.desk, &anna, &id, Change { assignee, tags_add, ..Change::default() }).await;
        }
        let few = cost().await;
        for number in 0..40 {
            let id = open(&desk, message(&format!("{number}@client.example"), "more", "text")).await;
            answer(&desk.desk, &anna, &id, "Answer.", None).await;
        }
        let many = cost().await;
        assert_eq!((few.0, many.0), (2, 42));
        assert_eq!((few.1, few.2), (many.1, many.2));
        assert!(many.1 <= 10 && many.2 <= 5, "{many:?} statements, BEGIN and COMMIT among them");
    }

    async fn a_list_is_told_again_until_something_happens_or_time_passes(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let (anna, boris) = (desk.person("Anna", Role::Operator).await, desk.person("Boris", Role::Operator).await);
        let id = open(&desk, message("a@client.example", "first", "text")).await;
        let cost = async |who: &Principal| {
            let before = desk.desk.statements();
            let rows = inbox(&desk, who, of(&desk, View::All)).await.unwrap().rows;
            (rows.len(), rows[0].unread, desk.desk.statements() - before)
        };
        assert!(cost(&anna).await.2 > 0);
        assert!(cost(&anna).await.2 > 0, "nobody would learn of what other processes write: each time anew");
        // One look at the events is enough for the desk to know where it stands.
        let stop = CancellationToken::new();
        stop.cancel();
        desk.desk.run_tail(stop).await;
        assert_eq!((cost(&anna).await.0, cost(&anna).await), (1, (1, true, 0)));
        assert!(cost(&boris).await.2 > 0, "what is hers is not his");
        // What she has read is hers alone, and is seen at once.
        let ticket = desk.desk.read(&anna).unwrap().ticket(&id, None, desk.now()).await.unwrap();
        desk.desk.see_ticket(&anna, ticket.id, ticket.last_seq).await.unwrap();
        assert!(!cost(&anna).await.1);
        assert!(cost(&boris).await.1);
        open(&desk, message("b@client.example", "second", "text")).await;
        assert_eq!(cost(&anna).await.0, 2);
        assert_eq!(cost(&anna).await.2, 0);
        desk.clock.advance(2_000_000);
        assert!(cost(&anna).await.2 > 0, "a deadline may have passed meanwhile");
    }

    async fn whoever_may_not_read_tickets_gets_no_reader(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let token = |may: Vec<Permission>| Principal::Integration { id: domain::TokenId(1), may };
        let refused = desk.desk.read(&token(vec![Permission::IntakeWrite]));
        assert!(matches!(refused.map(drop), Err(DeskError::Forbidden(Permission::TicketsRead))));
        let visitor = Principal::Visitor { ticket: domain::TicketId(1) };
        assert!(desk.desk.read(&visitor).is_err());
        let reads = desk.desk.read(&token(vec![Permission::TicketsRead])).unwrap();
        let mine = reads.inbox(of(&desk, View::Mine)).await.unwrap();
        assert!(mine.rows.is_empty(), "a program has no tickets of its own");
        assert!(matches!(reads.board(desk.now()).await, Err(DeskError::Forbidden(Permission::Supervise))));
    }

    async fn tickets_of_a_company_are_listed_and_counted(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        let mut ids = Vec::new();
        for (from, title) in [("a@client.example", "one"), ("b@client.example", "two"), ("c@client.example", "three"), ("a@client.example", "four")] {
            ids.push(open(&desk, message(from, title, "text")).await);
        }
        for id in &ids[..2] {
            let client = desk.ticket(id).await.client.public_id;
            let patch = ClientPatch { company: Some("ООО «Ромашка»".into()), ..ClientPatch::default() };
            desk.desk.change_client(&anna, &client, patch).await.unwrap();
        }
        let filter = |query: &str| Filter::read(query, &desk.desk.setup()).unwrap();
        let asked = filter("view=all&company=%D0%9E%D0%9E%D0%9E%20%C2%AB%D0%A0%D0%BE%D0%BC%D0%B0%D1%88%D0%BA%D0%B0%C2%BB");
        assert_eq!(asked.company.as_deref(), Some("ООО «Ромашка»"));
        let page = inbox(&desk, &anna, InboxQuery::with(asked.clone(), desk.now())).await.unwrap();
        let titles: Vec<_> = page.rows.iter().map(|row| row.title.as_str()).collect();
        assert_eq!(titles, ["one", "two", "four"], "all tickets of its clients, of nobody else's");
        let saved = NewView { name: "Ромашка".into(), shared: false, position: 0, filter: asked.clone() };
        desk.desk.save_view(&anna, saved).await.unwrap();
        let views = desk.desk.read(&anna).unwrap().saved_views(desk.now()).await.unwrap();
        assert_eq!(views[0].count, Some(3));
        let nobody = inbox(&desk, &anna, InboxQuery::with(filter("company=Nobody"), desk.now())).await.unwrap();
        assert!(nobody.rows.is_empty());
    }

    async fn a_row_by_itself_reads_its_own_place_and_nobody_elses(database: TestDatabase) {
        let (desk, anna) = crate::chat_queue::desk(database).await;
        let mut tickets = Vec::new();
        for visitor in 0..5 {
            tickets.push(crate::chat_queue::asks(&desk, &format!("visitor-{visitor}")).await);
        }
        let mail = open(&desk, message("a@client.example", "mail", "text")).await;
        let reader = desk.desk.read(&anna).unwrap();
        let listed = reader.inbox(of(&desk, View::All)).await.unwrap().rows;
        let mut asked = Vec::new();
        for (at, id) in tickets.iter().chain([&mail]).enumerate() {
            let ticket = desk.ticket(id).await.id;
            let before = desk.desk.statements();
            let row = reader.inbox_row(ticket, desk.now()).await.unwrap();
            asked.push(desk.desk.statements() - before);
            assert_eq!(row.queue.map(|queue| queue.place), (at < 5).then_some(at + 1));
            let same = listed.iter().find(|row| row.public_id == *id).unwrap();
            assert_eq!(format!("{row:?}"), format!("{same:?}"));
        }
        assert!(asked.iter().all(|count| *count == asked[0] && *count <= 7), "{asked:?} statements, BEGIN and COMMIT among them");
        let plan = reader.queue_plan(desk.ticket(&tickets[4]).await.id).await.unwrap().join("\n");
        for index in ["chat_talk_ticket", "chat_talk_queue"] {
            assert!(plan.split([' ', '\n']).any(|word| word == index), "{index} is not used:\n{plan}");
        }
        assert!(!plan.contains("Seq Scan") && !format!("{plan}\n").contains("SCAN chat_talk"), "{plan}");
    }

    async fn a_row_of_one_ticket_is_the_row_of_the_list(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let anna = desk.person("Anna", Role::Operator).await;
        let id = open(&desk, message("a@client.example", "one", "text")).await;
        let ticket = desk.ticket(&id).await;
        let reader = desk.desk.read(&anna).unwrap();
        let row = reader.inbox_row(ticket.id, desk.now()).await.unwrap();
        let listed = reader.inbox(of(&desk, View::All)).await.unwrap().rows.remove(0);
        assert_eq!(format!("{row:?}"), format!("{listed:?}"));
        assert!(matches!(reader.inbox_row(domain::TicketId(1), desk.now()).await, Err(DeskError::NotFound(_))));
        // An outcome belongs to a state; reading does not invent one.
        assert_eq!(ticket.outcome, None::<Outcome>);
    }
}
