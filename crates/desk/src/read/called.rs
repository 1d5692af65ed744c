//! A telephone call as the client may see it: that it was, which way, and how long. What ours wrote about it is theirs.

use domain::act::{CallOutcome, Direction};
use domain::entry::Entry;
use domain::time::SECOND;

/// A call.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Called {
    pub direction: Direction,
    /// Both spoke.
    pub connected: bool,
    /// Of the talk; unknown while nobody told its end.
    pub seconds: Option<i64>,
}

/// The call that a line of the timeline is; `None` for what was written.
pub(super) fn called(entry: &Entry) -> Option<Called> {
    let facts = entry.params.get("call").filter(|facts| facts.is_object())?;
    let code = |name: &str| facts.get(name).and_then(serde_json::Value::as_str);
    let instant = |name: &str| facts.get(name).and_then(serde_json::Value::as_i64);
    let lasted = instant("connected_at").zip(instant("ended_at"));
    let incoming = code("direction") == Some(Direction::In.code());
    Some(Called {
        direction: if incoming { Direction::In } else { Direction::Out },
        connected: code("outcome") == Some(CallOutcome::Connected.code()),
        seconds: lasted.map(|(from, to)| to.saturating_sub(from) / SECOND),
    })
}
