//! Letters on paper: what a registrar enters of one that came, and one of ours laid out to be printed. Knows no register.

use crate::SettingFault;
use crate::inbound::{Attachment, Message};
use domain::Moment;
use domain::ticket::TicketNumber;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;

/// Which way a letter went.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Way {
    In,
    Out,
}

/// A letter that came, as it was entered.
#[derive(Clone, Debug, Default)]
pub struct Entered {
    /// The same letter, however often it is sent in.
    pub key: String,
    /// Who signed it.
    pub name: String,
    /// Where it came from, as it is written on it.
    pub address: String,
    pub title: String,
    /// What it says, where somebody typed it.
    pub text: String,
    /// The scan: PDF or pictures.
    pub scan: Vec<Attachment>,
}

/// Something that was entered wrongly.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Wrong {
    pub field: &'static str,
    pub code: &'static str,
    pub reason: String,
}

/// A letter of ours, ready to be laid out. Lines are as they shall stand.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// The sender's name, address, telephone: one a line.
    pub sender: Vec<String>,
    pub addressee: Vec<String>,
    /// «Исх. № 17/2026 от 13 мая 2026 года».
    pub number: String,
    /// «На № 45-К от 14 апреля 2026 года»; empty where it answers nothing.
    pub answers: String,
    pub subject: String,
    pub text: String,
    pub signature: String,
    /// The number of the request and the private page, in small letters at the end.
    pub footer: String,
    /// ISO 639-1.
    pub lang: String,
}

/// One door for paper.
pub trait Paper: Send + Sync {
    /// A number of this door's register.
    fn number(&self, way: Way, number: TicketNumber) -> String;

    /// An address in the spelling that makes two of them equal; `None` for what is none.
    fn address(&self, text: &str) -> Option<String>;

    /// The message that a letter is, received at that instant.
    ///
    /// # Errors
    /// Everything that is wrong.
    fn read(&self, entered: Entered, received: Moment) -> Result<Box<Message>, Vec<Wrong>>;

    /// The scan of a letter that nobody has read yet, as its bytes say what it is.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    fn scan(&self, files: Vec<Attachment>) -> Result<Vec<Attachment>, Vec<Wrong>>;

    /// Who writes, one line each, as letters of this door begin.
    fn sender(&self) -> Vec<String>;

    /// The letter as a PDF.
    ///
    /// # Errors
    /// What cannot be laid out.
    fn print(&self, sheet: &Sheet) -> Result<Vec<u8>, String>;

    /// Who signs, one line each; empty where the brand does.
    fn signature(&self) -> Vec<String>;

    /// How letters of this door are laid out, as its settings have it.
    fn layout(&self) -> Value;

    /// The same door with another layout, which is used nowhere else: to look at it.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    fn with_layout(&self, layout: &Value) -> Result<Arc<dyn Paper>, Vec<SettingFault>>;
}
