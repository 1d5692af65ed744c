//! Which clocks a request starts at once. One rule for intake, which writes them, and for whoever tells the client a
//! deadline before anything is sent: what is foretold is what will be.

use crate::clock::{Clock, ClockKind, ClockSeed, Target};
use crate::policy::{self, Request};
use crate::setup::Setup;
use crate::term::{self, StartsOn};
use crate::{CalendarId, ClockId, Moment, PolicyId, TicketId};

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
    let policy = policy::choose(&setup.policies, request);
    let own = policy.into_iter().flat_map(|policy| {
        let wanted = AT_ONCE.iter().filter_map(|kind| policy.clock(*kind));
        wanted.map(|wanted| (wanted.kind, policy.id, wanted.calendar, wanted.target))
    });
    own.chain(of_law(setup, request))
        .filter_map(|(kind, policy, calendar, target)| {
            let seed = ClockSeed {
                id: id(),
                ticket,
                kind,
                policy: Some(policy),
                calendar,
                target,
                started_at: at,
            };
            // Policies are checked when they are applied: a target that cannot be counted never gets here.
            Clock::start(seed, setup).ok()
        })
        .collect()
}

/// What the law gives such a request beside the desk's own deadlines. What is registered by hand begins with its
/// registration.
fn of_law(
    setup: &Setup,
    request: &Request<'_>,
) -> impl Iterator<Item = (ClockKind, PolicyId, CalendarId, Target)> {
    let registers = !setup.registers_by_hand(request.channel);
    let term = term::choose(&setup.terms, request);
    let statutory = term
        .filter(|term| registers || term.starts_on == StartsOn::Receipt)
        .map(|term| (ClockKind::Statutory, term.id, term.calendar, term.target(0)));
    let registration = term.filter(|_| !registers).map(|term| {
        (
            ClockKind::Registration,
            term.id,
            term.calendar,
            term.registration(),
        )
    });
    statutory.into_iter().chain(registration)
}

/// The clocks that a request of now would start. They belong to no ticket and are never written.
#[must_use]
pub fn forecast(setup: &Setup, request: &Request<'_>, now: Moment) -> Vec<Clock> {
    clocks_at_once(setup, request, TicketId(0), now, || ClockId(0))
}
