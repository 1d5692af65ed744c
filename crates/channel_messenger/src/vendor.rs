//! What has to be known of a vendor: everything else is common.

use crate::line::Line;
use async_trait::async_trait;
use channel::{DeliveryError, OutboundFile};
use domain::{HandleKind, Moment};
use serde_json::Value;
use std::time::Duration;

/// A vendor's bounds, as its documentation states them.
#[derive(Copy, Clone, Debug)]
pub struct Limits {
    /// UTF-16 units of one message.
    pub text: usize,
    /// Bytes of a file that can be fetched, and that can be sent.
    pub fetched: usize,
    pub sent: usize,
    /// Between two messages of a bot, and between two to one person.
    pub pace: Duration,
    pub pace_each: Duration,
}

/// What was heard.
#[derive(Clone, Debug)]
pub enum Heard {
    Said(Box<Said>),
    /// Somebody opened the talk: they are greeted, and nothing is asked yet.
    Began {
        user: String,
        lang: String,
    },
    /// Nothing that a desk keeps: a key was pressed, a bot was blocked.
    Nothing,
    /// Not said by one person to us.
    Elsewhere {
        key: String,
        reason: &'static str,
    },
    /// Of a kind that is not known here.
    Strange {
        key: String,
        reason: &'static str,
    },
}

/// Something that a person said.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// What makes it one message.
    pub key: String,
    pub user: String,
    pub name: String,
    pub lang: String,
    /// The vendor's id of the message.
    pub id: String,
    /// It is a new wording of that message.
    pub edits: bool,
    /// The message it answers.
    pub answers: Option<String>,
    pub text: String,
    pub files: Vec<File>,
    pub at: Option<Moment>,
}

/// A file that can be fetched.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// The vendor's id of it, or its address.
    pub id: String,
    pub name: String,
    pub media_type: String,
    /// Bytes, where it is said.
    pub size: Option<usize>,
}

/// What was fetched.
#[derive(Clone, Debug, Default)]
pub struct Pulled {
    /// With the mark that says so far everything is kept, where each has its own.
    pub updates: Vec<(Value, Option<i64>)>,
    /// The mark after all of them.
    pub mark: Option<i64>,
}

/// Why a vendor did not do it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Trouble {
    /// May go better later.
    Later { reason: String, after: Option<Duration> },
    /// Never will, for this person or this message.
    Never { status: &'static str, reason: String },
    /// The set-up is wrong: somebody has to mend it.
    SetUp { reason: String },
    /// It may have been done.
    Unknown { reason: String },
}

impl Trouble {
    /// In words.
    pub fn reason(&self) -> &str {
        match self {
            Self::Later { reason, .. }
            | Self::Never { reason, .. }
            | Self::SetUp { reason }
            | Self::Unknown { reason } => reason,
        }
    }
}

impl From<Trouble> for DeliveryError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Later { reason, after } => Self::Temporary {
                reason,
                retry_after: after,
            },
            Trouble::SetUp { reason } => Self::Temporary {
                reason,
                retry_after: None,
            },
            Trouble::Never { status, reason } => Self::Permanent {
                status: status.to_owned(),
                reason,
            },
            Trouble::Unknown { reason } => Self::Unknown { reason },
        }
    }
}

/// A vendor of a messenger.
#[async_trait]
pub trait Vendor: Send + Sync + 'static {
    /// The kind's code in `desk.toml`, which is also the beginning of external ids.
    fn kind(&self) -> &'static str;

    /// What its users are.
    fn handle(&self) -> HandleKind;

    /// Where its Bot API is.
    fn api(&self) -> &'static str;

    fn limits(&self) -> Limits;

    /// The header in which it repeats the secret.
    fn secret_header(&self) -> &'static str;

    /// Reads an update.
    fn read(&self, update: &Value) -> Heard;

    /// Waits for updates after a mark, which tells the vendor that everything before is kept.
    async fn pull(&self, line: &Line, after: Option<i64>) -> Result<Pulled, Trouble>;

    /// Asks to be called at an address, or at none.
    async fn subscribe(&self, line: &Line, at: Option<(&str, &str)>) -> Result<(), Trouble>;

    /// Fetches a file.
    async fn fetch(&self, line: &Line, file: &File) -> Result<Vec<u8>, Trouble>;

    /// Sends a text and tells its id.
    async fn say(&self, line: &Line, to: &str, text: &str, answers: Option<&str>) -> Result<String, Trouble>;

    /// Sends a file and tells its message's id.
    async fn hand(&self, line: &Line, to: &str, file: &OutboundFile) -> Result<String, Trouble>;
}
