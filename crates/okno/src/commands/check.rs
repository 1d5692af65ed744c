//! `okno check`: what is wrong, and what to do. Looks only; the one thing it opens for a moment are the ports.

mod database;
mod desk;
mod mail;
mod ports;
mod report;

use crate::cli::Where;
use crate::config;
use crate::failure::{End, Failure};
use report::Report;

pub fn run(at: &Where) -> Result<End, Failure> {
    let mut report = Report::default();
    match config::load(at.config.clone().into(), at.database.clone()) {
        Ok(loaded) => {
            crate::log::begin(config::LogFormat::Text, "error")?;
            let file = loaded.file.map_or_else(
                || "no file: the default and the environment".to_owned(),
                |file| file.display().to_string(),
            );
            report.fine("settings", file);
            super::block_on(async {
                look(&loaded.config, &mut report).await;
                Ok(())
            })?;
        }
        Err(error) => {
            for line in error.to_string().lines() {
                report.problem(
                    "settings",
                    line,
                    "correct it; `okno config` prints every key with its meaning",
                );
            }
        }
    }
    super::print(&report.to_string())?;
    Ok(if report.problems() == 0 {
        End::Done
    } else {
        End::Problems
    })
}

async fn look(config: &config::Config, report: &mut Report) {
    if let Err(error) = tracing_subscriber::EnvFilter::try_new(&config.log.level) {
        let place = format!("log.level {:?}: {error}", config.log.level);
        report.problem(
            "settings",
            &place,
            "write error, warn, info, debug or \"info,desk=debug\"",
        );
    }
    words(report);
    let store = database::look(config, report).await;
    let setup = match store {
        Some(store) => desk::look(config, store, report).await,
        None => None,
    };
    database::objects(config, report);
    ports::look(config, report).await;
    mail::look(config, setup.as_deref(), report).await;
}

fn words(report: &mut Report) {
    match words::check() {
        Ok(()) => report.fine("words", "Russian and English are whole"),
        Err(faults) => {
            for fault in faults {
                report.problem(
                    "words",
                    &fault.to_string(),
                    "this build is damaged: install Okno anew",
                );
            }
        }
    }
}
