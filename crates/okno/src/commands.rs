//! The commands: one file each. Reads settings, opens what is needed, prints what came of it.

mod apply;
mod backup;
mod check;
mod counted;
mod demo;
mod ledger;
mod migrate;
mod outgoing;
mod restore;
mod serve;
mod token;
mod user;

use crate::cli::{Command, Where};
use crate::config::{self, Config};
use crate::failure::{End, Failure};
use std::future::Future;
use std::io::Write as _;
use std::time::Duration;

/// Threads of the runtime: the pages have their own, the rest mostly waits.
const THREADS: usize = 4;

/// Does what was typed.
///
/// # Errors
/// It could not be done.
pub fn run(command: Command) -> Result<End, Failure> {
    match command {
        Command::Serve { at, no_migrate } => serve::run(&at, !no_migrate),
        Command::Demo(args) => demo::run(&args),
        Command::Migrate { at } => migrate::run(&at),
        Command::Check { at } => check::run(&at),
        Command::Backup { to, at } => backup::run(&to, &at),
        Command::Restore {
            file,
            at,
            check,
            send_outgoing,
        } => {
            if check {
                restore::check(&file)
            } else {
                restore::run(&file, &at, send_outgoing)
            }
        }
        Command::Outgoing { at, release } => outgoing::run(&at, release),
        Command::Config => print(config::DEFAULT),
        Command::User { command } => user::run(command),
        Command::Token { command } => token::run(command),
        Command::Apply {
            file,
            dry_run,
            recount,
            why,
            at,
        } => apply::run(&file, dry_run, desk::setup::ApplyOptions { recount, why }, &at),
        Command::Ledger { at, json } => ledger::run(&at, json),
    }
}

/// The settings for a command, with only warnings logged beside its output.
fn settings(at: &Where) -> Result<Config, Failure> {
    let config = config::load(at.config.clone().into(), at.database.clone())?.config;
    crate::log::begin(config::LogFormat::Text, "warn")?;
    Ok(config)
}

/// Runs a future to its end.
fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let threads = std::thread::available_parallelism()
        .map_or(2, usize::from)
        .clamp(2, THREADS);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build()
        .map_err(|error| Failure::said(format!("no threads can be started: {error}")))?;
    let result = runtime.block_on(work);
    runtime.shutdown_timeout(Duration::from_secs(1));
    result
}

/// Tells on standard error, where that is a terminal, what is being done; one line that is written over.
fn telling() -> impl FnMut(&str, u64) {
    use std::io::IsTerminal as _;
    let shown = std::io::stderr().is_terminal();
    let mut last = std::time::Instant::now();
    move |step, done| {
        if shown && last.elapsed() > Duration::from_millis(100) {
            last = std::time::Instant::now();
            let count = if done > 0 { done.to_string() } else { String::new() };
            eprint!("\r\x1b[K{step} {count}\r");
        }
    }
}

/// Prints a result. A reader that went away early (`okno config | head`) is no failure.
fn print(text: &str) -> Result<End, Failure> {
    let written = std::io::stdout().lock().write_all(text.as_bytes());
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::said(format!("the result cannot be written: {error}")))
        }
        _ => Ok(End::Done),
    }
}
