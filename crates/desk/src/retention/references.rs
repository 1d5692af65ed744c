//! Bytes in the database that nothing refers to. What is referred to is marked in a room of fixed size (B. H. Bloom,
//! 1970): a mark too many keeps some bytes that could go, one too few is not possible.

use super::GRACE;
use crate::{Desk, DeskResult};
use domain::Actor;
use store::{Reader, StoreError, Tx};

/// Bits of the room, a power of two: 16 MiB. With ten million references three orphans of a thousand are kept.
const BITS: u64 = 1 << 27;
/// Marks of one address.
const MARKS: u64 = 6;
/// Orphans removed in one transaction, and at most in one run.
const CHUNK: usize = 500;
const MOST: usize = 50_000;

/// Addresses that were seen, and perhaps a few that were not.
struct Marked(Vec<u64>);

impl Marked {
    fn new() -> Self {
        let words = usize::try_from(BITS / 64).unwrap_or_default();
        Self(vec![0; words])
    }

    fn mark(&mut self, hash: &str) {
        for (word, bit) in places(hash) {
            if let Some(word) = self.0.get_mut(word) {
                *word |= bit;
            }
        }
    }

    fn has(&self, hash: &str) -> bool {
        places(hash).all(|(word, bit)| self.0.get(word).is_some_and(|word| word & bit != 0))
    }
}

/// Where the marks of an address lie. A digest is evenly spread already: its own digits are as good as any hash of them.
fn places(hash: &str) -> impl Iterator<Item = (usize, u64)> {
    let digits = |from: usize| {
        let part = hash.get(from..from + 16).unwrap_or_default();
        u64::from_str_radix(part, 16).unwrap_or_default()
    };
    let (first, step) = (digits(0), digits(16) | 1);
    (0..MARKS).map(move |mark| {
        let place = first.wrapping_add(step.wrapping_mul(mark)) % BITS;
        (usize::try_from(place / 64).unwrap_or_default(), 1 << (place % 64))
    })
}

impl Desk {
    /// Removes bytes that nothing refers to and that were not put within the last day; how many there were.
    pub(super) async fn sweep_blobs(&self) -> DeskResult<usize> {
        let before = self.now().saturating_add(-GRACE);
        // One state of the database: what moves from table to table meanwhile is seen in one of them.
        let orphans = self
            .store()
            .read(
                move |reader: &mut Reader<'_>| -> Result<Vec<String>, StoreError> {
                    let (mut after, mut orphans) = (String::new(), Vec::new());
                    let mut old = reader.old_blobs(&after, before)?;
                    if old.is_empty() {
                        return Ok(orphans);
                    }
                    let mut marked = Marked::new();
                    reader.referenced_blobs(&mut |hash| marked.mark(hash))?;
                    while let Some(last) = old.last() {
                        after.clone_from(last);
                        orphans.extend(old.into_iter().filter(|hash| !marked.has(hash)));
                        if orphans.len() >= MOST {
                            break;
                        }
                        old = reader.old_blobs(&after, before)?;
                    }
                    Ok(orphans)
                },
            )
            .await?;
        let mut removed = 0;
        for chunk in orphans.chunks(CHUNK) {
            let gone = chunk.to_vec();
            let run = move |tx: &mut Tx<'_>| -> Result<usize, StoreError> { tx.remove_blobs(&gone, before) };
            removed += self.store().write(Actor::System, run).await?;
            self.unreferenced_since_now(chunk).await?;
        }
        Ok(removed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest as _, Sha256};

    #[test]
    fn what_was_marked_is_always_found_and_hardly_anything_else() {
        let hash = |number: u32| hex::encode(Sha256::digest(number.to_le_bytes()));
        let mut marked = Marked::new();
        (0..20_000).for_each(|number| marked.mark(&hash(number)));
        assert!((0..20_000).all(|number| marked.has(&hash(number))));
        let wrong = (20_000..40_000).filter(|number| marked.has(&hash(*number)));
        assert_eq!(wrong.count(), 0);
    }
}
