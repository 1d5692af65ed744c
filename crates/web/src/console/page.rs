//! The frame every page is put in: language, addresses, who looks, the rail. And the answer a page becomes.

use crate::app::App;
use crate::assets;
use crate::console::lang;
use crate::console::session::LoggedIn;
use crate::console::view::{Flash, Me, Page, SavedLink, ViewLink};
use crate::problem::{Answer, Problem};
use crate::request;
use crate::security;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use desk::read::{SavedViewView, View};
use domain::Role;
use words::{number, t, t_code};

/// Counts go up to here; what is more reads «1000+».
pub const BOUND: i64 = 1_000;

/// A page for whoever comes: log-in, problems, clients' pages.
#[must_use]
pub fn plain(request: &HttpRequest) -> Page {
    let mut page = Page {
        lang: lang::of(request, None),
        assets: assets::folder(),
        nonce: request::nonce(request),
        theme: lang::theme(request),
        ..Page::default()
    };
    if let Some(app) = request.app_data::<web::Data<App>>() {
        page.base.clone_from(&app.options.prefix);
        page.assets = app.options.path(&page.assets);
        page.desk = desk_name(app);
        page.now_ms = app.desk.now().as_micros() / 1_000;
        page.path = inner_path(request, app);
    }
    page
}

/// What a fragment needs of a page, the same whoever looks.
#[must_use]
pub fn fragment(app: &App, lang: words::Lang) -> Page {
    Page {
        lang,
        base: app.options.prefix.clone(),
        assets: app.options.path(&assets::folder()),
        ..Page::default()
    }
}

/// A page of the console.
#[must_use]
pub fn console(request: &HttpRequest, me: &LoggedIn, title: String, here: &'static str, rail: &Rail) -> Page {
    let mut page = plain(request);
    let lang = me.lang(request);
    page.lang = lang;
    page.title = title;
    page.here = here;
    page.csrf.clone_from(&me.csrf);
    page.since = me.since;
    let app = request.app_data::<web::Data<App>>();
    page.user = Some(Me {
        name: me.operator.name.clone(),
        initials: super::show::initials(&me.operator.name),
        role: t_code(lang, "role", me.operator.role.code()),
        supervisor: me.operator.role >= Role::Supervisor,
        admin: me.operator.role == Role::Administrator,
        demo: app.is_some_and(|app| app.extras.catcher.is_some()),
    });
    page.views = rail.links(lang);
    page.saved = rail
        .saved
        .iter()
        .map(|view| rail.saved_link(lang, view))
        .collect();
    page.quarantine = shown(lang, rail.quarantine);
    page.notices = shown(lang, rail.notices);
    page.telephone = app.is_some_and(|app| super::calls::has_door(app, me));
    page.paper = app.is_some_and(|app| super::letters::has_door(app));
    page.flash = told(request, &page);
    page
}

/// The views of the rail, in its order.
pub const VIEWS: [View; 7] = [
    View::Mine,
    View::Team,
    View::Unassigned,
    View::DueSoon,
    View::Overdue,
    View::WaitingClient,
    View::All,
];

/// The rail's counts and the view that is open.
#[derive(Clone, Debug, Default)]
pub struct Rail {
    pub counts: Vec<(View, i64)>,
    pub quarantine: i64,
    /// Notices that were not seen.
    pub notices: i64,
    pub here: Option<View>,
    pub saved: Vec<SavedViewView>,
    /// Public id of the saved view that is open.
    pub saved_here: Option<String>,
}

impl Rail {
    fn saved_link(&self, lang: words::Lang, view: &SavedViewView) -> SavedLink {
        SavedLink {
            path: format!("/inbox?saved={}", view.public_id),
            words: view.name.clone(),
            count: view.count.map(|count| shown(lang, count)).unwrap_or_default(),
            here: self.saved_here.as_ref() == Some(&view.public_id),
            shared: view.shared,
            broken: view.filter.is_err(),
        }
    }

    fn links(&self, lang: words::Lang) -> Vec<ViewLink> {
        let count = |view: View| {
            self.counts
                .iter()
                .find(|(counted, _)| *counted == view)
                .map_or(0, |(_, count)| *count)
        };
        let link = |view: View| ViewLink {
            code: view.code(),
            words: t(lang, view_key(view)),
            count: shown(lang, count(view)),
            here: self.here == Some(view),
            late: view == View::Overdue,
        };
        VIEWS.into_iter().map(link).collect()
    }
}

/// The catalogue's key of a view's name.
#[must_use]
pub fn view_key(view: View) -> &'static str {
    match view {
        View::Mine => "view-mine",
        View::Team => "view-team",
        View::Unassigned => "view-unassigned",
        View::DueSoon => "view-due-soon",
        View::Overdue => "view-overdue",
        View::WaitingClient => "view-waiting-client",
        View::All | View::Everything => "view-all",
        View::Resolved => "state-resolved",
        View::Closed => "state-closed",
    }
}

/// A count as it stands in the rail; nothing where there is nothing.
#[must_use]
pub fn shown(lang: words::Lang, count: i64) -> String {
    if count > 0 {
        number::bounded(lang, count, BOUND)
    } else {
        String::new()
    }
}

/// What the last action did, brought over a redirect.
fn told(request: &HttpRequest, page: &Page) -> Option<Flash> {
    let key = request.cookie(security::FLASH)?;
    let key = key.value();
    // The cookie is the browser's: only phrases of actions may come back from it.
    let known = key.starts_with("done-") && words::has(page.lang, key);
    known.then(|| Flash {
        words: t(page.lang, key),
        ..Flash::default()
    })
}

fn desk_name(app: &App) -> String {
    let setup = app.desk.setup();
    if setup.desk_name.is_empty() {
        "Okno".to_owned()
    } else {
        setup.desk_name.clone()
    }
}

/// Path and query without the prefix and without the language of the moment.
fn inner_path(request: &HttpRequest, app: &App) -> String {
    let path = app.options.inside(request.path());
    let kept: Vec<&str> = request
        .query_string()
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="))
        .collect();
    if kept.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", kept.join("&"))
    }
}

/// A page as an answer.
///
/// # Errors
/// The template cannot be written.
pub fn html(shown: &impl Template) -> Answer<HttpResponse> {
    html_with(StatusCode::OK, shown)
}

/// A page as an answer of that status.
///
/// # Errors
/// The template cannot be written.
pub fn html_with(status: StatusCode, shown: &impl Template) -> Answer<HttpResponse> {
    let html = shown.render().map_err(Problem::from)?;
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .body(html))
}

/// On to a page after a change (RFC 9110 §15.4.4), where `done` is told once.
#[must_use]
pub fn see_other(app: &App, path: &str, done: Option<&str>) -> HttpResponse {
    let mut answer = HttpResponse::SeeOther();
    answer.insert_header((actix_web::http::header::LOCATION, app.options.path(path)));
    if let Some(key) = done {
        answer.cookie(security::flash_cookie(&app.options, Some(key)));
    }
    answer.finish()
}

/// A path of our own to go on to: never another host.
#[must_use]
pub fn own_path(path: &str) -> &str {
    let own = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if own { path } else { "/inbox" }
}

/// Takes the sentence back that this page told.
///
/// # Errors
/// The cookie cannot be written.
pub fn forget_flash(request: &HttpRequest, app: &App, mut answer: HttpResponse) -> Answer<HttpResponse> {
    // A page fetched ahead has told nobody anything.
    if request.cookie(security::FLASH).is_some() && !is_ahead(request) {
        answer
            .add_cookie(&security::flash_cookie(&app.options, None))
            .map_err(Problem::internal)?;
    }
    Ok(answer)
}

/// Whether a page is fetched before anybody asked for it.
#[must_use]
pub fn is_ahead(request: &HttpRequest) -> bool {
    request.headers().contains_key("x-sec-purpose") || request.headers().contains_key("sec-purpose")
}

/// A text as a value of a query (RFC 3986 §2.1).
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}
