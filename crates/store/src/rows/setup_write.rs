//! Changing the set-up, row by row. What makes sense together is settled before.

use crate::cached::Cache as _;
use crate::conn::on_each;
use crate::error::StoreError;
use crate::rows::setup::{CalendarVersion, Door, Named, PolicyVersion};
use crate::schema::{brand, calendar, channel, operator, policy, setting, team, team_member};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::{OperatorId, PolicyId, TeamId};

impl Tx<'_> {
    /// Writes a setting of the desk.
    ///
    /// # Errors
    /// The store's own.
    pub fn put_setting(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::insert_into(setting::table)
            .values((setting::key.eq(key), setting::value.eq(value)))
            .on_conflict(setting::key)
            .do_update()
            .set(setting::value.eq(value))
            .execute(c))?;
        Ok(())
    }

    /// Writes a brand as it stands now, known or new.
    ///
    /// # Errors
    /// The store's own.
    pub fn put_brand(&mut self, new: &Named) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::insert_into(brand::table)
            .values((
                brand::id.eq(new.id),
                brand::public_id.eq(&new.public_id),
                brand::name.eq(&new.name),
                brand::doc.eq(&new.doc),
                brand::revision.eq(new.revision),
            ))
            .on_conflict(brand::id)
            .do_update()
            .set((brand::doc.eq(&new.doc), brand::revision.eq(new.revision)))
            .execute(c))?;
        Ok(())
    }

    /// Writes a team as it stands now, known or new.
    ///
    /// # Errors
    /// The store's own.
    pub fn put_team(&mut self, new: &Named) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::insert_into(team::table)
            .values((
                team::id.eq(new.id),
                team::public_id.eq(&new.public_id),
                team::name.eq(&new.name),
                team::doc.eq(&new.doc),
                team::revision.eq(new.revision),
            ))
            .on_conflict(team::id)
            .do_update()
            .set((team::doc.eq(&new.doc), team::revision.eq(new.revision)))
            .execute(c))?;
        Ok(())
    }

    /// Writes a door as it stands now, known or new. Its kind never changes.
    ///
    /// # Errors
    /// The store's own.
    pub fn put_channel(&mut self, new: &Door) -> Result<(), StoreError> {
        let changed = (
            channel::brand_id.eq(new.brand.0),
            channel::team_id.eq(new.team.map(|id| id.0)),
            channel::doc.eq(&new.doc),
            channel::enabled.eq(new.enabled),
            channel::revision.eq(new.revision),
        );
        on_each!(&mut *self.conn, |c| diesel::insert_into(channel::table)
            .values((
                channel::id.eq(new.id.0),
                channel::public_id.eq(&new.public_id),
                channel::kind.eq(&new.kind),
                channel::name.eq(&new.name),
                changed,
            ))
            .on_conflict(channel::id)
            .do_update()
            .set(changed)
            .execute(c))?;
        Ok(())
    }

    /// Adds a version of a calendar and makes it the current one of its name. Older ones stay.
    ///
    /// # Errors
    /// The store's own.
    pub fn add_calendar(&mut self, new: &CalendarVersion) -> Result<(), StoreError> {
        let now = self.now.as_micros();
        on_each!(&mut *self.conn, |c| {
            diesel::update(calendar::table.filter(calendar::name.eq(&new.name)))
                .set(calendar::is_current.eq(false))
                .cached()
                .execute(c)?;
            diesel::insert_into(calendar::table)
                .values((
                    calendar::id.eq(new.id.0),
                    calendar::name.eq(&new.name),
                    calendar::version.eq(new.version),
                    calendar::doc.eq(&new.doc),
                    calendar::is_current.eq(true),
                    calendar::created_at.eq(now),
                ))
                .cached()
                .execute(c)
        })?;
        Ok(())
    }

    /// Adds a version of a policy and makes it the current one of its name. Older ones stay.
    ///
    /// # Errors
    /// The store's own.
    pub fn add_policy(&mut self, new: &PolicyVersion) -> Result<(), StoreError> {
        let now = self.now.as_micros();
        self.retire_policy(&new.name)?;
        on_each!(&mut *self.conn, |c| diesel::insert_into(policy::table)
            .values((
                policy::id.eq(new.id.0),
                policy::name.eq(&new.name),
                policy::version.eq(new.version),
                policy::position.eq(new.position),
                policy::doc.eq(&new.doc),
                policy::is_current.eq(true),
                policy::created_at.eq(now),
            ))
            .execute(c))?;
        Ok(())
    }

    /// Leaves a policy without a current version: it takes no new requests, and its running clocks go on.
    ///
    /// # Errors
    /// The store's own.
    pub fn retire_policy(&mut self, name: &str) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::update(
            policy::table.filter(policy::name.eq(name))
        )
        .set(policy::is_current.eq(false))
        .cached()
        .execute(c))?;
        Ok(())
    }

    /// Moves a policy among the current ones.
    ///
    /// # Errors
    /// The store's own.
    pub fn move_policy(&mut self, id: PolicyId, position: i64) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::update(policy::table.find(id.0))
            .set(policy::position.eq(position))
            .cached()
            .execute(c))?;
        Ok(())
    }

    /// Who is in which team.
    ///
    /// # Errors
    /// The store's own.
    pub fn memberships(&mut self) -> Result<Vec<(TeamId, OperatorId)>, StoreError> {
        let rows: Vec<(i64, i64)> = on_each!(&mut *self.conn, |c| team_member::table
            .inner_join(operator::table.on(operator::id.eq(team_member::operator_id)))
            .select((team_member::team_id, team_member::operator_id))
            .order((team_member::team_id, team_member::operator_id))
            .load(c))?;
        Ok(rows
            .into_iter()
            .map(|(t, o)| (TeamId(t), OperatorId(o)))
            .collect())
    }

    /// Puts an operator into a team.
    ///
    /// # Errors
    /// The store's own.
    pub fn join_team(&mut self, team: TeamId, member: OperatorId) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::insert_into(team_member::table)
            .values((
                team_member::team_id.eq(team.0),
                team_member::operator_id.eq(member.0)
            ))
            .on_conflict_do_nothing()
            .execute(c))?;
        Ok(())
    }

    /// Takes an operator out of a team.
    ///
    /// # Errors
    /// The store's own.
    pub fn leave_team(&mut self, team: TeamId, member: OperatorId) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::delete(
            team_member::table.find((team.0, member.0))
        )
        .execute(c))?;
        Ok(())
    }
}
