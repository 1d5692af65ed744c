//! Names of our people and programs, for pages. Knows nothing of log-ins.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::operator::Operator;
use crate::schema::{api_token, operator, team_member};
use diesel::prelude::*;
use domain::{Actor, OperatorId, TeamId, TokenId};
use std::collections::{BTreeSet, HashMap};

/// One of our people, as pages name them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Person {
    pub id: OperatorId,
    pub public_id: String,
    pub name: String,
}

impl From<(i64, String, String)> for Person {
    fn from((id, public_id, name): (i64, String, String)) -> Self {
        let id = OperatorId(id);
        Self { id, public_id, name }
    }
}

impl From<&Operator> for Person {
    fn from(operator: &Operator) -> Self {
        Self {
            id: operator.id,
            public_id: operator.public_id.clone(),
            name: operator.name.clone(),
        }
    }
}

/// Operators by id.
pub(super) fn operators(
    conn: &mut Conn,
    ids: &BTreeSet<i64>,
) -> Result<HashMap<OperatorId, Person>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, String, String)> = on_each!(conn, |c| operator::table
        .filter(operator::id.eq_any(padded(ids)))
        .select((operator::id, operator::public_id, operator::name))
        .cached()
        .load(c))?;
    let people = rows.into_iter().map(Person::from);
    Ok(people.map(|person| (person.id, person)).collect())
}

/// Names of programs by id.
pub(super) fn programs(conn: &mut Conn, ids: &BTreeSet<i64>) -> Result<HashMap<TokenId, String>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, String)> = on_each!(conn, |c| api_token::table
        .filter(api_token::id.eq_any(padded(ids)))
        .select((api_token::id, api_token::name))
        .cached()
        .load(c))?;
    Ok(rows.into_iter().map(|(id, name)| (TokenId(id), name)).collect())
}

/// Names of our people and programs.
#[derive(Clone, Debug, Default)]
pub struct ActorNames {
    pub people: HashMap<OperatorId, Person>,
    pub programs: HashMap<TokenId, String>,
}

impl Reader<'_> {
    /// The names behind actors of our side: two statements at most.
    ///
    /// # Errors
    /// The store's own.
    pub fn actor_names(&mut self, actors: &[Actor]) -> Result<ActorNames, StoreError> {
        let of = |wanted: fn(&Actor) -> bool| actors.iter().copied().filter(wanted).map(Actor::id).collect();
        Ok(ActorNames {
            people: operators(self.conn, &of(|actor| matches!(actor, Actor::Operator(_))))?,
            programs: programs(self.conn, &of(|actor| matches!(actor, Actor::Integration(_))))?,
        })
    }

    /// The teams an operator belongs to.
    ///
    /// # Errors
    /// The store's own.
    pub fn teams_of(&mut self, operator: OperatorId) -> Result<Vec<TeamId>, StoreError> {
        let rows: Vec<i64> = on_each!(&mut *self.conn, |c| team_member::table
            .filter(team_member::operator_id.eq(operator.0))
            .order(team_member::team_id)
            .select(team_member::team_id)
            .load(c))?;
        Ok(rows.into_iter().map(TeamId).collect())
    }
}
