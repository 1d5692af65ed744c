//! One calendar changed by itself: by the same rules, in the same transaction and with the same recount as a file would.

use super::applied::Applied;
use super::apply::apply;
use super::faults::Placed;
use super::file::File;
use super::{ApplyOptions, docs};
use crate::Desk;
use crate::error::{DeskError, DeskResult, InWrite};
use crate::recount::Effect;
use channel::ChannelKind;
use domain::Actor;
use store::Tx;
use store::rows::SetupRows;
use worktime::CalendarSpec;

/// The current version of a calendar, and what it says.
///
/// # Errors
/// [`DeskError::Invalid`]: there is none of that name.
pub(crate) fn current_calendar(rows: &SetupRows, name: &str) -> DeskResult<(i64, CalendarSpec)> {
    let current = rows
        .calendars
        .iter()
        .find(|row| row.is_current && row.name == name);
    let row = current.ok_or_else(|| {
        let reason = format!("there is no calendar “{name}”: use one of the desk's");
        DeskError::invalid("calendar", "unknown", reason)
    })?;
    Ok((row.version, docs::read("calendar", &row.name, &row.doc)?))
}

/// Puts a new version of a calendar into place.
pub(crate) fn apply_calendar(
    tx: &mut Tx<'_>,
    spec: CalendarSpec,
    kinds: &[ChannelKind],
    how: &ApplyOptions,
) -> Result<Applied, InWrite> {
    apply(tx, &only(spec), kinds, how)
}

impl Desk {
    /// What a calendar would do to running clocks; nothing is changed.
    ///
    /// # Errors
    /// It cannot be used; the store's own.
    pub(crate) async fn try_calendar(&self, spec: CalendarSpec) -> DeskResult<Effect> {
        Ok(self.try_file(Actor::System, only(spec)).await?.effect)
    }
}

fn only(spec: CalendarSpec) -> File {
    let calendar = Placed {
        place: "calendar".into(),
        line: 1,
        value: spec,
    };
    File {
        calendars: vec![calendar],
        ..File::default()
    }
}
