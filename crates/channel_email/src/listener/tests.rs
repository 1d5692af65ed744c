//! The mail port over real sockets, in front of an intake that remembers.

mod tls;

use super::{Addresses, Listener, ListenerConfig, Network, Timeouts};
use crate::smtp::session::Protocol;
use async_trait::async_trait;
use channel::{Happened, Inbound, Intake, IntakeError, Receipt, Sighting, Source as _, What};
use domain::ledger::Fate;
use domain::{ChannelId, Moment};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

struct House;

impl Addresses for House {
    fn channel_of(&self, recipient: &str) -> Option<ChannelId> {
        match recipient {
            "support@desk.example" => Some(ChannelId(1)),
            "sales@desk.example" => Some(ChannelId(2)),
            _ => None,
        }
    }

    fn is_ours(&self, address: &str) -> bool {
        address.ends_with("@desk.example")
    }
}

#[derive(Default)]
struct Memory {
    sightings: Mutex<Vec<Sighting>>,
    away: AtomicBool,
    /// When set, `accept` waits for `open`.
    slow: AtomicBool,
    entered: Notify,
    open: Notify,
}

#[async_trait]
impl Intake for Memory {
    async fn accept(&self, sighting: Sighting) -> Result<Receipt, IntakeError> {
        self.entered.notify_one();
        if self.slow.load(Ordering::SeqCst) {
            self.open.notified().await;
        }
        if self.away.load(Ordering::SeqCst) {
            return Err(IntakeError::Unavailable {
                retry_after: Duration::from_secs(1),
            });
        }
        self.sightings.lock().unwrap().push(sighting);
        Ok(Receipt {
            fate: Fate::Opened,
            ticket: None,
            entry: None,
            promise: None,
        })
    }
}

struct Running {
    addr: SocketAddr,
    memory: Arc<Memory>,
    stop: CancellationToken,
    task: tokio::task::JoinHandle<Result<(), channel::SourceError>>,
}

async fn start(config: ListenerConfig) -> Running {
    let config = ListenerConfig {
        addr: "127.0.0.1:0".parse().unwrap(),
        ..config
    };
    let (listener, addr) = Listener::bind(config, Arc::new(House)).await.unwrap();
    let (memory, stop) = (Arc::new(Memory::default()), CancellationToken::new());
    let (intake, token) = (memory.clone(), stop.clone());
    let task = tokio::spawn(async move { listener.run(intake, token).await });
    Running {
        addr,
        memory,
        stop,
        task,
    }
}

/// Reads until the text read so far ends with `end`.
async fn hear(stream: &mut TcpStream, end: &str) -> String {
    let mut heard = Vec::new();
    let mut byte = [0_u8; 1];
    while !heard.ends_with(end.as_bytes()) {
        let read = tokio::time::timeout(Duration::from_secs(20), stream.read(&mut byte)).await;
        let read = read
            .unwrap_or_else(|_| panic!("no {end:?} in {:?}", String::from_utf8_lossy(&heard)))
            .unwrap();
        assert!(
            read > 0,
            "closed before {end:?}: {:?}",
            String::from_utf8_lossy(&heard)
        );
        heard.push(byte[0]);
    }
    String::from_utf8(heard).unwrap()
}

async fn hear_all(stream: &mut TcpStream) -> String {
    let mut heard = String::new();
    stream.read_to_string(&mut heard).await.unwrap();
    heard
}

const MAIL: &str =
    "From: Anna <anna@client.example>\r\nSubject: Hello\r\nMessage-ID: <1@client.example>\r\n\r\nHi\r\n.\r\n";

#[tokio::test]
async fn a_mail_comes_in_and_is_answered_after_the_commit() {
    let running = start(ListenerConfig::default()).await;
    let mut stream = TcpStream::connect(running.addr).await.unwrap();
    let said = "EHLO x\r\nMAIL FROM:<anna@client.example>\r\nRCPT TO:<support+abc@desk.example>\r\nDATA\r\n";
    stream.write_all(said.as_bytes()).await.unwrap();
    hear(&mut stream, "<CR><LF>.<CR><LF>\r\n").await;
    stream.write_all(MAIL.as_bytes()).await.unwrap();
    let answer = hear(&mut stream, "\r\n").await;
    assert!(
        answer.starts_with("250 2.0.0 Ok: accepted as opened trace="),
        "{answer}"
    );
    let sightings = running.memory.sightings.lock().unwrap();
    let [sighting] = sightings.as_slice() else {
        panic!("{sightings:?}")
    };
    let What::Understood(Inbound::Message(message)) = &sighting.what else {
        panic!("{sighting:?}")
    };
    assert_eq!(message.from.value, "anna@client.example");
    assert_eq!(message.hints, [channel::ThreadHint::Secret("abc".into())]);
    assert!(answer.contains(&sighting.trace));
    assert_eq!(sighting.channel, ChannelId(1));
}

/// When a mail happened whose newest line says that our relay took it an hour after the epoch.
async fn happened(config: ListenerConfig) -> Happened {
    let running = start(ListenerConfig {
        trusted_relays: vec!["mx.desk.example".to_owned()],
        ..config
    })
    .await;
    let mut stream = TcpStream::connect(running.addr).await.unwrap();
    let said = "EHLO x\r\nMAIL FROM:<anna@client.example>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\n";
    stream.write_all(said.as_bytes()).await.unwrap();
    hear(&mut stream, "<CR><LF>.<CR><LF>\r\n").await;
    let line = "Received: from client.example by mx.desk.example; Thu, 1 Jan 1970 01:00:00 +0000\r\n";
    stream
        .write_all(format!("{line}{MAIL}").as_bytes())
        .await
        .unwrap();
    hear(&mut stream, "\r\n").await;
    let sightings = running.memory.sightings.lock().unwrap();
    let [sighting] = sightings.as_slice() else {
        panic!("{sightings:?}")
    };
    let What::Understood(Inbound::Message(message)) = &sighting.what else {
        panic!("{sighting:?}")
    };
    message.happened
}

#[tokio::test]
async fn a_line_about_the_time_is_believed_of_our_relays_peers_and_forged_by_anybody_else() {
    let peers = |peers: &[&str]| {
        peers
            .iter()
            .map(|peer| peer.parse().unwrap())
            .collect::<Vec<Network>>()
    };
    let told = Happened::Reported(Moment::from_micros(3_600_000_000));
    let by = |relay_peers| ListenerConfig {
        relay_peers,
        ..ListenerConfig::default()
    };
    assert_eq!(happened(by(peers(&["127.0.0.0/8"]))).await, told);
    assert_eq!(happened(by(peers(&["192.0.2.7", "::1"]))).await, Happened::Now);
    assert_eq!(happened(by(Vec::new())).await, Happened::Now);
    // Whose word about authors is believed is believed about times; peers alone, without names, say nothing.
    let vouching = ListenerConfig {
        authserv_peers: peers(&["127.0.0.1"]),
        ..ListenerConfig::default()
    };
    assert_eq!(happened(vouching.clone()).await, Happened::Now);
    let authserv_ids = vec!["mx.desk.example".to_owned()];
    let vouching = ListenerConfig {
        authserv_ids,
        ..vouching
    };
    assert_eq!(happened(vouching).await, told);
}

#[tokio::test]
async fn lmtp_answers_for_every_recipient_and_each_channel_is_asked_once() {
    let running = start(ListenerConfig::default()).await;
    let mut stream = TcpStream::connect(running.addr).await.unwrap();
    let said = "LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<support@desk.example>\r\nRCPT TO:<nobody@desk.example>\r\n\
                RCPT TO:<sales@desk.example>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\n";
    stream.write_all(said.as_bytes()).await.unwrap();
    let heard = hear(&mut stream, "<CR><LF>.<CR><LF>\r\n").await;
    assert!(heard.contains("550 5.1.1"), "{heard}");
    stream.write_all(MAIL.as_bytes()).await.unwrap();
    stream.write_all(b"QUIT\r\n").await.unwrap();
    let answers = hear_all(&mut stream).await;
    assert_eq!(answers.matches("250 2.0.0 Ok: accepted").count(), 3, "{answers}");
    assert!(answers.ends_with("221 2.0.0 Bye\r\n"), "{answers}");
    assert_eq!(running.memory.sightings.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn an_absent_store_defers_and_keeps_nothing() {
    let running = start(ListenerConfig::default()).await;
    running.memory.away.store(true, Ordering::SeqCst);
    let mut stream = TcpStream::connect(running.addr).await.unwrap();
    let said = format!(
        "EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\n{MAIL}QUIT\r\n"
    );
    stream.write_all(said.as_bytes()).await.unwrap();
    let heard = hear_all(&mut stream).await;
    assert!(heard.contains("451 4.3.0"), "{heard}");
    assert!(running.memory.sightings.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_mail_too_large_is_drained_refused_and_counted() {
    let running = start(ListenerConfig {
        max_size: 100_000,
        ..ListenerConfig::default()
    })
    .await;
    let mut stream = TcpStream::connect(running.addr).await.unwrap();
    let line = "0123456789".repeat(7) + "\r\n";
    let big = format!("Subject: big\r\n\r\n{}.\r\n", line.repeat(3_000));
    let said = format!(
        "LHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\n{big}QUIT\r\n"
    );
    stream.write_all(said.as_bytes()).await.unwrap();
    let heard = hear_all(&mut stream).await;
    assert!(heard.contains("552 5.3.4"), "{heard}");
    assert!(heard.ends_with("221 2.0.0 Bye\r\n"), "{heard}");
    let sightings = running.memory.sightings.lock().unwrap();
    let [
        Sighting {
            what: What::Refused { title, from, .. },
            size,
            ..
        },
    ] = sightings.as_slice()
    else {
        panic!("{sightings:?}")
    };
    assert_eq!((title.as_str(), *size), ("big", 16 + 72 * 3_000));
    assert_eq!(from.as_ref().unwrap().value, "a@b.example");
}

#[tokio::test]
async fn beyond_the_limit_connections_hear_421() {
    let running = start(ListenerConfig {
        max_connections: 1,
        ..ListenerConfig::default()
    })
    .await;
    let mut first = TcpStream::connect(running.addr).await.unwrap();
    hear(&mut first, "\r\n").await;
    let mut second = TcpStream::connect(running.addr).await.unwrap();
    assert!(hear_all(&mut second).await.starts_with("421 4.7.0"));
    drop(first);
}

#[tokio::test]
async fn silence_ends_with_421() {
    let timeouts = Timeouts {
        command: Duration::from_millis(20),
        ..Timeouts::default()
    };
    let running = start(ListenerConfig {
        timeouts,
        ..ListenerConfig::default()
    })
    .await;
    let mut stream = TcpStream::connect(running.addr).await.unwrap();
    assert!(
        hear_all(&mut stream)
            .await
            .ends_with("421 4.4.2 Nothing came for too long, closing\r\n")
    );
}

#[tokio::test]
async fn a_stop_tells_the_idle_and_finishes_what_is_being_accepted() {
    let running = start(ListenerConfig::default()).await;
    let mut idle = TcpStream::connect(running.addr).await.unwrap();
    hear(&mut idle, "\r\n").await;
    running.memory.slow.store(true, Ordering::SeqCst);
    let mut busy = TcpStream::connect(running.addr).await.unwrap();
    let said =
        format!("LHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\n{MAIL}");
    busy.write_all(said.as_bytes()).await.unwrap();
    running.memory.entered.notified().await;
    running.stop.cancel();
    assert!(hear_all(&mut idle).await.contains("421 4.3.2"));
    running.memory.open.notify_one();
    let heard = hear_all(&mut busy).await;
    assert!(heard.contains("250 2.0.0 Ok: accepted"), "{heard}");
    assert!(heard.ends_with("421 4.3.2 Stopping, come again\r\n"), "{heard}");
    running.task.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_stop_takes_less_than_a_second_whatever_hangs() {
    let running = start(ListenerConfig {
        protocol: Protocol::Lmtp,
        ..ListenerConfig::default()
    })
    .await;
    running.memory.slow.store(true, Ordering::SeqCst);
    let mut busy = TcpStream::connect(running.addr).await.unwrap();
    let said =
        format!("LHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\n{MAIL}");
    busy.write_all(said.as_bytes()).await.unwrap();
    running.memory.entered.notified().await;
    let begun = Instant::now();
    running.stop.cancel();
    running.task.await.unwrap().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
}
