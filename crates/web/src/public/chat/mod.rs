//! The chat on somebody's page: a script that any page embeds, and what the script asks for. There is no cookie and no frame:
//! a visitor is whoever holds a secret that their own browser made, and brings it in a header, so that no other site can
//! speak for them. Which origins may hold a chat, its settings say.

mod confirm;
pub(super) mod cors;
mod files;
mod history;
mod messages;
mod script;
mod settings;
mod shape;
mod signals;
mod stream;
mod talks;

pub use talks::{News, Talks, Watch};

use super::account;
use super::network::Network;
use crate::app::App;
use crate::problem::{Answer, Code, Problem};
use actix_web::middleware::from_fn;
use actix_web::{HttpRequest, web};
use channel::account::Proved;
use channel::chat::{Chat, ChatSpec};
use domain::setup::Channel;
use domain::{ChannelId, Handle};
use std::sync::Arc;
use words::Lang;

/// What is counted: what one visitor sends, and what one network sends.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Chatted {
    By(ChannelId, String),
    From(ChannelId, Network),
    /// Typing, and having seen: there are many of them.
    Signals(ChannelId, String),
}

/// A chat that is open.
#[derive(Clone)]
struct Opened {
    channel: Channel,
    spec: ChatSpec,
    door: Arc<dyn Chat>,
}

/// The chats of the desk that are open.
fn all(app: &App) -> Vec<Opened> {
    let Some(door) = &app.extras.chat else {
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

/// The chat under a path, for a page that may hold it.
///
/// # Errors
/// There is none that is open, or the page is of an origin that the chat does not name.
fn find(request: &HttpRequest, app: &App, path: &str) -> Answer<Opened> {
    let found = all(app).into_iter().find(|chat| chat.spec.path == path);
    let chat = found.ok_or_else(|| Problem::new(Code::NotFound))?;
    match cors::origin(request) {
        Some(origin) if !cors::admits(app, request, &chat, origin) => Err(Problem::because(
            Code::Forbidden,
            format!("pages of {origin} may not hold this chat: add it to the channel's origins"),
        )),
        _ => Ok(chat),
    }
}

/// Who asks: whoever holds a secret that their browser made, or a token of the account that the chat names.
///
/// # Errors
/// There is no secret, or none that a page of ours makes; the token proves nothing.
fn visitor(request: &HttpRequest, app: &App, chat: &Opened) -> Answer<Handle> {
    speaker(request, app, chat).map(|(who, _)| who)
}

/// The same, with what the account tells of them.
fn speaker(request: &HttpRequest, app: &App, chat: &Opened) -> Answer<(Handle, Option<Proved>)> {
    let given = account::bearer(request).ok_or_else(|| Problem::new(Code::Unauthenticated))?;
    // No secret of a browser has dots.
    if given.contains('.') && !chat.spec.account.is_empty() {
        let account = account::of_path(app, &chat.spec.account);
        let account = account.ok_or_else(|| Problem::new(Code::Unauthenticated))?;
        let proved = account.prove(app, given)?;
        return Ok((proved.who.clone(), Some(proved)));
    }
    let who = chat.door.visitor(given);
    who.map(|who| (who, None))
        .ok_or_else(|| Problem::new(Code::Unauthenticated))
}

impl Opened {
    /// Changes with the chat's settings: a page that knows others asks for them anew.
    fn version(&self) -> String {
        use sha2::Digest as _;
        let digest = sha2::Sha256::digest(self.channel.settings.to_string());
        digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// The language of its words: as the page says, as the browser prefers, else the chat's first.
    fn lang(&self, request: &HttpRequest, asked: &str) -> Lang {
        let offered: Vec<Lang> = self
            .spec
            .langs
            .iter()
            .filter_map(|code| Lang::parse(code))
            .collect();
        let asked = Lang::parse(asked.get(..2).unwrap_or_default());
        [asked, crate::console::lang::of_header(request)]
            .into_iter()
            .flatten()
            .find(|lang| offered.contains(lang))
            .or_else(|| offered.first().copied())
            .unwrap_or_default()
    }
}

/// Too often; in so many seconds again.
pub(super) fn too_many(seconds: i64) -> Problem {
    Problem {
        retry_after: Some(seconds),
        ..Problem::new(Code::TooManyRequests)
    }
}

/// Puts it in its place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(
        web::scope("/chat")
            .wrap(from_fn(cors::layer))
            .configure(script::configure)
            .configure(settings::configure)
            .configure(messages::configure)
            .configure(stream::configure)
            .configure(signals::configure)
            .configure(confirm::configure)
            .configure(files::configure)
            .configure(history::configure),
    );
}
