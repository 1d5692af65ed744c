//! The whole web over a real desk: requests go by TCP to a server on a port of its own.

mod account;
mod api;
mod calendar_updates;
mod chat;
mod clients;
mod form;
mod form_bounds;
mod intake;
mod letters;
mod lists;
mod live;
mod login;
mod merging;
mod notices;
mod pages;
mod people;
mod phone;
mod private_link;
mod public;
mod quarantine;
mod rules;
mod safety;
mod side_tasks;
mod site;
mod unfinished;
mod webhooks;
