//! A vendor of messengers that tests command: it gives updates, keeps what is sent, and fails as the real one does. It speaks
//! the Bot APIs of Telegram and of MAX on a port of its own.

mod http;
pub mod receiver;

pub use http::Request;
use http::{Response, serve};
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// The token that the vendor knows.
pub const TOKEN: &str = "123456:AAE-test-token";

/// Something that was sent by a bot.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Sent {
    pub to: String,
    pub text: String,
    /// The message it answers; empty for none.
    pub answers: String,
    /// Name and bytes of a file.
    pub file: Option<(String, Vec<u8>)>,
}

#[derive(Default)]
struct State {
    updates: Vec<Value>,
    /// Numbers of the updates that the bot said it has kept.
    kept: Vec<i64>,
    marker: i64,
    files: HashMap<String, Vec<u8>>,
    sent: Vec<Sent>,
    failures: VecDeque<(u16, Value)>,
    /// Of files that are asked for.
    file_failures: VecDeque<(u16, Value)>,
    files_asked: usize,
    hook: Option<Value>,
    requests: Vec<Request>,
}

impl State {
    /// Counts that a file is asked for; how that fails, where it was told to.
    fn file_asked(&mut self) -> Option<(u16, Value)> {
        self.files_asked += 1;
        self.file_failures.pop_front()
    }
}

/// The vendor.
pub struct Vendor {
    at: SocketAddr,
    state: Arc<Mutex<State>>,
    news: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Vendor {
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
        let (state, news) = (Arc::<Mutex<State>>::default(), Arc::new(Notify::new()));
        let (own, bell) = (Arc::clone(&state), Arc::clone(&news));
        let answer = move |request: Request| {
            let (state, news) = (Arc::clone(&own), Arc::clone(&bell));
            async move { answer(&request, at, &state, &news).await }
        };
        let task = tokio::spawn(serve(listener, answer));
        Self {
            at,
            state,
            news,
            task,
        }
    }

    /// Where its API is.
    #[must_use]
    pub fn api(&self) -> String {
        format!("http://{}", self.at)
    }

    /// Somebody wrote to the bot.
    pub fn push(&self, update: Value) {
        self.state().updates.push(update);
        self.news.notify_waiters();
    }

    /// A file that can be fetched under an id.
    pub fn keep_file(&self, id: &str, bytes: &[u8]) {
        self.state().files.insert(id.to_owned(), bytes.to_vec());
    }

    /// The next message is answered so; status and body.
    pub fn fail_with(&self, status: u16, body: Value) {
        self.state().failures.push_back((status, body));
    }

    /// The next file asked for is refused so; status and body.
    pub fn fail_file_with(&self, status: u16, body: Value) {
        self.state().file_failures.push_back((status, body));
    }

    /// How often a file was asked for.
    #[must_use]
    pub fn files_asked(&self) -> usize {
        self.state().files_asked
    }

    /// What was sent, in order.
    #[must_use]
    pub fn sent(&self) -> Vec<Sent> {
        self.state().sent.clone()
    }

    /// Numbers of updates that the bot said it has kept.
    #[must_use]
    pub fn kept(&self) -> Vec<i64> {
        self.state().kept.clone()
    }

    /// What was asked of it under `/open/`, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.state().requests.clone()
    }

    /// What was asked to be called, if anything.
    #[must_use]
    pub fn hook(&self) -> Option<Value> {
        self.state().hook.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl Drop for Vendor {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn answer(request: &Request, at: SocketAddr, state: &Mutex<State>, news: &Notify) -> Response {
    if request.path.starts_with("/open/") {
        // Whatever is neither of the two: a gateway, another system.
        let mut state = lock(state);
        state.requests.push(request.clone());
        let (status, body) = state.failures.pop_front().unwrap_or((200, json!({})));
        return Response::json(status, &body);
    }
    let file = format!("/file/bot{TOKEN}/");
    if let Some(id) = request
        .path
        .strip_prefix(&file)
        .or_else(|| request.path.strip_prefix("/cdn/"))
    {
        let mut state = lock(state);
        // Telegram's were counted, and refused, when their place was asked.
        if request.path.starts_with("/cdn/")
            && let Some((status, body)) = state.file_asked()
        {
            return Response::json(status, &body);
        }
        return match state.files.get(id) {
            Some(bytes) => Response::bytes(200, bytes.clone()),
            None => Response::json(404, &json!({ "ok": false })),
        };
    }
    if let Some(method) = request.path.strip_prefix("/bot") {
        return match method.strip_prefix(TOKEN).and_then(|rest| rest.strip_prefix('/')) {
            Some(method) => telegram(method, request, state, news).await,
            None => wrong(401, "Unauthorized"),
        };
    }
    if request.header("authorization") != TOKEN && request.path != "/put" {
        return Response::json(
            401,
            &json!({ "code": "verify.token", "message": "Invalid access_token" }),
        );
    }
    max(request, at, state, news).await
}

fn wrong(code: u16, description: &str) -> Response {
    Response::json(
        code,
        &json!({ "ok": false, "error_code": code, "description": description }),
    )
}

fn right(result: Value) -> Response {
    Response::json(200, &json!({ "ok": true, "result": result }))
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

async fn telegram(method: &str, request: &Request, state: &Mutex<State>, news: &Notify) -> Response {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    match method {
        "getUpdates" => {
            if let Some(offset) = body["offset"].as_i64() {
                let mut state = lock(state);
                let (kept, left) = std::mem::take(&mut state.updates)
                    .into_iter()
                    .partition(|update| update["update_id"].as_i64() < Some(offset));
                let kept: Vec<Value> = kept;
                state
                    .kept
                    .extend(kept.iter().filter_map(|update| update["update_id"].as_i64()));
                state.updates = left;
            }
            wait(state, news).await;
            right(lock(state).updates.clone().into())
        }
        "deleteWebhook" => {
            lock(state).hook = None;
            right(true.into())
        }
        "setWebhook" => {
            lock(state).hook = Some(body);
            right(true.into())
        }
        "getFile" => {
            let mut state = lock(state);
            if let Some((status, body)) = state.file_asked() {
                return Response::json(status, &body);
            }
            match body["file_id"].as_str() {
                Some(id) if state.files.contains_key(id) => right(json!({ "file_path": id })),
                _ => wrong(400, "Bad Request: invalid file_id"),
            }
        }
        "sendMessage" => {
            let answers = &body["reply_parameters"]["message_id"];
            take(
                state,
                Sent {
                    to: text(&body["chat_id"]),
                    text: text(&body["text"]),
                    answers: if answers.is_null() {
                        String::new()
                    } else {
                        text(answers)
                    },
                    file: None,
                },
            )
            .map_or_else(
                |(code, body)| Response::json(code, &body),
                |id| right(json!({ "message_id": id })),
            )
        }
        "sendDocument" => take(
            state,
            Sent {
                to: request.field("chat_id"),
                file: request.file("document"),
                ..Sent::default()
            },
        )
        .map_or_else(
            |(code, body)| Response::json(code, &body),
            |id| right(json!({ "message_id": id })),
        ),
        _ => wrong(404, "Not Found"),
    }
}

/// Takes a message, unless it was told to fail.
fn take(state: &Mutex<State>, sent: Sent) -> Result<usize, (u16, Value)> {
    let mut state = lock(state);
    if let Some(failure) = state.failures.pop_front() {
        return Err(failure);
    }
    state.sent.push(sent);
    Ok(1000 + state.sent.len())
}

/// Until there is something to tell; not as long as the real one would.
async fn wait(state: &Mutex<State>, news: &Notify) {
    let bell = news.notified();
    if lock(state).updates.is_empty() {
        // Nobody wrote: an empty answer, as after a long wait.
        drop(tokio::time::timeout(Duration::from_secs(25), bell).await);
    }
}

async fn max(request: &Request, at: SocketAddr, state: &Mutex<State>, news: &Notify) -> Response {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/updates") => {
            let marker = request.query("marker").parse::<i64>().ok();
            if let Some(marker) = marker {
                let mut state = lock(state);
                if marker == state.marker && marker > 0 {
                    state.kept.push(marker);
                    state.updates.clear();
                }
            }
            wait(state, news).await;
            let mut state = lock(state);
            state.marker += i64::from(!state.updates.is_empty());
            let told = json!({ "updates": state.updates, "marker": state.marker });
            Response::json(200, &told)
        }
        ("GET", "/subscriptions") => Response::json(200, &json!({ "subscriptions": [] })),
        ("POST", "/subscriptions") => {
            lock(state).hook = Some(body);
            Response::json(200, &json!({ "success": true }))
        }
        ("POST", "/uploads") => Response::json(200, &json!({ "url": format!("http://{at}/put") })),
        ("POST", "/put") => {
            let (name, bytes) = request.file("data").unwrap_or_default();
            lock(state).files.insert(name.clone(), bytes);
            Response::json(200, &json!({ "token": name }))
        }
        ("POST", "/messages") => {
            let token = text(&body["attachments"][0]["payload"]["token"]);
            let file = lock(state)
                .files
                .get(&token)
                .map(|bytes| (token.clone(), bytes.clone()));
            take(
                state,
                Sent {
                    to: request.query("user_id"),
                    text: body["text"].as_str().unwrap_or_default().to_owned(),
                    answers: body["link"]["mid"].as_str().unwrap_or_default().to_owned(),
                    file,
                },
            )
            .map_or_else(
                |(code, body)| Response::json(code, &body),
                |id| {
                    Response::json(
                        200,
                        &json!({ "message": { "body": { "mid": format!("mid.{id}") } } }),
                    )
                },
            )
        }
        _ => Response::json(404, &json!({ "code": "not.found", "message": "no such path" })),
    }
}
