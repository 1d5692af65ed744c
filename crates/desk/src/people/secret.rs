//! A secret on its way to whom it belongs. Never shown in logs.

use sha2::{Digest as _, Sha256};

/// Characters of a secret: 5 bits each, 160 bits in all.
const LENGTH: usize = 32;

/// A text that opens something.
#[derive(Clone, Eq, PartialEq)]
pub struct Secret(String);

impl Secret {
    /// A new one of 160 random bits, after a prefix that tells what it is.
    pub(crate) fn new(prefix: &str) -> Self {
        Self(format!("{prefix}{}", domain::id::secret(LENGTH)))
    }

    /// The secret itself, to hand over.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is stored in its place.
    pub(crate) fn hash(&self) -> String {
        hash(&self.0)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What is stored in the place of a secret: SHA-256, hexadecimal. Enough for 160 random bits, which nobody can guess;
/// passwords are another matter.
pub(super) fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}
