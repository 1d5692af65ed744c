//! Addresses from which official calendars are fetched: one for a calendar. With `prune` those that a file does not name
//! are fetched no more.

use super::Planner;
use crate::error::DeskResult;
use crate::setup::applied::{Change, Outcome};
use crate::setup::docs;
use domain::official::CalendarFeed;
use domain::time::NEVER;
use domain::{CalendarFeedId, WrittenNumber};
use std::collections::BTreeSet;

/// Longest address, bytes.
const LONGEST: usize = 2_000;
/// A quarter: long after a decree was published.
const MOST_DAYS: u32 = 92;
/// How often it is fetched where the file does not say.
const A_WEEK: u32 = 7;

impl Planner<'_> {
    pub(super) fn feeds(&mut self) -> DeskResult<()> {
        let mut named: BTreeSet<&str> = BTreeSet::new();
        for entry in &self.file.feeds {
            let part = &entry.value;
            self.calendar_exists(entry, "calendar", &part.calendar);
            if !named.insert(&part.calendar) {
                let reason = format!("“{}” has a feed already: keep one of them", part.calendar);
                self.faults.add(entry, "calendar", "twice", reason);
            }
            if !is_address(&part.url) {
                let reason =
                    "a feed is fetched over TLS: write https://host/path, without a name and password";
                self.faults.add(entry, "url", "invalid", reason);
            }
            let (days, allowed) = (
                part.every_days,
                format!("a feed is fetched every 1 to {MOST_DAYS} days"),
            );
            self.number_is_fit(entry, "every_days", "out_of_range", days, 1..=MOST_DAYS, &allowed);
            let old = self
                .known
                .feeds
                .iter()
                .find(|known| known.calendar == part.calendar);
            let (id, url) = (CalendarFeedId(self.ids.next_id()), part.url.clone());
            let new = CalendarFeed {
                id,
                calendar: part.calendar.clone(),
                url,
                every_days: days.and_then(WrittenNumber::count).unwrap_or(A_WEEK),
                tried_at: NEVER,
                problem: String::new(),
            };
            let doc = |feed: &CalendarFeed| {
                docs::write(&serde_json::json!({ "url": feed.url, "every_days": feed.every_days }))
            };
            let before = old.map(doc).transpose()?;
            if self.note("feed", &part.calendar, before.as_deref(), &doc(&new)?, Vec::new()) {
                self.plan.ended_feeds.extend(old.map(|old| old.id));
                self.plan.feeds.push(new);
            }
        }
        for old in self
            .known
            .feeds
            .iter()
            .filter(|old| self.file.prune && !named.contains(old.calendar.as_str()))
        {
            self.plan.ended_feeds.push(old.id);
            self.plan.applied.changes.push(Change {
                noun: "feed",
                name: old.calendar.clone(),
                outcome: Outcome::Retired,
                fields: Vec::new(),
            });
        }
        Ok(())
    }
}

/// Whether it could be fetched; whether its host may be reached is found out then.
fn is_address(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = url.len() <= LONGEST && url.chars().all(|letter| letter.is_ascii_graphic());
    plain && !host.is_empty() && !host.contains('@')
}
