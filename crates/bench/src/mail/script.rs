//! Who writes which mail, and what it answers: a pure function of the seed and of the place in the sequence, so that the
//! bare loop can take the very mails that a sender sent.

use super::Pool;
use super::words::NAMES;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Clients who write in turn.
const CLIENTS: u64 = 20_000;

/// A mail's place: the connection, and how many it sent before.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Hash)]
pub struct Place {
    pub connection: u32,
    pub turn: u32,
}

/// The sequence of all mails.
#[derive(Copy, Clone, Debug)]
pub struct Script {
    pub seed: u64,
}

impl Script {
    /// A number for a place, as good as random (splitmix64).
    fn draw(self, place: Place, salt: u64) -> u64 {
        let mixed = self.seed ^ (u64::from(place.connection) << 32) ^ u64::from(place.turn) ^ (salt << 56);
        let mut z = mixed
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// The mail that this one answers: a third answer one of the same connection, at least three turns old, which was
    /// acknowledged before this one is sent.
    #[must_use]
    pub fn parent(self, place: Place) -> Option<Place> {
        if place.turn < 3 || !self.draw(place, 1).is_multiple_of(3) {
            return None;
        }
        let back = 3 + self.draw(place, 2) % 12;
        let turn = place.turn.saturating_sub(u32::try_from(back).unwrap_or(3));
        Some(Place { turn, ..place })
    }

    /// The mail that opened the talk.
    #[must_use]
    pub fn root(self, mut place: Place) -> Place {
        while let Some(parent) = self.parent(place) {
            place = parent;
        }
        place
    }

    /// The number of the client who writes it: whoever opened the talk.
    #[must_use]
    pub fn client(self, place: Place) -> u64 {
        self.draw(self.root(place), 3) % CLIENTS
    }

    /// The client's address.
    #[must_use]
    pub fn address(self, place: Place) -> String {
        let client = self.client(place);
        format!("client{client}@mail{}.example.net", client % 97)
    }

    /// Message-ID without angle brackets.
    #[must_use]
    pub fn message_id(self, place: Place) -> String {
        let Place { connection, turn } = place;
        format!(
            "{connection}.{turn}.{:016x}@mail.example.net",
            self.draw(place, 4)
        )
    }

    /// Puts the mail into `out`, ready for the wire but for the final dot.
    pub fn write(self, place: Place, pool: &Pool, out: &mut Vec<u8>) {
        let parent = self.parent(place);
        let (client, address) = (self.client(place), self.address(place));
        let names = NAMES[usize::from(client % 2 == 1)];
        let name = names
            .get(usize::try_from(client / 2).unwrap_or_default() % names.len())
            .unwrap_or(&"");
        let second = place.turn % 60;
        let head = format!(
            "Received: from mx.example.net (mx.example.net [192.0.2.7])\r\n\tby mail.example.com with ESMTPS;\r\n\t\
             Mon, 13 Apr 2026 11:40:{second:02} +0300\r\n\
             From: =?utf-8?B?{}?= <{address}>\r\nTo: desk@example.com\r\n\
             Date: Mon, 13 Apr 2026 11:40:{second:02} +0300\r\nMessage-ID: <{}>\r\n",
            STANDARD.encode(name),
            self.message_id(place),
        );
        out.extend_from_slice(head.as_bytes());
        if let Some(parent) = parent {
            let (parent_id, root_id) = (self.message_id(parent), self.message_id(self.root(parent)));
            let references = if parent_id == root_id {
                format!("<{root_id}>")
            } else {
                format!("<{root_id}>\r\n <{parent_id}>")
            };
            let hints = format!("In-Reply-To: <{parent_id}>\r\nReferences: {references}\r\n");
            out.extend_from_slice(hints.as_bytes());
        }
        out.extend_from_slice(pool.pick(parent.is_some(), self.draw(place, 5)));
        if !out.ends_with(b"\r\n") {
            out.extend_from_slice(b"\r\n");
        }
    }
}
