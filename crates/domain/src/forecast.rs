//! Which clocks a request starts at once. One rule for intake, which writes them, and for whoever tells the client a
//! deadline before anything is sent: what is foretold is what will be.

use crate::clock::{Clock, ClockKind, ClockSeed};
use crate::policy::{self, Request};
use crate::setup::Setup;
use crate::{ClockId, Moment, TicketId};

/// Clocks that start with the request itself.
const AT_ONCE: [ClockKind; 2] = [ClockKind::FirstResponse, ClockKind::Resolution];

/// The clocks of the policy that holds for a request which happens at `at`; none where no policy does.
#[must_use]
pub fn clocks_at_once(
    setup: &Setup,
    request: &Request<'_>,
    ticket: TicketId,
    at: Moment,
    mut id: impl FnMut() -> ClockId,
) -> Vec<Clock> {
    let Some(policy) = policy::choose(&setup.policies, request) else {
        return Vec::new();
    };
    let wanted = AT_ONCE.iter().filter_map(|kind| policy.clock(*kind));
    wanted
        .filter_map(|wanted| {
            let seed = ClockSeed {
                id: id(),
                ticket,
                kind: wanted.kind,
                policy: Some(policy.id),
                calendar: wanted.calendar,
                target: wanted.target,
                started_at: at,
            };
            // Policies are checked when they are applied: a target that cannot be counted never gets here.
            Clock::start(seed, setup).ok()
        })
        .collect()
}

/// The clocks that a request of now would start. They belong to no ticket and are never written.
#[must_use]
pub fn forecast(setup: &Setup, request: &Request<'_>, now: Moment) -> Vec<Clock> {
    clocks_at_once(setup, request, TicketId(0), now, || ClockId(0))
}
