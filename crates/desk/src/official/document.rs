//! What an iCalendar document (RFC 5545) announces: its all-day events as days off, worked and shortened days. Whatever
//! is no day is refused with its line, so that nobody confirms what was only half understood.

use super::event::Event;
use super::lines::{self, Line, fault};
use crate::error::{DeskError, DeskResult, Field};
use domain::official::{Announced, DayKind, OfficialDay};
use std::collections::BTreeMap;
use worktime::Date;

/// Mistakes that are told at once.
const MOST_FAULTS: usize = 20;
/// Days of one document.
const MOST_DAYS: usize = 2_000;
/// Says until when the document is official.
const KNOWN_THROUGH: &str = "X-OKNO-KNOWN-THROUGH";

/// Reads a document. `known_through` is what whoever brings it states; else the document's own word counts, else the end
/// of the last year it names.
///
/// # Errors
/// [`DeskError::Invalid`] with every mistake, its line and its reason.
pub(super) fn read(document: &[u8], known_through: Option<Date>) -> DeskResult<Announced> {
    let lines = lines::read(document).map_err(|fault| DeskError::Invalid(vec![fault]))?;
    let mut reader = Reader::default();
    for line in &lines {
        reader.take(line);
    }
    reader.close(lines.last().map_or(1, |line| line.number));
    reader.announced(known_through)
}

#[derive(Default)]
struct Reader {
    /// Components that are open, the outermost first.
    open: Vec<(String, usize)>,
    event: Option<Event>,
    events: Vec<Event>,
    known_through: Option<Date>,
    is_version_2: bool,
    faults: Vec<Field>,
}

impl Reader {
    fn take(&mut self, line: &Line) {
        match line.name.as_str() {
            "BEGIN" => self.begin(line),
            "END" => self.end(line),
            _ => self.property(line),
        }
    }

    fn begin(&mut self, line: &Line) {
        let name = line.value.trim().to_ascii_uppercase();
        if self.open.is_empty() && name != "VCALENDAR" {
            self.faults.push(fault(
                line.number,
                "syntax",
                "a calendar begins with BEGIN:VCALENDAR",
            ));
        }
        if self.open.len() == 1 && name == "VEVENT" {
            self.event = Some(Event::at(line.number));
        }
        self.open.push((name, line.number));
    }

    fn end(&mut self, line: &Line) {
        let name = line.value.trim().to_ascii_uppercase();
        match self.open.pop() {
            Some((open, _)) if open == name => {}
            Some((open, began)) => {
                let reason = format!("END:{name} stands where {open} of line {began} ends");
                self.faults.push(fault(line.number, "syntax", reason));
            }
            None => self
                .faults
                .push(fault(line.number, "syntax", format!("END:{name} ends nothing"))),
        }
        if self.open.len() == 1 {
            self.events.extend(self.event.take());
        }
    }

    fn property(&mut self, line: &Line) {
        match (self.open.len(), &mut self.event) {
            (0, _) => self.faults.push(fault(
                line.number,
                "syntax",
                "a calendar begins with BEGIN:VCALENDAR",
            )),
            (1, _) if line.name == "VERSION" => self.is_version_2 = line.value.trim() == "2.0",
            (1, _) if line.name == KNOWN_THROUGH => match super::event::date(line) {
                Ok(date) => self.known_through = Some(date),
                Err(found) => self.faults.push(found),
            },
            (2, Some(event)) => {
                if let Err(found) = event.take(line) {
                    self.faults.push(found);
                }
            }
            // Zones, alarms, to-dos and what else a calendar may hold are no days.
            _ => {}
        }
    }

    fn close(&mut self, last: usize) {
        if let Some((name, began)) = self.open.first() {
            let reason = format!("the document ends before {name} of line {began} does: is it cut off?");
            self.faults.push(fault(last, "cut_off", reason));
        } else if !self.is_version_2 && self.faults.is_empty() {
            self.faults
                .push(fault(1, "version", "iCalendar is VERSION:2.0 (RFC 5545)"));
        }
    }

    fn announced(mut self, stated: Option<Date>) -> DeskResult<Announced> {
        let known = stated.or(self.known_through);
        let events = std::mem::take(&mut self.events);
        let last_year = events
            .iter()
            .filter_map(Event::last_year)
            .chain(known.map(Date::year))
            .max();
        let mut days: BTreeMap<(Date, u8), (OfficialDay, usize)> = BTreeMap::new();
        for event in &events {
            match event.days(last_year) {
                Ok(of_event) => of_event
                    .into_iter()
                    .for_each(|day| self.put(&mut days, day, event.line)),
                Err(found) => self.faults.push(found),
            }
        }
        if days.len() > MOST_DAYS {
            self.faults.push(fault(
                1,
                "too_long",
                format!("a document names at most {MOST_DAYS} days"),
            ));
        }
        if days.is_empty() && self.faults.is_empty() {
            self.faults.push(fault(
                1,
                "no_days",
                "the document names no day: it has no all-day VEVENT",
            ));
        }
        if !self.faults.is_empty() {
            self.faults.truncate(MOST_FAULTS);
            return Err(DeskError::Invalid(self.faults));
        }
        let days: Vec<OfficialDay> = days.into_values().map(|(day, _)| day).collect();
        let end_of_year = days
            .last()
            .and_then(|day| Date::new(day.date.year(), 12, 31).ok());
        let known_through = known.or(end_of_year);
        let known_through =
            known_through.ok_or_else(|| DeskError::Internal("a year without an end".into()))?;
        Ok(Announced { days, known_through })
    }

    /// One of each sort a date: a shortened day may be one that is worked all the same, but none that is off.
    fn put(&mut self, days: &mut BTreeMap<(Date, u8), (OfficialDay, usize)>, day: OfficialDay, line: usize) {
        let sort = |kind: &DayKind| match kind {
            DayKind::Off { .. } => 0,
            DayKind::Working { .. } => 1,
            DayKind::Shortened { .. } => 2,
        };
        let mine = sort(&day.kind);
        let against: &[u8] = if mine == 0 { &[1, 2] } else { &[0] };
        let other = against.iter().find_map(|sort| days.get(&(day.date, *sort)));
        if let Some((other, began)) = other {
            let reason = format!(
                "{} is “{}” here and “{}” on line {began}: keep one of them",
                day.date, day.name, other.name
            );
            self.faults.push(fault(line, "twice", reason));
            return;
        }
        days.entry((day.date, mine)).or_insert((day, line));
    }
}
