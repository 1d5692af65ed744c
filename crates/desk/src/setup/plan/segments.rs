//! Segments: groups of clients that policies may name. What a file does not name stays; with `prune` it is retired.

use super::Planner;
use crate::error::DeskResult;
use crate::setup::docs::{self, SegmentDoc};
use std::collections::BTreeSet;

impl Planner<'_> {
    pub(super) fn segments(&mut self) -> DeskResult<()> {
        let stored: Vec<SegmentDoc> = self.stored(docs::SEGMENTS)?;
        let mut segments: Vec<SegmentDoc> = Vec::new();
        for entry in &self.file.segments {
            let part = &entry.value;
            self.key_is_fit(
                entry,
                &part.key,
                segments.iter().any(|known| known.key == part.key),
            );
            self.names_are_fit(entry, &part.name);
            segments.push(SegmentDoc {
                key: part.key.clone(),
                name: part.name.clone(),
                active: part.active,
            });
        }
        let named: BTreeSet<String> = segments.iter().map(|segment| segment.key.clone()).collect();
        for known in stored.iter().filter(|known| !named.contains(&known.key)) {
            segments.push(SegmentDoc {
                active: known.active && !self.file.prune,
                ..known.clone()
            });
        }
        self.segments = segments.iter().map(|segment| segment.key.clone()).collect();
        for segment in &segments {
            let old = stored.iter().find(|known| known.key == segment.key);
            self.note_label(
                "segment",
                &segment.key,
                old,
                segment,
                named.contains(&segment.key),
            )?;
        }
        self.keep(docs::SEGMENTS, &stored, &segments)
    }
}
