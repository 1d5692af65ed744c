//! How a resolved ticket ended: a code of the desk's own list. Seven come with Okno; a desk may name others.

use crate::code::UnknownCode;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Longest code, characters.
const LONGEST: usize = 40;

/// A code: small letters, digits and underscores.
#[derive(Clone, Debug, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Outcome(Cow<'static, str>);

impl Outcome {
    pub const SOLVED: Self = Self(Cow::Borrowed("solved"));
    pub const REFUSED: Self = Self(Cow::Borrowed("refused"));
    pub const EXPLAINED: Self = Self(Cow::Borrowed("explained"));
    pub const MISDIRECTED: Self = Self(Cow::Borrowed("misdirected"));
    pub const DUPLICATE: Self = Self(Cow::Borrowed("duplicate"));
    pub const WITHDRAWN: Self = Self(Cow::Borrowed("withdrawn"));
    pub const NOT_A_REQUEST: Self = Self(Cow::Borrowed("not_a_request"));

    /// The client did not answer: given by Okno itself, offered to nobody.
    pub const NO_ANSWER: Self = Self(Cow::Borrowed("no_answer"));

    /// Those that come with Okno and have words in every language.
    pub const BUILT_IN: [Self; 7] = [
        Self::SOLVED,
        Self::REFUSED,
        Self::EXPLAINED,
        Self::MISDIRECTED,
        Self::DUPLICATE,
        Self::WITHDRAWN,
        Self::NOT_A_REQUEST,
    ];

    /// The code as it is stored and sent.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }

    /// An outcome by its code.
    ///
    /// # Errors
    /// It is no code: empty, too long, or with other characters than small letters, digits and underscores.
    pub fn parse(code: &str) -> Result<Self, UnknownCode> {
        let fit = (1..=LONGEST).contains(&code.len())
            && code
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !fit {
            return Err(UnknownCode {
                what: "Outcome",
                code: code.to_owned(),
            });
        }
        let built_in = Self::BUILT_IN
            .into_iter()
            .chain([Self::NO_ANSWER])
            .find(|known| known.code() == code);
        Ok(built_in.unwrap_or_else(|| Self(Cow::Owned(code.to_owned()))))
    }
}

impl TryFrom<String> for Outcome {
    type Error = UnknownCode;

    fn try_from(code: String) -> Result<Self, UnknownCode> {
        Self::parse(&code)
    }
}

impl From<Outcome> for String {
    fn from(outcome: Outcome) -> Self {
        outcome.0.into_owned()
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}
