//! A visitor: a page that listens, shows, confirms what it has shown, and now and then says something.

use crate::failure::{Failure, Outcome, While as _};
use crate::http::Http;
use rand::Rng as _;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Lines that a page has shown and not confirmed.
const UNCONFIRMED: usize = 64;
/// A connection that nothing went over for so long is not used again: the server closes it soon, as browsers know, too.
const KEPT: Duration = Duration::from_secs(20);

/// Whoever waits for answers to be shown.
pub trait Told: Send + Sync + 'static {
    /// A page shows an answer.
    fn shown(&self, answer: u64);
}

/// The words of an answer.
pub fn answer(number: u64) -> String {
    format!("answer {number}: карта готова, приходите с паспортом в любой день.")
}

fn number_of(text: &str) -> Option<u64> {
    text.strip_prefix("answer ")?.split(':').next()?.parse().ok()
}

/// A visitor whose page listens.
pub struct Visitor {
    pub secret: String,
    addr: SocketAddr,
    http: Http,
    /// When it was used last.
    used: Instant,
    /// Lines that were shown, to be confirmed.
    seen: mpsc::Receiver<String>,
}

impl Visitor {
    /// Opens the chat and says the first word.
    pub async fn come(addr: SocketAddr, told: Arc<dyn Told>, stop: CancellationToken) -> Outcome<Self> {
        let secret = domain::id::secret(32);
        let (shown, seen) = mpsc::channel(UNCONFIRMED);
        let mut page = Page::open(addr, &secret).await?;
        tokio::spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                ended = page.listen(told.as_ref(), &shown) => if let Err(error) = ended {
                    // Whatever it would have shown is missed at the end.
                    eprintln!("bench: a visitor's page stopped listening: {error}");
                }
            }
        });
        let http = Http::connect(addr).await?;
        let mut visitor = Self {
            secret,
            addr,
            http,
            used: Instant::now(),
            seen,
        };
        visitor.say().await?;
        Ok(visitor)
    }

    /// Talks until the end; how long each message took to be taken in.
    pub async fn talk(
        mut self,
        begin: Instant,
        end: Instant,
        every: Duration,
        mut rng: StdRng,
    ) -> Outcome<Vec<Duration>> {
        let mut took = Vec::new();
        let mut next = begin + every.mul_f64(rng.random());
        loop {
            tokio::select! {
                Some(entry) = self.seen.recv() => self.confirm(&entry).await?,
                () = tokio::time::sleep_until(next.min(end).into()) => {
                    if next >= end {
                        return Ok(took);
                    }
                    next += every;
                    let said = Instant::now();
                    self.say().await?;
                    took.push(said.elapsed());
                }
            }
        }
    }

    async fn say(&mut self) -> Outcome<()> {
        let body = format!(
            "id={}&lang=ru&zone=Europe%2FMoscow&text=Where+is+my+card%3F+I+wait+for+a+week.",
            domain::id::secret(20)
        );
        self.post("messages", "application/x-www-form-urlencoded", &body)
            .await
    }

    async fn confirm(&mut self, entry: &str) -> Outcome<()> {
        let body = json!({ "entries": [entry] }).to_string();
        self.post("seen", "application/json", &body).await
    }

    async fn post(&mut self, what: &str, kind: &str, body: &str) -> Outcome<()> {
        if self.used.elapsed() > KEPT {
            self.http = Http::connect(self.addr).await?;
        }
        self.used = Instant::now();
        let request = format!(
            "POST /chat/help/{what} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {}\r\nContent-Type: {kind}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.secret,
            body.len()
        );
        self.http.ask_for(request.as_bytes(), 200..=299).await
    }
}

/// The listening half.
struct Page {
    stream: BufReader<TcpStream>,
    line: String,
}

impl Page {
    async fn open(addr: SocketAddr, secret: &str) -> Outcome<Self> {
        let mut stream = TcpStream::connect(addr).await.during("opening a chat")?;
        let request = format!(
            "GET /chat/help/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {secret}\r\nAccept: text/event-stream\r\n\r\n"
        );
        stream
            .write_all(request.as_bytes())
            .await
            .during("opening a chat")?;
        Ok(Self {
            stream: BufReader::with_capacity(2_048, stream),
            line: String::new(),
        })
    }

    async fn listen(&mut self, told: &dyn Told, shown: &mpsc::Sender<String>) -> Outcome<()> {
        loop {
            self.line.clear();
            if self.stream.read_line(&mut self.line).await.during("listening")? == 0 {
                return Err(Failure::Other("the stream ended".into()));
            }
            let Some(data) = self.line.strip_prefix("data:") else {
                continue;
            };
            let Ok(news) = serde_json::from_str::<Value>(data.trim()) else {
                continue;
            };
            for line in news["lines"].as_array().into_iter().flatten() {
                let (text, unseen) = (line["text"].as_str(), line["unseen"].as_bool());
                let Some(number) = text.and_then(number_of) else {
                    continue;
                };
                told.shown(number);
                if unseen == Some(true)
                    && let Some(id) = line["id"].as_str()
                    && shown.send(id.to_owned()).await.is_err()
                {
                    // The visitor has left.
                    return Ok(());
                }
            }
        }
    }
}
