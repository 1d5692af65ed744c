//! `okno outgoing`: messages that a restore holds back.

use crate::cli::Where;
use crate::failure::{End, Failure};
use crate::open::{self, How};
use domain::Actor;
use store::StoreError;

pub fn run(at: &Where, release: bool) -> Result<End, Failure> {
    let config = super::settings(at)?;
    let said = super::block_on(async {
        let (store, _) = open::both(&config, How::AS_IT_IS).await?;
        if release {
            let released = store
                .write::<_, StoreError, _>(Actor::System, |tx| tx.release_held_jobs())
                .await?;
            return Ok(match released {
                0 => "No outgoing messages are held back.\n".to_owned(),
                _ => format!("{released} outgoing messages go as soon as `okno serve` runs.\n"),
            });
        }
        let held = store
            .read::<_, StoreError, _>(|reader| reader.held_jobs())
            .await?;
        Ok(match held {
            0 => "No outgoing messages are held back.\n".to_owned(),
            _ => format!(
                "{held} outgoing messages are held back since a restore; okno outgoing --release sends them.\n"
            ),
        })
    })?;
    super::print(&said)
}
