//! `okno apply`: the desk as code.

use super::counted::counted;
use crate::cli::Where;
use crate::failure::{End, Failure};
use crate::open::{self, How};
use desk::recount::Effect;
use desk::setup::ApplyOptions;
use domain::{Actor, Moment};
use jiff::tz::TimeZone;
use std::io::Read as _;
use std::path::Path;
use words::{Lang, when};

/// Applies a file, or with `dry_run` says what applying it would do.
pub fn run(file: &Path, dry_run: bool, how: ApplyOptions, at: &Where) -> Result<End, Failure> {
    let config = super::settings(at)?;
    let text = read(file)?;
    let name = match file == Path::new("-") {
        true => "what standard input says".to_owned(),
        false => file.display().to_string(),
    };
    super::block_on(async {
        let (_, desk) = open::both(&config, How::AS_IT_IS).await?;
        let told = |error: desk::DeskError| match Failure::from(error) {
            failure @ Failure::Desk(desk::DeskError::Invalid(_)) => {
                Failure::Lines(format!("{name} was not applied:\n{failure}"))
            }
            other => other,
        };
        if dry_run {
            let trial = desk.try_setup(Actor::System, &text).await.map_err(told)?;
            let zone = TimeZone::get(&desk.setup().zone).unwrap_or(TimeZone::UTC);
            return super::print(&format!("{}\n{}", trial.applied, effect(&trial.effect, &zone)));
        }
        let applied = desk
            .apply_setup_with(Actor::System, &text, how)
            .await
            .map_err(told)?;
        super::print(&format!("{applied}\n"))
    })
}

/// What would become of running clocks; deadlines as the desk's clock shows them, with its zone.
fn effect(effect: &Effect, zone: &TimeZone) -> String {
    // A terminal is searched for plain spaces.
    let shown = |at: Moment| when::exact(Lang::En, at.to_timestamp(), zone).replace('\u{a0}', " ");
    let mut lines = format!(
        "running clocks: {} would move and {} would flip, on {}; nothing was changed\n",
        counted(effect.moved, "deadline"),
        counted(effect.flipped, "verdict"),
        counted(effect.tickets, "ticket")
    );
    for one in &effect.named {
        let moved = &one.moved;
        let verdicts = if moved.flips() {
            format!(", {} → {}", moved.verdict.0, moved.verdict.1)
        } else {
            String::new()
        };
        let line = format!(
            "  {} {}: {} → {}{verdicts}\n",
            one.number,
            moved.kind,
            shown(moved.due.0),
            shown(moved.due.1)
        );
        lines.push_str(&line);
    }
    lines
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
