//! What is known of a client beside addresses, and when two records look like one person. Pure; knows no store.

mod calls;
mod convenient;
mod evidence;
mod profile;

pub use calls::CallWish;
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

/// Fewest digits by which a number is looked for.
const FEWEST: usize = 4;

/// What a telephone number that somebody has begun to type may begin with, in E.164; nothing while too little is typed.
#[must_use]
pub fn number_beginnings(typed: &str) -> Vec<String> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let odd = |c: char| !c.is_ascii_digit() && !"+ ()-.\u{a0}\u{2011}".contains(c);
    if typed.chars().any(odd) || !(FEWEST..=15).contains(&digits.len()) {
        return Vec::new();
    }
    let whole = format!("+{digits}");
    if typed.trim_start().starts_with('+') {
        return vec![whole];
    }
    // Russians write 8 for +7, or begin with the operator's code.
    let national = digits.strip_prefix('8').unwrap_or(&digits);
    vec![format!("+7{national}"), whole]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_looked_for_while_it_is_typed() {
        assert_eq!(number_beginnings("8 (912"), ["+7912", "+8912"]);
        assert_eq!(number_beginnings("+44 20"), ["+4420"]);
        assert_eq!(number_beginnings("9123"), ["+79123", "+9123"]);
        for typed in ["", "912", "Anna", "1234567890123456"] {
            assert!(number_beginnings(typed).is_empty(), "{typed}");
        }
    }

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
