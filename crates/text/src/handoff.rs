//! Recognises the request for a person. Knows nothing of channels or of who answers.

use std::ops::ControlFlow;

use crate::fold::fold_into;
use crate::stem::stem;
use crate::tokens::each_token;

/// Courtesy and filling around the word, folded; none of them changes what is asked for.
const FILLERS: &[&str] = &[
    "а",
    "ну",
    "да",
    "алло",
    "так",
    "же",
    "тогда",
    "уже",
    "мне",
    "меня",
    "нам",
    "нас",
    "я",
    "мы",
    "вы",
    "вас",
    "с",
    "со",
    "на",
    "к",
    "ко",
    "по",
    "и",
    "или",
    "бы",
    "ли",
    "это",
    "есть",
    "тут",
    "здесь",
    "пожалуйста",
    "плиз",
    "пж",
    "срочно",
    "быстро",
    "немедленно",
    "сейчас",
    "скорее",
    "побыстрее",
    "здравствуйте",
    "привет",
    "добрый",
    "доброе",
    "день",
    "вечер",
    "утро",
    "спасибо",
    "живой",
    "живого",
    "живым",
    "живому",
    "живои",
    "реальный",
    "реального",
    "реальным",
    "настоящий",
    "настоящего",
    "настоящим",
    "любой",
    "любого",
    "любым",
    "вашим",
    "вашего",
    "ваш",
    "какой",
    "нибудь",
    "кто",
    "поддержки",
    "банка",
    "техподдержки",
    "службы",
    "линии",
    "чат",
    "a",
    "an",
    "the",
    "to",
    "with",
    "me",
    "i",
    "my",
    "us",
    "we",
    "you",
    "your",
    "please",
    "pls",
    "now",
    "right",
    "hi",
    "hello",
    "hey",
    "thanks",
    "real",
    "live",
    "actual",
    "person",
    "some",
    "any",
    "is",
    "there",
    "here",
    "d",
    "id",
    "support",
    "service",
    "customer",
    "just",
    "let",
];

/// Words that ask, by their beginnings, folded.
const ASKING: &[&str] = &[
    "позов",
    "позва",
    "соедин",
    "подключ",
    "переключ",
    "перевед",
    "перевест",
    "перевод",
    "дай",
    "дать",
    "нуж",
    "хоч",
    "хотел",
    "треб",
    "прос",
    "прош",
    "мож",
    "можн",
    "поговор",
    "говор",
    "разговар",
    "разговор",
    "пообща",
    "общат",
    "общен",
    "связ",
    "свяж",
    "вызов",
    "вызва",
    "приглас",
    "зов",
    "want",
    "need",
    "talk",
    "speak",
    "chat",
    "connect",
    "transfer",
    "get",
    "give",
    "call",
    "put",
    "can",
    "could",
    "would",
    "like",
    "switch",
    "through",
    "contact",
];

/// Longer than this, a text that merely holds the word on a line of its own asks for nobody.
const SHORT_TEXT: usize = 25;

/// Whether the text asks for a person with one of `words` («сотрудник», «оператор», agent …).
///
/// Forgiving of case, form (сотрудника, операторы, agents), ё and е, punctuation and one wrong letter in a long
/// word; a word may be a phrase ("real person"). It is a request when
/// - a whole sentence holds the word and otherwise only courtesy or asking ("Оператор!", "hi, agent please"),
///   in a text of more than 25 words only if it also asks; or
/// - a clause asks for it ("мне нужен оператор, робот не понимает").
///
/// Everything else is a mention ("ваш сотрудник мне нахамил"), and so is a refusal ("оператор не нужен").
pub fn is_handoff_word(text: &str, words: &[&str]) -> bool {
    let wanted: Vec<Vec<String>> = words
        .iter()
        .map(|w| folded(w))
        .filter(|w| !w.is_empty())
        .collect();
    let short = text.split_whitespace().take(SHORT_TEXT + 1).count() <= SHORT_TEXT;
    text.split(['.', '!', '?', '…', '\n', ';']).any(|sentence| {
        let whole = judge(&folded(sentence), &wanted);
        let clause = |clause: &str| judge(&folded(clause), &wanted) == Said::Asked;
        whole == Said::Asked
            || (short && whole == Said::Named)
            || sentence.split([',', ':', '—', '(', ')']).any(clause)
    })
}

#[derive(Debug, PartialEq, Eq)]
enum Said {
    /// The word, and words that ask for it.
    Asked,
    /// The word alone.
    Named,
    /// Something else.
    Other,
}

fn judge(said: &[String], wanted: &[Vec<String>]) -> Said {
    let (mut asked, mut named) = (false, false);
    let mut at = 0;
    while let Some(word) = said.get(at) {
        let rest = said.get(at..).unwrap_or_default();
        if let Some(phrase) = wanted.iter().find(|phrase| begins_with(rest, phrase)) {
            named = true;
            at += phrase.len();
            continue;
        }
        if ASKING.iter().any(|a| word.starts_with(a)) {
            asked = true;
        } else if !FILLERS.contains(&word.as_str()) {
            return Said::Other;
        }
        at += 1;
    }
    match (named, asked) {
        (true, true) => Said::Asked,
        (true, false) => Said::Named,
        _ => Said::Other,
    }
}

fn begins_with(said: &[String], phrase: &[String]) -> bool {
    said.len() >= phrase.len() && said.iter().zip(phrase).all(|(a, b)| is_form_of(a, b))
}

/// Whether both are forms of one word. English is compared by its plural only: its stems are too short
/// ("operator", "operation" and "opera" have one).
fn is_form_of(said: &str, wanted: &str) -> bool {
    if said == wanted || said.trim_end_matches('s') == wanted.trim_end_matches('s') {
        return true;
    }
    let (said, wanted) = if wanted.is_ascii() {
        (said.into(), wanted.into())
    } else {
        (stem(said), stem(wanted))
    };
    said == wanted || (wanted.chars().count() >= 6 && one_slip(&said, &wanted))
}

/// Whether one wrong, missing, additional or exchanged letter makes `a` into `b`.
fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (
        a.get(head..).unwrap_or_default(),
        b.get(head..).unwrap_or_default(),
    );
    let tail = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (a, b) = (
        a.get(..a.len() - tail).unwrap_or_default(),
        b.get(..b.len() - tail).unwrap_or_default(),
    );
    match (a, b) {
        ([x, y], [z, w]) => x == w && y == z,
        (a, b) => a.len() <= 1 && b.len() <= 1,
    }
}

fn folded(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    each_token(text, |token| {
        for part in token.parts() {
            let mut word = String::new();
            fold_into(part, &mut word);
            out.push(word);
        }
        ControlFlow::Continue(())
    });
    out
}
