//! Lists of tickets: which come, and in what order. Only keys are read here; the lines are read by id.

use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::list_conditions::{Side, conditions, few, is_few};
use crate::rows::read_search::{SearchWords, hits};
use crate::rows::read_sql::{Dialect, Sql};
use crate::scope::Scope;
use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use domain::absence::Away;
use domain::ticket::{Kind, Priority, State};
use domain::{BrandId, ChannelId, Moment, OperatorId, TeamId, TicketId};

/// Which tickets a list is about, and so by what it is ordered unless something else is asked for.
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

/// What comes first.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Sorting {
    /// The earliest leading due.
    Due,
    /// What changed last.
    Updated,
    /// What came last.
    Created,
    /// What came first.
    Oldest,
}

impl Sorting {
    /// The column a place in the list is told by, and whether it ascends.
    fn key(self) -> (&'static str, bool) {
        match self {
            Self::Due => ("ticket.lead_due", true),
            Self::Updated => ("ticket.updated_at", false),
            Self::Created => ("ticket.created_at", false),
            Self::Oldest => ("ticket.created_at", true),
        }
    }
}

/// Whose tickets.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Whose {
    Nobody,
    Of(OperatorId),
    /// By public id; nobody's where there is no such operator.
    Named(String),
    /// What somebody else works on while one is away: where the client has written since, or what is due before the return.
    For(Away),
    /// Of any of these, which have nothing in common.
    OneOf(Vec<Whose>),
}

/// What a field of the desk's own must hold, by the number that stands for its value; both ends included.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FieldTest {
    pub field: String,
    pub from: i64,
    pub to: i64,
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
    /// Came not before, and before.
    pub created_from: Option<Moment>,
    pub created_before: Option<Moment>,
    /// Changed not before, and before.
    pub updated_from: Option<Moment>,
    pub updated_before: Option<Moment>,
    pub state: Option<State>,
    pub kind: Option<Kind>,
    pub priority: Option<Priority>,
    pub topic: Option<String>,
    pub channel: Option<ChannelId>,
    pub brand: Option<BrandId>,
    /// By public id.
    pub client: Option<String>,
    /// By name.
    pub company: Option<String>,
    pub tag: Option<String>,
    pub fields: Vec<FieldTest>,
    /// By the newest entry found, whatever the pile.
    pub search: Option<SearchWords>,
    /// The pile's own where nothing is said.
    pub sorting: Option<Sorting>,
    /// The key and id of the last one seen.
    pub after: Option<Place>,
    pub limit: i64,
}

impl ListQuery {
    /// What comes first.
    #[must_use]
    pub fn order(&self) -> Sorting {
        self.sorting.unwrap_or(match self.pile {
            Pile::Open | Pile::Waiting => Sorting::Due,
            Pile::Done(_) | Pile::Any => Sorting::Updated,
        })
    }
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
    /// One page of a list. A tag or a field that few tickets have is asked first, in a statement of its own.
    ///
    /// # Errors
    /// The store's own.
    pub fn list_tickets(&mut self, scope: &Scope, query: &ListQuery) -> Result<Vec<Place>, StoreError> {
        let rare = is_few(self.conn, query)?;
        list(Dialect::of(self.conn), scope, query, rare).load(self.conn)
    }

    /// How the database would find a page of a list, one line a step.
    ///
    /// # Errors
    /// The store's own.
    pub fn list_plan(&mut self, scope: &Scope, query: &ListQuery) -> Result<Vec<String>, StoreError> {
        let rare = is_few(self.conn, query)?;
        list(Dialect::of(self.conn), scope, query, rare).plan(self.conn)
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
fn list(dialect: Dialect, scope: &Scope, query: &ListQuery, rare: bool) -> Sql {
    let by_due = query.order() == Sorting::Due;
    if let Some(words) = &query.search {
        return found(dialect, scope, query, words);
    }
    let parts = if by_due && !rare { parts(query) } else { Vec::new() };
    if parts.len() > 1 {
        in_parts(scope, query, &parts)
    } else {
        ordered(Sql::default(), scope, query, query.teams.as_deref(), rare)
    }
}

/// The lists that a list is put together from: of each person, within each team.
fn parts(query: &ListQuery) -> Vec<ListQuery> {
    let whose: Vec<Option<Whose>> = match &query.whose {
        Some(Whose::OneOf(several)) => several.iter().cloned().map(Some).collect(),
        one => vec![one.clone()],
    };
    let teams: Vec<Option<Vec<TeamId>>> = match query.teams.as_deref() {
        Some(teams) if teams.len() > 1 => teams.iter().map(|team| Some(vec![*team])).collect(),
        _ => vec![query.teams.clone()],
    };
    let part = |(whose, teams): (&Option<Whose>, &Option<Vec<TeamId>>)| ListQuery {
        whose: whose.clone(),
        teams: teams.clone(),
        ..query.clone()
    };
    let pairs = whose
        .iter()
        .flat_map(|whose| teams.iter().map(move |teams| (whose, teams)));
    pairs.map(part).collect()
}

/// Each part's own list, merged: so each is read in order from its index, and none further than the page goes.
fn in_parts(scope: &Scope, query: &ListQuery, parts: &[ListQuery]) -> Sql {
    let mut sql = Sql::new("SELECT key, id FROM (");
    for (at, part) in parts.iter().enumerate() {
        sql.push(if at == 0 {
            "SELECT * FROM ("
        } else {
            " UNION ALL SELECT * FROM ("
        });
        sql = ordered(sql, scope, part, part.teams.as_deref(), false);
        sql.push(") AS one");
    }
    sql.push(") AS lists ORDER BY key, id LIMIT ").int(query.limit);
    sql
}

fn ordered(mut sql: Sql, scope: &Scope, query: &ListQuery, teams: Option<&[TeamId]>, rare: bool) -> Sql {
    let (key, ascends) = query.order().key();
    if rare {
        few(&mut sql, query);
    }
    sql.push("SELECT ")
        .push(key)
        .push(" AS key, ticket.id AS id FROM ");
    sql.push(if rare {
        // A cross join is read from its left side by SQLite; PostgreSQL knows that the left side is short.
        "few CROSS JOIN ticket WHERE ticket.id = few.ticket_id AND "
    } else {
        "ticket WHERE "
    });
    conditions(&mut sql, scope, query, teams, Side::Ordered);
    if let Some(after) = query.after {
        sql.push(" AND (").push(key).push(", ticket.id)");
        sql.push(if ascends { " > (" } else { " < (" });
        sql.int(after.key).push(", ").int(after.id).push(")");
    }
    sql.push(" ORDER BY ").push(key);
    sql.push(if ascends {
        ", ticket.id LIMIT "
    } else {
        " DESC, ticket.id DESC LIMIT "
    });
    sql.int(query.limit);
    sql
}

/// Tickets in which the words are found, the newest entry first.
fn found(dialect: Dialect, scope: &Scope, query: &ListQuery, words: &SearchWords) -> Sql {
    let mut sql = Sql::new("SELECT max(hit.id) AS key, ticket.id AS id FROM (");
    hits(&mut sql, dialect, words);
    sql.push(
        ") AS hit JOIN entry ON entry.id = hit.id JOIN ticket AS said ON said.id = entry.ticket_id \
         JOIN ticket ON ticket.id = COALESCE(said.merged_into, said.id) WHERE ",
    );
    conditions(&mut sql, scope, query, query.teams.as_deref(), Side::Ordered);
    sql.push(" GROUP BY ticket.id");
    if let Some(after) = query.after {
        sql.push(" HAVING max(hit.id) < ").int(after.key);
    }
    sql.push(" ORDER BY key DESC LIMIT ").int(query.limit);
    sql
}

/// A list as those of single people, for a count that stops at its bound.
fn of_people(query: &ListQuery) -> Vec<ListQuery> {
    match &query.whose {
        Some(Whose::OneOf(several)) => {
            let part = |whose: &Whose| ListQuery {
                whose: Some(whose.clone()),
                ..query.clone()
            };
            several.iter().map(part).collect()
        }
        _ => vec![query.clone()],
    }
}

/// Counts of lists, in their order.
fn counts(scope: &Scope, queries: &[ListQuery], most: i64) -> Sql {
    let mut sql = Sql::new("SELECT n FROM (");
    for (at, query) in queries.iter().enumerate() {
        sql.push(if at == 0 { "SELECT " } else { " UNION ALL SELECT " });
        sql.int(i64::try_from(at).unwrap_or(i64::MAX));
        sql.push(" AS place, count(*) AS n FROM (");
        for (at, part) in of_people(query).iter().enumerate() {
            sql.push(if at == 0 {
                "SELECT 1 FROM ticket WHERE "
            } else {
                " UNION ALL SELECT 1 FROM ticket WHERE "
            });
            conditions(&mut sql, scope, part, part.teams.as_deref(), Side::Counted);
        }
        sql.push(" LIMIT ").int(most).push(") AS bounded");
    }
    sql.push(") AS counted ORDER BY place");
    sql
}
