//! Where the demo's outgoing mail goes instead of into the world: a file a mail, the newest kept in memory to be shown.

use crate::failure::Failure;
use async_trait::async_trait;
use channel::{Delivered, DeliveryError, Outbound, Sink};
use domain::{Moment, Now};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Mails kept in memory; all of them stay in the folder.
const KEPT: usize = 1_000;

/// A caught mail, as it lies in its file.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Begins with the instant, so that names sort by time.
    pub id: String,
    pub at: Moment,
    pub from: String,
    pub to: String,
    pub to_address: String,
    pub from_address: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// Message-ID without angle brackets.
    pub message_id: String,
    /// Ids of the talk so far, oldest first.
    pub thread: Vec<String>,
    pub automatic: bool,
    pub ticket_number: String,
    /// Names of files that went along.
    pub files: Vec<String>,
}

/// Catches mail.
pub struct Catcher {
    folder: PathBuf,
    now: Arc<dyn Now>,
    /// Oldest first.
    kept: Mutex<VecDeque<Kept>>,
}

impl Catcher {
    /// A catcher over a folder, with what lies there from before.
    pub fn open(folder: &Path, now: Arc<dyn Now>) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| {
            Failure::said(format!(
                "the folder {} for caught mail cannot be used: {error}",
                folder.display()
            ))
        };
        std::fs::create_dir_all(folder).map_err(failed)?;
        let mut names: Vec<PathBuf> = std::fs::read_dir(folder)
            .map_err(failed)?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
            .collect();
        names.sort();
        let recent = names.iter().skip(names.len().saturating_sub(KEPT));
        let kept = recent.filter_map(|path| read(path)).collect();
        Ok(Self {
            folder: folder.to_owned(),
            now,
            kept: Mutex::new(kept),
        })
    }

    /// The newest first.
    pub fn list(&self, limit: usize) -> Vec<Kept> {
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .rev()
            .take(limit)
            .cloned()
            .collect()
    }

    /// One of them.
    pub fn get(&self, id: &str) -> Option<Kept> {
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .find(|kept| kept.id == id)
            .cloned()
    }

    /// The last mail about a ticket.
    pub fn last_about(&self, number: &str) -> Option<Kept> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter()
            .rev()
            .find(|kept| kept.ticket_number == number)
            .cloned()
    }

    fn keep(&self, message: &Outbound) -> std::io::Result<()> {
        let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if all.iter().any(|kept| kept.message_id == message.external_id) {
            // A second attempt of the same mail: a mail server would show it once, too.
            return Ok(());
        }
        let kept = kept(message, self.now.now());
        let path = self.folder.join(format!("{}.json", kept.id));
        let half = path.with_extension("part");
        std::fs::write(&half, serde_json::to_vec_pretty(&kept)?)?;
        std::fs::rename(half, path)?;
        all.push_back(kept);
        if all.len() > KEPT {
            all.pop_front();
        }
        Ok(())
    }
}

fn read(path: &Path) -> Option<Kept> {
    let text = std::fs::read(path).map_err(|error| error.to_string());
    match text.and_then(|text| serde_json::from_slice(&text).map_err(|error| error.to_string())) {
        Ok(kept) => Some(kept),
        Err(error) => {
            tracing::warn!(path = %path.display(), error, "a caught mail cannot be read and is not shown");
            None
        }
    }
}

fn kept(message: &Outbound, at: Moment) -> Kept {
    let shown = |handle: &domain::Handle| {
        if handle.name.is_empty() {
            handle.value.clone()
        } else {
            format!("{} <{}>", handle.name, handle.value)
        }
    };
    let reply_to = message.reply_to.as_ref().unwrap_or(&message.from);
    Kept {
        id: format!("{:016}-{}", at.as_micros(), domain::id::secret(8)),
        at,
        from: shown(&message.from),
        to: shown(&message.to),
        to_address: message.to.value.clone(),
        from_address: reply_to.value.clone(),
        subject: message.title.clone(),
        text: message.text.clone(),
        html: message.html.clone(),
        message_id: message.external_id.clone(),
        thread: message.thread.clone(),
        automatic: message.automatic,
        ticket_number: message.ticket_number.clone(),
        files: message.files.iter().map(|file| file.name.clone()).collect(),
    }
}

#[async_trait]
impl Sink for Catcher {
    async fn deliver(&self, message: &Outbound) -> Result<Delivered, DeliveryError> {
        self.keep(message).map_err(|error| DeliveryError::Temporary {
            reason: format!("the mail could not be written to the demo's folder: {error}"),
            retry_after: None,
        })?;
        Ok(Delivered {
            note: "250 2.0.0 caught by the demo".to_owned(),
            ..Delivered::default()
        })
    }
}
