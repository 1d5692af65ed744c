//! The set-up as code, seen from outside.

mod applying;
mod mistakes;
mod numbers;
mod policies;
mod teams;

use super::{Applied, Outcome};
use crate::{Desk, DeskResult};
use domain::Actor;
use store::StoreError;
use store::rows::AuditRecord;

/// The example that is shipped.
const EXAMPLE: &str = include_str!("../../../../config/desk.example.toml");

/// The least that a desk needs.
const SMALL: &str = r#"
    [desk]
    name = "Desk"
    zone = "Europe/Moscow"
    calendar = "Week"
    lang = "en"
    [[calendar]]
    name = "Week"
    builtin = "plain"
    zone = "Europe/Moscow"
    [[brand]]
    name = "Brand"
    [[channel]]
    name = "api"
    kind = "api"
    brand = "Brand"
"#;

async fn apply(desk: &Desk, text: &str) -> DeskResult<Applied> {
    desk.apply_setup(Actor::System, text).await
}

/// What became of the entries that did not stay as they were: `changed policy VIP (clocks)`.
fn news(applied: &Applied) -> Vec<String> {
    let changes = applied
        .changes
        .iter()
        .filter(|change| change.outcome != Outcome::Unchanged);
    changes
        .map(|c| {
            let fields = if c.fields.is_empty() {
                String::new()
            } else {
                format!(" ({})", c.fields.join(", "))
            };
            format!("{} {} {}{fields}", c.outcome.code(), c.noun, c.name)
        })
        .collect()
}

async fn audit(desk: &Desk) -> Vec<AuditRecord> {
    desk.store()
        .read::<_, StoreError, _>(|r| r.audit(None, 1_000))
        .await
        .expect("the record can be read")
}

async fn last_event(desk: &Desk) -> i64 {
    desk.store()
        .read::<_, StoreError, _>(|r| r.last_event())
        .await
        .expect("events can be read")
}
