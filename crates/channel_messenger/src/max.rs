//! MAX by its Bot API (dev.max.ru/docs-api): the vendor's calls, errors and bounds.

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
const WANTED: [&str; 3] = ["message_created", "message_edited", "bot_started"];
/// A file that was uploaded is looked through before it can be sent.
const NOT_READY: &str = "attachment.not.ready";
const READY_TRIES: u32 = 5;
const READY_PAUSE: Duration = Duration::from_millis(500);

/// MAX.
#[derive(Copy, Clone, Debug, Default)]
pub struct Max;

fn who(line: &Line) -> Vec<(&'static str, String)> {
    vec![("authorization", line.token.clone())]
}

/// What an answer says: the thing itself, or `{"code": …, "message": …}` under its status.
fn result(answer: &Answered) -> Result<Value, Trouble> {
    let told = json(answer)?;
    // Calls that only do something answer whether they did.
    let undone = told["success"] == false;
    if answer.status < 300 && !undone {
        return Ok(told);
    }
    let text = |field: &str| told[field].as_str().unwrap_or_default();
    let reason = format!("{} {}", text("code"), text("message")).trim().to_owned();
    let after = answer.retry_after;
    Err(match answer.status {
        429 => Trouble::Later { reason, after },
        401 => Trouble::SetUp {
            reason: format!("MAX does not know this token: {reason}"),
        },
        _ if text("code") == NOT_READY => Trouble::Later { reason, after },
        403 => Trouble::Never {
            status: "blocked",
            reason,
        },
        404 => Trouble::Never {
            status: "no_such_chat",
            reason,
        },
        413 => Trouble::Never {
            status: "too_large",
            reason,
        },
        status if status < 500 => Trouble::Never {
            status: "rejected",
            reason,
        },
        _ => Trouble::Later { reason, after },
    })
}

async fn send(line: &Line, to: &str, body: &Value) -> Result<String, Trouble> {
    let url = format!("{}/messages?user_id={to}", line.api);
    let sent = result(&line.post(url, who(line), body).await?)?;
    let id = sent["message"]["body"]["mid"].as_str();
    id.map(str::to_owned).ok_or_else(|| Trouble::Unknown {
        reason: "MAX took the message and did not say its id".to_owned(),
    })
}

#[async_trait]
impl Vendor for Max {
    fn kind(&self) -> &'static str {
        crate::MAX.code
    }

    fn handle(&self) -> HandleKind {
        HandleKind::Max
    }

    fn api(&self) -> &'static str {
        "https://platform-api.max.ru"
    }

    fn limits(&self) -> Limits {
        Limits {
            text: 4000,
            fetched: 50 << 20,
            sent: 100 << 20,
            // 30 a second altogether.
            pace: Duration::from_millis(34),
            pace_each: Duration::from_millis(200),
        }
    }

    fn secret_header(&self) -> &'static str {
        "x-max-bot-api-secret"
    }

    fn read(&self, update: &Value) -> Heard {
        read::read(update)
    }

    async fn pull(&self, line: &Line, after: Option<i64>) -> Result<Pulled, Trouble> {
        let mut url = format!(
            "{}/updates?limit=100&timeout={}&types={}",
            line.api,
            line.hang.as_secs(),
            WANTED.join(",")
        );
        if let Some(after) = after {
            // Says that everything before is kept.
            url.push_str(&format!("&marker={after}"));
        }
        let mut told = result(&line.get(url, who(line), line.hang).await?)?;
        let Value::Array(updates) = told["updates"].take() else {
            return Err(Trouble::Later {
                reason: "MAX's answer is no list of updates".to_owned(),
                after: None,
            });
        };
        Ok(Pulled {
            updates: updates.into_iter().map(|update| (update, None)).collect(),
            mark: told["marker"].as_i64(),
        })
    }

    async fn subscribe(&self, line: &Line, at: Option<(&str, &str)>) -> Result<(), Trouble> {
        let url = format!("{}/subscriptions", line.api);
        if let Some((hook, secret)) = at {
            let body = json!({ "url": hook, "secret": secret, "update_types": WANTED });
            return result(&line.post(url, who(line), &body).await?).map(drop);
        }
        // As long as it is called somewhere, nothing can be fetched.
        let told = result(&line.get(url, who(line), Duration::ZERO).await?)?;
        let hooks = told["subscriptions"]
            .as_array()
            .is_some_and(|list| !list.is_empty());
        if hooks {
            return Err(Trouble::SetUp {
                reason:
                    "MAX calls this bot's webhook elsewhere; delete that subscription, or receive by webhook"
                        .to_owned(),
            });
        }
        Ok(())
    }

    async fn fetch(&self, line: &Line, file: &File) -> Result<Vec<u8>, Trouble> {
        line.file(file.id.clone(), self.limits().fetched).await
    }

    async fn say(&self, line: &Line, to: &str, text: &str, answers: Option<&str>) -> Result<String, Trouble> {
        let mut body = json!({ "text": text });
        if let Some(mid) = answers {
            body["link"] = json!({ "type": "reply", "mid": mid });
        }
        send(line, to, &body).await
    }

    async fn hand(&self, line: &Line, to: &str, file: &OutboundFile) -> Result<String, Trouble> {
        let place = line
            .post(format!("{}/uploads?type=file", line.api), who(line), &Value::Null)
            .await?;
        let place = result(&place)?;
        let url = place["url"].as_str().unwrap_or_default().to_owned();
        let put = line.form(url, Vec::new(), &[], "data", file).await?;
        let put = result(&put)?;
        let token = put["token"].as_str().or_else(|| place["token"].as_str());
        let token = token.ok_or_else(|| Trouble::Later {
            reason: "MAX took the file and did not say under which token".to_owned(),
            after: None,
        })?;
        let body = json!({ "attachments": [{ "type": "file", "payload": { "token": token } }] });
        let mut tries = 1;
        loop {
            match send(line, to, &body).await {
                Err(Trouble::Later { reason, .. })
                    if reason.starts_with(NOT_READY) && tries < READY_TRIES =>
                {
                    tries += 1;
                    tokio::time::sleep(READY_PAUSE).await;
                }
                end => return end,
            }
        }
    }
}
