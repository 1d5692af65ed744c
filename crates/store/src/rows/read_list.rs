//! Lists of tickets: which come, and in what order. Only keys are read here; the lines are read by id.

use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::read_search::{SearchWords, hits};
use crate::rows::read_sql::{Dialect, IS_DONE, IS_OPEN, Sql};
use crate::scope::Scope;
use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use domain::ticket::{Kind, Priority, State};
use domain::{ChannelId, Moment, OperatorId, TeamId, TicketId};

/// Which tickets a list is about, and so by what it is ordered.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub enum Pile {
    /// Work is to be done; by leading due.
    #[default]
    Open,
    /// The client's turn; by leading due.
    Waiting,
    /// Resolved or closed; what changed last comes first.
    Done(Option<State>),
    /// Open or not; what changed last comes first.
    Any,
}

/// Whose tickets.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Whose {
    Nobody,
    Of(OperatorId),
    /// By public id; nobody's where there is no such operator.
    Named(String),
}

/// What a list holds.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    pub pile: Pile,
    pub whose: Option<Whose>,
    /// With any of these teams; empty list: with none.
    pub teams: Option<Vec<TeamId>>,
    /// Leading due not before, and before.
    pub due_from: Option<Moment>,
    pub due_before: Option<Moment>,
    pub state: Option<State>,
    pub kind: Option<Kind>,
    pub priority: Option<Priority>,
    pub channel: Option<ChannelId>,
    pub tag: Option<String>,
    /// Ordered by the newest entry found, whatever the pile.
    pub search: Option<SearchWords>,
    /// The key and id of the last one seen.
    pub after: Option<Place>,
    pub limit: i64,
}

/// Where a ticket stands in its list.
#[derive(Copy, Clone, Debug, Eq, PartialEq, QueryableByName)]
pub struct Place {
    #[diesel(sql_type = BigInt)]
    pub key: i64,
    #[diesel(sql_type = BigInt)]
    pub id: i64,
}

impl Place {
    /// The ticket that stands there.
    #[must_use]
    pub fn ticket(&self) -> TicketId {
        TicketId(self.id)
    }
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

impl Reader<'_> {
    /// One page of a list.
    ///
    /// # Errors
    /// The store's own.
    pub fn list_tickets(&mut self, scope: &Scope, query: &ListQuery) -> Result<Vec<Place>, StoreError> {
        list(Dialect::of(self.conn), scope, query).load(self.conn)
    }

    /// How the database would find a page of a list, one line a step.
    ///
    /// # Errors
    /// The store's own.
    pub fn list_plan(&mut self, scope: &Scope, query: &ListQuery) -> Result<Vec<String>, StoreError> {
        list(Dialect::of(self.conn), scope, query).plan(self.conn)
    }

    /// How many tickets each list holds, counted up to `most`: one statement for all of them.
    ///
    /// # Errors
    /// The store's own.
    pub fn count_tickets(
        &mut self,
        scope: &Scope,
        queries: &[ListQuery],
        most: i64,
    ) -> Result<Vec<i64>, StoreError> {
        if queries.is_empty() {
            return Ok(Vec::new());
        }
        let counted: Vec<Counted> = counts(scope, queries, most).load(self.conn)?;
        Ok(counted.into_iter().map(|row| row.n).collect())
    }
}

/// The statement of a list.
pub(super) fn list(dialect: Dialect, scope: &Scope, query: &ListQuery) -> Sql {
    match (&query.search, query.teams.as_deref()) {
        (Some(words), _) => found(dialect, scope, query, words),
        (None, Some(teams)) if teams.len() > 1 && by_due(query.pile) => by_team(scope, query, teams),
        _ => ordered(Sql::default(), scope, query, query.teams.as_deref()),
    }
}

fn by_due(pile: Pile) -> bool {
    matches!(pile, Pile::Open | Pile::Waiting)
}

/// Each team's own list, merged: so each is read in order from its index, and none further than the page goes.
fn by_team(scope: &Scope, query: &ListQuery, teams: &[TeamId]) -> Sql {
    let mut sql = Sql::new("SELECT key, id FROM (");
    for (at, team) in teams.iter().enumerate() {
        sql.push(if at == 0 {
            "SELECT * FROM ("
        } else {
            " UNION ALL SELECT * FROM ("
        });
        sql = ordered(sql, scope, query, Some(std::slice::from_ref(team)));
        sql.push(") AS one");
    }
    sql.push(") AS lists ORDER BY key, id LIMIT ").int(query.limit);
    sql
}

fn ordered(mut sql: Sql, scope: &Scope, query: &ListQuery, teams: Option<&[TeamId]>) -> Sql {
    let due = by_due(query.pile);
    sql.push(if due {
        "SELECT ticket.lead_due AS key, ticket.id AS id FROM ticket WHERE "
    } else {
        "SELECT ticket.updated_at AS key, ticket.id AS id FROM ticket WHERE "
    });
    conditions(&mut sql, scope, query, teams);
    if let Some(after) = query.after {
        sql.push(if due {
            " AND (ticket.lead_due, ticket.id) > ("
        } else {
            " AND (ticket.updated_at, ticket.id) < ("
        });
        sql.int(after.key).push(", ").int(after.id).push(")");
    }
    sql.push(if due {
        " ORDER BY ticket.lead_due, ticket.id LIMIT "
    } else {
        " ORDER BY ticket.updated_at DESC, ticket.id DESC LIMIT "
    });
    sql.int(query.limit);
    sql
}

/// Tickets in which the words are found, the newest entry first.
fn found(dialect: Dialect, scope: &Scope, query: &ListQuery, words: &SearchWords) -> Sql {
    let mut sql = Sql::new("SELECT max(hit.id) AS key, ticket.id AS id FROM (");
    hits(&mut sql, dialect, words);
    sql.push(") AS hit JOIN entry ON entry.id = hit.id JOIN ticket ON ticket.id = entry.ticket_id WHERE ");
    conditions(&mut sql, scope, query, query.teams.as_deref());
    sql.push(" GROUP BY ticket.id");
    if let Some(after) = query.after {
        sql.push(" HAVING max(hit.id) < ").int(after.key);
    }
    sql.push(" ORDER BY key DESC LIMIT ").int(query.limit);
    sql
}

/// Counts of lists, in their order.
fn counts(scope: &Scope, queries: &[ListQuery], most: i64) -> Sql {
    let mut sql = Sql::new("SELECT n FROM (");
    for (at, query) in queries.iter().enumerate() {
        sql.push(if at == 0 { "SELECT " } else { " UNION ALL SELECT " });
        sql.int(i64::try_from(at).unwrap_or(i64::MAX));
        sql.push(" AS place, count(*) AS n FROM (SELECT 1 FROM ticket WHERE ");
        conditions(&mut sql, scope, query, query.teams.as_deref());
        sql.push(" LIMIT ").int(most).push(") AS bounded");
    }
    sql.push(") AS counted ORDER BY place");
    sql
}

/// What a ticket must fulfil.
fn conditions(sql: &mut Sql, scope: &Scope, query: &ListQuery, teams: Option<&[TeamId]>) {
    match query.pile {
        Pile::Open => sql.push(IS_OPEN),
        Pile::Waiting => sql.push(IS_OPEN).push(" AND ticket.state = 'waiting_client'"),
        Pile::Done(None) => sql.push(IS_DONE),
        Pile::Done(Some(state)) => sql.push(IS_DONE).push(" AND ticket.state = ").text(state.code()),
        Pile::Any => sql.push("ticket.merged_into IS NULL"),
    };
    sql.within(scope);
    match &query.whose {
        None => &mut *sql,
        Some(Whose::Nobody) => sql.push(" AND ticket.assignee_id IS NULL"),
        Some(Whose::Of(operator)) => sql.push(" AND ticket.assignee_id = ").int(operator.0),
        Some(Whose::Named(public_id)) => sql
            .push(" AND ticket.assignee_id = (SELECT operator.id FROM operator WHERE operator.public_id = ")
            .text(public_id)
            .push(")"),
    };
    match teams {
        None => &mut *sql,
        Some([team]) => sql.push(" AND ticket.team_id = ").int(team.0),
        Some(teams) => sql
            .push(" AND ticket.team_id IN ")
            .ints(teams.iter().map(|id| id.0)),
    };
    if let Some(from) = query.due_from {
        sql.push(" AND ticket.lead_due >= ").int(from.as_micros());
    }
    if let Some(before) = query.due_before {
        sql.push(" AND ticket.lead_due < ").int(before.as_micros());
    }
    if let Some(state) = query.state {
        sql.push(" AND ticket.state = ").text(state.code());
    }
    if let Some(kind) = query.kind {
        sql.push(" AND ticket.kind = ").text(kind.code());
    }
    if let Some(priority) = query.priority {
        sql.push(" AND ticket.priority = ").text(priority.code());
    }
    if let Some(channel) = query.channel {
        sql.push(" AND ticket.channel_id = ").int(channel.0);
    }
    if let Some(tag) = &query.tag {
        sql.push(" AND EXISTS (SELECT 1 FROM ticket_tag WHERE ticket_tag.ticket_id = ticket.id AND ticket_tag.tag = ")
            .text(tag)
            .push(")");
    }
}
