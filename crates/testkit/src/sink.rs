//! A door out that tests command: it keeps what it is given, and fails when it is told to.

use async_trait::async_trait;
use channel::{Delivered, DeliveryError, Outbound, Sink};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A mail catcher without mail.
#[derive(Debug, Default)]
pub struct TestSink {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    taken: Vec<Outbound>,
    failures: VecDeque<DeliveryError>,
}

impl TestSink {
    /// The next attempts end so, one after another; after that everything is taken.
    pub fn fail_with(&self, failures: impl IntoIterator<Item = DeliveryError>) {
        self.state().failures.extend(failures);
    }

    /// Everything taken so far, in order.
    #[must_use]
    pub fn taken(&self) -> Vec<Outbound> {
        self.state().taken.clone()
    }

    /// The message taken last.
    ///
    /// # Panics
    /// Nothing was taken.
    #[must_use]
    pub fn last(&self) -> Outbound {
        self.taken().pop().unwrap_or_else(|| panic!("nothing went out"))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Sink for TestSink {
    async fn deliver(&self, message: &Outbound) -> Result<Delivered, DeliveryError> {
        let mut state = self.state();
        if let Some(failure) = state.failures.pop_front() {
            return Err(failure);
        }
        state.taken.push(message.clone());
        Ok(Delivered {
            external_ids: Vec::new(),
            note: "taken".into(),
            arrived: false,
            confirm_within: None,
        })
    }
}
