//! What a login, a language and a zone may be, and how two states of a person differ.

use store::rows::Operator;
use unicode_normalization::UnicodeNormalization as _;
use words::Lang;

/// Longest login, characters: that of a mail address (RFC 5321, section 4.5.3.1).
const LONGEST_LOGIN: usize = 254;

/// A login as it is stored and compared: composed, in lower case, without spaces around.
pub(crate) fn login_of(given: &str) -> String {
    given.trim().nfc().collect::<String>().to_lowercase()
}

/// Why a text cannot be a login; nothing when it can.
pub(crate) fn unfit_login(login: &str) -> Option<String> {
    if login.is_empty() {
        Some("give a login: the person's mail address".into())
    } else if login.chars().count() > LONGEST_LOGIN {
        Some(format!("a login has at most {LONGEST_LOGIN} characters"))
    } else if login.chars().any(|c| c.is_whitespace() || c.is_control()) {
        Some("a login is one word without spaces: use the person's mail address".into())
    } else {
        None
    }
}

/// Whether the IANA database knows the zone.
pub(crate) fn zone_exists(zone: &str) -> bool {
    !zone.is_empty() && jiff::tz::TimeZone::get(zone).is_ok()
}

/// Whether the pages exist in the language of that code.
pub(crate) fn lang_is_spoken(lang: &str) -> bool {
    Lang::ALL.iter().any(|known| known.code() == lang)
}

/// The fields in which two states of a person differ; of a role, also from what to what.
pub(crate) fn changed_fields(old: &Operator, new: &Operator) -> Vec<String> {
    let mut fields = Vec::new();
    let mut note = |field: &str, differs: bool| {
        if differs {
            fields.push(field.to_owned());
        }
    };
    note("name", old.name != new.name);
    note(
        &format!("role: {} to {}", old.role, new.role),
        old.role != new.role,
    );
    note("lang", old.lang != new.lang);
    note("zone", old.zone != new.zone);
    note(
        if new.active { "activated" } else { "deactivated" },
        old.active != new.active,
    );
    fields
}
