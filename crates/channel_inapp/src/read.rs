//! From what an app sent to a message: every field that is wrong is told at once, and nothing is guessed.

use channel::account::{AccountMessage, Proved};
use channel::form::{Fault, Field, Wrong};
use channel::{Attachment, Automatic, Happened, Message, ThreadHint, Wishes};
use domain::Moment;

/// Characters of each field.
const TITLE: usize = 200;
const TEXT: usize = 50_000;
/// Characters of a message's own id.
const ID: std::ops::RangeInclusive<usize> = 8..=64;
/// Files that run when they are opened: nobody who means well sends them.
const DANGEROUS: [&str; 20] = [
    "apk", "bat", "cmd", "com", "cpl", "exe", "hta", "htm", "html", "jar", "js", "jse", "lnk", "msi", "ps1",
    "scr", "svg", "vbe", "vbs", "wsf",
];

/// Reads a message.
///
/// # Errors
/// Every field that is wrong.
pub fn read(
    proved: &Proved,
    said: &AccountMessage,
    files: Vec<Attachment>,
    at: Moment,
) -> Result<Message, Vec<Wrong>> {
    let mut found = Vec::new();
    let mut wrong = |field, what| found.push(Wrong { field, what });
    let title = text::clean_line(&said.title, TITLE + 1);
    if title.chars().count() > TITLE {
        wrong(Field::Subject, Fault::TooLong(TITLE));
    }
    let words = text::clean(&said.text);
    if words.trim().is_empty() && files.is_empty() {
        wrong(Field::Text, Fault::Required);
    } else if words.chars().count() > TEXT {
        wrong(Field::Text, Fault::TooLong(TEXT));
    }
    let fits = ID.contains(&said.id.len()) && said.id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !fits {
        wrong(Field::Key, Fault::Unfit);
    }
    if files.iter().any(|file| is_dangerous(&file.name)) {
        wrong(Field::Files, Fault::Unfit);
    }
    if !found.is_empty() {
        return Err(found);
    }
    let own = format!("inapp:{}:{}", proved.who.value, said.id);
    Ok(Message {
        key: own.clone(),
        from: proved.who.clone(),
        others: Vec::new(),
        hints: said.secret.iter().cloned().map(ThreadHint::Secret).collect(),
        external_ids: vec![own],
        title,
        text: Some(words),
        html: None,
        attachments: files,
        happened: Happened::Reported(at),
        automatic: Automatic::No,
        own: None,
        wishes: Wishes {
            lang: Some(proved.lang.clone()).filter(|lang| lang == "ru" || lang == "en"),
            zone: Some(proved.zone.clone()).filter(|zone| !zone.is_empty()),
            vouched: proved.reach.clone(),
            ..Wishes::default()
        },
        raw: None,
    })
}

/// By the end of its name, behind which some hide another.
fn is_dangerous(name: &str) -> bool {
    let name = name.trim_end_matches(['.', ' ']).to_lowercase();
    name.rsplit_once('.')
        .is_some_and(|(_, end)| DANGEROUS.contains(&end))
}
