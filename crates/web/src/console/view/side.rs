//! The client panel: who asks, how to reach them, what else they asked.

use super::{Clock, Door, Face};

/// What is known of the client.
#[derive(Clone, Debug, Default)]
pub struct ClientPanel {
    /// Public id; empty: nothing is to be changed here.
    pub id: String,
    pub name: String,
    pub face: Face,
    /// «VIP»; empty for none.
    pub segment: String,
    pub identities: Vec<Identity>,
    /// A telephone number of theirs; empty for none.
    pub telephone: String,
    /// Label and value: language, zone and the time there, since when a client.
    pub facts: Vec<(String, String)>,
    /// What the client asked of us: «Не звонить», «Отвечать письмом».
    pub wishes: Vec<String>,
    /// What the client agreed to, and the text of it as it stood.
    pub consents: Vec<(String, String)>,
    pub others: Vec<OtherTicket>,
}

/// One address of the client.
#[derive(Clone, Debug, Default)]
pub struct Identity {
    pub door: Door,
    pub address: String,
    pub verified: bool,
    /// Answers go here.
    pub current: bool,
    /// «адрес не существует»; empty while it works.
    pub broken: String,
}

/// Another ticket of the client.
#[derive(Clone, Debug, Default)]
pub struct OtherTicket {
    /// Public id.
    pub id: String,
    pub number: String,
    pub subject: String,
    pub path: String,
    pub state: String,
    pub at: String,
    pub clock: Option<Clock>,
}
