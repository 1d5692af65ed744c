//! The one way to write. A write is a closure that may be run again; it sees nothing of threads, locks or retries.

use crate::conn::Conn;
use crate::error::StoreError;
use crate::ids::IdBlock;
use crate::open::{Engine, Store};
use crate::pool::Pool;
use crate::tx::Tx;
use domain::Actor;
use rand::Rng as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// How long a write waits for its turn before the caller is told to come again.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a write is run again on PostgreSQL when the database asks for it.
const ATTEMPTS: u32 = 10;

/// An error of a use case that can carry the store's own.
pub trait WriteError: From<StoreError> + Send + 'static {
    /// The store's error inside, if it is one.
    fn store_error(&self) -> Option<&StoreError>;
}

impl WriteError for StoreError {
    fn store_error(&self) -> Option<&StoreError> {
        Some(self)
    }
}

/// How a run of the closure ended.
#[derive(Clone, Debug)]
pub(crate) enum Ran {
    /// To be committed; true when it announced events.
    Commit(bool),
    /// To be rolled back; the error lies in the job.
    RollBack,
    /// To be rolled back and run again.
    Again,
    /// To be rolled back, and the connection dropped.
    Lost,
}

/// A waiting write, whatever it returns.
pub(crate) trait Job: Send {
    fn run(&mut self, conn: &mut Conn, ids: &mut IdBlock) -> Ran;
    /// Answers the caller. `Err` when the commit itself failed.
    fn finish(self: Box<Self>, committed: Result<(), StoreError>);
}

struct Typed<F, T, E> {
    run: F,
    actor: Actor,
    store: Store,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Job for Typed<F, T, E>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: WriteError,
{
    fn run(&mut self, conn: &mut Conn, ids: &mut IdBlock) -> Ran {
        let mut tx = Tx::new(conn, ids, self.store.clock().now(), self.actor, self.store.node());
        let run = &mut self.run;
        // A panic in one write must not take the writer, and all who wait for it, along.
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let value = run(&mut tx)?;
            Ok((value, tx.flush_events()?))
        }));
        let outcome = outcome.unwrap_or_else(|_panic| {
            Err(E::from(StoreError::Statement(
                "a write panicked; the cause is in the log".into(),
            )))
        });
        match outcome {
            Ok((value, announced)) => {
                self.result = Some(Ok(value));
                Ran::Commit(announced)
            }
            Err(error) => {
                let ran = match error.store_error() {
                    Some(StoreError::Retry(_) | StoreError::Duplicate(_)) => Ran::Again,
                    Some(StoreError::Unavailable(_)) => Ran::Lost,
                    _ => Ran::RollBack,
                };
                self.result = Some(Err(error));
                ran
            }
        }
    }

    fn finish(self: Box<Self>, committed: Result<(), StoreError>) {
        let result = match (committed, self.result) {
            (Ok(()), Some(result)) => result,
            (Err(_), Some(Err(error))) => Err(error),
            (Err(error), _) => Err(E::from(error)),
            (Ok(()), None) => Err(E::from(StoreError::Statement(
                "a write ended without a result".into(),
            ))),
        };
        if result.is_ok() {
            self.store.count_write();
        }
        // The caller may have gone away; the commit stands all the same.
        drop(self.reply.send(result));
    }
}

impl Store {
    /// Runs a closure in a transaction and answers after the commit. On SQLite many waiting closures share one
    /// commit. The closure may be run more than once; it must write keys in sorted order and do nothing outside
    /// the database.
    ///
    /// # Errors
    /// The closure's own error, or the store's: nothing was kept then.
    pub async fn write<T, E, F>(&self, actor: Actor, run: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: WriteError,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Typed {
            run,
            actor,
            store: self.clone(),
            result: None,
            reply,
        });
        match self.engine() {
            Engine::Sqlite(writer) => writer.submit(job, PATIENCE).await?,
            Engine::Postgres(pool) => {
                let permit = pool.turn(PATIENCE).await?;
                let (pool, store) = (Arc::clone(pool), self.clone());
                tokio::task::spawn_blocking(move || {
                    if run_on_postgres(&pool, job) {
                        store.signal();
                    }
                    drop(permit);
                });
            }
        }
        answer
            .await
            .unwrap_or_else(|_dropped| Err(E::from(StoreError::Unavailable("the writer is gone".into()))))
    }
}

/// Runs a job with retries; says whether events were committed.
fn run_on_postgres(pool: &Pool, mut job: Box<dyn Job>) -> bool {
    let mut attempt = 0;
    loop {
        attempt += 1;
        let mut pooled = match pool.take() {
            Ok(pooled) => pooled,
            Err(error) => {
                job.finish(Err(error));
                return false;
            }
        };
        let ran = pooled
            .ids
            .refill(&mut pooled.conn)
            .and_then(|()| pooled.conn.begin_write())
            .map(|()| job.run(&mut pooled.conn, &mut pooled.ids));
        let ran = match ran {
            Ok(ran) => ran,
            // A connection that died while idle tells so at the first statement: one more try on a fresh one.
            Err(error) if error.is_unavailable() && attempt == 1 => continue,
            Err(error) => {
                job.finish(Err(error));
                return false;
            }
        };
        match ran {
            Ran::Commit(announced) => {
                let committed = pooled.conn.execute("COMMIT");
                if committed.is_ok() {
                    pool.give_back(pooled);
                }
                let ok = committed.is_ok();
                job.finish(committed);
                return ok && announced;
            }
            Ran::Again if attempt < ATTEMPTS => {
                if pooled.conn.execute("ROLLBACK").is_ok() {
                    pool.give_back(pooled);
                }
                std::thread::sleep(backoff(attempt));
            }
            Ran::Again | Ran::RollBack => {
                if pooled.conn.execute("ROLLBACK").is_ok() {
                    pool.give_back(pooled);
                }
                job.finish(Ok(()));
                return false;
            }
            Ran::Lost => {
                job.finish(Ok(()));
                return false;
            }
        }
    }
}

/// 2 ms doubling to about a quarter of a second, with full jitter.
fn backoff(attempt: u32) -> Duration {
    let ceiling = 2_000u64 << attempt.min(7);
    Duration::from_micros(rand::rng().random_range(ceiling / 4..=ceiling))
}
