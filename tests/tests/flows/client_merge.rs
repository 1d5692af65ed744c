//! Two records of one person become one, and two again: nothing is lost either way, whatever happened meanwhile.

use channel::ThreadHint;
use desk::DeskError;
use desk::client::{ClientPatch, ClientRecord};
use desk::read::ClientPageView;
use domain::client::Evidence;
use domain::intake::{AnswerBy, AnswerWish};
use domain::{Handle, HandleKind, Principal, Role};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use testkit::{TestDatabase, TestDesk, both_databases, message, moment};

/// Pairs of clients that are merged and parted.
const HISTORIES: usize = 25;

const VIP: &str = "
[[segment]]
key = 'vip'
name = { ru = 'Важный', en = 'VIP' }
[[policy]]
name = 'vip'
when = { segments = ['vip'] }
[[policy.clock]]
kind = 'first_response'
target = { minutes = 5 }
calendar = 'line'
";

async fn client_of(desk: &TestDesk, ticket: &str) -> String {
    desk.ticket(ticket).await.client.public_id
}

async fn card(desk: &TestDesk, client: &str) -> ClientPageView {
    let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
    reader.client(client, None).await.unwrap()
}

/// What of a client must be the same after a merge and its undoing.
async fn whole(desk: &TestDesk, client: &str) -> String {
    let card = card(desk, client).await;
    let mut addresses: Vec<String> = card
        .addresses
        .iter()
        .map(|one| format!("{:?}", (&one.handle, &one.verified)))
        .collect();
    addresses.sort();
    let mut tickets = Vec::new();
    for ticket in &card.tickets {
        let view = desk.ticket(&ticket.public_id).await;
        let clocks: Vec<_> = view
            .clocks
            .iter()
            .map(|clock| (clock.kind, clock.due, clock.verdict, clock.open))
            .collect();
        let address: Vec<_> = view
            .client
            .identities
            .into_iter()
            .filter(|one| one.current)
            .collect();
        tickets.push(format!(
            "{:?}",
            (&view.number, view.state, clocks, address, view.asked.consents)
        ));
    }
    let lines: Vec<&str> = card
        .timeline
        .iter()
        .map(|line| line.entry.public_id.as_str())
        .collect();
    format!(
        "{:?}",
        (
            &card.profile,
            card.wishes,
            addresses,
            tickets,
            lines,
            card.merged_into
        )
    )
}

#[derive(Clone, Debug)]
struct Story {
    /// How many requests either client sends.
    asks: [usize; 2],
    segments: [bool; 2],
    companies: [bool; 2],
    no_calls: bool,
    wishes: [bool; 2],
    answered: bool,
}

fn story() -> impl Strategy<Value = Story> {
    (
        [1usize..4, 1..4],
        any::<[bool; 2]>(),
        any::<[bool; 2]>(),
        any::<bool>(),
        any::<[bool; 2]>(),
        any::<bool>(),
    )
        .prop_map(|(asks, segments, companies, no_calls, wishes, answered)| Story {
            asks,
            segments,
            companies,
            no_calls,
            wishes,
            answered,
        })
}

async fn happen(desk: &TestDesk, vera: &Principal, number: usize, story: &Story) -> [String; 2] {
    let mut clients = [String::new(), String::new()];
    for (side, asks) in story.asks.into_iter().enumerate() {
        let from = format!("{number}-{side}@client.example");
        for ask in 0..asks {
            desk.clock.advance(60_000_000);
            let ticket = desk
                .take(message(&from, &format!("Q{ask}"), "Вопрос"))
                .await
                .ticket
                .unwrap();
            if story.answered {
                let reply = desk::ticket::Reply {
                    text: "Ответ".into(),
                    ..desk::ticket::Reply::default()
                };
                desk.desk.reply(vera, &ticket.public_id, reply).await.unwrap();
            }
            clients[side] = client_of(desk, &ticket.public_id).await;
        }
        let patch = ClientPatch {
            segment: story.segments[side].then(|| "vip".to_owned()),
            company: story.companies[side].then(|| format!("Company {side}")),
            no_calls: (side == 1).then_some(story.no_calls),
            wishes: story.wishes[side].then(|| [(String::new(), HandleKind::Phone)].into()),
            ..ClientPatch::default()
        };
        desk.desk
            .change_client(vera, &clients[side], patch)
            .await
            .unwrap();
    }
    clients
}

fn wish(phone: &str) -> Option<AnswerWish> {
    Some(AnswerWish {
        by: AnswerBy::Phone,
        phone: phone.into(),
    })
}

both_databases! {
    async fn a_merge_taken_back_leaves_both_as_they_were(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.desk.apply_setup(domain::Actor::System, VIP).await.unwrap();
        let vera = desk.person("Vera", Role::Operator).await;
        let mut runner = TestRunner::deterministic();
        for number in 0..HISTORIES {
            let story = story().new_tree(&mut runner).unwrap().current();
            let [one, other] = happen(&desk, &vera, number, &story).await;
            let before = (whole(&desk, &one).await, whole(&desk, &other).await);
            desk.desk.merge_clients(&vera, &other, &one).await.unwrap();
            let merged = card(&desk, &one).await;
            assert_eq!(merged.tickets.len(), story.asks[0] + story.asks[1], "{story:?}");
            assert_eq!(merged.addresses.len(), 2);
            assert!(card(&desk, &other).await.tickets.is_empty());
            desk.desk.unmerge_clients(&vera, &other).await.unwrap();
            let after = (whole(&desk, &one).await, whole(&desk, &other).await);
            assert_eq!(after, before, "{story:?}");
        }
    }

    async fn a_merged_client_is_one_and_what_came_since_goes_with_its_address(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let ask = |from: &str, title: &str| message(from, title, "Вопрос").named("Анна Королёва");
        let home = desk.take(ask("anna@home.example", "Карта")).await.ticket.unwrap().public_id;
        let work = desk.take(ask("anna@work.example", "Счёт")).await.ticket.unwrap().public_id;
        let (one, other) = (client_of(&desk, &home).await, client_of(&desk, &work).await);
        desk.desk.merge_clients(&vera, &other, &one).await.unwrap();
        let since = desk.take(ask("anna@work.example", "Вклад")).await.ticket.unwrap().public_id;
        assert_eq!(client_of(&desk, &since).await, one, "one client");
        // The talk about the card goes on from the other address: it is the same person.
        let more = ask("anna@work.example", "Re: Карта").hint(ThreadHint::Ticket(home.clone()));
        desk.take(more).await;
        let late = ClientPatch { company: Some("Ромашка".into()), ..ClientPatch::default() };
        desk.desk.change_client(&vera, &one, late).await.unwrap();
        assert_eq!(card(&desk, &one).await.merges[0].absorbed, other);
        let part = desk.desk.change_client(&vera, &other, ClientPatch { segment: Some("vip".into()), ..ClientPatch::default() }).await;
        assert!(matches!(part, Err(DeskError::Conflict { code: "client_merged", .. })));
        let again = desk.desk.merge_clients(&vera, &other, &one).await;
        assert!(matches!(again, Err(DeskError::Conflict { code: "client_merged", .. })));

        desk.desk.unmerge_clients(&vera, &other).await.unwrap();
        assert_eq!(client_of(&desk, &since).await, other, "what came by a returned address returns with it");
        assert_eq!(client_of(&desk, &work).await, other);
        let home = desk.ticket(&home).await;
        assert_eq!(home.client.public_id, one);
        let goes_to = home.client.identities.into_iter().find(|address| address.current).unwrap();
        assert_eq!(goes_to.handle.value, "anna@home.example", "answers never go to another client's address");
        assert_eq!(card(&desk, &one).await.profile.company, "Ромашка", "a later change stays");
        let twice = desk.desk.unmerge_clients(&vera, &other).await;
        assert!(matches!(twice, Err(DeskError::Conflict { code: "client_not_merged", .. })));
    }

    async fn tickets_that_are_one_hold_their_clients_together(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let first = desk.take(message("a@client.example", "Q", "Вопрос")).await.ticket.unwrap().public_id;
        let second = desk.take(message("b@client.example", "Q", "Вопрос")).await.ticket.unwrap();
        let (one, other) = (client_of(&desk, &first).await, client_of(&desk, &second.public_id).await);
        assert!(desk.desk.merge(&vera, &second.public_id, &first, None).await.is_err(), "two clients");
        desk.desk.merge_clients(&vera, &other, &one).await.unwrap();
        desk.desk.merge(&vera, &second.public_id, &first, None).await.unwrap();
        let refused = desk.desk.unmerge_clients(&vera, &other).await.unwrap_err();
        assert!(matches!(&refused, DeskError::Conflict { code: "tickets_merged", reason } if reason.contains(&second.number)), "{refused}");
        assert_eq!(card(&desk, &one).await.addresses.len(), 2, "nothing of a refused one happened");
        desk.desk.unmerge(&vera, &second.public_id).await.unwrap();
        desk.desk.unmerge_clients(&vera, &other).await.unwrap();
        assert_eq!(client_of(&desk, &second.public_id).await, other);
    }

    async fn wishes_go_back_to_whose_they_were_though_the_card_was_saved(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let one = desk.take(message("anna@home.example", "Q", "Вопрос")).await.ticket.unwrap().public_id;
        let other = desk.take(message("anna@work.example", "Q", "Вопрос")).await.ticket.unwrap().public_id;
        let (one, other) = (client_of(&desk, &one).await, client_of(&desk, &other).await);
        let wishes = |kind| ClientPatch { wishes: Some([(String::new(), kind)].into()), ..ClientPatch::default() };
        desk.desk.change_client(&vera, &other, wishes(HandleKind::Phone)).await.unwrap();
        desk.desk.merge_clients(&vera, &other, &one).await.unwrap();
        // Whoever saves the card sends all of it.
        desk.desk.change_client(&vera, &one, wishes(HandleKind::Phone)).await.unwrap();
        desk.desk.unmerge_clients(&vera, &other).await.unwrap();
        assert_eq!(card(&desk, &other).await.wishes, [(String::new(), HandleKind::Phone)]);
        assert!(card(&desk, &one).await.wishes.is_empty());
        desk.desk.change_client(&vera, &other, wishes(HandleKind::Email)).await.unwrap();
        assert_eq!(card(&desk, &other).await.wishes, [(String::new(), HandleKind::Email)]);
        let none = ClientPatch { wishes: Some([].into()), ..ClientPatch::default() };
        desk.desk.change_client(&vera, &other, none).await.unwrap();
        assert!(card(&desk, &other).await.wishes.is_empty());
    }

    async fn a_wish_that_was_overruled_or_dropped_meanwhile_is_still_whose_it_was(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let one = desk.take(message("anna@home.example", "Q", "Вопрос")).await.ticket.unwrap().public_id;
        let other = desk.take(message("anna@work.example", "Q", "Вопрос")).await.ticket.unwrap().public_id;
        let (one, other) = (client_of(&desk, &one).await, client_of(&desk, &other).await);
        let wished = |kind: Option<HandleKind>| -> Vec<(String, HandleKind)> {
            kind.map(|kind| (String::new(), kind)).into_iter().collect()
        };
        let wishes = |kind| ClientPatch { wishes: Some(wished(kind).into_iter().collect()), ..ClientPatch::default() };
        desk.desk.change_client(&vera, &other, wishes(Some(HandleKind::Phone))).await.unwrap();
        for meanwhile in [Some(HandleKind::Email), None] {
            desk.desk.merge_clients(&vera, &other, &one).await.unwrap();
            desk.desk.change_client(&vera, &one, wishes(meanwhile)).await.unwrap();
            assert_eq!(card(&desk, &one).await.wishes, wished(meanwhile));
            desk.desk.unmerge_clients(&vera, &other).await.unwrap();
            assert_eq!(card(&desk, &other).await.wishes, wished(Some(HandleKind::Phone)));
            assert_eq!(card(&desk, &one).await.wishes, wished(meanwhile));
            desk.desk.change_client(&vera, &one, wishes(None)).await.unwrap();
        }
    }

    async fn merges_are_proposed_on_evidence_and_never_on_a_name(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let named = |from: &str, name: &str| message(from, "Q", "Вопрос").named(name);
        let one = desk.take(named("anna@home.example", "Анна Королёва")).await.ticket.unwrap().public_id;
        let namesake = desk.take(named("koroleva@far.example", "Королева Анна")).await.ticket.unwrap().public_id;
        let (one, namesake) = (client_of(&desk, &one).await, client_of(&desk, &namesake).await);
        assert!(card(&desk, &one).await.proposals.is_empty(), "a name proposes nothing");
        for client in [&one, &namesake] {
            let patch = ClientPatch { company: Some("Ромашка".into()), ..ClientPatch::default() };
            desk.desk.change_client(&vera, client, patch).await.unwrap();
        }
        let proposals = card(&desk, &one).await.proposals;
        assert_eq!((proposals.len(), proposals[0].score), (1, 50), "with something else it does");
        desk.desk.tell_clients_apart(&vera, &namesake, &one).await.unwrap();
        assert!(card(&desk, &one).await.proposals.is_empty() && card(&desk, &namesake).await.proposals.is_empty());

        // Somebody asks to be called at the number that Anna's own system gave us.
        let record = ClientRecord {
            patch: ClientPatch { name: Some("Анна К.".into()), ..ClientPatch::default() },
            addresses: vec![Handle::new(HandleKind::Phone, "+79123456789", "")],
        };
        let host = desk.desk.upsert_client(&vera, "A-17", record).await.unwrap();
        desk.take(named("anna@home.example", "").with(|m| m.wishes.answer = wish("8 912 345-67-89"))).await;
        let found = card(&desk, &one).await.proposals;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].client, host.client);
        assert!(matches!(found[0].evidence[..], [Evidence::Named { verified: true, .. }]), "{found:?}");
        assert_eq!(card(&desk, &host.client).await.proposals[0].client, one, "seen from either side");
    }

    async fn the_hosts_own_system_keeps_its_clients_up_to_date(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let vera = desk.person("Vera", Role::Operator).await;
        let ticket = desk.take(message("anna@home.example", "Q", "Вопрос")).await.ticket.unwrap().public_id;
        let known = client_of(&desk, &ticket).await;
        let record = |name: &str, address: Handle| ClientRecord {
            patch: ClientPatch { name: Some(name.into()), zone: Some("Asia/Omsk".into()), ..ClientPatch::default() },
            addresses: vec![address],
        };
        let phone = Handle::new(HandleKind::Phone, "+79123456789", "");
        let made = desk.desk.upsert_client(&vera, "A-17", record("Анна", phone.clone())).await.unwrap();
        assert!(made.created && made.taken.is_empty());
        let mail = Handle::email("anna@home.example", "");
        let again = desk.desk.upsert_client(&vera, "A-17", record("Анна Королёва", mail)).await.unwrap();
        assert_eq!((again.client.as_str(), again.created, again.taken.len()), (made.client.as_str(), false, 1));
        let page = card(&desk, &made.client).await;
        assert_eq!(page.profile.name, "Анна Королёва");
        assert_eq!(page.addresses.len(), 2, "the number stays; the taken address is not taken from anybody");
        assert_eq!(page.proposals[0].client, known);
        assert!(desk.desk.upsert_client(&vera, " ", ClientRecord::default()).await.is_err());
        let odd = ClientPatch { zone: Some("Mars/Base".into()), ..ClientPatch::default() };
        assert!(matches!(desk.desk.change_client(&vera, &known, odd).await, Err(DeskError::Invalid(_))));
    }

    async fn a_clients_history_is_one_over_all_tickets_a_page_at_a_time(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        let mut last = String::new();
        for day in 0..60 {
            desk.clock.advance(60_000_000);
            last = desk.take(message("anna@home.example", &format!("Q{day}"), "Вопрос")).await.ticket.unwrap().public_id;
        }
        let client = client_of(&desk, &last).await;
        let reader = desk.desk.read(&TestDesk::supervisor()).unwrap();
        let before = desk.desk.statements();
        let first = reader.client(&client, None).await.unwrap();
        let cost = desk.desk.statements() - before;
        assert!(cost <= 24, "{cost} statements for a page");
        assert_eq!((first.timeline.len(), first.tickets.len()), (50, 50));
        assert_eq!(first.timeline[0].ticket, last, "newest first");
        let second = reader.client(&client, first.next).await.unwrap();
        assert_eq!((second.timeline.len(), second.next), (10, None));
        let seen: std::collections::BTreeSet<_> = first.timeline.iter().chain(&second.timeline).map(|line| line.entry.public_id.clone()).collect();
        assert_eq!(seen.len(), 60, "nothing twice, nothing left out");
        assert_eq!(first.since, moment("2026-04-14T09:31:00+03:00"));
    }
}
