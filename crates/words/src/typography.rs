//! No-break spaces where a line must not break. Applied once, when words and templates are loaded.

use crate::Lang;

/// U+00A0.
pub(crate) const NBSP: char = '\u{a0}';

/// Ties dashes to the word before, «№» to its number and units to their figures.
///
/// Works on sources, so a figure may also be a placeholder: `{ $minutes } мин`, `{{ seconds }} с`.
pub(crate) fn bind_spaces(lang: Lang, source: &str) -> String {
    let mut bound = source
        .replace(" —", "\u{a0}—")
        .replace("№ ", "№\u{a0}")
        .replace("No. ", "No.\u{a0}");
    for unit in units(lang) {
        for after in ["}", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] {
            bound = bind_unit(&bound, after, unit);
        }
    }
    bound
}

fn units(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Ru => &["ч", "мин", "с", "%", "Б", "КБ", "МБ", "ГБ"],
        Lang::En => &["h", "min", "s", "B", "KB", "MB", "GB"],
    }
}

/// Replaces the space in `<after> <unit>` where the unit is a whole word.
fn bind_unit(source: &str, after: &str, unit: &str) -> String {
    let loose = format!("{after} {unit}");
    let mut bound = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find(&loose) {
        let (before, found) = rest.split_at(at);
        let tail = &found[loose.len()..];
        bound.push_str(before);
        bound.push_str(after);
        bound.push(if tail.starts_with(char::is_alphanumeric) {
            ' '
        } else {
            NBSP
        });
        bound.push_str(unit);
        rest = tail;
    }
    bound.push_str(rest);
    bound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_numbers_and_units_are_tied() {
        assert_eq!(bind_spaces(Lang::Ru, "Окно — одно"), "Окно\u{a0}— одно");
        assert_eq!(
            bind_spaces(Lang::Ru, "№ 1, { $m } мин, 5 с"),
            "№\u{a0}1, { $m }\u{a0}мин, 5\u{a0}с"
        );
        assert_eq!(
            bind_spaces(Lang::Ru, "{ $n } с опозданием"),
            "{ $n }\u{a0}с опозданием"
        );
        assert_eq!(bind_spaces(Lang::Ru, "{ $n } минут"), "{ $n } минут");
        assert_eq!(
            bind_spaces(Lang::En, "{ $h } h { $m } min left"),
            "{ $h }\u{a0}h { $m }\u{a0}min left"
        );
    }
}
