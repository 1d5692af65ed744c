//! The intake ledger for supervisors: whether it adds up, what was seen last, how the doors are doing.

use super::names::{Door, door};
use super::{Cursor, DeskReader};
use crate::desk::require;
use crate::{Desk, DeskError, DeskResult};
use domain::ledger::{Balance, Fate};
use domain::{Moment, Permission};
use store::rows::LedgerQuery;

/// Rows on one page.
const PAGE: i64 = 100;

/// The whole balance and each door's.
#[derive(Clone, Debug, Default)]
pub struct LedgerBalance {
    pub total: Balance,
    pub doors: Vec<(Door, Balance)>,
}

/// Sightings, newest first.
#[derive(Clone, Debug, Default)]
pub struct LedgerRows {
    pub rows: Vec<SightingView>,
    pub next: Option<Cursor>,
}

/// One thing seen at a door.
#[derive(Clone, Debug)]
pub struct SightingView {
    pub seen_at: Moment,
    pub door: Door,
    pub fate: Fate,
    pub reason: String,
    /// Public id and number of the ticket it went to.
    pub ticket: Option<(String, String)>,
    /// Bytes.
    pub size: i64,
    pub node: String,
    pub trace: String,
}

/// How a door is doing.
#[derive(Clone, Debug)]
pub struct DoorStateView {
    pub door: Door,
    /// A code: `running`, `failing`, `stopped`.
    pub state: String,
    /// What is wrong, in words; empty when nothing is.
    pub words: String,
    pub since: Moment,
    pub node: String,
}

impl Desk {
    /// Whether everything seen has a fate, since the beginning. For the command line, which asks as the machine's
    /// owner; pages ask through [`DeskReader::ledger_balance`].
    ///
    /// # Errors
    /// The store's own.
    pub async fn ledger_balance(&self) -> DeskResult<LedgerBalance> {
        let setup = self.setup();
        let doors = self.store().read(|reader| reader.ledger_balance()).await?;
        let mut balance = LedgerBalance::default();
        for (id, of_door) in doors {
            balance.total.seen += of_door.seen;
            for (fate, count) in by_fate(&of_door) {
                balance.total.add(fate, count);
            }
            balance.doors.push((door(&setup, id), of_door));
        }
        Ok(balance)
    }
}

fn by_fate(balance: &Balance) -> [(Fate, i64); 5] {
    [
        (Fate::Opened, balance.opened),
        (Fate::Appended, balance.appended),
        (Fate::Duplicate, balance.duplicate),
        (Fate::Quarantined, balance.quarantined),
        (Fate::Rejected, balance.rejected),
    ]
}

impl DeskReader {
    /// Whether everything seen has a fate.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without `supervise`; the store's own.
    pub async fn ledger_balance(&self) -> DeskResult<LedgerBalance> {
        require(&self.principal, Permission::Supervise)?;
        self.desk.ledger_balance().await
    }

    /// What was seen, newest first; of one fate or of any, at one door (public id) or at any.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without `supervise`, [`DeskError::Invalid`] for a door that is not there; the
    /// store's own.
    pub async fn ledger(
        &self,
        fate: Option<Fate>,
        channel: Option<&str>,
        after: Option<Cursor>,
    ) -> DeskResult<LedgerRows> {
        require(&self.principal, Permission::Supervise)?;
        let setup = self.desk.setup();
        let channel = match channel {
            None => None,
            Some(wanted) => {
                let found = setup.channels.iter().find(|channel| channel.public_id == wanted);
                let unknown = || DeskError::invalid("channel", "unknown", "there is no such channel");
                Some(found.ok_or_else(unknown)?.id)
            }
        };
        let query = LedgerQuery {
            fate,
            channel,
            after: after.map(|after| after.place('l')).transpose()?,
            limit: PAGE + 1,
        };
        self.snapshot(move |reader, _whole| {
            let mut seen = reader.sightings(&query)?;
            let next = Cursor::after_page('l', &mut seen, PAGE, |sighting| sighting.place);
            let rows = seen.into_iter().map(|sighting| SightingView {
                seen_at: sighting.seen_at,
                door: door(&setup, sighting.channel),
                fate: sighting.fate,
                reason: sighting.reason,
                ticket: sighting
                    .ticket
                    .map(|(id, number)| (id, setup.number.show(number))),
                size: sighting.size,
                node: sighting.node,
                trace: sighting.trace,
            });
            Ok(LedgerRows {
                rows: rows.collect(),
                next,
            })
        })
        .await
    }

    /// How the doors are doing.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without `supervise`; the store's own.
    pub async fn door_states(&self) -> DeskResult<Vec<DoorStateView>> {
        require(&self.principal, Permission::Supervise)?;
        let setup = self.desk.setup();
        self.snapshot(move |reader, _whole| {
            let states = reader.door_states()?.into_iter().map(|state| DoorStateView {
                door: door(&setup, state.channel),
                state: state.state,
                words: state.words,
                since: state.since,
                node: state.node,
            });
            Ok(states.collect())
        })
        .await
    }
}
