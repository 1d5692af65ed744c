//! The operators' pages: handlers read the desk, `show` puts what it says into words, templates lay it out.

pub mod view;

pub(crate) mod docs;
pub(crate) mod lang;
pub(crate) mod page;
mod papers;
pub(crate) mod session;
pub(crate) mod show;

mod absences;
mod admin;
mod bulk;
pub(crate) mod bytes;
mod calendar_updates;
pub(crate) mod calls;
mod changes;
mod clients;
mod companies;
mod conversations;
mod demo_mail;
mod drafts;
pub(crate) mod filter;
mod hours;
mod inbox;
mod ledger;
mod letter_layout;
mod letters;
mod links;
pub(crate) mod lists;
mod log_in;
mod merges;
mod multipart;
mod notices;
mod password;
mod people;
mod preferences;
pub(crate) mod promises;
mod quarantine;
mod recounts;
mod register;
mod replies;
mod side_tasks;
mod split;
mod statutory;
mod supervisor;
mod ticket;
mod told;
mod views;
mod webhooks;

use actix_web::web;

/// Puts the pages in their place that are asked for all day.
pub fn configure_first(cfg: &mut web::ServiceConfig) {
    cfg.configure(inbox::configure).configure(ticket::configure);
}

/// Puts the others in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.configure(log_in::configure)
        .configure(replies::configure)
        .configure(conversations::configure)
        .configure(calls::configure)
        .configure(letters::configure)
        .configure(papers::configure)
        .configure(letter_layout::configure)
        .configure(register::configure)
        .configure(drafts::configure)
        .configure(merges::configure)
        .configure(split::configure)
        .configure(links::configure)
        .configure(changes::configure)
        .configure(promises::configure)
        .configure(told::configure)
        .configure(side_tasks::configure)
        .configure(statutory::configure)
        .configure(clients::configure)
        .configure(companies::configure)
        .configure(recounts::configure)
        .configure(webhooks::configure)
        .configure(calendar_updates::configure)
        .configure(hours::configure)
        .configure(bulk::configure)
        .configure(views::configure)
        .configure(bytes::configure)
        .configure(absences::configure)
        .configure(notices::configure)
        .configure(supervisor::configure)
        .configure(ledger::configure)
        .configure(quarantine::configure)
        .configure(admin::configure)
        .configure(people::configure)
        .configure(password::configure)
        .configure(demo_mail::configure)
        .configure(preferences::configure)
        .service(crate::stream::get_events);
}
