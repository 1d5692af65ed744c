//! Steps before and after deadlines: what a file says of them, checked step by step.

use super::Planner;
use crate::setup::faults::Placed;
use crate::setup::file::{SpanPart, WarnPart};
use domain::WrittenNumber;
use domain::clock::{Action, Recipient, Warning, When};
use domain::time::MINUTE;

/// Steps of one deadline.
const MOST_STEPS: usize = 20;
/// A share of more than ten times the target is a slip of the hand.
const MOST_PERCENT: u32 = 1_000;
/// A year of working hours, twice over.
const MOST_MINUTES: u32 = 4_000 * 60;
/// Characters of a tag, as elsewhere.
const TAG: usize = 60;

impl Planner<'_> {
    /// The steps of a clock; `place` names them within the entry.
    pub(super) fn warnings<T>(&mut self, entry: &Placed<T>, place: &str, parts: &[WarnPart]) -> Vec<Warning> {
        if parts.len() > MOST_STEPS {
            let reason =
                format!("at most {MOST_STEPS} steps for a deadline: keep those that somebody acts on");
            self.faults.add(entry, place, "too_long", reason);
            return Vec::new();
        }
        let mut warnings = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            let place = format!("{place}[{}]", index + 1);
            let at = self.when_it_comes(entry, &place, part);
            let to = self.told_to(entry, &place, part);
            let then = self.then(entry, &place, part);
            if part.to.is_empty() && part.priority.is_none() && part.team.is_none() && part.tag.is_none() {
                let reason = "say who is told, in to, or what is done: priority, team, tag";
                self.faults.add(entry, &place, "required", reason);
            }
            warnings.extend(at.map(|at| Warning {
                at,
                to,
                then,
                urgent: part.urgent,
            }));
        }
        warnings
    }

    fn when_it_comes<T>(&mut self, entry: &Placed<T>, place: &str, part: &WarnPart) -> Option<When> {
        let mut refuse = |field: &str, given: &dyn std::fmt::Display, allowed: String| {
            let reason = format!("{given} is not allowed: {allowed}");
            self.faults
                .add(entry, &format!("{place}.{field}"), "target", reason);
            None
        };
        let hours = MOST_MINUTES / 60;
        match (part.percent, part.before, part.after) {
            (Some(percent), None, None) => match percent.within(&(1..=MOST_PERCENT)) {
                Some(percent) => Some(When::Percent(percent)),
                None => refuse(
                    "percent",
                    &percent,
                    format!("a whole number from 1 to {MOST_PERCENT} percent of the time"),
                ),
            },
            (None, Some(before), None) => match minutes(before).filter(|minutes| *minutes > 0) {
                Some(minutes) => Some(When::Before(micros(minutes))),
                None => refuse(
                    "before",
                    &before,
                    format!("from one minute to {hours} business hours"),
                ),
            },
            (None, None, Some(after)) => match minutes(after) {
                Some(minutes) => Some(When::After(micros(minutes))),
                None => refuse(
                    "after",
                    &after,
                    format!("at most {hours} business hours, and not below 0"),
                ),
            },
            _ => {
                let reason =
                    "say when, once: percent = 75, before = { hours = 2 } or after = { minutes = 30 }";
                self.faults.add(entry, place, "required", reason);
                None
            }
        }
    }

    fn told_to<T>(&mut self, entry: &Placed<T>, place: &str, part: &WarnPart) -> Vec<Recipient> {
        let mut to = Vec::with_capacity(part.to.len());
        for one in &part.to {
            match one.as_str() {
                "operator" => to.push(Recipient::Operator),
                "team" => to.push(Recipient::Team),
                "supervisor" => to.push(Recipient::Supervisor),
                address if is_address(address) => to.push(Recipient::Email(address.to_lowercase())),
                hook if hook.starts_with("webhook:") => {
                    let name = hook.trim_start_matches("webhook:");
                    if !self.webhooks.contains(name) {
                        let reason =
                            format!("there is no webhook “{name}” that is on: add it as [[webhook]]");
                        self.faults.add(entry, &format!("{place}.to"), "unknown", reason);
                    }
                    to.push(Recipient::Webhook(name.to_owned()));
                }
                link if link.starts_with("http://") || link.starts_with("https://") => {
                    let reason = "name the webhook, not its address: webhook:crm";
                    self.faults.add(entry, &format!("{place}.to"), "unknown", reason);
                }
                other => {
                    let reason = format!(
                        "“{other}” is nobody: operator, team, supervisor, a mail address or webhook:NAME"
                    );
                    self.faults.add(entry, &format!("{place}.to"), "unknown", reason);
                }
            }
        }
        to
    }

    fn then<T>(&mut self, entry: &Placed<T>, place: &str, part: &WarnPart) -> Vec<Action> {
        let mut then = Vec::new();
        then.extend(part.priority.map(Action::RaisePriority));
        if let Some(name) = &part.team {
            let team = self.team(entry, &format!("{place}.team"), name);
            then.extend(team.map(Action::Reassign));
        }
        if let Some(tag) = &part.tag {
            let clean = text::clean_line(tag, TAG);
            if clean.is_empty() || clean != *tag {
                let reason = format!("a tag has 1 to {TAG} characters on one line");
                self.faults.add(entry, &format!("{place}.tag"), "invalid", reason);
            } else {
                then.push(Action::AddTag(clean));
            }
        }
        then
    }
}

/// A span in minutes, where it is one and no longer than a step may lie away.
fn minutes(span: SpanPart) -> Option<u32> {
    let part = |written: Option<WrittenNumber>| {
        written.map_or(Some(0), |written| written.within(&(0..=MOST_MINUTES)))
    };
    let whole = part(span.hours)?
        .checked_mul(60)?
        .checked_add(part(span.minutes)?)?;
    (whole <= MOST_MINUTES).then_some(whole)
}

fn micros(minutes: u32) -> i64 {
    i64::from(minutes) * MINUTE
}

/// Whether mail could go there: one @ with something on both sides, and nothing that ends a header.
fn is_address(text: &str) -> bool {
    let parts = text.split_once('@');
    let whole = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_graphic() && c != '@');
    parts.is_some_and(|(local, host)| whole(local) && whole(host)) && text.len() <= 254
}
