//! Companies: what clients say they belong to.

use super::auth::Caller;
use crate::problem::{Answer, ProblemBody};
use actix_web::{HttpResponse, get, web};
use domain::Permission;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Where a list goes on.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CompaniesAsked {
    /// The last name of the page before.
    #[param(inline)]
    pub after: String,
}

/// Which company, and where its list of clients goes on.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CompanyAsked {
    /// Its name as it stands on its clients' cards.
    #[param(inline)]
    pub name: String,
    /// `next` of the page before.
    #[param(inline)]
    pub after: i64,
}

/// A company.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CompanyOut {
    pub name: String,
    /// How many clients belong to it.
    pub clients: i64,
}

/// A company's clients and tickets.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CompanyCardOut {
    pub name: String,
    /// A hundred, in the order in which they came.
    pub clients: Vec<CompanyClientOut>,
    /// Goes into `after` of the next page; `null` on the last.
    pub next: Option<i64>,
    /// The newest fifty of all of them.
    pub tickets: Vec<CompanyTicketOut>,
}

/// A client of a company.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CompanyClientOut {
    /// Public id of the client.
    pub id: String,
    pub name: String,
}

/// A ticket of one of them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CompanyTicketOut {
    /// Public id of the ticket.
    pub id: String,
    pub number: String,
    pub title: String,
    pub state: &'static str,
}

/// Lists companies
///
/// In the order of their names, two hundred at once. A company is what its clients say they belong to, and no record of its own.
#[utoipa::path(tag = "clients", params(CompaniesAsked), responses(
    (status = 200, description = "Companies", body = Vec<CompanyOut>),
    (status = 403, description = "The scope `tickets:read` is missing", body = ProblemBody),
))]
#[get("/api/v1/companies")]
pub async fn list_companies(caller: Caller, asked: web::Query<CompaniesAsked>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let found = caller
        .app
        .desk
        .read(&caller.principal)?
        .companies(&asked.after)
        .await?;
    let out = found.into_iter().map(|one| CompanyOut {
        name: one.name,
        clients: one.clients,
    });
    Ok(HttpResponse::Ok().json(out.collect::<Vec<_>>()))
}

/// Shows a company
///
/// The clients whose cards name it, and their newest tickets.
#[utoipa::path(tag = "clients", params(CompanyAsked), responses(
    (status = 200, description = "The company", body = CompanyCardOut),
    (status = 404, description = "Nobody belongs to it", body = ProblemBody),
))]
#[get("/api/v1/companies/card")]
pub async fn show_company(caller: Caller, asked: web::Query<CompanyAsked>) -> Answer {
    caller.require(Permission::TicketsRead)?;
    let reader = caller.app.desk.read(&caller.principal)?;
    let found = reader.company(&asked.name, asked.after).await?;
    let clients = found.clients.into_iter();
    let tickets = found.tickets.into_iter();
    Ok(HttpResponse::Ok().json(CompanyCardOut {
        name: found.name,
        clients: clients.map(|(id, name)| CompanyClientOut { id, name }).collect(),
        next: found.next,
        tickets: tickets
            .map(|one| CompanyTicketOut {
                id: one.public_id,
                number: one.number,
                title: one.title,
                state: one.state.code(),
            })
            .collect(),
    }))
}
