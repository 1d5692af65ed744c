//! The mail port in front of an intake that throws everything away, to try it by hand or to measure it alone.
//!
//! `cargo run -p channel_email --example mail_port -- 127.0.0.1:2525` listens until it is stopped with Ctrl-C and then
//! tells what it saw; with `bench [CONNECTIONS [MAILS]]` it sends mails to itself and prints how many it took a second.

use async_trait::async_trait;
use channel::{Inbound, Intake, IntakeError, Receipt, Sighting, Source as _, What};
use channel_email::{Addresses, Counts, Listener, ListenerConfig};
use domain::ChannelId;
use domain::ledger::Fate;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Instant;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

type Failure = Box<dyn std::error::Error + Send + Sync>;

struct Everything;

impl Addresses for Everything {
    fn channel_of(&self, _: &str) -> Option<ChannelId> {
        Some(ChannelId(1))
    }

    fn is_ours(&self, address: &str) -> bool {
        address.starts_with("support@")
    }
}

#[derive(Default)]
struct Nowhere {
    messages: AtomicU64,
    reports: AtomicU64,
    unreadable: AtomicU64,
}

#[async_trait]
impl Intake for Nowhere {
    async fn accept(&self, sighting: Sighting) -> Result<Receipt, IntakeError> {
        match sighting.what {
            What::Understood(Inbound::Message(_)) => &self.messages,
            What::Understood(Inbound::Report(_)) => &self.reports,
            What::Unreadable { .. } | What::Refused { .. } => &self.unreadable,
        }
        .fetch_add(1, Relaxed);
        Ok(Receipt {
            fate: Fate::Opened,
            ticket: None,
            entry: None,
            promise: None,
        })
    }
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let bench = arguments.first().is_some_and(|a| a == "bench");
    let addr = if bench {
        "127.0.0.1:0"
    } else {
        arguments.first().map_or("127.0.0.1:2525", String::as_str)
    };
    let config = ListenerConfig {
        addr: addr.parse()?,
        ..ListenerConfig::default()
    };
    let (listener, addr) = Listener::bind(config, Arc::new(Everything)).await?;
    let (counts, intake, stop) = (
        listener.counts(),
        Arc::new(Nowhere::default()),
        CancellationToken::new(),
    );
    let (taker, token) = (intake.clone(), stop.clone());
    let running = tokio::spawn(async move { listener.run(taker, token).await });
    if bench {
        let number = |at: usize, default: usize| arguments.get(at).map_or(Ok(default), |a| a.parse());
        measure(addr, number(1, 20)?, number(2, 20_000)?).await?;
    } else {
        println!("listening on {addr}; Ctrl-C ends");
        tokio::signal::ctrl_c().await?;
    }
    stop.cancel();
    running.await??;
    tell(&counts, &intake);
    Ok(())
}

fn tell(counts: &Counts, intake: &Nowhere) {
    println!(
        "seen {}, accepted {}, deferred {}, refused {}: {} messages, {} reports, {} others",
        counts.seen(),
        counts.accepted(),
        counts.deferred(),
        counts.refused(),
        intake.messages.load(Relaxed),
        intake.reports.load(Relaxed),
        intake.unreadable.load(Relaxed),
    );
}

async fn measure(addr: SocketAddr, connections: usize, mails: usize) -> Result<(), Failure> {
    let begun = Instant::now();
    let each = mails / connections.max(1);
    let senders: Vec<_> = (0..connections)
        .map(|number| tokio::spawn(send(addr, number, each)))
        .collect();
    for sender in senders {
        sender.await??;
    }
    let rate = (each * connections) as f64 / begun.elapsed().as_secs_f64();
    println!(
        "{connections} connections, {} mails of 7 kB: {rate:.0} a second",
        each * connections
    );
    Ok(())
}

async fn send(addr: SocketAddr, number: usize, mails: usize) -> Result<(), Failure> {
    let mut stream = TcpStream::connect(addr).await?;
    stream.set_nodelay(true)?;
    let mut buffer = vec![0_u8; 4_096];
    wait(&mut stream, &mut buffer, b"220 ").await?;
    stream.write_all(b"LHLO bench\r\n").await?;
    wait(&mut stream, &mut buffer, b"250 SIZE").await?;
    for mail in 0..mails {
        stream
            .write_all(b"MAIL FROM:<a@client.example>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\n")
            .await?;
        wait(&mut stream, &mut buffer, b"354 ").await?;
        stream.write_all(content(number, mail).as_bytes()).await?;
        wait(&mut stream, &mut buffer, b"250 2.0.0 Ok: ").await?;
    }
    Ok(())
}

/// Reads until a reply that begins so has come.
async fn wait(stream: &mut TcpStream, buffer: &mut [u8], start: &[u8]) -> Result<(), Failure> {
    let mut heard = Vec::new();
    loop {
        let read = stream.read(buffer).await?;
        heard.extend_from_slice(&buffer[..read]);
        if read == 0 {
            return Err("the port closed the connection".into());
        }
        let found = heard
            .split(|byte| *byte == b'\n')
            .any(|line| line.starts_with(start));
        if found && heard.ends_with(b"\r\n") {
            return Ok(());
        }
    }
}

fn content(number: usize, mail: usize) -> String {
    let line = "Здравствуйте! Код не приходит, помогите, пожалуйста.\r\n";
    format!(
        "From: Anna <a{number}@client.example>\r\nTo: support@desk.example\r\nSubject: Card {mail}\r\n\
         Message-ID: <{number}.{mail}@client.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}.\r\n",
        line.repeat(72)
    )
}
