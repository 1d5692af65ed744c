//! The calendars that come with the product, as text. Knows nothing of which desk uses them.

/// Name and TOML of each calendar under `config/calendars`. Read one with [`CalendarSpec`](crate::CalendarSpec).
pub const BUILT_IN: &[(&str, &str)] = &[
    (
        "ru-2025-2027",
        include_str!("../../../config/calendars/ru-2025-2027.toml"),
    ),
    ("ru-line", include_str!("../../../config/calendars/ru-line.toml")),
    ("plain", include_str!("../../../config/calendars/plain.toml")),
    ("always", include_str!("../../../config/calendars/always.toml")),
];
