//! Postal addresses in one spelling: «г. Москва, ул. Ленина, д. 5, кв. 12» and «Москва Ленина 5-12» are one address.

/// Characters an address may have.
const LONGEST: usize = 250;
/// Parts without which it leads nowhere: a place and something in it.
const FEWEST: usize = 2;

/// Words that people write or leave out.
const SAID_OR_NOT: [&str; 32] = [
    "г",
    "гор",
    "город",
    "ул",
    "улица",
    "д",
    "дом",
    "кв",
    "квартира",
    "оф",
    "офис",
    "р",
    "н",
    "рн",
    "район",
    "обл",
    "область",
    "пос",
    "поселок",
    "село",
    "рф",
    "россия",
    "индекс",
    "street",
    "st",
    "road",
    "rd",
    "flat",
    "apt",
    "russia",
    "no",
    "house",
];

/// Words that are written in several ways, and which of them is kept.
const SAME: [(&str, &str); 14] = [
    ("проспект", "пр"),
    ("просп", "пр"),
    ("пркт", "пр"),
    ("прт", "пр"),
    ("переулок", "пер"),
    ("бульвар", "бул"),
    ("бр", "бул"),
    ("шоссе", "ш"),
    ("набережная", "наб"),
    ("площадь", "пл"),
    ("корпус", "к"),
    ("корп", "к"),
    ("строение", "стр"),
    ("avenue", "ave"),
];

/// The spelling that makes two addresses equal, still readable: «101000, Москва, Ленина, 5, 12». `None` for what leads nowhere.
pub fn spelled(text: &str) -> Option<String> {
    if text.chars().count() > LONGEST || text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return None;
    }
    // «р-н», «пр-т», «б-р» are one word each.
    let folded = text.to_lowercase().replace('ё', "е");
    let folded = ["р-н", "пр-т", "пр-кт", "б-р"]
        .iter()
        .fold(folded, |text, word| text.replace(word, &word.replace('-', "")));
    let words = split(&folded);
    let kept: Vec<String> = words
        .into_iter()
        .filter(|word| !SAID_OR_NOT.contains(&word.as_str()))
        .map(|word| {
            let same = SAME.iter().find(|(one, _)| *one == word);
            same.map_or(word, |(_, kept)| (*kept).to_owned())
        })
        .collect();
    let names_a_place = kept
        .iter()
        .any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    if kept.len() < FEWEST || !names_a_place {
        return None;
    }
    let parts: Vec<String> = kept.iter().map(|word| capital(word)).collect();
    Some(parts.join(", "))
}

/// Words and numbers; a letter that stands on a number is a word of its own: «5а» is «5 а».
fn split(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in text.chars() {
        if c.is_alphanumeric() {
            let goes_on = before.is_some_and(|b| b.is_alphanumeric() && b.is_numeric() == c.is_numeric());
            match words.last_mut().filter(|_| goes_on) {
                Some(word) => word.push(c),
                None => words.push(c.to_string()),
            }
        }
        before = Some(c);
    }
    words
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
