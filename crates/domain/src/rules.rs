//! How a desk wants its tickets worked: settings that are no deadline. Part of the set-up.

use crate::coded;
use crate::ticket::Outcome;
use crate::time::SECOND;
use std::collections::BTreeMap;

/// Seconds during which a person may undo an answer, where the desk says nothing.
pub const UNDO_SECONDS: u32 = 10;
/// Working days, where the desk says nothing (`definitions.md` §7).
const REMIND_DAYS: u32 = 2;
const RESOLVE_DAYS: u32 = 5;
const CLOSE_DAYS: u32 = 5;
/// Calls in vain, where the desk says nothing.
const CALL_ATTEMPTS: u32 = 3;
/// The most working days a desk may set for any of them.
pub const LONGEST_WAIT: u32 = 250;
/// How many calls in vain a desk may ask for.
pub const CALLS: std::ops::RangeInclusive<u32> = 1..=20;
/// The longest window a desk may set, seconds: a client waits meanwhile.
pub const LONGEST_UNDO: u32 = 120;

/// What clients call one of our people, where the desk says nothing.
pub const HANDOFF_WORDS: [&str; 7] = [
    "сотрудник",
    "оператор",
    "человек",
    "operator",
    "agent",
    "human",
    "real person",
];

coded! {
    /// Which tickets an operator sees; supervisors and administrators see all.
    pub enum Sees {
        /// One window: everybody works every channel.
        All = "all",
        /// Those of the operator's own teams.
        OwnTeams = "own_teams",
    }
}

/// How a ticket may end, as this desk calls it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NamedOutcome {
    pub outcome: Outcome,
    /// By language code; empty for a built-in outcome under its usual name.
    pub names: BTreeMap<String, String>,
}

/// The settings.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rules {
    /// How long an answer of one of our people waits before it leaves, microseconds; zero: not at all.
    pub undo_window: i64,
    pub sees: Sees,
    /// Working days until a client whom we wait for is reminded; 0: never.
    pub remind_days: u32,
    /// Working days until a ticket that waits for its client is resolved by itself; 0: never.
    pub resolve_days: u32,
    /// Working days that a resolved ticket stays open for the client to come back; 0: it never closes by itself.
    pub close_days: u32,
    /// Waiting for a department or an outside party stops the resolution clock, too.
    pub waiting_others_pauses: bool,
    /// Calls in vain after which a written message does instead of the call.
    pub call_attempts: u32,
    /// In the order they are offered.
    pub outcomes: Vec<NamedOutcome>,
    /// Where the host's own system shows a client, with `{account}` for its id of the client; empty: nowhere.
    pub crm: String,
    /// Words by which a client asks for a person, in any case and form (`definitions.md` §6).
    pub handoff_words: Vec<String>,
}

impl Default for Rules {
    fn default() -> Self {
        let plain = |outcome: &Outcome| NamedOutcome {
            outcome: outcome.clone(),
            names: BTreeMap::new(),
        };
        Self {
            undo_window: i64::from(UNDO_SECONDS) * SECOND,
            sees: Sees::All,
            remind_days: REMIND_DAYS,
            resolve_days: RESOLVE_DAYS,
            close_days: CLOSE_DAYS,
            waiting_others_pauses: false,
            call_attempts: CALL_ATTEMPTS,
            outcomes: Outcome::BUILT_IN.iter().map(plain).collect(),
            crm: String::new(),
            handoff_words: HANDOFF_WORDS.map(str::to_owned).to_vec(),
        }
    }
}

impl Rules {
    /// Whether a ticket of this desk may end so.
    #[must_use]
    pub fn offers(&self, outcome: &Outcome) -> bool {
        self.outcomes.iter().any(|named| named.outcome == *outcome)
    }

    /// What the desk itself calls an outcome; nothing where it has no name of its own for it.
    #[must_use]
    pub fn name_of(&self, outcome: &str, lang: &str) -> Option<&str> {
        let named = self
            .outcomes
            .iter()
            .find(|named| named.outcome.code() == outcome)?;
        let any = || named.names.values().next();
        named.names.get(lang).or_else(any).map(String::as_str)
    }
}
