//! Which node runs the source of a channel: one at a time, by a lease that runs out with its holder.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::rows::insert::insert_all;
use crate::schema::source_lease;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::{ChannelId, Moment};

impl Tx<'_> {
    /// Takes or keeps the source of a channel for this node until an instant. False where another node has it.
    ///
    /// # Errors
    /// The store's own.
    pub fn hold_source(&mut self, channel: ChannelId, until: Moment) -> Result<bool, StoreError> {
        let (now, node) = (self.now.as_micros(), self.node.to_owned());
        let row = (
            source_lease::channel_id.eq(channel.0),
            source_lease::node.eq(node.clone()),
            source_lease::until.eq(0_i64),
        );
        insert_all!(&mut *self.conn, source_lease::table, vec![row], or skip);
        let free = source_lease::until
            .le(now)
            .or(source_lease::node.eq(node.clone()));
        let held = on_each!(&mut *self.conn, |c| diesel::update(
            source_lease::table
                .filter(source_lease::channel_id.eq(channel.0))
                .filter(free.clone())
        )
        .set((
            source_lease::node.eq(&node),
            source_lease::until.eq(until.as_micros())
        ))
        .execute(c))?;
        Ok(held > 0)
    }

    /// Lets the source of a channel go, if this node has it.
    ///
    /// # Errors
    /// The store's own.
    pub fn let_source_go(&mut self, channel: ChannelId) -> Result<(), StoreError> {
        let node = self.node.to_owned();
        on_each!(&mut *self.conn, |c| diesel::update(
            source_lease::table
                .filter(source_lease::channel_id.eq(channel.0))
                .filter(source_lease::node.eq(&node))
        )
        .set(source_lease::until.eq(0_i64))
        .execute(c))?;
        Ok(())
    }
}
