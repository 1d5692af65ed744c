//! A host whose clients are signed in: its page, its script, and the tokens that its server signs. It shows what a host builds on
//! the account's API.

use super::{of_a_demo, policy};
use crate::app::App;
use crate::problem::{Answer, Code, Problem};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, web};
use askama::Template as _;
use domain::Moment;
use serde::Deserialize;
use std::sync::Arc;
use words::{Lang, t, tr};

/// Somebody who may sign in at the sample host.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SampleClient {
    /// The host's own id.
    pub id: &'static str,
    pub name: &'static str,
}

/// The server of a sample host. The binary lends it.
pub trait SampleHost: Send + Sync {
    /// Who may sign in.
    fn clients(&self) -> Vec<SampleClient>;

    /// A token of a client; none for anybody else.
    fn token(&self, client: &str, now: Moment) -> Option<String>;
}

/// Phrases that the script needs.
const WORDS: [&str; 9] = [
    "sent",
    "offline",
    "you",
    "bank",
    "ours",
    "yours",
    "resolved",
    "withdrawn",
    "closed",
];

#[derive(askama::Template)]
#[template(path = "public/sample_host.html")]
struct HostPage {
    lang: Lang,
    clients: Vec<SampleClient>,
    account: &'static str,
    api: String,
    token: String,
    words: String,
    css: String,
    js: String,
    chat: String,
}

impl HostPage {
    fn t(&self, key: &str) -> String {
        t(self.lang, key)
    }
}

#[derive(Deserialize)]
struct Whose {
    #[serde(default)]
    account: String,
}

fn host(app: &App) -> Answer<Arc<dyn SampleHost>> {
    of_a_demo(app)?;
    app.extras
        .host
        .clone()
        .ok_or_else(|| Problem::new(Code::NotFound))
}

/// Where the account's API is, as apps know it.
fn api(app: &App) -> Option<String> {
    let door = app.extras.account.as_ref()?;
    let setup = app.desk.setup();
    let channel = setup
        .channels
        .iter()
        .find(|channel| channel.kind == door.kind())?;
    let path = door.spec(&channel.settings)?.path;
    Some(app.options.path(&format!("/account/{path}")))
}

#[get("/demo/account")]
async fn get_sample_host(request: HttpRequest, app: web::Data<App>, whose: web::Query<Whose>) -> Answer {
    let host = host(&app)?;
    let lang = crate::console::lang::of(&request, None);
    let clients = host.clients();
    let named = clients.iter().find(|client| client.id == whose.account);
    let (client, api) = named
        .or(clients.first())
        .copied()
        .zip(api(&app))
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    let mut words: serde_json::Map<_, _> = WORDS
        .iter()
        .map(|word| ((*word).to_owned(), t(lang, &format!("host-{word}")).into()))
        .collect();
    words.insert(
        "due".to_owned(),
        tr(lang, "host-due", &[("at", "{at}".into())]).into(),
    );
    let page = HostPage {
        lang,
        clients,
        account: client.id,
        api,
        token: app
            .options
            .path(&format!("/demo/account/token?account={}", client.id)),
        words: serde_json::Value::Object(words).to_string(),
        css: app.options.path("/demo/account.css"),
        js: app.options.path("/demo/account.js"),
        chat: app.options.path("/chat/help.js"),
    };
    let body = page.render().map_err(Problem::from)?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header(policy())
        .body(body))
}

/// What the host's server answers its own page with.
#[get("/demo/account/token")]
async fn get_sample_token(app: web::Data<App>, whose: web::Query<Whose>) -> Answer {
    let token = host(&app)?
        .token(&whose.account, app.desk.now())
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(token))
}

#[get("/demo/account.js")]
async fn get_sample_script(app: web::Data<App>) -> Answer {
    of_a_demo(&app)?;
    Ok(HttpResponse::Ok()
        .content_type("text/javascript; charset=utf-8")
        .body(include_str!("../../assets/embed/host.js")))
}

#[get("/demo/account.css")]
async fn get_sample_style(app: web::Data<App>) -> Answer {
    of_a_demo(&app)?;
    Ok(HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .body(include_str!("../../assets/embed/host.css")))
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_sample_host)
        .service(get_sample_token)
        .service(get_sample_script)
        .service(get_sample_style);
}
