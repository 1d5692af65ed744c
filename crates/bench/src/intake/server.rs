//! The server under measurement: listener, desk, store and tail as in service, in this process; the sender is another one.

use super::sender::{Errand, Report};
use crate::failure::{Failure, Outcome, While as _};
use crate::measure;
use crate::place::{Place, WallClock, door};
use async_trait::async_trait;
use channel::{Delivered, DeliveryError, Intake, Outbound, Sink, Source as _};
use channel_email::{Addresses, Counts, Listener, ListenerConfig};
use desk::Desk;
use domain::event::EventType;
use domain::{ChannelId, HandleKind};
use std::net::SocketAddr;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio_util::sync::CancellationToken;

/// One mailbox.
pub struct Mailbox {
    pub address: String,
    pub channel: ChannelId,
}

impl Addresses for Mailbox {
    fn channel_of(&self, recipient: &str) -> Option<ChannelId> {
        (recipient == self.address).then_some(self.channel)
    }

    fn is_ours(&self, address: &str) -> bool {
        address == self.address
    }
}

/// A way out that takes everything at once.
struct Swallow;

#[async_trait]
impl Sink for Swallow {
    async fn deliver(&self, _: &Outbound) -> Result<Delivered, DeliveryError> {
        Ok(Delivered::default())
    }
}

/// What was used at an instant.
#[derive(Copy, Clone, Debug, Default)]
struct Used {
    server: Duration,
    postgres: Duration,
    statements: u64,
    events: i64,
}

/// What one run of the sender brought.
pub struct Run {
    pub sent: Report,
    /// Processor time of the server per mail, milliseconds.
    pub cpu: f64,
    /// Of PostgreSQL, the same.
    pub postgres_cpu: f64,
    pub statements: f64,
    /// Sizes of the batches, in their order.
    pub batches: Vec<usize>,
    pub peak_memory: f64,
    pub seen_by_the_door: u64,
}

/// A desk with an open mail port.
pub struct Server {
    pub store: Store,
    pub desk: Desk,
    pub channel: ChannelId,
    counts: Arc<Counts>,
    addr: SocketAddr,
    stop: CancellationToken,
    port: Option<u16>,
}

impl Server {
    /// Opens everything on free ports.
    ///
    /// # Errors
    /// The store or the desk cannot be opened.
    pub async fn start(place: &Place) -> Outcome<Self> {
        let clock = Arc::new(WallClock);
        let store = place.store(clock.clone())?;
        let desk = place.desk(store.clone(), clock).await?;
        let door = door(&desk, "email")?;
        let config = ListenerConfig {
            addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            ..ListenerConfig::default()
        };
        let mailbox = Mailbox {
            address: door.address,
            channel: door.id,
        };
        let (listener, addr) = Listener::bind(config, Arc::new(mailbox))
            .await
            .map_err(|error| Failure::Other(error.reason))?;
        let counts = listener.counts();
        let stop = CancellationToken::new();
        let (tail, tail_stop) = (desk.clone(), stop.clone());
        tokio::spawn(async move { tail.run_tail(tail_stop).await });
        let (timer, timer_stop) = (desk.clone(), stop.clone());
        tokio::spawn(async move { timer.run_timer(timer_stop).await });
        let (intake, mail_stop) = (Arc::new(desk.clone()) as Arc<dyn Intake>, stop.clone());
        tokio::spawn(async move {
            if let Err(error) = listener.run(intake, mail_stop).await {
                eprintln!("the mail port ended: {}", error.reason);
            }
        });
        Ok(Self {
            store,
            desk,
            channel: door.id,
            counts,
            addr,
            stop,
            port: place.port(),
        })
    }

    /// Lets jobs run too, so that every client is told number and deadline. The way out swallows what it is given.
    pub fn acknowledge(&self) {
        self.desk
            .set_sink(self.channel, &[HandleKind::Email], Arc::new(Swallow));
        let (desk, stop) = (self.desk.clone(), self.stop.clone());
        tokio::spawn(async move { desk.run_jobs(stop).await });
    }

    /// Sends for a while and measures.
    ///
    /// # Errors
    /// The sender failed.
    pub async fn receive(&self, connections: u32, warm_up: f64, seconds: f64, seed: u64) -> Outcome<Run> {
        let errand = Errand {
            addr: self.addr,
            recipient: "desk@example.com".into(),
            connections,
            warm_up,
            seconds,
            seed,
            pool: 4_096,
        };
        let (mut sender, mut lines) = start_sender(&errand)?;
        line(&mut lines, "begin").await?;
        let before = self.used().await?;
        line(&mut lines, "end").await?;
        let after = self.used().await?;
        let report = lines.next_line().await.during("reading the sender's report")?;
        let status = sender.wait().await.during("waiting for the sender")?;
        let report =
            report.ok_or_else(|| Failure::Other(format!("the sender ended without a report: {status}")))?;
        let sent: Report = serde_json::from_str(&report)?;
        let mails = sent.measured.max(1) as f64;
        let per_mail = |after: Duration, before: Duration| {
            (after.saturating_sub(before)).as_secs_f64() * 1_000.0 / mails
        };
        Ok(Run {
            cpu: per_mail(after.server, before.server),
            postgres_cpu: per_mail(after.postgres, before.postgres),
            statements: (after.statements - before.statements) as f64 / mails,
            batches: self.batches(before.events, after.events).await?,
            peak_memory: measure::peak_memory()?,
            seen_by_the_door: self.counts.seen() - self.counts.deferred(),
            sent,
        })
    }

    async fn used(&self) -> Outcome<Used> {
        Ok(Used {
            server: measure::process_cpu()?,
            postgres: self.port.map(measure::postgres_cpu).unwrap_or_default(),
            statements: self.store.statements(),
            events: self.store.read(|reader| reader.last_event()).await?,
        })
    }

    /// Sizes of batches: every mail announces one event, and all of a batch bear the instant of its write.
    async fn batches(&self, from: i64, to: i64) -> Outcome<Vec<usize>> {
        let (mut cursor, mut last, mut batches) = (from, None, Vec::new());
        while cursor < to {
            let events = self
                .store
                .read(move |reader| reader.events_after(cursor, 1_000))
                .await?;
            let Some(newest) = events.last() else { break };
            cursor = newest.id;
            let ours = |kind| matches!(kind, EventType::TicketOpened | EventType::MessageReceived);
            for event in events.iter().filter(|event| event.id <= to && ours(event.kind)) {
                if last == Some(event.at) {
                    batches.last_mut().map(|size| *size += 1).unwrap_or_default();
                } else {
                    batches.push(1);
                    last = Some(event.at);
                }
            }
        }
        Ok(batches)
    }

    /// Ends what runs.
    pub fn stop(&self) {
        self.stop.cancel();
    }
}

fn start_sender(errand: &Errand) -> Outcome<(Child, Lines<BufReader<ChildStdout>>)> {
    let program = std::env::current_exe().during("finding this program")?;
    let mut sender = Command::new(program)
        .arg("send")
        .arg(serde_json::to_string(errand)?)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .during("starting the sender")?;
    let stdout = sender
        .stdout
        .take()
        .ok_or_else(|| Failure::Other("the sender has no output".into()))?;
    Ok((sender, BufReader::new(stdout).lines()))
}

async fn line(lines: &mut Lines<BufReader<ChildStdout>>, wanted: &str) -> Outcome<()> {
    match lines.next_line().await.during("listening to the sender")? {
        Some(line) if line == wanted => Ok(()),
        other => Err(Failure::Other(format!(
            "the sender said {other:?} instead of {wanted}"
        ))),
    }
}
