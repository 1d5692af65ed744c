//! Official updates of calendars: a document is uploaded, what it changes is shown, an administrator decides.

use crate::console::inbox;
use crate::console::multipart;
use crate::console::page;
use crate::console::session::LoggedIn;
use crate::console::show::{Reader, called};
use crate::console::view::{DayLine, FaultLine, FeedLine, UpdateLine, UpdatesPage};
use crate::problem::{Answer, Code, Problem};
use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use desk::official::{NewUpdate, Proposal};
use desk::read::Who;
use desk::{DeskError, Field};
use domain::Permission;
use domain::official::{CalendarFeed, DayChange, Difference, Look, UpdateState};
use domain::time::NEVER;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use words::{Lang, has, t, t_code, tr, when};

/// What the page says beside what there is.
#[derive(Default)]
struct Said {
    faults: Vec<Field>,
    nothing_new: bool,
    calendar: String,
}

#[get("/admin/calendars")]
async fn list_updates(request: HttpRequest, me: LoggedIn) -> Answer {
    me.require(Permission::Supervise)?;
    let answer = show(&request, &me, Said::default()).await?;
    page::forget_flash(&request, &me.app, answer)
}

async fn show(request: &HttpRequest, me: &LoggedIn, said: Said) -> Answer<HttpResponse> {
    let (reader, desk) = (me.reader(request), me.desk()?);
    let lang = reader.lang;
    let rail = inbox::rail(me, &desk, None).await?;
    let page = page::console(request, me, t(lang, "updates-title"), "admin", &rail);
    let all = me.app.desk.calendar_updates(&me.principal).await?;
    let actors = all.iter().map(|one| one.update.actor).collect();
    let who = me.app.desk.who_decided(&me.principal, actors).await?;
    let (waiting, decided): (Vec<_>, Vec<_>) = all
        .into_iter()
        .zip(who)
        .partition(|(one, _)| one.update.state == UpdateState::Proposed);
    let setup = me.app.desk.setup();
    let mut names: Vec<&String> = setup.calendar_names.keys().collect();
    names.sort();
    let feeds = me.app.desk.calendar_feeds(&me.principal).await?;
    let status = if said.faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let shown = UpdatesPage {
        waiting: waiting.iter().map(|(one, who)| line(&reader, one, who)).collect(),
        decided: decided.iter().map(|(one, who)| line(&reader, one, who)).collect(),
        calendars: names
            .into_iter()
            .map(|name| (name.clone(), *name == said.calendar))
            .collect(),
        feeds: feeds.into_iter().map(|feed| feed_line(&reader, feed)).collect(),
        faults: said.faults.iter().map(|fault| fault_line(lang, fault)).collect(),
        nothing_new: said.nothing_new,
        may_decide: me.principal.may(Permission::Administer),
        page,
    };
    page::html_with(status, &shown)
}

fn feed_line(reader: &Reader, feed: CalendarFeed) -> FeedLine {
    let tried = if feed.tried_at == NEVER {
        t(reader.lang, "feed-not-tried")
    } else {
        tr(
            reader.lang,
            "feed-tried",
            &[("at", reader.age(feed.tried_at).into())],
        )
    };
    FeedLine {
        calendar: feed.calendar,
        url: feed.url,
        tried,
        problem: feed.problem,
    }
}

/// «Строка 12»: the desk says `line 12`.
fn fault_line(lang: Lang, fault: &Field) -> FaultLine {
    let number = fault.field.strip_prefix("line ").unwrap_or_default();
    let place = if number.is_empty() {
        String::new()
    } else {
        tr(lang, "updates-line", &[("line", number.to_owned().into())])
    };
    let key = format!("update-fault-{}", fault.code.replace('_', "-"));
    let said = if has(lang, &key) {
        t(lang, &key)
    } else {
        fault.reason.clone()
    };
    // The details are in English, as the API tells them.
    let words = if lang == Lang::En {
        fault.reason.clone()
    } else {
        said
    };
    FaultLine { place, words }
}

fn line(reader: &Reader, one: &Proposal, who: &Who) -> UpdateLine {
    let (lang, update) = (reader.lang, &one.update);
    UpdateLine {
        id: update.public_id.clone(),
        calendar: update.calendar.clone(),
        source: update.source.clone(),
        proposed: update.state == UpdateState::Proposed,
        state: t_code(lang, "update", update.state.code()),
        at: reader.age(update.updated_at),
        exact: reader.exact(update.updated_at),
        why: update.why.clone(),
        by: called::who(lang, who),
        summary: summary(lang, &one.difference),
        known: known(lang, &one.difference),
        effect: tr(
            lang,
            "recount-effect",
            &[
                ("moved", one.effect.moved.into()),
                ("flipped", one.effect.flipped.into()),
            ],
        ),
        days: one
            .difference
            .days
            .iter()
            .map(|day| day_line(lang, day))
            .collect(),
        version: one.version,
    }
}

fn summary(lang: Lang, difference: &Difference) -> String {
    let count = |code: &str| {
        let of = difference.days.iter().filter(|day| day.code() == code).count();
        i64::try_from(of).unwrap_or(i64::MAX)
    };
    let counts = ["added", "removed", "changed"].map(|code| (code, count(code).into()));
    tr(lang, "updates-summary", &counts)
}

fn known(lang: Lang, difference: &Difference) -> String {
    let told =
        |date: Option<Date>| date.map_or_else(|| t(lang, "updates-for-ever"), |date| written(lang, date));
    let (before, after) = difference.known_through;
    if before == after {
        tr(lang, "updates-known-same", &[("before", told(before).into())])
    } else {
        let both = [("before", told(before).into()), ("after", told(after).into())];
        tr(lang, "updates-known-moves", &both)
    }
}

/// «понедельник, 10 мая 2027 года».
pub(super) fn written(lang: Lang, date: Date) -> String {
    let noon = date.at(12, 0, 0, 0).to_zoned(TimeZone::UTC);
    noon.map_or_else(
        |_| date.to_string(),
        |noon| when::full_date(lang, noon.timestamp(), &TimeZone::UTC),
    )
}

fn day_line(lang: Lang, day: &DayChange) -> DayLine {
    DayLine {
        date: written(lang, day.date),
        what: t_code(lang, "day", day.code()),
        before: look(lang, &day.before),
        after: look(lang, &day.after),
    }
}

fn look(lang: Lang, look: &Look) -> String {
    let mut parts = Vec::new();
    let key = format!("day-{}", look.code());
    match look.name() {
        Some(name) => parts.push(tr(
            lang,
            &format!("{key}-named"),
            &[("name", name.to_owned().into())],
        )),
        // A shortened day is told by that alone.
        None if look.code() == "usual" && look.shortened.is_some() => {}
        None => parts.push(t(lang, &key)),
    }
    if let Some(minutes) = look.shortened {
        parts.push(tr(
            lang,
            "day-shortened",
            &[("minutes", i64::from(minutes).into())],
        ));
    }
    parts.join(". ")
}

#[post("/admin/calendars")]
async fn upload_document(request: HttpRequest, me: LoggedIn, form: Multipart) -> Answer {
    me.require(Permission::Supervise)?;
    let mut sent = multipart::read(form, me.app.options.max_upload).await?;
    me.check(&request, sent.field("csrf"))?;
    let calendar = sent.field("calendar").to_owned();
    let known_through = match sent.field("known_through") {
        "" => None,
        date => Some(date.parse::<Date>().map_err(|_| {
            Problem::field(
                "known_through",
                "invalid",
                "write a date like 2027-12-31".to_owned(),
            )
        })?),
    };
    let file = sent
        .files
        .pop()
        .ok_or_else(|| Problem::because(Code::Validation, "choose the file with the calendar"))?;
    let new = NewUpdate {
        calendar: calendar.clone(),
        source: file.name,
        document: file.bytes,
        known_through,
    };
    let said = match me.app.desk.propose_update(&me.principal, new).await {
        Ok(Some(_)) => return Ok(page::see_other(&me.app, "/admin/calendars", None)),
        Ok(None) => Said {
            nothing_new: true,
            calendar,
            ..Said::default()
        },
        Err(DeskError::Invalid(faults)) => Said {
            faults,
            calendar,
            ..Said::default()
        },
        Err(error) => return Err(error.into()),
    };
    show(&request, &me, said).await
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Decision {
    csrf: String,
    decision: String,
    version: i64,
    why: String,
}

#[post("/admin/calendars/{id}")]
async fn decide_update(
    request: HttpRequest,
    me: LoggedIn,
    id: web::Path<String>,
    sent: web::Form<Decision>,
) -> Answer {
    me.require(Permission::Administer)?;
    me.check(&request, &sent.csrf)?;
    let (desk, actor) = (&me.app.desk, me.principal.actor());
    if sent.decision == "confirm" {
        desk.confirm_update(actor, &id, sent.version, &sent.why).await?;
    } else {
        desk.reject_update(actor, &id, &sent.why).await?;
    }
    Ok(page::see_other(&me.app, "/admin/calendars", Some("done-saved")))
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(list_updates)
        .service(upload_document)
        .service(decide_update);
}
