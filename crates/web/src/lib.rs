//! HTTP of the desk: the JSON API, the console and the pages of clients. Knows the desk's use cases and nothing of its
//! store.

mod api;
mod app;
mod assets;
mod calls;
mod catcher;
mod changed;
mod health;
mod line;
mod metrics;
mod observe;
mod openapi;
mod problem;
mod public;
mod request;
mod sample;
mod security;
mod server;
mod stream;
#[cfg(test)]
mod tests;

pub mod console;

pub use app::{DemoLogIn, Extras, MetricsAccess, WebOptions};
pub use catcher::{Caught, MailCatcher};
pub use openapi::doc as openapi;
pub use sample::{SampleClient, SampleHost};
pub use server::serve;
