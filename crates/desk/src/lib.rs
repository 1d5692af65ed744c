//! Use cases: everything that can be done at the desk, whoever asks and whatever page or protocol they ask by. Every
//! change is one use case and one write; every read takes a scope that only this crate can make.

mod desk;
mod error;
#[cfg(test)]
mod fixture;

pub mod backup;
mod beside;
pub mod client;
pub mod fill;
pub mod forecast;
pub mod idempotency;
pub mod jobs;
mod kept;
mod measure;
pub mod official;
pub mod people;
pub mod quarantine;
pub mod read;
pub mod receive;
pub mod recount;
pub mod retention;
mod seen;
pub mod setup;
mod sources;
pub mod tail;
pub mod ticket;
pub mod timer;
pub mod views;
pub mod webhook;

pub use desk::{Desk, DeskOptions};
pub use error::{DeskError, DeskResult, Field};
