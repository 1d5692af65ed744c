//! Filters that somebody keeps under a name.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::saved_view;
use crate::tx::Tx;
use diesel::prelude::*;
use domain::{OperatorId, SavedViewId};

/// Views of one person that are read; more nobody looks at.
const MOST: i64 = 100;

/// A filter under a name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SavedView {
    pub id: SavedViewId,
    pub public_id: String,
    pub owner: OperatorId,
    pub name: String,
    /// Everybody sees it; its owner and supervisors change it.
    pub shared: bool,
    /// Place among the views of the rail.
    pub position: i64,
    /// As it stands in an address.
    pub filter: String,
    pub version: i64,
}

type Row = (i64, String, i64, String, bool, i64, String, i64);

fn view((id, public_id, owner, name, shared, position, filter, version): Row) -> SavedView {
    SavedView {
        id: SavedViewId(id),
        public_id,
        owner: OperatorId(owner),
        name,
        shared,
        position,
        filter,
        version,
    }
}

fn load(conn: &mut Conn, public_id: &str) -> Result<Option<SavedView>, StoreError> {
    let row: Option<Row> = on_each!(conn, |c| saved_view::table
        .filter(saved_view::public_id.eq(public_id))
        .select((
            saved_view::id,
            saved_view::public_id,
            saved_view::owner_id,
            saved_view::name,
            saved_view::shared,
            saved_view::position,
            saved_view::filter,
            saved_view::version
        ))
        .first(c)
        .optional())?;
    Ok(row.map(view))
}

impl Reader<'_> {
    /// The views that somebody sees: their own and the shared ones, by place.
    ///
    /// # Errors
    /// The store's own.
    pub fn saved_views(&mut self, me: Option<OperatorId>) -> Result<Vec<SavedView>, StoreError> {
        let me = me.map_or(-1, |id| id.0);
        let rows: Vec<Row> = on_each!(&mut *self.conn, |c| saved_view::table
            .filter(saved_view::owner_id.eq(me).or(saved_view::shared.eq(true)))
            .order((saved_view::position, saved_view::id))
            .limit(MOST)
            .select((
                saved_view::id,
                saved_view::public_id,
                saved_view::owner_id,
                saved_view::name,
                saved_view::shared,
                saved_view::position,
                saved_view::filter,
                saved_view::version
            ))
            .load(c))?;
        Ok(rows.into_iter().map(view).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// The store's own.
    pub fn saved_view(&mut self, public_id: &str) -> Result<Option<SavedView>, StoreError> {
        load(self.conn, public_id)
    }
}

impl Tx<'_> {
    /// One of them, to be changed.
    ///
    /// # Errors
    /// The store's own.
    pub fn saved_view(&mut self, public_id: &str) -> Result<Option<SavedView>, StoreError> {
        load(self.conn, public_id)
    }

    /// How many somebody has.
    ///
    /// # Errors
    /// The store's own.
    pub fn count_saved_views(&mut self, owner: OperatorId) -> Result<i64, StoreError> {
        Ok(on_each!(&mut *self.conn, |c| saved_view::table
            .filter(saved_view::owner_id.eq(owner.0))
            .count()
            .get_result(c)?))
    }

    /// Writes a view as it stands now, known or new.
    ///
    /// # Errors
    /// The store's own.
    pub fn put_saved_view(&mut self, new: &SavedView) -> Result<(), StoreError> {
        let now = self.now.as_micros();
        let changed = (
            saved_view::name.eq(&new.name),
            saved_view::shared.eq(new.shared),
            saved_view::position.eq(new.position),
            saved_view::filter.eq(&new.filter),
            saved_view::version.eq(new.version),
        );
        on_each!(&mut *self.conn, |c| diesel::insert_into(saved_view::table)
            .values((
                saved_view::id.eq(new.id.0),
                saved_view::public_id.eq(&new.public_id),
                saved_view::owner_id.eq(new.owner.0),
                saved_view::created_at.eq(now),
                changed,
            ))
            .on_conflict(saved_view::id)
            .do_update()
            .set(changed)
            .execute(c))?;
        Ok(())
    }

    /// Takes a view away.
    ///
    /// # Errors
    /// The store's own.
    pub fn delete_saved_view(&mut self, id: SavedViewId) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::delete(saved_view::table.find(id.0))
            .execute(c))?;
        Ok(())
    }
}
