//! Telephone numbers in one spelling, E.164: by the plus, the international prefix, the trunk prefix, or the length.

use crate::settings::Settings;

/// Digits that E.164 allows.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// The number of a text; `None` for what is none.
pub fn e164(text: &str, settings: &Settings) -> Option<String> {
    let text = text.trim().trim_start_matches("tel:");
    // An extension is dialled by whoever answers: «доб. 12», «ext. 12», `;ext=12`.
    let lower = text.to_lowercase();
    let cut = ["доб", "ext", ";", "x", "#"]
        .iter()
        .filter_map(|mark| lower.find(mark))
        .min();
    let own = lower.get(..cut.unwrap_or(lower.len()))?.trim();
    let odd = |c: char| !c.is_ascii_digit() && !"+ ()-./\u{a0}\u{2010}\u{2011}\u{2013}".contains(c);
    if own.contains(odd) || own.rfind('+').is_some_and(|at| at > 0) {
        return None;
    }
    let digits: String = own.chars().filter(char::is_ascii_digit).collect();
    let (country, trunk) = (settings.country.as_str(), settings.trunk.as_str());
    let national = settings.national_digits;
    let whole = if own.starts_with('+') {
        digits
    } else if let Some(rest) = digits.strip_prefix("00") {
        rest.to_owned()
    } else if let Some(rest) = digits.strip_prefix("810") {
        // From Russia abroad.
        rest.to_owned()
    } else if let Some(rest) = digits
        .strip_prefix(trunk)
        .filter(|rest| !trunk.is_empty() && rest.len() == national)
    {
        format!("{country}{rest}")
    } else if digits.len() == national {
        format!("{country}{digits}")
    } else if digits.starts_with(country) && digits.len() == country.len() + national {
        digits
    } else {
        return None;
    };
    (DIGITS.contains(&whole.len()) && !whole.starts_with('0')).then(|| format!("+{whole}"))
}
