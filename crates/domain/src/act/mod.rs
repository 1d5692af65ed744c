//! What our side does on a ticket. Pure: a ticket with its facts in, a plan out. One file an action.

mod acknowledge;
mod answer;
mod beside;
mod breach;
mod call;
mod callback;
mod carry;
mod change;
mod close;
mod correct;
mod delivery;
mod edit;
mod escalate;
#[cfg(test)]
mod examples;
mod excuse;
mod go_on;
mod handoff;
mod late;
mod late_failure;
mod letter;
mod link;
mod lost;
mod merge;
mod note;
mod outreach;
mod own_mail;
mod paper;
mod paper_due;
mod promise;
mod rate;
mod recount;
mod renew_link;
mod resend;
mod retarget;
mod side_task;
mod split;
mod statutory;
mod talk;
mod told_by_voice;
mod undo;
mod update;
mod waiting;
mod warn;
mod withdraw;

pub use acknowledge::{Acknowledgement, Skipped, acknowledge, needs_nothing, why_not};
pub use answer::{AUTOMATIC, Acknowledges, Answer, answer, answer_not_needed, left_by_automatic};
pub use beside::Beside;
pub use breach::{Breach, breach};
pub use call::{
    Call, CallOutcome, Direction, OnMerits, call_began, call_came_in, call_went_out, person_picked_up,
};
pub(crate) use callback::callback;
pub use callback::{
    CallbackWhy, Callee, attempts, call_attempted, call_connected, callback_declined, callback_follows,
    start_callback,
};
pub use change::{Change, SetField, change};
pub use close::close_after_quiet;
pub use correct::correct;
pub use delivery::{Attempted, attempted, attempted_after_merge};
pub use edit::{Edit, Refusal};
pub use escalate::escalate;
pub use excuse::excuse;
pub use go_on::{
    GoesOn, NextWay, came_back_for_good, go_on, go_on_after, nobody_sees, stay_part_of,
    terms_go_on_after_merge,
};
pub use handoff::{PersonAsked, PersonExpected, person_asked, person_expected};
pub use late_failure::Standing;
pub(crate) use late_failure::{Failure, Ground};
pub use letter::{Letter, register_number, registered_late};
pub use link::{LinkKind, say_linked};
pub(crate) use lost::ask_for_help;
pub use lost::tell_lost;
pub use merge::{BothSides, Merge, MergeDoc, Since, merge, unmerge};
pub use note::note;
pub use outreach::{Beginning, Outreach, reach_out};
pub use own_mail::{OwnMail, sent_by_own_mail};
pub use paper::{
    OnDispatch, Registered, letter_delivered, letter_dispatched, letter_prepared, letter_returned,
    write_letter,
};
pub use paper_due::tell_paper_due;
pub use promise::{Promise, promise_by_voice, release_promise};
pub use rate::{BEST_SCORE, LOW_SCORE, RATED, Rating, rate};
pub(crate) use recount::recounted;
pub use renew_link::renew_link;
pub use resend::{Resend, send_again};
pub use side_task::{PartyAnswer, Question, ask_side_task, side_task_answered, withdraw_side_task};
pub use split::{Split, split};
pub use statutory::{extend, extend_on_paper, extendable, other_way, register};
pub use talk::{talk_abandoned, talk_notice};
pub use told_by_voice::tell_by_voice;
pub use undo::{LastSaid, undo_answer};
pub use waiting::{
    closes_after, is_clients_turn, looked_at_again, must_not_end, remind, resolve_waiting, resolves_at,
};
pub use warn::{Here, Warned, warn};
pub use withdraw::{solved_by_client, withdraw};
