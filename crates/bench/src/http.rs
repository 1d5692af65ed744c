//! An HTTP client of a few lines for connections that are kept: enough to measure a server on this machine, no more.

use crate::failure::{Failure, Outcome, While as _};
use crate::measure::{self, Spread};
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// A kept connection.
pub struct Http {
    stream: BufReader<TcpStream>,
    line: String,
    /// The body of the last answer.
    pub body: Vec<u8>,
}

impl Http {
    /// Connects to a server on this machine.
    ///
    /// # Errors
    /// It is another machine, or nobody listens.
    pub async fn connect(addr: SocketAddr) -> Outcome<Self> {
        if !addr.ip().is_loopback() {
            return Err(Failure::Other(format!(
                "{addr} is not this machine: nothing is asked"
            )));
        }
        let stream = TcpStream::connect(addr)
            .await
            .during("connecting to the web server")?;
        stream.set_nodelay(true).during("setting up the connection")?;
        Ok(Self {
            stream: BufReader::new(stream),
            line: String::new(),
            body: Vec::new(),
        })
    }

    /// Sends a whole request and reads the answer; returns its status.
    ///
    /// # Errors
    /// The connection broke, or the answer is not HTTP.
    pub async fn ask(&mut self, request: &[u8]) -> Outcome<u16> {
        self.stream
            .get_mut()
            .write_all(request)
            .await
            .during("sending a request")?;
        self.line().await?;
        let status = self.line.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.ok_or_else(|| Failure::Other(format!("not an HTTP answer: {:?}", self.line)))?;
        let (mut length, mut chunked) = (0, false);
        loop {
            self.line().await?;
            let Some((name, value)) = self.line.split_once(':') else {
                break;
            };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().unwrap_or_default();
            }
            chunked |= name.eq_ignore_ascii_case("transfer-encoding") && value.trim() == "chunked";
        }
        self.body.clear();
        if chunked {
            while self.chunk().await? {}
        } else {
            self.take(length).await?;
        }
        Ok(status)
    }

    /// The same, where another status is an error that says what was answered.
    ///
    /// # Errors
    /// As [`Http::ask`]; another status.
    pub async fn ask_for(&mut self, request: &[u8], wanted: RangeInclusive<u16>) -> Outcome<()> {
        let status = self.ask(request).await?;
        if wanted.contains(&status) {
            return Ok(());
        }
        let body: String = String::from_utf8_lossy(&self.body).chars().take(300).collect();
        Err(Failure::Other(format!(
            "the answer was {status}, not {wanted:?}: {body}"
        )))
    }

    async fn chunk(&mut self) -> Outcome<bool> {
        self.line().await?;
        let length = usize::from_str_radix(self.line.trim(), 16).unwrap_or_default();
        self.take(length).await?;
        self.line().await?;
        Ok(length > 0)
    }

    async fn take(&mut self, length: usize) -> Outcome<()> {
        let start = self.body.len();
        self.body.resize(start + length, 0);
        self.stream
            .read_exact(&mut self.body[start..])
            .await
            .during("reading an answer")
            .map(drop)
    }

    async fn line(&mut self) -> Outcome<()> {
        self.line.clear();
        if self
            .stream
            .read_line(&mut self.line)
            .await
            .during("waiting for an answer")?
            == 0
        {
            return Err(Failure::Other("the web server closed the connection".into()));
        }
        Ok(())
    }
}

/// What a closed loop brought.
pub struct Loop {
    pub answers: Spread,
    /// Answers a second.
    pub rate: f64,
    /// Processor time of this process per answer, milliseconds: of server, store and client together.
    pub cpu: f64,
}

/// How a loop is run.
#[derive(Copy, Clone, Debug)]
pub struct Pace {
    pub connections: u64,
    pub warm_up: Duration,
    pub measured: Duration,
}

/// Asks on so many connections at once, each the next request after the last answer. `request` makes one from the
/// number of the connection and of the turn. Every answer must have the status `wanted`.
///
/// # Errors
/// An answer had another status; its beginning is in the message.
pub async fn closed_loop<F>(addr: SocketAddr, pace: Pace, wanted: u16, request: F) -> Outcome<Loop>
where
    F: Fn(u64, u64) -> Vec<u8> + Send + Sync + 'static,
{
    let request = Arc::new(request);
    let begin = Instant::now() + pace.warm_up;
    let end = begin + pace.measured;
    let loops: Vec<_> = (0..pace.connections)
        .map(|connection| {
            let request = Arc::clone(&request);
            tokio::spawn(async move {
                let mut http = Http::connect(addr).await?;
                let (mut micros, mut turn) = (Vec::new(), 0);
                while Instant::now() < end {
                    let bytes = request(connection, turn);
                    let asked = Instant::now();
                    http.ask_for(&bytes, wanted..=wanted).await?;
                    if asked >= begin {
                        micros.push(u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX));
                    }
                    turn += 1;
                }
                Ok::<_, Failure>(micros)
            })
        })
        .collect();
    tokio::time::sleep_until(begin.into()).await;
    let cpu = measure::process_cpu()?;
    tokio::time::sleep_until(end.into()).await;
    let cpu = measure::process_cpu()?.saturating_sub(cpu);
    let mut all = Vec::new();
    for asked in loops {
        all.extend(asked.await??);
    }
    let count = all.len() as f64;
    Ok(Loop {
        answers: Spread::of_micros(all),
        rate: count / pace.measured.as_secs_f64(),
        cpu: cpu.as_secs_f64() * 1_000.0 / count.max(1.0),
    })
}
