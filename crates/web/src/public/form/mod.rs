//! The public form: a page to fill in, what becomes of it, and the page after it. A form has no session and no cookie, so
//! it works in a frame of another site; whoever sends it can do nothing that anybody could not do.

mod due;
mod page;
mod send;
mod sent;
mod show;

use crate::app::App;
use crate::problem::{Answer, Code, Problem};
use crate::public::{Network, look};
use crate::{request, security};
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, get, web};
use channel::form::FormSpec;
use domain::ChannelId;
use domain::setup::Channel;
use words::Lang;

/// What is counted: posts from one network to a form, and all posts to it.
#[derive(Copy, Clone, Debug, Eq, Hash, PartialEq)]
pub enum Posts {
    From(ChannelId, Network),
    To(ChannelId),
}

/// A form that is open.
#[derive(Clone, Debug)]
pub struct Opened {
    pub channel: Channel,
    pub spec: FormSpec,
}

/// The form of a channel; `None` where the channel is none, or switched off.
#[must_use]
pub fn opened(app: &App, channel: &Channel) -> Option<Opened> {
    let door = app.extras.form.as_ref()?;
    if !channel.enabled || channel.kind != door.kind() {
        return None;
    }
    Some(Opened {
        spec: door.spec(&channel.settings)?,
        channel: channel.clone(),
    })
}

/// The form under a path.
///
/// # Errors
/// There is none that is open.
pub fn find(app: &App, path: &str) -> Answer<Opened> {
    let setup = app.desk.setup();
    let mut forms = setup.channels.iter().filter_map(|channel| opened(app, channel));
    forms
        .find(|form| form.spec.path == path)
        .ok_or_else(|| Problem::new(Code::NotFound))
}

impl Opened {
    /// The language of its page: as the address says, as the browser prefers, else the form's first.
    fn lang(&self, request: &HttpRequest) -> Lang {
        use crate::console::lang;
        let offered: Vec<Lang> = self.langs();
        [lang::asked(request), lang::of_header(request)]
            .into_iter()
            .flatten()
            .find(|lang| offered.contains(lang))
            .or_else(|| offered.first().copied())
            .unwrap_or_default()
    }

    fn langs(&self) -> Vec<Lang> {
        self.spec
            .langs
            .iter()
            .filter_map(|code| Lang::parse(code))
            .collect()
    }
}

/// Lets the sites that the form names show this page in a frame, and no others.
fn framed(request: &HttpRequest, form: &Opened, mut answer: HttpResponse) -> Answer {
    let ancestors = if form.spec.embed.is_empty() {
        "'none'".to_owned()
    } else {
        format!("'self' {}", form.spec.embed.join(" "))
    };
    let policy = security::page_csp(&request::nonce(request), &ancestors);
    let policy = HeaderValue::from_str(&policy).map_err(Problem::internal)?;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(answer)
}

/// Fits the height of the frame on another site's page to what is in it.
#[get("/form/embed.js")]
async fn get_embed_script() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/javascript; charset=utf-8")
        .insert_header(("cross-origin-resource-policy", "cross-origin"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(include_str!("../../../assets/embed/form.js"))
}

/// Puts the pages in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_embed_script)
        .configure(look::configure)
        .configure(due::configure)
        .configure(sent::configure)
        .configure(send::configure)
        .configure(page::configure);
}
