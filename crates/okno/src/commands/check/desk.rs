//! The desk as it is set up: whether anybody can work at it, and whether it knows its days off.

use super::report::Report;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::{adapters, open};
use domain::setup::Setup;
use domain::{Moment, Now as _, Role};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Store, StoreError};

const PART: &str = "desk";
/// Days before the end of a calendar at which it is time to look for the next year's (`definitions.md` §2).
const WARN: i64 = 60;

/// Looks at the set-up and hands it on.
pub async fn look(config: &Config, store: Store, report: &mut Report) -> Option<Arc<Setup>> {
    let able = administrators(&store).await;
    let desk = match open::desk(config, store, Arc::new(SystemClock)).await {
        Ok(desk) => desk,
        Err(failure) => {
            report.problem(PART, &failure.sentences(), "apply a desk.toml that says it anew");
            return None;
        }
    };
    let setup = desk.setup();
    if setup.channels.is_empty() {
        let to_do = "write a desk.toml and `okno apply` it; until then `okno serve` begins with a small set-up of its own";
        report.note(PART, "not set up yet", to_do);
    } else {
        // A policy stands once for each team with hours of its own.
        let policies: BTreeSet<_> = setup.policies.iter().map(|policy| policy.id).collect();
        let enabled = setup.channels.iter().filter(|channel| channel.enabled).count();
        report.fine(
            PART,
            format!(
                "“{}”, {enabled} channels, {} policies",
                setup.desk_name,
                policies.len()
            ),
        );
    }
    for channel in setup.channels.iter().filter(|channel| channel.enabled) {
        if let Err(reason) = adapters::of_kind(&channel.kind) {
            let what = format!("channel “{}” does not work: {reason}", channel.name);
            report.problem(
                PART,
                &what,
                "correct its kind, or switch it off with enabled = false",
            );
        }
    }
    somebody_administers(able, report);
    calendars(&setup, SystemClock.now(), report);
    Some(setup)
}

/// People who administer the desk and can log in.
async fn administrators(store: &Store) -> Result<usize, StoreError> {
    store
        .read(|r| {
            let mut able = 0;
            for person in r.operators()? {
                let administers = person.active && person.role == Role::Administrator;
                if administers
                    && r.password_hash(&person.login)?
                        .is_some_and(|(_, hash)| !hash.is_empty())
                {
                    able += 1;
                }
            }
            Ok(able)
        })
        .await
}

fn somebody_administers(able: Result<usize, StoreError>, report: &mut Report) {
    match able {
        Ok(0) => report.problem(
            PART,
            "nobody can log in as an administrator",
            "okno user add --login you@example.org --name \"Your Name\" --role administrator; for somebody who is there \
             already and has no password: okno user password --login …",
        ),
        Ok(_) => report.fine(PART, "somebody administers it"),
        Err(error) => report.problem(PART, &error.to_string(), "see that the database can be read"),
    }
}

fn calendars(setup: &Setup, now: Moment, report: &mut Report) {
    for (name, id) in &setup.calendar_names {
        let Some(calendar) = setup.calendars.get(id) else {
            continue;
        };
        let (Some(left), Some(known)) = (calendar.official_days_left(now), calendar.known_through()) else {
            continue;
        };
        if left <= WARN {
            report.note(
                PART,
                format!("calendar “{name}”: days off are official until {known} only, {left} days from now; deadlines beyond are preliminary"),
                "when the next year is published, take over its days off (a newer Okno has them) and apply the calendar",
            );
        }
    }
}
