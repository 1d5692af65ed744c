//! Recognises another mail's header inside a text: From, Sent, To, Subject in many languages, as Outlook and
//! forwarding mail programs put it above what they quote.

use super::lines::{Line, Look};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    From,
    Date,
    To,
    Subject,
}

/// Header names in lower case.
const NAMES: &[(&str, Role)] = &[
    ("from", Role::From),
    ("от", Role::From),
    ("от кого", Role::From),
    ("отправитель", Role::From),
    ("від", Role::From),
    ("de", Role::From),
    ("message du", Role::Date),
    ("expéditeur", Role::From),
    ("von", Role::From),
    ("van", Role::From),
    ("da", Role::From),
    ("fra", Role::From),
    ("från", Role::From),
    ("od", Role::From),
    ("lähettäjä", Role::From),
    ("feladó", Role::From),
    ("kimden", Role::From),
    ("gönderen", Role::From),
    ("发件人", Role::From),
    ("差出人", Role::From),
    ("sent", Role::Date),
    ("date", Role::Date),
    ("отправлено", Role::Date),
    ("дата", Role::Date),
    ("дата отправки", Role::Date),
    ("надіслано", Role::Date),
    ("envoyé", Role::Date),
    ("envoyé le", Role::Date),
    ("gesendet", Role::Date),
    ("datum", Role::Date),
    ("verzonden", Role::Date),
    ("inviato", Role::Date),
    ("data", Role::Date),
    ("enviado", Role::Date),
    ("enviado el", Role::Date),
    ("enviada em", Role::Date),
    ("fecha", Role::Date),
    ("skickat", Role::Date),
    ("sendt", Role::Date),
    ("dato", Role::Date),
    ("wysłano", Role::Date),
    ("wysłane", Role::Date),
    ("odesláno", Role::Date),
    ("lähetetty", Role::Date),
    ("päivämäärä", Role::Date),
    ("elküldve", Role::Date),
    ("tarih", Role::Date),
    ("发送时间", Role::Date),
    ("日時", Role::Date),
    ("送信日時", Role::Date),
    ("to", Role::To),
    ("кому", Role::To),
    ("à", Role::To),
    ("a", Role::To),
    ("an", Role::To),
    ("aan", Role::To),
    ("para", Role::To),
    ("til", Role::To),
    ("till", Role::To),
    ("do", Role::To),
    ("komu", Role::To),
    ("vastaanottaja", Role::To),
    ("címzett", Role::To),
    ("kime", Role::To),
    ("收件人", Role::To),
    ("宛先", Role::To),
    ("cc", Role::To),
    ("копия", Role::To),
    ("копія", Role::To),
    ("copie à", Role::To),
    ("получатель", Role::To),
    ("subject", Role::Subject),
    ("тема", Role::Subject),
    ("objet", Role::Subject),
    ("sujet", Role::Subject),
    ("betreff", Role::Subject),
    ("onderwerp", Role::Subject),
    ("oggetto", Role::Subject),
    ("asunto", Role::Subject),
    ("assunto", Role::Subject),
    ("emne", Role::Subject),
    ("ämne", Role::Subject),
    ("temat", Role::Subject),
    ("předmět", Role::Subject),
    ("aihe", Role::Subject),
    ("件名", Role::Subject),
];

/// A block has at most this many lines, wrapped ones included.
const MAX_LINES: usize = 12;

/// The longest name, in characters, and some room for `*` around it.
const MAX_NAME: usize = 20;

/// The name and value of a line that looks like a header field, whatever its language.
fn field(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches(['*', '_', '|', ' ']);
    let (name, value) = text.split_once([':', '：'])?;
    let name = name.trim_matches(['*', '_', ' ', '\u{A0}']);
    let plausible = !name.is_empty() && name.chars().count() <= MAX_NAME && !value.starts_with("//");
    plausible.then_some((name, value))
}

fn role(name: &str) -> Option<Role> {
    let lower = name.to_lowercase();
    NAMES
        .iter()
        .find(|(known, _)| *known == lower)
        .map(|(_, role)| *role)
}

/// Whether another mail's header begins in line `at`: three different kinds of fields, close together,
/// the first of them saying from whom or when.
pub(super) fn begins_at(lines: &[Line<'_>], at: usize) -> bool {
    let first = lines
        .get(at)
        .and_then(|line| field(line.text))
        .and_then(|(name, _)| role(name));
    if !matches!(first, Some(Role::From | Role::Date | Role::Subject)) {
        return false;
    }
    let mut seen: Vec<Role> = Vec::new();
    let block = lines.iter().skip(at).take(MAX_LINES);
    for line in block.take_while(|line| line.look != Look::Blank) {
        if let Some(role) = field(line.text)
            .and_then(|(name, _)| role(name))
            .filter(|r| !seen.contains(r))
        {
            seen.push(role);
        }
    }
    seen.len() >= 3 && seen.contains(&Role::From)
}

/// Whether the lines from `at` look like a header in a language that is not known here: three fields in a row,
/// one with an address. Only to be asked below a line that already says that another mail begins.
pub(super) fn may_begin_at(lines: &[Line<'_>], at: usize) -> bool {
    let block: Vec<_> = lines
        .iter()
        .skip(at)
        .take(MAX_LINES)
        .take_while(|line| line.look == Look::Text)
        .map(|line| field(line.text))
        .collect();
    let fields = block.iter().flatten().count();
    block.first().is_some_and(Option::is_some)
        && fields >= 2
        && block.iter().flatten().any(|(_, value)| value.contains('@'))
}
