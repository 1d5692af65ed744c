//! Tickets for a change of many: all that match a filter, and those behind public ids.

use super::inbox::InboxQuery;
use super::wanted::wanted;
use super::{DeskReader, Filter};
use crate::DeskResult;
use domain::TicketId;
use std::collections::HashMap;
use store::rows::Place;

impl DeskReader {
    /// What matches, in the order of the list, at most so many.
    ///
    /// # Errors
    /// As [`DeskReader::inbox`].
    pub(crate) async fn matching(&self, filter: Filter, limit: i64) -> DeskResult<Vec<TicketId>> {
        let (setup, me) = (self.desk.setup(), self.me());
        let query = InboxQuery::with(filter, self.desk.now());
        self.snapshot(move |reader, scope| {
            let (mut wanted, _) = wanted(reader, &query, &setup, me)?;
            wanted.limit = limit;
            let places = reader.list_tickets(scope, &wanted)?;
            Ok(places.iter().map(Place::ticket).collect())
        })
        .await
    }

    /// Row ids of those that are there.
    ///
    /// # Errors
    /// The store's own.
    pub(crate) async fn known_tickets(
        &self,
        public_ids: Vec<String>,
    ) -> DeskResult<HashMap<String, TicketId>> {
        self.snapshot(move |reader, scope| {
            let known = reader.ticket_ids(&public_ids)?;
            let ids: Vec<TicketId> = known.values().copied().collect();
            // Those that this reader may not see are as good as not there.
            let seen = reader.within_scope(scope, &ids)?;
            Ok(known.into_iter().filter(|(_, id)| seen.contains(id)).collect())
        })
        .await
    }
}
