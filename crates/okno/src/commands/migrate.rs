//! `okno migrate`: brings the database up to date.

use crate::cli::Where;
use crate::clock::SystemClock;
use crate::failure::{End, Failure};
use crate::open::{self, How};
use std::sync::Arc;

pub fn run(at: &Where) -> Result<End, Failure> {
    let config = super::settings(at)?;
    let how = How {
        create: true,
        migrate: true,
        wait: false,
    };
    let store = open::store(&config, how, Arc::new(SystemClock))?;
    super::print(&format!("The database {} is up to date.\n", store.url()))
}
