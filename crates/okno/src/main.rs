//! Okno: one window for every client request. This crate reads the settings, names the adapters and starts the rest;
//! it decides nothing about requests.

mod adapters;
mod cli;
mod clock;
mod commands;
mod config;
mod demo;
mod failure;
mod log;
mod node;
mod open;

use clap::Parser as _;
use std::process::ExitCode;

/// For the libraries in C too: with the system's, a sixth of the processor's time goes into finding memory.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let command = cli::Cli::parse().command;
    match commands::run(command) {
        Ok(end) => end.into(),
        Err(failure) => {
            // Standard error may be closed; there is nobody left to tell then.
            eprintln!("okno: {}", failure.sentences());
            failure::End::Failed.into()
        }
    }
}
