//! The page of notices: what the operator was told about deadlines, clients who ask for a person, lost messages and papers that
//! nobody registered, newest first.

use crate::console::inbox;
use crate::console::page;
use crate::console::session::LoggedIn;
use crate::console::show::{Reader, letter};
use crate::console::view::{NoticeRow, NoticesPage};
use crate::problem::Answer;
use actix_web::{HttpRequest, get, post, web};
use desk::read::{MOST_NOTICES, NoticeLine};
use domain::Moment;
use domain::notice::Told;
use domain::time::NEVER;
use serde::Deserialize;
use words::{t, t_code, tr, when};

#[get("/notices")]
async fn list_notices(request: HttpRequest, me: LoggedIn) -> Answer {
    let (reader, desk) = (me.reader(&request), me.desk()?);
    let lines = desk.notices(reader.now).await?;
    let rail = inbox::rail(&me, &desk, None).await?;
    let page = page::console(&request, &me, t(reader.lang, "notices-title"), "notices", &rail);
    let full = i64::try_from(lines.len()).is_ok_and(|count| count >= MOST_NOTICES);
    let shown = NoticesPage {
        up_to: reader.now.as_micros(),
        any_new: lines.iter().any(|line| !line.seen),
        more: if full {
            tr(reader.lang, "notices-more", &[("count", MOST_NOTICES.into())])
        } else {
            String::new()
        },
        rows: lines.iter().map(|line| row(&reader, &me, line)).collect(),
        page,
    };
    page::forget_flash(&request, &me.app, page::html(&shown)?)
}

fn row(reader: &Reader, me: &LoggedIn, line: &NoticeLine) -> NoticeRow {
    let lang = reader.lang;
    let missed = line.at > line.due;
    let words = match line.about {
        Told::Lost => t(lang, "notice-lost"),
        Told::Paper => {
            let due = when::moment(lang, line.due.to_timestamp(), reader.now(), &reader.zone);
            tr(lang, "notice-paper", &[("due", due.into())])
        }
        Told::Other => t(lang, "notice-other"),
        Told::Person if line.due == NEVER => t(lang, "notice-person"),
        Told::Person => tr(lang, "notice-person-due", &[("due", until(reader, line).into())]),
        Told::Deadline(kind) => {
            let (key, due) = if missed {
                let due = line.due.to_timestamp();
                (
                    "notice-missed",
                    when::moment(lang, due, reader.now(), &reader.zone),
                )
            } else {
                ("notice-coming", until(reader, line))
            };
            let clock = t_code(lang, "clock", kind.code());
            tr(lang, key, &[("clock", clock.into()), ("due", due.into())])
        }
    };
    let (path, number, title) = match &line.paper {
        Some(paper) => {
            let received = letter::date(reader, &paper.received);
            let received = tr(lang, "notice-paper-received", &[("date", received.into())]);
            let path = format!("/letters/new?paper={}", paper.public_id);
            (path, received, line.title.clone())
        }
        None => {
            let number = me.app.desk.setup().number.show(line.number);
            let title = match line.title.is_empty() {
                true => t(lang, "no-subject"),
                false => line.title.clone(),
            };
            (
                format!("/tickets/{}?view=all", line.ticket),
                format!("№ {number}"),
                title,
            )
        }
    };
    NoticeRow {
        path,
        number,
        title,
        words,
        missed: missed && line.about != Told::Other || matches!(line.about, Told::Lost | Told::Paper),
        urgent: line.urgent,
        new: !line.seen,
        at: reader.age(line.shown_from),
        exact: reader.exact(line.shown_from),
    }
}

/// How long there is, in the reader's words.
fn until(reader: &Reader, line: &NoticeLine) -> String {
    when::until(reader.lang, line.due.to_timestamp(), reader.now(), &reader.zone)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Seen {
    csrf: String,
    /// What the page showed; what came since stays new.
    up_to: i64,
}

#[post("/notices/seen")]
async fn mark_notices_seen(request: HttpRequest, me: LoggedIn, sent: web::Form<Seen>) -> Answer {
    me.check(&request, &sent.csrf)?;
    let up_to = Moment::from_micros(sent.up_to).min(me.app.desk.now());
    me.app.desk.notices_seen(&me.principal, up_to).await?;
    Ok(page::see_other(&me.app, "/notices", Some("done-saved")))
}

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(list_notices).service(mark_notices_seen);
}
