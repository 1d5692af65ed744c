//! Two thousand visitors with an open chat: each writes now and then, each is answered, and their pages confirm what they have
//! shown. Visitors, their pages and the operators run in the same process, on the same cores.

mod visitor;

use crate::failure::{Failure, Outcome};
use crate::figure::{Asked, Figure};
use crate::http::Http;
use crate::measure::{self, Spread};
use crate::place::{Database, Place, WallClock};
use crate::run::Settings;
use crate::site::Site;
use channel::ChannelKind;
use channel::chat::Chat as _;
use channel_chat::{ChatSink, SiteChat};
use desk::Desk;
use domain::{Actor, HandleKind, Permission};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use visitor::{Told, Visitor};

const NAME: &str = "chat";
const VISITORS: usize = 2_000;
/// Between two messages of a visitor, and two answers to one.
const EVERY: Duration = Duration::from_secs(20);
/// Visitors who come at the same time.
const AT_ONCE: usize = 32;
const OPERATORS: u32 = 8;
/// Nothing may be on its way longer after the last answer.
const LAST: Duration = Duration::from_secs(5);

const CHAT: &str = r#"
[[channel]]
name = "chat"
kind = "chat"
brand = "Bench"
team = "First line"
acknowledges = false
[channel.settings]
path = "help"
email_when_closed = "no"
messages_of_visitor = 1000000
messages_of_network = 100000000
"#;

/// Answers on their way, by their number, and how long those took that were shown.
#[derive(Default)]
struct Shown {
    waiting: Mutex<HashMap<u64, Instant>>,
    took: Mutex<Vec<Duration>>,
}

impl Told for Shown {
    fn shown(&self, answer: u64) {
        let sent = self
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&answer);
        if let Some(sent) = sent {
            self.took
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(sent.elapsed());
        }
    }
}

impl Shown {
    fn waiting(&self) -> usize {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    fn sent(&self, answer: u64, at: Instant) {
        self.waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(answer, at);
    }
}

/// Measures how long what is said takes to the other side.
///
/// # Errors
/// A message or an answer was not taken in, an answer was never shown, or the ledger is wrong afterwards.
pub async fn bench(database: Database, settings: &Settings) -> Outcome<Vec<Figure>> {
    let place = Place::new(database, &settings.data)?;
    let clock = Arc::new(WallClock);
    let store = place.store(clock.clone())?;
    let desk = place.desk(store.clone(), clock).await?;
    let site = open(&desk).await?;
    let token = desk
        .create_token(
            Actor::System,
            "bench",
            &[Permission::TicketsWrite, Permission::TicketsRead],
            None,
        )
        .await?;
    let (stop, shown) = (CancellationToken::new(), Arc::new(Shown::default()));
    let before = measure::resident_memory()?;
    let visitors = come(site.addr, &shown, &stop).await?;
    let mut tickets = Vec::with_capacity(VISITORS);
    for visitor in &visitors {
        let who = SiteChat.visitor(&visitor.secret);
        let who = who.ok_or_else(|| Failure::Other("a visitor's secret is none".into()))?;
        let talk = desk.talk(&who).await?;
        tickets.push(
            talk.ok_or_else(|| Failure::Other("a visitor's talk is not there".into()))?
                .public_id,
        );
    }

    let begin = Instant::now() + Duration::from_secs(1);
    let end = begin + Duration::from_secs_f64(settings.seconds.max(EVERY.as_secs_f64()));
    let talking: Vec<_> = visitors
        .into_iter()
        .enumerate()
        .map(|(number, visitor)| {
            let seed = settings.seed.wrapping_add(number as u64);
            tokio::spawn(visitor.talk(begin, end, EVERY, StdRng::seed_from_u64(seed)))
        })
        .collect();
    let answering: Vec<_> = (0..OPERATORS)
        .map(|number| {
            let operator = Operator {
                number,
                addr: site.addr,
                secret: token.secret.expose().to_owned(),
                tickets: tickets.clone(),
                shown: Arc::clone(&shown),
                rng: StdRng::seed_from_u64(settings.seed ^ u64::from(number)),
            };
            tokio::spawn(operator.answer(begin, end))
        })
        .collect();
    tokio::time::sleep_until(begin.into()).await;
    let cpu = measure::process_cpu()?;
    tokio::time::sleep_until(end.into()).await;
    let cpu = measure::process_cpu()?.saturating_sub(cpu);
    let memory = measure::resident_memory()?;
    let said = all(talking).await?;
    let answered = all(answering).await?;
    let late = Instant::now() + LAST;
    while shown.waiting() > 0 && Instant::now() < late {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let lost = shown.waiting();
    stop.cancel();
    site.stop().await?;
    if lost > 0 {
        return Err(Failure::Other(format!("{lost} answers were never shown")));
    }
    let balances = store.read(|reader| reader.ledger_balance()).await?;
    if let Some((channel, balance)) = balances.iter().find(|(_, balance)| !balance.adds_up()) {
        return Err(Failure::Other(format!(
            "the ledger of channel {channel} is wrong: {balance:?}"
        )));
    }
    let took = std::mem::take(&mut *shown.took.lock().unwrap_or_else(PoisonError::into_inner));
    let measured = (end - begin).as_secs_f64();
    let count = (said.len() + answered.len()) as f64;
    let (said, took) = (Spread::of(&said), Spread::of(&took));
    let figure = |name: &str, value: f64, unit: &str| {
        Figure::new(NAME, format!("{VISITORS} visitors: {name}"), value, unit)
    };
    Ok(vec![
        figure("messages and answers", count / measured, "/s"),
        figure("200 after a message, p50", said.p50, "ms"),
        figure("200 after a message, p99", said.p99, "ms").asked(Asked::AtMost(200.0)),
        figure("an answer shown after Send, p50", took.p50, "ms"),
        figure("an answer shown after Send, p99", took.p99, "ms").asked(Asked::AtMost(200.0)),
        figure("an answer shown after Send, max", took.max, "ms"),
        figure(
            "processor time per message, everybody included",
            cpu.as_secs_f64() * 1_000.0 / count.max(1.0),
            "ms",
        ),
        figure("memory before anybody came", before, "MB"),
        figure("memory, the visitors' side included", memory, "MB").asked(Asked::AtMost(300.0)),
    ])
}

/// Opens a chat as the binary does, with jobs beside it.
async fn open(desk: &Desk) -> Outcome<Site> {
    desk.apply_setup(Actor::System, CHAT).await?;
    let channel = crate::place::door(desk, channel_chat::KIND)?;
    let sink = ChatSink::new(&channel.settings).map_err(|error| Failure::Other(error.to_string()))?;
    desk.set_sink(channel.id, &[HandleKind::Visitor], Arc::new(sink));
    desk.set_live(channel.id);
    Site::with_jobs(desk, Arc::new(SiteChat))
}

/// What the set-up has to know of chats.
pub(crate) const KIND: ChannelKind = channel_chat::CHANNEL_KIND;

/// All of them open the chat and say their first word.
async fn come(addr: SocketAddr, shown: &Arc<Shown>, stop: &CancellationToken) -> Outcome<Vec<Visitor>> {
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let coming: Vec<_> = (0..VISITORS)
        .map(|_| {
            let (turns, shown, stop) = (Arc::clone(&turns), Arc::clone(shown), stop.clone());
            tokio::spawn(async move {
                let turn = turns.acquire_owned().await;
                let come = Visitor::come(addr, shown, stop).await;
                drop(turn);
                come
            })
        })
        .collect();
    let mut come = Vec::with_capacity(VISITORS);
    for one in coming {
        come.push(one.await??);
    }
    Ok(come)
}

async fn all(tasks: Vec<JoinHandle<Outcome<Vec<Duration>>>>) -> Outcome<Vec<Duration>> {
    let mut whole = Vec::new();
    for task in tasks {
        whole.extend(task.await??);
    }
    Ok(whole)
}

/// Answers one visitor after another by the API, at a steady pace.
struct Operator {
    number: u32,
    addr: SocketAddr,
    secret: String,
    tickets: Vec<String>,
    shown: Arc<Shown>,
    rng: StdRng,
}

impl Operator {
    async fn answer(mut self, begin: Instant, end: Instant) -> Outcome<Vec<Duration>> {
        let mut http = Http::connect(self.addr).await?;
        let pace = EVERY * OPERATORS / u32::try_from(VISITORS).unwrap_or(u32::MAX);
        let mut next = begin + pace * self.number / OPERATORS;
        let (mut took, mut turn) = (Vec::new(), 0_u64);
        while next < end {
            tokio::time::sleep_until(next.into()).await;
            next += pace;
            turn += 1;
            let answer = u64::from(self.number) << 32 | turn;
            let ticket = &self.tickets[self.rng.random_range(0..self.tickets.len())];
            let body = serde_json::json!({ "text": visitor::answer(answer) }).to_string();
            let request = format!(
                "POST /api/v1/tickets/{ticket}/replies HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {}\r\n\
                 Idempotency-Key: {answer}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                self.secret,
                body.len()
            );
            let sent = Instant::now();
            self.shown.sent(answer, sent);
            http.ask_for(request.as_bytes(), 200..=299).await?;
            took.push(sent.elapsed());
        }
        Ok(took)
    }
}
