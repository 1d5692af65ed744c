//! Talks in a chat while the node behind them is killed again and again. Visitors say each word under an id until it is taken,
//! operators answer under keys until the answer is, and pages listen and connect again. Nothing is lost and nothing is
//! doubled: not in what the operator sees, not in what the visitor saw on the way, not in what a page sees that is opened anew.

use super::http;
use super::node::{Database, Node};
use super::sink::MailSink;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use testkit::{TestClock, TestDatabase};

/// Who talks, and what each of them says; every second word is answered.
const VISITORS: usize = 12;
const WORDS: usize = 24;
/// How often the node is killed.
const KILLS: usize = 8;

/// A visitor and their page.
#[derive(Clone)]
struct Visitor {
    port: u16,
    number: usize,
    secret: String,
}

/// A line of the talk as a page shows it: its words, whether it is ours, and the id that the page gave it.
type Lines = BTreeMap<String, (String, bool, Option<String>)>;

pub fn nothing_is_lost_or_doubled(database: &TestDatabase) {
    let sink = MailSink::start();
    let place = Database::of(database);
    place.set_up();
    let token = format!(
        "Authorization: Bearer {}\r\nContent-Type: application/json\r\n",
        place.token()
    );
    let mut node = Node::start(&place, 0, sink.port());
    let visitors: Vec<Visitor> = (0..VISITORS)
        .map(|number| Visitor::new(node.http_port(), number))
        .collect();
    let taken = Arc::new(AtomicUsize::new(0));
    let hands = visitors.iter().cloned().map(|visitor| {
        let (token, taken) = (token.clone(), Arc::clone(&taken));
        std::thread::spawn(move || visitor.talk(&token, &taken))
    });
    let hands: Vec<_> = hands.collect();
    let pages = visitors
        .iter()
        .cloned()
        .map(|visitor| std::thread::spawn(move || visitor.listen()));
    let pages: Vec<_> = pages.collect();
    for kill in 1..=KILLS {
        while taken.load(Ordering::Relaxed) < kill * VISITORS * WORDS / (KILLS + 2) {
            std::thread::yield_now();
        }
        node.kill();
        node.restart();
    }
    let tickets: Vec<String> = hands.into_iter().map(|hand| hand.join().unwrap()).collect();
    let distinct: BTreeSet<&String> = tickets.iter().collect();
    assert_eq!(distinct.len(), VISITORS, "one talk each");
    for ((visitor, page), ticket) in visitors.iter().zip(pages).zip(&tickets) {
        let shown = page.join().unwrap();
        let opened_anew = visitor.look();
        assert_eq!(shown, opened_anew, "what was told on the way is what there is");
        visitor.check(&shown);
        visitor.check_timeline(&token, ticket);
    }
    node.stop();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = database.open(Arc::new(TestClock::at(testkit::BEGIN)));
        let broken = store.read(|r| r.verify()).await.unwrap();
        assert_eq!(broken, [], "promises of the database");
        let jobs = store.read(|r| r.job_counts()).await.unwrap();
        assert_eq!(jobs.dead, 0, "no job was given up");
    });
}

fn word(visitor: usize, n: usize) -> String {
    format!("visitor {visitor}, word {n}")
}

fn answer(visitor: usize, n: usize) -> String {
    format!("visitor {visitor}, answer {n}")
}

/// The numbers of the words that are answered.
fn answered() -> impl Iterator<Item = usize> {
    (0..WORDS).filter(|n| n % 2 == 1)
}

/// Tries again until a node takes it.
fn insist<T>(mut attempt: impl FnMut() -> Option<T>) -> T {
    loop {
        if let Some(done) = attempt() {
            return done;
        }
        std::thread::yield_now();
    }
}

impl Visitor {
    fn new(port: u16, number: usize) -> Self {
        Self {
            port,
            number,
            secret: domain::id::secret(32),
        }
    }

    fn bearer(&self) -> String {
        format!("Authorization: Bearer {}\r\n", self.secret)
    }

    /// Says everything, and is answered by an operator; the ticket of the talk.
    fn talk(&self, token: &str, taken: &AtomicUsize) -> String {
        let mut ticket = String::new();
        for n in 0..WORDS {
            let number = self.say(n);
            // Now and then the answer was lost on the way, and the page sends again.
            if n % 5 == 0 {
                assert_eq!(self.say(n), number, "the same word is in the same talk");
            }
            taken.fetch_add(1, Ordering::Relaxed);
            if ticket.is_empty() {
                ticket = insist(|| self.find(token, &number));
            }
            if n % 2 == 1 {
                self.be_answered(token, &ticket, n);
            }
        }
        ticket
    }

    /// Says a word until it is taken; the number of the talk.
    fn say(&self, n: usize) -> String {
        let form = "Content-Type: application/x-www-form-urlencoded\r\n";
        let headers = self.bearer() + form;
        let body = format!(
            "id=v{}-word-{n:04}&lang=en&text={}",
            self.number,
            word(self.number, n).replace(' ', "+")
        );
        insist(
            || match http::ask(self.port, "POST", "/chat/help/messages", &headers, &body)? {
                (200, told) => Some(told["number"].as_str().unwrap().to_owned()),
                (status, told) => {
                    assert!(status >= 500, "{status} {told}");
                    None
                }
            },
        )
    }

    fn find(&self, token: &str, number: &str) -> Option<String> {
        let (status, told) = http::ask(
            self.port,
            "GET",
            "/api/v1/tickets?view=everything&limit=100",
            token,
            "",
        )?;
        assert!(status == 200 || status >= 500, "{status} {told}");
        let found = told["tickets"]
            .as_array()?
            .iter()
            .find(|ticket| ticket["number"] == number)?;
        found["id"].as_str().map(str::to_owned)
    }

    fn be_answered(&self, token: &str, ticket: &str, n: usize) {
        let headers = format!("{token}Idempotency-Key: v{}-{n}\r\n", self.number);
        let path = format!("/api/v1/tickets/{ticket}/replies");
        let body = json!({ "text": answer(self.number, n) }).to_string();
        insist(|| match http::ask(self.port, "POST", &path, &headers, &body)? {
            (201, _) => Some(()),
            (status, told) => {
                assert!(status >= 500, "{status} {told}");
                None
            }
        });
    }

    /// Listens until all of the talk was shown and confirmed; connects again as often as the line breaks.
    fn listen(&self) -> Lines {
        let mut lines = Lines::new();
        while lines.len() < WORDS + answered().count() {
            let Some(stream) = http::begin(self.port, "GET", "/chat/help/events", &self.bearer(), "") else {
                std::thread::yield_now();
                continue;
            };
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                self.show(&line, &mut lines);
                if lines.len() >= WORDS + answered().count() {
                    break;
                }
            }
        }
        lines
    }

    /// Shows what an event tells, and confirms what is new of ours.
    fn show(&self, line: &str, lines: &mut Lines) {
        let told = line
            .strip_prefix("data: ")
            .and_then(|data| serde_json::from_str::<Value>(data).ok());
        let told = told.unwrap_or_default();
        for line in told["lines"].as_array().into_iter().flatten() {
            let id = line["id"].as_str().unwrap().to_owned();
            let text = line["text"].as_str().unwrap().to_owned();
            let mine = line["mine"].as_str().map(str::to_owned);
            let shown = (text, line["ours"] == true, mine);
            let before = lines.insert(id.clone(), shown.clone());
            assert!(
                before.is_none_or(|before| before == shown),
                "a line became another: {shown:?}"
            );
            if line["unseen"] == true {
                let headers = self.bearer() + "Content-Type: application/json\r\n";
                let body = json!({ "entries": [id] }).to_string();
                insist(|| {
                    let (status, _) = http::ask(self.port, "POST", "/chat/help/seen", &headers, &body)?;
                    (status == 204).then_some(())
                });
            }
        }
    }

    /// The talk on a page that is opened now.
    fn look(&self) -> Lines {
        let mut lines = Lines::new();
        let stream = http::begin(self.port, "GET", "/chat/help/events", &self.bearer(), "").unwrap();
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            self.show(&line, &mut lines);
            if !lines.is_empty() {
                break;
            }
        }
        lines
    }

    /// Everything that was said is shown, each once.
    fn check(&self, shown: &Lines) {
        let of = |ours: bool| {
            let said = shown.values().filter(move |line| line.1 == ours);
            said.map(|line| line.0.clone()).collect::<BTreeSet<_>>()
        };
        let words: BTreeSet<String> = (0..WORDS).map(|n| word(self.number, n)).collect();
        let answers: BTreeSet<String> = answered().map(|n| answer(self.number, n)).collect();
        assert_eq!((of(false), of(true)), (words, answers));
        assert_eq!(
            shown.len(),
            WORDS + answered().count(),
            "nothing twice: {shown:?}"
        );
        let own: BTreeSet<&String> = shown.values().filter_map(|line| line.2.as_ref()).collect();
        assert_eq!(own.len(), WORDS, "the page knows its own words again");
    }

    /// What the operator sees: words and answers in their order, each once, each answer delivered.
    fn check_timeline(&self, token: &str, ticket: &str) {
        let wanted: Vec<String> = (0..WORDS)
            .flat_map(|n| {
                let answer = (n % 2 == 1).then(|| answer(self.number, n));
                [Some(word(self.number, n)), answer]
            })
            .flatten()
            .collect();
        let mut before = String::new();
        let mut said = Vec::new();
        loop {
            let path = format!("/api/v1/tickets/{ticket}/timeline{before}");
            let (status, told) = http::ask(self.port, "GET", &path, token, "").unwrap();
            assert_eq!(status, 200, "{told}");
            let page = told["entries"].as_array().unwrap().iter();
            let page =
                page.filter(|entry| matches!(entry["kind"].as_str(), Some("message_in" | "message_out")));
            let mut page: Vec<Value> = page.cloned().collect();
            page.append(&mut said);
            said = page;
            match told["before"].as_str() {
                Some(cursor) => before = format!("?before={cursor}"),
                None => break,
            }
        }
        let texts: Vec<&str> = said.iter().filter_map(|entry| entry["text"].as_str()).collect();
        assert_eq!(texts, wanted);
        for entry in said.iter().filter(|entry| entry["kind"] == "message_out") {
            let deliveries = entry["deliveries"].as_array().unwrap();
            assert_eq!(deliveries.len(), 1, "it goes by one way: {entry}");
            assert_eq!(deliveries[0]["fate"], "delivered", "{entry}");
        }
    }
}
