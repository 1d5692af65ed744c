//! A sender that behaves like a mail server's delivery agent: keeps its connections, sends the next mail when the last one
//! was answered, sends again what was put off. A process of its own on the same machine, to this machine only, for a
//! bounded time. Says `begin` and `end` around the measured stretch, then its report as one line of JSON.

use crate::failure::{Failure, Outcome, While as _};
use crate::mail::{Place, Pool, Script};
use crate::measure::Spread;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// What to send, where and how long.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Errand {
    pub addr: SocketAddr,
    pub recipient: String,
    pub connections: u32,
    /// Seconds before the measured stretch.
    pub warm_up: f64,
    /// Seconds of the measured stretch.
    pub seconds: f64,
    pub seed: u64,
    /// Different mails to draw from.
    pub pool: usize,
}

/// What came of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// Mails acknowledged, by connection: each connection's first so many.
    pub acknowledged: Vec<u32>,
    /// Acknowledged within the measured stretch.
    pub measured: u64,
    pub measured_bytes: u64,
    pub seconds: f64,
    /// From the final dot to its 250.
    pub answer: Spread,
    /// Answers that asked to come again.
    pub deferred: u64,
}

/// One connection's account.
#[derive(Default)]
struct Account {
    acknowledged: u32,
    measured: u64,
    bytes: u64,
    deferred: u64,
    answers: Vec<u64>,
}

struct Plan {
    errand: Errand,
    script: Script,
    pool: Pool,
    begin: Instant,
    end: Instant,
}

/// Sends until the time is up, and reports on the standard output.
///
/// # Errors
/// The server cannot be reached, or refuses a mail for good.
pub async fn run(errand: Errand) -> Outcome<()> {
    if !errand.addr.ip().is_loopback() {
        return Err(Failure::Other(format!(
            "{} is not this machine: nothing is sent",
            errand.addr
        )));
    }
    let (script, pool) = (Script { seed: errand.seed }, Pool::new(errand.seed, errand.pool));
    let begin = Instant::now() + Duration::from_secs_f64(errand.warm_up);
    let end = begin + Duration::from_secs_f64(errand.seconds);
    let plan = Arc::new(Plan {
        errand,
        script,
        pool,
        begin,
        end,
    });
    let senders: Vec<_> = (0..plan.errand.connections)
        .map(|connection| tokio::spawn(send(Arc::clone(&plan), connection)))
        .collect();
    tokio::time::sleep_until(begin.into()).await;
    println!("begin");
    tokio::time::sleep_until(end.into()).await;
    println!("end");
    let mut accounts = Vec::with_capacity(senders.len());
    for sender in senders {
        accounts.push(sender.await??);
    }
    let report = Report {
        acknowledged: accounts.iter().map(|account| account.acknowledged).collect(),
        measured: accounts.iter().map(|account| account.measured).sum(),
        measured_bytes: accounts.iter().map(|account| account.bytes).sum(),
        seconds: plan.errand.seconds,
        deferred: accounts.iter().map(|account| account.deferred).sum(),
        answer: Spread::of_micros(accounts.into_iter().flat_map(|account| account.answers).collect()),
    };
    println!("{}", serde_json::to_string(&report)?);
    Ok(())
}

/// One connection, mail after mail.
async fn send(plan: Arc<Plan>, connection: u32) -> Outcome<Account> {
    let mut account = Account::default();
    let stream = TcpStream::connect(plan.errand.addr)
        .await
        .during("connecting to the mail port")?;
    stream.set_nodelay(true).during("setting up the connection")?;
    let mut talk = Talk {
        stream: BufReader::new(stream),
        line: String::new(),
    };
    talk.expect("220").await?;
    talk.say(b"LHLO sender.example.net\r\n").await?;
    talk.expect("250").await?;
    let (mut mail, mut envelope) = (Vec::new(), String::new());
    while Instant::now() < plan.end {
        let place = Place {
            connection,
            turn: account.acknowledged,
        };
        mail.clear();
        plan.script.write(place, &plan.pool, &mut mail);
        envelope.clear();
        envelope.push_str(&format!(
            "MAIL FROM:<{}> SIZE={} BODY=8BITMIME\r\nRCPT TO:<{}>\r\nDATA\r\n",
            plan.script.address(place),
            mail.len(),
            plan.errand.recipient
        ));
        talk.say(envelope.as_bytes()).await?;
        talk.expect("250").await?;
        talk.expect("250").await?;
        talk.expect("354").await?;
        mail.extend_from_slice(b".\r\n");
        talk.say(&mail).await?;
        let asked = Instant::now();
        if talk.accepted().await? {
            let now = Instant::now();
            account.acknowledged += 1;
            if now >= plan.begin && now < plan.end {
                account.measured += 1;
                account.bytes += mail.len() as u64;
                account
                    .answers
                    .push(u64::try_from((now - asked).as_micros()).unwrap_or(u64::MAX));
            }
        } else {
            account.deferred += 1;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    talk.say(b"QUIT\r\n").await?;
    Ok(account)
}

struct Talk {
    stream: BufReader<TcpStream>,
    line: String,
}

impl Talk {
    async fn say(&mut self, bytes: &[u8]) -> Outcome<()> {
        self.stream
            .get_mut()
            .write_all(bytes)
            .await
            .during("sending mail")
    }

    /// The last line of the next reply.
    async fn reply(&mut self) -> Outcome<&str> {
        loop {
            self.line.clear();
            if self
                .stream
                .read_line(&mut self.line)
                .await
                .during("waiting for a reply")?
                == 0
            {
                return Err(Failure::Other("the mail port closed the connection".into()));
            }
            if self.line.as_bytes().get(3) != Some(&b'-') {
                return Ok(&self.line);
            }
        }
    }

    async fn expect(&mut self, code: &str) -> Outcome<()> {
        let reply = self.reply().await?;
        if reply.starts_with(code) {
            return Ok(());
        }
        Err(Failure::Other(format!(
            "the mail port answered {reply:?} instead of {code}"
        )))
    }

    /// Whether a mail was taken; `false` when it is to be sent again.
    async fn accepted(&mut self) -> Outcome<bool> {
        let reply = self.reply().await?;
        match reply.bytes().next() {
            Some(b'2') => Ok(true),
            Some(b'4') => Ok(false),
            _ => Err(Failure::Other(format!("a mail was refused for good: {reply:?}"))),
        }
    }
}
