//! The client's account at the host's, and the host's app: a small API for whoever holds a token that the host signed. The
//! token comes in a header, never in an address or a cookie; what is not its holder's is not there.

mod actions;
mod messages;
mod shape;
mod stream;
mod tickets;

use super::chat::cors;
use crate::app::App;
use crate::problem::{Answer, Code, Problem};
use crate::security;
use actix_web::http::header;
use actix_web::middleware::from_fn;
use actix_web::{HttpRequest, web};
use channel::account::{Account, AccountSpec, Proved};
use domain::setup::Channel;
use std::sync::Arc;
use utoipa::OpenApi;

/// The description of these addresses.
#[derive(OpenApi)]
#[openapi(paths(
    tickets::list_account_tickets,
    tickets::get_account_ticket,
    tickets::get_account_file,
    messages::open_account_ticket,
    messages::add_account_message,
    actions::solve_account_ticket,
    actions::rate_account_ticket,
    actions::withdraw_account_ticket,
    actions::confirm_account_messages,
    stream::get_account_events,
))]
pub struct AccountDoc;

/// An account's door that is open.
pub(super) struct Opened {
    pub channel: Channel,
    pub spec: AccountSpec,
    pub door: Arc<dyn Account>,
}

fn all(app: &App) -> Vec<Opened> {
    let Some(door) = &app.extras.account else {
        return Vec::new();
    };
    let setup = app.desk.setup();
    let of_kind = setup.channels.iter();
    of_kind
        .filter(|channel| channel.enabled && channel.kind == door.kind())
        .filter_map(|channel| {
            Some(Opened {
                spec: door.spec(&channel.settings)?,
                channel: channel.clone(),
                door: Arc::clone(door),
            })
        })
        .collect()
}

/// Whether any account's door names an origin.
pub(super) fn names_origin(app: &App, origin: &str) -> bool {
    let mut doors = all(app).into_iter();
    doors.any(|door| door.spec.origins.iter().any(|known| known == origin))
}

/// The door under a path.
pub(super) fn of_path(app: &App, path: &str) -> Option<Opened> {
    all(app).into_iter().find(|door| door.spec.path == path)
}

/// The door under a path, for whoever may ask from a page, and who asks.
///
/// # Errors
/// There is none that is open, the page is of an origin that it does not name, or the token proves nothing.
fn asked(request: &HttpRequest, app: &App, path: &str) -> Answer<(Opened, Proved)> {
    let account = of_path(app, path).ok_or_else(|| Problem::new(Code::NotFound))?;
    if let Some(origin) = cors::origin(request) {
        let is_named = account.spec.origins.iter().any(|known| known == origin);
        if !is_named && security::same_origin(request, &app.options).is_err() {
            let reason = format!("pages of {origin} may not ask here: add it to the channel's origins");
            return Err(Problem::because(Code::Forbidden, reason));
        }
    }
    let token = bearer(request).ok_or_else(|| Problem::new(Code::Unauthenticated))?;
    let proved = account.prove(app, token)?;
    Ok((account, proved))
}

impl Opened {
    /// Who holds a token.
    ///
    /// # Errors
    /// It proves nothing.
    pub fn prove(&self, app: &App, token: &str) -> Answer<Proved> {
        let settings = &self.channel.settings;
        self.door
            .prove(settings, app.extras.secret, token, app.desk.now())
            .map_err(|reason| Problem::because(Code::TokenInvalid, reason))
    }
}

/// The token of a request.
pub(super) fn bearer(request: &HttpRequest) -> Option<&str> {
    let given = request.headers().get(header::AUTHORIZATION)?;
    given.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// What streams of a client are known by.
fn listener(proved: &Proved) -> String {
    format!("account {}", proved.who.value)
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(
        web::scope("/account")
            .wrap(from_fn(cors::layer))
            .configure(tickets::configure)
            .configure(messages::configure)
            .configure(actions::configure)
            .configure(stream::configure),
    );
}
