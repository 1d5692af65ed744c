//! What the other side tells: a message of somebody, or what became of one of ours. Pure.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use channel::{
    Attachment, Automatic, Content, DeliveryReport, Happened, Inbound, Message, Raw, ReportedFate,
    ThreadHint, Wishes,
};
use domain::{Handle, HandleKind, Moment};
use serde::Deserialize;

/// Files of one message.
const FILES: usize = 20;
/// Characters of an id.
const ID: std::ops::RangeInclusive<usize> = 1..=200;

#[derive(Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
enum Event {
    #[serde(rename = "message")]
    Message(Box<Said>),
    #[serde(rename = "delivered")]
    Delivered { about: String },
    #[serde(rename = "failed")]
    Failed {
        about: String,
        #[serde(default)]
        reason: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    /// The other side's id of the message.
    id: String,
    from: Who,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    html: String,
    /// When it happened, RFC 3339.
    occurred_at: Option<String>,
    /// The message it answers: theirs, or ours by the id that we sent it under.
    #[serde(default)]
    reply_to: String,
    /// Public id of the ticket it belongs to, where the other side knows.
    #[serde(default)]
    ticket: String,
    /// It is a new wording of the message of that id.
    #[serde(default)]
    edits: String,
    #[serde(default)]
    lang: String,
    #[serde(default)]
    zone: String,
    #[serde(default)]
    files: Vec<File>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Who {
    /// The other side's id of the person.
    id: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    /// E.164.
    #[serde(default)]
    phone: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default)]
    media_type: String,
    /// Base 64.
    content: String,
}

/// Reads an event of the door at a path.
///
/// # Errors
/// What is wrong with it, in words for whoever wrote the other side.
pub fn read(path: &str, body: &[u8], now: Moment) -> Result<Inbound, String> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let event: Event = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| format!("{}: {}", error.path(), error.inner()))?;
    json.end().map_err(|error| error.to_string())?;
    match event {
        Event::Message(said) => {
            message(path, *said, body, now).map(|message| Inbound::Message(Box::new(message)))
        }
        Event::Delivered { about } => Ok(report(path, about, ReportedFate::Delivered, String::new())),
        Event::Failed { about, reason } => Ok(report(path, about, ReportedFate::Bounced, reason)),
    }
}

/// The other side's id, among all ids of messages.
pub fn external(path: &str, id: &str) -> String {
    format!("webhook:{path}:{id}")
}

/// The other side's id of a person, among all of that kind.
pub fn person(path: &str, id: &str) -> String {
    format!("{path}:{id}")
}

fn report(path: &str, about: String, fate: ReportedFate, reason: String) -> Inbound {
    Inbound::Report(Box::new(DeliveryReport {
        key: format!("webhook:{path}:report:{fate:?}:{about}"),
        about: vec![about.clone(), external(path, &about)],
        recipient: None,
        fate,
        status: String::new(),
        reason,
        title: String::new(),
        happened: Happened::Now,
        raw: None,
    }))
}

fn is_id(id: &str) -> bool {
    ID.contains(&id.len()) && !id.contains(char::is_control)
}

fn message(path: &str, said: Said, body: &[u8], now: Moment) -> Result<Message, String> {
    if !is_id(&said.id) || !is_id(&said.from.id) {
        return Err("id and from.id: ids have 1 to 200 characters".to_owned());
    }
    if said.files.len() > FILES {
        return Err(format!("files: at most {FILES}"));
    }
    let attachments = said
        .files
        .into_iter()
        .map(attachment)
        .collect::<Result<Vec<_>, String>>()?;
    if said.text.trim().is_empty() && said.html.trim().is_empty() && attachments.is_empty() {
        return Err("text: a message has text, html or files".to_owned());
    }
    let happened = match said.occurred_at.as_deref() {
        None => Happened::Now,
        Some(text) => {
            let at: Moment = text
                .parse()
                .map_err(|_| format!("occurred_at: {text:?}: write RFC 3339 with an offset"))?;
            // Another system's clock may be ahead (`definitions.md` §1): it is cut, and marked where it is far ahead.
            Happened::reported(at, now)
        }
    };
    let mut hints = Vec::new();
    let stated = |id: &str| (!id.is_empty()).then(|| id.to_owned());
    hints.extend(stated(&said.ticket).map(ThreadHint::Ticket));
    hints.extend(stated(&said.edits).map(|id| ThreadHint::Edits(external(path, &id))));
    if let Some(id) = stated(&said.reply_to) {
        hints.push(ThreadHint::Reference(external(path, &id)));
        hints.push(ThreadHint::Reference(id));
    }
    hints.push(ThreadHint::Talk);
    let name = said.from.name;
    let email = (!said.from.email.is_empty()).then(|| Handle::email(&said.from.email, &name));
    let phone = stated(&said.from.phone).map(|number| Handle::new(HandleKind::Phone, number, name.clone()));
    if phone.as_ref().is_some_and(|phone| !is_e164(&phone.value)) {
        return Err("from.phone: write it in E.164: +79123456789".to_owned());
    }
    let own = external(path, &said.id);
    Ok(Message {
        key: own.clone(),
        from: Handle::new(HandleKind::External, person(path, &said.from.id), name),
        others: Vec::new(),
        hints,
        external_ids: vec![own],
        title: said.title,
        text: Some(said.text),
        html: stated(&said.html),
        attachments,
        happened,
        automatic: Automatic::No,
        own: None,
        wishes: Wishes {
            lang: stated(&said.lang).filter(|lang| lang == "ru" || lang == "en"),
            zone: stated(&said.zone),
            reach: email.into_iter().chain(phone).collect(),
            ..Wishes::default()
        },
        raw: Some(Raw {
            bytes: body.to_vec(),
            media_type: "application/json",
        }),
    })
}

fn is_e164(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0')
    })
}

fn attachment(file: File) -> Result<Attachment, String> {
    let bytes = STANDARD
        .decode(&file.content)
        .map_err(|_| format!("files: the content of {:?} is no base 64", file.name))?;
    Ok(Attachment {
        name: file.name,
        media_type: file.media_type.to_lowercase(),
        content: Content::Bytes(bytes),
        content_id: String::new(),
        inline: false,
    })
}
