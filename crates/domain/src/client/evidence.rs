//! Evidence that two records are of one person, and how much of it makes a proposal. A person decides: nothing is merged by
//! itself, and a name alone does not even propose.

use crate::HandleKind;
use serde::{Deserialize, Serialize};

/// Something that two records have in common.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Evidence {
    /// One named an address as their own that is the other's.
    Named {
        address: HandleKind,
        value: String,
        /// The other one wrote from it, called from it, or proved it.
        verified: bool,
    },
    /// Both named the same address.
    BothNamed { address: HandleKind, value: String },
    /// The same full name.
    SameName,
    /// The same company.
    SameCompany { company: String },
}

/// From this score on two records are proposed to be one.
pub const PROPOSED_FROM: u8 = 50;

/// How much evidence there is, 0 to 99: never certainty.
#[must_use]
pub fn score(evidence: &[Evidence]) -> u8 {
    let weight = |one: &Evidence| match one {
        Evidence::Named { verified: true, .. } => 60,
        Evidence::Named { verified: false, .. } | Evidence::BothNamed { .. } => 50,
        Evidence::SameName => 30,
        Evidence::SameCompany { .. } => 20,
    };
    let sum: u16 = evidence.iter().map(weight).sum();
    u8::try_from(sum.min(99)).unwrap_or(99)
}

/// Whether the two are proposed to be one.
#[must_use]
pub fn proposed(evidence: &[Evidence]) -> bool {
    score(evidence) >= PROPOSED_FROM
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(verified: bool) -> Evidence {
        Evidence::Named {
            address: HandleKind::Phone,
            value: "+79123456789".into(),
            verified,
        }
    }

    #[test]
    fn a_name_alone_proposes_nothing_and_with_something_else_it_does() {
        let company = Evidence::SameCompany {
            company: "ООО «Ромашка»".into(),
        };
        assert!(!proposed(&[Evidence::SameName]));
        assert!(!proposed(std::slice::from_ref(&company)));
        assert!(proposed(&[Evidence::SameName, company]));
        assert!(proposed(&[named(false)]));
        assert!(score(&[named(true)]) > score(&[named(false)]));
        assert_eq!(score(&[named(true), named(true), Evidence::SameName]), 99);
    }
}
