//! What an update of MAX says. Pure.

use crate::vendor::{File, Heard, Said};
use domain::Moment;
use domain::time::SECOND;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// Reads an update.
pub fn read(update: &Value) -> Heard {
    let Some(kind) = update["update_type"].as_str() else {
        return Heard::Strange {
            key: format!("max:odd:{}", digest(&update.to_string())),
            reason: "no update of MAX",
        };
    };
    let lang: String = update["user_locale"]
        .as_str()
        .unwrap_or_default()
        .chars()
        .take(2)
        .collect();
    let edits = match kind {
        "message_created" => false,
        "message_edited" => true,
        "bot_started" => {
            return match update["user"]["user_id"].as_i64() {
                Some(user) => Heard::Began {
                    user: user.to_string(),
                    lang,
                },
                None => Heard::Nothing,
            };
        }
        _ => return Heard::Nothing,
    };
    let message = &update["message"];
    let (sender, body) = (&message["sender"], &message["body"]);
    let Some(id) = body["mid"].as_str() else {
        return Heard::Strange {
            key: format!("max:odd:{}", digest(&update.to_string())),
            reason: "a message without an id",
        };
    };
    if message["recipient"]["chat_type"] != "dialog" {
        return Heard::Elsewhere {
            key: format!("max:elsewhere:{id}"),
            reason: "written in a group; a desk talks with one person",
        };
    }
    if sender["is_bot"] == true {
        return Heard::Nothing;
    }
    let Some(user) = sender["user_id"].as_i64() else {
        return Heard::Strange {
            key: format!("max:nobody:{id}"),
            reason: "a message of nobody",
        };
    };
    let text = words(body);
    let files = files(body);
    if text.is_empty() && files.is_empty() {
        return Heard::Strange {
            key: format!("max:kind:{id}"),
            reason: "a message of a kind that is not known",
        };
    }
    let at = if edits {
        &update["timestamp"]
    } else {
        &message["timestamp"]
    };
    let mut key = format!("max:{user}:{id}");
    if edits {
        key.push_str(&format!(":{at}:{}", digest(&text)));
    }
    let reply = &message["link"];
    Heard::Said(Box::new(Said {
        key,
        user: user.to_string(),
        name: name(sender),
        lang,
        id: id.to_owned(),
        edits,
        answers: (reply["type"] == "reply")
            .then(|| reply["message"]["mid"].as_str().map(str::to_owned))
            .flatten(),
        text,
        files,
        at: at
            .as_i64()
            .and_then(|millis| millis.checked_mul(SECOND / 1000))
            .map(Moment::from_micros),
    }))
}

fn name(sender: &Value) -> String {
    let part = |field: &str| sender[field].as_str().unwrap_or_default().trim().to_owned();
    let name = format!("{} {}", part("first_name"), part("last_name"));
    let name = name.trim();
    if name.is_empty() {
        part("name")
    } else {
        name.to_owned()
    }
}

/// The text; of a message without one, what its attachments say in words.
fn words(body: &Value) -> String {
    let text = body["text"].as_str().unwrap_or_default();
    if !text.is_empty() {
        return text.to_owned();
    }
    let attached = body["attachments"].as_array().into_iter().flatten();
    attached
        .filter_map(|one| match one["type"].as_str()? {
            "location" => Some(format!("geo:{},{}", one["latitude"], one["longitude"])),
            "contact" => one["payload"]["vcf_info"].as_str().map(str::to_owned),
            "share" => one["payload"]["url"].as_str().map(str::to_owned),
            _ => None,
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn files(body: &Value) -> Vec<File> {
    let attached = body["attachments"].as_array().into_iter().flatten();
    attached
        .filter_map(|one| {
            let (name, media_type) = match one["type"].as_str()? {
                "image" => ("photo.jpg", "image/jpeg"),
                "video" => ("video.mp4", "video/mp4"),
                "audio" => ("audio.mp3", "audio/mpeg"),
                "sticker" => ("sticker.webp", "image/webp"),
                "file" => ("file", "application/octet-stream"),
                _ => return None,
            };
            Some(File {
                id: one["payload"]["url"].as_str()?.to_owned(),
                name: one["filename"].as_str().unwrap_or(name).to_owned(),
                media_type: media_type.to_owned(),
                size: one["size"].as_u64().and_then(|size| usize::try_from(size).ok()),
            })
        })
        .collect()
}

fn digest(text: &str) -> String {
    hex::encode(&Sha256::digest(text)[..8])
}
