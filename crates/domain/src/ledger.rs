//! The intake ledger: everything seen at any door has a number and a fate.

use crate::coded;

coded! {
    /// What became of something seen at a door. Seen = sum of fates, always.
    pub enum Fate {
        /// Opened a ticket.
        Opened = "opened",
        /// Went onto the timeline of an existing ticket.
        Appended = "appended",
        /// Was here before; nothing was done again.
        Duplicate = "duplicate",
        /// Waits for a person, with the reason.
        Quarantined = "quarantined",
        /// Refused in front of the sender, who keeps it.
        Rejected = "rejected",
    }
}

/// How many of each fate, and how many the doors counted.
#[derive(Clone, Debug, Default, Eq, PartialEq, serde::Serialize)]
pub struct Balance {
    pub seen: i64,
    pub opened: i64,
    pub appended: i64,
    pub duplicate: i64,
    pub quarantined: i64,
    pub rejected: i64,
}

impl Balance {
    /// The sum of all fates.
    #[must_use]
    pub fn fates(&self) -> i64 {
        self.opened + self.appended + self.duplicate + self.quarantined + self.rejected
    }

    /// Whether nothing is missing and nothing was invented.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.seen == self.fates()
    }

    /// Adds a number of sightings of one fate.
    pub fn add(&mut self, fate: Fate, count: i64) {
        *match fate {
            Fate::Opened => &mut self.opened,
            Fate::Appended => &mut self.appended,
            Fate::Duplicate => &mut self.duplicate,
            Fate::Quarantined => &mut self.quarantined,
            Fate::Rejected => &mut self.rejected,
        } += count;
    }
}
