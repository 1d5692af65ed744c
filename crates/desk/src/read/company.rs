//! A company as the clients who say they belong to it, and their tickets. It is no record of its own: its name is what stands on
//! their cards.

use super::DeskReader;
use super::ticket::{OtherTicket, other};
use crate::{DeskError, DeskResult};
use domain::ClientId;
pub use store::rows::Company;

/// Companies on one page, clients on one, and tickets shown of them.
const COMPANIES: i64 = 200;
const CLIENTS: i64 = 100;
const TICKETS: i64 = 50;

/// A company's page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CompanyView {
    pub name: String,
    /// Public id and name of each client, in the order in which they came.
    pub clients: Vec<(String, String)>,
    /// Where the next page of clients begins; `None` for the last.
    pub next: Option<i64>,
    /// The newest tickets of all of them.
    pub tickets: Vec<OtherTicket>,
}

impl DeskReader {
    /// Companies in the order of their names, two hundred after one; none for readers who see tickets of some teams only.
    ///
    /// # Errors
    /// The store's own.
    pub async fn companies(&self, after: &str) -> DeskResult<Vec<Company>> {
        let after = after.to_owned();
        self.snapshot(move |reader, scope| {
            if !scope.admits_team(None) {
                return Ok(Vec::new());
            }
            Ok::<_, DeskError>(reader.companies(&after, COMPANIES)?)
        })
        .await
    }

    /// A company's clients, a hundred from a place on, and its newest tickets. Whoever sees tickets of some teams only sees
    /// these, and no list of clients.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where nobody belongs to it; the store's own.
    pub async fn company(&self, name: &str, after: i64) -> DeskResult<CompanyView> {
        let (setup, name) = (self.desk.setup(), name.to_owned());
        self.snapshot(move |reader, scope| {
            let clients = reader.clients_of_company(&name, ClientId(after), CLIENTS)?;
            let full = i64::try_from(clients.len()).is_ok_and(|count| count == CLIENTS);
            let tickets = reader.tickets_of_company(scope, &name, TICKETS)?;
            let all = scope.admits_team(None);
            if clients.is_empty() && after == 0 || !all && tickets.is_empty() {
                return Err(DeskError::NotFound("company"));
            }
            let shown = clients.iter().filter(|_| all);
            Ok(CompanyView {
                next: clients.last().filter(|_| full && all).map(|one| one.id.0),
                clients: shown
                    .map(|one| (one.public_id.clone(), one.name.clone()))
                    .collect(),
                tickets: tickets.into_iter().map(|ticket| other(&setup, ticket)).collect(),
                name,
            })
        })
        .await
    }
}
