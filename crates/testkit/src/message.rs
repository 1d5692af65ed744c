//! Messages to take in, with everything filled in that a test does not care about.

use crate::TestDesk;
use channel::intake::What;
use channel::{
    Automatic, DeliveryReport, Happened, Inbound, Message, ReportedFate, Sighting, ThreadHint, Wishes,
};
use domain::Handle;

/// A message from a client, by mail unless told otherwise.
#[derive(Clone, Debug)]
pub struct MessageBuilder {
    door: String,
    message: Message,
}

/// A message from that address.
#[must_use]
pub fn message(from: &str, title: &str, text: &str) -> MessageBuilder {
    let id = format!("{}@client.example", domain::id::secret(12));
    let message = Message {
        key: id.clone(),
        from: Handle::email(from, ""),
        others: Vec::new(),
        hints: Vec::new(),
        external_ids: vec![id],
        title: title.into(),
        text: Some(text.into()),
        html: None,
        attachments: Vec::new(),
        happened: Happened::Now,
        automatic: Automatic::No,
        own: None,
        wishes: Wishes::default(),
        raw: None,
    };
    MessageBuilder {
        door: "mail".into(),
        message,
    }
}

impl MessageBuilder {
    /// By another door.
    #[must_use]
    pub fn by(mut self, door: &str) -> Self {
        door.clone_into(&mut self.door);
        self
    }

    /// With the sender's name.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.message.from.name);
        self
    }

    /// Under a key of the test's own.
    #[must_use]
    pub fn key(mut self, key: &str) -> Self {
        key.clone_into(&mut self.message.key);
        self
    }

    /// With a claim about its thread.
    #[must_use]
    pub fn hint(mut self, hint: ThreadHint) -> Self {
        self.message.hints.push(hint);
        self
    }

    /// As an answer to a message of ours.
    #[must_use]
    pub fn answers(self, external_id: &str) -> Self {
        self.hint(ThreadHint::Reference(external_id.into()))
    }

    /// Addressed to somebody else on the client's side, too.
    #[must_use]
    pub fn cc(mut self, address: &str) -> Self {
        self.message.others.push(Handle::email(address, ""));
        self
    }

    /// Whatever else the test needs.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Message)) -> Self {
        change(&mut self.message);
        self
    }

    /// The sighting of its door.
    #[must_use]
    pub fn sighting(self, desk: &TestDesk) -> Sighting {
        let size = self.message.text.as_ref().map_or(0, String::len) as u64;
        Sighting {
            channel: desk.channel(&self.door),
            size,
            what: What::Understood(Inbound::Message(Box::new(self.message))),
            trace: domain::id::secret(16),
        }
    }
}

/// A hard bounce of a message of ours.
#[must_use]
pub fn bounce(desk: &TestDesk, external_id: &str, to: &str) -> Sighting {
    let report = DeliveryReport {
        key: format!("bounce-{external_id}"),
        about: vec![external_id.into()],
        recipient: Some(Handle::email(to, "")),
        fate: ReportedFate::Bounced,
        status: "5.1.1".into(),
        reason: "user unknown".into(),
        title: "Undelivered Mail Returned to Sender".into(),
        happened: Happened::Now,
        raw: None,
    };
    Sighting {
        channel: desk.channel("mail"),
        size: 1,
        what: What::Understood(Inbound::Report(Box::new(report))),
        trace: domain::id::secret(16),
    }
}
