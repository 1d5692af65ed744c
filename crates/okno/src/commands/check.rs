//! `okno check`.

use crate::cli::Where;
use crate::failure::{End, Failure};

pub fn run(at: &Where) -> Result<End, Failure> {
    let _config = super::settings(at)?;
    Ok(End::Done)
}
