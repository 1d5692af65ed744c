//! Telegram by its Bot API (core.telegram.org/bots/api): the vendor's calls, errors and bounds.

mod read;

use crate::line::{Line, json};
use crate::vendor::{File, Heard, Limits, Pulled, Trouble, Vendor};
use async_trait::async_trait;
use channel::OutboundFile;
use channel::http::Answered;
use domain::HandleKind;
use serde_json::{Value, json};
use std::time::Duration;

/// Kinds of updates that say something to a desk.
const WANTED: [&str; 2] = ["message", "edited_message"];

/// Telegram.
#[derive(Copy, Clone, Debug, Default)]
pub struct Telegram;

impl Telegram {
    async fn call(&self, line: &Line, method: &str, body: &Value) -> Result<Value, Trouble> {
        result(&line.post(url(line, method), Vec::new(), body).await?)
    }
}

fn url(line: &Line, method: &str) -> String {
    format!("{}/bot{}/{method}", line.api, line.token)
}

/// What an answer says: `{"ok": true, "result": …}`, or an error with its code.
fn result(answer: &Answered) -> Result<Value, Trouble> {
    let mut told = json(answer)?;
    if told["ok"] == true {
        return Ok(told["result"].take());
    }
    let reason = told["description"]
        .as_str()
        .unwrap_or("no reason given")
        .to_owned();
    let after = told["parameters"]["retry_after"]
        .as_u64()
        .map(Duration::from_secs);
    Err(
        match told["error_code"].as_u64().unwrap_or(answer.status.into()) {
            429 => Trouble::Later { reason, after },
            403 => Trouble::Never {
                status: "blocked",
                reason,
            },
            400 => Trouble::Never {
                status: "rejected",
                reason,
            },
            413 => Trouble::Never {
                status: "too_large",
                reason,
            },
            401 | 404 => Trouble::SetUp {
                reason: format!("Telegram does not know this token: {reason}"),
            },
            409 => Trouble::SetUp {
                reason: format!("somebody else fetches with this token: {reason}"),
            },
            _ => Trouble::Later { reason, after },
        },
    )
}

fn id_of(sent: &Value) -> Result<String, Trouble> {
    let id = sent["message_id"].as_i64();
    id.map(|id| id.to_string()).ok_or_else(|| Trouble::Unknown {
        reason: "Telegram took the message and did not say its id".to_owned(),
    })
}

#[async_trait]
impl Vendor for Telegram {
    fn kind(&self) -> &'static str {
        crate::TELEGRAM.code
    }

    fn handle(&self) -> HandleKind {
        HandleKind::Telegram
    }

    fn api(&self) -> &'static str {
        "https://api.telegram.org"
    }

    fn limits(&self) -> Limits {
        Limits {
            text: 4096,
            fetched: 20 << 20,
            sent: 50 << 20,
            // About 30 a second altogether, one a second to one person.
            pace: Duration::from_millis(34),
            pace_each: Duration::from_secs(1),
        }
    }

    fn secret_header(&self) -> &'static str {
        "x-telegram-bot-api-secret-token"
    }

    fn read(&self, update: &Value) -> Heard {
        read::read(update)
    }

    async fn pull(&self, line: &Line, after: Option<i64>) -> Result<Pulled, Trouble> {
        let mut body = json!({ "timeout": line.hang.as_secs(), "limit": 100, "allowed_updates": WANTED });
        if let Some(after) = after {
            // Says that everything before is kept.
            body["offset"] = (after + 1).into();
        }
        let answer = line.post_hanging(url(line, "getUpdates"), &body).await?;
        let Value::Array(updates) = result(&answer)? else {
            return Err(Trouble::Later {
                reason: "Telegram's answer is no list of updates".to_owned(),
                after: None,
            });
        };
        let marked = updates.into_iter().map(|update| {
            let mark = update["update_id"].as_i64();
            (update, mark)
        });
        Ok(Pulled {
            updates: marked.collect(),
            mark: None,
        })
    }

    async fn subscribe(&self, line: &Line, at: Option<(&str, &str)>) -> Result<(), Trouble> {
        let done = match at {
            None => {
                self.call(line, "deleteWebhook", &json!({ "drop_pending_updates": false }))
                    .await
            }
            Some((url, secret)) => {
                let body = json!({ "url": url, "secret_token": secret, "allowed_updates": WANTED });
                self.call(line, "setWebhook", &body).await
            }
        };
        done.map(drop)
    }

    async fn fetch(&self, line: &Line, file: &File) -> Result<Vec<u8>, Trouble> {
        let found = self.call(line, "getFile", &json!({ "file_id": file.id })).await?;
        let path = found["file_path"].as_str().unwrap_or_default();
        let odd = |c: char| !c.is_ascii_alphanumeric() && !"/_-.".contains(c);
        if path.is_empty() || path.contains(odd) || path.contains("..") {
            return Err(Trouble::Never {
                status: "gone",
                reason: "Telegram has no place for the file".to_owned(),
            });
        }
        let url = format!("{}/file/bot{}/{path}", line.api, line.token);
        line.file(url, self.limits().fetched).await
    }

    async fn say(&self, line: &Line, to: &str, text: &str, answers: Option<&str>) -> Result<String, Trouble> {
        let mut body = json!({ "chat_id": to, "text": text });
        if let Some(id) = answers.and_then(|id| id.parse::<i64>().ok()) {
            // A client may have deleted what they wrote.
            body["reply_parameters"] = json!({ "message_id": id, "allow_sending_without_reply": true });
        }
        id_of(&self.call(line, "sendMessage", &body).await?)
    }

    async fn hand(&self, line: &Line, to: &str, file: &OutboundFile) -> Result<String, Trouble> {
        let answer = line
            .form(
                url(line, "sendDocument"),
                Vec::new(),
                &[("chat_id", to)],
                "document",
                file,
            )
            .await?;
        id_of(&result(&answer)?)
    }
}
