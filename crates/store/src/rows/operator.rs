//! Our people. The hash of a password goes in and comes out only to be verified, apart from everything else.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::schema::{operator, team_member};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::intake::OperatorFact;
use domain::{OperatorId, Role, TeamId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One of our people, as they are stored.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Operator {
    pub id: OperatorId,
    pub public_id: String,
    /// The mail address, in lower case.
    pub login: String,
    pub name: String,
    pub role: Role,
    /// Language of the pages, as a code.
    pub lang: String,
    /// IANA zone in which times are shown.
    pub zone: String,
    pub active: bool,
    /// Goes up with every change.
    pub version: i64,
    /// In order of id.
    pub teams: Vec<TeamId>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = operator)]
pub(crate) struct OperatorRow {
    id: i64,
    public_id: String,
    login: String,
    name: String,
    role: String,
    lang: String,
    zone: String,
    active: bool,
    version: i64,
}

impl OperatorRow {
    pub(crate) fn into_operator(self, teams: Vec<TeamId>) -> Result<Operator, StoreError> {
        Ok(Operator {
            id: OperatorId(self.id),
            public_id: self.public_id,
            login: self.login,
            name: self.name,
            role: Role::parse(&self.role)?,
            lang: self.lang,
            zone: self.zone,
            active: self.active,
            version: self.version,
            teams,
        })
    }
}

impl Reader<'_> {
    /// All our people, by login; those who left too.
    ///
    /// # Errors
    /// The store's own.
    pub fn operators(&mut self) -> Result<Vec<Operator>, StoreError> {
        load(self.conn)
    }

    /// The id and password hash of a login whose owner may log in; the hash is empty without a password.
    ///
    /// # Errors
    /// The store's own.
    pub fn password_hash(&mut self, login: &str) -> Result<Option<(OperatorId, String)>, StoreError> {
        let found: Option<(i64, String)> = on_each!(&mut *self.conn, |c| operator::table
            .filter(operator::login.eq(login))
            .filter(operator::active.eq(true))
            .select((operator::id, operator::password_hash))
            .first(c)
            .optional())?;
        Ok(found.map(|(id, hash)| (OperatorId(id), hash)))
    }

    /// Who is there under a log-in.
    ///
    /// # Errors
    /// The store's own.
    pub fn operator_of_login(&mut self, login: &str) -> Result<Option<OperatorId>, StoreError> {
        let found: Option<i64> = on_each!(&mut *self.conn, |c| operator::table
            .filter(operator::login.eq(login))
            .filter(operator::active.eq(true))
            .select(operator::id)
            .first(c)
            .optional())?;
        Ok(found.map(OperatorId))
    }
}

impl Tx<'_> {
    /// All our people, in order of id.
    ///
    /// # Errors
    /// The store's own.
    pub fn operators(&mut self) -> Result<Vec<Operator>, StoreError> {
        let mut all = load(self.conn)?;
        all.sort_by_key(|operator| operator.id);
        Ok(all)
    }

    /// Writes one of our people as they stand now, known or new; teams and password apart. New ones have no password.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the login is taken.
    pub fn put_operator(&mut self, new: &Operator) -> Result<(), StoreError> {
        let now = self.now.as_micros();
        let changed = (
            operator::name.eq(&new.name),
            operator::role.eq(new.role.code()),
            operator::lang.eq(&new.lang),
            operator::zone.eq(&new.zone),
            operator::active.eq(new.active),
            operator::version.eq(new.version),
        );
        on_each!(&mut *self.conn, |c| diesel::insert_into(operator::table)
            .values((
                operator::id.eq(new.id.0),
                operator::public_id.eq(&new.public_id),
                operator::login.eq(&new.login),
                operator::password_hash.eq(""),
                operator::created_at.eq(now),
                changed,
            ))
            .on_conflict(operator::id)
            .do_update()
            .set(changed)
            .execute(c))?;
        Ok(())
    }

    /// Sets the hash of a password: a PHC string, or empty to leave the person without one.
    ///
    /// # Errors
    /// The store's own.
    pub fn set_password_hash(&mut self, id: OperatorId, hash: &str) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::update(operator::table.find(id.0))
            .set(operator::password_hash.eq(hash))
            .cached()
            .execute(c))?;
        Ok(())
    }

    /// The password hash of a person who may log in, as it is now.
    ///
    /// # Errors
    /// The store's own.
    pub fn password_hash_of(&mut self, id: OperatorId) -> Result<Option<String>, StoreError> {
        Ok(on_each!(&mut *self.conn, |c| operator::table
            .find(id.0)
            .filter(operator::active.eq(true))
            .select(operator::password_hash)
            .first(c)
            .optional())?)
    }

    /// The role of a person who may log in.
    ///
    /// # Errors
    /// The store's own.
    pub fn role_of(&mut self, id: OperatorId) -> Result<Option<Role>, StoreError> {
        let code: Option<String> = on_each!(&mut *self.conn, |c| operator::table
            .find(id.0)
            .filter(operator::active.eq(true))
            .select(operator::role)
            .first(c)
            .optional())?;
        Ok(code.as_deref().map(Role::parse).transpose()?)
    }
}

/// Who may log in under these addresses.
pub(super) fn by_logins(
    conn: &mut Conn,
    logins: &BTreeSet<String>,
) -> Result<BTreeMap<String, OperatorFact>, StoreError> {
    if logins.is_empty() {
        return Ok(BTreeMap::new());
    }
    let logins: Vec<&str> = logins.iter().map(String::as_str).collect();
    let rows: Vec<(String, i64, String)> = on_each!(conn, |c| operator::table
        .filter(operator::login.eq_any(padded(&logins)))
        .filter(operator::active.eq(true))
        .select((operator::login, operator::id, operator::role))
        .cached()
        .load(c))?;
    let found = rows.into_iter().map(|(login, id, role)| {
        let fact = OperatorFact {
            id: OperatorId(id),
            role: Role::parse(&role)?,
        };
        Ok((login, fact))
    });
    found.collect()
}

fn load(conn: &mut Conn) -> Result<Vec<Operator>, StoreError> {
    let rows: Vec<OperatorRow> = on_each!(conn, |c| operator::table
        .order((operator::login, operator::id))
        .select(OperatorRow::as_select())
        .load(c))?;
    let members: Vec<(i64, i64)> = on_each!(conn, |c| team_member::table
        .order((team_member::operator_id, team_member::team_id))
        .select((team_member::operator_id, team_member::team_id))
        .load(c))?;
    let mut teams: HashMap<i64, Vec<TeamId>> = HashMap::new();
    for (operator, team) in members {
        teams.entry(operator).or_default().push(TeamId(team));
    }
    rows.into_iter()
        .map(|row| {
            let teams = teams.remove(&row.id).unwrap_or_default();
            row.into_operator(teams)
        })
        .collect()
}
