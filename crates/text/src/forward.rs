//! A message that somebody passes on inside their own: who wrote it, about what, and its words. Reads what Gmail, Outlook,
//! Thunderbird, Apple Mail, Yandex and Mail.ru write in Russian and in English. Pure; it does not know whom to believe.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

/// Lines of one's own above what is passed on.
const MAX_ABOVE: usize = 200;
/// Lines of the block that says who wrote it: a long list of recipients takes several.
const MAX_BLOCK: usize = 60;

/// A message inside another one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Forward {
    /// What the one who passes it on wrote above it.
    pub note: String,
    pub name: String,
    pub address: String,
    pub title: String,
    pub text: String,
}

/// What a field of the block says.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
enum Field {
    From,
    Subject,
    Other,
}

/// How the six programs call the fields.
const FIELDS: [(&str, Field); 21] = [
    ("from", Field::From),
    ("от", Field::From),
    ("от кого", Field::From),
    ("отправитель", Field::From),
    ("subject", Field::Subject),
    ("тема", Field::Subject),
    ("date", Field::Other),
    ("sent", Field::Other),
    ("to", Field::Other),
    ("cc", Field::Other),
    ("bcc", Field::Other),
    ("reply-to", Field::Other),
    ("importance", Field::Other),
    ("дата", Field::Other),
    ("отправлено", Field::Other),
    ("кому", Field::Other),
    ("копия", Field::Other),
    ("копии", Field::Other),
    ("важность", Field::Other),
    ("обратный адрес", Field::Other),
    ("ответить", Field::Other),
];

/// Lines above what is passed on, in lower case without dashes around them.
const MARKS: [&str; 8] = [
    "forwarded message",
    "begin forwarded message",
    "пересылаемое сообщение",
    "пересланное сообщение",
    "пересылаемое письмо",
    "перенаправленное сообщение",
    "переадресованное сообщение",
    "начало переадресованного сообщения",
];

/// Lines below it.
const ENDS: [&str; 3] = [
    "end of forwarded message",
    "конец пересылаемого сообщения",
    "конец пересланного сообщения",
];

/// Beginnings of a subject that say so.
const PREFIXES: [&str; 6] = ["fw:", "fwd:", "пересл:", "пер:", "перес:", "вн:"];

/// Whether a subject says that something is passed on.
#[must_use]
pub fn is_forward_title(title: &str) -> bool {
    let title = title.trim_start().to_lowercase();
    PREFIXES.iter().any(|prefix| title.starts_with(prefix))
}

/// A subject without these words.
#[must_use]
pub fn bare_title(title: &str) -> &str {
    let mut rest = title.trim();
    while is_forward_title(rest) {
        rest = rest.split_once(':').map_or("", |(_, after)| after.trim_start());
    }
    rest
}

/// Finds the message that a text passes on. A block of fields without the words that mark it is believed only where the
/// subject says that something is passed on: a reply quotes its message with the same block.
#[must_use]
pub fn forwarded(text: &str, title: &str) -> Option<Forward> {
    let lines: Vec<&str> = text.lines().collect();
    let above = |line: &&str| MARKS.contains(&words_of(line).as_str());
    let mark = lines.iter().take(MAX_ABOVE).position(above);
    let start = match mark {
        Some(mark) => mark + 1,
        None if is_forward_title(title) => {
            let block = |at: &usize| field(lines[*at]).is_some() && Block::read(&lines[*at..]).is_some();
            (0..lines.len().min(MAX_ABOVE)).find(block)?
        }
        None => return None,
    };
    let blank = lines[start..]
        .iter()
        .take_while(|line| unquoted(line).is_empty())
        .count();
    let block = Block::read(&lines[start + blank..])
        .or_else(|| Block::of_one_line(&lines[start + blank..]).filter(|_| mark.is_some()))?;
    let (name, address) = author(&block.from)?;
    let body = start + blank + block.lines;
    let note = &lines[..mark.unwrap_or(start)];
    Some(Forward {
        note: note.join("\n").trim().to_owned(),
        name,
        address,
        title: if block.subject.is_empty() {
            bare_title(title).to_owned()
        } else {
            block.subject
        },
        text: words_below(&lines[body..], block.is_quoted),
    })
}

/// The fields above the words that are passed on.
struct Block {
    from: String,
    subject: String,
    lines: usize,
    /// The program marks what it passes on as quoted.
    is_quoted: bool,
}

impl Block {
    fn read(lines: &[&str]) -> Option<Self> {
        let (mut from, mut subject, mut fields, mut taken) = (String::new(), String::new(), 0, 0);
        let mut last = None;
        for line in lines.iter().take(MAX_BLOCK) {
            match field(line) {
                Some((kind, value)) => {
                    fields += 1;
                    last = Some(kind);
                    match kind {
                        Field::From if from.is_empty() => value.clone_into(&mut from),
                        Field::Subject if subject.is_empty() => value.clone_into(&mut subject),
                        Field::From | Field::Subject | Field::Other => {}
                    }
                }
                // A field that goes on in the next line.
                None if !unquoted(line).is_empty() && last.is_some() => match last {
                    Some(Field::From) => push(&mut from, unquoted(line)),
                    Some(Field::Subject) => push(&mut subject, unquoted(line)),
                    _ => {}
                },
                None => break,
            }
            taken += 1;
        }
        (!from.is_empty() && fields > 1).then(|| Self {
            from,
            subject,
            lines: taken,
            is_quoted: lines.first().is_some_and(|line| is_quoted(line)),
        })
    }

    /// `14.04.2026, 10:00, "Anna" <anna@client.example>:`, perhaps under fields without an author.
    fn of_one_line(lines: &[&str]) -> Option<Self> {
        let mut subject = String::new();
        for (at, line) in lines.iter().take(MAX_BLOCK).enumerate() {
            match field(line) {
                Some((Field::Subject, value)) => value.clone_into(&mut subject),
                Some(_) => {}
                None if unquoted(line).is_empty() => {}
                None => {
                    let said = unquoted(line).strip_suffix(':')?;
                    let begins = said.starts_with(|c: char| c.is_ascii_digit());
                    let from = said.rsplit(", ").next().filter(|_| begins)?;
                    return Some(Self {
                        from: from.to_owned(),
                        subject,
                        lines: at + 1,
                        is_quoted: is_quoted(line),
                    });
                }
            }
        }
        None
    }
}

fn push(to: &mut String, more: &str) {
    if !to.is_empty() {
        to.push(' ');
    }
    to.push_str(more);
}

/// A line without the mark of a quotation and without white space around.
fn unquoted(line: &str) -> &str {
    let line = line.trim();
    line.strip_prefix('>').map_or(line, str::trim)
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// The words of a line that marks something, without dashes and the colon.
fn words_of(line: &str) -> String {
    let bare = unquoted(line)
        .trim_matches(|c: char| matches!(c, '-' | '_' | '*' | ':' | '—' | '–' | '=') || c.is_whitespace());
    // A long line is no mark, and is not worth folding.
    if bare.len() > 120 {
        String::new()
    } else {
        bare.to_lowercase()
    }
}

/// A field of the block with its value; stars are what bold letters leave in plain text.
fn field(line: &str) -> Option<(Field, &str)> {
    let line = unquoted(line).trim_start_matches('*');
    let (name, value) = line.split_once(':')?;
    let name = name.trim_matches(['*', ' ', '\u{a0}']);
    if name.len() > 40 {
        return None;
    }
    let name = name.to_lowercase();
    let (_, kind) = FIELDS.iter().find(|(known, _)| *known == name)?;
    Some((*kind, value.trim_matches(|c: char| c == '*' || c.is_whitespace())))
}

/// Name and address of `Anna <anna@client.example>`, `Anna [mailto:anna@client.example]` or a bare address.
fn author(from: &str) -> Option<(String, String)> {
    let inside = |open: char, close: char| {
        let (name, rest) = from.rsplit_once(open)?;
        let (address, _) = rest.split_once(close)?;
        Some((name, address))
    };
    let (name, address) = inside('<', '>')
        .or_else(|| inside('[', ']'))
        .unwrap_or(("", from));
    let address = address.trim();
    let address = address.strip_prefix("mailto:").unwrap_or(address);
    // An address may stand twice, once as its own name.
    let name: Cow<'_, str> = name.split(['<', '[']).next().unwrap_or_default().into();
    let (local, host) = address.split_once('@')?;
    let odd = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '[' | ']' | ',' | ';' | '@' | ':')
    };
    if local.is_empty() || !host.contains('.') || local.contains(odd) || host.contains(odd) {
        return None;
    }
    let name = name.trim_matches(|c: char| matches!(c, '"' | '\'' | '*' | '«' | '»') || c.is_whitespace());
    let name = if name.eq_ignore_ascii_case(address) {
        ""
    } else {
        name
    };
    Some((name.to_owned(), address.to_owned()))
}

/// The words themselves, to the line that ends them.
fn words_below(lines: &[&str], quoted: bool) -> String {
    let end = lines
        .iter()
        .position(|line| ENDS.contains(&words_of(line).as_str()));
    let lines = &lines[..end.unwrap_or(lines.len())];
    let bare = |line: &&str| -> String {
        let stripped = line.trim_start().strip_prefix('>').filter(|_| quoted);
        stripped
            .map_or(*line, |rest| rest.strip_prefix(' ').unwrap_or(rest))
            .to_owned()
    };
    lines
        .iter()
        .map(bare)
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .to_owned()
}
