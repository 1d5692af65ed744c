//! The inbox: the rail of views and one list, narrowed as its address says.

use crate::console::filter::Vocabulary;
use crate::console::lists::Look;
use crate::console::page::{self, BOUND, Rail, VIEWS};
use crate::console::session::LoggedIn;
use crate::console::show::{self, Reader};
use crate::console::view::{self, List, ListBody, RowMarkup, SavedHere};
use crate::problem::{Answer, Problem};
use actix_web::{HttpRequest, get, web};
use desk::read::{Broken, Cursor, DeskReader, Filter, InboxPage, InboxQuery, SavedViewView, View};
use domain::Permission;
use std::sync::Arc;
use words::{number, t, tr};

/// What an address asks of the inbox.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub filter: Filter,
    /// Parts that cannot be; the filter is what is left.
    pub broken: Option<Broken>,
    /// The saved view that is open.
    pub saved: Option<SavedViewView>,
    pub after: String,
}

impl Asked {
    /// Reads an address; names that are not a filter's are somebody else's.
    ///
    /// # Errors
    /// The desk's; the saved view is not there.
    pub async fn of(me: &LoggedIn, pairs: Vec<(String, String)>) -> Answer<Self> {
        let value = |name: &str| {
            let found = pairs.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let (after, saved) = (value("after"), value("saved"));
        if !saved.is_empty() {
            let view = me.desk()?.saved_view(&saved).await?;
            let (filter, broken) = match &view.filter {
                Ok(filter) => (filter.clone(), None),
                Err(broken) => ((*broken.mended).clone(), Some(broken.clone())),
            };
            return Ok(Self {
                filter,
                broken,
                saved: Some(view),
                after,
            });
        }
        let (filter, broken) = match Filter::parse(&pairs, &me.app.desk.setup()) {
            Ok(filter) => (filter, None),
            Err(mut broken) => {
                broken.faults.retain(|fault| !fault.unknown_name);
                let filter = (*broken.mended).clone();
                (filter, Some(broken).filter(|broken| !broken.faults.is_empty()))
            }
        };
        Ok(Self {
            filter,
            broken,
            saved: None,
            after,
        })
    }

    /// The view; one's own where nothing is asked for, everything open where something is.
    #[must_use]
    pub fn view(&self) -> View {
        let otherwise = if self.filter.narrows() {
            View::All
        } else {
            View::Mine
        };
        self.filter.view.unwrap_or(otherwise)
    }

    /// The filter with its view.
    fn whole(&self) -> Filter {
        Filter {
            view: Some(self.view()),
            ..self.filter.clone()
        }
    }

    /// The query behind the addresses of tickets, so that they open beside this list.
    #[must_use]
    pub fn query(&self) -> String {
        match &self.saved {
            Some(view) => format!("?saved={}", view.public_id),
            None => format!("?{}", self.whole().query()),
        }
    }
}

#[get("/inbox")]
async fn list_tickets(
    request: HttpRequest,
    me: LoggedIn,
    asked: web::Query<Vec<(String, String)>>,
) -> Answer {
    let asked = Asked::of(&me, asked.into_inner()).await?;
    let (reader, desk) = (me.reader(&request), me.desk()?);
    let here = asked.saved.is_none().then(|| asked.view());
    let mut rail = rail(&me, &desk, here).await?;
    rail.saved_here = asked.saved.as_ref().map(|view| view.public_id.clone());
    let list = list(&me, &reader, &desk, &asked, &rail, None).await?;
    let page = page::console(&request, &me, list.title.clone(), "inbox", &rail);
    let answer = page::html(&view::InboxPage { page, list })?;
    page::forget_flash(&request, &me.app, answer)
}

/// The rail with its counts.
///
/// # Errors
/// The desk's.
pub async fn rail(me: &LoggedIn, desk: &DeskReader, here: Option<View>) -> Answer<Rail> {
    let rail = desk.rail(&VIEWS, me.app.desk.now()).await?;
    Ok(Rail {
        counts: rail.views,
        quarantine: rail.quarantine,
        notices: rail.notices,
        here,
        saved: rail.saved,
        saved_here: None,
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
    let behind = asked.query();
    let mut query = InboxQuery::with(asked.whole(), reader.now);
    query.after = (!asked.after.is_empty())
        .then(|| asked.after.parse::<Cursor>())
        .transpose()?;
    // What cannot be asked shows nothing, and says why.
    let body = if asked.broken.is_some() {
        Arc::new(body(me, reader, asked, &InboxPage::default()).await?)
    } else {
        let found = desk.inbox_shared(query).await?;
        let look = Look::new(me, reader, format!("{behind}&after={}", asked.after));
        match me.app.lists.get(&look, &found) {
            Some(body) => body,
            None => {
                let body = Arc::new(body(me, reader, asked, &found).await?);
                me.app.lists.put(look, found, Arc::clone(&body));
                body
            }
        }
    };
    let text = asked.filter.text.clone().unwrap_or_default();
    let narrowed = asked.filter.narrows();
    let title = match &asked.saved {
        Some(saved) => saved.name.clone(),
        None if text.is_empty() => t(lang, page::view_key(view)),
        None => t(lang, "search"),
    };
    Ok(List {
        view: view.code(),
        title,
        count: count(lang, rail, view, narrowed || asked.saved.is_some()),
        query: text.clone(),
        empty: t(
            lang,
            match (text.is_empty(), narrowed) {
                (false, _) => "search-nothing",
                (true, true) => "filter-nothing",
                (true, false) => empty_key(view),
            },
        ),
        empty_step: (view == View::Mine && !narrowed)
            .then(|| ("/inbox?view=unassigned".into(), t(lang, "view-unassigned"))),
        open: open.unwrap_or_default().to_owned(),
        first: (!asked.after.is_empty()).then(|| format!("/inbox{behind}")),
        faults: faults(asked),
        saved: asked.saved.as_ref().map(|saved| saved_here(me, saved)),
        body,
    })
}

/// What of it is the same until something happens.
async fn body(me: &LoggedIn, reader: &Reader, asked: &Asked, found: &InboxPage) -> Answer<ListBody> {
    let behind = asked.query();
    let words = Vocabulary::of(me, reader.lang).await?;
    let page = page::fragment(&me.app, reader.lang);
    let here = Some(me.operator.public_id.as_str());
    let rows = found.rows.iter().map(|row| {
        let row = show::row(reader, row, here, &behind);
        RowMarkup::of(&page, &row)
    });
    Ok(ListBody {
        rows: rows.collect::<Result<_, _>>().map_err(Problem::from)?,
        next: found.next.map(|next| format!("/inbox{behind}&after={next}")),
        filter: words.form(&asked.whole(), |filter| format!("/inbox?{}", filter.query())),
        bulk: words.bulk(),
    })
}

/// What an address asks that cannot be; a saved view tells its own.
fn faults(asked: &Asked) -> Vec<String> {
    let broken = asked.broken.as_ref().filter(|_| asked.saved.is_none());
    broken.map(told).unwrap_or_default()
}

fn told(broken: &Broken) -> Vec<String> {
    let faults = broken.faults.iter();
    faults
        .map(|fault| format!("{}={}: {}", fault.name, fault.value, fault.reason))
        .collect()
}

fn saved_here(me: &LoggedIn, view: &SavedViewView) -> SavedHere {
    let (broken, mended) = match &view.filter {
        Ok(filter) => (Vec::new(), filter.query()),
        Err(broken) => (told(broken), broken.mended.query()),
    };
    SavedHere {
        path: format!("/views/{}", view.public_id),
        name: view.name.clone(),
        shared: view.shared,
        position: view.position,
        version: view.version,
        changeable: view.mine || (view.shared && me.principal.may(Permission::Supervise)),
        broken,
        mended,
    }
}

/// How many there are, where the rail knows: not of what is narrowed.
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
