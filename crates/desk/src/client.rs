//! What is known of a client, changed. Another segment means other policies for what is open (`definitions.md` §8).

use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use crate::recount::join;
use domain::event::{EventType, NewEvent};
use domain::plan::Plan;
use domain::recount::{Correction, recount};
use domain::{Permission, Principal};
use store::Tx;

/// Characters of a segment.
const SEGMENT: usize = 40;
/// Open tickets of one client that follow at once. Nobody has more.
const MOST_TICKETS: i64 = 1_000;

/// What shall be different about a client. What is `None` stays.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ClientPatch {
    /// Empty: in none.
    pub segment: Option<String>,
}

impl Desk {
    /// Changes a client; deadlines of open tickets follow in the same commit, and none is put into the past.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for a segment that is none; [`DeskError::NotFound`]; the store's own.
    pub async fn change_client(&self, principal: &Principal, id: &str, patch: ClientPatch) -> DeskResult<()> {
        require(principal, Permission::TicketsWrite)?;
        let Some(segment) = patch.segment else {
            return Ok(());
        };
        let segment = text::clean_line(&segment, SEGMENT + 1);
        if segment.chars().count() > SEGMENT {
            let reason = format!("a segment has at most {SEGMENT} characters");
            return Err(DeskError::invalid("segment", "too_long", reason));
        }
        let (id, setup, actor) = (id.to_owned(), self.setup(), principal.actor());
        let written: Result<(), InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                let (client, before) = tx.client_segment(&id)?;
                if before == segment {
                    return Ok(());
                }
                tx.set_segment(client, &segment)?;
                let open = tx.open_tickets_of(client, MOST_TICKETS)?;
                let facts = tx.many_ticket_facts(open.into_iter().collect())?;
                let now = tx.now;
                let correction = Correction {
                    policies: true,
                    calendars: Vec::new(),
                };
                let mut whole = Plan::default();
                for (ticket, facts) in facts {
                    let public_id = facts.ticket.public_id.clone();
                    let done = recount(facts, &correction, &segment, &setup, now, actor, tx);
                    if let Some((plan, _)) = done {
                        join(&mut whole, plan);
                        whole.events.push(NewEvent {
                            kind: EventType::ClockChanged,
                            ticket: Some(ticket),
                            payload: serde_json::json!({ "ticket": public_id }),
                        });
                    }
                }
                tx.apply(&mut whole)?;
                let detail = serde_json::json!({ "from": before, "to": segment });
                tx.audit("client.segment", &id, &detail)?;
                Ok(())
            })
            .await;
        Ok(written?)
    }
}
