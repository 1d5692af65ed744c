//! Who of our people is away, and who works for them meanwhile.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::schema::{absence, operator};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::absence::{Absence, Deputy};
use domain::{Moment, OperatorId};

type DeputyRow = Option<(i64, String, String, bool)>;

/// The newest statement of each. A deputy who has left works for nobody.
pub(super) fn load(conn: &mut Conn) -> Result<Vec<(OperatorId, Absence)>, StoreError> {
    let rows: Vec<(i64, i64, i64, DeputyRow)> = on_each!(conn, |c| absence::table
        .left_join(operator::table.on(operator::id.eq(absence::deputy_id)))
        .order(absence::operator_id)
        .select((
            absence::operator_id,
            absence::from_at,
            absence::until_at,
            (
                operator::id,
                operator::public_id,
                operator::name,
                operator::active
            )
                .nullable(),
        ))
        .load(c))?;
    let read = |(who, from, until, deputy): (i64, i64, i64, DeputyRow)| {
        let deputy = deputy.filter(|(.., active)| *active);
        let absence = Absence {
            from: Moment::from_micros(from),
            until: Moment::from_micros(until),
            deputy: deputy.map(|(id, public_id, name, _)| Deputy {
                id: OperatorId(id),
                public_id,
                name,
            }),
        };
        (OperatorId(who), absence)
    };
    Ok(rows.into_iter().map(read).collect())
}

impl Tx<'_> {
    /// Keeps a statement; the one before it is gone.
    ///
    /// # Errors
    /// The store's own.
    pub fn put_absence(
        &mut self,
        who: OperatorId,
        from: Moment,
        until: Moment,
        deputy: Option<OperatorId>,
    ) -> Result<(), StoreError> {
        self.end_absence(who)?;
        on_each!(&mut *self.conn, |c| diesel::insert_into(absence::table)
            .values((
                absence::operator_id.eq(who.0),
                absence::deputy_id.eq(deputy.map_or(0, |deputy| deputy.0)),
                absence::from_at.eq(from.as_micros()),
                absence::until_at.eq(until.as_micros()),
            ))
            .execute(c))?;
        Ok(())
    }

    /// Takes a statement back; false where there is none.
    ///
    /// # Errors
    /// The store's own.
    pub fn end_absence(&mut self, who: OperatorId) -> Result<bool, StoreError> {
        let gone = on_each!(&mut *self.conn, |c| diesel::delete(absence::table.find(who.0))
            .execute(c))?;
        Ok(gone > 0)
    }
}
