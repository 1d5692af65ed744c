//! What a client who is on the telephone has not been told yet: read aloud, and confirmed (`definitions.md` §11).

use domain::clock::Clock;
use domain::setup::Setup;
use domain::ticket::Ticket;
use domain::time::NEVER;
use domain::told::{correction, told};
use domain::{Handle, HandleKind, Moment};

/// What is to be read aloud beside the number.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ToTell {
    pub due: Moment,
    /// IANA zone it is told in.
    pub zone: String,
    /// What the team that has it is called before clients; empty for none. The responsible operator comes before it.
    pub team: String,
    /// How the answer will come.
    pub to: Handle,
    /// The client was told another one before: it has moved (§11).
    pub moved: bool,
}

/// Whether a voice has to tell the client a deadline: no letter goes to a telephone.
fn is_told_by_voice(ticket: &Ticket, address: HandleKind) -> bool {
    address == HandleKind::Phone && ticket.merged_into.is_none() && !ticket.state.is_done()
}

/// What there is to tell; nothing where the client knows it, where no such deadline runs, or where it has passed. A deadline
/// that was told and has moved is to be told again, by the rule of any other correction.
pub(super) fn to_tell(
    setup: &Setup,
    ticket: &Ticket,
    clocks: &[Clock],
    address: Option<&Handle>,
    now: Moment,
) -> Option<ToTell> {
    let address = address.filter(|address| is_told_by_voice(ticket, address.kind))?;
    let moved = ticket.told_due != NEVER;
    let told = if moved {
        correction(ticket, clocks, setup, now)?.0
    } else {
        told(&clocks.iter().collect::<Vec<_>>(), setup)?
    };
    let clock = clocks.iter().find(|clock| clock.id == told.id)?;
    if clock.is_paused() || told.due < now {
        return None;
    }
    let team = ticket.team.and_then(|id| setup.team(id));
    let team = team.and_then(|team| team.public_name.get(&ticket.lang).cloned());
    Some(ToTell {
        due: told.due,
        zone: told.zone,
        team: team.unwrap_or_default(),
        to: address.clone(),
        moved,
    })
}
