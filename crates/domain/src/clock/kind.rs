//! Which deadlines there are, what may happen to one, and how it may stand. Words alone: nothing is counted here.

use crate::coded;

coded! {
    /// Which deadline it is.
    pub enum ClockKind {
        FirstResponse = "first_response",
        NextResponse = "next_response",
        PeriodicUpdate = "periodic_update",
        Resolution = "resolution",
        Handoff = "handoff",
        Callback = "callback",
        SideTask = "side_task",
        Promise = "promise",
        Statutory = "statutory",
        /// Registering what was received; the statutory term begins with it.
        Registration = "registration",
    }
}

impl ClockKind {
    /// Whether waiting for the client pauses it (`definitions.md` §7).
    #[must_use]
    pub fn pauses_for_client(self) -> bool {
        matches!(self, Self::Resolution | Self::PeriodicUpdate)
    }

    /// Whether whoever promises more than it allows ought to know (§10): the client waits by it. Promises stand beside each other,
    /// and what a department takes is our own affair.
    #[must_use]
    pub fn bounds_promises(self) -> bool {
        !matches!(self, Self::Promise | Self::SideTask)
    }

    /// Whether it goes on when the ticket is resolved, until it is itself fulfilled or withdrawn (§7).
    #[must_use]
    pub fn outlives_resolution(self) -> bool {
        matches!(
            self,
            Self::Callback | Self::SideTask | Self::Promise | Self::Statutory | Self::Registration
        )
    }

    /// Whether an answer that did not get through is a pause; for the others it is as if it had never been sent (§5).
    #[must_use]
    pub fn failed_answer_is_a_pause(self) -> bool {
        matches!(
            self,
            Self::FirstResponse | Self::NextResponse | Self::PeriodicUpdate | Self::Resolution
        )
    }
}

coded! {
    /// What a promise promises (`definitions.md` §10).
    pub enum Promised {
        Answer = "answer",
        Solution = "solution",
        Call = "call",
    }
}

coded! {
    /// How it stands with a clock (`definitions.md` §4).
    pub enum Verdict {
        Running = "running",
        Paused = "paused",
        Met = "met",
        Missed = "missed",
        Cancelled = "cancelled",
        Moved = "moved",
    }
}

coded! {
    /// What can happen to a clock after its start.
    pub enum StepKind {
        Pause = "pause",
        /// Ends a pause, or takes a stop back with the time in between counted as a pause.
        Resume = "resume",
        /// The stopping event.
        Stop = "stop",
        /// Takes the last stop back as if it had never been; with a target, counts from the start by that target.
        Void = "void",
        Cancel = "cancel",
        /// Another target or calendar from here on.
        Retarget = "retarget",
        /// A calendar was corrected: counted from the start again, unless the result is past by then (§8).
        Recount = "recount",
        /// A new date reached the client in time (§10).
        Move = "move",
        /// Another ticket's deadline stands beside it from here on: due no later than that.
        Bound = "bound",
        /// A call that did not connect: counted, and nothing else.
        Attempt = "attempt",
        /// Somebody was warned of the deadline: what came before that warning is not told any more (§12).
        Warned = "warned",
    }
}
