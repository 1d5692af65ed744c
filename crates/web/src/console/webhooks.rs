//! Webhooks for administrators: which systems are told of what, how each is doing, what became of each push.

use crate::console::session::LoggedIn;
use crate::console::show::Reader;
use crate::console::view::{EventChoice, PushLine, WebhookForm, WebhookLine, WebhookPage, WebhooksPage};
use crate::console::{inbox, page, replies};
use crate::problem::{Answer, Code, Problem};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use desk::webhook::{COUNTED, NewWebhook, WebhookPatch, WebhookView, codes};
use domain::Permission;
use domain::event::EventType;
use domain::time::NEVER;
use domain::webhook::{Push, PushFate};
use words::{Lang, t, t_code, tr};

type Pairs = web::Form<Vec<(String, String)>>;

/// What a form of webhooks sends. Events come as often as they are ticked.
#[derive(Clone, Debug, Default)]
struct Sent {
    csrf: String,
    version: i64,
    event: String,
    typed: NewWebhook,
}

impl Sent {
    fn of(pairs: Vec<(String, String)>) -> Self {
        let mut sent = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "csrf" => sent.csrf = value,
                // What is no number was made by hand: it is refused as out of date.
                "version" => sent.version = value.parse().unwrap_or_default(),
                "event" => sent.event = value,
                "name" => value.trim().clone_into(&mut sent.typed.name),
                "url" => value.trim().clone_into(&mut sent.typed.url),
                "secret_env" => value.trim().clone_into(&mut sent.typed.secret_env),
                "events" => sent.typed.events.push(value),
                "enabled" => sent.typed.enabled = value == "1",
                _ => {}
            }
        }
        sent
    }
}

#[get("/admin/webhooks")]
async fn list_webhooks(request: HttpRequest, me: LoggedIn) -> Answer {
    me.require(Permission::Administer)?;
    let usual = [
        "ticket.opened",
        "message.received",
        "message.failed",
        "clock.breached",
    ];
    let typed = NewWebhook {
        events: usual.map(str::to_owned).to_vec(),
        enabled: true,
        ..NewWebhook::default()
    };
    let answer = all(&request, &me, StatusCode::OK, &typed, String::new()).await?;
    page::forget_flash(&request, &me.app, answer)
}

async fn all(
    request: &HttpRequest,
    me: &LoggedIn,
    status: StatusCode,
    typed: &NewWebhook,
    error: String,
) -> Answer<HttpResponse> {
    let reader = me.reader(request);
    let rail = inbox::rail(me, &me.desk()?, None).await?;
    let page = page::console(request, me, t(reader.lang, "admin-webhooks"), "admin", &rail);
    let webhooks = me.app.desk.webhooks(&me.principal).await?;
    let shown = WebhooksPage {
        webhooks: webhooks.iter().map(|one| line(&reader, one)).collect(),
        form: form(reader.lang, typed, 0, error),
        page,
    };
    page::html_with(status, &shown)
}

#[post("/admin/webhooks")]
async fn add_webhook(request: HttpRequest, me: LoggedIn, pairs: Pairs) -> Answer {
    me.require(Permission::Administer)?;
    let sent = Sent::of(pairs.into_inner());
    me.check(&request, &sent.csrf)?;
    let new = NewWebhook {
        enabled: true,
        ..sent.typed
    };
    match me.app.desk.add_webhook(me.principal.actor(), new.clone()).await {
        Ok(id) => {
            let path = format!("/admin/webhooks/{id}");
            Ok(page::see_other(&me.app, &path, Some("done-saved")))
        }
        Err(error) => {
            let problem = refused(error)?;
            let said = replies::words_of(&problem, me.lang(&request));
            all(&request, &me, problem.code.status(), &new, said).await
        }
    }
}

#[get("/admin/webhooks/{id}")]
async fn get_webhook(request: HttpRequest, me: LoggedIn, id: web::Path<String>) -> Answer {
    me.require(Permission::Administer)?;
    let answer = one(&request, &me, &id, None).await?;
    page::forget_flash(&request, &me.app, answer)
}

async fn one(
    request: &HttpRequest,
    me: &LoggedIn,
    id: &str,
    typed: Option<(NewWebhook, Problem)>,
) -> Answer<HttpResponse> {
    let reader = me.reader(request);
    let lang = reader.lang;
    let found = me.app.desk.webhook(&me.principal, id).await?;
    let rail = inbox::rail(me, &me.desk()?, None).await?;
    let page = page::console(request, me, found.webhook.name.clone(), "admin", &rail);
    let (typed, status, error) = match typed {
        Some((typed, problem)) => {
            let said = replies::words_of(&problem, lang);
            (typed, problem.code.status(), said)
        }
        None => (written(&found), StatusCode::OK, String::new()),
    };
    let shown = WebhookPage {
        line: line(&reader, &found),
        form: form(lang, &typed, found.webhook.version, error),
        pushes: found.pushes.iter().map(|push| push_line(&reader, push)).collect(),
        page,
    };
    page::html_with(status, &shown)
}

#[post("/admin/webhooks/{id}")]
async fn change_webhook(request: HttpRequest, me: LoggedIn, id: web::Path<String>, pairs: Pairs) -> Answer {
    me.require(Permission::Administer)?;
    let sent = Sent::of(pairs.into_inner());
    me.check(&request, &sent.csrf)?;
    let patch = WebhookPatch {
        based_on: Some(sent.version),
        url: Some(sent.typed.url.clone()),
        secret_env: Some(sent.typed.secret_env.clone()),
        events: Some(sent.typed.events.clone()),
        enabled: Some(sent.typed.enabled),
    };
    let path = format!("/admin/webhooks/{id}");
    match me.app.desk.change_webhook(me.principal.actor(), &id, patch).await {
        Ok(_) => Ok(page::see_other(&me.app, &path, Some("done-saved"))),
        Err(error) => {
            let problem = refused(error)?;
            one(&request, &me, &id, Some((sent.typed, problem))).await
        }
    }
}

#[post("/admin/webhooks/{id}/trials")]
async fn try_webhook(request: HttpRequest, me: LoggedIn, id: web::Path<String>, pairs: Pairs) -> Answer {
    me.require(Permission::Administer)?;
    me.check(&request, &Sent::of(pairs.into_inner()).csrf)?;
    me.app.desk.try_webhook(me.principal.actor(), &id).await?;
    let path = format!("/admin/webhooks/{id}");
    Ok(page::see_other(&me.app, &path, Some("done-webhook-tried")))
}

#[post("/admin/webhooks/{id}/pushes")]
async fn push_again(request: HttpRequest, me: LoggedIn, id: web::Path<String>, pairs: Pairs) -> Answer {
    me.require(Permission::Administer)?;
    let sent = Sent::of(pairs.into_inner());
    me.check(&request, &sent.csrf)?;
    let actor = me.principal.actor();
    me.app.desk.push_again(actor, &id, &sent.event).await?;
    let path = format!("/admin/webhooks/{id}");
    Ok(page::see_other(&me.app, &path, Some("done-webhook-tried")))
}

#[post("/admin/webhooks/{id}/deletion")]
async fn delete_webhook(request: HttpRequest, me: LoggedIn, id: web::Path<String>, pairs: Pairs) -> Answer {
    me.require(Permission::Administer)?;
    me.check(&request, &Sent::of(pairs.into_inner()).csrf)?;
    match me.app.desk.delete_webhook(me.principal.actor(), &id).await {
        Ok(()) => Ok(page::see_other(&me.app, "/admin/webhooks", Some("done-saved"))),
        Err(error) => {
            let problem = refused(error)?;
            let found = me.app.desk.webhook(&me.principal, &id).await?;
            one(&request, &me, &id, Some((written(&found), problem))).await
        }
    }
}

/// What is told on the page itself; all else is a page of its own.
fn refused(error: desk::DeskError) -> Answer<Problem> {
    let problem = Problem::from(error);
    if matches!(
        problem.code,
        Code::Validation | Code::Conflict | Code::StaleVersion
    ) {
        Ok(problem)
    } else {
        Err(problem)
    }
}

fn written(one: &WebhookView) -> NewWebhook {
    let hook = &one.webhook;
    NewWebhook {
        name: hook.name.clone(),
        url: hook.url.clone(),
        secret_env: hook.secret_env.clone(),
        events: codes(&hook.events),
        enabled: hook.enabled,
    }
}

fn form(lang: Lang, typed: &NewWebhook, version: i64, error: String) -> WebhookForm {
    let events = EventType::PUSHED.iter().map(|kind| EventChoice {
        code: kind.code().to_owned(),
        words: kind_in_words(lang, kind.code()),
        chosen: typed.events.iter().any(|code| code == kind.code()),
    });
    WebhookForm {
        name: typed.name.clone(),
        url: typed.url.clone(),
        secret_env: typed.secret_env.clone(),
        events: events.collect(),
        enabled: typed.enabled,
        version,
        error,
    }
}

/// «Обращение открыто».
fn kind_in_words(lang: Lang, code: &str) -> String {
    t_code(lang, "pushed", &code.replace('.', "_"))
}

fn line(reader: &Reader, one: &WebhookView) -> WebhookLine {
    let (lang, hook) = (reader.lang, &one.webhook);
    let fails = !hook.problem.is_empty();
    let state = match () {
        () if !hook.enabled => "off",
        () if one.unsigned.is_some() => "unsigned",
        () if fails => "failing",
        () => "well",
    };
    let problem = one.unsigned.clone().filter(|_| hook.enabled);
    let more = if one.waiting > COUNTED { "+" } else { "" };
    let waiting = format!("{}{more}", one.waiting.min(COUNTED));
    WebhookLine {
        path: format!("/admin/webhooks/{}", hook.public_id),
        name: hook.name.clone(),
        url: hook.url.clone(),
        state: t_code(lang, "webhook-state", state),
        well: matches!(state, "well" | "off"),
        waiting: if one.waiting == 0 {
            String::new()
        } else {
            tr(lang, "webhook-waiting", &[("count", waiting.into())])
        },
        problem: problem.unwrap_or_else(|| hook.problem.clone()),
        since: if fails {
            reader.age(hook.failing_since)
        } else {
            String::new()
        },
        exact: if fails {
            reader.exact(hook.failing_since)
        } else {
            String::new()
        },
    }
}

fn push_line(reader: &Reader, push: &Push) -> PushLine {
    let at = if push.tried_at == NEVER {
        push.created_at
    } else {
        push.tried_at
    };
    PushLine {
        id: push.message_id(),
        kind: kind_in_words(reader.lang, &push.kind),
        fate: t_code(reader.lang, "push", push.fate.code()),
        failed: push.fate == PushFate::Failed,
        attempts: push.attempts,
        reason: push.reason.clone(),
        at: reader.age(at),
        exact: reader.exact(at),
        again: push.fate != PushFate::Queued && push.event > 0,
    }
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(list_webhooks)
        .service(add_webhook)
        .service(get_webhook)
        .service(change_webhook)
        .service(try_webhook)
        .service(push_again)
        .service(delete_webhook);
}
