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

/// How numbers are written within a country.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Dialling {
    /// The country's code: `7`.
    pub country: String,
    /// What is dialled before a number within the country; empty for nothing.
    pub trunk: String,
}

impl Default for Dialling {
    /// Russia, as in the settings of a telephone.
    fn default() -> Self {
        Self {
            country: "7".to_owned(),
            trunk: "8".to_owned(),
        }
    }
}

/// Digits of what may be a telephone number; `None` where something else is among them.
fn digits_of(typed: &str) -> Option<String> {
    let odd = |c: char| !c.is_ascii_digit() && !"+ ()-.\u{a0}\u{2011}".contains(c);
    (!typed.chars().any(odd)).then(|| typed.chars().filter(char::is_ascii_digit).collect())
}

/// What digits may mean in E.164: a number within the country, one dialled with an international prefix, or a whole one.
fn meanings(typed: &str, digits: &str, dialling: &[Dialling]) -> Vec<String> {
    let whole = format!("+{digits}");
    if typed.trim_start().starts_with('+') {
        return vec![whole];
    }
    let mut found: Vec<String> = Vec::new();
    for one in dialling {
        let within = Some(one.trunk.as_str()).filter(|trunk| !trunk.is_empty());
        let national = within
            .and_then(|trunk| digits.strip_prefix(trunk))
            .unwrap_or(digits);
        found.push(format!("+{}{national}", one.country));
    }
    // Abroad from most countries, and from Russia.
    let abroad = digits.strip_prefix("00").or_else(|| digits.strip_prefix("810"));
    found.extend(abroad.map(|rest| format!("+{rest}")));
    found.push(whole);
    let mut once: Vec<String> = Vec::with_capacity(found.len());
    for number in found {
        if !once.contains(&number) {
            once.push(number);
        }
    }
    once
}

/// A telephone number that a client left, as the address it would be; `None` where it is none. What it may be beside that nobody
/// asks: somebody is going to dial it.
#[must_use]
pub fn typed_phone(typed: &str) -> Option<Handle> {
    let digits = digits_of(typed).filter(|digits| (10..=15).contains(&digits.len()))?;
    // Russians write 8 for +7.
    let number = match digits.strip_prefix('8') {
        Some(rest) if digits.len() == 11 && !typed.trim_start().starts_with('+') => format!("+7{rest}"),
        _ => format!("+{digits}"),
    };
    Some(Handle::new(HandleKind::Phone, number, ""))
}

/// The addresses that a telephone number which somebody typed may be, likeliest first; none where it is no number.
#[must_use]
pub fn typed_phones(typed: &str, dialling: &[Dialling]) -> Vec<Handle> {
    let digits = digits_of(typed).filter(|digits| (7..=15).contains(&digits.len()));
    let numbers = digits.map_or_else(Vec::new, |digits| meanings(typed, &digits, dialling));
    let handle = |number: String| Handle::new(HandleKind::Phone, number, "");
    numbers.into_iter().map(handle).collect()
}

/// Fewest digits by which a number is looked for.
const FEWEST: usize = 4;

/// What a telephone number that somebody has begun to type may begin with, in E.164; nothing while too little is typed.
#[must_use]
pub fn number_beginnings(typed: &str, dialling: &[Dialling]) -> Vec<String> {
    let digits = digits_of(typed).filter(|digits| (FEWEST..=15).contains(&digits.len()));
    digits.map_or_else(Vec::new, |digits| meanings(typed, &digits, dialling))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_looked_for_while_it_is_typed() {
        let (russia, german) = (
            Dialling::default(),
            Dialling {
                country: "49".into(),
                trunk: "0".into(),
            },
        );
        let in_russia = |typed: &str| number_beginnings(typed, std::slice::from_ref(&russia));
        assert_eq!(in_russia("8 (912"), ["+7912", "+8912"]);
        assert_eq!(in_russia("+44 20"), ["+4420"]);
        assert_eq!(in_russia("9123"), ["+79123", "+9123"]);
        assert!(in_russia("8 10 49 30").contains(&"+4930".to_owned()));
        assert!(
            in_russia("49 30 12").contains(&"+493012".to_owned()),
            "by its digits alone"
        );
        for typed in ["", "912", "Anna", "1234567890123456"] {
            assert!(in_russia(typed).is_empty(), "{typed}");
        }
        let in_germany = |typed: &str| number_beginnings(typed, std::slice::from_ref(&german));
        assert_eq!(in_germany("030 12"), ["+493012", "+03012"]);
        assert!(in_germany("0049 30").contains(&"+4930".to_owned()));
        assert_eq!(
            number_beginnings("8912", &[russia, german]),
            ["+7912", "+498912", "+8912"]
        );
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
            let found = typed_phones(typed, &[Dialling::default()]);
            assert!(found.iter().any(|one| one.value == "+79123456789"), "{typed}");
        }
        for typed in ["", "12345", "call me", "+7 912 345 67 89 доб. 5"] {
            assert_eq!(typed_phone(typed), None, "{typed}");
            assert!(typed_phones(typed, &[Dialling::default()]).is_empty(), "{typed}");
        }
    }
}
