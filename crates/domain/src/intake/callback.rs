//! Callbacks that a message starts: its author asks to be called, or the policy promises a call with the request itself
//! (`definitions.md` §6, worked example 18).

use super::decide::Work;
use super::{AnswerBy, Known, NewMessage};
use crate::act::{CallbackWhy, Callee, callback};
use crate::{ClockId, HandleKind, Moment, TicketId};

impl Work<'_> {
    /// Starts the callback that a message asks for on its ticket. `opens` where the message is the request itself.
    pub(super) fn call_for(
        &mut self,
        id: TicketId,
        message: &NewMessage,
        sender: &Known,
        at: Moment,
        opens: bool,
    ) {
        let setup = self.setup;
        let Some(facts) = self.facts.tickets.get_mut(&id) else {
            return;
        };
        let asks = message
            .wishes
            .answer
            .as_ref()
            .is_some_and(|wish| wish.by == AnswerBy::Phone);
        let why = if asks {
            CallbackWhy::Asked
        } else if opens && may_be_called(message, sender, &facts.ticket.topic) {
            CallbackWhy::Policy
        } else {
            return;
        };
        let calls = &sender.calls;
        let callee = Callee::of(
            &sender.segment,
            calls.none,
            &calls.hours,
            &sender.zone,
            &setup.zone,
        );
        let ids = &mut *self.ids;
        let new_id = || ClockId(ids.next_id());
        if let Some(clock) = callback(&facts.ticket, &facts.clocks, setup, at, why, &callee, new_id) {
            facts.clocks.push(clock.clone());
            self.plan.clocks.push(clock);
        }
    }
}

/// Whether a call may be what the client wants who did not ask for one. Who prefers writing is answered in writing; who calls
/// is on the line, or is called back because nobody picked up.
fn may_be_called(message: &NewMessage, sender: &Known, topic: &str) -> bool {
    !message.wishes.writing && !sender.calls.prefers_writing(topic) && message.from.kind != HandleKind::Phone
}
