//! Identifiers. Inside: one 64-bit number space for all tables, allocated before the insert. Outside: a
//! prefixed public id that tells no more than when it was given and cannot be guessed.

use rand::Rng as _;
use serde::{Deserialize, Serialize};
use std::time::{SystemTime, UNIX_EPOCH};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Copy, Clone, Debug, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// The prefix of this noun's public ids.
            pub const PREFIX: &'static str = $prefix;

            /// A new public id: the prefix, the time, and 65 random bits.
            #[must_use]
            pub fn new_public() -> String {
                public($prefix)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// A request of a client, with everything said about it.
    TicketId "tkt",
    /// One line of a ticket's timeline.
    EntryId "ent",
    /// A person or company that writes to us.
    ClientId "cli",
    /// One address of a client: mail, telephone, account.
    IdentityId "idn",
    /// One of our people.
    OperatorId "opr",
    /// A group of operators.
    TeamId "team",
    /// A door.
    ChannelId "chn",
    /// A name under which we speak to clients.
    BrandId "brd",
    /// One version of a calendar.
    CalendarId "cal",
    /// One version of a policy.
    PolicyId "pol",
    /// One deadline of one ticket.
    ClockId "clk",
    /// A piece of work to do after a commit.
    JobId "job",
    /// A sighting in the intake ledger.
    LedgerId "led",
    /// Something set aside for a person to look at.
    QuarantineId "qtn",
    /// A file that came with a message.
    AttachmentId "att",
    /// An access token of the API.
    TokenId "tok",
    /// An attempt to bring a message to a client.
    DeliveryId "dlv",
    /// A record of a change outside tickets.
    AuditId "aud",
    /// Running clocks counted anew after a correction.
    RecountId "rec",
    /// A filter under a name.
    SavedViewId "viw",
    /// An address from which an official calendar is fetched.
    CalendarFeedId "cfd",
    /// An official update of a calendar.
    CalendarUpdateId "cup",
    /// Something that one of our people is told.
    NoticeId "ntc",
    /// One answer to everybody whom a problem concerns.
    MassAnswerId "man",
    /// Two clients that became one.
    ClientMergeId "cmg",
    /// A letter on paper, in or out.
    LetterId "ltr",
    /// Paper that came and waits to be registered.
    PaperId "ppr",
    /// Something that another department or an outside party was asked.
    SideTaskId "sdt",
    /// An address of another system that is told what happens.
    WebhookId "whk",
    /// An event on its way to such an address.
    PushId "psh",
}

/// Crockford's base 32 in lower case: no letter that looks like a digit, safe in URLs and when read aloud.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A prefixed public id: 45 bits of milliseconds since 1970, so that neighbours in time are neighbours in an index,
/// and 65 bits from the thread's cryptographic generator (in the manner of UUID version 7, RFC 9562 §5.7). The time is
/// the machine's, not the desk's clock: it places the id, and means nothing.
fn public(prefix: &str) -> String {
    const TIME: u32 = 9;
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let mut id = String::with_capacity(prefix.len() + 23);
    id.push_str(prefix);
    id.push('_');
    for place in (0..TIME).rev() {
        let digit = (since.as_millis() >> (5 * place)) & 31;
        id.push(char::from(ALPHABET[digit as usize]));
    }
    id.push_str(&secret(13));
    id
}

/// `length` characters of 5 random bits each, from a cryptographically secure generator.
#[must_use]
pub fn secret(length: usize) -> String {
    let mut rng = rand::rng();
    (0..length)
        .map(|_| char::from(ALPHABET[rng.random_range(0..32usize)]))
        .collect()
}

/// Hands out row ids that no other process uses.
pub trait Ids {
    /// The next free id.
    fn next_id(&mut self) -> i64;
}
