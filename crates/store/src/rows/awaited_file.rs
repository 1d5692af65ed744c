//! Files that a door has named and not handed over yet.

use crate::conn::on_each;
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::{attachment, entry, ticket};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::entry::FileLoss;
use domain::{AttachmentId, ChannelId, TicketId};

/// A file to be fetched, with whose it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AwaitedFile {
    /// What its door is asked for it by.
    pub wanted: String,
    /// The door of its message.
    pub channel: Option<ChannelId>,
    pub ticket: TicketId,
    /// Of the ticket.
    pub public_id: String,
}

impl Reader<'_> {
    /// A file that is still to be fetched; `None` for one that is here, lost or gone.
    ///
    /// # Errors
    /// The store's own.
    pub fn awaited_file(&mut self, id: AttachmentId) -> Result<Option<AwaitedFile>, StoreError> {
        let row: Option<(String, Option<i64>, i64, String)> =
            on_each!(&mut *self.conn, |c| attachment::table
                .inner_join(entry::table.on(entry::id.eq(attachment::entry_id)))
                .inner_join(ticket::table.on(ticket::id.eq(entry::ticket_id)))
                .filter(attachment::id.eq(id.0))
                .filter(attachment::wanted.ne(""))
                .select((
                    attachment::wanted,
                    entry::channel_id,
                    ticket::id,
                    ticket::public_id
                ))
                .first(c)
                .optional())?;
        Ok(row.map(|(wanted, channel, ticket, public_id)| AwaitedFile {
            wanted,
            channel: channel.map(ChannelId),
            ticket: TicketId(ticket),
            public_id,
        }))
    }
}

impl Tx<'_> {
    /// A file has come: its bytes are under this hash.
    ///
    /// # Errors
    /// The store's own.
    pub fn file_is_here(&mut self, id: AttachmentId, hash: &str, size: i64) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::update(attachment::table.find(id.0))
            .set((
                attachment::blob.eq(hash),
                attachment::size.eq(size),
                attachment::length.eq(size),
                attachment::wanted.eq(""),
            ))
            .execute(c))?;
        Ok(())
    }

    /// A file will not come.
    ///
    /// # Errors
    /// The store's own.
    pub fn file_is_lost(&mut self, id: AttachmentId, why: FileLoss) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::update(attachment::table.find(id.0))
            .set((attachment::wanted.eq(""), attachment::lost.eq(why.code())))
            .execute(c))?;
        Ok(())
    }
}
