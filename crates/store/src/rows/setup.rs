//! The set-up as it is stored: brands, teams, doors, versions of calendars and policies. What their documents mean is
//! the desk's business; here they are text.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::{brand, calendar, channel, operator, policy, setting, team, team_member};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::{BrandId, CalendarId, ChannelId, OperatorId, PolicyId, TeamId};
use std::collections::BTreeMap;

/// A brand or a team.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Named {
    pub id: i64,
    pub public_id: String,
    pub name: String,
    /// JSON, the desk's own.
    pub doc: String,
    pub revision: i64,
}

/// A door.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Door {
    pub id: ChannelId,
    pub public_id: String,
    pub kind: String,
    pub name: String,
    pub brand: BrandId,
    pub team: Option<TeamId>,
    /// JSON, the desk's own.
    pub doc: String,
    pub enabled: bool,
    pub revision: i64,
}

/// One version of a calendar.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CalendarVersion {
    pub id: CalendarId,
    pub name: String,
    pub version: i64,
    /// JSON of the specification.
    pub doc: String,
    pub is_current: bool,
}

/// One version of a policy.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PolicyVersion {
    pub id: PolicyId,
    pub name: String,
    pub version: i64,
    /// Place among the current ones: the first whose conditions hold is the one.
    pub position: i64,
    /// JSON, the desk's own.
    pub doc: String,
    pub is_current: bool,
}

/// Everything at once: it is small, and only makes sense together.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SetupRows {
    pub settings: BTreeMap<String, String>,
    pub brands: Vec<Named>,
    pub teams: Vec<Named>,
    /// Every version, the oldest first.
    pub calendars: Vec<CalendarVersion>,
    /// The current ones by position, and after them those that were.
    pub policies: Vec<PolicyVersion>,
    pub channels: Vec<Door>,
}

impl Reader<'_> {
    /// The whole set-up.
    ///
    /// # Errors
    /// The store's own.
    pub fn setup_rows(&mut self) -> Result<SetupRows, StoreError> {
        load(self.conn)
    }
}

impl Tx<'_> {
    /// The whole set-up, to be changed: nobody else changes it until this transaction has ended.
    ///
    /// # Errors
    /// The store's own.
    pub fn setup_rows(&mut self) -> Result<SetupRows, StoreError> {
        /// Any constant: the lock's name.
        const SETUP_LOCK: i64 = 0x6f6b_7365_7475;
        if let Conn::Pg(_) = self.conn {
            self.conn
                .execute(&format!("SELECT pg_advisory_xact_lock({SETUP_LOCK})"))?;
        }
        load(self.conn)
    }

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

fn load(conn: &mut Conn) -> Result<SetupRows, StoreError> {
    let settings: Vec<(String, String)> = on_each!(conn, |c| setting::table
        .select((setting::key, setting::value))
        .load(c))?;
    let mut policies = policies(conn)?;
    policies.sort_by_key(|policy| (!policy.is_current, policy.position, policy.id));
    Ok(SetupRows {
        settings: settings.into_iter().collect(),
        brands: brands(conn)?,
        teams: teams(conn)?,
        calendars: calendars(conn)?,
        policies,
        channels: channels(conn)?,
    })
}

/// The columns of [`Named`].
type NamedRow = (i64, String, String, String, i64);

fn named((id, public_id, name, doc, revision): NamedRow) -> Named {
    Named {
        id,
        public_id,
        name,
        doc,
        revision,
    }
}

fn brands(conn: &mut Conn) -> Result<Vec<Named>, StoreError> {
    let rows: Vec<NamedRow> = on_each!(conn, |c| brand::table.order(brand::id).load(c))?;
    Ok(rows.into_iter().map(named).collect())
}

fn teams(conn: &mut Conn) -> Result<Vec<Named>, StoreError> {
    let rows: Vec<NamedRow> = on_each!(conn, |c| team::table.order(team::id).load(c))?;
    Ok(rows.into_iter().map(named).collect())
}

fn calendars(conn: &mut Conn) -> Result<Vec<CalendarVersion>, StoreError> {
    let rows: Vec<(i64, String, i64, String, bool)> = on_each!(conn, |c| calendar::table
        .order(calendar::id)
        .select((
            calendar::id,
            calendar::name,
            calendar::version,
            calendar::doc,
            calendar::is_current
        ))
        .load(c))?;
    let version = |(id, name, version, doc, is_current)| CalendarVersion {
        id: CalendarId(id),
        name,
        version,
        doc,
        is_current,
    };
    Ok(rows.into_iter().map(version).collect())
}

fn policies(conn: &mut Conn) -> Result<Vec<PolicyVersion>, StoreError> {
    let rows: Vec<(i64, String, i64, i64, String, bool)> = on_each!(conn, |c| policy::table
        .select((
            policy::id,
            policy::name,
            policy::version,
            policy::position,
            policy::doc,
            policy::is_current
        ))
        .load(c))?;
    let version = |(id, name, version, position, doc, is_current)| PolicyVersion {
        id: PolicyId(id),
        name,
        version,
        position,
        doc,
        is_current,
    };
    Ok(rows.into_iter().map(version).collect())
}

/// The columns of [`Door`].
type DoorRow = (i64, String, String, String, i64, Option<i64>, String, bool, i64);

fn channels(conn: &mut Conn) -> Result<Vec<Door>, StoreError> {
    let rows: Vec<DoorRow> = on_each!(conn, |c| channel::table.order(channel::id).load(c))?;
    let door = |(id, public_id, kind, name, brand, team, doc, enabled, revision): DoorRow| Door {
        id: ChannelId(id),
        public_id,
        kind,
        name,
        brand: BrandId(brand),
        team: team.map(TeamId),
        doc,
        enabled,
        revision,
    };
    Ok(rows.into_iter().map(door).collect())
}
