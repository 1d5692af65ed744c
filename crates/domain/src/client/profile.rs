//! The card of a client, what a merge writes into the survivor's, and how that is taken back.

use super::Evidence;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What is known of a client beside addresses. Empty is unknown.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    pub name: String,
    /// ISO 639-1.
    pub lang: String,
    /// IANA zone.
    pub zone: String,
    pub segment: String,
    pub company: String,
    /// Does not want to be called.
    pub no_calls: bool,
    /// When calls are welcome, as [`CallHours`] writes it; empty: whenever.
    pub call_hours: String,
}

/// When calls are welcome, in the client's zone: half open, on any day.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct CallHours {
    /// Minutes of the day.
    pub from: u16,
    pub to: u16,
}

impl FromStr for CallHours {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "write when calls are welcome as 10:00-19:00";
        let minutes = |part: &str| {
            let (hours, minutes) = part.trim().split_once(':')?;
            let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
            (hours <= 24 && minutes < 60 && hours * 60 + minutes <= 1_440).then_some(hours * 60 + minutes)
        };
        let (from, to) = text.split_once(['-', '–', '—']).ok_or(WRONG)?;
        let (from, to) = (minutes(from).ok_or(WRONG)?, minutes(to).ok_or(WRONG)?);
        if from < to {
            Ok(Self { from, to })
        } else {
            Err(WRONG)
        }
    }
}

impl fmt::Display for CallHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.from, self.to);
        write!(
            f,
            "{:02}:{:02}-{:02}:{:02}",
            from / 60,
            from % 60,
            to / 60,
            to % 60
        )
    }
}

/// What a merge wrote into the survivor's card: the card before, and what it was made.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Filled {
    pub before: Profile,
    pub after: Profile,
}

/// Why a merge was made, and what it wrote into the survivor's card.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct MergeDoc {
    pub evidence: Vec<Evidence>,
    pub filled: Filled,
}

/// The survivor's card after a merge: what it knows stands, what it does not know comes from the absorbed one, and who
/// does not want calls in either does not want them.
#[must_use]
pub fn absorb(survivor: &Profile, absorbed: &Profile) -> Profile {
    let either = |own: &String, theirs: &String| {
        if own.is_empty() {
            theirs.clone()
        } else {
            own.clone()
        }
    };
    Profile {
        name: either(&survivor.name, &absorbed.name),
        lang: either(&survivor.lang, &absorbed.lang),
        zone: either(&survivor.zone, &absorbed.zone),
        segment: either(&survivor.segment, &absorbed.segment),
        company: either(&survivor.company, &absorbed.company),
        no_calls: survivor.no_calls || absorbed.no_calls,
        call_hours: either(&survivor.call_hours, &absorbed.call_hours),
    }
}

/// The survivor's card after the merge is taken back: what the merge wrote goes, unless somebody changed it since; every
/// later change stays.
#[must_use]
pub fn give_back(now: &Profile, filled: &Filled) -> Profile {
    fn either<T: Clone + PartialEq>(now: &T, before: &T, after: &T) -> T {
        if now == after { before.clone() } else { now.clone() }
    }
    let (before, after) = (&filled.before, &filled.after);
    Profile {
        name: either(&now.name, &before.name, &after.name),
        lang: either(&now.lang, &before.lang, &after.lang),
        zone: either(&now.zone, &before.zone, &after.zone),
        segment: either(&now.segment, &before.segment, &after.segment),
        company: either(&now.company, &before.company, &after.company),
        no_calls: either(&now.no_calls, &before.no_calls, &after.no_calls),
        call_hours: either(&now.call_hours, &before.call_hours, &after.call_hours),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn profile() -> impl Strategy<Value = Profile> {
        let word = || prop::sample::select(vec!["", "a", "b"]).prop_map(str::to_owned);
        (word(), word(), word(), word(), word(), any::<bool>(), word()).prop_map(
            |(name, lang, zone, segment, company, no_calls, call_hours)| Profile {
                name,
                lang,
                zone,
                segment,
                company,
                no_calls,
                call_hours,
            },
        )
    }

    proptest! {
        #[test]
        fn a_merge_taken_back_leaves_the_card_as_it_was(survivor in profile(), absorbed in profile()) {
            let after = absorb(&survivor, &absorbed);
            let filled = Filled { before: survivor.clone(), after: after.clone() };
            prop_assert_eq!(give_back(&after, &filled), survivor);
        }

        #[test]
        fn what_was_changed_since_stays(survivor in profile(), absorbed in profile()) {
            let after = absorb(&survivor, &absorbed);
            let filled = Filled { before: survivor, after: after.clone() };
            let since = Profile { name: "later".into(), ..after };
            prop_assert_eq!(give_back(&since, &filled).name, "later");
        }

        #[test]
        fn a_merge_loses_nothing_the_survivor_knows(survivor in profile(), absorbed in profile()) {
            let after = absorb(&survivor, &absorbed);
            prop_assert!(survivor.segment.is_empty() || after.segment == survivor.segment);
            prop_assert!(!absorbed.no_calls || after.no_calls);
        }
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        let hours: CallHours = "10:00 – 19:30".parse().unwrap();
        assert_eq!(hours.to_string(), "10:00-19:30");
        for wrong in ["", "10-19", "19:00-10:00", "10:00-25:00", "10:60-11:00"] {
            assert!(wrong.parse::<CallHours>().is_err(), "{wrong}");
        }
    }
}
