//! Pages of clients: no account, no jargon, nothing of the house but what concerns them.

mod account;
mod called;
mod chat;
mod exchange;
mod follow_up;
mod form;
mod hooks;
mod look;
mod network;
mod show;
mod side_task;
mod upload;

pub(crate) use account::AccountDoc;
pub(crate) use chat::{Chatted, News, Talks};
pub(crate) use form::Posts;
pub(crate) use network::Network;
pub(crate) use upload::Room;

use actix_web::web;

/// Puts them in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.configure(account::configure)
        .configure(chat::configure)
        .configure(exchange::configure)
        .configure(hooks::configure)
        .configure(form::configure)
        .configure(side_task::configure)
        .configure(follow_up::configure);
}
