//! A bounded set of connections, opened when needed. One that met an outage is not used again.

use crate::conn::{Conn, Durability, Purpose};
use crate::error::StoreError;
use crate::ids::IdBlock;
use crate::url::DatabaseUrl;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A connection with the ids it has left.
pub struct Pooled {
    pub conn: Conn,
    pub ids: IdBlock,
}

/// Connections of one purpose.
pub struct Pool {
    url: DatabaseUrl,
    purpose: Purpose,
    durability: Durability,
    idle: Mutex<Vec<Pooled>>,
    permits: Arc<Semaphore>,
    statements: Arc<AtomicU64>,
}

impl Pool {
    pub fn new(
        url: DatabaseUrl,
        purpose: Purpose,
        durability: Durability,
        size: usize,
        statements: Arc<AtomicU64>,
    ) -> Self {
        let permits = Arc::new(Semaphore::new(size));
        Self {
            url,
            purpose,
            durability,
            idle: Mutex::default(),
            permits,
            statements,
        }
    }

    /// Waits for a turn, at most `patience`.
    pub async fn turn(&self, patience: Duration) -> Result<OwnedSemaphorePermit, StoreError> {
        match tokio::time::timeout(patience, Arc::clone(&self.permits).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_closed)) => Err(StoreError::Unavailable("the store is closing".into())),
            Err(_elapsed) => Err(StoreError::Unavailable(format!(
                "no free connection within {patience:?}"
            ))),
        }
    }

    /// A connection; to be called by whoever has a turn, on a thread that may block.
    pub fn take(&self) -> Result<Pooled, StoreError> {
        if let Some(pooled) = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Ok(pooled);
        }
        let conn = Conn::open(&self.url, self.purpose, self.durability, &self.statements)?;
        Ok(Pooled {
            conn,
            ids: IdBlock::default(),
        })
    }

    /// Gives a healthy connection back.
    pub fn give_back(&self, pooled: Pooled) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(pooled);
    }
}
