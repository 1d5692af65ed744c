//! Who of our people is away, and who works for them meanwhile. The responsible operator stays responsible, and no clock moves
//! (`definitions.md` §8).

use crate::setup::Setup;
use crate::time::DAY;
use crate::{Moment, OperatorId};

/// Nobody is away longer by one statement.
const LONGEST: i64 = 366 * DAY;

/// One of our people who works for another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Deputy {
    pub id: OperatorId,
    pub public_id: String,
    pub name: String,
}

/// An absence, from an instant until the return.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Absence {
    pub from: Moment,
    pub until: Moment,
    /// Nobody: what lies with who is away lies in the queue of its team.
    pub deputy: Option<Deputy>,
}

impl Absence {
    /// Refuses what cannot be stated.
    ///
    /// # Errors
    /// The field, a code, and what is wrong.
    pub fn check(
        from: Moment,
        until: Moment,
        now: Moment,
    ) -> Result<(), (&'static str, &'static str, &'static str)> {
        if until <= from {
            return Err(("until", "invalid", "whoever is away comes back after leaving"));
        }
        if until <= now {
            return Err(("until", "past", "an absence that is over needs no statement"));
        }
        if until - from > LONGEST {
            return Err(("until", "out_of_range", "an absence lasts a year at most"));
        }
        Ok(())
    }

    fn is_now(&self, now: Moment) -> bool {
        self.from <= now && now < self.until
    }
}

/// Somebody who is away at the moment, as far as lists go.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Away {
    pub operator: OperatorId,
    pub from: Moment,
    pub until: Moment,
}

impl Setup {
    /// The absence of somebody who is away at an instant.
    #[must_use]
    pub fn away(&self, who: OperatorId, now: Moment) -> Option<&Absence> {
        self.absences.get(&who).filter(|absence| absence.is_now(now))
    }

    /// Who works for somebody who is away; nobody where none is named, or where that one is away, too.
    #[must_use]
    pub fn deputy(&self, who: OperatorId, now: Moment) -> Option<&Deputy> {
        let deputy = self.away(who, now)?.deputy.as_ref();
        deputy.filter(|deputy| self.away(deputy.id, now).is_none())
    }

    /// Those who are away at an instant and for whom `deputy` works; with `None`, those for whom nobody does.
    #[must_use]
    pub fn away_for(&self, deputy: Option<OperatorId>, now: Moment) -> Vec<Away> {
        let of = |operator: OperatorId| self.deputy(operator, now).map(|deputy| deputy.id);
        let away = self.absences.iter().filter(|(_, absence)| absence.is_now(now));
        let theirs = away.filter(|(operator, _)| of(**operator) == deputy);
        let away = theirs.map(|(operator, absence)| Away {
            operator: *operator,
            from: absence.from,
            until: absence.until,
        });
        away.collect()
    }
}
