//! The way to read: a closure on a connection that cannot write, in a transaction in which every statement sees
//! the same state.

use crate::conn::Conn;
use crate::error::StoreError;
use crate::open::Store;
use std::sync::Arc;
use std::time::Duration;

/// How long a read waits for a connection before the caller is told to come again.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a read sees.
pub struct Reader<'a> {
    pub(crate) conn: &'a mut Conn,
}

impl Store {
    /// Runs a closure that reads by one statement: no transaction is needed for it to see one state, nor the two round
    /// trips that a transaction costs. It is called again where a connection had died while idle.
    ///
    /// # Errors
    /// The closure's own error, or [`StoreError::Unavailable`].
    pub async fn read_once<T, F>(&self, run: F) -> Result<T, StoreError>
    where
        F: Fn(&mut Reader<'_>) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let pool = Arc::clone(self.readers());
        let permit = pool.turn(PATIENCE).await?;
        let task = tokio::task::spawn_blocking(move || {
            let ask = || {
                let mut pooled = pool.take()?;
                pooled.conn.tidy()?;
                let result = run(&mut Reader {
                    conn: &mut pooled.conn,
                });
                if !result.as_ref().is_err_and(StoreError::is_unavailable) {
                    pool.give_back(pooled);
                }
                result
            };
            let result = match ask() {
                Err(error) if error.is_unavailable() => ask(),
                result => result,
            };
            drop(permit);
            result
        });
        task.await
            .unwrap_or_else(|_panic| Err(StoreError::Statement("a read panicked".into())))
    }

    /// Runs a closure that only reads.
    ///
    /// # Errors
    /// The closure's own error, or [`StoreError::Unavailable`].
    pub async fn read<T, E, F>(&self, run: F) -> Result<T, E>
    where
        F: FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let pool = Arc::clone(self.readers());
        let permit = pool.turn(PATIENCE).await?;
        let task = tokio::task::spawn_blocking(move || {
            let mut pooled = pool.take()?;
            if let Err(error) = pooled.conn.begin_read() {
                // A connection that died while idle tells so here: one more try on a fresh one.
                if !error.is_unavailable() {
                    return Err(error.into());
                }
                pooled = pool.take()?;
                pooled.conn.begin_read()?;
            }
            let result = run(&mut Reader {
                conn: &mut pooled.conn,
            });
            if pooled.conn.execute("COMMIT").is_ok() {
                pool.give_back(pooled);
            }
            drop(permit);
            result
        });
        task.await
            .unwrap_or_else(|_panic| Err(E::from(StoreError::Statement("a read panicked".into()))))
    }
}
