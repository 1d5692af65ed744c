//! Writes what a plan holds: rows, audit records and one event, in one transaction.

use super::applied::{Applied, Outcome};
use super::docs;
use super::file::File;
use super::plan::{self, Known, Plan};
use super::{ApplyOptions, trial};
use crate::error::InWrite;
use crate::webhook;
use channel::ChannelKind;
use domain::event::{EventType, NewEvent};
use domain::recount::Correction;
use serde_json::json;
use store::{StoreError, Tx};

/// Compares a file with what is stored and writes the difference.
pub(super) fn apply(
    tx: &mut Tx<'_>,
    file: &File,
    kinds: &[ChannelKind],
    how: &ApplyOptions,
) -> Result<Applied, InWrite> {
    let known = known(tx)?;
    let plan = plan::plan(file, &known, kinds, tx)?;
    write(tx, &plan)?;
    tell(tx, &plan.applied, &how.why)?;
    if tx.has_open_tickets()? {
        count_anew(tx, &known, &plan, how)?;
    }
    Ok(plan.applied)
}

/// What is stored now.
pub(super) fn known(tx: &mut Tx<'_>) -> Result<Known, StoreError> {
    Ok(Known {
        rows: tx.setup_rows()?,
        operators: tx.operators()?,
        memberships: tx.memberships()?,
        feeds: tx.calendar_feeds()?,
        webhooks: tx.webhooks()?,
    })
}

/// Running clocks follow other policies at once; a corrected calendar waits until a person has confirmed what it does.
fn count_anew(tx: &mut Tx<'_>, known: &Known, plan: &Plan, how: &ApplyOptions) -> Result<(), StoreError> {
    let whole = trial::correction(known, plan);
    if whole.policies {
        let what = Correction {
            policies: true,
            calendars: Vec::new(),
        };
        let about = named(&plan.applied, &["policy", "term", "escalation"]);
        crate::recount::propose(tx, what, about, true, &how.why)?;
    }
    if !whole.calendars.is_empty() {
        let what = Correction {
            policies: false,
            ..whole
        };
        let about = named(&plan.applied, &["calendar"]);
        crate::recount::propose(tx, what, about, how.recount, &how.why)?;
    }
    Ok(())
}

fn named(applied: &Applied, nouns: &[&str]) -> String {
    let changed = applied.changes.iter();
    let changed =
        changed.filter(|change| nouns.contains(&change.noun) && change.outcome != Outcome::Unchanged);
    changed
        .map(|change| change.name.clone())
        .collect::<Vec<_>>()
        .join(", ")
}

fn write(tx: &mut Tx<'_>, plan: &Plan) -> Result<(), StoreError> {
    if let Some(doc) = &plan.desk {
        tx.put_setting(docs::DESK, doc)?;
    }
    for (key, doc) in &plan.settings {
        tx.put_setting(key, doc)?;
    }
    for calendar in &plan.calendars {
        tx.add_calendar(calendar)?;
    }
    for brand in &plan.brands {
        tx.put_brand(brand)?;
    }
    for team in &plan.teams {
        tx.put_team(team)?;
    }
    for channel in &plan.channels {
        tx.put_channel(channel)?;
    }
    for name in &plan.retired {
        tx.retire_policy(name)?;
    }
    for policy in &plan.policies {
        tx.add_policy(policy)?;
    }
    for (id, position) in &plan.moved {
        tx.move_policy(*id, *position)?;
    }
    for operator in &plan.operators {
        tx.put_operator(operator)?;
    }
    for (team, member) in &plan.leaves {
        tx.leave_team(*team, *member)?;
    }
    for (team, member) in &plan.joins {
        tx.join_team(*team, *member)?;
    }
    for one in &plan.webhooks {
        let events = one.events.clone();
        let hook = match &one.old {
            Some(old) => webhook::changed_to(tx, old, &one.new, events)?,
            None => webhook::made(tx, &one.new, events)?,
        };
        tx.put_webhook(&hook)?;
    }
    feeds(tx, plan)
}

/// A feed that is new, or another one, is fetched at once; the job of the former one ends by itself.
fn feeds(tx: &mut Tx<'_>, plan: &Plan) -> Result<(), StoreError> {
    for id in &plan.ended_feeds {
        tx.end_calendar_feed(*id)?;
    }
    for feed in &plan.feeds {
        tx.put_calendar_feed(feed)?;
    }
    let mut jobs = domain::plan::Plan::default();
    for feed in &plan.feeds {
        jobs.jobs.push(crate::official::feed::fetched_at(feed, tx.now));
    }
    if !jobs.jobs.is_empty() {
        tx.apply(&mut jobs)?;
    }
    Ok(())
}

/// Leaves the trace of what changed, by names of fields only: settings of a channel may hold secrets.
fn tell(tx: &mut Tx<'_>, applied: &Applied, why: &str) -> Result<(), StoreError> {
    for change in applied
        .changes
        .iter()
        .filter(|change| change.outcome != Outcome::Unchanged)
    {
        let action = format!("{}.{}", change.noun, change.outcome.code());
        tx.audit(
            &action,
            &change.name,
            &json!({ "fields": change.fields, "by": "apply", "why": why }),
        )?;
    }
    if applied.changed() {
        tx.announce(NewEvent {
            kind: EventType::SetupChanged,
            ticket: None,
            payload: json!({}),
        });
    }
    Ok(())
}
