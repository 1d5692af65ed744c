//! From what the desk says to what pages show: one file a thing. Nothing is decided here, only put into words.

pub mod called;
mod choices;
mod client;
mod client_room;
pub mod clock;
mod composer;
mod door;
mod entry;
mod fate;
mod fields;
pub(crate) mod letter;
mod links;
mod merges;
mod own_mail;
mod row;
mod side_tasks;
mod ticket;
mod to_tell;
mod unfinished;
mod ways;

pub use choices::outcome;
pub use client_room::client_room;
pub use clock::leading;
pub use composer::Typed;
pub use door::{door, door_of, of_handle};

pub use entry::files;
pub use links::{lines as link_lines, links};
pub use row::{away, face, row};
pub use ticket::{People, ticket};

use crate::console::view::Face;
use domain::Moment;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use words::Lang;

/// Who reads, when and where.
#[derive(Clone, Debug)]
pub struct Reader {
    pub lang: Lang,
    pub zone: TimeZone,
    pub now: Moment,
}

impl Reader {
    /// A reader in a zone by its IANA name; one that is unknown here is read in UTC.
    #[must_use]
    pub fn new(lang: Lang, zone: &str, now: Moment) -> Self {
        Self {
            lang,
            zone: zone_of(zone),
            now,
        }
    }

    /// The present, for words.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now.to_timestamp()
    }

    /// «сегодня, 14:05».
    #[must_use]
    pub fn age(&self, at: Moment) -> String {
        words::when::age(self.lang, at.to_timestamp(), self.now(), &self.zone)
    }

    /// «вторник, 12 мая 2026 года, 18:00 по московскому времени».
    #[must_use]
    pub fn exact(&self, at: Moment) -> String {
        words::when::exact(self.lang, at.to_timestamp(), &self.zone)
    }

    /// The catalogue's reader.
    #[must_use]
    pub fn of_events(&self) -> words::event::Reader<'_> {
        words::event::Reader {
            lang: self.lang,
            zone: &self.zone,
            now: self.now(),
        }
    }
}

/// A zone by its IANA name.
#[must_use]
pub fn zone_of(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// One or two letters for a circle: «АК».
#[must_use]
pub fn initials(name: &str) -> String {
    let mut letters = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    letters.by_ref().take(2).flat_map(char::to_uppercase).collect()
}

/// Somebody by name.
#[must_use]
pub fn named(name: &str) -> Face {
    Face {
        initials: initials(name),
        name: name.to_owned(),
        me: false,
    }
}
