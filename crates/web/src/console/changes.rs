//! Changes of a ticket by the buttons of its page: one resource each, all by the same use case.

use crate::changed;
use crate::console::inbox::Asked;
use crate::console::page;
use crate::console::session::LoggedIn;
use crate::console::show::{Reader, Typed};
use crate::console::{replies, ticket};
use crate::problem::{Answer, Code, Problem};
use actix_web::http::header::REFERER;
use actix_web::{HttpRequest, post, web};
use desk::DeskResult;
use desk::read::{EntryView, TicketView};
use desk::ticket::{Change, Changed};
use domain::entry::EntryKind;
use domain::ticket::{Kind, Outcome, Priority, State};
use serde::Deserialize;

/// What a button of the ticket's page sends.
#[derive(Debug, Default, Deserialize)]
struct Pressed {
    #[serde(default)]
    csrf: String,
    version: Option<i64>,
    assignee: Option<String>,
    state: Option<String>,
    outcome: Option<String>,
    priority: Option<String>,
    kind: Option<String>,
    topic: Option<String>,
    add: Option<String>,
    remove: Option<String>,
}

#[post("/tickets/{id}/assignee")]
async fn set_assignee(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    let wanted = sent.assignee.as_deref().unwrap_or_default();
    let change = match wanted.strip_prefix("team:") {
        Some(team) => Change {
            team: Some(Some(team.to_owned())),
            ..based(&sent)
        },
        None => {
            let person = match wanted {
                "me" => Some(me.operator.public_id.clone()),
                "nobody" | "" => None,
                id => Some(id.to_owned()),
            };
            Change {
                assignee: Some(person),
                ..based(&sent)
            }
        }
    };
    let done = if wanted == "me" {
        "done-taken"
    } else {
        "done-saved"
    };
    make(&request, &me, &id, &sent, change, done).await
}

#[post("/tickets/{id}/state")]
async fn set_state(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    let state = coded(State::parse, sent.state.as_deref(), "state")?;
    let outcome = coded(Outcome::parse, sent.outcome.as_deref(), "outcome")?;
    make(
        &request,
        &me,
        &id,
        &sent,
        Change {
            state,
            outcome,
            ..based(&sent)
        },
        "done-saved",
    )
    .await
}

#[post("/tickets/{id}/priority")]
async fn set_priority(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    let priority = coded(Priority::parse, sent.priority.as_deref(), "priority")?;
    make(
        &request,
        &me,
        &id,
        &sent,
        Change {
            priority,
            ..based(&sent)
        },
        "done-saved",
    )
    .await
}

#[post("/tickets/{id}/kind")]
async fn set_kind(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    let kind = coded(Kind::parse, sent.kind.as_deref(), "kind")?;
    make(
        &request,
        &me,
        &id,
        &sent,
        Change { kind, ..based(&sent) },
        "done-saved",
    )
    .await
}

#[post("/tickets/{id}/topic")]
async fn set_topic(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    let change = Change {
        topic: sent.topic.clone(),
        ..based(&sent)
    };
    make(&request, &me, &id, &sent, change, "done-saved").await
}

#[post("/tickets/{id}/fields")]
async fn set_fields(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Vec<(String, String)>>,
) -> Answer {
    let (mut pressed, mut fields) = (Pressed::default(), Vec::new());
    for (name, value) in sent.into_inner() {
        match name.as_str() {
            "csrf" => pressed.csrf = value,
            "version" => pressed.version = value.parse().ok(),
            _ => {
                let key = name.strip_prefix("field.").map(str::to_owned);
                fields.extend(key.map(|key| (key, value)));
            }
        }
    }
    let change = Change {
        fields,
        ..based(&pressed)
    };
    make(&request, &me, &id, &pressed, change, "done-saved").await
}

#[post("/tickets/{id}/tags")]
async fn set_tags(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    let change = Change {
        tags_add: sent.add.iter().cloned().collect(),
        tags_remove: sent.remove.iter().cloned().collect(),
        ..based(&sent)
    };
    make(&request, &me, &id, &sent, change, "done-saved").await
}

#[post("/tickets/{id}/dismissal")]
async fn dismiss_response(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Pressed>,
) -> Answer {
    me.check(&request, &sent.csrf)?;
    let result = me
        .app
        .desk
        .answer_not_needed(&me.principal, &id, sent.version)
        .await;
    answer(&request, &me, &id, result, "done-saved").await
}

fn based(sent: &Pressed) -> Change {
    Change {
        based_on: sent.version,
        ..Change::default()
    }
}

fn coded<T>(
    parse: impl Fn(&str) -> Result<T, domain::code::UnknownCode>,
    given: Option<&str>,
    field: &str,
) -> Answer<Option<T>> {
    let parsed = given.filter(|code| !code.is_empty()).map(parse).transpose();
    parsed.map_err(|error| Problem::field(field, "unknown", error.to_string()))
}

async fn make(
    request: &HttpRequest,
    me: &LoggedIn,
    id: &str,
    sent: &Pressed,
    change: Change,
    done: &str,
) -> Answer {
    me.check(request, &sent.csrf)?;
    let result = me.app.desk.change(&me.principal, id, change).await;
    answer(request, me, id, result, done).await
}

/// Back to the ticket; a change that came too late shows the ticket as it is now and says what changed.
pub(super) async fn answer(
    request: &HttpRequest,
    me: &LoggedIn,
    id: &str,
    result: DeskResult<Changed>,
    done: &str,
) -> Answer {
    let problem = match result {
        Ok(_) => return Ok(page::see_other(&me.app, &back_to(request, me, id), Some(done))),
        Err(error) => Problem::from(error),
    };
    if !matches!(
        problem.code,
        Code::StaleVersion
            | Code::Conflict
            | Code::Validation
            | Code::FieldRequired
            | Code::OutcomeRequired
            | Code::TooLateToUndo
            | Code::NotMerged
            | Code::TicketClosed
    ) {
        return Err(problem);
    }
    let now = me.desk()?.ticket(id, None, me.app.desk.now()).await?;
    let reader = me.reader(request);
    let error = format!(
        "{} {}",
        replies::words_of(&problem, reader.lang),
        what_changed(&reader, &now, &problem)
    );
    let typed = Typed {
        refused: error.trim_end().to_owned(),
        ..Typed::default()
    };
    ticket::show_ticket(
        request,
        me,
        &now,
        &Asked::default(),
        &typed,
        problem.code.status(),
    )
    .await
}

/// What our side changed since the version a change was based on.
#[must_use]
pub fn what_changed(reader: &Reader, ticket: &TicketView, problem: &Problem) -> String {
    let number = |name: &str| problem.more.get(name).and_then(serde_json::Value::as_i64);
    let (Some(current), Some(based_on)) = (number("current_version"), number("based_on")) else {
        return String::new();
    };
    let entries = changed::last(&ticket.timeline.entries, current - based_on);
    let lines: Vec<String> = entries.into_iter().map(|entry| line(reader, entry)).collect();
    lines.join("; ")
}

fn line(reader: &Reader, entry: &EntryView) -> String {
    match entry.kind {
        EntryKind::MessageOut => format!("{}: {}", words::t(reader.lang, "message-answer"), entry.preview),
        _ => words::event::entry(reader.of_events(), &entry.code, &entry.params),
    }
}

/// The ticket's address, beside the list it was open beside.
#[must_use]
pub fn back_to(request: &HttpRequest, me: &LoggedIn, id: &str) -> String {
    let path = format!("/tickets/{id}");
    let from = request
        .headers()
        .get(REFERER)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let query = from.split_once(&me.app.options.path(&path)).map(|(_, rest)| rest);
    match query.filter(|rest| rest.starts_with('?') && !rest.contains(['#', '\r', '\n'])) {
        Some(query) => format!("{path}{query}"),
        None => path,
    }
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(set_assignee)
        .service(set_state)
        .service(set_priority)
        .service(set_kind)
        .service(set_topic)
        .service(set_fields)
        .service(set_tags)
        .service(dismiss_response);
}
