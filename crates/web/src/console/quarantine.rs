//! The quarantine as pages: what waits for a person, each with what can be read of it, and the decisions.

use crate::console::inbox;
use crate::console::page::{self, BOUND};
use crate::console::session::LoggedIn;
use crate::console::show::{self, Reader};
use crate::console::view::{DecidedLine, DecidedPage, QuarantinePage, Quarantined, SetAsidePage};
use crate::problem::{Answer, Code, Problem};
use crate::security::message_csp;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use desk::quarantine::{Acceptance, Decision};
use desk::read::{Cursor, QuarantineState, QuarantinedView, SetAside};
use domain::Permission;
use serde::Deserialize;
use words::{has, number, t, tr};

#[derive(Deserialize)]
struct Place {
    #[serde(default)]
    state: String,
    #[serde(default)]
    after: String,
}

#[get("/quarantine")]
async fn list_quarantined(request: HttpRequest, me: LoggedIn, place: web::Query<Place>) -> Answer {
    me.require(Permission::Supervise)?;
    let (reader, desk) = (me.reader(&request), me.desk()?);
    let state = QuarantineState::parse(&place.state).unwrap_or(QuarantineState::Waiting);
    let after = (!place.after.is_empty())
        .then(|| place.after.parse::<Cursor>())
        .transpose()?;
    let found = desk.quarantine(state, after).await?;
    let rail = inbox::rail(&me, &desk, None).await?;
    let lang = reader.lang;
    let page = page::console(&request, &me, t(lang, "quarantine"), "quarantine", &rail);
    let address = |state: QuarantineState| format!("/quarantine?state={}", state.code());
    let states = QuarantineState::ALL.iter().map(|one| {
        let words = t(lang, &format!("quarantine-state-{}", one.code()));
        (address(*one), words, *one == state)
    });
    let waiting = state == QuarantineState::Waiting;
    let answer = page::html(&QuarantinePage {
        count: if waiting && rail.quarantine > 0 {
            number::bounded(lang, rail.quarantine, BOUND)
        } else {
            String::new()
        },
        states: states.collect(),
        waiting,
        empty: t(
            lang,
            if waiting {
                "empty-quarantine"
            } else {
                "quarantine-none-decided"
            },
        ),
        items: found.items.iter().map(|item| shown(&reader, item)).collect(),
        next: found.next.map(|next| format!("{}&after={next}", address(state))),
        page,
    })?;
    page::forget_flash(&request, &me.app, answer)
}

#[get("/quarantine/{id}")]
async fn get_quarantined(request: HttpRequest, me: LoggedIn, id: web::Path<String>) -> Answer {
    me.require(Permission::Supervise)?;
    let found = me.desk()?.set_aside(&id).await?;
    let answer = show_one(&request, &me, found, &Typed::default(), StatusCode::OK).await?;
    page::forget_flash(&request, &me.app, answer)
}

/// What was typed and not taken.
#[derive(Debug, Default)]
struct Typed {
    error: String,
    sender: Option<String>,
    name: Option<String>,
    title: Option<String>,
}

async fn show_one(
    request: &HttpRequest,
    me: &LoggedIn,
    found: SetAside,
    typed: &Typed,
    status: StatusCode,
) -> Answer {
    let (reader, desk) = (me.reader(request), me.desk()?);
    let rail = inbox::rail(me, &desk, None).await?;
    let item = shown(&reader, &found.item);
    let page = page::console(request, me, item.subject.clone(), "quarantine", &rail);
    let or = |typed: &Option<String>, read: String| typed.clone().unwrap_or(read);
    page::html_with(
        status,
        &SetAsidePage {
            waiting: found.item.state == QuarantineState::Waiting.code(),
            error: typed.error.clone(),
            sender: or(&typed.sender, found.sender),
            sender_name: or(&typed.name, found.sender_name),
            title: or(&typed.title, found.title),
            understood: found.understood,
            text: found.text,
            html: if found.html.is_empty() {
                String::new()
            } else {
                format!("{}/html", item.path)
            },
            files: found.files,
            headers: found.headers,
            raw_text: found.raw,
            item,
            page,
        },
    )
}

/// The layout of something set aside: in a frame that may do nothing, without pictures of other hosts.
#[get("/quarantine/{id}/html")]
async fn get_html(me: LoggedIn, id: web::Path<String>) -> Answer {
    me.require(Permission::Supervise)?;
    let found = me.desk()?.set_aside(&id).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, message_csp(false)))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .body(super::bytes::framed(&found.html)))
}

#[get("/quarantine/{id}/raw")]
async fn get_raw(me: LoggedIn, id: web::Path<String>) -> Answer {
    me.require(Permission::Supervise)?;
    let bytes = me.desk()?.quarantined_raw(&id).await?;
    Ok(super::bytes::download(&format!("{id}.eml"), bytes))
}

/// What the forms send: one item with what was stated about it, or many.
#[derive(Debug, Default)]
struct Decided {
    csrf: String,
    items: Vec<String>,
    decision: String,
    reason: String,
    stated: Acceptance,
}

impl Decided {
    fn of(pairs: Vec<(String, String)>) -> Self {
        let mut decided = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "csrf" => decided.csrf = value,
                "item" => decided.items.push(value),
                "decision" => decided.decision = value,
                "reason" => decided.reason = value,
                "sender" => decided.stated.sender = Some(value),
                "name" => decided.stated.name = Some(value),
                "title" => decided.stated.title = Some(value),
                _ => {}
            }
        }
        decided
    }
}

#[post("/quarantine/decisions")]
async fn decide(request: HttpRequest, me: LoggedIn, sent: web::Form<Vec<(String, String)>>) -> Answer {
    me.require(Permission::Supervise)?;
    let sent = Decided::of(sent.into_inner());
    me.check(&request, &sent.csrf)?;
    let decision = match sent.decision.as_str() {
        "accept" => Decision::Accept(sent.stated.clone()),
        "reject" => Decision::Reject {
            reason: sent.reason.clone(),
        },
        _ => return Err(Problem::field("decision", "unknown", "use accept or reject")),
    };
    let answers = me
        .app
        .desk
        .decide_quarantined(&me.principal, &sent.items, &decision)
        .await?;
    if let [(id, Err(error))] = answers.as_slice() {
        let problem = Problem::from(error.clone());
        let lang = me.lang(&request);
        let error = match problem.code {
            Code::AlreadyDecided => format!(
                "{}. {}.",
                problem.title(lang),
                t(lang, &problem.code.key("advice"))
            ),
            _ => super::replies::words_of(&problem, lang),
        };
        let typed = Typed {
            error,
            sender: sent.stated.sender,
            name: sent.stated.name,
            title: sent.stated.title,
        };
        let found = me.desk()?.set_aside(id).await?;
        return show_one(&request, &me, found, &typed, problem.code.status()).await;
    }
    let all_went_well = answers.iter().all(|(_, answer)| answer.is_ok());
    if all_went_well {
        let back = match answers.as_slice() {
            [(_, Ok(Some(accepted)))] => format!("/tickets/{}", accepted.ticket),
            _ => "/quarantine".to_owned(),
        };
        let done = match decision {
            Decision::Accept(_) => "done-accepted",
            Decision::Reject { .. } => "done-rejected",
        };
        return Ok(page::see_other(&me.app, &back, Some(done)));
    }
    show_decided(&request, &me, answers).await
}

type Answers = Vec<(String, desk::DeskResult<Option<desk::quarantine::Accepted>>)>;

async fn show_decided(request: &HttpRequest, me: &LoggedIn, answers: Answers) -> Answer {
    let (reader, desk) = (me.reader(request), me.desk()?);
    let lang = reader.lang;
    let rail = inbox::rail(me, &desk, None).await?;
    let page = page::console(request, me, t(lang, "quarantine"), "quarantine", &rail);
    let went = answers.iter().filter(|(_, answer)| answer.is_ok()).count();
    let mut lines = Vec::with_capacity(answers.len());
    for (id, answer) in answers {
        let done = answer.is_ok();
        lines.push(DecidedLine {
            path: format!("/quarantine/{id}"),
            words: match answer {
                Ok(Some(accepted)) => tr(lang, "quarantine-accepted", &[("number", accepted.number.into())]),
                Ok(None) => t(lang, "quarantine-rejected"),
                Err(error) => super::replies::words_of(&Problem::from(error), lang),
            },
            subject: id,
            done,
        });
    }
    let arguments = [
        ("done", i64::try_from(went).unwrap_or(i64::MAX).into()),
        ("count", i64::try_from(lines.len()).unwrap_or(i64::MAX).into()),
    ];
    page::html_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &DecidedPage {
            lead: tr(lang, "quarantine-some-decided", &arguments),
            lines,
            back: "/quarantine".into(),
            page,
        },
    )
}

fn shown(reader: &Reader, item: &QuarantinedView) -> Quarantined {
    let lang = reader.lang;
    let key = format!("quarantine-reason-{}", item.reason.replace('_', "-"));
    Quarantined {
        id: item.public_id.clone(),
        door: show::door_of(lang, &item.door),
        from: if item.sender.is_empty() {
            t(lang, "quarantine-no-sender")
        } else {
            item.sender.clone()
        },
        subject: if item.title.is_empty() {
            t(lang, "no-subject")
        } else {
            item.title.clone()
        },
        reason: if has(lang, &key) {
            t(lang, &key)
        } else {
            item.reason.clone()
        },
        at: reader.age(item.arrived_at),
        exact: reader.exact(item.arrived_at),
        size: number::bytes(lang, u64::try_from(item.size).unwrap_or_default()),
        path: format!("/quarantine/{}", item.public_id),
        raw: if item.has_raw {
            format!("/quarantine/{}/raw", item.public_id)
        } else {
            String::new()
        },
        decided: decided(reader, item),
        ticket: item.ticket.as_ref().map(|(id, number)| {
            (
                format!("/tickets/{id}"),
                number::ticket(lang, &number.to_string()),
            )
        }),
    }
}

/// «Отклонено сегодня, 14:05 · Анна Ким: спам».
fn decided(reader: &Reader, item: &QuarantinedView) -> String {
    let Some(at) = item.decided_at else {
        return String::new();
    };
    let who = item.decided_by.as_ref().map(|person| person.name.clone());
    let words = t(reader.lang, &format!("quarantine-state-{}", item.state));
    let mut told = format!("{words}: {}", reader.age(at));
    for more in [who.unwrap_or_default(), item.decision.clone()] {
        if !more.is_empty() {
            told.push_str(" · ");
            told.push_str(&more);
        }
    }
    told
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(list_quarantined)
        .service(decide)
        .service(get_html)
        .service(get_raw)
        .service(get_quarantined);
}
