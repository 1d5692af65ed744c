//! What letters have in common: the brand that signs, the zones that times are told in, checked links.

use crate::Lang;
use jiff::tz::TimeZone;
use minijinja::Value;
use std::collections::BTreeMap;

use super::letter::MailError;

/// In whose name a letter is written.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Brand {
    /// The key under which the brand's own wording was set; not shown.
    pub key: String,
    /// The public name: «Издательство „Север“».
    pub name: String,
    /// What stands under a letter instead of the name, line by line.
    pub signature: Option<String>,
    /// The same for letters in a language, by its code.
    pub signatures: BTreeMap<String, String>,
}

impl Brand {
    /// What stands under a letter: never empty unless the brand has no name either.
    pub(super) fn signature(&self, lang: Lang) -> &str {
        let own = self.signatures.get(lang.code()).map(String::as_str);
        own.filter(|text| !text.trim().is_empty())
            .or(self.signature.as_deref())
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .unwrap_or(&self.name)
    }

    /// The brand as templates see it: `brand.name` and `brand.signature`.
    pub(super) fn value(&self, lang: Lang) -> Value {
        minijinja::context! { name => self.name.as_str(), signature => self.signature(lang) }
    }
}

/// The zones a client is told times in: the desk's, and the client's own where it is known, never guessed.
#[derive(Clone, Debug)]
pub struct Zones {
    pub desk: TimeZone,
    pub client: Option<TimeZone>,
}

impl Zones {
    /// Where the client told us no zone.
    pub fn desk_only(desk: TimeZone) -> Self {
        Zones { desk, client: None }
    }

    #[must_use]
    pub fn client(&self) -> Option<&TimeZone> {
        self.client.as_ref()
    }

    /// The zone dates are told in when only one fits.
    pub(super) fn nearest(&self) -> &TimeZone {
        self.client.as_ref().unwrap_or(&self.desk)
    }
}

/// A web address that may stand in a letter.
///
/// # Errors
/// Anything but `http:` and `https:`, or an address with white space or control characters.
pub(super) fn link(url: &str) -> Result<String, MailError> {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let is_whole = !url.chars().any(|c| c.is_whitespace() || c.is_control());
    if is_web && is_whole {
        Ok(url.to_owned())
    } else {
        Err(MailError::Link(url.to_owned()))
    }
}
