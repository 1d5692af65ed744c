//! Calendars: a new version when the specification differs from the current one.

use super::Planner;
use crate::error::DeskResult;
use crate::setup::docs;
use domain::CalendarId;
use store::rows::CalendarVersion;
use worktime::Calendar;

impl Planner<'_> {
    pub(super) fn calendars(&mut self) -> DeskResult<()> {
        for entry in &self.file.calendars {
            let spec = &entry.value;
            self.name_is_fit(entry, "name", &spec.name);
            if let Err(error) = Calendar::compile(spec) {
                self.faults.add(entry, "", "calendar", error);
                continue;
            }
            let doc = docs::write(spec)?;
            let versions = self
                .known
                .rows
                .calendars
                .iter()
                .filter(|known| known.name == spec.name);
            let last = versions
                .clone()
                .map(|known| known.version)
                .max()
                .unwrap_or_default();
            let current = versions.into_iter().find(|known| known.is_current);
            if self.note(
                "calendar",
                &spec.name,
                current.map(|known| known.doc.as_str()),
                &doc,
                Vec::new(),
            ) {
                self.plan.calendars.push(CalendarVersion {
                    id: CalendarId(self.ids.next_id()),
                    name: spec.name.clone(),
                    version: last + 1,
                    doc,
                    is_current: true,
                });
            }
        }
        Ok(())
    }
}
