//! A merge of clients is complete and reversible, over stories that chance makes up: whatever happened before it and while it
//! stood (mail of either, calls of either, answers, consents, wishes, cards, tickets merged and parted), afterwards everything that
//! was somebody's is theirs, what came by an address since is its owner's, and nothing is gone.

use channel::ThreadHint;
use desk::client::ClientPatch;
use desk::read::ClientPageView;
use desk::ticket::{LoggedCall, Reply};
use domain::act::{Call, CallOutcome, Direction};
use domain::intake::Consent;
use domain::{Actor, Handle, HandleKind, Principal, Role};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};
use testkit::{TestDatabase, TestDesk, both_databases, message};

/// Pairs of clients whose stories are told.
const STORIES: usize = 30;
const MINUTE: i64 = 60_000_000;
const LINE: &str = "\n[[channel]]\nname = 'line'\nkind = 'phone'\nbrand = 'Север'\nteam = 'Поддержка'\nacknowledges = false\n";

/// What may happen; `side` is whose address it comes by.
#[derive(Clone, Debug)]
enum Happening {
    Wrote {
        consent: bool,
    },
    /// On the newest ticket of the other side's.
    WroteThere,
    Called,
    Answered,
    Wished(HandleKind),
    Carded(&'static str),
}

type Story = Vec<(bool, Happening)>;

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        4 => any::<bool>().prop_map(|consent| Happening::Wrote { consent }),
        2 => Just(Happening::WroteThere),
        3 => Just(Happening::Called),
        2 => Just(Happening::Answered),
        1 => Just(Happening::Wished(HandleKind::Email)),
        1 => Just(Happening::Wished(HandleKind::Phone)),
        1 => Just(Happening::Carded("Ромашка")),
        1 => Just(Happening::Carded("Василёк")),
    ]
}

fn story() -> impl Strategy<Value = (Story, Story)> {
    let steps = |most| prop::collection::vec((any::<bool>(), happening()), 0..most);
    (steps(6), steps(9))
}

/// Two people, and what is known to be whose.
struct Two<'a> {
    desk: &'a TestDesk,
    vera: &'a Principal,
    number: usize,
    /// Public ids of the two clients; empty until they first came.
    clients: [String; 2],
    merged: bool,
    /// Side of every ticket.
    tickets: BTreeMap<String, usize>,
    /// Tickets with a consent, and how many.
    consents: BTreeMap<String, usize>,
    steps: usize,
}

impl<'a> Two<'a> {
    async fn meet(desk: &'a TestDesk, vera: &'a Principal, number: usize) -> Two<'a> {
        let (clients, tickets, consents) = Default::default();
        let mut two = Two {
            desk,
            vera,
            number,
            clients,
            merged: false,
            tickets,
            consents,
            steps: 0,
        };
        for side in [0, 1] {
            let ticket = two.wrote(side, None, false).await;
            two.clients[side] = desk.ticket(&ticket).await.client.public_id;
        }
        two
    }

    fn mail(&self, side: usize) -> String {
        format!("{}-{side}@client.example", self.number)
    }

    fn phone(&self, side: usize) -> String {
        format!("+7912{:06}{side}", self.number)
    }

    /// Whose page it is now.
    fn card_of(&self, side: usize) -> &str {
        &self.clients[if self.merged { 0 } else { side }]
    }

    /// A ticket is whose it was; one that was opened while they were one goes with whoever opened it.
    fn spoke(&mut self, ticket: &str, side: usize) {
        self.tickets.entry(ticket.to_owned()).or_insert(side);
    }

    async fn wrote(&mut self, side: usize, there: Option<String>, consent: bool) -> String {
        self.steps += 1;
        self.desk.clock.advance(MINUTE);
        let text = format!("Вопрос {}", self.steps);
        let phone = self.phone(side);
        let mut said = message(&self.mail(side), &text, &text).with(|message| {
            message.wishes.silent = true;
            // The door knows by which number they are reached.
            message.wishes.vouched = vec![Handle::new(HandleKind::Phone, phone, "")];
            message.wishes.consent = consent.then(|| Consent {
                version: "2026-11".into(),
                lang: "ru".into(),
                text: "Согласен".into(),
                hash: "a".repeat(64),
            });
        });
        if let Some(ticket) = there {
            said = said.hint(ThreadHint::Ticket(ticket));
        }
        let ticket = self.desk.take(said).await.ticket.unwrap().public_id;
        self.spoke(&ticket, side);
        if consent {
            *self.consents.entry(ticket.clone()).or_default() += 1;
        }
        ticket
    }

    async fn call(&mut self, side: usize) {
        self.steps += 1;
        self.desk.clock.advance(MINUTE);
        let rang_at = self.desk.now();
        self.desk.clock.advance(MINUTE);
        let logged = LoggedCall {
            call: Call {
                direction: Direction::In,
                outcome: CallOutcome::Connected,
                rang_at,
                connected_at: Some(rang_at),
                ended_at: None,
                recording: String::new(),
                number: self.phone(side),
            },
            channel: self.desk.channel("line"),
            name: String::new(),
            by: String::new(),
            ticket: None,
            client: None,
            text: "Поговорили".into(),
            on_merits: false,
            reason: String::new(),
            clock_said: None,
            key: format!("call:{}:{}", self.number, self.steps),
            trace: "t".into(),
        };
        let done = self.desk.desk.log_call(self.vera, logged).await.unwrap().ticket;
        self.spoke(&done, side);
    }

    async fn happen(&mut self, side: usize, what: &Happening) {
        let newest = |two: &Self, side: usize| {
            let own = two.tickets.iter().filter(|(_, owner)| **owner == side);
            own.map(|(ticket, _)| ticket.clone()).next_back()
        };
        match what {
            Happening::Wrote { consent } => drop(self.wrote(side, None, *consent).await),
            Happening::WroteThere => {
                // One who is known to be the same person goes on with the talk of the other.
                let there = newest(self, if self.merged { 1 - side } else { side });
                self.wrote(side, there, false).await;
            }
            Happening::Called => self.call(side).await,
            Happening::Answered => {
                let reply = Reply {
                    text: "Ответ".into(),
                    ..Reply::default()
                };
                if let Some(ticket) = newest(self, side) {
                    self.desk.desk.reply(self.vera, &ticket, reply).await.unwrap();
                }
            }
            Happening::Wished(kind) => {
                let patch = ClientPatch {
                    wishes: Some([(String::new(), *kind)].into()),
                    ..ClientPatch::default()
                };
                self.patch(side, patch).await;
            }
            Happening::Carded(company) => {
                let patch = ClientPatch {
                    company: Some((*company).to_owned()),
                    ..ClientPatch::default()
                };
                self.patch(side, patch).await;
            }
        }
    }

    async fn patch(&self, side: usize, patch: ClientPatch) {
        let client = self.card_of(side);
        self.desk
            .desk
            .change_client(self.vera, client, patch)
            .await
            .unwrap();
    }

    async fn card(&self, side: usize) -> ClientPageView {
        let reader = self.desk.desk.read(&TestDesk::supervisor()).unwrap();
        reader.client(&self.clients[side], None).await.unwrap()
    }

    /// Everything is with its own side.
    async fn check_apart(&self, told: &str) {
        for side in [0, 1] {
            let card = self.card(side).await;
            assert_eq!((card.merged_into, card.merges.len()), (None, 0), "{told}");
            let addresses: BTreeSet<String> = card
                .addresses
                .iter()
                .map(|one| one.handle.value.clone())
                .collect();
            let own = BTreeSet::from([self.mail(side), self.phone(side)]);
            assert_eq!(addresses, own, "addresses of {side}: {told}");
            let tickets: BTreeSet<&str> = card.tickets.iter().map(|one| one.public_id.as_str()).collect();
            let wanted = self.tickets.iter().filter(|(_, owner)| **owner == side);
            assert_eq!(
                tickets,
                wanted.map(|(id, _)| id.as_str()).collect(),
                "tickets of {side}: {told}"
            );
            for ticket in tickets {
                let view = self.desk.ticket(ticket).await;
                assert_eq!(view.client.public_id, self.clients[side], "{told}");
                let mut current = view.client.identities.iter().filter(|one| one.current);
                assert!(
                    current.all(|one| own.contains(&one.handle.value)),
                    "answers go to nobody else: {told}"
                );
                let reader = self.desk.desk.read(&TestDesk::supervisor()).unwrap();
                let consents = reader.consents(ticket).await.unwrap().len();
                assert_eq!(
                    consents,
                    self.consents.get(ticket).copied().unwrap_or_default(),
                    "{ticket}: {told}"
                );
            }
        }
    }

    /// All of it is with one.
    async fn check_together(&self, told: &str) {
        let card = self.card(0).await;
        assert_eq!(card.addresses.len(), 4, "{told}");
        let tickets: BTreeSet<&str> = card.tickets.iter().map(|one| one.public_id.as_str()).collect();
        assert_eq!(
            tickets,
            self.tickets.keys().map(String::as_str).collect(),
            "{told}"
        );
        let gone = self.card(1).await;
        assert_eq!((gone.addresses.len(), gone.tickets.len()), (0, 0), "{told}");
    }

    /// Cards, wishes and histories, to be compared.
    async fn whole(&self) -> String {
        let mut all = Vec::new();
        for side in [0, 1] {
            let card = self.card(side).await;
            let lines: Vec<String> = card
                .timeline
                .into_iter()
                .map(|line| line.entry.public_id)
                .collect();
            all.push(format!("{:?}", (card.profile, card.wishes, lines)));
        }
        all.join("\n")
    }
}

both_databases! {
    async fn whatever_happened_everybody_gets_their_own_back(database: TestDatabase) {
        let desk = TestDesk::new(database).await;
        desk.desk.apply_setup(Actor::System, LINE).await.unwrap();
        let vera = desk.person("Vera", Role::Operator).await;
        let (mut runner, strategy) = (TestRunner::deterministic(), story());
        for number in 0..STORIES {
            let (before, meanwhile) = strategy.new_tree(&mut runner).unwrap().current();
            let told = format!("{before:?}, merged, {meanwhile:?}");
            let mut two = Two::meet(&desk, &vera, number).await;
            for (side, what) in &before {
                two.happen(usize::from(*side), what).await;
            }
            two.check_apart(&told).await;
            let wishes = two.card(1).await.wishes;
            desk.desk.merge_clients(&vera, &two.clients[1], &two.clients[0]).await.unwrap();
            two.merged = true;
            for (side, what) in &meanwhile {
                two.happen(usize::from(*side), what).await;
            }
            desk.settle().await;
            two.check_together(&told).await;
            desk.desk.unmerge_clients(&vera, &two.clients[1]).await.unwrap();
            two.merged = false;
            two.check_apart(&told).await;
            // What was wished anew while they were one is the survivor's.
            assert_eq!(two.card(1).await.wishes, wishes, "{told}");

            // Made and taken back at once, nothing is different.
            let whole = two.whole().await;
            desk.desk.merge_clients(&vera, &two.clients[1], &two.clients[0]).await.unwrap();
            two.check_together(&told).await;
            desk.desk.unmerge_clients(&vera, &two.clients[1]).await.unwrap();
            assert_eq!(two.whole().await, whole, "{told}");
            two.check_apart(&told).await;
        }
        let broken = desk.desk.broken_promises().await.unwrap();
        let broken: Vec<_> = broken.iter().filter(|one| !one.starts_with("what the doors saw")).collect();
        assert!(broken.is_empty(), "{broken:?}");
    }
}
