//! A checksum of rows in any order: the sum of the rows' SHA-256, modulo 2^256. Databases need not sort for it.

use sha2::{Digest as _, Sha256};

/// Rows counted and summed.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RowDigest {
    pub rows: u64,
    sum: [u64; 4],
}

impl RowDigest {
    /// Adds a row as it stands in a backup.
    pub fn add(&mut self, line: &[u8]) {
        self.rows += 1;
        let hash = Sha256::digest(line);
        let mut carry = false;
        for (sum, part) in self.sum.iter_mut().zip(hash.chunks_exact(8)) {
            let part = u64::from_le_bytes(part.try_into().unwrap_or_default());
            let (first, over) = sum.overflowing_add(part);
            let (second, again) = first.overflowing_add(u64::from(carry));
            (*sum, carry) = (second, over || again);
        }
    }

    /// The sum, hexadecimal.
    #[must_use]
    pub fn hex(&self) -> String {
        self.sum
            .iter()
            .map(|part| hex::encode(part.to_le_bytes()))
            .collect()
    }
}

/// SHA-256 of bytes, hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(rows: &[Vec<u8>]) -> RowDigest {
        let mut digest = RowDigest::default();
        rows.iter().for_each(|row| digest.add(row));
        digest
    }

    proptest! {
        #[test]
        fn the_order_of_rows_does_not_matter(mut rows: Vec<Vec<u8>>) {
            let there = of(&rows);
            rows.reverse();
            prop_assert_eq!(of(&rows), there);
        }

        #[test]
        fn another_row_is_seen(rows: Vec<Vec<u8>>, at: prop::sample::Index, other: Vec<u8>) {
            prop_assume!(!rows.is_empty());
            let mut changed = rows.clone();
            let at = at.index(rows.len());
            prop_assume!(changed[at] != other);
            changed[at] = other;
            prop_assert_ne!(of(&changed).hex(), of(&rows).hex());
        }
    }

    #[test]
    fn one_row_has_its_own_hash() {
        let row = b"[1]".to_vec();
        assert_eq!(of(std::slice::from_ref(&row)).hex(), sha256(&row));
    }
}
