//! Somebody of ours read the client the deadline on the telephone: «Озвучено» (`definitions.md` §11). From then on it is what
//! the client was told, and told-versus-kept counts it.

use super::correct::tell;
use super::edit::{Edit, Refusal};
use crate::EntryId;
use crate::entry::EntryKind;
use crate::event::EventType;
use crate::plan::Plan;
use crate::told::{Why, correction, told};

/// Writes down that the client was told the deadline by voice; `no_sms`: and wants no message with it.
///
/// # Errors
/// [`Refusal::Invalid`] where there is nothing to tell: no deadline runs, it waits for the client, it has passed, or it was told
/// already.
pub fn tell_by_voice(mut edit: Edit<'_>, no_sms: bool) -> Result<(Plan, EntryId), Refusal> {
    let clocks: Vec<_> = edit.clocks.iter().collect();
    let told = told(&clocks, edit.setup).ok_or_else(|| nothing("no deadline runs that a client is told"))?;
    let waits = clocks
        .iter()
        .any(|clock| clock.id == told.id && clock.is_paused());
    if waits {
        return Err(nothing(
            "the deadline waits for the client: it is told when it runs again",
        ));
    }
    if told.due < edit.now {
        return Err(nothing("the deadline has passed: promise the client a new one"));
    }
    if edit.ticket.told_due == told.due {
        return Err(nothing("the client was told this deadline already"));
    }
    let why = correction(&edit.ticket, &edit.clocks, edit.setup, edit.now).map_or(Why::Later, |(_, why)| why);
    let mut params = serde_json::json!({ "due": told.due.as_micros() });
    if no_sms {
        params["no_sms"] = true.into();
    }
    let entry = edit.line(EntryKind::Clock, edit.now, "told_by_voice", params);
    tell(&mut edit, &told, why, entry);
    edit.event(EventType::ClockChanged);
    Ok((edit.finish(), entry))
}

fn nothing(reason: &str) -> Refusal {
    Refusal::Invalid {
        field: "told",
        reason: reason.to_owned(),
    }
}
