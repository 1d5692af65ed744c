//! After sending: number, deadline, who, how, and the private link. A page of its own, so that a reload sends nothing.

use super::{Opened, find, framed};
use crate::app::App;
use crate::console::page;
use crate::console::show::Reader;
use crate::console::view::SentPage;
use crate::problem::{Answer, Code, Problem};
use crate::public::look::Look;
use crate::public::{follow_up, show};
use actix_web::{HttpRequest, get, web};
use serde::Deserialize;
use words::{number, t, tr};

#[derive(Deserialize)]
struct Asked {
    /// 1: it was sent before.
    #[serde(default)]
    again: u8,
}

#[get("/form/{path}/sent/{secret}")]
async fn get_sent(
    request: HttpRequest,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    asked: web::Query<Asked>,
) -> Answer {
    let (path, secret) = path.into_inner();
    let form = find(&app, &path)?;
    let found = follow_up::open(&request, &app, &secret).await?;
    if found.channel != form.channel.id {
        return Err(Problem::new(Code::LinkUnknown));
    }
    let lang = form.lang(&request);
    let setup = app.desk.setup();
    let zone = if found.zone.is_empty() {
        &setup.zone
    } else {
        &found.zone
    };
    let reader = Reader::new(lang, zone, app.desk.now());
    let told = show::facts(&reader, &found);
    let who = if told.who.is_empty() {
        String::new()
    } else {
        tr(lang, "client-sent-who", &[("who", told.who.clone().into())])
    };
    let mut shown = bare(&request, &app, &form);
    let number = number::ticket(lang, &found.number.to_string());
    shown.page.title = t(lang, "client-sent-title");
    shown.title = t(
        lang,
        if asked.again == 1 {
            "client-already-sent"
        } else {
            "client-sent-title"
        },
    );
    shown.number = tr(lang, "client-sent-number", &[("number", number.into())]);
    shown.deadline = told.deadline;
    shown.who = who;
    shown.how = told.how;
    shown.link = app.options.address(&format!("/t/{secret}"));
    shown.follow = app.options.path(&format!("/t/{secret}"));
    framed(&request, &form, page::html(&shown)?)
}

/// For what a person looks at first: there is no number yet, and nothing is promised.
#[get("/form/{path}/sent")]
async fn get_set_aside(request: HttpRequest, app: web::Data<App>, path: web::Path<String>) -> Answer {
    let form = find(&app, &path)?;
    let lang = form.lang(&request);
    let mut shown = bare(&request, &app, &form);
    shown.title = t(lang, "client-set-aside-title");
    shown.page.title.clone_from(&shown.title);
    shown.note = t(lang, "client-set-aside-note");
    framed(&request, &form, page::html(&shown)?)
}

fn bare(request: &HttpRequest, app: &App, form: &Opened) -> SentPage {
    let mut frame = page::plain(request);
    frame.lang = form.lang(request);
    let setup = app.desk.setup();
    let look = Look::of(app, form);
    SentPage {
        brand: setup
            .brand(form.channel.brand)
            .map_or_else(|| frame.desk.clone(), |brand| brand.name.clone()),
        logo: look.logo,
        brand_css: look.css,
        form: app
            .options
            .path(&format!("/form/{}?lang={}", form.spec.path, frame.lang.code())),
        page: frame,
        ..SentPage::default()
    }
}

/// Puts the pages in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_sent).service(get_set_aside);
}
