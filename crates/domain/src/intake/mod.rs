//! What becomes of something that arrived. Pure: facts in, plan out. One batch is decided message by message, and
//! each sees what those before it decided.

mod arrival;
mod author;
mod callback;
mod comeback;
mod decide;
mod facts;
mod keep;
mod line;
mod message;
mod new_ticket;
mod own;
mod replay;
mod report;
mod side_task;
mod thread;
mod turn;

pub use arrival::{
    AnswerBy, AnswerWish, Arrival, Automatic, Consent, Happened, NewForwarded, NewMessage, NewOwn, NewReport,
    ReportedFate, ThreadHint, What, Wishes,
};
pub use decide::decide;
pub use facts::{DeliveryFact, Facts, KeyFact, Known, TicketFacts, Wanted};
pub use keep::lead;
pub use line::CLOCK_AHEAD;
pub use message::ACKNOWLEDGEMENT_HOLD;
pub(crate) use new_ticket::year_of;
pub use own::OperatorFact;
pub use replay::{Replayed, replay};
pub use report::{void_answer, wakes};
pub use side_task::{SideTaskFact, side_task_letter_id};

use crate::plan::{
    Decided, DeliveryNews, LedgerRow, NewClient, NewConsent, NewIdentity, Plan, QuarantineRow, ThreadRef,
};
