//! What our side changed on a ticket since a version: told to whoever came too late.

use desk::read::EntryView;
use domain::entry::EntryKind;

/// Changes told at most.
const TOLD: usize = 10;

/// The lines of the last `versions` changes, oldest first. Every change makes one version, and all lines of a change are
/// recorded at one instant.
pub fn last(entries: &[EntryView], versions: i64) -> Vec<&EntryView> {
    let mut left = versions;
    let mut told: Vec<&EntryView> = Vec::new();
    let ours = entries
        .iter()
        .rev()
        .filter(|entry| matches!(entry.kind, EntryKind::Change | EntryKind::MessageOut));
    for entry in ours {
        if told
            .last()
            .is_none_or(|before| before.recorded_at != entry.recorded_at)
        {
            left -= 1;
        }
        if left < 0 || told.len() == TOLD {
            break;
        }
        told.push(entry);
    }
    told.reverse();
    told
}
