//! The set-up as it is stored: brands, teams, doors, versions of calendars and policies. What their documents mean is
//! the desk's business; here they are text.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::absence;
use crate::schema::{brand, calendar, channel, policy, setting, team, team_member};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::absence::Absence;
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
    /// Who is in which team.
    pub members: Vec<(TeamId, OperatorId)>,
    /// Who is away.
    pub absences: Vec<(OperatorId, Absence)>,
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
        members: members(conn)?,
        absences: absence::load(conn)?,
    })
}

fn members(conn: &mut Conn) -> Result<Vec<(TeamId, OperatorId)>, StoreError> {
    let rows: Vec<(i64, i64)> = on_each!(conn, |c| team_member::table
        .order((team_member::operator_id, team_member::team_id))
        .select((team_member::team_id, team_member::operator_id))
        .load(c))?;
    Ok(rows
        .into_iter()
        .map(|(team, member)| (TeamId(team), OperatorId(member)))
        .collect())
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
