//! What our side does on a ticket. Pure: a ticket with its facts in, a plan out. One file an action.

mod acknowledge;
mod answer;
mod breach;
mod change;
mod close;
mod correct;
mod delivery;
mod edit;
mod excuse;
mod note;
mod promise;
mod recount;
mod renew_link;
mod retarget;
mod statutory;
mod undo;
mod withdraw;

pub use acknowledge::{Acknowledgement, Skipped, acknowledge, why_not};
pub use answer::{Answer, answer, answer_not_needed};
pub use breach::{Breach, breach};
pub use change::{Change, SetField, change};
pub use close::close_after_quiet;
pub use correct::correct;
pub use delivery::{Attempted, attempted};
pub use edit::{Edit, Refusal};
pub use excuse::excuse;
pub use note::note;
pub use promise::{Promise, promise_by_voice, release_promise};
pub(crate) use recount::recounted;
pub use renew_link::renew_link;
pub use statutory::{extend, extendable, register};
pub use undo::{LastSaid, undo_answer};
pub use withdraw::{solved_by_client, withdraw};
