//! The clients' mail server: takes everything and remembers the Message-IDs.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

#[derive(Default)]
struct Shared {
    ids: Mutex<BTreeSet<String>>,
    changed: Condvar,
}

/// A running mail server; ends with the test's process.
pub struct MailSink {
    port: u16,
    shared: Arc<Shared>,
}

impl MailSink {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared::default());
        let taken = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let taken = Arc::clone(&taken);
                // A client that hangs up, or is killed, ends its own line only.
                std::thread::spawn(move || drop(serve(stream, &taken)));
            }
        });
        Self { port, shared }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Messages that came, each counted once.
    pub fn distinct(&self) -> usize {
        self.shared.ids.lock().unwrap().len()
    }

    /// Waits until so many different messages have come.
    pub fn wait_for_distinct(&self, count: usize) {
        let ids = self.shared.ids.lock().unwrap();
        // A worker that was killed leaves a lease of five minutes.
        let patience = Duration::from_secs(420);
        let (ids, late) = self
            .shared
            .changed
            .wait_timeout_while(ids, patience, |ids| ids.len() < count)
            .unwrap();
        assert!(
            !late.timed_out(),
            "only {} of {count} messages came out",
            ids.len()
        );
    }
}

fn serve(stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream);
    lines.get_mut().write_all(b"220 sink\r\n")?;
    let mut line = String::new();
    loop {
        line.clear();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let answer: &[u8] = match line.get(..4).map(str::to_ascii_uppercase).as_deref() {
            Some("DATA") => {
                lines.get_mut().write_all(b"354 go\r\n")?;
                let id = message(&mut lines)?;
                shared.ids.lock().unwrap().extend(id);
                shared.changed.notify_all();
                b"250 taken\r\n"
            }
            Some("QUIT") => return lines.get_mut().write_all(b"221 bye\r\n"),
            Some("EHLO") => b"250-sink\r\n250 8BITMIME\r\n",
            _ => b"250 ok\r\n",
        };
        lines.get_mut().write_all(answer)?;
    }
}

/// Reads to the end of the mail and tells its Message-ID.
fn message(lines: &mut BufReader<TcpStream>) -> std::io::Result<Option<String>> {
    let (mut line, mut id) = (Vec::new(), None);
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            return Ok(id);
        }
        let text = String::from_utf8_lossy(&line);
        if let Some(value) = text.strip_prefix("Message-ID:").filter(|_| id.is_none()) {
            id = Some(value.trim().to_owned());
        }
    }
}
