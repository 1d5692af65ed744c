//! A client's own page: the card, who may be the same person, tickets, and one timeline over all doors.

use super::{Choice, Door, Fact, OtherTicket, Page};

/// `/clients/{id}`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/client.html")]
pub struct ClientPage {
    pub page: Page,
    pub client: ClientRoom,
    /// Why something was refused; empty where nothing was.
    pub error: String,
}

/// A client.
#[derive(Clone, Debug, Default)]
pub struct ClientRoom {
    pub id: String,
    pub path: String,
    pub name: String,
    /// «VIP»; empty for none.
    pub segment: String,
    pub company: String,
    pub zone: String,
    pub no_calls: bool,
    pub call_hours: String,
    pub languages: Vec<Choice>,
    /// Ways of answering, for any topic.
    pub ways: Vec<Choice>,
    /// Topics with a way of their own, and some lines for more; none where the desk has no topics.
    pub topic_wishes: Vec<TopicWish>,
    pub facts: Vec<Fact>,
    pub addresses: Vec<AddressLine>,
    /// Path of the common card, where this record is part of another.
    pub part_of: String,
    /// The host's own system about this client; empty for none.
    pub crm: String,
    pub proposals: Vec<ProposalLine>,
    pub merges: Vec<ProposalLine>,
    pub tickets: Vec<OtherTicket>,
    pub lines: Vec<ClientLine>,
    /// Path of the page before; empty: there is none.
    pub more: String,
}

/// An address with how it is known.
#[derive(Clone, Debug, Default)]
pub struct AddressLine {
    pub door: Door,
    pub value: String,
    pub name: String,
    pub verified: String,
    pub since: String,
}

/// Another record: one that may be the same person, or one that was merged.
#[derive(Clone, Debug, Default)]
pub struct ProposalLine {
    pub id: String,
    pub path: String,
    pub name: String,
    /// How sure, or when and by whom.
    pub words: String,
    pub evidence: Vec<String>,
}

/// A line of the timeline.
#[derive(Clone, Debug, Default)]
pub struct ClientLine {
    pub door: Option<Door>,
    pub who: String,
    /// `ours`, `theirs` or `note`.
    pub side: &'static str,
    pub at: String,
    pub exact: String,
    pub text: String,
    pub number: String,
    pub subject: String,
    pub path: String,
}

/// A line of the form: about a topic, in a way.
#[derive(Clone, Debug, Default)]
pub struct TopicWish {
    pub topics: Vec<Choice>,
    pub ways: Vec<Choice>,
}
