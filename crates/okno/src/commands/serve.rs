//! `okno serve`: the desk, until a signal says stop.

use crate::adapters::{self, Materials};
use crate::cli::Where;
use crate::clock::SystemClock;
use crate::failure::{End, Failure};
use crate::open::How;
use crate::{config, log, node, open};
use domain::Now;
use std::sync::Arc;
use web::Extras;

pub fn run(at: &Where, migrate: bool) -> Result<End, Failure> {
    let loaded = config::load(at.config.clone().into(), at.database.clone())?;
    let config = loaded.config;
    log::begin(config.log.format, &config.log.level)?;
    let file = loaded
        .file
        .map_or_else(|| "none".to_owned(), |file| file.display().to_string());
    tracing::info!(version = env!("CARGO_PKG_VERSION"), config = file, database = %open::url(&config)?, "starting");
    super::block_on(async {
        let how = How {
            create: migrate,
            migrate,
            wait: true,
        };
        let (_, desk) = open::both(&config, how).await?;
        let clock: Arc<dyn Now> = Arc::new(SystemClock);
        let mail = adapters::mail_way_out(&config, Arc::clone(&clock));
        let materials = Materials::new(&config, mail, clock);
        let extras = Extras {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            ..Extras::default()
        };
        node::run(&config, desk, materials, extras, |_| {}).await?;
        Ok(End::Done)
    })
}
