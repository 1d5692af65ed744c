//! Telephone calls as a telephone exchange tells them. Knows no exchange.

use crate::webhook::Verified;
use domain::Moment;
use domain::act::Call;
use domain::client::Dialling;
use serde_json::Value;

/// What an exchange told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum CallEvent {
    /// Nothing to write down yet.
    Noted,
    /// A client calls: whoever picks up wants to know who it is.
    Ringing(Ringing),
    /// A call whose end is known as far as it matters.
    Happened {
        /// The exchange's own id of the call.
        id: String,
        call: Call,
        name: String,
        /// Log-in of whoever of ours spoke; empty: the exchange does not say, or a machine did.
        by: String,
        /// Public ids of the ticket and of the client that it was about, where the exchange knows them.
        ticket: Option<String>,
        client: Option<String>,
    },
}

/// A call that nobody has picked up yet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Ringing {
    /// The exchange's own id of the call.
    pub id: String,
    /// The client's, in E.164.
    pub number: String,
    /// Log-in of the operator whose telephone rings; empty: anybody's.
    pub to: String,
    pub rang_at: Moment,
}

/// A door for calls.
pub trait Phone: Send + Sync {
    /// The kind of channels it opens.
    fn kind(&self) -> &'static str;

    /// The last part of the address that the exchange calls, and the name of the environment variable that holds the
    /// secret; `None` where the settings cannot be read.
    fn hook(&self, settings: &Value) -> Option<(String, String)>;

    /// A number in any spelling, in E.164: `+79123456789`.
    ///
    /// # Errors
    /// What would be a number.
    fn number(&self, settings: &Value, text: &str) -> Result<String, String>;

    /// How numbers are written where it stands.
    fn dialling(&self, settings: &Value) -> Dialling;

    /// Reads an event whose sender was proved.
    ///
    /// # Errors
    /// What is wrong with it, for whoever set up the exchange.
    fn read(&self, settings: &Value, event: &Verified<'_>, now: Moment) -> Result<CallEvent, String>;
}
