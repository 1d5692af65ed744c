//! What a ticket of a list must fulfil, written so that an index behind it can be used: the conditions of partial
//! indexes stand word for word.

use crate::conn::Conn;
use crate::error::StoreError;
use crate::rows::read_list::{FieldTest, ListQuery, Pile, Whose};
use crate::rows::read_sql::{IS_DONE, IS_OPEN, IdRow, Sql};
use crate::scope::Scope;
use domain::TeamId;
use domain::ticket::{Kind, Priority};

/// Tickets up to which a tag or a field is rare: they are fetched and sorted, which is cheaper than to read the whole
/// list in order and find one in a thousand.
const FEW: i64 = 2_000;

/// What the conditions are for.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(super) enum Side {
    /// A page in order: what is common is found while reading.
    Ordered,
    /// A count: whatever is shortest comes first.
    Counted,
}

/// Whether a tag or a field of this list is rare: a bounded look into its index.
pub(super) fn is_few(conn: &mut Conn, query: &ListQuery) -> Result<bool, StoreError> {
    if query.search.is_some() {
        return Ok(false);
    }
    let mut sql = Sql::new("SELECT count(*) AS id FROM (");
    if !tagged(&mut sql, query) {
        return Ok(false);
    }
    sql.push(" LIMIT ").int(FEW + 1).push(") AS bounded");
    let counted: Vec<IdRow> = sql.load(conn)?;
    Ok(counted.first().is_some_and(|row| row.id <= FEW))
}

/// The rare ones, as `few (ticket_id)`.
pub(super) fn few(sql: &mut Sql, query: &ListQuery) {
    sql.push("WITH few AS MATERIALIZED (");
    tagged(sql, query);
    sql.push(" LIMIT ").int(FEW).push(") ");
}

/// The tickets of the client, of the company, with the tag, or with the first of the fields; nothing is added where neither is asked for.
fn tagged(sql: &mut Sql, query: &ListQuery) -> bool {
    if let Some(client) = &query.client {
        sql.push("SELECT ticket.id AS ticket_id FROM ticket WHERE ticket.client_id = ")
            .push("(SELECT client.id FROM client WHERE client.public_id = ")
            .text(client)
            .push(")");
        return true;
    }
    if let Some(company) = &query.company {
        sql.push("SELECT ticket.id AS ticket_id FROM client INNER JOIN ticket ON ticket.client_id = client.id WHERE ");
        of_company(sql, company);
        return true;
    }
    match (&query.tag, query.fields.first()) {
        (Some(tag), _) => {
            sql.push("SELECT ticket_tag.ticket_id FROM ticket_tag WHERE ticket_tag.tag = ")
                .text(tag);
        }
        (None, Some(field)) => {
            sql.push("SELECT ticket_field.ticket_id FROM ticket_field WHERE ");
            holds(sql, field);
        }
        (None, None) => return false,
    }
    true
}

/// The condition of the index of companies stands word for word.
fn of_company(sql: &mut Sql, company: &str) {
    sql.push("client.company = ")
        .text(company)
        .push(" AND client.merged_into IS NULL AND client.company <> ''");
}

fn holds(sql: &mut Sql, field: &FieldTest) {
    sql.push("ticket_field.field = ").text(&field.field);
    if field.from == field.to {
        sql.push(" AND ticket_field.sort_key = ").int(field.from);
    } else {
        sql.push(" AND ticket_field.sort_key >= ").int(field.from);
        sql.push(" AND ticket_field.sort_key <= ").int(field.to);
    }
}

/// Adds what a ticket must fulfil.
pub(super) fn conditions(
    sql: &mut Sql,
    scope: &Scope,
    query: &ListQuery,
    teams: Option<&[TeamId]>,
    side: Side,
) {
    match query.pile {
        Pile::Open => sql.push(IS_OPEN),
        Pile::Waiting => sql.push(IS_OPEN).push(" AND ticket.state = 'waiting_client'"),
        Pile::Done(None) => sql.push(IS_DONE),
        Pile::Done(Some(state)) => sql.push(IS_DONE).push(" AND ticket.state = ").text(state.code()),
        Pile::Any => sql.push("ticket.merged_into IS NULL"),
    };
    sql.within(scope);
    people(sql, query, teams);
    times(sql, query);
    labels(sql, query);
    many(sql, query, side);
}

fn people(sql: &mut Sql, query: &ListQuery, teams: Option<&[TeamId]>) {
    if let Some(one) = &query.whose {
        sql.push(" AND ");
        whose(sql, one);
    }
    match teams {
        None => {}
        Some([team]) => {
            sql.push(" AND ticket.team_id = ").int(team.0);
        }
        Some(teams) => {
            sql.push(" AND ticket.team_id IN ")
                .ints(teams.iter().map(|id| id.0));
        }
    }
    if let Some(client) = &query.client {
        sql.push(" AND ticket.client_id = (SELECT client.id FROM client WHERE client.public_id = ")
            .text(client)
            .push(")");
    }
}

fn whose(sql: &mut Sql, whose_it_is: &Whose) {
    match whose_it_is {
        Whose::Nobody => {
            sql.push("ticket.assignee_id IS NULL");
        }
        Whose::Of(operator) => {
            sql.push("ticket.assignee_id = ").int(operator.0);
        }
        Whose::Named(public_id) => {
            sql.push("ticket.assignee_id = (SELECT operator.id FROM operator WHERE operator.public_id = ")
                .text(public_id)
                .push(")");
        }
        Whose::For(away) => {
            sql.push("ticket.assignee_id = ")
                .int(away.operator.0)
                .push(" AND (ticket.lead_due < ")
                .int(away.until.as_micros())
                .push(" OR EXISTS (SELECT 1 FROM entry WHERE entry.ticket_id = ticket.id AND entry.occurred_at >= ")
                .int(away.from.as_micros())
                .push(" AND entry.kind = 'message_in' AND entry.code = ''))");
        }
        Whose::OneOf(several) => {
            for (at, one) in several.iter().enumerate() {
                sql.push(if at == 0 { "((" } else { ") OR (" });
                whose(sql, one);
            }
            sql.push(if several.is_empty() { "1 = 0" } else { "))" });
        }
    }
}

fn times(sql: &mut Sql, query: &ListQuery) {
    let ranges = [
        (" AND ticket.lead_due >= ", query.due_from),
        (" AND ticket.lead_due < ", query.due_before),
        (" AND ticket.created_at >= ", query.created_from),
        (" AND ticket.created_at < ", query.created_before),
        (" AND ticket.updated_at >= ", query.updated_from),
        (" AND ticket.updated_at < ", query.updated_before),
    ];
    for (condition, at) in ranges {
        if let Some(at) = at {
            sql.push(condition).int(at.as_micros());
        }
    }
}

/// What most tickets are has no index, and its condition does not name one.
fn labels(sql: &mut Sql, query: &ListQuery) {
    if let Some(state) = query.state {
        sql.push(" AND ticket.state = ").text(state.code());
    }
    if let Some(kind) = query.kind {
        sql.push(" AND ticket.kind = ").text(kind.code());
        if kind != Kind::Question {
            sql.push(" AND ticket.kind <> 'question'");
        }
    }
    if let Some(priority) = query.priority {
        sql.push(" AND ticket.priority = ").text(priority.code());
        if priority != Priority::Normal {
            sql.push(" AND ticket.priority <> 'normal'");
        }
    }
    if let Some(topic) = &query.topic {
        sql.push(" AND ticket.topic = ")
            .text(topic)
            .push(" AND ticket.topic <> ''");
    }
    if let Some(channel) = query.channel {
        sql.push(" AND ticket.channel_id = ").int(channel.0);
    }
    if let Some(brand) = query.brand {
        sql.push(" AND ticket.brand_id = ").int(brand.0);
    }
}

fn many(sql: &mut Sql, query: &ListQuery, side: Side) {
    if let Some(company) = &query.company {
        sql.push(if side == Side::Counted {
            " AND ticket.client_id IN (SELECT client.id FROM client WHERE "
        } else {
            " AND EXISTS (SELECT 1 FROM client WHERE client.id = ticket.client_id AND "
        });
        of_company(sql, company);
        sql.push(")");
    }
    if let Some(tag) = &query.tag {
        if side == Side::Counted {
            sql.push(
                " AND ticket.id IN (SELECT ticket_tag.ticket_id FROM ticket_tag WHERE ticket_tag.tag = ",
            )
            .text(tag)
            .push(")");
        } else {
            sql.push(" AND EXISTS (SELECT 1 FROM ticket_tag WHERE ticket_tag.ticket_id = ticket.id AND ticket_tag.tag = ")
                .text(tag)
                .push(")");
        }
    }
    for field in &query.fields {
        sql.push(if side == Side::Counted {
            " AND ticket.id IN (SELECT ticket_field.ticket_id FROM ticket_field WHERE "
        } else {
            " AND EXISTS (SELECT 1 FROM ticket_field WHERE ticket_field.ticket_id = ticket.id AND "
        });
        holds(sql, field);
        sql.push(")");
    }
}
