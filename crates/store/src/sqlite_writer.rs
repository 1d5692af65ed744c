//! SQLite's one writer: a thread that runs the waiting closures, each in a savepoint, and commits them together.

use crate::conn::{Conn, Durability, Purpose};
use crate::error::StoreError;
use crate::ids::IdBlock;
use crate::url::DatabaseUrl;
use crate::write::{Job, Ran};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, watch};

/// Writes that may wait in front of the thread.
const QUEUE: usize = 1_024;
/// How long one commit may gather writes.
const GATHER: Duration = Duration::from_millis(50);
/// How often a closure is run again inside one commit (two closures opened the same key).
const ATTEMPTS: usize = 3;

/// The way to the writer thread. The thread ends when the last of these is dropped and the queue is empty.
pub struct SqliteWriter {
    queue: mpsc::Sender<Box<dyn Job>>,
}

impl SqliteWriter {
    /// Opens the connection and starts the thread.
    pub fn start(
        url: DatabaseUrl,
        durability: Durability,
        statements: Arc<AtomicU64>,
        signal: watch::Sender<u64>,
    ) -> Result<Self, StoreError> {
        let conn = Conn::open(&url, Purpose::Write, durability, &statements)?;
        let (queue, waiting) = mpsc::channel(QUEUE);
        std::thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || {
                Writer {
                    conn,
                    ids: IdBlock::default(),
                    waiting,
                    signal,
                }
                .run()
            })
            .map_err(|error| StoreError::Unavailable(format!("cannot start the writer thread: {error}")))?;
        Ok(Self { queue })
    }

    /// Queues a write, waiting for a place at most `patience`.
    pub async fn submit(&self, job: Box<dyn Job>, patience: Duration) -> Result<(), StoreError> {
        self.queue.send_timeout(job, patience).await.map_err(|error| {
            StoreError::Unavailable(match error {
                mpsc::error::SendTimeoutError::Timeout(_) => format!("the writer was busy for {patience:?}"),
                mpsc::error::SendTimeoutError::Closed(_) => "the writer is gone".into(),
            })
        })
    }
}

struct Writer {
    conn: Conn,
    ids: IdBlock,
    waiting: mpsc::Receiver<Box<dyn Job>>,
    signal: watch::Sender<u64>,
}

impl Writer {
    fn run(mut self) {
        while let Some(first) = self.waiting.blocking_recv() {
            if let Err((error, job)) = self.begin(first) {
                job.finish(Err(error));
            }
        }
    }

    /// Opens a transaction and fills it, starting with one write.
    fn begin(&mut self, first: Box<dyn Job>) -> Result<(), (StoreError, Box<dyn Job>)> {
        if let Err(error) = self
            .ids
            .refill(&mut self.conn)
            .and_then(|()| self.conn.begin_write())
        {
            return Err((error, first));
        }
        let started = Instant::now();
        let (mut done, mut announced) = (Vec::new(), false);
        let mut next = Some(first);
        while let Some(mut job) = next.take() {
            announced |= self.in_savepoint(job.as_mut());
            done.push(job);
            if started.elapsed() < GATHER && self.ids.has_room() {
                next = self.waiting.try_recv().ok();
            }
        }
        let committed = self.conn.execute("COMMIT");
        if let Err(error) = &committed {
            tracing::error!(%error, writes = done.len(), "a commit failed; its writes are told so");
            // Without an open transaction this answers with an error of its own, which says nothing new.
            self.conn.execute("ROLLBACK").ok();
        } else if announced {
            self.signal.send_modify(|commits| *commits += 1);
        }
        for job in done {
            job.finish(committed.clone());
        }
        Ok(())
    }

    /// Runs one write; a failed one leaves no trace in the common transaction. Says whether it announced events.
    fn in_savepoint(&mut self, job: &mut dyn Job) -> bool {
        for attempt in 1..=ATTEMPTS {
            if let Err(error) = self.conn.execute("SAVEPOINT w") {
                tracing::error!(%error, "a savepoint could not be set");
                return false;
            }
            let ran = job.run(&mut self.conn, &mut self.ids);
            let end = if matches!(ran, Ran::Commit(_)) {
                "RELEASE w"
            } else {
                "ROLLBACK TO w; RELEASE w"
            };
            if let Err(error) = self.conn.execute(end) {
                tracing::error!(%error, "a savepoint could not be ended");
            }
            match ran {
                Ran::Commit(announced) => return announced,
                Ran::Again if attempt < ATTEMPTS => {}
                _ => return false,
            }
        }
        false
    }
}
