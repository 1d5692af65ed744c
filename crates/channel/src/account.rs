//! The client's account at the host's site or app: who asks is proved by a token that the host signed. Knows no HTML, no HTTP
//! and no format of tokens.

use crate::form::Wrong;
use crate::{Attachment, DeliveryReport, Message};
use domain::{Handle, Moment};
use serde_json::Value;

/// How the door of an account behaves.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct AccountSpec {
    /// The last part of its address: `bank`.
    pub path: String,
    /// Origins whose pages may ask from a browser, beside the desk's own.
    pub origins: Vec<String>,
    /// Messages of one client in ten minutes.
    pub messages_of_client: u32,
}

/// Who was proved.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Proved {
    /// The host's own id of the client, with the name where the token tells it.
    pub who: Handle,
    /// Other addresses that the host vouches for.
    pub reach: Vec<Handle>,
    /// Code of a language; empty for none.
    pub lang: String,
    /// IANA zone; empty for none.
    pub zone: String,
    /// From then on the token proves nothing.
    pub until: Moment,
}

/// A message as the host's app sent it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct AccountMessage {
    /// Made by the app: the same however often it is sent.
    pub id: String,
    /// Secret of the ticket it goes on with, which the desk looked up for this very client; `None` where it opens one.
    pub secret: Option<String>,
    pub title: String,
    pub text: String,
}

/// A door that is the host's own account or app.
pub trait Account: Send + Sync {
    /// The kind of channels it opens.
    fn kind(&self) -> &'static str;

    /// How a channel behaves; `None` where its settings cannot be read.
    fn spec(&self, settings: &Value) -> Option<AccountSpec>;

    /// Who holds this token. `secret` gives what is kept under a name.
    ///
    /// # Errors
    /// Why it proves nothing, for whoever wrote the host's side; it fails closed.
    fn prove(
        &self,
        settings: &Value,
        secret: fn(&str) -> Option<String>,
        token: &str,
        now: Moment,
    ) -> Result<Proved, String>;

    /// Reads a message. `at` is when the complete request was here.
    ///
    /// # Errors
    /// Every field that is wrong.
    fn read(
        &self,
        proved: &Proved,
        said: &AccountMessage,
        files: Vec<Attachment>,
        at: Moment,
    ) -> Result<Message, Vec<Wrong>>;

    /// The client has a message of ours before their eyes.
    fn received(&self, who: &Handle, external_id: &str, at: Moment) -> DeliveryReport;
}
