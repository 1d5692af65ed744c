//! The client says how content they are. A low score of somebody who consents to a call starts a callback, and the ticket is
//! ours again (`definitions.md` §6).

use super::callback::{CallbackWhy, Callee, start_callback};
use super::change::reopen;
use super::edit::{Edit, Refusal};
use crate::entry::EntryKind;
use crate::event::EventType;
use crate::plan::Plan;
use crate::ticket::State;
use serde_json::json;

/// The best score; 1 is the worst.
pub const BEST_SCORE: u8 = 5;
/// Scores up to this one are low.
pub const LOW_SCORE: u8 = 3;

/// How content a client is (CSAT).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rating {
    /// 1 to [`BEST_SCORE`].
    pub score: u8,
    /// Why, in the client's words; empty for none.
    pub text: String,
    /// We may call about it.
    pub call: bool,
}

/// Codes of a rating's line: without words, and with.
pub const RATED: [&str; 2] = ["ticket_rated", "ticket_rated_why"];

impl Rating {
    /// The parameters of its line.
    #[must_use]
    pub fn params(&self) -> serde_json::Value {
        json!({ "score": self.score, "text": self.text, "call": self.call })
    }

    /// What a line of the timeline says, if it is about a rating.
    #[must_use]
    pub fn of(code: &str, params: &serde_json::Value) -> Option<Self> {
        let score = RATED.contains(&code).then(|| params["score"].as_u64())??;
        Some(Self {
            score: score.try_into().ok()?,
            text: params["text"].as_str().unwrap_or_default().to_owned(),
            call: params["call"].as_bool().unwrap_or_default(),
        })
    }
}

/// Writes a rating down, in the place of the one before.
///
/// # Errors
/// [`Refusal::Invalid`] for a score that there is not; [`Refusal::Closed`] where a call is asked for about a closed ticket.
pub fn rate(mut edit: Edit<'_>, rating: &Rating, callee: &Callee) -> Result<Plan, Refusal> {
    if !(1..=BEST_SCORE).contains(&rating.score) {
        return Err(Refusal::Invalid {
            field: "score",
            reason: format!("1 is the worst, {BEST_SCORE} the best"),
        });
    }
    let wants_call = rating.call && rating.score <= LOW_SCORE;
    if wants_call && edit.ticket.state == State::Closed {
        return Err(Refusal::Closed);
    }
    let (at, code) = (edit.now, RATED[usize::from(!rating.text.is_empty())]);
    let entry = edit.line(EntryKind::Change, at, code, rating.params());
    if wants_call {
        if edit.ticket.state.is_done() {
            reopen(&mut edit, at, Some(entry));
        }
        // None where no policy promises one, or for who wants no calls at all: the ticket is in hand all the same.
        start_callback(&mut edit, at, CallbackWhy::LowScore, callee);
    }
    edit.event(EventType::TicketRated);
    Ok(edit.finish_quietly())
}
