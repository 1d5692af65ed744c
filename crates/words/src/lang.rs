//! The two languages people read Okno in, and how a preference is recognised.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language of pages and letters. Russian is what a desk speaks unless it says otherwise.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Debug, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Ru,
    En,
}

/// A language tag that Okno has no words for.
#[derive(Debug, Clone, Eq, PartialEq, thiserror::Error)]
#[error("unknown language \"{0}\": use \"ru\" or \"en\"")]
pub struct UnknownLang(pub String);

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::Ru, Lang::En];

    /// The code used in URLs, attributes and storage: `ru`, `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Ru => "ru",
            Lang::En => "en",
        }
    }

    /// Reads a tag by its primary subtag (BCP 47, RFC 5646 §2.1), whatever its case: `ru-RU`, `en_GB`.
    pub fn parse(tag: &str) -> Option<Lang> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Lang::ALL
            .into_iter()
            .find(|lang| lang.code().eq_ignore_ascii_case(primary))
    }

    /// The best language for an `Accept-Language` header (RFC 9110 §12.5.4).
    ///
    /// Ranges with `q=0` are refused, `*` accepts the default. `None` when nothing we speak is asked for.
    pub fn from_accept_language(header: &str) -> Option<Lang> {
        let mut best: Option<(Lang, u16)> = None;
        for range in header.split(',') {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let quality = parts.find_map(quality).unwrap_or(1000);
            let lang = if tag == "*" {
                Some(Lang::default())
            } else {
                Lang::parse(tag)
            };
            if let Some(lang) = lang
                && quality > 0
                && best.is_none_or(|(_, so_far)| quality > so_far)
            {
                best = Some((lang, quality));
            }
        }
        best.map(|(lang, _)| lang)
    }
}

/// The weight of a `q=` parameter in thousandths (RFC 9110 §12.4.2); a malformed one counts as refused.
fn quality(parameter: &str) -> Option<u16> {
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let weight = value
        .trim()
        .parse::<f64>()
        .ok()
        .filter(|weight| (0.0..=1.0).contains(weight));
    Some(weight.map_or(0, |weight| (weight * 1000.0).round() as u16))
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        Lang::parse(tag).ok_or_else(|| UnknownLang(tag.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_by_its_primary_subtag() {
        assert_eq!(Lang::parse("ru-RU"), Some(Lang::Ru));
        assert_eq!(Lang::parse("EN_gb"), Some(Lang::En));
        assert_eq!(Lang::parse("rus"), None);
        assert_eq!("de".parse::<Lang>(), Err(UnknownLang("de".into())));
        assert_eq!("en".parse::<Lang>(), Ok(Lang::En));
    }

    #[test]
    fn the_header_is_weighed() {
        assert_eq!(
            Lang::from_accept_language("ru-RU,ru;q=0.9,en-US;q=0.8"),
            Some(Lang::Ru)
        );
        assert_eq!(
            Lang::from_accept_language("de, en;q=0.7, ru;q=0.3"),
            Some(Lang::En)
        );
        assert_eq!(Lang::from_accept_language("ru;q=0.2, en;q=0.9"), Some(Lang::En));
        assert_eq!(Lang::from_accept_language("ru;q=0, en;q=0.1"), Some(Lang::En));
        assert_eq!(Lang::from_accept_language("*"), Some(Lang::Ru));
        assert_eq!(Lang::from_accept_language("de"), None);
        assert_eq!(Lang::from_accept_language(""), None);
        assert_eq!(Lang::from_accept_language("en;q=nonsense"), None);
    }

    #[test]
    fn it_is_stored_as_its_code() {
        assert_eq!(serde_json::to_string(&Lang::En).unwrap(), "\"en\"");
        assert_eq!(serde_json::from_str::<Lang>("\"ru\"").unwrap(), Lang::Ru);
    }
}
