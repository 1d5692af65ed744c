//! The inbox: the rail of views and one list.

use crate::console::page::{self, BOUND, Rail, VIEWS};
use crate::console::session::LoggedIn;
use crate::console::show::{self, Reader};
use crate::console::view::{InboxPage, List};
use crate::problem::Answer;
use actix_web::{HttpRequest, get, web};
use desk::read::{Cursor, DeskReader, InboxQuery, View};
use domain::Permission;
use serde::Deserialize;
use words::{number, t, tr};

/// What an address asks of the inbox.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub view: String,
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub after: String,
    /// Public id of the operator whose list it is, for supervisors.
    #[serde(default)]
    pub assignee: String,
}

impl Asked {
    /// The view; one's own where none is named.
    #[must_use]
    pub fn view(&self) -> View {
        if !self.q.is_empty() && self.view.is_empty() {
            return View::All;
        }
        View::parse(&self.view).unwrap_or(View::Mine)
    }

    /// The query behind the addresses of tickets, so that they open beside this list.
    #[must_use]
    pub fn query(&self) -> String {
        let mut query = format!("?view={}", self.view().code());
        for (name, value) in [("q", &self.q), ("assignee", &self.assignee)] {
            if !value.is_empty() {
                query.push_str(&format!("&{name}={}", page::escape(value)));
            }
        }
        query
    }
}

#[get("/inbox")]
async fn list_tickets(request: HttpRequest, me: LoggedIn, asked: web::Query<Asked>) -> Answer {
    let (reader, desk) = (me.reader(&request), me.desk()?);
    let rail = rail(&me, &desk, Some(asked.view())).await?;
    let list = list(&me, &reader, &desk, &asked, &rail, None).await?;
    let page = page::console(&request, &me, list.title.clone(), "inbox", &rail);
    let answer = page::html(&InboxPage { page, list })?;
    page::forget_flash(&request, &me.app, answer)
}

/// The rail with its counts.
///
/// # Errors
/// The desk's.
pub async fn rail(me: &LoggedIn, desk: &DeskReader, here: Option<View>) -> Answer<Rail> {
    let counts = desk.counts(&VIEWS, me.app.desk.now()).await?;
    let quarantine = match me.principal.may(Permission::Supervise) {
        true => desk.quarantine_count().await?,
        false => 0,
    };
    Ok(Rail {
        counts,
        quarantine,
        here,
    })
}

/// One page of a list; `open` is the ticket that is open beside it.
///
/// # Errors
/// The desk's; a place that belongs to another list.
pub async fn list(
    me: &LoggedIn,
    reader: &Reader,
    desk: &DeskReader,
    asked: &Asked,
    rail: &Rail,
    open: Option<&str>,
) -> Answer<List> {
    let (lang, view) = (reader.lang, asked.view());
    let mut query = InboxQuery::of(view, reader.now);
    query.text = Some(asked.q.clone()).filter(|words| !words.trim().is_empty());
    query.assignee = Some(asked.assignee.clone()).filter(|id| !id.is_empty());
    query.after = (!asked.after.is_empty())
        .then(|| asked.after.parse::<Cursor>())
        .transpose()?;
    let found = desk.inbox(query).await?;
    let here = Some(me.operator.public_id.as_str());
    let behind = asked.query();
    let mut rows: Vec<_> = found
        .rows
        .iter()
        .map(|row| show::row(reader, row, here, &behind))
        .collect();
    for row in &mut rows {
        row.here = open == Some(row.id.as_str());
    }
    let searching = !asked.q.trim().is_empty();
    Ok(List {
        view: view.code(),
        title: t(lang, if searching { "search" } else { page::view_key(view) }),
        count: count(lang, rail, view, searching || !asked.assignee.is_empty()),
        query: asked.q.clone(),
        empty: t(
            lang,
            if searching {
                "search-nothing"
            } else {
                empty_key(view)
            },
        ),
        empty_step: (view == View::Mine)
            .then(|| ("/inbox?view=unassigned".into(), t(lang, "view-unassigned"))),
        next: found.next.map(|next| format!("/inbox{behind}&after={next}")),
        first: (!asked.after.is_empty()).then(|| format!("/inbox{behind}")),
        rows,
    })
}

/// How many there are, where the rail knows: not of a search.
fn count(lang: words::Lang, rail: &Rail, view: View, narrowed: bool) -> String {
    let known = rail
        .counts
        .iter()
        .find(|(counted, _)| *counted == view)
        .filter(|_| !narrowed);
    match known {
        Some((_, count)) if *count > BOUND => number::bounded(lang, *count, BOUND),
        Some((_, count)) => tr(lang, "count-tickets", &[("count", (*count).into())]),
        None => String::new(),
    }
}

fn empty_key(view: View) -> &'static str {
    match view {
        View::Mine => "empty-mine",
        View::Team => "empty-team",
        View::Unassigned => "empty-unassigned",
        View::DueSoon => "empty-due-soon",
        View::Overdue => "empty-overdue",
        View::WaitingClient => "empty-waiting-client",
        View::All | View::Everything | View::Resolved | View::Closed => "empty-all",
    }
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(list_tickets);
}
