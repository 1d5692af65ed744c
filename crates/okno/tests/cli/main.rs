//! The binary as people and scripts use it: arguments in, sentences, JSON and exit codes out.

// A test that cannot have what it needs has failed, and should say so at once.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

mod apply;
mod backup;
mod check;
mod demo;
mod desk;
mod help;
mod ledger;
mod libraries;
mod serve;
mod terminal;
