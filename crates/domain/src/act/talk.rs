//! What a talk in a chat says by itself: service notices, read where the talk is held and brought nowhere else. They answer
//! nothing (`definitions.md` §5).

use super::edit::Edit;
use crate::entry::{Body, EntryKind};
use crate::event::EventType;
use crate::plan::Plan;
use crate::{ChannelId, Moment};

/// A line in the talk: a reminder, or that it has ended.
#[must_use]
pub fn talk_notice(mut edit: Edit<'_>, channel: ChannelId, code: &str, text: &str) -> Plan {
    let params = serde_json::json!({ "title": text });
    let entry = edit.line(EntryKind::MessageOut, edit.now, code, params);
    if let Some(line) = edit.last_line() {
        text.clone_into(&mut line.preview);
        line.channel = Some(channel);
    }
    let body = Body {
        text: text.to_owned(),
        visible: text.len(),
        html: String::new(),
        remote_images: 0,
    };
    edit.plan.bodies.push((entry, body));
    edit.event(EventType::TicketChanged);
    edit.finish_quietly()
}

/// The visitor left the queue before anybody answered: ours read it, and the ticket stays.
#[must_use]
pub fn talk_abandoned(mut edit: Edit<'_>, left_at: Moment) -> Plan {
    edit.line(
        EntryKind::Change,
        left_at,
        "talk_abandoned",
        serde_json::json!({}),
    );
    edit.event(EventType::TicketChanged);
    edit.finish_quietly()
}
