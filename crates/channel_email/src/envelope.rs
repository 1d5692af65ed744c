//! What the transport said about a mail, apart from the mail itself. Knows nothing of its content.

/// The reverse-path of a mail (RFC 5321 §4.5.5).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum ReturnPath {
    /// The transport does not tell (a mailbox that is read): a `Return-Path` header may.
    #[default]
    Unknown,
    /// `<>`: a report or another mail that must never be answered.
    Null,
    /// The address that wants to hear of failures.
    Address(String),
}

/// Sender and recipients as the transport named them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Envelope {
    pub sender: ReturnPath,
    /// The recipients that belong to the channel, as given: with their plus part.
    pub recipients: Vec<String>,
}

/// What a mail has to be read against: facts about the house that the mail cannot tell.
pub struct Rules<'a> {
    /// Whether an address belongs to us; asked in lower case and without its plus part.
    pub ours: &'a (dyn Fn(&str) -> bool + Sync),
    /// Host names of relays whose `Received` line is believed, in lower case, as far as they are believed of whoever brought
    /// this mail.
    pub trusted_relays: &'a [String],
    /// Names under which relays write what they found out about authors (authserv-id, RFC 8601 §2.5), as far as they are
    /// believed of whoever brought this mail; empty: nobody vouches for any author.
    pub authorities: &'a [String],
}

impl std::fmt::Debug for Rules<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rules")
            .field("trusted_relays", &self.trusted_relays)
            .finish_non_exhaustive()
    }
}
