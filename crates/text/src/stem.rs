//! Stems folded words with the Snowball stemmer that fits their script. Knows nothing of texts.

use std::borrow::Cow;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use crate::fold::is_cyrillic;

static RUSSIAN: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::Russian));
static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// The stem of a folded word. Words with digits or of mixed or other scripts stay as they are.
pub(crate) fn stem(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        ENGLISH.stem(word)
    } else if word.chars().all(is_cyrillic) {
        RUSSIAN.stem(word)
    } else {
        Cow::Borrowed(word)
    }
}
