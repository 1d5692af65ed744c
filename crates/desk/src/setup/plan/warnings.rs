//! Steps before and after deadlines: what a file says of them, checked step by step.

use super::Planner;
use crate::setup::faults::Placed;
use crate::setup::file::{SpanPart, WarnPart};
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
        let minutes = |span: SpanPart| span.hours.saturating_mul(60).saturating_add(span.minutes);
        let micros = |minutes: u32| i64::from(minutes) * MINUTE;
        match (part.percent, part.before.map(minutes), part.after.map(minutes)) {
            (Some(percent), None, None) if (1..=MOST_PERCENT).contains(&percent) => {
                Some(When::Percent(percent))
            }
            (None, Some(before), None) if (1..=MOST_MINUTES).contains(&before) => {
                Some(When::Before(micros(before)))
            }
            (None, None, Some(after)) if after <= MOST_MINUTES => Some(When::After(micros(after))),
            (Some(_), None, None) => {
                let reason = format!("from 1 to {MOST_PERCENT} percent of the time");
                self.faults
                    .add(entry, &format!("{place}.percent"), "target", reason);
                None
            }
            (None, Some(_), None) => {
                let reason = format!("from one minute to {} business hours", MOST_MINUTES / 60);
                self.faults
                    .add(entry, &format!("{place}.before"), "target", reason);
                None
            }
            (None, None, Some(_)) => {
                let reason = format!("at most {} business hours", MOST_MINUTES / 60);
                self.faults
                    .add(entry, &format!("{place}.after"), "target", reason);
                None
            }
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

/// Whether mail could go there: one @ with something on both sides, and nothing that ends a header.
fn is_address(text: &str) -> bool {
    let parts = text.split_once('@');
    let whole = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_graphic() && c != '@');
    parts.is_some_and(|(local, host)| whole(local) && whole(host)) && text.len() <= 254
}
