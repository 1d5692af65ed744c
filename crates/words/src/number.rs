//! Numbers as people read them: thousands, decimals, percent, sizes, the ticket number.

use crate::typography::NBSP;
use crate::{Lang, Value, tr};

/// `№ 2026-004512` in Russian, `No. 2026-004512` in English, with a no-break space.
pub fn ticket(lang: Lang, number: &str) -> String {
    match lang {
        Lang::Ru => format!("№{NBSP}{number}"),
        Lang::En => format!("No.{NBSP}{number}"),
    }
}

/// A whole number with its thousands apart: `45 000` (no-break space), `45,000`.
pub fn whole(lang: Lang, number: i64) -> String {
    let sign = if number < 0 { minus(lang) } else { "" };
    format!("{sign}{}", group(lang, &number.unsigned_abs().to_string()))
}

/// Tenths with the language's decimal mark: `tenths(Ru, 15)` is `1,5`. A round one stays round: `2`.
pub fn tenths(lang: Lang, tenths: i64) -> String {
    let sign = if tenths < 0 { minus(lang) } else { "" };
    let units = group(lang, &(tenths.unsigned_abs() / 10).to_string());
    match tenths.unsigned_abs() % 10 {
        0 => format!("{sign}{units}"),
        tenth => format!("{sign}{units}{}{tenth}", mark(lang)),
    }
}

/// A count that is known only up to a bound: `1 000+`.
pub fn bounded(lang: Lang, count: i64, bound: i64) -> String {
    if count >= bound {
        format!("{}+", whole(lang, bound))
    } else {
        whole(lang, count)
    }
}

/// A share in whole percent: `62 %` in Russian, `62%` in English.
pub fn percent(lang: Lang, percent: i64) -> String {
    match lang {
        Lang::Ru => format!("{}{NBSP}%", whole(lang, percent)),
        Lang::En => format!("{}%", whole(lang, percent)),
    }
}

/// A size of a file in binary multiples, at most one decimal: `1,2 МБ`, `640 KB`.
pub fn bytes(lang: Lang, bytes: u64) -> String {
    const STEP: u64 = 1024;
    let (key, divisor) = match bytes {
        0..STEP => ("size-bytes", 1),
        STEP..1_048_576 => ("size-kilobytes", STEP),
        1_048_576..1_073_741_824 => ("size-megabytes", STEP * STEP),
        _ => ("size-gigabytes", STEP * STEP * STEP),
    };
    let in_tenths = u128::from(bytes) * 10 / u128::from(divisor);
    let shown = i64::try_from(in_tenths).unwrap_or(i64::MAX);
    tr(lang, key, &[("size", Value::Text(tenths(lang, shown)))])
}

/// A number as Fluent hands it over: grouped, with the language's decimal mark.
pub(crate) fn plain(lang: Lang, written: &str) -> String {
    let (sign, digits) = match written.strip_prefix('-') {
        Some(digits) => (minus(lang), digits),
        None => ("", written),
    };
    match digits.split_once('.') {
        Some((units, decimals)) => format!("{sign}{}{}{decimals}", group(lang, units), mark(lang)),
        None => format!("{sign}{}", group(lang, digits)),
    }
}

fn minus(lang: Lang) -> &'static str {
    match lang {
        Lang::Ru | Lang::En => "\u{2212}",
    }
}

fn mark(lang: Lang) -> char {
    match lang {
        Lang::Ru => ',',
        Lang::En => '.',
    }
}

fn group(lang: Lang, digits: &str) -> String {
    let separator = match lang {
        Lang::Ru => NBSP,
        Lang::En => ',',
    };
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_decimals_and_percent_follow_the_language() {
        assert_eq!(whole(Lang::Ru, 45_000), "45\u{a0}000");
        assert_eq!(whole(Lang::En, 45_000), "45,000");
        assert_eq!(whole(Lang::Ru, 999), "999");
        assert_eq!(whole(Lang::Ru, -1_234_567), "−1\u{a0}234\u{a0}567");
        assert_eq!(tenths(Lang::Ru, 15), "1,5");
        assert_eq!(tenths(Lang::En, 15), "1.5");
        assert_eq!(tenths(Lang::Ru, 20), "2");
        assert_eq!(percent(Lang::Ru, 62), "62\u{a0}%");
        assert_eq!(percent(Lang::En, 62), "62%");
        assert_eq!(bounded(Lang::Ru, 1_000, 1_000), "1\u{a0}000+");
        assert_eq!(bounded(Lang::Ru, 37, 1_000), "37");
    }

    #[test]
    fn the_ticket_number_never_breaks_from_its_sign() {
        assert_eq!(ticket(Lang::Ru, "2026-004512"), "№\u{a0}2026-004512");
        assert_eq!(ticket(Lang::En, "2026-004512"), "No.\u{a0}2026-004512");
    }

    #[test]
    fn sizes_are_cut_and_never_rounded_up_past_a_limit() {
        assert_eq!(bytes(Lang::Ru, 0), "0\u{a0}Б");
        assert_eq!(bytes(Lang::Ru, 1023), "1\u{a0}023\u{a0}Б");
        assert_eq!(bytes(Lang::Ru, 1_258_291), "1,1\u{a0}МБ");
        assert_eq!(bytes(Lang::En, 655_360), "640\u{a0}KB");
        assert_eq!(bytes(Lang::En, 5 << 30), "5\u{a0}GB");
    }
}
