//! The queue in front of the commit: bounded, drained in batches, each batch one write.

use super::batch;
use super::prepare::Prepared;
use super::unavailable;
use crate::desk::WeakDesk;
use channel::{IntakeError, Receipt};
use tokio::sync::{mpsc, oneshot};

/// Messages that may wait; whoever comes then is asked to come again.
const WAITING: usize = 2_048;
/// Messages in one batch. Larger ones commit no faster and make everybody wait longer.
const BATCH: usize = 128;

/// A prepared message and whoever waits for its receipt.
pub struct Waiting {
    pub(crate) prepared: Prepared,
    pub(crate) reply: oneshot::Sender<Result<Receipt, IntakeError>>,
}

/// The way into the queue.
pub(crate) struct IntakeQueue {
    waiting: mpsc::Sender<Waiting>,
}

impl IntakeQueue {
    /// Waits for the receipt of a message, given after the commit.
    pub async fn submit(&self, prepared: Prepared) -> Result<Receipt, IntakeError> {
        let (reply, receipt) = oneshot::channel();
        self.waiting
            .try_send(Waiting { prepared, reply })
            .map_err(|_full| unavailable())?;
        receipt.await.unwrap_or_else(|_gone| Err(unavailable()))
    }
}

/// A queue, and the task that drains it; the task ends with the desk. `lanes` batches may be in flight at once: one
/// where the database has one writer, more where a commit's wait can be filled.
pub(crate) fn start(lanes: usize) -> (IntakeQueue, impl FnOnce(WeakDesk)) {
    let (sender, receiver) = mpsc::channel(WAITING);
    let run = move |desk: WeakDesk| {
        let receiver = std::sync::Arc::new(tokio::sync::Mutex::new(receiver));
        for _ in 0..lanes {
            tokio::spawn(drain(std::sync::Arc::clone(&receiver), desk.clone()));
        }
    };
    (IntakeQueue { waiting: sender }, run)
}

async fn drain(receiver: std::sync::Arc<tokio::sync::Mutex<mpsc::Receiver<Waiting>>>, desk: WeakDesk) {
    loop {
        let mut batch = Vec::with_capacity(BATCH);
        // Held only while waiting and taking: the other lanes take the next batch.
        if receiver.lock().await.recv_many(&mut batch, BATCH).await == 0 {
            return;
        }
        match desk.upgrade() {
            Some(desk) => batch::take_in(&desk, batch).await,
            // The desk is gone: dropping the replies tells the senders to come again.
            None => return,
        }
    }
}
