//! `okno apply`: the desk as code.

use crate::cli::Where;
use crate::failure::{End, Failure};
use crate::open::{self, How};
use domain::Actor;
use std::io::Read as _;
use std::path::Path;

pub fn run(file: &Path, at: &Where) -> Result<End, Failure> {
    let config = super::settings(at)?;
    let text = read(file)?;
    super::block_on(async {
        let (_, desk) = open::both(&config, How::AS_IT_IS).await?;
        let applied =
            desk.apply_setup(Actor::System, &text)
                .await
                .map_err(|error| match Failure::from(error) {
                    failure @ Failure::Desk(desk::DeskError::Invalid(_)) => {
                        Failure::Lines(format!("{} was not applied:\n{failure}", file.display()))
                    }
                    other => other,
                })?;
        super::print(&format!("{applied}\n"))
    })
}

fn read(file: &Path) -> Result<String, Failure> {
    let failed = |error: std::io::Error| Failure::said(format!("{} cannot be read: {error}", file.display()));
    if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(failed)?;
        return Ok(text);
    }
    std::fs::read_to_string(file).map_err(failed)
}
