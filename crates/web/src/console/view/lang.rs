//! The words that scripts need. Everything else is looked up where it is shown.

use words::{Lang, Value, t, tr};

/// The words `js/clock.js` needs, as JSON that is safe inside a `<script>` element. Places to fill are named in
/// braces: `{n}`, `{h}`, `{m}`, `{d}`, `{span}`.
pub(super) fn script_words(lang: Lang) -> String {
    let filled = |key: &str, places: &[(&str, &str)]| {
        let args: Vec<(&str, Value)> = places
            .iter()
            .map(|(name, place)| (*name, Value::from(*place)))
            .collect();
        tr(lang, key, &args)
    };
    let words = serde_json::json!({
        "left": filled("due-left", &[("span", "{span}")]),
        "left0": t(lang, "due-left-under-minute"),
        "late": filled("due-late", &[("span", "{span}")]),
        "late0": t(lang, "due-late-under-minute"),
        "min": filled("span-minutes", &[("minutes", "{n}")]),
        "h": filled("span-hours", &[("hours", "{n}")]),
        "hmin": filled("span-hours-minutes", &[("hours", "{h}"), ("minutes", "{m}")]),
        "dh": filled("span-days-hours", &[("days", "{d}"), ("hours", "{h}")]),
        "days": { "one": days(lang, 1), "few": days(lang, 2), "many": days(lang, 5), "other": days(lang, 10) },
    });
    // A "<" could close the script element; JSON reads the escape as the same sign.
    words.to_string().replace('<', "\\u003c")
}

/// «{n} дня»: the form that goes with the count.
fn days(lang: Lang, count: i64) -> String {
    tr(lang, "count-days", &[("count", count.into())]).replace(&count.to_string(), "{n}")
}
