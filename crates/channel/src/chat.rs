//! A chat on somebody's page: what it asks and says, who its visitors are, what one of their messages is. Knows no HTML, no
//! streams and no words.

use crate::form::{Ask, ConsentSpec, PerLang, Wrong};
use crate::{Attachment, DeliveryReport, Message};
use domain::{Handle, Moment};
use serde_json::Value;
use std::time::Duration;

/// What a chat asks and how it behaves.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ChatSpec {
    /// The last part of its address: `help`.
    pub path: String,
    /// Languages it is offered in, as codes; never empty.
    pub langs: Vec<String>,
    pub title: PerLang,
    pub greeting: PerLang,
    /// Asked before the first message.
    pub name: Ask,
    pub email: Ask,
    /// The address that is asked while nobody is there: the answer has to go somewhere.
    pub email_when_closed: Ask,
    pub consent: Option<ConsentSpec>,
    /// Whether files may come along.
    pub files: bool,
    /// Origins whose pages may hold the chat, beside the desk's own.
    pub origins: Vec<String>,
    /// Path of the account whose tokens prove visitors of this chat, too; empty for none.
    pub account: String,
    /// `#rrggbb`; empty for the desk's own.
    pub colour: String,
    /// How long an answer waits for a visitor who is away before it goes on by the next address.
    pub patience: Duration,
    /// A visitor who says nothing for so long has left the talk.
    pub idle: Duration,
    /// Messages in ten minutes: of one visitor, and from one network.
    pub messages_of_visitor: u32,
    pub messages_of_network: u32,
}

/// A message as a visitor sent it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ChatMessage {
    /// Made by the visitor's page: the same however often it is sent.
    pub id: String,
    pub text: String,
    pub name: String,
    pub email: String,
    /// The version of the consent that was ticked; empty where none was.
    pub consent: String,
    pub lang: String,
    /// IANA zone that the browser told; empty for none.
    pub zone: String,
}

/// Where a talk stands, as the desk knows it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ChatPlace {
    /// Public id of the ticket it goes on with; `None` where it begins.
    pub ticket: Option<String>,
    /// The same for all first messages of one talk, however they race.
    pub thread: String,
    /// Nobody is there at the moment.
    pub closed_now: bool,
    /// An address was left in this talk already.
    pub address_known: bool,
}

/// A door that is a chat.
pub trait Chat: Send + Sync {
    /// The kind of channels it opens.
    fn kind(&self) -> &'static str;

    /// What a channel's chat asks; `None` where its settings cannot be read.
    fn spec(&self, settings: &Value) -> Option<ChatSpec>;

    /// Who holds this secret. The secret itself is kept nowhere. `None` for what no page of ours makes.
    fn visitor(&self, secret: &str) -> Option<Handle>;

    /// Reads a message. `at` is when the complete request was here.
    ///
    /// # Errors
    /// Every field that is wrong.
    fn read(
        &self,
        spec: &ChatSpec,
        visitor: &Handle,
        place: &ChatPlace,
        said: &ChatMessage,
        files: Vec<Attachment>,
        at: Moment,
    ) -> Result<Message, Vec<Wrong>>;

    /// The visitor has a message of ours before their eyes.
    fn received(&self, visitor: &Handle, external_id: &str, at: Moment) -> DeliveryReport;
}
