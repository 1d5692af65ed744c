//! Side tasks: a department or an outside party is asked by a private link, and by a letter where it has an address; what it
//! answers is a line that the client never sees. The client keeps one operator.

mod answer;
mod ask;
mod page;
mod withdraw;

use crate::error::InWrite;
use crate::ticket::edit::within;
use domain::intake::TicketFacts;
use store::rows::SideTask;
use store::{StoreError, Tx};

pub use ask::{AskedSideTask, LONGEST_SIDE_TASK, NewSideTask};
pub use page::SideTaskPage;

/// Characters of a question or an answer.
const TEXT: usize = 20_000;

/// A task with its ticket, or what that became part of, locked; within what the principal sees, where one is named.
fn in_hand(
    tx: &mut Tx<'_>,
    task: &str,
    within_ticket: Option<&(store::Scope, String)>,
) -> Result<(SideTask, TicketFacts), InWrite> {
    let ticket = tx.side_task(task)?.ticket;
    let mut facts = tx.ticket_facts_by_id(ticket)?;
    // The task's clock went over to what the ticket became part of.
    for _ in 0..16 {
        let Some(into) = facts.ticket.merged_into else {
            break;
        };
        facts = tx.ticket_facts_by_id(into)?;
    }
    let facts = match within_ticket {
        Some((scope, ticket)) if facts.ticket.public_id == *ticket => within(scope, facts)?,
        Some(_) => return Err(StoreError::NotFound("side task").into()),
        None => facts,
    };
    // Read again behind the lock: somebody may have answered meanwhile.
    Ok((tx.side_task(task)?, facts))
}
