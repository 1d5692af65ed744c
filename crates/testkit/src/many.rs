//! Thousands of tickets at once, written in sets: for tests of what happens when they all fall due.

use desk::fill::rows::Rows;
use domain::plan::Plan;
use domain::setup::{Channel, Setup};
use domain::{Actor, Handle, Moment};
use std::sync::Arc;
use store::{Store, StoreError};

/// Row ids above what a store hands out in a test.
const IDS: i64 = 1 << 50;
/// Tickets in one transaction.
const PORTION: usize = 1_000;

/// Writes tickets that began at an instant, with the clocks of the first policy and nothing else. Returns their public ids.
///
/// # Panics
/// The store is away.
pub async fn many_tickets(
    store: &Store,
    setup: Arc<Setup>,
    channel: Channel,
    begun: Moment,
    count: usize,
) -> Vec<String> {
    let mut rows = Rows::new(setup, channel.clone(), 2026, IDS);
    let mut made = Vec::with_capacity(count);
    while made.len() < count {
        let mut plan = Plan::default();
        for _ in 0..PORTION.min(count - made.len()) {
            let handle = Handle::email(&format!("many{}@client.example", made.len()), "");
            let author = rows.author(&mut plan, &handle, "ru");
            let (mut ticket, clocks) = rows.ticket(author, "Many", "ru", begun);
            ticket.team = channel.team;
            rows.opened(&mut plan, &ticket, clocks, "");
            made.push(ticket.public_id.clone());
            plan.opened.push(ticket);
        }
        plan.jobs.clear();
        store
            .write::<_, StoreError, _>(Actor::System, move |tx| tx.apply(&mut plan.clone()))
            .await
            .unwrap_or_else(|error| panic!("many tickets are written: {error}"));
    }
    made
}
