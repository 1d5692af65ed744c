//! What is known of a client beside addresses, and when two records look like one person. Pure; knows no store.

mod convenient;
mod evidence;
mod profile;

pub use convenient::Convenient;
pub use evidence::{Evidence, PROPOSED_FROM, proposed, score};
pub use profile::{CallHours, Filled, MergeDoc, Profile, absorb, give_back};

use crate::{Handle, HandleKind};

/// A name with case, order of words and the spelling of ё taken away: «Иванова Анна» is «Анна Иванова». Empty where the
/// name is of one word: half the city is called so.
#[must_use]
pub fn name_key(name: &str) -> String {
    let mut words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().replace('ё', "е"))
        .collect();
    if words.len() < 2 {
        return String::new();
    }
    words.sort_unstable();
    words.join(" ")
}

/// A telephone number that somebody typed, as the address it would be; `None` where it is none.
#[must_use]
pub fn typed_phone(typed: &str) -> Option<Handle> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let odd = |c: char| !c.is_ascii_digit() && !"+ ()-.\u{a0}\u{2011}".contains(c);
    if typed.chars().any(odd) || !(10..=15).contains(&digits.len()) {
        return None;
    }
    // Russians write 8 for +7.
    let number = match digits.strip_prefix('8') {
        Some(rest) if digits.len() == 11 && !typed.trim_start().starts_with('+') => format!("+7{rest}"),
        _ => format!("+{digits}"),
    };
    Some(Handle::new(HandleKind::Phone, number, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_in_any_order_and_spelling() {
        assert_eq!(name_key("Анна Королёва"), name_key("  КОРОЛЕВА, Анна "));
        assert_ne!(name_key("Анна Королёва"), name_key("Анна Королёва Ивановна"));
        assert_eq!(name_key("Анна"), "", "one word names nobody");
    }

    #[test]
    fn a_typed_number_is_found_in_any_spelling() {
        for typed in ["8 (912) 345-67-89", "+7 912 345 67 89", "79123456789"] {
            assert_eq!(typed_phone(typed).unwrap().value, "+79123456789", "{typed}");
        }
        for typed in ["", "12345", "call me", "+7 912 345 67 89 доб. 5"] {
            assert_eq!(typed_phone(typed), None, "{typed}");
        }
    }
}
