//! A sender that behaves like a mail server: what was not acknowledged is sent again, and sometimes what was.

use std::collections::{BTreeSet, VecDeque};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// What an attempt came to.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    Acknowledged,
    /// 4xx: come again.
    Deferred,
    /// The line broke before the answer.
    Broken,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<usize>,
    acknowledged: BTreeSet<usize>,
    deferred: usize,
    broken: usize,
    attempts: usize,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    ports: Vec<u16>,
    mails: usize,
    run: String,
}

/// A running sender.
pub struct Sender {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

impl Sender {
    /// Delivers `mails` mails over `connections` connections, spread over ports.
    pub fn start(ports: Vec<u16>, mails: usize, connections: usize) -> Self {
        let state = State {
            waiting: (0..mails).collect(),
            ..State::default()
        };
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            changed: Condvar::new(),
            ports,
            mails,
            run: domain::id::secret(8),
        });
        let threads = (0..connections)
            .map(|n| {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || deliver(&shared, n))
            })
            .collect();
        Self { shared, threads }
    }

    /// Waits until so many mails are acknowledged.
    pub fn wait_for_acknowledged(&self, count: usize) {
        self.wait(|state| state.acknowledged.len() >= count);
    }

    /// Waits until so many attempts ended so.
    pub fn wait_for(&self, verdict: Verdict, count: usize) {
        self.wait(|state| match verdict {
            Verdict::Acknowledged => state.acknowledged.len() >= count,
            Verdict::Deferred => state.deferred >= count,
            Verdict::Broken => state.broken >= count,
        });
    }

    /// Waits for the rest and tells the Message-IDs of everything acknowledged.
    pub fn finish(self) -> Vec<String> {
        for thread in self.threads {
            thread.join().unwrap();
        }
        let state = self.shared.state.lock().unwrap();
        println!(
            "{} attempts, {} deferred, {} broken",
            state.attempts, state.deferred, state.broken
        );
        state
            .acknowledged
            .iter()
            .map(|n| message_id(&self.shared.run, *n))
            .collect()
    }

    fn wait(&self, until: impl Fn(&State) -> bool) {
        let state = self.shared.state.lock().unwrap();
        let patience = Duration::from_secs(240);
        let (_state, late) = self
            .shared
            .changed
            .wait_timeout_while(state, patience, |state| !until(state))
            .unwrap();
        assert!(!late.timed_out(), "the sender got nowhere for {patience:?}");
    }
}

fn message_id(run: &str, n: usize) -> String {
    format!("{n}.{run}@client.test")
}

/// Every mail has a sender of its own, or acknowledgements would be bounded to three an hour.
fn mail(run: &str, n: usize) -> String {
    let padding = "Строка письма, каких много. A line of a mail like many others.\r\n".repeat(n % 40);
    format!(
        "Received: from client.test by relay.test with ESMTP; Mon, 2 Nov 2026 09:00:00 +0000\r\n\
         From: Client {n} <client{n}@{run}.client.test>\r\nTo: support@desk.test\r\nSubject: Request {n}\r\n\
         Message-ID: <{}>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         Where is my statement {n}?\r\n{padding}",
        message_id(run, n)
    )
}

fn deliver(shared: &Shared, number: usize) {
    let mut line: Option<BufReader<TcpStream>> = None;
    let mut turn = number;
    loop {
        let Some(n) = next(shared) else { return };
        if line.is_none() {
            turn += 1;
            line = connect(shared.ports[turn % shared.ports.len()]);
        }
        let verdict = match &mut line {
            Some(stream) => send(stream, &shared.run, n).unwrap_or(Verdict::Broken),
            None => Verdict::Broken,
        };
        if verdict == Verdict::Broken {
            line = None;
        }
        note(shared, n, verdict);
    }
}

/// The next mail to try; `None` when all are through. Waits while others have the rest in hand.
fn next(shared: &Shared) -> Option<usize> {
    let mut state = shared.state.lock().unwrap();
    loop {
        if state.acknowledged.len() == shared.mails {
            return None;
        }
        if let Some(n) = state.waiting.pop_front() {
            state.attempts += 1;
            return Some(n);
        }
        state = shared.changed.wait(state).unwrap();
    }
}

fn note(shared: &Shared, n: usize, verdict: Verdict) {
    let mut state = shared.state.lock().unwrap();
    match verdict {
        Verdict::Acknowledged => {
            // Now and then the answer is lost on the way, and a mail server sends again.
            if state.acknowledged.insert(n) && n.is_multiple_of(10) {
                state.waiting.push_back(n);
            }
        }
        Verdict::Deferred => {
            state.deferred += 1;
            state.waiting.push_back(n);
        }
        Verdict::Broken => {
            state.broken += 1;
            state.waiting.push_back(n);
        }
    }
    drop(state);
    shared.changed.notify_all();
}

fn connect(port: u16) -> Option<BufReader<TcpStream>> {
    let stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
    stream.set_nodelay(true).ok()?;
    let mut stream = BufReader::new(stream);
    answer(&mut stream)?;
    say(&mut stream, "LHLO sender.test\r\n")?;
    Some(stream)
}

fn send(stream: &mut BufReader<TcpStream>, run: &str, n: usize) -> Option<Verdict> {
    say(stream, &format!("MAIL FROM:<client{n}@{run}.client.test>\r\n"))?;
    let recipient = say(stream, "RCPT TO:<support@desk.test>\r\n")?;
    if recipient / 100 == 4 {
        say(stream, "RSET\r\n")?;
        return Some(Verdict::Deferred);
    }
    assert_eq!(recipient / 100, 2, "the recipient is known");
    assert_eq!(say(stream, "DATA\r\n")?, 354);
    let code = say(stream, &format!("{}.\r\n", mail(run, n)))?;
    match code / 100 {
        2 => Some(Verdict::Acknowledged),
        4 => Some(Verdict::Deferred),
        _ => panic!("mail {n} was refused for ever with {code}"),
    }
}

/// Says something and tells the code of the answer.
fn say(stream: &mut BufReader<TcpStream>, words: &str) -> Option<u16> {
    stream.get_mut().write_all(words.as_bytes()).ok()?;
    answer(stream)
}

fn answer(stream: &mut BufReader<TcpStream>) -> Option<u16> {
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.as_bytes().get(3) != Some(&b'-') {
            return line.get(..3)?.parse().ok();
        }
    }
}
