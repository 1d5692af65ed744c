//! What an update of Telegram says. Pure.

use crate::vendor::{File, Heard, Said};
use domain::Moment;
use domain::time::SECOND;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// Turns of the talk that say nothing.
const SERVICE: [&str; 6] = [
    "pinned_message",
    "message_auto_delete_timer_changed",
    "write_access_allowed",
    "chat_background_set",
    "new_chat_title",
    "forum_topic_created",
];
/// Files, by the field they stand in, with the name and type they get where they have none.
const FILES: [(&str, &str, &str); 5] = [
    ("document", "document", "application/octet-stream"),
    ("video", "video.mp4", "video/mp4"),
    ("video_note", "video.mp4", "video/mp4"),
    ("voice", "voice.ogg", "audio/ogg"),
    ("audio", "audio.mp3", "audio/mpeg"),
];

/// Reads an update.
pub fn read(update: &Value) -> Heard {
    let Some(update_id) = update["update_id"].as_i64() else {
        return Heard::Strange {
            key: format!("telegram:odd:{}", digest(&update.to_string())),
            reason: "no update of Telegram",
        };
    };
    let key = || format!("telegram:update:{update_id}");
    let edited = update.get("edited_message");
    let Some(message) = edited.or_else(|| update.get("message")) else {
        return Heard::Nothing;
    };
    let (chat, from) = (&message["chat"], &message["from"]);
    if chat["type"] != "private" {
        return Heard::Elsewhere {
            key: key(),
            reason: "written in a group; a desk talks with one person",
        };
    }
    let (Some(user), Some(id)) = (from["id"].as_i64(), message["message_id"].as_i64()) else {
        return Heard::Strange {
            key: key(),
            reason: "a message of nobody",
        };
    };
    if from["is_bot"] == true {
        return Heard::Nothing;
    }
    let lang: String = from["language_code"]
        .as_str()
        .unwrap_or_default()
        .chars()
        .take(2)
        .collect();
    let (user, id) = (user.to_string(), id.to_string());
    let words = words(message);
    let files = files(message);
    if edited.is_none() && files.is_empty() && is_start(&words) {
        return Heard::Began { user, lang };
    }
    if words.is_empty() && files.is_empty() {
        return if SERVICE.iter().any(|field| message.get(field).is_some()) {
            Heard::Nothing
        } else {
            Heard::Strange {
                key: key(),
                reason: "a message of a kind that is not known",
            }
        };
    }
    // The same message by whatever update, and by another bot of the same talk's, too: one user has one talk with one bot.
    let mut own = format!("telegram:{user}:{id}");
    let at = if edited.is_some() {
        own.push_str(&format!(":{}:{}", message["edit_date"], digest(&words)));
        &message["edit_date"]
    } else {
        &message["date"]
    };
    Heard::Said(Box::new(Said {
        key: own,
        name: name(from),
        lang,
        edits: edited.is_some(),
        answers: message["reply_to_message"]["message_id"]
            .as_i64()
            .map(|id| id.to_string()),
        text: words,
        files,
        at: at
            .as_i64()
            .and_then(|seconds| seconds.checked_mul(SECOND))
            .map(Moment::from_micros),
        user,
        id,
    }))
}

fn is_start(words: &str) -> bool {
    words == "/start" || words.starts_with("/start ")
}

fn name(from: &Value) -> String {
    let part = |field: &str| from[field].as_str().unwrap_or_default().trim().to_owned();
    let name = format!("{} {}", part("first_name"), part("last_name"));
    name.trim().to_owned()
}

fn words(message: &Value) -> String {
    let text = message["text"].as_str().or_else(|| message["caption"].as_str());
    if let Some(text) = text {
        return text.to_owned();
    }
    let (contact, place, venue) = (&message["contact"], &message["location"], &message["venue"]);
    if let Some(number) = contact["phone_number"].as_str() {
        return format!("{} {number}", name(contact)).trim().to_owned();
    }
    if let Some(title) = venue["title"].as_str() {
        return format!("{title}, {}", venue["address"].as_str().unwrap_or_default());
    }
    if let (Some(lat), Some(lon)) = (place["latitude"].as_f64(), place["longitude"].as_f64()) {
        // RFC 5870
        return format!("geo:{lat},{lon}");
    }
    message["sticker"]["emoji"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

fn files(message: &Value) -> Vec<File> {
    let size = |file: &Value| {
        file["file_size"]
            .as_u64()
            .and_then(|size| usize::try_from(size).ok())
    };
    let mut found = Vec::new();
    // Every size of one picture; the largest stands last.
    if let Some(photo) = message["photo"].as_array().and_then(|sizes| sizes.last())
        && let Some(id) = photo["file_id"].as_str()
    {
        found.push(File {
            id: id.to_owned(),
            name: "photo.jpg".to_owned(),
            media_type: "image/jpeg".to_owned(),
            size: size(photo),
        });
    }
    for (field, name, media_type) in FILES {
        let file = &message[field];
        let Some(id) = file["file_id"].as_str() else {
            continue;
        };
        let text = |field: &str, default: &str| file[field].as_str().unwrap_or(default).to_owned();
        found.push(File {
            id: id.to_owned(),
            name: text("file_name", name),
            media_type: text("mime_type", media_type).to_lowercase(),
            size: size(file),
        });
    }
    found
}

fn digest(text: &str) -> String {
    hex::encode(&Sha256::digest(text)[..8])
}
