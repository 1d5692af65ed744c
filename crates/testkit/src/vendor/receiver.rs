//! Another system that is told what happens: it keeps what is posted, and fails as it is told to.

use super::http::{Request, Response, serve};
use serde_json::Value;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Something that was posted.
#[derive(Clone, Debug)]
pub struct Posted {
    /// `webhook-id`, `webhook-timestamp`, `webhook-signature`.
    pub id: String,
    pub timestamp: String,
    pub signature: String,
    pub body: Vec<u8>,
    /// What was answered.
    pub status: u16,
}

impl Posted {
    /// The body, read.
    ///
    /// # Panics
    /// It is no JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("a body: {error}"))
    }
}

#[derive(Default)]
struct State {
    posted: Vec<Posted>,
    statuses: VecDeque<u16>,
    always: Option<u16>,
}

/// The system.
pub struct Receiver {
    at: SocketAddr,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl Receiver {
    /// Opens a port.
    ///
    /// # Panics
    /// None is free.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .unwrap_or_else(|error| panic!("a port: {error}"));
        let at = listener
            .local_addr()
            .unwrap_or_else(|error| panic!("a port: {error}"));
        let state = Arc::<Mutex<State>>::default();
        let own = Arc::clone(&state);
        let answer = move |request: Request| {
            let own = Arc::clone(&own);
            async move { take(&own, &request) }
        };
        let task = tokio::spawn(serve(listener, answer));
        Self { at, state, task }
    }

    /// Where it listens.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/okno", self.at)
    }

    /// The next requests are answered so, one after another; then 204 again.
    pub fn answer_with(&self, statuses: &[u16]) {
        self.lock().statuses.extend(statuses);
    }

    /// From now on all are answered so.
    pub fn always(&self, status: Option<u16>) {
        self.lock().always = status;
    }

    /// What was posted, in order, refused or not; forgotten then.
    #[must_use]
    pub fn taken(&self) -> Vec<Posted> {
        std::mem::take(&mut self.lock().posted)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn take(state: &Mutex<State>, request: &Request) -> Response {
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    let status = state.statuses.pop_front().or(state.always).unwrap_or(204);
    let header = |name: &str| request.header(name).to_owned();
    state.posted.push(Posted {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
        body: request.body.clone(),
        status,
    });
    Response::bytes(status, Vec::new())
}
