//! How the way out of a channel is doing: what the last attempt showed.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::schema::channel_state;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::ChannelId;

const TROUBLED: &str = "troubled";

impl Tx<'_> {
    /// Not everything gets through: the words tell what stood in the way last.
    ///
    /// # Errors
    /// The store's own.
    pub fn channel_troubled(&mut self, channel: ChannelId, words: &str) -> Result<(), StoreError> {
        let still = on_each!(&mut *self.conn, |c| diesel::update(
            channel_state::table
                .find(channel.0)
                .filter(channel_state::state.eq(TROUBLED))
        )
        .set((channel_state::words.eq(words), channel_state::node.eq(self.node)))
        .execute(c))?;
        if still > 0 {
            return Ok(());
        }
        let row = (
            channel_state::state.eq(TROUBLED),
            channel_state::words.eq(words),
            channel_state::since.eq(self.now.as_micros()),
            channel_state::node.eq(self.node),
            channel_state::leased_until.eq(0_i64),
        );
        on_each!(&mut *self.conn, |c| diesel::insert_into(channel_state::table)
            .values((channel_state::channel_id.eq(channel.0), row))
            .on_conflict(channel_state::channel_id)
            .do_update()
            .set(row)
            .execute(c))?;
        Ok(())
    }

    /// Something got through.
    ///
    /// # Errors
    /// The store's own.
    pub fn channel_runs(&mut self, channel: ChannelId) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::update(
            channel_state::table
                .find(channel.0)
                .filter(channel_state::state.eq(TROUBLED))
        )
        .set((
            channel_state::state.eq("running"),
            channel_state::words.eq(""),
            channel_state::since.eq(self.now.as_micros()),
            channel_state::node.eq(self.node),
        ))
        .execute(c))?;
        Ok(())
    }
}
