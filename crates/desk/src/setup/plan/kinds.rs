//! Whether there is an adapter for a channel's kind, and its settings are fit for it. What they mean is the adapter's.

use super::Planner;
use crate::error::DeskResult;
use crate::setup::docs::{self, ChannelDoc};
use crate::setup::faults::Placed;
use crate::setup::file::ChannelPart;
use channel::{ChannelKind, Claim};
use serde_json::Value;
use store::rows::Door;

/// A channel's settings as they are stored and looked at.
pub(super) fn settings(part: &ChannelPart) -> Value {
    Value::Object(part.settings.clone().into_iter().collect())
}

impl Planner<'_> {
    /// Whether a person registers what comes by channels of that kind.
    pub(super) fn is_by_hand(&self, kind: &str) -> bool {
        self.kinds.iter().any(|known| known.code == kind && known.by_hand)
    }

    pub(super) fn kind_and_settings(&mut self, entry: &Placed<ChannelPart>) -> DeskResult<()> {
        let part = &entry.value;
        let Some(kind) = self.kinds.iter().find(|kind| kind.code == part.kind).copied() else {
            let known: Vec<&str> = self.kinds.iter().map(|kind| kind.code).collect();
            let reason = format!(
                "this Okno has no channels of the kind “{}”: use one of {}",
                part.kind,
                known.join(", ")
            );
            self.faults.add(entry, "kind", "unknown", reason);
            return Ok(());
        };
        let checked = (kind.check)(&settings(part));
        let has_faults = !checked.faults.is_empty();
        for fault in checked.faults {
            let dot = if fault.field.is_empty() { "" } else { "." };
            let place = format!("settings{dot}{}", fault.field);
            self.faults.add(entry, &place, fault.code, fault.reason);
        }
        match checked.claim {
            Some(claim) if !has_faults => self.claim(entry, kind, &claim),
            _ => Ok(()),
        }
    }

    /// No two channels of a kind have the same.
    fn claim(&mut self, entry: &Placed<ChannelPart>, kind: ChannelKind, claim: &Claim) -> DeskResult<()> {
        let part = &entry.value;
        let claims_it = |settings: &Value| (kind.check)(settings).claim.as_ref() == Some(claim);
        let mut holder = None;
        for other in self.file.channels.iter().map(|other| &other.value) {
            if other.name != part.name && other.kind == part.kind && claims_it(&settings(other)) {
                holder = Some(other.name.clone());
            }
        }
        let in_file = |door: &Door| {
            self.file
                .channels
                .iter()
                .any(|other| other.value.name == door.name)
        };
        for door in &self.known.rows.channels {
            if door.enabled && door.kind == part.kind && !in_file(door) {
                let doc: ChannelDoc = docs::read("channel", &door.name, &door.doc)?;
                if claims_it(&doc.settings) {
                    holder = Some(door.name.clone());
                }
            }
        }
        if let Some(holder) = holder {
            let reason = format!(
                "“{}” is taken by the channel “{holder}”: choose another",
                claim.value
            );
            self.faults
                .add(entry, &format!("settings.{}", claim.field), "twice", reason);
        }
        Ok(())
    }
}
