//! The desk's set-up: brands, doors, calendars, policies, teams, people; as code (`desk.toml`) and as it is stored.
//!
//! A file adds what it names and changes what differs; entries are known by their names, operators by their logins.
//! What it does not name stays as it is, unless it says `prune = true`: then policies are retired and channels switched
//! off that it does not name. Brands, teams, calendars and people are never taken away, since tickets point at them.
//! Calendars and policies are versioned: one that differs becomes the current version of its name and the old one stays.
//! Passwords never stand in a file.

mod applied;
mod apply;
mod calendar;
mod compile;
mod docs;
mod faults;
mod file;
mod hours;
mod layout;
mod parse;
mod plan;
#[cfg(test)]
mod tests;
mod trial;

pub(crate) use calendar::{apply_calendar, current_calendar};

pub use applied::{Applied, Change, Outcome};
pub use hours::{CalendarHours, OwnDate};
pub use layout::LetterLayout;
pub use trial::Trial;
pub use worktime::{Hours, WallTime};

use crate::error::InWrite;
use crate::people::authority;
use crate::{Desk, DeskError, DeskResult};
use domain::Actor;
use store::StoreError;

/// What a desk starts from that was given no set-up at all.
const DEFAULT: &str = include_str!("default.toml");

/// How a set-up is applied.
#[derive(Clone, Debug, Default)]
pub struct ApplyOptions {
    /// Whoever applies it has seen what a corrected calendar does to running clocks, and confirms it.
    pub recount: bool,
    /// Kept beside what changed.
    pub why: String,
}

impl Desk {
    /// Reads the set-up anew, compiles it and puts it in place for everything that is decided from now on. Cheap: six
    /// small tables, and only calendars that are new are compiled.
    ///
    /// # Errors
    /// The store is away, or a stored set-up cannot be understood.
    pub async fn reload_setup(&self) -> DeskResult<()> {
        let turn = self.reloading().await;
        let rows = self.store().read::<_, StoreError, _>(|r| r.setup_rows()).await?;
        let setup = compile::compile(&rows, &self.setup(), &self.options().site, &self.options().kinds)?;
        self.set_setup(setup);
        drop(turn);
        Ok(())
    }

    /// Applies a `desk.toml` and tells what it changed. Applying it once more changes nothing.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] with every mistake, its place and its reason, and nothing is changed;
    /// [`DeskError::Forbidden`] unless the actor administers the desk.
    pub async fn apply_setup(&self, actor: Actor, text: &str) -> DeskResult<Applied> {
        self.apply_setup_with(actor, text, ApplyOptions::default()).await
    }

    /// As [`Desk::apply_setup`], with a reason for the record, and with running clocks following a corrected calendar at
    /// once.
    ///
    /// # Errors
    /// As [`Desk::apply_setup`].
    pub async fn apply_setup_with(&self, actor: Actor, text: &str, how: ApplyOptions) -> DeskResult<Applied> {
        let file = parse::parse(text)?;
        let kinds = self.options().kinds.clone();
        let applied = self
            .store()
            .write::<_, InWrite, _>(actor, move |tx| {
                authority::require_administrator(tx)?;
                apply::apply(tx, &file, &kinds, &how)
            })
            .await?;
        self.reload_setup().await?;
        Ok(applied)
    }

    /// Gives a desk that has no set-up a small one, so that it works at once: a brand, a team, working hours from
    /// Monday to Friday, the channel `api`. A desk with a set-up keeps it.
    ///
    /// # Errors
    /// The store is away.
    pub async fn ensure_setup(&self) -> DeskResult<()> {
        let file = parse::parse(DEFAULT)?;
        let kinds = self.options().kinds.clone();
        self.store()
            .write::<_, InWrite, _>(Actor::System, move |tx| {
                let is_set_up = tx.setup_rows()?.settings.contains_key(docs::DESK);
                if !is_set_up {
                    apply::apply(tx, &file, &kinds, &ApplyOptions::default())?;
                }
                Ok(())
            })
            .await
            .map_err(DeskError::from)?;
        self.reload_setup().await
    }
}
