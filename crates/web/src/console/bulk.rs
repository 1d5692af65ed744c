//! One change of the rows that are ticked, or of all that match; and what came of it.

use crate::console::inbox;
use crate::console::page;
use crate::console::session::LoggedIn;
use crate::console::view::BulkResultPage;
use crate::problem::{Answer, Problem};
use actix_web::{HttpRequest, get, post, web};
use desk::idempotency::Remembered;
use desk::read::Filter;
use desk::ticket::{BulkChange, BulkResult, BulkTarget, Change};
use domain::ticket::{Outcome, Priority, State};
use serde_json::{Value, json};
use words::{t, tr};

/// What the form sends.
#[derive(Debug, Default)]
struct Sent {
    csrf: String,
    ticked: Vec<(String, Option<i64>)>,
    all: bool,
    filter: String,
    back: String,
    change: Change,
}

impl Sent {
    fn of(me: &LoggedIn, pairs: Vec<(String, String)>) -> Answer<Self> {
        let mut sent = Self::default();
        for (name, value) in pairs.into_iter().filter(|(_, value)| !value.trim().is_empty()) {
            match name.as_str() {
                "csrf" => sent.csrf = value,
                "ticket" => sent.ticked.push(ticked(&value)),
                "all" => sent.all = true,
                "filter" => sent.filter = value,
                "back" => sent.back = value,
                _ => set(me, &mut sent.change, &name, value)?,
            }
        }
        Ok(sent)
    }
}

/// A row as it was ticked: its id and the version that was seen.
fn ticked(value: &str) -> (String, Option<i64>) {
    match value.split_once(':') {
        Some((id, version)) => (id.to_owned(), version.parse().ok()),
        None => (value.to_owned(), None),
    }
}

fn set(me: &LoggedIn, change: &mut Change, name: &str, value: String) -> Answer<()> {
    let wrong = |error: domain::code::UnknownCode| Problem::field(name, "unknown", error.to_string());
    match name {
        "assignee" => {
            change.assignee = Some(match value.as_str() {
                "nobody" => None,
                "me" => Some(me.operator.public_id.clone()),
                _ => Some(value),
            });
        }
        "team" => change.team = Some(Some(value)),
        "state" => {
            // Resolving names the outcome along with the state.
            let (state, outcome) = value.split_once(':').unwrap_or((&value, ""));
            let state = State::parse(state).map_err(wrong)?;
            change.state = Some(state);
            if state == State::Resolved {
                let outcome = match outcome {
                    "" => Outcome::SOLVED,
                    named => Outcome::parse(named)
                        .map_err(|error| Problem::field(name, "unknown", error.to_string()))?,
                };
                change.outcome = Some(outcome);
            }
        }
        "priority" => change.priority = Some(Priority::parse(&value).map_err(wrong)?),
        "topic" => change.topic = Some(value),
        "add" => change.tags_add = tags(&value),
        "remove" => change.tags_remove = tags(&value),
        _ => {}
    }
    Ok(())
}

fn tags(value: &str) -> Vec<String> {
    value.split(',').map(|tag| tag.trim().to_owned()).collect()
}

#[post("/bulk-changes")]
async fn create_bulk_change(
    request: HttpRequest,
    me: LoggedIn,
    sent: web::Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent::of(&me, sent.into_inner())?;
    me.check(&request, &sent.csrf)?;
    let target = if sent.all {
        let filter = Filter::read(&sent.filter, &me.app.desk.setup());
        BulkTarget::Matching(Box::new(filter.map_err(desk::DeskError::from)?))
    } else {
        BulkTarget::Ticked(sent.ticked)
    };
    let bulk = BulkChange {
        target,
        change: sent.change,
    };
    let result = me.app.desk.change_many(&me.principal, bulk).await?;
    let back = page::own_path(&sent.back).to_owned();
    if result.skipped.is_empty() && !result.more {
        return Ok(page::see_other(&me.app, &back, Some("done-bulk")));
    }
    let id = domain::id::secret(20);
    let kept = Remembered {
        status: 200,
        body: kept(&result, &back).to_string(),
    };
    let desk = &me.app.desk;
    desk.remember(me.principal.actor(), &scope(&me, &id), "", kept)
        .await?;
    Ok(page::see_other(&me.app, &format!("/bulk-changes/{id}"), None))
}

/// A result is shown to whoever made the change, for a day.
fn scope(me: &LoggedIn, id: &str) -> String {
    format!("operator:{} bulk {id}", me.operator.public_id)
}

fn kept(result: &BulkResult, back: &str) -> Value {
    let skipped = result
        .skipped
        .iter()
        .map(|one| json!([one.id, one.number, one.code, one.reason]));
    json!({
        "back": back,
        "changed": result.changed.len(),
        "more": result.more,
        "skipped": skipped.collect::<Vec<_>>(),
    })
}

#[get("/bulk-changes/{id}")]
async fn get_bulk_change(request: HttpRequest, me: LoggedIn, id: web::Path<String>) -> Answer {
    let kept = me.app.desk.remembered(&scope(&me, &id), "").await?;
    let kept = kept.ok_or(desk::DeskError::NotFound("result"))?;
    let kept: Value = serde_json::from_str(&kept.body).map_err(Problem::internal)?;
    let (reader, desk) = (me.reader(&request), me.desk()?);
    let lang = reader.lang;
    let rail = inbox::rail(&me, &desk, None).await?;
    let page = page::console(&request, &me, t(lang, "bulk-result"), "inbox", &rail);
    let text = |one: &Value, at: usize| one.get(at).and_then(Value::as_str).unwrap_or_default().to_owned();
    let lines = kept
        .get("skipped")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let skipped = lines.iter().map(|one| {
        let (number, code) = (text(one, 1), text(one, 2));
        let key = format!("bulk-skipped-{}", code.replace('_', "-"));
        let why = if words::has(lang, &key) {
            t(lang, &key)
        } else {
            text(one, 3)
        };
        (
            format!("/tickets/{}", text(one, 0)),
            words::number::ticket(lang, &number),
            why,
        )
    });
    let changed = kept.get("changed").and_then(Value::as_i64).unwrap_or_default();
    page::html(&BulkResultPage {
        lead: tr(lang, "bulk-lead", &[("count", changed.into())]),
        more: if kept.get("more").and_then(Value::as_bool).unwrap_or_default() {
            t(lang, "bulk-more")
        } else {
            String::new()
        },
        skipped: skipped.collect(),
        back: page::own_path(kept.get("back").and_then(Value::as_str).unwrap_or_default()).to_owned(),
        page,
    })
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(create_bulk_change).service(get_bulk_change);
}
